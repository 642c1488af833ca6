package chart

import (
	"math"
	"time"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/internal/svg"
)

// A timeAxis shows amounts of time on a logarithmic scale.
type timeAxis struct {
	least, most time.Duration
	left, right float64
}

// shortest is the least amount that has a place of its own. Shorter ones are with it.
const shortest = time.Second

// newTimeAxis returns an axis for amounts from least to most.
func newTimeAxis(least, most time.Duration) timeAxis {
	least = max(least, shortest)
	if most <= least {
		least, most = max(least/4, shortest), max(least, shortest)*4
	}
	return timeAxis{least: least, most: most}
}

// at returns the place of an amount.
func (a *timeAxis) at(d time.Duration) float64 {
	d = min(max(d, a.least), a.most)
	return a.left + math.Log(float64(d)/float64(a.least))/math.Log(float64(a.most)/float64(a.least))*(a.right-a.left)
}

// round amounts of time, of which an axis labels those for which it has room.
var roundTimes = func() (list []time.Duration) {
	const s, m, h = time.Second, time.Minute, time.Hour
	list = []time.Duration{s, 5 * s, 15 * s, m, 5 * m, 15 * m, h, 4 * h, 8 * h, 24 * h, 80 * h}
	for d := 240 * h; d < math.MaxInt64/4; d *= 4 {
		list = append(list, d)
	}
	return list
}()

// draw draws the axis at y, with grid lines up to top.
func (a *timeAxis) draw(d *drawing, top, y float64) {
	d.Line("axis", a.left, y, a.right, y)
	free := a.left - 20
	for _, t := range roundTimes {
		if t < a.least || t > a.most {
			continue
		}
		x := a.at(t)
		text := human.Duration(t, false)
		if w := svg.TextWidth(text); x-w/2 >= free {
			d.Line("grid", x, top, x, y)
			d.Line("axis", x, y, x, y+3)
			d.Text("small", x, y+15, "middle", text, 16)
			free = x + w/2 + 10
		}
	}
}
