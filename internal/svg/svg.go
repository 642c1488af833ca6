// Package svg writes pictures that are self-contained: without scripts, fonts or links. They
// follow the reader's light or dark setting, and have titles for screen readers.
package svg

import (
	"fmt"
	"math"
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

// appendNum appends a number, with at most two decimals.
func appendNum(b []byte, x float64) []byte {
	if !(math.Abs(x) < 1e12) {
		return strconv.AppendFloat(b, x, 'f', -1, 64)
	}
	whole, rest := math.Modf(x * 100)
	if math.Abs(math.Abs(rest)-0.5) < 1e-6 {
		// Which way to round depends on more digits than x * 100 has.
		text := strconv.FormatFloat(x, 'f', 2, 64)
		return append(b, strings.TrimSuffix(strings.TrimRight(text, "0"), ".")...)
	}
	hundredths := int64(whole + math.Round(rest))
	if hundredths < 0 {
		b, hundredths = append(b, '-'), -hundredths
	}
	b = strconv.AppendInt(b, hundredths/100, 10)
	switch digits := hundredths % 100; {
	case digits == 0:
		return b
	case digits%10 == 0:
		return append(b, '.', byte('0'+digits/10))
	default:
		return append(b, '.', byte('0'+digits/10), byte('0'+digits%10))
	}
}

// Num formats a number for SVG, with at most two decimals.
func Num(x float64) string { return string(appendNum(make([]byte, 0, 16), x)) }

// Path returns the data of a path: format with each %s replaced by a coordinate.
func Path(format string, coordinates ...float64) string {
	return string(AppendPath(make([]byte, 0, 64), format, coordinates...))
}

// AppendPath appends what [Path] returns to b.
func AppendPath(b []byte, format string, coordinates ...float64) []byte {
	for _, v := range coordinates {
		before, after, _ := strings.Cut(format, "%s")
		b = append(b, before...)
		b = appendNum(b, v)
		format = after
	}
	return append(b, format...)
}

// Escape returns s as XML text on a single line. It cuts s to a number of characters, and
// drops control characters and those that change the direction of text.
func Escape(s string, limit int) string {
	s = Cut(s, limit)
	if !strings.ContainsAny(s, `&<>"'`) {
		return s
	}
	return escaper.Replace(s)
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;")

// Cut returns the first characters of s that a picture may show, as many as limit says. It looks
// at no more of s than it needs.
func Cut(s string, limit int) string {
	if len(s) <= limit && isPlain(s) {
		return s
	}
	var b strings.Builder
	n, last := 0, 0 // characters written, and how many bytes all but the last have
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			r = ' '
		case isHidden(r):
			continue
		}
		if n == limit {
			return b.String()[:last] + "…"
		}
		n, last = n+1, b.Len()
		b.WriteRune(r)
	}
	return b.String()
}

// isPlain reports whether all characters of s are in ASCII, and none is a control character.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// isHidden reports whether r is a character that XML does not allow, that shows nothing, or
// that changes the direction of text.
func isHidden(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0 || r == utf8.RuneError || r == 0xfffe || r == 0xffff ||
		r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// Text writes s, cut to a number of characters.
func (c *Canvas) Text(class string, x, y float64, anchor, s string, limit int) {
	c.start("text", class)
	c.attribute("x", x)
	c.attribute("y", y)
	if anchor != "" {
		c.write(` text-anchor="`, anchor, `"`)
	}
	c.write(">", Escape(s, limit), "</text>\n")
}

// Rect draws a rectangle. It has a title unless that is empty.
func (c *Canvas) Rect(class string, x, y, w, h float64, title string) {
	c.start("rect", class)
	c.box(x, y, w, h)
	c.end("rect", title)
}

// Line draws a line.
func (c *Canvas) Line(class string, x1, y1, x2, y2 float64) {
	c.start("line", class)
	c.attribute("x1", x1)
	c.attribute("y1", y1)
	c.attribute("x2", x2)
	c.attribute("y2", y2)
	c.end("line", "")
}

// Path draws a path. It has a title unless that is empty.
func (c *Canvas) Path(class, data, title string) {
	c.start("path", class)
	c.write(` d="`, data, `"`)
	c.end("path", title)
}

// DefineHatch writes the pattern of Hatched and HatchedPath. A picture needs it once.
func (c *Canvas) DefineHatch() {
	c.Printf(`<defs><pattern id="hatch-%s" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>`+"\n", c.ID)
}

// Hatched draws a hatched rectangle.
func (c *Canvas) Hatched(class string, x, y, w, h float64, title string) {
	c.start("rect", class)
	c.hatch()
	c.box(x, y, w, h)
	c.end("rect", title)
}

// HatchedPath draws a hatched path.
func (c *Canvas) HatchedPath(class, data, title string) {
	c.start("path", class)
	c.hatch()
	c.write(` d="`, data, `"`)
	c.end("path", title)
}

// write writes texts.
func (c *Canvas) write(texts ...string) {
	for _, s := range texts {
		c.WriteString(s)
	}
}

// start starts an element.
func (c *Canvas) start(element, class string) {
	c.write("<", element, ` class="`, class, `"`)
}

// attribute writes an attribute that is a number.
func (c *Canvas) attribute(name string, x float64) {
	var b [24]byte
	c.write(" ", name, `="`)
	c.Write(appendNum(b[:0], x))
	c.WriteByte('"')
}

// box writes the attributes of a rectangle. One that is too narrow to be seen is widened.
func (c *Canvas) box(x, y, w, h float64) {
	c.attribute("x", x)
	c.attribute("y", y)
	c.attribute("width", max(w, 0.75))
	c.attribute("height", h)
}

// hatch writes the attribute that hatches an element.
func (c *Canvas) hatch() { c.write(` fill="url(#hatch-`, c.ID, `)"`) }

// end ends an element, which has a title unless that is empty.
func (c *Canvas) end(element, title string) {
	if title == "" {
		c.WriteString("/>\n")
		return
	}
	c.write("><title>", Escape(title, 300), "</title></", element, ">\n")
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
