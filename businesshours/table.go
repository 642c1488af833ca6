package businesshours

import (
	"math/bits"
	"sync"
	"sync/atomic"
)

// The open time since an origin, B(t), never falls, and every question about a
// calendar is one about B: Between(a, b) = B(b) - B(a), and Add(t, d) is the
// inverse of B at B(t) + d. A table holds B for a stretch of weeks: B at the beginning
// of each, and which of the few weeks of open spans that occur it is. Opening hours
// change on whole seconds only, so B is kept in seconds, and a fraction of a second
// is open or closed with its second.
//
// The weeks are of UTC days, not local ones, so that no time zone is left in a table
// and schedules of several zones combine week by week.

const (
	// originSecond is where week 0 begins, earlier than the horizon before the first
	// instant that is accepted: 1848-09-17.
	originSecond = -44_300 * secondsPerDay

	// blockWeeks is how many weeks are tabulated together.
	blockWeeks = 16
)

// A table is the weeks of a calendar from index first on. It is immutable: as a
// calendar is asked about more of the time line, a larger table takes its place.
type table struct {
	first int
	weeks []tabled // and after the last one, B at its end

	// byCount has, for each stretch of 2^countBits seconds of B, the week that has the
	// first of them: about three to a week.
	byCount   []uint16
	countBits uint
}

type tabled struct {
	base int64 // B at the beginning
	week *week
}

// A tabulator builds the table of a calendar, as far as it is asked for.
type tabulator struct {
	table atomic.Pointer[table]
	mu    *sync.Mutex // of the set, held while building
	build func(block int) *[blockWeeks]*week
}

// locate returns a table that has the week of a Unix second, the index of that week
// in it, and the second of the week.
func (b *tabulator) locate(unix int64) (t *table, i int, second int32) {
	index, second := weekAt(unix)
	t = b.table.Load()
	if t == nil || !t.has(index) {
		t = b.extend(index)
	}
	return t, index - t.first, second
}

// weekAt returns the index of the week of a Unix second, and which second of it that
// is.
func weekAt(unix int64) (index int, second int32) {
	u := uint64(unix - originSecond)
	week := u / secondsPerWeek
	return int(week), int32(u - week*secondsPerWeek)
}

// extend tabulates the week of an index, and all between it and what there is.
func (b *tabulator) extend(index int) *table {
	b.mu.Lock()
	defer b.mu.Unlock()
	old := b.table.Load()
	first := index / blockWeeks * blockWeeks
	end := first + blockWeeks
	if old != nil {
		first, end = min(first, old.first), max(end, old.first+len(old.weeks)-1)
		if first == old.first && end == first+len(old.weeks)-1 {
			return old // another goroutine was faster
		}
	}
	t := &table{first: first, weeks: make([]tabled, end-first+1)}
	for i := 0; i < end-first; {
		if old != nil && first+i == old.first {
			i += copy(t.weeks[i:], old.weeks[:len(old.weeks)-1])
			continue
		}
		for _, w := range b.build((first + i) / blockWeeks) {
			t.weeks[i].week = w
			i++
		}
	}
	// B is counted from where the first table began.
	if old != nil {
		t.weeks[0].base = old.weeks[0].base
		for i := range old.first - first {
			t.weeks[0].base -= t.weeks[i].week.total
		}
	}
	for i := range end - first {
		t.weeks[i+1].base = t.weeks[i].base + t.weeks[i].week.total
	}
	t.index()
	b.table.Store(t)
	return t
}

// index builds byCount.
func (t *table) index() {
	weeks := int64(len(t.weeks) - 1)
	open := t.weeks[weeks].base - t.weeks[0].base
	t.countBits = uint(bits.Len64(uint64(open/weeks/4)) + 1)
	t.byCount = make([]uint16, open>>t.countBits+1)
	week := 0
	for k := range t.byCount {
		for week < len(t.weeks)-2 && t.weeks[week+1].base-t.weeks[0].base <= int64(k)<<t.countBits {
			week++
		}
		t.byCount[k] = uint16(week)
	}
}

// weekStart returns the Unix second at which a week begins.
func weekStart(index int) int64 { return originSecond + int64(index)*secondsPerWeek }

// weekOf returns the week of a Unix second.
func weekOf(unix int64) int {
	index, _ := weekAt(unix)
	return index
}

// at returns B at a Unix second, and whether that second is open. It is locate and what
// follows, in one function: calls are half of what it would cost.
func (b *tabulator) at(unix int64) (open int64, isOpen bool) {
	index, second := weekAt(unix)
	t := b.table.Load()
	if t == nil || !t.has(index) {
		t = b.extend(index)
	}
	w := &t.weeks[index-t.first]
	in, isOpen := w.week.at(second)
	return w.base + int64(in), isOpen
}

// second returns the Unix second that is the n-th open one since the origin of B,
// or false if that is not in t.
func (t *table) second(n int64) (unix int64, ok bool) {
	if n <= t.weeks[0].base || n > t.weeks[len(t.weeks)-1].base {
		return 0, false
	}
	i := int(t.byCount[(n-1-t.weeks[0].base)>>t.countBits])
	i += less(t.weeks[i+1].base, n)
	for n > t.weeks[i+1].base {
		i++
	}
	w := &t.weeks[i]
	return weekStart(t.first+i) + int64(w.week.second(int32(n-w.base))), true
}

// second returns the Unix second that is the n-th open one since the origin of B,
// or false if it is not from low to high, high excluded. The table t is a part of it.
func (b *tabulator) second(t *table, n, low, high int64) (unix int64, ok bool) {
	if unix, ok = t.second(n); !ok {
		unix, ok = b.secondBeyond(t, n, low, high)
	}
	return unix, ok && low <= unix && unix < high
}

// secondBeyond is second where that is not in t. It looks twice as far each time, up
// to the bounds.
func (b *tabulator) secondBeyond(t *table, n, low, high int64) (unix int64, ok bool) {
	for {
		index := t.first + 2*len(t.weeks)
		bound := weekOf(high)
		if n <= t.weeks[0].base {
			index, bound = t.first-len(t.weeks), weekOf(low)
			index = max(index, bound)
		} else {
			index = min(index, bound)
		}
		if t.has(bound) {
			return 0, false
		}
		t = b.extend(index)
		if unix, ok = t.second(n); ok {
			return unix, true
		}
	}
}

// has reports whether t has the week of an index.
func (t *table) has(index int) bool { return uint(index-t.first) < uint(len(t.weeks)-1) }

// closing returns the first closed Unix second from the open second on, or false
// if it is not before high.
func (b *tabulator) closing(from, high int64) (unix int64, ok bool) {
	for {
		t, i, second := b.locate(from)
		start := weekStart(t.first + i)
		if end := t.weeks[i].week.closing(second); end < secondsPerWeek {
			unix = start + int64(end)
			return unix, unix < high
		}
		if from = start + secondsPerWeek; from >= high {
			return 0, false
		}
	}
}
