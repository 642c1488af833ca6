package chart

import (
	"math"
	"slices"
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

// gutter is the width of the place of amounts that are shorter than the axis shows.
const gutter = 30.0

// height returns how high the bar of a bin is: its number, or where there are many, its number
// by the width that it has on a logarithmic scale, so that areas are numbers.
func (b *Bin) height(few bool) float64 {
	if few || b.From <= 0 {
		return float64(b.N)
	}
	return float64(b.N) / (4 * math.Log2(float64(b.To)/float64(b.From)))
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
		if slices.ContainsFunc(s.Rows, func(r SpreadRow) bool { return r.short(&axis) > 0 }) {
			axis.left += gutter
			axis.gutter = true
		}
		top := d.y
		rowHeight := 68.0
		if d.narrow() {
			rowHeight += lineHeight
		}
		bottom := top + rowHeight*float64(len(s.Rows))
		axis.draw(d, bottom)
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
	many := slices.ContainsFunc(s.Rows, func(r SpreadRow) bool { return r.N >= manyAmounts })
	for i := range s.Rows {
		r := &s.Rows[i]
		most = max(most, r.Max)
		if many && r.N < manyAmounts {
			continue
		}
		least = min(least, max(r.low(), shortest))
		if r.Target > 0 {
			least, most = min(least, max(r.Target, shortest)), max(most, r.Target)
		}
	}
	if i, ok := slices.BinarySearch(roundTimes[0], least); !ok && i > 0 {
		least = roundTimes[0][i-1]
	}
	return newTimeAxis(least, most)
}

// low returns where an axis may begin: it leaves out what took no time, and the shortest of
// the others if they are less than three of a hundred.
func (r *SpreadRow) low() time.Duration {
	seen := int64(0)
	for _, b := range r.Bins {
		if seen += b.N; b.From >= shortest && seen*100 > 3*r.N {
			return b.From
		}
	}
	return max(r.P50, shortest)
}

// short returns how many amounts are shorter than an axis shows.
func (r *SpreadRow) short(axis *timeAxis) (n int64) {
	for _, b := range r.Bins {
		if b.From < axis.least {
			n += b.N
		}
	}
	return n
}

func (s *Spread) drawRow(d *drawing, r *SpreadRow, axis *timeAxis, y float64) {
	const height = 30
	s.drawWords(d, r, axis, y)
	if d.narrow() {
		y += lineHeight
	}
	base := y + 18 + height
	few := r.N < manyAmounts
	most := 0.0
	for _, b := range r.Bins {
		if b.From >= axis.least {
			most = max(most, b.height(few))
		}
	}
	if most == 0 {
		most = float64(r.N)
	}
	axis.drawGrid(d, y+18, base)
	d.Line("rest", axis.left, base, axis.right, base)
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
	bar := func(left, right, h float64, n int64, title string) {
		if few {
			h = max(h/max(most, 4)*height, 5)
		} else {
			h = max(h/most*height, 1.5)
		}
		h = min(h, height+2)
		d.Rect(class, left+0.5, base-h, max(right-left-1, 1.5), h, title+": "+Count(n))
	}
	for _, b := range r.Bins {
		if b.From >= axis.least {
			bar(axis.at(b.From), axis.at(b.To), b.height(few), b.N, human.Duration(b.From, false)+" to "+human.Duration(b.To, false))
		}
	}
	if n := r.short(axis); n > 0 {
		bar(axis.left-gutter+2, axis.left-14, float64(n), n, "under "+human.Duration(axis.least, false))
	}
	if r.Target > 0 {
		d.flag(axis.at(r.Target), y+17, base+4, "target "+human.Duration(r.Target, false))
		d.explain("target", func(d *drawing, x, y float64) { d.flag(x+6, y-7, y+7, "") })
	}
	for _, m := range []struct {
		shape string
		at    time.Duration
		text  string
	}{{"max", r.Max, "longest"}, {"p95", r.P95, "95% within"}, {"p90", r.P90, "90% within"}, {"p50", r.P50, "half within"}} {
		d.percentile(m.shape, axis.atOrShorter(m.at), base, m.text+" "+human.Duration(m.at, false))
		d.explain(m.text, func(d *drawing, x, y float64) { d.percentile(m.shape, x+9, y, "") })
	}
}

// drawWords writes the name of a row, and its percentiles in words: beside it, or below where
// there is little room.
func (s *Spread) drawWords(d *drawing, r *SpreadRow, axis *timeAxis, y float64) {
	words := "half within " + human.Duration(r.P50, false) + ", 90% within " + human.Duration(r.P90, false)
	if d.narrow() {
		d.name("lane", margin, y+12, "", r.Name, d.inner()/1.1)
		d.Text("small", margin, y+26, "", words+", of "+Count(r.N), 120)
		return
	}
	words += ", 95% within " + human.Duration(r.P95, false) + ", of " + Count(r.N)
	if n := r.short(axis); n > 0 {
		words = Count(n) + " under " + human.Duration(axis.least, false) + ", " + words
	}
	d.name("lane", margin, y+12, "", r.Name, (d.inner()-svg.TextWidth(words)-12)/1.1)
	d.Text("small", d.width-margin, y+12, "end", words, 200)
}

// narrow reports whether there is little room, as on a phone.
func (d *drawing) narrow() bool { return d.width < 640 }

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
