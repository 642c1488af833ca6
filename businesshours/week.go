package businesshours

import (
	"math"
	"slices"
)

const (
	secondsPerWeek = 7 * secondsPerDay

	// A week is indexed by stretches of 2^bucketBits seconds.
	bucketBits = 13
	buckets    = secondsPerWeek>>bucketBits + 1
)

// A week is the open spans of seven UTC days, in seconds from the beginning. Weeks
// are interned: those of one Set that are equal are the same pointer.
type week struct {
	spans []span // and after the last one a closed one, at the end of all time
	total int64

	// byTime has, for each bucket of the week, the first span that ends in or after
	// it; byCount, for each bucket of its open seconds, the span that has the first of
	// them. Both may be short of that: whoever asks looks on from there.
	byTime, byCount [buckets]uint8

	next *week // in the interner
}

func newWeek(spans hours) *week {
	total := spans.total()
	w := &week{spans: append(spans, span{secondsPerWeek, math.MaxInt32, total}), total: int64(total)}
	i, k := 0, 0
	for b := range buckets {
		for w.spans[i].end <= int32(b<<bucketBits) {
			i++
		}
		w.byTime[b] = uint8(min(i, math.MaxUint8))
		for k+1 < len(spans) && w.spans[k+1].before <= int32(b<<bucketBits) {
			k++
		}
		w.byCount[b] = uint8(min(k, math.MaxUint8))
	}
	return w
}

// open returns the open spans of the week.
func (w *week) open() hours { return w.spans[:len(w.spans)-1] }

// at returns the open time of the week ahead of second s, and whether s is open.
func (w *week) at(s int32) (before int32, open bool) {
	i := w.spanAt(s)
	return w.spans[i].before + max(s-w.spans[i].start, 0), s >= w.spans[i].start
}

// spanAt returns the first span that ends after second s.
func (w *week) spanAt(s int32) int {
	i := int(w.byTime[s>>bucketBits])
	i += less(int64(w.spans[i].end), int64(s)+1)
	for s >= w.spans[i].end {
		i++
	}
	return i
}

// second returns the second of the week that is its n-th open one, n from 1 to total.
func (w *week) second(n int32) int32 {
	i := int(w.byCount[(n-1)>>bucketBits])
	i += less(int64(w.spans[i+1].before), int64(n))
	for n > w.spans[i+1].before {
		i++
	}
	return w.spans[i].start + n - w.spans[i].before - 1
}

// less returns 1 if a is less than b, else 0. It is for the first step of a search
// that often is the last: whether to take it is anyone's guess, also the processor's,
// so it is taken without a branch.
func less(a, b int64) int { return int(uint64(a-b) >> 63) }

// closing returns the first closed second of the week from s on, or secondsPerWeek
// if it stays open.
func (w *week) closing(s int32) int32 {
	i := w.spanAt(s)
	if s < w.spans[i].start {
		return s
	}
	return w.spans[i].end
}

// An interner keeps one copy of each week.
type interner struct {
	weeks map[uint64]*week // by hash; those with the same one follow each other
}

// week returns the week of spans that are in order and apart, and keeps them.
func (n *interner) week(spans hours) *week {
	hash := uint64(14695981039346656037) // FNV-1a, over whole numbers
	for _, s := range spans {
		hash = (hash ^ uint64(s.start)<<32 ^ uint64(s.end)) * 1099511628211
	}
	for w := n.weeks[hash]; w != nil; w = w.next {
		if slices.Equal(w.open(), spans) {
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
