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
	id string // differs between pictures, so that one page can have several
	b  strings.Builder
}

func (c *canvas) printf(format string, args ...any) { fmt.Fprintf(&c.b, format, args...) }

// num formats a number for SVG, with at most two decimals.
func num(x float64) string {
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(x, 'f', 2, 64), "0"), ".")
}

// path returns the data of a path: format with each %s replaced by a coordinate.
func path(format string, coordinates ...float64) string {
	args := make([]any, len(coordinates))
	for i, v := range coordinates {
		args[i] = num(v)
	}
	return fmt.Sprintf(format, args...)
}

// escape returns s as XML text on a single line. It cuts s to a number of characters, and
// drops control characters and those that change the direction of text.
func escape(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == utf8.RuneError || r == 0xfffe || r == 0xffff || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
	if utf8.RuneCountInString(s) > limit {
		s = string([]rune(s)[:limit-1]) + "…"
	}
	return html.EscapeString(s)
}

// text writes s, cut to a number of characters.
func (c *canvas) text(class string, x, y float64, anchor, s string, limit int) {
	if anchor != "" {
		anchor = ` text-anchor="` + anchor + `"`
	}
	c.printf(`<text class="%s" x="%s" y="%s"%s>%s</text>`+"\n", class, num(x), num(y), anchor, escape(s, limit))
}

func (c *canvas) rect(class string, x, y, w, h float64, title string) {
	c.printf(`<rect class="%s" x="%s" y="%s" width="%s" height="%s"`, class, num(x), num(y), num(max(w, 0.75)), num(h))
	c.end("rect", title)
}

func (c *canvas) line(class string, x1, y1, x2, y2 float64) {
	c.printf(`<line class="%s" x1="%s" y1="%s" x2="%s" y2="%s"/>`+"\n", class, num(x1), num(y1), num(x2), num(y2))
}

func (c *canvas) path(class, data, title string) {
	c.printf(`<path class="%s" d="%s"`, class, data)
	c.end("path", title)
}

// hatched draws the hatched rectangle of a pause.
func (c *canvas) hatched(x, y, w, h float64, title string) {
	c.printf(`<rect class="paused" fill="url(#hatch-%s)" x="%s" y="%s" width="%s" height="%s"`, c.id, num(x), num(y), num(max(w, 0.75)), num(h))
	c.end("rect", title)
}

// end ends an element, which has a title unless that is empty.
func (c *canvas) end(element, title string) {
	if title == "" {
		c.b.WriteString("/>\n")
		return
	}
	c.printf("><title>%s</title></%s>\n", escape(title, 300), element)
}

// textWidth estimates the width of a text at 11 pixels. East Asian letters are twice as
// wide as others.
func textWidth(s string) (w float64) {
	for _, r := range s {
		if r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) || r >= 0xff00 && r < 0xff61 || r >= 0x1f300 {
			w += 6
		}
		w += 6.4
	}
	return w
}
