package timeline

import (
	"fmt"
	"strings"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/internal/svg"
)

// drawGrid draws a vertical line at each tick, down to the axis.
func (p *picture) drawGrid(axis float64) {
	for _, t := range p.ticks(p.zone, p.explanation.AsOf) {
		p.Line("grid", t.x, gridTop, t.x, axis)
	}
}

// drawAxis draws the axis and its labels.
func (p *picture) drawAxis(y float64) {
	p.Line("axis", p.left, y, p.right, y)
	free := p.left // where the last date ends
	for _, t := range p.ticks(p.zone, p.explanation.AsOf) {
		p.Line("axis", t.x, y, t.x, y+4)
		p.Text("small", t.x, y+16, "middle", t.text, 20)
		if t.date != "" && t.x >= free {
			x := min(t.x, p.right+margin-svg.TextWidth(t.date)/2)
			p.Text("", x, y+31, "middle", t.date, 20)
			free = t.x + svg.TextWidth(t.date) + 8
		}
	}
	p.Text("small", margin, y+16, "", p.zone.String(), 26)
}

// drawFolds draws the folds as torn strips that cover everything.
func (p *picture) drawFolds(axis float64) {
	for _, f := range p.folds {
		x := p.scale.x(f.from)
		hidden := human.Duration(f.length(), true)
		var d strings.Builder
		fmt.Fprintf(&d, "M%s %s", svg.Num(x+4), svg.Num(gridTop))
		for y, k := gridTop, 0; y < axis; k++ {
			y = min(y+8, axis)
			fmt.Fprintf(&d, "L%s %s", svg.Num(x+4+3*float64(1-k%2)), svg.Num(y))
		}
		for y, k := axis, 0; y > gridTop; k++ {
			y = max(y-8, gridTop)
			fmt.Fprintf(&d, "L%s %s", svg.Num(x+foldWidth-7+3*float64(1-k%2)), svg.Num(y))
		}
		p.Path("fold", d.String()+"Z", hidden+" not shown: closed, and nothing happened")
		p.used["fold"] = true
		middle := svg.Num((gridTop + axis) / 2)
		x += foldWidth/2 + 3
		p.Printf(`<text class="small" x="%s" y="%s" text-anchor="middle" transform="rotate(-90 %s %s)">%s</text>`+"\n", svg.Num(x), middle, svg.Num(x), middle, svg.Escape(hidden+" closed", 30))
	}
}

// drawNow draws a line at the present if a clock is open.
func (p *picture) drawNow(axis float64) {
	if p.hasOpenClock() {
		x := p.scale.x(p.explanation.AsOf)
		p.Line("now", x, gridTop, x, axis)
		p.Text("small", min(x+3, p.right-20), axis-3, "", "now", 8)
	}
}
