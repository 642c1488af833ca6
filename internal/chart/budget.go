package chart

import "github.com/punctualgo/punctual/internal/svg"

// A Budget is a chart of error budgets: how many of the misses that a goal allows were used.
type Budget struct {
	Frame
	Panels []BudgetPanel
}

// A BudgetPanel is a part of a chart of budgets.
type BudgetPanel struct {
	Name Name
	Rows []BudgetRow
}

// A BudgetRow is a budget.
type BudgetRow struct {
	Name          Name
	Allowed, Used int64
	Reached       bool // the goal
	None          bool // there is nothing to judge
}

// budgetEnd is how many budgets the axis shows. What has used more is cut off, with an arrow.
const budgetEnd = 2

// SVG returns the chart.
func (b *Budget) SVG() []byte {
	return b.draw(func(d *drawing) {
		if len(b.Panels) == 0 {
			d.empty("There are no records to show.")
		}
		d.panels(len(b.Panels), leastWidth(440, b.names()), func(i int, x, y, w float64) float64 { return b.drawPanel(d, &b.Panels[i], x, y, w) })
	})
}

// names returns the width of the longest name of all panels, whose axes are of one length.
func (b *Budget) names() (width float64) {
	for i := range b.Panels {
		for k := range b.Panels[i].Rows {
			width = max(width, nameWidth(b.Panels[i].Rows[k].Name))
		}
	}
	return width
}

func (b *Budget) drawPanel(d *drawing, p *BudgetPanel, x, y, w float64) (height float64) {
	top := y
	if p.Name.Text != "" {
		d.name("lane", x, y+13, "", p.Name, w)
		y += 20
	}
	l := layRows(w)
	values := 210.0
	if l.above {
		values = 172
	}
	l.names = b.names()
	l.fit(x, w, values)
	at := func(share float64) float64 { return l.left + min(share, budgetEnd)/budgetEnd*(l.right-l.left) }
	bottom := y + l.height*float64(len(p.Rows))
	for _, share := range []float64{0, 0.5, 1, 1.5, 2} {
		d.Line("grid", at(share), y, at(share), bottom+3)
		if share == float64(int(share)) {
			d.Text("small", at(share), bottom+15, "middle", label(share), 5)
		}
	}
	for i := range p.Rows {
		b.drawRow(d, &p.Rows[i], &l, at, x, y)
		y += l.height
	}
	d.Line("goal", at(1), y-l.height*float64(len(p.Rows)), at(1), bottom+3)
	d.explain("the whole budget", func(d *drawing, x, y float64) { d.Path("goal", svg.Path("M%s %sv14", x+9, y-7), "") })
	return bottom + 22 - top
}

func (b *Budget) drawRow(d *drawing, r *BudgetRow, l *rows, at func(float64) float64, x, y float64) {
	middle := l.drawName(d, r.Name, x, y)
	text, title := r.words(), ""
	if !r.None {
		title = r.Name.Text + ": " + text
		w := at(1) - l.left
		if r.Allowed == 0 {
			w = 1 // the goal allows none
		}
		d.Rect("allowed", l.left, middle-6, w, 12, title)
		d.explain("misses that the goal allows", func(d *drawing, x, y float64) { d.Rect("allowed", x, y-5, 18, 10, "") })
	}
	used := 0.0
	switch {
	case r.None || r.Used == 0:
	case r.Allowed == 0:
		used = budgetEnd + 1
	default:
		used = float64(r.Used) / float64(r.Allowed)
	}
	if used > 0 && r.Allowed > 0 {
		d.Rect("bar", l.left, middle-3.5, at(min(used, 1))-l.left, 7, title)
		d.explain("used", func(d *drawing, x, y float64) { d.Rect("bar", x, y-3.5, 18, 7, "") })
	}
	if used > 1 {
		end := at(used)
		if used > budgetEnd {
			end -= 10
			d.Path("under", svg.Path("M%s %sl10 6l-10 6z", end, middle-6), "")
		}
		start := at(1)
		if r.Allowed == 0 {
			start = l.left
		}
		d.Rect("under", start, middle-6, end-start, 12, title)
		d.explain("used beyond the budget", func(d *drawing, x, y float64) { d.Rect("under", x, y-6, 18, 12, "") })
	}
	d.Text("small", l.right+10, middle+4, "", text, 60)
}

// words says how a budget stands.
func (r *BudgetRow) words() string {
	switch {
	case r.None:
		return "nothing judged"
	case r.Allowed == 0 && r.Used == 0:
		return "none allowed, none used"
	case r.Used <= r.Allowed:
		return Count(r.Used) + " of " + Count(r.Allowed) + " used, " + Count(r.Allowed-r.Used) + " left"
	}
	return Count(r.Used) + " of " + Count(r.Allowed) + ": " + Count(r.Used-r.Allowed) + " too many"
}
