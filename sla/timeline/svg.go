package timeline

import (
	"fmt"
	"html"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A canvas writes SVG.
type canvas struct {
	id string // of the picture, so that several can be in one page
	b  strings.Builder
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

// hatched draws a rectangle of a pause.
func (c *canvas) hatched(x, y, w, h float64, title string) {
	c.printf(`<rect class="paused" fill="url(#hatch-%s)" x="%s" y="%s" width="%s" height="%s"`, c.id, n(x), n(y), n(max(w, 0.75)), n(h))
	c.end("rect", title)
}

// end ends an element, with a title if it has one.
func (c *canvas) end(element, title string) {
	if title == "" {
		c.b.WriteString("/>\n")
		return
	}
	c.printf("><title>%s</title></%s>\n", escape(title, 300), element)
}

// width returns about how wide a text of 11 pixels is. Letters of eastern Asia are twice
// as wide as others.
func width(s string) (w float64) {
	for _, r := range s {
		if r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) || r >= 0xff00 && r < 0xff61 || r >= 0x1f300 {
			w += 6
		}
		w += 6.4
	}
	return w
}

// style is the look of a picture: light, dark where the reader has that, and light on
// paper. It is that of pictures only, also where one is part of a page.
const style = `
.punctual text{font:11px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:#1b1f24}
.punctual .back{fill:#ffffff}
.punctual .title{font-size:15px;font-weight:600}
.punctual .lane{font-weight:600;font-size:12px}
.punctual .small{fill:#57606a}
.punctual .axis,.punctual .grid{stroke:#8c959f;stroke-width:1}
.punctual .grid{stroke:#d0d7de;stroke-width:.75}
.punctual .rule{stroke:#8c959f;stroke-width:1.25}
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
.punctual text{fill:#e6edf3}
.punctual .back,.punctual .fold{fill:#0d1117}
.punctual .small{fill:#9aa4af}
.punctual .grid{stroke:#30363d}
.punctual .open{fill:#1d2d44}
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
.punctual text{fill:#000}
.punctual .back,.punctual .fold{fill:#fff}
.punctual .small{fill:#444}
.punctual .open{fill:#dfe8f4}
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
