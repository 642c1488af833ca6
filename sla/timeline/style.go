package timeline

import "github.com/punctualgo/punctual/internal/svg"

// style is the style sheet of a picture. It is light by default and on paper, and dark for
// readers who prefer that. Its class keeps it from affecting the rest of a page.
const style = "\n" + svg.Light + `.punctual .rule{stroke:#8c959f;stroke-width:1.25}
.punctual .open{fill:#dfe8f4}
.punctual .counted{fill:#2766ab}
.punctual .late{fill:#b3470b;stroke:#5c2205;stroke-width:2}
.punctual .thin{stroke:none}
.punctual .paused{stroke:#57606a;stroke-width:1}
.punctual .hatch{stroke:#57606a;stroke-width:1.5}
.punctual .gone{stroke:#57606a;stroke-width:2;stroke-dasharray:2 4;fill:none}
.punctual .mark{fill:#ffffff;stroke:#1b1f24;stroke-width:1.5}
.punctual .full{fill:#1b1f24;stroke:#ffffff;stroke-width:1}
.punctual .bad{fill:#b3470b;stroke:#ffffff;stroke-width:1}
.punctual .good{fill:#1a6b3c;stroke:#ffffff;stroke-width:1}
.punctual .sign{fill:none;stroke:#ffffff;stroke-width:1.75}
.punctual .due{stroke:#1b1f24;stroke-width:1.5;stroke-dasharray:4 2}
.punctual .now{stroke:#57606a;stroke-width:1;stroke-dasharray:1 2}
.punctual .fold{fill:#ffffff;stroke:#8c959f;stroke-width:1}
@media (prefers-color-scheme:dark){
` + svg.Dark + `.punctual .open{fill:#1d2d44}
.punctual .counted{fill:#6cabf7}
.punctual .late{fill:#f0883e;stroke:#ffd8b5}
.punctual .hatch,.punctual .paused,.punctual .gone,.punctual .now{stroke:#9aa4af}
.punctual .mark{fill:#0d1117;stroke:#e6edf3}
.punctual .full{fill:#e6edf3;stroke:#0d1117}
.punctual .bad{fill:#f0883e;stroke:#0d1117}
.punctual .good{fill:#56d364;stroke:#0d1117}
.punctual .sign{stroke:#0d1117}
.punctual .due{stroke:#e6edf3}
}
@media print{
` + svg.Paper + `.punctual .open{fill:#dfe8f4}
.punctual .counted{fill:#2766ab}
.punctual .late{fill:#b3470b;stroke:#5c2205}
.punctual .mark{fill:#fff;stroke:#000}
.punctual .full{fill:#000;stroke:#fff}
.punctual .bad{fill:#b3470b;stroke:#fff}
.punctual .good{fill:#1a6b3c;stroke:#fff}
.punctual .sign{stroke:#fff}
.punctual .due{stroke:#000}
}
`
