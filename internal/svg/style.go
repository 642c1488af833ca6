package svg

// Parts of a style sheet that all pictures share: texts, the paper, axes and grids. The class
// keeps them from affecting the rest of a page. Pictures are light by default and on paper,
// and dark for readers who prefer that.
const (
	Light = `.punctual text{font:11px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:#1b1f24}
.punctual .back{fill:#ffffff}
.punctual .title{font-size:15px;font-weight:600}
.punctual .lane{font-weight:600;font-size:12px}
.punctual .small{fill:#57606a}
.punctual .axis,.punctual .grid{stroke:#8c959f;stroke-width:1}
.punctual .grid{stroke:#d0d7de;stroke-width:.75}
`
	Dark = `.punctual text{fill:#e6edf3}
.punctual .back,.punctual .fold{fill:#0d1117}
.punctual .small{fill:#9aa4af}
.punctual .grid{stroke:#30363d}
`
	Paper = `.punctual text{fill:#000}
.punctual .back,.punctual .fold{fill:#fff}
.punctual .small{fill:#444}
`
)
