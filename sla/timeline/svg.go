package timeline

import (
	"fmt"
	"html"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A canvas writes SVG.
type canvas struct {
	b strings.Builder
}

func (c *canvas) printf(format string, args ...any) { fmt.Fprintf(&c.b, format, args...) }

// n returns a number as SVG has it: two digits behind the point at most.
func n(x float64) string {
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(x, 'f', 2, 64), "0"), ".")
}

// escape returns s as text of XML, in one line, at most so many characters.
func escape(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == utf8.RuneError || r == 0xfffe || r == 0xffff || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most-1]) + "…"
	}
	return html.EscapeString(s)
}

// text writes a text at a place.
func (c *canvas) text(class string, x, y float64, anchor, s string, most int) {
	if anchor != "" {
		anchor = ` text-anchor="` + anchor + `"`
	}
	c.printf(`<text class="%s" x="%s" y="%s"%s>%s</text>`+"\n", class, n(x), n(y), anchor, escape(s, most))
}

func (c *canvas) rect(class string, x, y, w, h float64, title string) {
	c.printf(`<rect class="%s" x="%s" y="%s" width="%s" height="%s"`, class, n(x), n(y), n(max(w, 0.75)), n(h))
	c.end("rect", title)
}

func (c *canvas) line(class string, x1, y1, x2, y2 float64) {
	c.printf(`<line class="%s" x1="%s" y1="%s" x2="%s" y2="%s"/>`+"\n", class, n(x1), n(y1), n(x2), n(y2))
}

func (c *canvas) path(class, d, title string) {
	c.printf(`<path class="%s" d="%s"`, class, d)
	c.end("path", title)
}

// end ends an element, with a title if it has one.
func (c *canvas) end(element, title string) {
	if title == "" {
		c.b.WriteString("/>\n")
		return
	}
	c.printf("><title>%s</title></%s>\n", escape(title, 300), element)
}

// width returns about how wide a text of 11 pixels is.
func width(s string) float64 { return 6.4 * float64(utf8.RuneCountInString(s)) }

// style is the look of a picture: light, dark where the reader has that, and light on
// paper.
const style = `
text{font:11px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:#1b1f24}
.back{fill:#ffffff}.title{font-size:15px;font-weight:600}.lane{font-weight:600;font-size:12px}.small{fill:#57606a}
.axis,.grid{stroke:#8c959f;stroke-width:1}.grid{stroke:#d0d7de;stroke-width:.75}
.rule{stroke:#8c959f;stroke-width:1.25}.open{fill:#dfe8f4}.counted{fill:#2766ab}.late{fill:#b3470b;stroke:#5c2205;stroke-width:2}.thin{stroke:none}
.paused{fill:url(#hatch);stroke:#57606a;stroke-width:1}.hatch{stroke:#57606a;stroke-width:1.5}
.gone{stroke:#57606a;stroke-width:2;stroke-dasharray:2 4;fill:none}
.mark{fill:#ffffff;stroke:#1b1f24;stroke-width:1.5}.full{fill:#1b1f24;stroke:#ffffff;stroke-width:1}
.bad{fill:#b3470b;stroke:#ffffff;stroke-width:1}.good{fill:#1a6b3c;stroke:#ffffff;stroke-width:1}
.sign{fill:none;stroke:#ffffff;stroke-width:1.75}.due{stroke:#1b1f24;stroke-width:1.5;stroke-dasharray:4 2}
.now{stroke:#57606a;stroke-width:1;stroke-dasharray:1 2}.fold{fill:#ffffff;stroke:#8c959f;stroke-width:1}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.back,.fold{fill:#0d1117}.small{fill:#9aa4af}.grid{stroke:#30363d}
.open{fill:#1d2d44}.counted{fill:#6cabf7}.late{fill:#f0883e;stroke:#ffd8b5}.hatch,.paused,.gone,.now{stroke:#9aa4af}
.mark{fill:#0d1117;stroke:#e6edf3}.full{fill:#e6edf3;stroke:#0d1117}.bad{fill:#f0883e;stroke:#0d1117}.good{fill:#56d364;stroke:#0d1117}
.sign{stroke:#0d1117}.due{stroke:#e6edf3}}
@media print{text{fill:#000}.back,.fold{fill:#fff}.small{fill:#444}.open{fill:#dfe8f4}.counted{fill:#2766ab}.late{fill:#b3470b;stroke:#5c2205}
.mark{fill:#fff;stroke:#000}.full{fill:#000;stroke:#fff}.bad{fill:#b3470b;stroke:#fff}.good{fill:#1a6b3c;stroke:#fff}.sign{stroke:#fff}.due{stroke:#000}}
`
