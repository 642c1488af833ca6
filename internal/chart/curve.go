package chart

import (
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/internal/svg"
)

// A Curve is a chart of the share that each target would have kept.
type Curve struct {
	Frame
	Goal   Goal
	Panels []CurvePanel
}

// A CurvePanel is the curve of a group.
type CurvePanel struct {
	Name    Name
	Summary string
	Steps   []Step        // in ascending order
	Target  time.Duration // of the step that reaches the goal; 0 if none does
}

// A Step is the share that a target would have kept.
type Step struct {
	Target time.Duration
	Rate   Rate
}

// SVG returns the chart.
func (c *Curve) SVG() []byte {
	return c.draw(func(d *drawing) {
		if len(c.Panels) == 0 {
			d.empty("There are no records to show.")
			return
		}
		least, most := c.bounds()
		d.panels(len(c.Panels), 290, func(i int, x, y, w float64) float64 {
			axis := newTimeAxis(least, most)
			axis.left, axis.right = x+36, x+w-10
			return c.drawPanel(d, &c.Panels[i], &axis, x, y, w)
		})
	})
}

// bounds returns the targets between which something happens.
func (c *Curve) bounds() (least, most time.Duration) {
	for i := range c.Panels {
		steps := c.Panels[i].Steps
		if len(steps) == 0 {
			continue
		}
		first := slices.IndexFunc(steps, func(s Step) bool { return s.Rate.Rate > 0.05 })
		if first < 0 {
			first = len(steps) - 1
		}
		last := slices.IndexFunc(steps, func(s Step) bool { return s.Rate.Rate > 0.995 })
		if last < 0 {
			last = len(steps) - 1
		}
		from, to := steps[max(first-1, 0)].Target, steps[max(last, first)].Target
		if least == 0 || from < least {
			least = from
		}
		most = max(most, to, c.Panels[i].Target)
	}
	return least, most
}

func (c *Curve) drawPanel(d *drawing, p *CurvePanel, time *timeAxis, x, y, w float64) (height float64) {
	const plot = 128
	top := y
	d.name("lane", x, y+13, "", p.Name, w/1.1)
	y += 18
	for _, line := range wrap(p.Summary, w) {
		d.Text("small", x, y+11, "", line, 120)
		y += lineHeight
	}
	y += 10
	axis := percentAxis{0, y + plot, y}
	for _, share := range axis.ticks() {
		d.Line("grid", time.left, axis.at(share), time.right, axis.at(share))
		d.Text("small", time.left-6, axis.at(share)+4, "end", label(share), 6)
	}
	time.drawGrid(d, y, y+plot)
	time.draw(d, y+plot)
	if len(p.Steps) == 0 {
		d.Text("small", (time.left+time.right)/2, y+plot/2, "middle", "nothing to judge", 30)
	}
	c.drawCurve(d, p, time, &axis)
	at := axis.at(c.Goal.Share)
	d.Line("goal", time.left, at, time.right, at)
	d.explain("goal "+c.Goal.Text, func(d *drawing, x, y float64) { d.Line("goal", x, y, x+18, y) })
	if p.Target > 0 {
		i := slices.IndexFunc(p.Steps, func(s Step) bool { return s.Target == p.Target })
		d.Path("whisker", svg.Path("M%s %sV%s", time.at(p.Target), axis.at(p.Steps[i].Rate.Rate), y+plot), "")
		d.dot("pin", time.at(p.Target), axis.at(p.Steps[i].Rate.Rate), 5, human.Duration(p.Target, false)+" keeps "+p.Steps[i].Rate.words())
		d.explain("the shortest round target that keeps it", func(d *drawing, x, y float64) { d.dot("pin", x+9, y, 5, "") })
	}
	return y + plot + 26 - top
}

// drawCurve draws the interval, the line and the steps.
func (c *Curve) drawCurve(d *drawing, p *CurvePanel, time *timeAxis, axis *percentAxis) {
	steps := slices.DeleteFunc(slices.Clone(p.Steps), func(s Step) bool { return s.Target < time.least || s.Target > time.most })
	if len(steps) == 0 {
		return
	}
	band, line := "", ""
	verb := "M"
	for i := range steps {
		band += svg.Path(verb+"%s %s", time.at(steps[i].Target), axis.at(steps[i].Rate.High))
		line += svg.Path(verb+"%s %s", time.at(steps[i].Target), axis.at(steps[i].Rate.Rate))
		verb = "L"
	}
	for _, s := range slices.Backward(steps) {
		band += svg.Path("L%s %s", time.at(s.Target), axis.at(s.Rate.Low))
	}
	d.Path("band", band+"Z", "")
	d.Path("trend", line, "")
	d.explain("share that a target would have kept", func(d *drawing, x, y float64) {
		d.Path("trend", svg.Path("M%s %sh18", x, y), "")
		d.dot("dot", x+9, y, 2.5, "")
	})
	d.explain("95% interval: where the share may truly lie", func(d *drawing, x, y float64) { d.Rect("band", x, y-6, 18, 12, "") })
	for i := range steps {
		s := &steps[i]
		class := "dot"
		if s.Rate.few() {
			class = "hole"
			d.explain("hollow: so few that it may be off by more than 10 points", func(d *drawing, x, y float64) { d.dot("hole", x+9, y, 2.5, "") })
		}
		d.dot(class, time.at(s.Target), axis.at(s.Rate.Rate), 2.5, human.Duration(s.Target, false)+" would have kept "+s.Rate.words())
	}
}
