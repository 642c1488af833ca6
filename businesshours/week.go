package businesshours

import "math"

const (
	secondsPerWeek = 7 * secondsPerDay
	nanosPerSecond = 1_000_000_000
	nanosPerWeek   = secondsPerWeek * nanosPerSecond

	// The index of a week has buckets of 2^bucketBits nanoseconds, about 2.4 hours.
	bucketBits = 43
	buckets    = nanosPerWeek>>bucketBits + 1
)

// A week holds the open spans of seven UTC days. Weeks are interned: equal weeks of a Set
// are the same pointer.
type week struct {
	openings []opening // between an empty one at the start and one at the end of time
	total    int64     // total open nanoseconds

	// byTime maps each bucket of the week to the last opening at or before its start.
	// byCount does the same for buckets of open time. Entries may be too low, because they
	// are limited to 255: searches go forward from there.
	byTime, byCount [buckets]uint8

	next *week // next week with the same hash in the interner
}

// An opening is the start of an open span, in nanoseconds since the start of the week, and
// the open time of the week before it. The span is as long as the difference to the next
// opening's before.
type opening struct{ at, before int64 }

func newWeek(spans hours) *week {
	w := &week{openings: make([]opening, 1, len(spans)+2), total: int64(spans.total()) * nanosPerSecond}
	for _, s := range spans {
		w.openings = append(w.openings, opening{int64(s.start) * nanosPerSecond, int64(s.before) * nanosPerSecond})
	}
	w.openings = append(w.openings, opening{math.MaxInt64, w.total})
	i, k := 0, 0
	for b := range int64(buckets) {
		for w.openings[i+1].at <= b<<bucketBits {
			i++
		}
		for k < len(spans) && w.openings[k+1].before <= b<<bucketBits {
			k++
		}
		w.byTime[b], w.byCount[b] = uint8(min(i, math.MaxUint8)), uint8(min(k, math.MaxUint8))
	}
	return w
}

// at returns the open time of the week before nanosecond t, and whether t is open.
func (w *week) at(t int64) (before int64, open bool) {
	i := w.openingAt(t)
	o, end := w.openings[i], w.openings[i+1].before
	before = o.before + t - o.at
	return min(before, end), before < end
}

// openingAt returns the index of the last opening at or before nanosecond t.
func (w *week) openingAt(t int64) int {
	i := int(w.byTime[t>>bucketBits])
	for w.openings[i+1].at <= t {
		i++
	}
	return i
}

// when returns the open nanosecond of the week that has n open nanoseconds before it. n
// must be in [0, total).
func (w *week) when(n int64) int64 {
	i := int(w.byCount[n>>bucketBits])
	for w.openings[i+1].before <= n {
		i++
	}
	return w.openings[i].at + n - w.openings[i].before
}

// less returns 1 if a < b, and 0 otherwise, without a branch. It serves for the first step
// of a search, which a processor cannot predict.
func less(a, b int64) int { return int(uint64(a-b) >> 63) }

// closing returns the first closed nanosecond of the week at or after t, or nanosPerWeek
// if there is none.
func (w *week) closing(t int64) int64 {
	i := w.openingAt(t)
	if _, open := w.at(t); !open {
		return t
	}
	return w.openings[i].at + w.openings[i+1].before - w.openings[i].before
}

// An interner keeps one copy of each distinct week.
type interner struct {
	weeks map[uint64]*week // by hash; weeks with the same hash are linked
}

// week returns the week with the given spans.
func (n *interner) week(spans hours) *week {
	hash := uint64(14695981039346656037) // FNV-1a over integers
	for _, s := range spans {
		hash = (hash ^ uint64(s.start)<<32 ^ uint64(s.end)) * 1099511628211
	}
	for w := n.weeks[hash]; w != nil; w = w.next {
		if w.has(spans) {
			return w
		}
	}
	if n.weeks == nil {
		n.weeks = make(map[uint64]*week)
	}
	w := newWeek(spans)
	w.next = n.weeks[hash]
	n.weeks[hash] = w
	return w
}

// has reports whether w has exactly the given spans.
func (w *week) has(spans hours) bool {
	if len(w.openings) != len(spans)+2 || w.total != int64(spans.total())*nanosPerSecond {
		return false
	}
	for i, s := range spans {
		if w.openings[i+1] != (opening{int64(s.start) * nanosPerSecond, int64(s.before) * nanosPerSecond}) {
			return false
		}
	}
	return true
}
