package businesshours

import (
	"math/bits"
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

	// maxBlocks is how many blocks there are: up to the horizon after Latest.
	maxBlocks = ((latestSecond-originSecond)/secondsPerDay+horizonDays)/7/blockWeeks + 1
)

// A table holds consecutive weeks of a calendar. It is immutable: when more weeks are
// needed, a larger table replaces it.
type table struct {
	first int      // index of the first week
	weeks []tabled // the last element only holds B at the end
	base  int64    // B at the start
	open  uint64   // total open time, which may exceed a Duration

	// byCount maps each stretch of 2^countBits nanoseconds of B to the week in which it
	// starts. There are about two stretches per week.
	byCount   []uint16
	countBits uint

	work []int64 // the work of building the weeks before each block, and at last of all
}

type tabled struct {
	base int64 // B at the start of the week
	week *week
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

// end returns the index of the week after the last.
func (t *table) end() int { return t.first + len(t.weeks) - 1 }

// has reports whether t contains the week with the given index.
func (t *table) has(index int) bool { return uint(index-t.first) < uint(len(t.weeks)-1) }

// index computes what a search needs, from the weeks. B is the Unix time at the start, so it
// never exceeds the Unix time, and does not overflow.
func (t *table) index() {
	weeks := len(t.weeks) - 1
	t.base = weekStart(t.first)
	t.weeks[0].base = t.base
	for i := range weeks {
		t.weeks[i+1].base = t.weeks[i].base + t.weeks[i].week.total
	}
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

// holds reports whether B reaches n within t.
func (t *table) holds(n int64) bool { return uint64(n-t.base) < t.open }

// locate returns a table that contains the week of an instant, the position of that week
// in the table, and the nanoseconds since the week's start.
func (b *tabulator) locate(at int64) (t *table, i int, nano int64) {
	index, nano := weekAt(at)
	t = b.table.Load()
	if t == nil || !t.has(index) {
		t = b.including(index, index)
	}
	return t, index - t.first, nano
}

// count returns B at an instant as a table has it, and whether the calendar is open then. It
// repeats the code of locate, because a call would double its cost.
func (b *tabulator) count(at int64) (t *table, open int64, isOpen bool) {
	index, nano := weekAt(at)
	t = b.table.Load()
	if t == nil || !t.has(index) {
		t = b.including(index, index)
	}
	w := &t.weeks[index-t.first]
	in, isOpen := w.week.at(nano)
	return t, w.base + in, isOpen
}

// between implements Calendar.BetweenUnixNano. Its instants may be out of range by up to
// the horizon. It repeats the code of count for both instants, with one table.
func (b *tabulator) between(from, to int64) time.Duration {
	i, start := weekAt(from)
	j, end := weekAt(to)
	t := b.table.Load()
	if t == nil || !t.has(i) || !t.has(j) {
		t = b.including(min(i, j), max(i, j))
	}
	v, w := &t.weeks[i-t.first], &t.weeks[j-t.first]
	before, _ := v.week.at(start)
	until, _ := w.week.at(end)
	return time.Duration(w.base + until - v.base - before)
}

// when returns the open instant at which B is n in t. It returns false if that instant is
// not in [low, high).
func (b *tabulator) when(t *table, n, low, high int64) (at int64, ok bool) {
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

// whenBeyond implements when for n outside t. It searches larger tables, up to the bounds.
func (b *tabulator) whenBeyond(t *table, n, low, high int64) (at int64, ok bool) {
	for !t.holds(n) {
		if t.ends(n, low, high) {
			return 0, false
		}
		t, n = b.farther(t, n, low, high, maxBlocks)
	}
	return b.when(t, n, low, high)
}

// ends reports whether t, which does not hold n, reaches as far in the direction of n as the
// bounds low and high.
func (t *table) ends(n, low, high int64) bool {
	if n < t.base {
		return t.has(weekOf(low))
	}
	return t.has(weekOf(high))
}

// farther returns a larger table than t, which does not hold n, and n as that table counts.
// It extends t by as many weeks as may be needed, but not beyond low and high, and by at most
// so many blocks.
func (b *tabulator) farther(t *table, n, low, high int64, blocks int) (*table, int64) {
	weeks := len(t.weeks) - 1
	missing := uint64(n-t.base) - t.open
	if n < t.base {
		missing = uint64(t.base - n)
	}
	more := blockWeeks * weeks // for lack of better knowledge
	if t.open > 0 {
		more = int(min(missing/max(t.open/uint64(weeks), 1), uint64(2*more)))
		more += more/32 + 2
	}
	more = min(max(more, blockWeeks), min(blocks, maxBlocks)*blockWeeks)
	first, last := t.first, t.end()-1
	if n < t.base {
		first = max(first-more, weekOf(low))
	} else {
		last = min(last+more, weekOf(high))
	}
	larger := b.including(first, last)
	return larger, n - t.base + larger.weeks[t.first-larger.first].base
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
