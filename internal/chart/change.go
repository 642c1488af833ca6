package chart

import (
	"fmt"
	"math"

	"github.com/punctualgo/punctual/internal/svg"
)

// A Change is a chart of how rates change from one configuration to another.
type Change struct {
	Frame
	Goal *Goal
	Rows []ChangeRow
}

// A ChangeRow is how a rate changes.
type ChangeRow struct {
	Name     Name
	Was, Now Rate
}

// SVG returns the chart.
func (c *Change) SVG() []byte {
	return c.draw(func(d *drawing) {
		if len(c.Rows) == 0 {
			d.empty("There are no records to show.")
			return
		}
		l := layRows(d.inner())
		for i := range c.Rows {
			l.names = max(l.names, nameWidth(c.Rows[i].Name))
		}
		l.fit(margin, d.inner(), 160)
		axis := percentAxis{start: l.left + 6, end: l.right - 6}
		axis.floor = floorOf(c.Goal, func(yield func(*Rate)) {
			for i := range c.Rows {
				for _, r := range []Rate{c.Rows[i].Was, c.Rows[i].Now} {
					r.Low = r.Rate // intervals are not drawn
					yield(&r)
				}
			}
		})
		if c.Goal != nil {
			d.Text("small", axis.at(c.Goal.Share), d.y+10, "middle", "goal "+c.Goal.Text, 20)
			d.y += 16
		}
		top, bottom := d.y, d.y+l.height*float64(len(c.Rows))
		for _, share := range axis.ticks() {
			d.Line("grid", axis.at(share), top, axis.at(share), bottom+3)
			d.Text("small", axis.at(share), bottom+15, "middle", label(share), 6)
		}
		if c.Goal != nil {
			d.Line("goal", axis.at(c.Goal.Share), top-2, axis.at(c.Goal.Share), bottom+3)
		}
		for i := range c.Rows {
			c.drawRow(d, &c.Rows[i], &axis, &l)
			d.y += l.height
		}
		d.y += 22
	})
}

func (c *Change) drawRow(d *drawing, r *ChangeRow, axis *percentAxis, l *rows) {
	at := l.drawName(d, r.Name, margin, d.y)
	was, now, change := "–", "–", ""
	if r.Was.N > 0 && r.Now.N > 0 {
		d.Path("whisker", svg.Path("M%s %sH%s", axis.at(r.Was.Rate), at, axis.at(r.Now.Rate)), "")
		change = fmt.Sprintf("%+.1f", 100*(r.Now.Rate-r.Was.Rate))
		if math.Abs(r.Now.Rate-r.Was.Rate) < 0.0005 {
			change = "0"
		}
	}
	if r.Was.N > 0 {
		was = Percent(r.Was.Rate)
		d.dot("hole", axis.at(r.Was.Rate), at, 5, r.Name.Text+", current: "+r.Was.words())
		d.explain("current", func(d *drawing, x, y float64) { d.dot("hole", x+9, y, 5, "") })
	}
	if r.Now.N > 0 {
		now = Percent(r.Now.Rate)
		d.dot("dot", axis.at(r.Now.Rate), at, 4, r.Name.Text+", proposed: "+r.Now.words())
		d.explain("proposed", func(d *drawing, x, y float64) { d.dot("dot", x+9, y, 4, "") })
	}
	d.Printf(`<text x="%s" y="%s"><tspan class="small">%s to %s</tspan> <tspan class="value">%s</tspan></text>`+"\n", svg.Num(l.right+10), svg.Num(at+4), was, now, change)
}
