package chart

import (
	"strconv"
	"unicode/utf8"

	"github.com/punctualgo/punctual/internal/svg"
)

// A Stack is a chart of the parts of a whole: all in one bar, and below each in its own.
type Stack struct {
	Frame
	Rows []StackRow
}

// A StackRow is a part of the whole.
type StackRow struct {
	Name   Name
	Others bool // it sums up many
	Amount float64
	Text   string // the amount in words
	Detail string // what else there is to say
}

// SVG returns the chart.
func (s *Stack) SVG() []byte {
	return s.draw(func(d *drawing) {
		sum, most := 0.0, 0.0
		for i := range s.Rows {
			sum += s.Rows[i].Amount
			if !s.Rows[i].Others {
				most = max(most, s.Rows[i].Amount)
			}
		}
		if sum <= 0 {
			d.empty("No clock has counted any time.")
			return
		}
		s.drawWhole(d, sum)
		l := layRows(d.inner())
		for i := range s.Rows {
			l.names = max(l.names, nameWidth(s.Rows[i].Name))
		}
		values := 300.0
		if l.above {
			values = 128
		}
		l.fit(margin, d.inner(), values)
		for i := range s.Rows {
			s.drawRow(d, i, &l, sum, most)
			d.y += l.height
		}
		d.y += 4
	})
}

// drawWhole draws all parts in one bar.
func (s *Stack) drawWhole(d *drawing, sum float64) {
	const height = 30
	x := margin
	for i := range s.Rows {
		r := &s.Rows[i]
		w := r.Amount / sum * d.inner()
		class := s.class(i)
		title := r.Name.Text + ": " + r.Text + ", " + Percent(r.Amount/sum)
		if w < 0.5 {
			x += w
			continue
		}
		if r.Others {
			d.Rect("blank", x+0.5, d.y, w-1, height, "")
			d.Hatched("whole", x+0.5, d.y, w-1, height, title)
		} else {
			d.Rect(class, x+0.5, d.y, max(w-1, 0.5), height, title)
			if text := cut(r.Name.Text, w-10); w > 34 && (text == r.Name.Text || utf8.RuneCountInString(text) > 6) {
				d.name("on"+class, x+w/2, d.y+height/2+4, "middle", Name{text, r.Name.Missing}, w)
			}
		}
		x += w
	}
	d.y += height + 14
}

// class returns the class of a part. Neighbours differ.
func (s *Stack) class(i int) string { return "share" + strconv.Itoa(i%2) }

func (s *Stack) drawRow(d *drawing, i int, l *rows, sum, most float64) {
	r := &s.Rows[i]
	at := l.drawName(d, r.Name, margin, d.y)
	w := r.Amount / max(most, 1e-9) * (l.right - l.left)
	title := r.Name.Text + ": " + r.Text + ", " + Percent(r.Amount/sum)
	switch {
	case r.Others && (w > l.right-l.left || most == 0): // longer than there is room for
		d.Hatched("whole", l.left, at-6, l.right-l.left-12, 12, title)
		d.Path("whisker", svg.Path("M%s %sl6 6l-6 6", l.right-10, at-6), "")
	case r.Others:
		d.Hatched("whole", l.left, at-6, w, 12, title)
	default:
		d.Rect(s.class(i), l.left, at-6, w, 12, title)
	}
	detail := " · " + r.Detail
	if l.above {
		detail = ""
	}
	d.Printf(`<text x="%s" y="%s"><tspan class="value">%s</tspan> <tspan class="small">%s%s</tspan></text>`+"\n",
		svg.Num(l.right+10), svg.Num(at+4), svg.Escape(r.Text, 40), Percent(r.Amount/sum), svg.Escape(detail, 60))
}
