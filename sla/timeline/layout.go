package timeline

import (
	"slices"
	"time"

	"github.com/punctualgo/punctual/sla"
)

// layOut decides what span of time the axis shows and which parts of it are folded.
func (p *picture) layOut(lanes []lane, options *Options) {
	p.open = hasOpenClock(lanes)
	shown := p.shown(lanes, options)
	instants := p.instants(lanes, shown)
	left, right := margin+p.labels, p.width-margin-8
	if p.narrow() {
		left += 4
	}
	f := folder{lanes: lanes, shown: shown, left: left, right: right, instants: instants}
	hours, known := openHours(lanes, shown)
	const most = 10_000 // more are too close to each other to leave room for seams
	if len(hours)+len(instants) <= most {
		f.hours = hours
	}
	folds := f.choose()
	if options.Until.IsZero() {
		rest := shown.length()
		for _, t := range folds {
			rest -= t.length()
		}
		shown.to = shown.to.Add(max(rest/60, time.Second)) // room for marks at the end
	}
	p.scale = newScale(shown, left, right, folds)
	p.ticks = p.findTicks(p.zone, p.explanation.AsOf)
	p.explainFolds(lanes, hours, known)
}

// shown returns the span that the picture shows: what options ask for or, by default, from the
// start of the issue to the present or, if every clock has ended, to the last thing that
// happened; and always to the last instant at which an open clock is due.
func (p *picture) shown(lanes []lane, options *Options) span {
	from, to := p.issue.CreatedAt, p.explanation.AsOf
	for i := range lanes {
		for _, a := range lanes[i].clocks {
			from = earlier(from, a.StartedAt)
		}
	}
	if from.IsZero() || from.After(to) {
		from = to
	}
	if len(lanes) > 0 && !p.open {
		to = p.lastEnd(lanes, from)
	}
	for i := range lanes {
		for _, a := range lanes[i].clocks {
			if a.Open() {
				to = later(to, a.DueAt)
			}
		}
	}
	if !options.From.IsZero() {
		from = options.From
	}
	if !options.Until.IsZero() {
		to = options.Until
	}
	return span{from, later(to, from.Add(time.Second))}
}

// lastEnd returns when the last clock ended, or the last event after that. No clock is open.
func (p *picture) lastEnd(lanes []lane, from time.Time) time.Time {
	to := from
	for i := range lanes {
		for _, a := range lanes[i].clocks {
			to = later(to, a.EndedAt)
		}
	}
	for i := range p.issue.Events {
		if e := &p.issue.Events[i]; !e.At.After(p.explanation.AsOf) && e.Type != sla.Note {
			to = later(to, e.At)
		}
	}
	return to
}

// instants returns when something within a span happens, in order and each instant once. No fold
// may hide one of these.
func (p *picture) instants(lanes []lane, within span) []time.Time {
	at := []time.Duration{0}
	add := func(t time.Time) {
		if !t.Before(within.from) && !t.After(within.to) {
			at = append(at, t.Sub(within.from))
		}
	}
	for i := range p.issue.Events {
		if e := &p.issue.Events[i]; !e.At.After(p.explanation.AsOf) {
			add(e.At)
		}
	}
	for i := range lanes {
		for _, a := range lanes[i].clocks {
			for k := range a.Transitions {
				add(a.Transitions[k].At)
			}
			if a.Open() {
				add(a.DueAt)
			}
		}
	}
	if p.open {
		add(p.explanation.AsOf)
	}
	slices.Sort(at)
	at = slices.Compact(at)
	out := make([]time.Time, len(at))
	for i, d := range at {
		out[i] = within.from.Add(d)
	}
	return out
}

// openHours returns the open hours of all lanes within a span. It returns none, and false, if a
// lane has too many.
func openHours(lanes []lane, within span) (hours []span, ok bool) {
	for i := range lanes {
		more, ok := lanes[i].hours(within)
		if !ok {
			return nil, false
		}
		hours = append(hours, more...)
	}
	return union(hours), true
}
