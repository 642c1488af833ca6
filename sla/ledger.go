package sla

import (
	"time"
	"unsafe"

	"github.com/punctualgo/punctual/businesshours"
)

// segments fills in the segments of a clock's life, up to an instant.
func (w *narrator) segments(a *ClockAccount, s *story, end instant) {
	w.ledger.begin()
	for part := range w.life(s, end) {
		if w.exhausted() {
			return
		}
		w.work += workOfStretch
		seg := Segment{From: part.from.time(), To: part.until.time(), Recounted: part.recounted}
		if part.term != nil {
			seg.Policy, seg.Schedule = w.program.policies[part.term.target.policy].id, part.term.calendar.Name()
		}
		switch part.kind {
		case lifeRan:
			w.ran(seg, part.term)
			continue
		case lifePaused:
			w.paused(seg, part.term, part.from, part.until)
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
		w.add(seg)
	}
	w.spend(len(w.ledger.segments) * int(unsafe.Sizeof(Segment{})))
	if !w.exhausted() {
		a.Segments = append(make([]Segment, 0, len(w.ledger.segments)), w.ledger.segments...)
	}
}

// A ledger is the segments of a clock in the making, and what may still be listed.
type ledger struct {
	segments []Segment
	share    int // how many open and closed parts a clock may have
	left     int // how many of them it may still have
	inVain   int // how many spans may still be looked at in vain
	holidays map[calendarPart][]holiday
}

// begin prepares l for another clock.
func (l *ledger) begin() {
	l.segments, l.left, l.inVain = l.segments[:0], l.share, 2*l.share
}

// add appends a segment, unless it is empty, and sets its sum.
func (w *narrator) add(seg Segment) {
	if !seg.From.Before(seg.To) {
		return
	}
	l := &w.ledger
	if n := len(l.segments); n > 0 {
		seg.Sum = l.segments[n-1].Sum
	}
	seg.Sum += seg.Counted
	w.work += workOfSegment
	l.segments = append(l.segments, seg)
}

// paused adds a stretch during which a clock was paused, with one segment for each reason.
func (w *narrator) paused(seg Segment, t *term, from, to instant) {
	why := w.trace.reasons.pauses[t.target.pause]
	for at, k := from, max(lastPausing(why, from), 0); at < to && !w.exhausted(); k++ {
		until := to
		if k+1 < len(why) {
			until = min(to, max(at, why[k+1].at))
		}
		w.work += workOfStretch
		if until == at {
			continue
		}
		seg.From, seg.To, seg.Kind, seg.Open = at.time(), until.time(), SegmentPaused, t.between(at, until)
		seg.Pause, seg.PausedBy = w.pausing(&why[k])
		w.add(seg)
		at = until
	}
}

// A pausedBecause is why a clock is paused, and by what.
type pausedBecause struct {
	comparison *Comparison
	by         *Cause
}

// pausing returns why a clock is paused, and by what.
func (w *narrator) pausing(p *pausing) (*Comparison, *Cause) {
	known, ok := w.pausings[p]
	if !ok {
		by := w.cause(p.event, p.at, "")
		by.Change = w.change(p.event, w.decided(p))
		known = pausedBecause{w.comparison(p.because), &by}
		w.spend(int(unsafe.Sizeof(by)) + 96) // 96 for the map
		w.pausings[p] = known
	}
	if known.comparison != nil {
		w.spend(sizeOfValue(known.comparison.Want)) // JSON repeats it
	}
	return known.comparison, known.by
}

// ran adds a stretch during which a clock ran: a segment for each open span, which counts, and
// for what lies between them, or one segment for all of them if they are too many.
func (w *narrator) ran(seg Segment, t *term) {
	l := &w.ledger
	before := len(l.segments)
	most := max(fewParts, min(l.left, l.inVain))
	if w.list(seg, t.calendar.Calendar, before+most) {
		l.left -= len(l.segments) - before
		return
	}
	l.inVain -= most
	l.segments = l.segments[:before]
	seg.Kind, seg.Counted = SegmentHours, t.calendar.Between(seg.From, seg.To)
	w.add(seg)
}

// fewParts is how many parts of a stretch are listed in any case.
const fewParts = 3

// list adds the open and closed parts of a stretch. It stops and returns false if there are more
// than most segments then.
func (w *narrator) list(seg Segment, calendar *businesshours.Calendar, most int) bool {
	at := seg.From
	for span := range calendar.Spans(seg.From, seg.To) {
		w.work += workOfSpan
		w.closed(seg, calendar, at, span.Start)
		part := seg
		part.From, part.To, part.Kind, part.Counted = span.Start, span.End, SegmentCounted, span.Duration()
		w.add(part)
		at = span.End
		if len(w.ledger.segments) > most || w.exhausted() {
			return false
		}
	}
	w.closed(seg, calendar, at, seg.To)
	return len(w.ledger.segments) <= most
}

// closed adds a stretch in which a schedule is closed: a segment for each holiday in it, and for
// the rest. The holidays of a stretch that is longer than a year are not told.
func (w *narrator) closed(seg Segment, calendar *businesshours.Calendar, from, to time.Time) {
	part := seg
	part.Kind = SegmentClosed
	if to.Sub(from) < longestClosed {
		for h := range w.holidaysIn(calendar, from, to) {
			day := seg
			day.From, day.To, day.Kind, day.Holiday = h.Start, h.End, SegmentHoliday, h.name
			part.From, part.To = from, day.From
			w.add(part)
			w.add(day)
			from = day.To
		}
	}
	part.From, part.To = from, to
	w.add(part)
}

// longestClosed is the length of the longest closed stretch that is searched for holidays.
const longestClosed = 400 * 24 * time.Hour
