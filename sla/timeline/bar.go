package timeline

import (
	"fmt"

	"github.com/punctualgo/punctual/internal/svg"
	"github.com/punctualgo/punctual/sla"
)

// A bar is what a lane shows of one or more spans that are too close to tell apart.
type bar struct {
	span
	left, right float64
	title       string // of the first span
	several     bool
}

// bars are the bars of a kind in a lane.
type bars []bar

// maxTitled is how many bars of a kind in a lane are drawn one by one, with a title each. More
// are drawn together.
const maxTitled = 48

// add adds a span, which starts after those added before. It joins spans if the gap between them
// would not show.
func (p *picture) add(list bars, s span, title func() string) bars {
	if !s.to.After(p.from) || s.from.After(p.to) {
		return list
	}
	const visible = 2.5
	left, right := p.x(s.from), p.x(s.to)
	if n := len(list); n > 0 && left-list[n-1].right < visible {
		b := &list[n-1]
		b.several = true
		if right > b.right {
			b.right, b.to = right, s.to
		}
		return list
	}
	b := bar{span: s, left: left, right: right}
	if len(list) <= maxTitled {
		b.title = title()
	}
	return append(list, b)
}

// drawBars draws the open hours of a lane and what its clocks counted and did not count.
func (p *picture) drawBars(r *laneRow) {
	y := r.y - barHeight/2
	p.drawHours(r.lane, y)
	p.Line("rule", p.left, r.y, p.right, r.y)
	var paused, gone, inTime, late bars
	for _, a := range r.lane.clocks {
		breach := breachOf(a)
		for i := range a.Segments {
			s := &a.Segments[i]
			at := span{s.From, s.To}
			switch s.Kind {
			case sla.SegmentPaused:
				paused = p.add(paused, at, func() string { return pauseTitle(s) })
			case sla.SegmentStopped, sla.SegmentReleased, sla.SegmentForgotten:
				gone = p.add(gone, at, func() string { return uncountedTitles[s.Kind] })
			case sla.SegmentCounted, sla.SegmentHours:
				if a.Breached && at.to.After(breach) {
					late = p.add(late, span{later(at.from, breach), at.to}, func() string { return "counted past the target" })
					at.to = breach
				}
				if at.from.Before(at.to) {
					inTime = p.add(inTime, at, func() string { return "counted" })
				}
			}
		}
	}
	p.drawPaused(paused, y)
	p.drawGone(gone, r.y)
	p.drawCounted(inTime, "counted", y, barHeight)
	p.drawCounted(late, "late", y+1, barHeight-2)
}

// drawHours shades the open hours of a lane, from its first clock to the last one.
func (p *picture) drawHours(l *lane, y float64) {
	hours, ok := l.hours(p.lifeOf(l))
	p.merged = p.merged || !ok
	var list bars
	for _, s := range hours {
		before := len(list)
		list = p.add(list, s, func() string { return "" })
		p.merged = p.merged || len(list) == before && !p.hides(s.from)
	}
	if len(list) > 0 {
		p.Path("open", boxes(list, y-4, barHeight+8), "")
		p.used["open"] = true
	}
}

// lifeOf returns the part of the picture in which a lane has a clock, or in which one is due.
func (p *picture) lifeOf(l *lane) span {
	life := span{later(p.from, l.clocks[0].StartedAt), p.from}
	for _, a := range l.clocks {
		end := a.EndedAt
		if a.Open() {
			end = p.explanation.AsOf
		}
		life.to = later(life.to, end)
		if _, ok := p.dueOf(l, a); ok {
			life.to = later(life.to, a.DueAt)
		}
	}
	return span{life.from, earlier(life.to, p.to)}
}

// boxes returns the data of a path with a rectangle for each bar.
func boxes(list bars, y, height float64) string {
	var d []byte
	for i := range list {
		width := max(list[i].right-list[i].left, 0.75)
		d = svg.AppendPath(d, "M%s %sh%sv%sh%sz", list[i].left, y, width, height, -width)
	}
	return string(d)
}

// titleOf returns the title of a bar.
func (p *picture) titleOf(b *bar) string {
	if b.several {
		return b.title + ", with gaps too short to show, " + p.formatSpan(b.span)
	}
	return b.title + ", " + p.formatSpan(b.span)
}

// drawCounted draws time that counted.
func (p *picture) drawCounted(list bars, class string, y, height float64) {
	if len(list) == 0 {
		return
	}
	p.used[class] = true
	if len(list) > maxTitled {
		p.Path(class+" thin", boxes(list, y, height), together(list))
		return
	}
	for i := range list {
		width := list[i].right - list[i].left
		c := class
		if class == "late" && width < 24 {
			c = "late thin"
		}
		p.Rect(c, list[i].left, y, width, height, p.titleOf(&list[i]))
	}
}

// drawPaused draws pauses.
func (p *picture) drawPaused(list bars, y float64) {
	if len(list) == 0 {
		return
	}
	p.used["paused"] = true
	if len(list) > maxTitled {
		p.HatchedPath("paused", boxes(list, y+2, barHeight-4), together(list))
		return
	}
	for i := range list {
		p.Hatched("paused", list[i].left, y+2, list[i].right-list[i].left, barHeight-4, p.titleOf(&list[i]))
	}
}

// drawGone draws time in which a clock was stopped or had no target, and time that was forgotten.
func (p *picture) drawGone(list bars, y float64) {
	if len(list) == 0 {
		return
	}
	p.used["gone"] = true
	if len(list) > maxTitled {
		var d []byte
		for i := range list {
			d = svg.AppendPath(d, "M%s %sH%s", list[i].left, y, list[i].right)
		}
		p.Path("gone", string(d), together(list))
		return
	}
	for i := range list {
		p.Path("gone", svg.Path("M%s %sH%s", list[i].left, y, list[i].right), p.titleOf(&list[i]))
	}
}

// together returns the title of bars that are drawn together.
func together(list bars) string { return fmt.Sprintf("%s, in %d parts", list[0].title, len(list)) }

// uncountedTitles are the titles of segments that are drawn as a dotted line.
var uncountedTitles = map[sla.SegmentKind]string{
	sla.SegmentStopped:   "stopped",
	sla.SegmentReleased:  "no target in force",
	sla.SegmentForgotten: "not counted: counting started again",
}

// pauseTitle returns the title of a pause.
func pauseTitle(s *sla.Segment) string {
	if s.Pause == nil {
		return "paused"
	}
	return "paused: " + s.Pause.String()
}
