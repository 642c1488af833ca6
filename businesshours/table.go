package businesshours

import (
	"math/bits"
	"sync"
	"sync/atomic"
	"time"
)

// The open time since an origin, B(t), never falls, and every question about a
// calendar is one about B: Between(a, b) = B(b) - B(a), and Add(t, d) is the
// inverse of B at B(t) + d. A table holds B for a stretch of weeks: B at the beginning
// of each, and which of the few weeks of open spans that occur it is.
//
// The weeks are of UTC days, not local ones, so that no time zone is left in a table
// and schedules of several zones combine week by week. Instants are nanoseconds of
// Unix time, which reach beyond any that is asked about, and beyond the horizon of
// those.

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
	base  int64    // B at the beginning
	open  uint64   // how much it rises to the end: by more than a Duration holds, perhaps

	// byCount has, for each stretch of 2^countBits of B, the week that has the first of
	// it: about three to a week.
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
	weeks func(block int) *[blockWeeks]*week
}

// weekAt returns the index of the week of an instant, and which nanosecond of it that
// is.
func weekAt(t int64) (index int, nano int64) {
	const origin = originSecond * nanosPerSecond
	u := uint64(t) - uint64(origin&(1<<64-1))
	week := u / nanosPerWeek
	return int(week), int64(u - week*nanosPerWeek)
}

// weekStart returns when a week begins.
func weekStart(index int) int64 {
	return originSecond*nanosPerSecond + int64(index)*nanosPerWeek
}

// weekOf returns the index of the week of an instant.
func weekOf(t int64) int {
	index, _ := weekAt(t)
	return index
}

// has reports whether t has the week of an index.
func (t *table) has(index int) bool { return uint(index-t.first) < uint(len(t.weeks)-1) }

// locate returns a table that has the week of an instant, the index of that week in it,
// and the nanosecond of the week.
func (b *tabulator) locate(at int64) (t *table, i int, nano int64) {
	index, nano := weekAt(at)
	t = b.table.Load()
	if t == nil || !t.has(index) {
		t = b.extend(index)
	}
	return t, index - t.first, nano
}

// extend tabulates the week of an index, and all between it and what there is.
func (b *tabulator) extend(index int) *table {
	b.mu.Lock()
	defer b.mu.Unlock()
	old := b.table.Load()
	first := index / blockWeeks * blockWeeks
	end := first + blockWeeks
	if old != nil {
		before := old.first + len(old.weeks) - 1
		if end > before { // by an eighth at least, lest a step at a time copies it for each
			more := (before - old.first) / 8 / blockWeeks * blockWeeks
			end = max(end, min(before+more, weekOf(latestNano+horizon)/blockWeeks*blockWeeks))
		}
		first, end = min(first, old.first), max(end, before)
		if first == old.first && end == before {
			return old // another goroutine was faster
		}
	}
	t := &table{first: first, weeks: make([]tabled, end-first+1)}
	for i := 0; i < end-first; {
		if old != nil && first+i == old.first {
			i += copy(t.weeks[i:], old.weeks[:len(old.weeks)-1])
			continue
		}
		for _, w := range b.weeks((first + i) / blockWeeks) {
			t.weeks[i].week = w
			i++
		}
	}
	// B is counted from where the first table began, at its beginning the Unix time: it
	// falls behind that, but never so far as to leave the numbers that there are.
	if old == nil {
		t.weeks[0].base = weekStart(first)
	} else {
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
	weeks := len(t.weeks) - 1
	t.base = t.weeks[0].base
	t.open = uint64(t.weeks[weeks].base - t.base)
	t.countBits = uint(bits.Len64(t.open/uint64(weeks)/4) + 1)
	t.byCount = make([]uint16, t.open>>t.countBits+1)
	week := 0
	for k := range t.byCount {
		for week < weeks-1 && uint64(t.weeks[week+1].base-t.base) <= uint64(k)<<t.countBits {
			week++
		}
		t.byCount[k] = uint16(week)
	}
}

// count returns B at an instant, and whether that is open. It is locate and what
// follows, in one function: calls are half of what it would cost.
func (b *tabulator) count(at int64) (open int64, isOpen bool) {
	index, nano := weekAt(at)
	t := b.table.Load()
	if t == nil || !t.has(index) {
		t = b.extend(index)
	}
	w := &t.weeks[index-t.first]
	in, isOpen := w.week.at(nano)
	return w.base + in, isOpen
}

// between is Calendar.BetweenUnixNano also for instants beyond the bounds, by up to the
// horizon. It is count of both, in one function and from one table.
func (b *tabulator) between(from, to int64) time.Duration {
	i, start := weekAt(from)
	j, end := weekAt(to)
	t := b.table.Load()
	if t == nil || !t.has(i) || !t.has(j) {
		b.extend(i)
		t = b.extend(j)
	}
	v, w := &t.weeks[i-t.first], &t.weeks[j-t.first]
	before, _ := v.week.at(start)
	until, _ := w.week.at(end)
	return time.Duration(w.base + until - v.base - before)
}

// when returns the open instant at which B is n, or false if it is not from low to
// high, high excluded.
func (b *tabulator) when(n, low, high int64) (at int64, ok bool) {
	t := b.table.Load() // there is one, of which n was counted
	if uint64(n-t.base) >= t.open {
		return b.whenBeyond(t, n, low, high)
	}
	i := int(t.byCount[uint64(n-t.base)>>(t.countBits&63)])
	i += less(t.weeks[i+1].base, n+1)
	for t.weeks[i+1].base <= n {
		i++
	}
	w := &t.weeks[i]
	at = weekStart(t.first+i) + w.week.when(n-w.base)
	return at, uint64(at-low) < uint64(high-low)
}

// whenBeyond is when for what is not in t: in a table that reaches further, twice as far
// each time, up to the bounds.
func (b *tabulator) whenBeyond(t *table, n, low, high int64) (at int64, ok bool) {
	index, bound := t.first-len(t.weeks), weekOf(low)
	if n < t.base {
		index = max(index, bound)
	} else {
		bound = weekOf(high)
		index = min(t.first+2*len(t.weeks), bound)
	}
	if t.has(bound) {
		return 0, false
	}
	b.extend(index)
	return b.when(n, low, high)
}

// closing returns the first closed instant from an open one on, or false if it is not
// before high.
func (b *tabulator) closing(from, high int64) (at int64, ok bool) {
	for {
		t, i, nano := b.locate(from)
		start := weekStart(t.first + i)
		if end := t.weeks[i].week.closing(nano); end < nanosPerWeek {
			return start + end, start+end < high
		}
		if from = start + nanosPerWeek; from >= high {
			return 0, false
		}
	}
}
