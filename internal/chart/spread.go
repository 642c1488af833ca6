package chart

import (
	"math"
	"time"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/internal/svg"
)

// A Spread is a chart of how long things take: the distribution of each group, on a
// logarithmic scale.
type Spread struct {
	Frame
	Rows []SpreadRow
}

// A SpreadRow is a distribution.
type SpreadRow struct {
	Name               Name
	N                  int64
	P50, P90, P95, Max time.Duration
	Bins               []Bin         // in ascending order
	Target             time.Duration // 0 if none, or several
}

// A Bin is how many amounts are in [From, To).
type Bin struct {
	From, To time.Duration
	N        int64
}

// manyAmounts is how many amounts a shape needs, and a percentile of them.
const manyAmounts = 20

// SVG returns the chart.
func (s *Spread) SVG() []byte {
	return s.draw(func(d *drawing) {
		if len(s.Rows) == 0 {
			d.empty("Nothing has been stopped yet.")
			return
		}
		axis := s.axis()
		axis.left, axis.right = margin+4, d.width-margin-24
		top := d.y
		const rowHeight = 68.0
		bottom := top + rowHeight*float64(len(s.Rows))
		axis.draw(d, top, bottom)
		for i := range s.Rows {
			s.drawRow(d, &s.Rows[i], &axis, d.y)
			d.y += rowHeight
		}
		d.y += 24
	})
}

// axis returns an axis that shows all rows.
func (s *Spread) axis() timeAxis {
	least, most := time.Duration(math.MaxInt64), shortest
	for i := range s.Rows {
		r := &s.Rows[i]
		for _, b := range r.Bins {
			least = min(least, max(b.From, shortest))
			most = max(most, b.To)
		}
		least, most = min(least, max(r.P50, shortest)), max(most, r.Max)
		if r.Target > 0 {
			least, most = min(least, max(r.Target, shortest)), max(most, r.Target)
		}
	}
	return newTimeAxis(least, most)
}

func (s *Spread) drawRow(d *drawing, r *SpreadRow, axis *timeAxis, y float64) {
	const height = 30
	base := y + 18 + height
	few := r.N < manyAmounts
	most := int64(1)
	for _, b := range r.Bins {
		most = max(most, b.N)
	}
	class := "bar"
	d.explain("how many took so long", func(d *drawing, x, y float64) {
		d.Rect("bar", x, y, 5, 5, "")
		d.Rect("bar", x+6, y-6, 5, 11, "")
		d.Rect("bar", x+12, y-2, 5, 7, "")
	})
	if few {
		class = "bar few"
		d.explain("hollow: fewer than 20, too few for a shape", func(d *drawing, x, y float64) { d.Rect("bar few", x+3, y-5, 8, 10, "") })
	}
	for _, b := range r.Bins {
		left, right := axis.at(b.From), axis.at(b.To)
		if b.To <= axis.least { // shorter than has a place of its own
			right = left + 4
		}
		h := max(float64(b.N)/float64(most)*height, 1.5)
		if few {
			h = max(float64(b.N)/float64(max(most, 4))*height, 5)
		}
		d.Rect(class, left+0.5, base-h, max(right-left-1, 1.5), h, human.Duration(b.From, false)+" to "+human.Duration(b.To, false)+": "+Count(b.N))
	}
	d.Line("rest", axis.left, base, axis.right, base)
	if r.Target > 0 {
		d.flag(axis.at(r.Target), y+10, base+4, "target "+human.Duration(r.Target, false))
		d.explain("target", func(d *drawing, x, y float64) { d.flag(x+6, y-7, y+7, "") })
	}
	for _, m := range []struct {
		shape string
		at    time.Duration
		text  string
	}{{"max", r.Max, "longest"}, {"p95", r.P95, "95% within"}, {"p90", r.P90, "90% within"}, {"p50", r.P50, "half within"}} {
		d.percentile(m.shape, axis.at(m.at), base, m.text+" "+human.Duration(m.at, false))
		d.explain(m.text, func(d *drawing, x, y float64) { d.percentile(m.shape, x+9, y, "") })
	}
	s.drawWords(d, r, y)
}

// drawWords writes the name of a row and its percentiles in words.
func (s *Spread) drawWords(d *drawing, r *SpreadRow, y float64) {
	words := "half within " + human.Duration(r.P50, false) + ", 90% within " + human.Duration(r.P90, false)
	if d.width >= 560 {
		words += ", 95% within " + human.Duration(r.P95, false) + ", of " + Count(r.N)
	}
	room := d.inner() - svg.TextWidth(words) - 12
	if room < 60 {
		words = human.Duration(r.P50, false) + " / " + human.Duration(r.P90, false) + ", of " + Count(r.N)
		room = d.inner() - svg.TextWidth(words) - 12
	}
	d.name("lane", margin, y+12, "", r.Name, room/1.1)
	d.Text("small", d.width-margin, y+12, "end", words, 120)
}

// flag draws a dashed line with a flag, as package timeline draws what is due.
func (d *drawing) flag(x, top, bottom float64, title string) {
	d.Path("goal", svg.Path("M%s %sV%s", x, top, bottom), title)
	d.Path("pin", svg.Path("M%s %sl8 4l-8 4z", x, top), title)
}

// percentile draws the sign of a percentile.
func (d *drawing) percentile(shape string, x, y float64, title string) {
	switch shape {
	case "p50":
		d.dot("pin", x, y, 5, title)
	case "p90":
		d.Path("pin", svg.Path("M%s %sl6 6l-6 6l-6 -6z", x, y-6), title)
	case "p95":
		d.Path("pinhole", svg.Path("M%s %sl5.5 5.5l-5.5 5.5l-5.5 -5.5z", x, y-5.5), title)
	case "max":
		d.Path("whisker", svg.Path("M%s %sv10", x, y-5), title)
	}
}
