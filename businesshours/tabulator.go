package businesshours

import (
	"slices"
	"sort"
	"sync"
	"sync/atomic"
)

const (
	// nearBlocks is how many blocks between a table and a week asked about are built as well,
	// so that there is one table for both.
	nearBlocks = 3

	// maxTables is how many tables of stretches far apart a calendar keeps.
	maxTables = 8

	// spareWork is how much work may be done beyond what a question needs.
	spareWork = 500_000
)

// A tabulator builds the tables of a calendar as needed. There are several if questions are
// about stretches of time that lie far apart.
type tabulator struct {
	table  atomic.Pointer[table]    // the longest one; nil if there is none yet
	tables atomic.Pointer[[]*table] // all of them, by time; no two of them overlap
	mu     *sync.Mutex              // the set's, held while building
	most   int                      // the most work that a block takes
	build  func(b *builder, number int) block
}

// including returns a table that contains the weeks with two indexes, first and last. Building
// what is missing extends a table nearby, or begins another.
func (b *tabulator) including(first, last int) *table {
	return b.includingNear(first, last, nearBlocks)
}

// includingNear is including for a number of blocks other than nearBlocks.
func (b *tabulator) includingNear(first, last, blocks int) *table {
	if t := b.existing(first, last); t != nil {
		return t
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if t := b.existing(first, last); t != nil {
		return t // another goroutine built it first
	}
	return b.extend(first, last, min(blocks, spareWork/b.most)*blockWeeks)
}

// existing returns a table that contains the weeks with two indexes, or nil.
func (b *tabulator) existing(first, last int) *table {
	all := b.all()
	if i := sort.Search(len(all), func(i int) bool { return all[i].end() > first }); i < len(all) && all[i].has(first) && all[i].has(last) {
		return all[i]
	}
	return nil
}

// all returns all tables.
func (b *tabulator) all() []*table {
	if all := b.tables.Load(); all != nil {
		return *all
	}
	return nil
}

// extend builds a table that contains the weeks from first to last, and the weeks of the tables
// that are not farther from these than near. The set's mutex must be held.
func (b *tabulator) extend(first, last, near int) *table {
	all := b.all()
	first, end := first/blockWeeks*blockWeeks, (last/blockWeeks+1)*blockWeeks
	from := sort.Search(len(all), func(i int) bool { return all[i].end()+near >= first })
	to := sort.Search(len(all), func(i int) bool { return all[i].first-near > end })
	if joined := all[from:to]; len(joined) > 0 {
		// Grow by at least an eighth, so that copying stays cheap, unless building is not.
		low, high := joined[0].first, joined[len(joined)-1].end()
		more := min((high-low)/8/blockWeeks, spareWork/b.most) * blockWeeks
		if end > high {
			end = max(end, min(high+more, after(all, to)))
		}
		if first < low {
			first = min(first, max(low-more, before(all, from)))
		}
		first, end = min(first, low), max(end, high)
	}
	t := b.join(first, end, all[from:to])
	all = slices.Concat(all[:from], []*table{t}, all[to:])
	if len(all) > maxTables {
		longest := b.table.Load()
		all = slices.DeleteFunc(all, func(u *table) bool { return u != t && u != longest })
	}
	b.tables.Store(&all)
	if longest := b.table.Load(); longest == nil || len(longest.weeks) <= len(t.weeks) {
		b.table.Store(t)
	}
	return t
}

// before returns the first week that a table may grow to, before that with an index in all.
func before(all []*table, i int) int {
	if i == 0 {
		return 0
	}
	return all[i-1].end()
}

// after returns the end of the weeks that a table may grow to, before that with an index in all.
func after(all []*table, i int) int {
	if i == len(all) {
		return maxBlocks * blockWeeks
	}
	return all[i].first
}

// join returns a table of the weeks [first, end), which are whole blocks. It takes those of
// other tables, which lie within, from there.
func (b *tabulator) join(first, end int, known []*table) *table {
	t := &table{first: first, weeks: make([]tabled, end-first+1), work: make([]int64, 1, (end-first)/blockWeeks+1)}
	var builder builder
	for i := first; i < end; {
		sum := t.work[len(t.work)-1]
		if len(known) > 0 && i == known[0].first {
			k := known[0]
			known = known[1:]
			i += copy(t.weeks[i-first:], k.weeks[:len(k.weeks)-1])
			for _, work := range k.work[1:] {
				t.work = append(t.work, sum+work)
			}
			continue
		}
		built := b.build(&builder, i/blockWeeks)
		for _, w := range built.weeks {
			t.weeks[i-first].week = w
			i++
		}
		t.work = append(t.work, sum+int64(built.work))
	}
	t.index()
	return t
}
