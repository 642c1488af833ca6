package sla

import (
	"slices"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// segments adds the segments of a clock's life, up to an instant.
func (w *narrator) segments(a *ClockAccount, s *story, end instant) {
	for part := range w.life(s, end) {
		seg := Segment{From: part.from.time(), To: part.until.time(), Recounted: part.recounted}
		if part.term != nil {
			seg.Policy, seg.Schedule = w.program.policies[part.term.target.policy].id, part.term.calendar.Name()
		}
		switch part.kind {
		case lifeRan:
			w.ran(a, seg, part.term)
			continue
		case lifePaused:
			w.paused(a, seg, part.term, part.from, part.until)
			continue
		case lifeStopped:
			seg.Kind, seg.Open = SegmentStopped, seg.To.Sub(seg.From)
			if part.term != nil {
				seg.Open = part.term.between(part.from, part.until)
			}
		case lifeReleased:
			seg.Kind = SegmentReleased
		case lifeForgotten:
			seg.Kind = SegmentForgotten
		}
		w.add(a, seg)
	}
}

// add appends a segment, unless it is empty, and sets its sum.
func (w *narrator) add(a *ClockAccount, seg Segment) {
	if !seg.From.Before(seg.To) {
		return
	}
	if n := len(a.Segments); n > 0 {
		seg.Sum = a.Segments[n-1].Sum
	}
	seg.Sum += seg.Counted
	a.Segments = append(a.Segments, seg)
}

// paused adds a stretch during which a clock was paused, with one segment for each reason.
func (w *narrator) paused(a *ClockAccount, seg Segment, t *term, from, to instant) {
	why := w.trace.reasons.pauses[t.target.pause]
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

// maxDays is the length of the longest stretch whose open and closed parts each get a segment.
const maxDays = 800 * 24 * time.Hour

// ran adds a stretch during which a clock ran: a segment for each open span, which counts, and
// for what lies between them.
func (w *narrator) ran(a *ClockAccount, seg Segment, t *term) {
	if seg.To.Sub(seg.From) > maxDays && t.calendar.Name() != businesshours.Always {
		seg.Kind, seg.Counted = SegmentHours, t.calendar.Between(seg.From, seg.To)
		w.add(a, seg)
		return
	}
	a.Segments = slices.Grow(a.Segments, 2+2*int(seg.To.Sub(seg.From)/(24*time.Hour))) // usually an open and a closed one for each day
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
				day.To = to // the rest is open, or comes after open time
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
