package businesshours

import "math"

const (
	secondsPerWeek = 7 * secondsPerDay
	nanosPerSecond = 1_000_000_000
	nanosPerWeek   = secondsPerWeek * nanosPerSecond

	// A week is indexed by stretches of 2^bucketBits nanoseconds, some 2.4 hours.
	bucketBits = 43
	buckets    = nanosPerWeek>>bucketBits + 1
)

// A week is the open spans of seven UTC days. Weeks are interned: those of one Set
// that are equal are the same pointer.
type week struct {
	openings []opening // ahead of them one of no length, and after them one at the end of all time
	total    int64     // open nanoseconds

	// byTime has, for each bucket of the week, the last opening that is not after its
	// beginning; byCount the same for each bucket of its open time. Both may be short of
	// that: whoever asks looks on from there.
	byTime, byCount [buckets]uint8

	next *week // in the interner
}

// An opening is where an open span begins, in nanoseconds from the beginning of the week,
// and the open time of the week ahead of it. The span ends when that of the next
// opening is reached.
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

// at returns the open time of the week ahead of nanosecond t of it, and whether t is
// open.
func (w *week) at(t int64) (before int64, open bool) {
	i := w.openingAt(t)
	o, end := w.openings[i], w.openings[i+1].before
	before = o.before + t - o.at
	return min(before, end), before < end
}

// openingAt returns the last opening that is not after nanosecond t.
func (w *week) openingAt(t int64) int {
	i := int(w.byTime[t>>bucketBits])
	for w.openings[i+1].at <= t {
		i++
	}
	return i
}

// when returns the nanosecond of the week that has n open ones ahead of it and is open
// itself, n from 0 up to total.
func (w *week) when(n int64) int64 {
	i := int(w.byCount[n>>bucketBits])
	for w.openings[i+1].before <= n {
		i++
	}
	return w.openings[i].at + n - w.openings[i].before
}

// less returns 1 if a is less than b, else 0. It is for the first step of a search
// that often is the last: whether to take it is anyone's guess, also the processor's,
// so it is taken without a branch.
func less(a, b int64) int { return int(uint64(a-b) >> 63) }

// closing returns the first closed nanosecond of the week from t on, or nanosPerWeek if
// it stays open.
func (w *week) closing(t int64) int64 {
	i := w.openingAt(t)
	if _, open := w.at(t); !open {
		return t
	}
	return w.openings[i].at + w.openings[i+1].before - w.openings[i].before
}

// An interner keeps one copy of each week.
type interner struct {
	weeks map[uint64]*week // by hash; those with the same one follow each other
}

// week returns the week of spans that are in order and apart.
func (n *interner) week(spans hours) *week {
	hash := uint64(14695981039346656037) // FNV-1a, over whole numbers
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

// has reports whether the open spans of w are these.
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
