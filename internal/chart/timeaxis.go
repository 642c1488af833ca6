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
	gutter      bool // there is a place for shorter amounts, left of the axis
}

// shortest is the least amount that has a place of its own. Shorter ones are with it.
const shortest = time.Second

// newTimeAxis returns an axis for amounts from least to most.
func newTimeAxis(least, most time.Duration) timeAxis {
	least = max(least, shortest)
	for most/16 < least { // so that a narrow range is not stretched
		least, most = max(least/2, shortest), max(most, shortest)*2
	}
	return timeAxis{least: least, most: most}
}

// at returns the place of an amount.
func (a *timeAxis) at(d time.Duration) float64 {
	d = min(max(d, a.least), a.most)
	return a.left + math.Log(float64(d)/float64(a.least))/math.Log(float64(a.most)/float64(a.least))*(a.right-a.left)
}

// atOrShorter returns the place of an amount, or that of all shorter ones.
func (a *timeAxis) atOrShorter(d time.Duration) float64 {
	if a.gutter && d < a.least {
		return a.left - gutter/2 - 6
	}
	return a.at(d)
}

// roundTimes are amounts that people say, fewer in each list than in the one before. An axis
// labels those of the first list for which it has room.
var roundTimes = func() [][]time.Duration {
	const s, m, h = time.Second, time.Minute, time.Hour
	lists := [][]time.Duration{
		{s, 2 * s, 4 * s, 8 * s, 15 * s, 30 * s, m, 2 * m, 4 * m, 8 * m, 15 * m, 30 * m, h, 2 * h, 4 * h, 8 * h, 16 * h, 24 * h, 40 * h, 60 * h, 80 * h, 120 * h, 160 * h, 240 * h, 320 * h, 480 * h, 720 * h},
		{s, 5 * s, 15 * s, m, 5 * m, 15 * m, h, 4 * h, 8 * h, 24 * h, 80 * h, 240 * h},
		{s, 15 * s, m, 15 * m, h, 8 * h, 80 * h},
		{s, m, h, 40 * h},
	}
	for i := range lists {
		factor := time.Duration(4 << min(i, 2))
		if i == 0 {
			factor = 2
		}
		for d := lists[i][len(lists[i])-1] * factor; d < math.MaxInt64/32; d *= factor {
			lists[i] = append(lists[i], d)
		}
	}
	return lists
}()

// ticks returns the amounts that are labelled.
func (a *timeAxis) ticks() (ticks []time.Duration) {
	const room = 12
	for _, list := range roundTimes {
		ticks = ticks[:0]
		free := math.Inf(-1)
		fits := true
		for _, t := range list {
			if t < a.least || t > a.most {
				continue
			}
			x, w := a.at(t), svg.TextWidth(human.Duration(t, false))/2
			fits = fits && x-w >= free
			free = x + w + room
			ticks = append(ticks, t)
		}
		if fits {
			break
		}
	}
	return ticks
}

// drawGrid draws grid lines from top to bottom.
func (a *timeAxis) drawGrid(d *drawing, top, bottom float64) {
	for _, t := range a.ticks() {
		d.Line("grid", a.at(t), top, a.at(t), bottom)
	}
}

// draw draws the axis at y.
func (a *timeAxis) draw(d *drawing, y float64) {
	d.Line("axis", a.left, y, a.right, y)
	free := math.Inf(-1)
	if a.gutter {
		d.Text("small", a.left-gutter/2-6, y+15, "middle", "<"+human.Duration(a.least, false), 10)
		free = a.left - gutter/2 - 6 + svg.TextWidth("<"+human.Duration(a.least, false))/2 + 6
	}
	for _, t := range a.ticks() {
		x, text := a.at(t), human.Duration(t, false)
		d.Line("axis", x, y, x, y+3)
		if w := svg.TextWidth(text); x-w/2 >= free {
			d.Text("small", x, y+15, "middle", text, 16)
			free = x + w/2 + 6
		}
	}
}
