package timeline

import (
	"slices"
	"time"

	"github.com/punctualgo/punctual/sla"
)

// foldStates returns the names of the lanes that a fold hides something of: lanes that were
// paused, that counted in time, and that counted past the target.
func foldStates(lanes []lane, within span) (names [3][]string) {
	for i := range lanes {
		l := &lanes[i]
		k, _ := slices.BinarySearchFunc(l.clocks, within.from, func(a *sla.ClockAccount, t time.Time) int {
			if !a.Open() && !a.EndedAt.After(t) {
				return -1
			}
			return 1
		})
		var found [3]bool
		for ; k < len(l.clocks) && l.clocks[k].StartedAt.Before(within.to); k++ {
			a := l.clocks[k]
			for s := range segmentsIn(a, within) {
				switch {
				case s.Kind == sla.SegmentPaused:
					found[0] = true
				case s.Counted > 0:
					found[1] = found[1] || !a.Breached || later(s.From, within.from).Before(breachOf(a))
					found[2] = found[2] || a.Breached && breachOf(a).Before(earlier(s.To, within.to))
				}
			}
		}
		for k := range found {
			if found[k] {
				names[k] = append(names[k], l.name)
			}
		}
	}
	return names
}

// segmentsIn yields the segments of a clock that are partly within a span.
func segmentsIn(a *sla.ClockAccount, within span) func(yield func(*sla.Segment) bool) {
	return func(yield func(*sla.Segment) bool) {
		k, _ := slices.BinarySearchFunc(a.Segments, within.from, func(s sla.Segment, t time.Time) int {
			if !s.To.After(t) {
				return -1
			}
			return 1
		})
		for ; k < len(a.Segments) && a.Segments[k].From.Before(within.to); k++ {
			if !yield(&a.Segments[k]) {
				return
			}
		}
	}
}
