package timeline

import (
	"slices"

	"github.com/punctualgo/punctual/internal/svg"
)

// drawGrid draws a vertical line at each tick, down to the axis.
func (p *picture) drawGrid() {
	for _, t := range p.ticks {
		p.Line("grid", t.x, p.gridTop, t.x, p.gridBottom)
	}
}

// drawAxis draws the axis and its labels, and the texts above the folds.
func (p *picture) drawAxis() {
	y := p.gridBottom
	p.Line("axis", p.left, y, p.right, y)
	row := texts{rows: 1, left: 4, right: p.width - 4}
	if now, ok := p.now(); ok {
		width := svg.TextWidth("now") + 4
		x, _, _ := row.place(width, now-width/2)
		p.Text("lane", x, y+16, "", "now", 8)
	}
	for _, t := range p.ticks {
		p.Line("axis", t.x, y, t.x, y+4)
		width := svg.TextWidth(t.text)
		if x, _, ok := row.place(width, t.x-width/2, t.x-4); ok {
			p.Text("small", x, y+16, "", t.text, 20)
		}
	}
	p.drawDates(p.ticks, y+31)
	if !p.narrow() {
		p.Text("small", margin, y+31, "", p.zone.String(), 20)
	}
	p.drawFoldLabels()
}

// drawDates draws the dates below ticks, in a short form if the long one has no room.
func (p *picture) drawDates(ticks []tick, y float64) {
	ticks = slices.DeleteFunc(slices.Clone(ticks), func(t tick) bool { return t.date == "" })
	crowded := false
	for i := range ticks {
		crowded = crowded || i > 0 && ticks[i].x-ticks[i-1].x < (svg.TextWidth(ticks[i].date)+svg.TextWidth(ticks[i-1].date))/2+6
	}
	row := texts{rows: 1, left: margin, right: p.width - 4}
	if !p.narrow() {
		row.left = margin + svg.TextWidth(svg.Cut(p.zone.String(), 20)) + 8
	}
	slices.SortStableFunc(ticks, func(a, b tick) int { return b.priority() - a.priority() })
	for _, t := range ticks {
		date := t.date
		if crowded && t.short != "" {
			date = t.short
		}
		width := svg.TextWidth(date)
		if x, _, ok := row.place(width, t.x-width/2); ok {
			p.Text("", x, y, "", date, 20)
		}
	}
}

// now returns the place of the present if a clock is open and the picture shows it.
func (p *picture) now() (x float64, ok bool) {
	if !p.open || !p.shows(p.explanation.AsOf) {
		return 0, false
	}
	return p.x(p.explanation.AsOf), true
}

// drawNow draws a line at the present.
func (p *picture) drawNow() {
	if x, ok := p.now(); ok {
		p.Line("now", x, p.gridTop, x, p.gridBottom+4)
	}
}
