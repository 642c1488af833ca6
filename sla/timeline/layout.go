package timeline

import (
	"slices"
	"time"
)

// maxFoldable is the longest picture in which closed time is folded. A longer one would
// have too many folds.
const maxFoldable = 120 * 24 * time.Hour

// layOut decides what span of time the axis shows and which parts of it are folded.
func (p *picture) layOut() *scale {
	shown := p.shown()
	folds := idle(shown, p.openHours(shown), p.interesting(shown))
	if n := len(folds); n > 0 && folds[n-1].to.Equal(shown.to) && folds[n-1].from.After(shown.from) {
		shown.to, folds = folds[n-1].from, folds[:n-1] // end there instead
	}
	return newScale(shown, margin+labelWidth, p.width-margin-8, folds)
}

// shown returns the span that the picture shows: from the start of the issue to the
// present, or to the deadline of the last open clock if that is not too far ahead. If
// every clock has ended, it leaves out the time since.
func (p *picture) shown() span {
	x := &p.explanation
	from, to := p.issue.CreatedAt, x.AsOf
	for _, a := range x.Clocks {
		if a.StartedAt.Before(from) {
			from = a.StartedAt
		}
	}
	if from.IsZero() || from.After(to) {
		from = to
	}
	if len(x.Clocks) > 0 && !p.hasOpenClock() {
		to = p.lastEnd(from)
	}
	const longest = 50 * 365 * 24 * time.Hour
	life := min(max(to.Sub(from), time.Minute), longest)
	for _, a := range x.Clocks {
		ahead := a.DueAt.Sub(from)
		if !a.DueAt.IsZero() && (a.Open() && ahead < max(4*life, 14*24*time.Hour) || ahead < life*4/3) {
			to = later(to, a.DueAt)
		}
	}
	return span{from, to.Add(max(to.Sub(from)/40, time.Second))}
}

// lastEnd returns when the last clock ended, or a little later if there are events soon
// after. No clock is open.
func (p *picture) lastEnd(from time.Time) time.Time {
	to := from
	for _, a := range p.explanation.Clocks {
		to = later(to, a.EndedAt)
	}
	for _, e := range p.issue.Events {
		if !e.At.After(p.explanation.AsOf) && e.At.Sub(from) < to.Sub(from)*5/4 {
			to = later(to, e.At)
		}
	}
	return to
}

// openHours returns the open hours of all schedules within a span, or none if the span is
// too long for folds.
func (p *picture) openHours(within span) (hours []span) {
	if within.length() >= maxFoldable {
		return nil
	}
	for i := range p.explanation.Clocks {
		for s := range p.explanation.Clocks[i].Hours(within.from, within.to) {
			hours = append(hours, span{s.Start, s.End})
		}
	}
	return hours
}

// interesting returns the instants within a span that no fold may hide.
func (p *picture) interesting(within span) []time.Time {
	instants := []time.Time{within.from, p.explanation.AsOf}
	for _, a := range p.explanation.Clocks {
		for _, t := range a.Transitions {
			instants = append(instants, t.At)
		}
		if !a.DueAt.IsZero() {
			instants = append(instants, a.DueAt)
		}
	}
	for _, e := range p.issue.Events {
		instants = append(instants, e.At)
	}
	return slices.DeleteFunc(instants, func(t time.Time) bool { return t.Before(within.from) || t.After(within.to) })
}
