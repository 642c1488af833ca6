package chart

import (
	"fmt"
	"math"
	"slices"
	"strconv"
)

// A Heat is a chart of rates by weekday and hour. Colors say how far a rate is from the goal,
// or without one from the rate of all.
type Heat struct {
	Frame
	Goal   *Goal
	Middle float64 // the rate of all, for a chart without a goal
	Panels []HeatPanel
}

// A HeatPanel is a part of a chart by weekday and hour.
type HeatPanel struct {
	Name  Name
	Cells [7][24]Rate // by weekday from Monday, and hour
}

var weekdays = []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}

// SVG returns the chart.
func (h *Heat) SVG() []byte {
	return h.draw(func(d *drawing) {
		if len(h.Panels) == 0 {
			d.empty("There are no records to show.")
			return
		}
		colors := h.colors()
		d.panels(len(h.Panels), 620, func(i int, x, y, w float64) float64 {
			return h.drawPanel(d, &h.Panels[i], &colors, x, y, w)
		})
		colors.explain(d)
	})
}

// drawPanel draws hours from left to right, or from the top down where there is little room.
func (h *Heat) drawPanel(d *drawing, p *HeatPanel, colors *colors, x, y, w float64) (height float64) {
	top := y
	if p.Name.Text != "" {
		d.name("lane", x, y+13, "", p.Name, w)
		y += 20
	}
	across, down := 24, 7
	cellHeight := 26.0
	if w < 560 {
		across, down, cellHeight = 7, 24, 19
	}
	left := x + 34
	cellWidth := (x + w - left) / float64(across)
	for i := range across {
		text := fmt.Sprintf("%02d", i)
		if across == 7 {
			text = weekdays[i]
		}
		d.Text("small", left+(float64(i)+0.5)*cellWidth, y+12, "middle", text, 4)
	}
	y += 18
	for row := range down {
		text := fmt.Sprintf("%02d", row)
		if down == 7 {
			text = weekdays[row]
		}
		d.Text("small", left-8, y+cellHeight/2+4, "end", text, 4)
		for column := range across {
			weekday, hour := row, column
			if down != 7 {
				weekday, hour = column, row
			}
			r := &p.Cells[weekday][hour]
			title := fmt.Sprintf("%s %02d:00–%02d:00: %s", weekdays[weekday], hour, hour+1, r.words())
			colors.draw(d, r, left+float64(column)*cellWidth, y, cellWidth, cellHeight, title)
		}
		y += cellHeight
	}
	return y + 6 - top
}

// Colors are the steps of a scale, from far below to far above.
type colors struct {
	bounds []float64 // between the steps
	steps  []int     // the numbers of the colors, one more than bounds
	about  string
}

// colors returns the scale of the chart. With a goal, a bound is the goal itself.
func (h *Heat) colors() colors {
	near := func(middle float64) float64 {
		if middle >= 0.9 || middle <= 0.1 {
			return 0.05
		}
		return 0.1
	}
	c := colors{}
	if h.Goal != nil {
		s := near(h.Goal.Share)
		g := h.Goal.Share
		c.bounds, c.steps = []float64{g - 2*s, g - s, g, (1 + g) / 2, 1}, []int{0, 1, 2, 4, 5, 6}
		c.about = "the goal of " + h.Goal.Text
	} else {
		s := near(h.Middle)
		m := math.Round(h.Middle*100) / 100
		c.bounds, c.steps = []float64{m - 2*s, m - s, m - s/4, m + s/4, m + s, m + 2*s}, []int{0, 1, 2, 3, 4, 5, 6}
		c.about = "the rate of all, " + Percent(h.Middle)
	}
	for i := len(c.bounds) - 1; i > 0; i-- { // a goal of 100% is several bounds
		if c.bounds[i] <= c.bounds[i-1] {
			c.bounds, c.steps = slices.Delete(c.bounds, i, i+1), slices.Delete(c.steps, i, i+1)
		}
	}
	for len(c.bounds) > 0 && c.bounds[0] <= 0 {
		c.bounds, c.steps = c.bounds[1:], c.steps[1:]
	}
	for n := len(c.bounds); n > 0 && c.bounds[n-1] > 1; n = len(c.bounds) {
		c.bounds, c.steps = c.bounds[:n-1], c.steps[:n]
	}
	return c
}

// of returns the color of a share.
func (c *colors) of(share float64) int {
	for i, bound := range c.bounds {
		if share < bound-1e-12 {
			return c.steps[i]
		}
	}
	return c.steps[len(c.bounds)]
}

// draw draws a cell: hollow, if it rests on few records.
func (c *colors) draw(d *drawing, r *Rate, x, y, w, h float64, title string) {
	if r.N == 0 {
		d.Rect("blank", x+w/2-1, y+h/2-1, 2, 2, "")
		return
	}
	color := strconv.Itoa(c.of(r.Rate))
	class, on, gap := "step"+color, "cell on"+color, 0.75
	if r.few() {
		class, on, gap = class+" hollow", "cell", 2.5
		d.explain("hollow: so few that it may be off by more than 10 points", func(d *drawing, x, y float64) { d.Rect("step5 hollow", x+1, y-5, 16, 10, "") })
	}
	d.Rect(class, x+gap, y+gap, w-2*gap, h-2*gap, title)
	if w >= 20 {
		d.Text(on, x+w/2, y+h/2+3.5, "middle", strconv.Itoa(int(math.Floor(r.Rate*100+1e-9))), 3)
	}
}

// explain adds the scale to the legend.
func (c *colors) explain(d *drawing) {
	signs := d.signs
	d.signs = nil
	for i, step := range c.steps {
		text := ""
		switch {
		case len(c.bounds) == 0:
			text = "any rate"
		case i == 0:
			text = "under " + label(c.bounds[0])
		case i == len(c.bounds) && c.bounds[i-1] >= 1:
			text = "100%"
		case i == len(c.bounds):
			text = label(c.bounds[i-1]) + " or more"
		default:
			text = label(c.bounds[i-1]) + " to " + label(c.bounds[i])
		}
		d.explain(text, func(d *drawing, x, y float64) { d.Rect("step"+strconv.Itoa(step), x, y-6, 18, 12, "") })
	}
	d.explain("none judged", func(d *drawing, x, y float64) { d.Rect("blank", x+8, y-1, 2, 2, "") })
	d.signs = append(d.signs, signs...)
	d.paragraph("small", "Numbers are rates in percent. Colors compare them with "+c.about+".", 1, lineHeight)
}
