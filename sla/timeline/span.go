package timeline

import (
	"slices"
	"time"
)

// A span is the time from one instant until another.
type span struct{ from, to time.Time }

func (s span) length() time.Duration { return s.to.Sub(s.from) }

// union returns the union of spans, in order.
func union(spans []span) []span {
	slices.SortStableFunc(spans, func(a, b span) int { return a.from.Compare(b.from) })
	var out []span
	for _, s := range spans {
		if n := len(out); n > 0 && !s.from.After(out[n-1].to) {
			out[n-1].to = later(out[n-1].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}

// without returns the parts of a span that are not in the busy spans, which are a union.
func without(within span, busy []span) []span {
	var out []span
	at := within.from
	for _, b := range busy {
		if at.Before(b.from) && b.from.Before(within.to) {
			out = append(out, span{at, b.from})
		}
		at = later(at, b.to)
	}
	if at.Before(within.to) {
		out = append(out, span{at, within.to})
	}
	return out
}

// later returns the later of two instants.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// earlier returns the earlier of two instants.
func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
