package businesshours

import (
	"sort"
	"sync"
	"sync/atomic"
)

// The open time since an origin, B(t), never falls, and every question about a
// calendar is one about B: Between(a, b) = B(b) - B(a), and Add(t, d) is the
// inverse of B at B(t) + d. A table holds B: for each chunk of days B at its
// beginning, and in a chunk, for each UTC day, the open time ahead of it and which
// of the few patterns of open spans that occur it has. Opening hours change on
// whole seconds only, so B is kept in seconds, and a fraction of a second is open
// or closed with its second.
//
// The grid is UTC days, not local ones, so that no time zone is left in a table
// and schedules of several zones combine day by day.

const (
	chunkDays    = 128 // so that an entry fits in 32 bits
	chunkSeconds = chunkDays * secondsPerDay
	patternBits  = 7 // a chunk has at most one pattern for each day

	// originDay is where chunk 0 begins, earlier than the horizon before the first
	// instant that is accepted.
	originDay = -44_300 // 1848-09-17
)

const originSecond = originDay * secondsPerDay

// A pattern is the open spans of a UTC day. Those of one Set are interned: equal
// patterns are the same pointer.
type pattern struct {
	spans hours
	total int32
}

// at returns the open time of the day ahead of second s, and whether s is open.
func (p *pattern) at(s int32) (before int32, open bool) {
	spans := p.spans
	if len(spans) > 8 {
		// The first that ends after s.
		i := sort.Search(len(spans), func(i int) bool { return spans[i].end > s })
		spans = spans[i:]
	}
	for i := range spans {
		if s < spans[i].end {
			if s < spans[i].start {
				return spans[i].before, false
			}
			return spans[i].before + s - spans[i].start, true
		}
	}
	return p.total, false
}

// second returns the second of the day that is its n-th open one, n from 1 to total.
func (p *pattern) second(n int32) int32 {
	spans := p.spans
	if len(spans) > 8 {
		// The last with fewer than n open seconds ahead of it.
		i := sort.Search(len(spans), func(i int) bool { return spans[i].before >= n }) - 1
		spans = spans[i:]
	}
	s := spans[0]
	for _, next := range spans[1:] {
		if next.before >= n {
			break
		}
		s = next
	}
	return s.start + n - s.before - 1
}

// A chunk is chunkDays UTC days. An entry is the open seconds of the chunk ahead
// of its day, and in the low bits the index of its pattern.
type chunk struct {
	base     int64 // B at the beginning
	total    int64
	entries  [chunkDays]uint32
	patterns []*pattern
}

func (c *chunk) day(i int) (before int64, p *pattern) {
	e := c.entries[i]
	return c.base + int64(e>>patternBits), c.patterns[e&(1<<patternBits-1)]
}

// A table is the chunks of a calendar from index first on. It is immutable: as a
// calendar is asked about more of the time line, a larger table takes its place.
// Where only B is known of a chunk yet, its element is nil.
type table struct {
	first  int
	bases  []int64 // B at the beginning of each chunk, and at the end of the last
	chunks []*chunk
}

// chunk returns chunk index, or nil if it has not been built.
func (t *table) chunk(index int) *chunk {
	if t != nil {
		if i := index - t.first; uint(i) < uint(len(t.chunks)) {
			return t.chunks[i]
		}
	}
	return nil
}

// A tabulator builds the table of a calendar, as far as it is asked for.
type tabulator struct {
	table atomic.Pointer[table]
	mu    *sync.Mutex            // of the set, held while building
	build func(index int) *chunk // with base 0
}

// chunk returns chunk index, building it if need be.
func (b *tabulator) chunk(index int) *chunk {
	if c := b.table.Load().chunk(index); c != nil {
		return c
	}
	return b.extend(index)
}

// extend puts chunk index into the table, and B of all that lies between it and
// what the table has.
func (b *tabulator) extend(index int) *chunk {
	b.mu.Lock()
	defer b.mu.Unlock()
	old := b.table.Load()
	if c := old.chunk(index); c != nil {
		return c // another goroutine was faster
	}
	c := b.build(index)
	if old == nil {
		b.table.Store(&table{first: index, bases: []int64{0, c.total}, chunks: []*chunk{c}})
		return c
	}
	first, end := min(old.first, index), max(old.first+len(old.chunks), index+1)
	t := &table{first: first, bases: make([]int64, end-first+1), chunks: make([]*chunk, end-first)}
	at := old.first - first
	copy(t.bases[at:], old.bases)
	copy(t.chunks[at:], old.chunks)
	total := func(i int) int64 {
		if first+i == index {
			return c.total
		}
		return b.build(first + i).total
	}
	for i := at - 1; i >= 0; i-- {
		t.bases[i] = t.bases[i+1] - total(i)
	}
	for i := at + len(old.chunks); i < len(t.chunks); i++ {
		t.bases[i+1] = t.bases[i] + total(i)
	}
	c.base = t.bases[index-first]
	t.chunks[index-first] = c
	b.table.Store(t)
	return c
}

// split returns the chunk, the day in it and the second of that day of a Unix
// second.
func split(unix int64) (index, day int, second int32) {
	u := uint64(unix - originSecond)
	d := u / secondsPerDay
	return int(d / chunkDays), int(d % chunkDays), int32(u - d*secondsPerDay)
}

// at returns B at a Unix second, and whether that second is open.
func (b *tabulator) at(unix int64) (open int64, isOpen bool) {
	index, day, second := split(unix)
	before, p := b.chunk(index).day(day)
	in, isOpen := p.at(second)
	return before + int64(in), isOpen
}

// second returns the Unix second that is the n-th open one since the origin of B,
// or false if it is not between the Unix seconds low and high.
func (b *tabulator) second(n, low, high int64) (unix int64, ok bool) {
	t := b.table.Load()
	for n > t.bases[len(t.bases)-1] {
		if index := t.first + len(t.chunks); chunkStart(index) <= high {
			b.extend(index)
			t = b.table.Load()
			continue
		}
		return 0, false
	}
	for n <= t.bases[0] {
		if index := t.first - 1; chunkStart(index+1) > low {
			b.extend(index)
			t = b.table.Load()
			continue
		}
		return 0, false
	}
	i := t.find(n)
	c := t.chunks[i]
	if c == nil {
		c = b.extend(t.first + i)
	}
	day := c.find(n - c.base)
	before, p := c.day(day)
	unix = chunkStart(t.first+i) + int64(day)*secondsPerDay + int64(p.second(int32(n-before)))
	return unix, low <= unix && unix < high
}

// find returns the index of the chunk that has the n-th open second.
func (t *table) find(n int64) int {
	return sort.Search(len(t.chunks), func(i int) bool { return t.bases[i+1] >= n })
}

// find returns the day of the chunk's n-th open second.
func (c *chunk) find(n int64) int {
	return sort.Search(chunkDays-1, func(i int) bool { return int64(c.entries[i+1]>>patternBits) >= n })
}

func chunkStart(index int) int64 { return originSecond + int64(index)*chunkSeconds }
