package chart

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/internal/svg"
)

// A Frame is what all charts have.
type Frame struct {
	Title       string
	Subtitle    string // what is shown of which records
	Description string // in sentences, for those who do not see the chart
	Notes       []string
	Width       int // in pixels; 960 if zero, and at least 320
}

const (
	defaultWidth = 960
	minWidth     = 320
	margin       = 14.0
	lineHeight   = 15.0
)

// A drawing is a chart in progress.
type drawing struct {
	svg.Canvas
	width float64
	y     float64 // where the next part begins
	signs []sign
}

// A sign of the legend.
type sign struct {
	text string
	draw func(d *drawing, x, y float64) // 18 pixels wide, with its middle at y
}

// draw returns the chart that has a body within a frame.
func (f *Frame) draw(body func(*drawing)) []byte {
	d := f.part("", body)
	sum := sha256.Sum256([]byte(f.Title + d.String()))
	id := hex.EncodeToString(sum[:6]) // so that one page can have several charts
	d = f.part(id, body)
	out := svg.Canvas{ID: id}
	out.Start(d.width, d.y, f.Title, f.Description, style)
	out.DefineHatch()
	out.Rect("back", 0, 0, d.width, d.y, "")
	out.WriteString(d.String())
	out.WriteString("</svg>\n")
	return []byte(out.String())
}

// part draws what is within the frame.
func (f *Frame) part(id string, body func(*drawing)) *drawing {
	d := &drawing{Canvas: svg.Canvas{ID: id}, width: max(float64(f.Width), minWidth), y: margin}
	if f.Width == 0 {
		d.width = defaultWidth
	}
	d.paragraph("title", f.Title, 1.4, 20)
	d.paragraph("small", f.Subtitle, 1, lineHeight)
	d.y += 8
	body(d)
	d.drawLegend()
	if len(f.Notes) > 0 {
		d.y += 4
	}
	for _, note := range f.Notes {
		d.paragraph("small", note, 1, lineHeight)
	}
	d.y += margin
	return d
}

// inner is the width within the margins.
func (d *drawing) inner() float64 { return d.width - 2*margin }

// paragraph writes a text on as many lines as it needs. Its letters are larger than those of
// other text by a factor.
func (d *drawing) paragraph(class, text string, factor, height float64) {
	for _, line := range wrap(text, d.inner()/factor) {
		d.Text(class, margin, d.y+height-4, "", line, 300)
		d.y += height
	}
}

// wrap splits a text into lines.
func wrap(text string, width float64) (lines []string) {
	line := ""
	for word := range strings.FieldsSeq(text) {
		word = cut(word, width)
		switch {
		case line == "":
			line = word
		case svg.TextWidth(line+" "+word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// cut shortens a text so that it fits into a width.
func cut(text string, width float64) string {
	if svg.TextWidth(text) <= width {
		return text
	}
	w := svg.TextWidth("…")
	for i, r := range text {
		if w += svg.TextWidth(string(r)); w > width {
			return strings.TrimRight(text[:i], " ") + "…"
		}
	}
	return text
}

// panels draws panels in columns, as many as have a width of at least least. Each goes below the
// shortest column so far, and returns its height.
func (d *drawing) panels(n int, least float64, draw func(i int, x, y, w float64) float64) {
	const gap = 28
	if n == 0 {
		return
	}
	columns := max(min(int((d.inner()+gap)/(least+gap)), n), 1)
	lines := (n + columns - 1) / columns
	columns = (n + lines - 1) / lines // so that the last line is as full as the others
	w := (d.inner() - gap*float64(columns-1)) / float64(columns)
	ends := make([]float64, columns)
	for i := range n {
		column := 0
		for k := range ends {
			if ends[k] < ends[column]-0.5 {
				column = k
			}
		}
		ends[column] += draw(i, margin+(w+gap)*float64(column), d.y+ends[column], w) + 10
	}
	d.y += slices.Max(ends)
}

// explain adds a sign to the legend, once.
func (d *drawing) explain(text string, draw func(d *drawing, x, y float64)) {
	for _, s := range d.signs {
		if s.text == text {
			return
		}
	}
	d.signs = append(d.signs, sign{text, draw})
}

// drawLegend explains the signs that the chart uses.
func (d *drawing) drawLegend() {
	if len(d.signs) == 0 {
		return
	}
	d.y += 6
	x := margin
	for _, s := range d.signs {
		lines := wrap(s.text, d.inner()-24)
		w := 0.0
		for _, line := range lines {
			w = max(w, svg.TextWidth(line))
		}
		if x > margin && x+24+w > d.width-margin {
			x, d.y = margin, d.y+18
		}
		s.draw(d, x, d.y+8)
		for i, line := range lines {
			if i > 0 {
				d.y += lineHeight
			}
			d.Text("small", x+24, d.y+12, "", line, 200)
		}
		x += 24 + w + 16
	}
	d.y += 22
}

// name writes the name of a row or panel, cut to a width; italic if it stands for a missing
// value.
func (d *drawing) name(class string, x, y float64, anchor string, n Name, width float64) {
	if n.Missing {
		class += " none"
	}
	d.Text(class, x, y, anchor, cut(n.Text, width), 300)
}

// empty says that there is nothing to show.
func (d *drawing) empty(text string) {
	d.Rect("blank", margin, d.y, d.inner(), 56, "")
	d.Text("small", d.width/2, d.y+32, "middle", text, 80)
	d.y += 62
}
