package chart

import "github.com/punctualgo/punctual/internal/svg"

// Bars are a chart of rates, each a bar with its interval.
type Bars struct {
	Frame
	Goal   *Goal
	Panels []BarPanel
}

// A BarPanel is a part of a chart of bars.
type BarPanel struct {
	Name Name // may be empty
	Rows []BarRow
}

// A BarRow is a bar.
type BarRow struct {
	Name Name
	Rate Rate
}

// SVG returns the chart.
func (b *Bars) SVG() []byte {
	return b.draw(func(d *drawing) {
		if len(b.Panels) == 0 {
			d.empty("There are no records to show.")
		}
		d.panels(len(b.Panels), leastWidth(420, b.names()), func(i int, x, y, w float64) float64 { return b.drawPanel(d, &b.Panels[i], x, y, w) })
	})
}

// names returns the width of the longest name of all panels, whose axes are of one length.
func (b *Bars) names() (width float64) {
	for i := range b.Panels {
		for k := range b.Panels[i].Rows {
			width = max(width, nameWidth(b.Panels[i].Rows[k].Name))
		}
	}
	return width
}

func (b *Bars) drawPanel(d *drawing, p *BarPanel, x, y, w float64) (height float64) {
	top := y
	if p.Name.Text != "" {
		d.name("lane", x, y+13, "", p.Name, w)
		y += 20
	}
	l := layRows(w)
	l.names = b.names()
	l.fit(x, w, 104)
	axis := percentAxis{0, l.left, l.right}
	if b.Goal != nil {
		d.Text("small", min(axis.at(b.Goal.Share), l.right-20), y+10, "middle", "goal "+b.Goal.Text, 20)
		y += 16
	}
	first := y
	bottom := y + l.height*float64(len(p.Rows))
	for _, share := range axis.ticks() {
		d.Line("grid", axis.at(share), first, axis.at(share), bottom+3)
		d.Text("small", axis.at(share), bottom+15, "middle", label(share), 5)
	}
	for i := range p.Rows {
		b.drawRow(d, &p.Rows[i], &axis, &l, x, y)
		y += l.height
	}
	if b.Goal != nil {
		g := axis.at(b.Goal.Share)
		d.Line("goal", g, first-2, g, bottom+3)
	}
	return bottom + 22 - top
}

func (b *Bars) drawRow(d *drawing, r *BarRow, axis *percentAxis, l *rows, x, y float64) {
	at := l.drawName(d, r.Name, x, y)
	if r.Rate.N == 0 {
		d.Text("small", l.right+10, at+4, "", "none judged", 20)
		return
	}
	d.explain("rate", func(d *drawing, x, y float64) { d.Rect("bar", x, y-5, 18, 10, "") })
	class := "bar"
	if b.Goal != nil && r.Rate.Rate < b.Goal.Share {
		class = "under"
		d.explain("under the goal", func(d *drawing, x, y float64) { d.Rect("under", x, y-5, 18, 10, "") })
	}
	few := r.Rate.few()
	if few {
		class += " few"
		d.explain("hollow: so few that it may be off by more than 10 points", func(d *drawing, x, y float64) { d.Rect("bar few", x, y-5, 18, 10, "") })
	}
	d.Rect(class, l.left, at-6, axis.at(r.Rate.Rate)-l.left, 12, r.Name.Text+": "+r.Rate.words())
	d.whisker(axis.at(r.Rate.Low), axis.at(r.Rate.High), at, !few)
	d.explain("95% interval: where the rate may truly lie", func(d *drawing, x, y float64) { d.whisker(x, x+18, y, false) })
	d.Printf(`<text x="%s" y="%s"><tspan class="value">%s</tspan> <tspan class="small">of %s</tspan></text>`+"\n", svg.Num(l.right+10), svg.Num(at+4), Percent(r.Rate.Rate), Count(r.Rate.N))
}

// whisker draws an interval on a line at y, which stands out from a bar if it is solid.
func (d *drawing) whisker(low, high, y float64, solid bool) {
	data := svg.Path("M%s %sv6m0 -3H%sm0 -3v6", low, y-3, high)
	if solid {
		d.Path("halo", data, "")
	}
	d.Path("whisker", data, "")
}

// Rows are how rows with names are laid out: names beside what is drawn, or above it where
// there is little room.
type rows struct {
	names       float64 // the width of names, while they are measured
	above       bool
	height      float64
	left, right float64 // of what is drawn
}

// layRows returns the rows of a panel of a width.
func layRows(w float64) rows {
	if w < 440 {
		return rows{above: true, height: 36}
	}
	return rows{height: 21}
}

// nameShare is how much of a panel names may take.
const nameShare = 0.36

// nameWidth returns the width of a name, and of the space behind it.
func nameWidth(n Name) float64 { return svg.TextWidth(n.Text) + 10 }

// leastWidth returns how wide a panel must be: at least least, and wider for long names.
func leastWidth(least, names float64) float64 { return max(least, names/nameShare) }

// fit sets the places of what is drawn, in a panel at x. Behind it is room for values.
func (l *rows) fit(x, w, values float64) {
	l.left, l.right = x+2, x+w-values
	if !l.above {
		l.names = min(max(l.names, 60), w*nameShare)
		l.left = x + l.names
	}
}

// drawName writes the name of a row at y, and returns the middle of what is drawn.
func (l *rows) drawName(d *drawing, n Name, x, y float64) (middle float64) {
	if l.above {
		d.name("row", x+2, y+12, "", n, l.right-x)
		return y + 24
	}
	d.name("row", l.left-8, y+14, "end", n, l.names-8)
	return y + 10
}
