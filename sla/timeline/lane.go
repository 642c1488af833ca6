package timeline

import (
	"slices"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/internal/svg"
	"github.com/punctualgo/punctual/sla"
)

// A lane shows the clocks of a metric, one after the other. Clocks of one metric that
// overlap, because each policy has its own, are in several lanes.
type lane struct {
	name   string
	policy string // only if several lanes have the name
	clocks []*sla.ClockAccount
}

// lanesOf puts clocks into lanes, in the order of the first clock of each.
func lanesOf(clocks []sla.ClockAccount) (lanes []lane) {
	for i := range clocks {
		a := &clocks[i]
		k := slices.IndexFunc(lanes, func(l lane) bool {
			last := l.clocks[len(l.clocks)-1]
			return last.Metric == a.Metric && last.Cycle < a.Cycle && !a.StartedAt.Before(last.EndedAt) && !last.Open()
		})
		if k < 0 {
			k = len(lanes)
			lanes = append(lanes, lane{name: metricName(a)})
		}
		lanes[k].clocks = append(lanes[k].clocks, a)
	}
	names := make(map[string]int)
	for _, l := range lanes {
		names[l.name]++
	}
	for i := range lanes {
		if l := &lanes[i]; names[l.name] > 1 {
			l.policy = l.clocks[0].Policy
		}
	}
	return lanes
}

// drawLane draws the label, the open hours and the bars of a lane.
func (p *picture) drawLane(l *lane, top float64) {
	last := l.clocks[len(l.clocks)-1]
	y := top + barTop
	p.Text("lane", margin, y+2, "", l.name, 22)
	lines := []string{stateText(last), targetText(last)}
	if l.policy != "" {
		lines = append([]string{l.policy}, lines...)
	}
	for i, line := range lines {
		p.Text("small", margin, y+15+12.5*float64(i), "", line, 25)
	}
	p.Line("rule", p.left, y+barHeight/2, p.right, y+barHeight/2)
	p.drawHours(last, y)
	p.drawBars(l.clocks, y)
}

// stateText returns the state of a clock in a few words.
func stateText(a *sla.ClockAccount) string {
	left := human.Duration(a.Remaining, false)
	if a.Remaining < 0 {
		left = human.Duration(-a.Remaining, false)
	}
	switch {
	case a.State == sla.Stopped && !a.Breached:
		return "✓ met, " + left + " left"
	case a.State == sla.Stopped && a.Remaining == 0:
		return "✕ missed, out of hours"
	case a.State == sla.Stopped:
		return "✕ missed by " + left
	case a.State == sla.Cancelled && a.Breached:
		return "✕ breached, no verdict"
	case a.State == sla.Cancelled:
		return "– no verdict"
	case a.State == sla.Released && a.Breached:
		return "✕ breached, no target"
	case a.State == sla.Released:
		return "no target in force"
	case a.Breached:
		return "✕ " + human.Left(a.Remaining, true)
	case a.State == sla.Paused:
		return "paused, " + human.Left(a.Remaining, false)
	}
	return human.Left(a.Remaining, false)
}

// targetText returns the target of a clock and its schedule.
func targetText(a *sla.ClockAccount) string {
	return human.Duration(a.Target, false) + " on " + a.Schedule
}

// drawHours shades the open hours of a clock's schedule.
func (p *picture) drawHours(a *sla.ClockAccount, y float64) {
	var hours []span
	for s := range a.Hours(p.from, p.to) {
		hours = append(hours, span{s.Start, s.End})
	}
	merged := p.merge(hours)
	p.merged = p.merged || len(merged) < len(hours)
	for _, s := range merged {
		p.Rect("open", p.scale.x(s.from), y-4, p.widthOf(s), barHeight+8, "")
		p.used["open"] = true
	}
}

// drawBars draws the segments of the clocks of a lane.
func (p *picture) drawBars(clocks []*sla.ClockAccount, y float64) {
	var inTime, late []span
	for _, a := range clocks {
		for i := range a.Segments {
			p.drawUncounted(&a.Segments[i], y)
		}
		i, l := counted(a)
		inTime, late = append(inTime, i...), append(late, l...)
	}
	for _, s := range p.merge(inTime) {
		p.Rect("counted", p.scale.x(s.from), y, p.widthOf(s), barHeight, "counted, "+p.formatSpan(s))
		p.used["counted"] = true
	}
	for _, s := range p.merge(late) {
		class, width := "late", p.widthOf(s)
		if width < 24 {
			class = "late thin"
		}
		p.Rect(class, p.scale.x(s.from), y+1, width, barHeight-2, "counted past the target, "+p.formatSpan(s))
		p.used["late"] = true
	}
}

// counted returns the spans that a clock counted, before and after its breach.
func counted(a *sla.ClockAccount) (inTime, late []span) {
	breach := a.BreachedAt
	if a.Breached && a.DueAt.Before(breach) {
		breach = a.DueAt
	}
	for _, s := range a.Segments {
		if s.Kind != sla.SegmentCounted && s.Kind != sla.SegmentHours {
			continue
		}
		switch {
		case !a.Breached || !s.To.After(breach):
			inTime = append(inTime, span{s.From, s.To})
		case s.From.Before(breach):
			inTime = append(inTime, span{s.From, breach})
			late = append(late, span{breach, s.To})
		default:
			late = append(late, span{s.From, s.To})
		}
	}
	return inTime, late
}

// uncountedTitles are the titles of segments drawn as a dashed line.
var uncountedTitles = map[sla.SegmentKind]string{
	sla.SegmentStopped:   "stopped",
	sla.SegmentReleased:  "no target in force",
	sla.SegmentForgotten: "not counted: counting started again",
}

// drawUncounted draws a segment that did not count. It leaves out closed hours.
func (p *picture) drawUncounted(s *sla.Segment, y float64) {
	at := span{s.From, s.To}
	from, to := p.scale.x(at.from), p.scale.x(at.to)
	switch title := uncountedTitles[s.Kind]; {
	case s.Kind == sla.SegmentPaused:
		p.Hatched("paused", from, y+2, to-from, barHeight-4, "paused: "+s.Pause.String()+", "+p.formatSpan(at))
		p.used["paused"] = true
	case title != "":
		p.Path("gone", svg.Path("M%s %sH%s", from, y+barHeight/2, to), title+", "+p.formatSpan(at))
		p.used["gone"] = true
	}
}
