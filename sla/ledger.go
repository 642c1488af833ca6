package sla

import (
	"slices"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// segments fills in the life of a clock, up to its end.
func (w *explainer) segments(a *ClockAccount, s *story, end instant) {
	terms := s.terms
	change := w.program.onChange
	last := lastTarget(terms)
	if change.recounts {
		// The last target is taken to have been in force from the start.
		terms = terms[last:]
		w.judged(a, s, &terms[0], s.start, min(terms[0].from, end), true)
	} else {
		w.released(a, s, s.start, terms[0].from, end)
	}
	if change.restarts {
		// Only what came after the last target took over counts.
		w.add(a, Segment{From: terms[0].from.time(), To: min(terms[last].from, end).time(), Kind: SegmentForgotten})
		terms = terms[last:]
	}
	for i := range terms {
		from, to := terms[i].from, end
		if i+1 < len(terms) {
			to = terms[i+1].from
		}
		if terms[i].target == nil {
			w.released(a, s, from, to, end)
		} else {
			w.judged(a, s, &terms[i], from, to, false)
		}
	}
}

// lastTarget returns the index of the last term that has a target.
func lastTarget(terms []term) int {
	last := len(terms) - 1
	for terms[last].target == nil {
		last--
	}
	return last
}

// add adds a segment, unless it is empty, and what it counts to the sum.
func (w *explainer) add(a *ClockAccount, seg Segment) {
	if !seg.From.Before(seg.To) {
		return
	}
	if n := len(a.Segments); n > 0 {
		seg.Sum = a.Segments[n-1].Sum
	}
	seg.Sum += seg.Counted
	a.Segments = append(a.Segments, seg)
}

// released adds a stretch without a target; the clock may have been stopped in it.
func (w *explainer) released(a *ClockAccount, s *story, from, to, end instant) {
	p := cursor{upTo: from}
	for to = min(to, end); p.upTo < to; {
		start := p.upTo
		_, at := p.stretch(nil, s.turns, to)
		seg := Segment{From: start.time(), To: at.time(), Kind: SegmentReleased}
		if p.stops%2 == 1 {
			seg.Kind, seg.Open = SegmentStopped, seg.To.Sub(seg.From)
		}
		w.add(a, seg)
	}
}

// judged adds a stretch that is judged by a target.
func (w *explainer) judged(a *ClockAccount, s *story, t *term, from, to instant, recounted bool) {
	changes := w.pauses[t.target.pause].changes
	p := cursor{upTo: from}
	for p.upTo < to {
		start, at := p.stretch(changes, s.turns, to)
		seg := Segment{
			From: start.time(), To: at.time(), Recounted: recounted,
			Policy: w.program.policies[t.target.policy].id, Schedule: t.calendar.Name(),
		}
		switch {
		case p.stops%2 == 1:
			seg.Kind, seg.Open = SegmentStopped, t.between(start, at)
			w.add(a, seg)
		case p.pauses%2 == 1:
			w.paused(a, seg, t, start, at)
		default:
			w.ran(a, seg, t)
		}
	}
}

// paused adds a stretch in which a clock was paused, for one reason after the other.
func (w *explainer) paused(a *ClockAccount, seg Segment, t *term, from, to instant) {
	why := w.trace.pauses[t.target.pause]
	k := len(why) - 1
	for k > 0 && why[k].at > from {
		k--
	}
	for at := from; at < to; k++ {
		until := to
		if k+1 < len(why) {
			until = min(to, max(at, why[k+1].at))
		}
		seg.From, seg.To, seg.Kind, seg.Open = at.time(), until.time(), SegmentPaused, t.between(at, until)
		seg.Pause = w.program.comparison(why[k].because)
		by := w.cause(why[k].event, why[k].at, "")
		seg.PausedBy = &by
		w.add(a, seg)
		at = until
	}
}

// maxDays is how long a stretch of open and closed hours may be for each of them to be a
// segment.
const maxDays = 800 * 24 * time.Hour

// ran adds a stretch in which a clock ran: open spans, which count, and what is between
// them.
func (w *explainer) ran(a *ClockAccount, seg Segment, t *term) {
	if seg.To.Sub(seg.From) > maxDays && t.calendar.Name() != businesshours.Always {
		seg.Kind, seg.Counted = SegmentHours, t.calendar.Between(seg.From, seg.To)
		w.add(a, seg)
		return
	}
	a.Segments = slices.Grow(a.Segments, 2+2*int(seg.To.Sub(seg.From)/(24*time.Hour))) // as a rule one day after the other
	var holidays []Segment
	for span, name := range t.calendar.Holidays(seg.From, seg.To) {
		day := seg
		day.From, day.To, day.Kind, day.Holiday = span.Start, span.End, SegmentHoliday, name
		holidays = append(holidays, day)
	}
	closed := func(from, to time.Time) {
		part := seg
		part.Kind = SegmentClosed
		for len(holidays) > 0 && holidays[0].From.Before(to) {
			day := holidays[0]
			if day.To.After(to) {
				day.To = to // the rest of it is open, or behind what is
				holidays[0].From = to
			} else {
				holidays = holidays[1:]
			}
			if day.From.Before(from) {
				day.From = from
			}
			if !day.From.Before(day.To) {
				continue
			}
			part.From, part.To = from, day.From
			w.add(a, part)
			w.add(a, day)
			from = day.To
		}
		part.From, part.To = from, to
		w.add(a, part)
	}
	at := seg.From
	for span := range t.calendar.Spans(seg.From, seg.To) {
		closed(at, span.Start)
		part := seg
		part.From, part.To, part.Kind, part.Counted = span.Start, span.End, SegmentCounted, span.Duration()
		w.add(a, part)
		at = span.End
	}
	closed(at, seg.To)
}
