package businesshours

import (
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

	perSecond float64 // weeks for each second of B, on average
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

// covering returns a table that has the week of an index.
func (b *tabulator) covering(index int) *table {
	t := b.table.Load()
	if t == nil || uint(index-t.first) >= uint(len(t.weeks)-1) {
		t = b.extend(index)
	}
	return t
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
	if open := t.weeks[end-first].base - t.weeks[0].base; open > 0 {
		t.perSecond = float64(end-first) / float64(open)
	}
	b.table.Store(t)
	return t
}

// split returns the week of a Unix second, and the second of that week.
func split(unix int64) (index int, second int32) {
	u := uint64(unix - originSecond)
	index = int(u / secondsPerWeek)
	return index, int32(u - uint64(index)*secondsPerWeek)
}

// weekStart returns the Unix second at which a week begins.
func weekStart(index int) int64 { return originSecond + int64(index)*secondsPerWeek }

// at returns B at a Unix second, and whether that second is open.
func (b *tabulator) at(unix int64) (open int64, isOpen bool) {
	index, second := split(unix)
	t := b.covering(index)
	w := &t.weeks[index-t.first]
	in, isOpen := w.week.at(second)
	return w.base + int64(in), isOpen
}

// second returns the Unix second that is the n-th open one since the origin of B,
// or false if it is not from low to high, high excluded. It looks first near near.
func (b *tabulator) second(n int64, near, low, high int64) (unix int64, ok bool) {
	index, _ := split(near)
	earliest, _ := split(low)
	latest, _ := split(high)
	t := b.covering(index)
	for n > t.weeks[len(t.weeks)-1].base {
		end := t.first + len(t.weeks) - 1
		if weekStart(end) >= high {
			return 0, false
		}
		t = b.extend(min(end+len(t.weeks), latest)) // twice as far each time
	}
	for n <= t.weeks[0].base {
		if weekStart(t.first) <= low {
			return 0, false
		}
		t = b.extend(max(t.first-len(t.weeks), earliest))
	}
	i := t.find(n, index-t.first)
	w := &t.weeks[i]
	unix = weekStart(t.first+i) + int64(w.week.second(int32(n-w.base)))
	return unix, low <= unix && unix < high
}

// find returns the index of the week that has the n-th open second, guessing from
// that of a week near it.
func (t *table) find(n int64, near int) int {
	i := near + int(float64(n-1-t.weeks[near].base)*t.perSecond)
	i = min(max(i, 0), len(t.weeks)-2)
	for steps := 0; ; steps++ {
		switch {
		case steps == 8:
			return t.search(n)
		case n <= t.weeks[i].base:
			i--
		case n > t.weeks[i+1].base:
			i++
		default:
			return i
		}
	}
}

// search is find by bisection, for hours that vary much.
func (t *table) search(n int64) int {
	low, high := 0, len(t.weeks)-1 // the week is in [low, high)
	for high-low > 1 {
		if mid := (low + high) / 2; n > t.weeks[mid].base {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

// closing returns the first closed Unix second from the open second on, or false
// if it is not before high.
func (b *tabulator) closing(from, high int64) (unix int64, ok bool) {
	index, second := split(from)
	for {
		t := b.covering(index)
		end := t.weeks[index-t.first].week.closing(second)
		if end < secondsPerWeek {
			unix = weekStart(index) + int64(end)
			return unix, unix < high
		}
		index, second = index+1, 0
		if weekStart(index) >= high {
			return 0, false
		}
	}
}
