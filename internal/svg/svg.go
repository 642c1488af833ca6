// Package svg writes pictures that are self-contained: without scripts, fonts or links. They
// follow the reader's light or dark setting, and have titles for screen readers.
package svg

import (
	"fmt"
	"html"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Canvas writes the elements of a picture.
type Canvas struct {
	ID string // differs between pictures, so that one page can have several
	strings.Builder
}

// Printf writes formatted text, which must be escaped.
func (c *Canvas) Printf(format string, args ...any) { fmt.Fprintf(&c.Builder, format, args...) }

// Num formats a number for SVG, with at most two decimals.
func Num(x float64) string {
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(x, 'f', 2, 64), "0"), ".")
}

// Path returns the data of a path: format with each %s replaced by a coordinate.
func Path(format string, coordinates ...float64) string {
	args := make([]any, len(coordinates))
	for i, v := range coordinates {
		args[i] = Num(v)
	}
	return fmt.Sprintf(format, args...)
}

// Escape returns s as XML text on a single line. It cuts s to a number of characters, and
// drops control characters and those that change the direction of text.
func Escape(s string, limit int) string {
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

// Text writes s, cut to a number of characters.
func (c *Canvas) Text(class string, x, y float64, anchor, s string, limit int) {
	if anchor != "" {
		anchor = ` text-anchor="` + anchor + `"`
	}
	c.Printf(`<text class="%s" x="%s" y="%s"%s>%s</text>`+"\n", class, Num(x), Num(y), anchor, Escape(s, limit))
}

// Rect draws a rectangle. It has a title unless that is empty.
func (c *Canvas) Rect(class string, x, y, w, h float64, title string) {
	c.Printf(`<rect class="%s" x="%s" y="%s" width="%s" height="%s"`, class, Num(x), Num(y), Num(max(w, 0.75)), Num(h))
	c.end("rect", title)
}

// Line draws a line.
func (c *Canvas) Line(class string, x1, y1, x2, y2 float64) {
	c.Printf(`<line class="%s" x1="%s" y1="%s" x2="%s" y2="%s"/>`+"\n", class, Num(x1), Num(y1), Num(x2), Num(y2))
}

// Path draws a path. It has a title unless that is empty.
func (c *Canvas) Path(class, data, title string) {
	c.Printf(`<path class="%s" d="%s"`, class, data)
	c.end("path", title)
}

// DefineHatch writes the pattern of Hatched. A picture needs it once.
func (c *Canvas) DefineHatch() {
	c.Printf(`<defs><pattern id="hatch-%s" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>`+"\n", c.ID)
}

// Hatched draws a hatched rectangle.
func (c *Canvas) Hatched(class string, x, y, w, h float64, title string) {
	c.Printf(`<rect class="%s" fill="url(#hatch-%s)" x="%s" y="%s" width="%s" height="%s"`, class, c.ID, Num(x), Num(y), Num(max(w, 0.75)), Num(h))
	c.end("rect", title)
}

// end ends an element, which has a title unless that is empty.
func (c *Canvas) end(element, title string) {
	if title == "" {
		c.WriteString("/>\n")
		return
	}
	c.Printf("><title>%s</title></%s>\n", Escape(title, 300), element)
}

// Start writes the start of a picture of a size, with its title, its description and its
// style sheet.
func (c *Canvas) Start(width, height float64, title, description, style string) {
	c.Printf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%s" height="%s" class="punctual" role="img" aria-labelledby="title-%s desc-%s">`+"\n", Num(width), Num(height), Num(width), Num(height), c.ID, c.ID)
	c.Printf("<title id=\"title-%s\">%s</title>\n<desc id=\"desc-%s\">%s</desc>\n", c.ID, Escape(title, 200), c.ID, Escape(description, 4000))
	c.Printf("<style>%s</style>\n", style)
}

// TextWidth estimates the width of a text at 11 pixels. East Asian letters are twice as
// wide as others.
func TextWidth(s string) (w float64) {
	for _, r := range s {
		if r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) || r >= 0xff00 && r < 0xff61 || r >= 0x1f300 {
			w += 6
		}
		w += 6.4
	}
	return w
}
