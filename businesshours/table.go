package businesshours

import (
	"math/bits"
	"sync"
	"sync/atomic"
	"time"
)

// Let B(t) be the open time from an origin to t. B never decreases, and it answers every
// question about a calendar: Between(a, b) = B(b) - B(a), and Add(t, d) is the inverse of
// B at B(t) + d. A table holds B for a run of weeks: the value of B at the start of each
// week, and a pointer to its open spans. Few distinct weeks occur, so they are shared.
//
// Weeks start on UTC days, not local ones. So a table has no time zone, and schedules in
// several zones combine week by week. Instants are int64 nanoseconds of Unix time, which
// cover all accepted instants and the horizon around them.

const (
	// originSecond is the start of week 0, 1848-09-17. That is more than the horizon before
	// Earliest.
	originSecond = -44_300 * secondsPerDay

	// blockWeeks is how many weeks are built together.
	blockWeeks = 16
)

// A table holds consecutive weeks of a calendar. It is immutable: when more weeks are
// needed, a larger table replaces it.
type table struct {
	first int      // index of the first week
	weeks []tabled // the last element only holds B at the end
	base  int64    // B at the start
	open  uint64   // total open time, which may exceed a Duration

	// byCount maps each stretch of 2^countBits nanoseconds of B to the week in which it
	// starts. There are about three stretches per week.
	byCount   []uint16
	countBits uint
}

type tabled struct {
	base int64 // B at the start of the week
	week *week
}

// A tabulator builds the table of a calendar as needed.
type tabulator struct {
	table atomic.Pointer[table]
	mu    *sync.Mutex // the set's mutex, held while building
	weeks func(block int) *[blockWeeks]*week
}

// weekAt returns the week that contains an instant, and the nanoseconds since its start.
func weekAt(t int64) (index int, nano int64) {
	const origin = originSecond * nanosPerSecond
	u := uint64(t) - uint64(origin&(1<<64-1))
	week := u / nanosPerWeek
	return int(week), int64(u - week*nanosPerWeek)
}

// weekStart returns the instant at which a week starts.
func weekStart(index int) int64 {
	return originSecond*nanosPerSecond + int64(index)*nanosPerWeek
}

// weekOf returns the index of the week that contains an instant.
func weekOf(t int64) int {
	index, _ := weekAt(t)
	return index
}

// has reports whether t contains the week with the given index.
func (t *table) has(index int) bool { return uint(index-t.first) < uint(len(t.weeks)-1) }

// locate returns a table that contains the week of an instant, the position of that week
// in the table, and the nanoseconds since the week's start.
func (b *tabulator) locate(at int64) (t *table, i int, nano int64) {
	index, nano := weekAt(at)
	t = b.table.Load()
	if t == nil || !t.has(index) {
		t = b.extend(index)
	}
	return t, index - t.first, nano
}

// extend extends the table to the week with the given index.
func (b *tabulator) extend(index int) *table {
	b.mu.Lock()
	defer b.mu.Unlock()
	old := b.table.Load()
	first := index / blockWeeks * blockWeeks
	end := first + blockWeeks
	if old != nil {
		before := old.first + len(old.weeks) - 1
		if end > before { // grow by at least an eighth, so that copying stays cheap
			more := (before - old.first) / 8 / blockWeeks * blockWeeks
			end = max(end, min(before+more, weekOf(latestNano+horizon)/blockWeeks*blockWeeks))
		}
		first, end = min(first, old.first), max(end, before)
		if first == old.first && end == before {
			return old // another goroutine extended it first
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
	// At the start of the first table, B is set to the Unix time. Elsewhere |B| is at most
	// the Unix time's distance, so B never overflows.
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

// count returns B at an instant, and whether the calendar is open then. It repeats the
// code of locate, because a call would double its cost.
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

// between implements Calendar.BetweenUnixNano. Its instants may be out of range by up to
// the horizon. It repeats the code of count for both instants, with one table.
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

// when returns the open instant at which B is n. It returns false if that instant is not
// in [low, high).
func (b *tabulator) when(n, low, high int64) (at int64, ok bool) {
	t := b.table.Load() // not nil, because the caller computed n from it
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

// whenBeyond implements when for n outside t. It searches larger tables, doubling the size
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

// closing returns the first closed instant after the open instant from. It returns false
// if that is not before high.
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
