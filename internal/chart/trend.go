package chart

import (
	"slices"

	"github.com/punctualgo/punctual/internal/svg"
)

// A Trend is a chart of rates over time.
type Trend struct {
	Frame
	Goal   *Goal
	Panels []TrendPanel

	// First and Last are the periods that are shown.
	First, Last int64

	// Label names a period: in short, what the second line says if it is another than that of
	// the period before, and in full.
	Label func(period int64) (short, group, full string)

	// Steps are the numbers of periods between labels, in ascending order.
	Steps []int64

	// Labelled reports whether a period has a label, if every so many have one.
	Labelled func(period, every int64) bool
}

// A TrendPanel is a part of a chart over time.
type TrendPanel struct {
	Name   Name
	Points []Point // in order
}

// A Point is the rate of a period.
type Point struct {
	Period int64
	Rate   Rate
}

const (
	trendHeight  = 132.0
	volumeHeight = 24.0
)

// SVG returns the chart.
func (t *Trend) SVG() []byte {
	return t.draw(func(d *drawing) {
		if len(t.Panels) == 0 {
			d.empty("There are no records to show.")
			return
		}
		floor := floorOf(t.Goal, func(yield func(*Rate)) {
			for i := range t.Panels {
				for k := range t.Panels[i].Points {
					yield(&t.Panels[i].Points[k].Rate)
				}
			}
		})
		least := 600.0
		if len(t.Panels) > 3 {
			least = 400
		}
		d.panels(len(t.Panels), least, func(i int, x, y, w float64) float64 {
			p := trendPanel{drawing: d, chart: t, panel: &t.Panels[i], left: x + 38, right: x + w - 4}
			return p.draw(floor, x, y, w)
		})
	})
}

// A trendPanel is a panel in progress.
type trendPanel struct {
	*drawing
	chart       *Trend
	panel       *TrendPanel
	axis        percentAxis
	left, right float64
}

// x returns the middle of a period.
func (p *trendPanel) x(period int64) float64 {
	return p.left + (float64(period-p.chart.First)+0.5)*p.step()
}

// step returns the width of a period.
func (p *trendPanel) step() float64 {
	return (p.right - p.left) / float64(p.chart.Last-p.chart.First+1)
}

func (p *trendPanel) draw(floor, x, y, w float64) (height float64) {
	top := y
	if p.panel.Name.Text != "" {
		p.name("lane", x, y+13, "", p.panel.Name, w)
		y += 22
	}
	y += 6
	p.axis = percentAxis{floor, y + trendHeight, y}
	for _, share := range p.axis.ticks() {
		p.Line("grid", p.left, p.axis.at(share), p.right, p.axis.at(share))
		p.Text("small", p.left-6, p.axis.at(share)+4, "end", label(share), 6)
	}
	for _, run := range runs(p.panel.Points) {
		p.drawRun(run)
	}
	if g := p.chart.Goal; g != nil {
		at := p.axis.at(g.Share)
		p.Line("goal", p.left, at, p.right, at)
		p.explain("goal "+g.Text, func(d *drawing, x, y float64) { d.Line("goal", x, y, x+18, y) })
	}
	for i := range p.panel.Points {
		p.drawPoint(&p.panel.Points[i])
	}
	y += trendHeight + 14
	p.drawVolumes(y)
	y += volumeHeight
	p.Line("axis", p.left, y, p.right, y)
	p.drawLabels(y)
	return y + 34 - top
}

// runs splits points where a period has none.
func runs(points []Point) (list [][]Point) {
	start := 0
	for i := range points {
		if points[i].Rate.N == 0 {
			if start < i {
				list = append(list, points[start:i])
			}
			start = i + 1
			continue
		}
		if i > start && points[i].Period != points[i-1].Period+1 {
			list = append(list, points[start:i])
			start = i
		}
	}
	if start < len(points) {
		list = append(list, points[start:])
	}
	return list
}

// drawRun draws the interval and the line of points that follow each other.
func (p *trendPanel) drawRun(run []Point) {
	p.explain("95% interval: where the rate may truly lie", func(d *drawing, x, y float64) { d.Rect("band", x, y-6, 18, 12, "") })
	if len(run) == 1 {
		r := &run[0].Rate
		w := min(max(p.step()*0.5, 3), 12)
		p.Rect("band", p.x(run[0].Period)-w/2, p.axis.at(r.High), w, p.axis.at(r.Low)-p.axis.at(r.High), "")
		return
	}
	band, line := "", ""
	verb := "M"
	for i := range run {
		x := p.x(run[i].Period)
		band += svg.Path(verb+"%s %s", x, p.axis.at(run[i].Rate.High))
		line += svg.Path(verb+"%s %s", x, p.axis.at(run[i].Rate.Rate))
		verb = "L"
	}
	for _, point := range slices.Backward(run) {
		band += svg.Path("L%s %s", p.x(point.Period), p.axis.at(point.Rate.Low))
	}
	p.Path("band", band+"Z", "")
	p.Path("trend", line, "")
}

// drawPoint draws a point, unless it would hide its neighbours.
func (p *trendPanel) drawPoint(point *Point) {
	r := &point.Rate
	if r.N == 0 || p.step() < 4 && !p.alone(point) {
		return
	}
	class := "dot"
	p.explain("rate", func(d *drawing, x, y float64) {
		d.Path("trend", svg.Path("M%s %sh18", x, y), "")
		d.dot("dot", x+9, y, 3, "")
	})
	if r.few() {
		class = "hole"
		p.explain("hollow: so few that it may be off by more than 10 points", func(d *drawing, x, y float64) { d.dot("hole", x+9, y, 3.5, "") })
	}
	_, _, full := p.chart.Label(point.Period)
	p.dot(class, p.x(point.Period), p.axis.at(r.Rate), min(max(p.step()/3, 1.75), 3.5), full+": "+r.words())
}

// alone reports whether a point has no neighbours.
func (p *trendPanel) alone(point *Point) bool {
	i, _ := slices.BinarySearchFunc(p.panel.Points, point.Period, func(a Point, period int64) int { return int(a.Period - period) })
	points := p.panel.Points
	return (i == 0 || points[i-1].Period != point.Period-1) && (i+1 >= len(points) || points[i+1].Period != point.Period+1)
}

// dot draws a circle.
func (d *drawing) dot(class string, x, y, r float64, title string) {
	d.Path(class, svg.Path("M%s %sa%s %s 0 1 0 %s 0a%s %s 0 1 0 %s 0z", x-r, y, r, r, 2*r, r, r, -2*r), title)
}

// drawVolumes draws how many records the periods have.
func (p *trendPanel) drawVolumes(y float64) {
	most := int64(0)
	for i := range p.panel.Points {
		most = max(most, p.panel.Points[i].Rate.N)
	}
	if most == 0 {
		return
	}
	p.Text("small", p.left-6, y+9, "end", compact(most), 8)
	p.Text("small", p.left-6, y+volumeHeight, "end", "0", 8)
	width := max(p.step()*0.7, 0.75)
	for i := range p.panel.Points {
		point := &p.panel.Points[i]
		if point.Rate.N == 0 {
			continue
		}
		h := max(float64(point.Rate.N)/float64(most)*volumeHeight, 1)
		_, _, full := p.chart.Label(point.Period)
		p.Rect("volume", p.x(point.Period)-width/2, y+volumeHeight-h, width, h, full+": "+Count(point.Rate.N)+" judged")
	}
	p.explain("how many are judged", func(d *drawing, x, y float64) {
		d.Rect("volume", x, y-1, 5, 6, "")
		d.Rect("volume", x+6.5, y-5, 5, 10, "")
		d.Rect("volume", x+13, y-3, 5, 8, "")
	})
}

// compact writes a number in little room.
func compact(n int64) string {
	switch {
	case n >= 10_000_000:
		return Count(n/1_000_000) + "M"
	case n >= 10_000:
		return Count(n/1000) + "k"
	}
	return Count(n)
}

// drawLabels names periods under the axis at y.
func (p *trendPanel) drawLabels(y float64) {
	every := p.chart.Steps[len(p.chart.Steps)-1]
	for _, s := range p.chart.Steps {
		if float64(s)*p.step() >= 38 {
			every = s
			break
		}
	}
	for float64(every)*p.step() < 38 {
		every *= 2
	}
	last, free, next := "", p.left-20, p.left
	for period := p.chart.First; period <= p.chart.Last; period++ {
		x := p.x(period)
		if p.chart.First != p.chart.Last && (x < next || !p.chart.Labelled(period, every)) {
			continue
		}
		next = x + 36
		short, group, _ := p.chart.Label(period)
		p.Line("axis", x, y, x, y+3)
		p.Text("small", x, y+15, "middle", short, 12)
		if group != last && x-svg.TextWidth(group)/2 >= free {
			p.Text("", x, y+29, "middle", group, 12)
			last, free = group, x+svg.TextWidth(group)/2+8
		}
	}
}
