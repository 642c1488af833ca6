package businesshours

import (
	"errors"
	"time"
)

// ErrTooMuchWork means that a question would take more work than a [Meter] allows.
var ErrTooMuchWork = errors.New("businesshours: more work than allowed")

// A Meter limits the work of building tables for many calendars together. Use it if somebody else
// chooses schedules and instants: the first questions about a thousand schedules, each about a
// century, take seconds and hundreds of megabytes. [Meter.Of] makes a calendar whose questions
// are metered.
//
// Work is counted in steps. A step stands for about six nanoseconds, and for less than two bytes.
// The first question about a calendar and a year takes some 6,000 steps, depending on how much
// the weeks differ, and later ones none. What counts is what the meter was asked since
// [Meter.Reset], not what others have asked: whether a question is refused depends only on the
// questions before it. Once one was refused, all are that take more work.
//
// The calendars must be of one set. The zero value allows no work. A Meter must not be used by
// several goroutines at once, nor copied after use.
type Meter struct {
	left int64      // negative if more was needed than was left
	all  []Metered  // by number of the calendar
	used []*Metered // those with any work that was counted
}

// A Metered is a [Calendar] whose questions a [Meter] counts. Its own methods answer as those of
// the calendar do, if that does not take too much work. The calendar's other methods are not
// metered.
type Metered struct {
	*Calendar
	meter *Meter

	// Where the time lies whose work was counted: from low on, for so many nanoseconds. It is
	// that of weeks[0].
	low   int64
	width uint64

	weeks [2]stretch // blocks whose work was counted, in two stretches
	dates stretch    // blocks whose business days were counted
}

// A stretch is the blocks from low up to, but not including, high.
type stretch struct{ low, high uint16 }

func (s stretch) empty() bool { return s.low >= s.high }

// covers reports whether the blocks of u are in s.
func (s stretch) covers(u stretch) bool { return s.low <= u.low && u.high <= s.high }

// touches reports whether s and u overlap, or one begins where the other ends.
func (s stretch) touches(u stretch) bool {
	return !s.empty() && s.low <= u.high && u.low <= s.high
}

// and returns the blocks from the first of s and u to the last.
func (s stretch) and(u stretch) stretch { return stretch{min(s.low, u.low), max(s.high, u.high)} }

// work returns the work of the blocks of s that t has.
func (s stretch) work(t *table) int64 {
	first, end := uint16(t.first/blockWeeks), uint16(t.end()/blockWeeks)
	low, high := max(s.low, first), min(s.high, end)
	if low >= high {
		return 0
	}
	return t.work[high-first] - t.work[low-first]
}

// blocksOf returns the blocks from one instant to another.
func blocksOf(a, b int64) stretch {
	return stretch{uint16(weekOf(min(a, b)) / blockWeeks), uint16(weekOf(max(a, b))/blockWeeks + 1)}
}

// Reset forgets all questions, and allows so many steps of work.
func (m *Meter) Reset(steps int) {
	m.left = int64(steps)
	for _, h := range m.used {
		*h = Metered{Calendar: h.Calendar, meter: m}
	}
	m.used = m.used[:0]
}

// Left returns how many steps of work are left. It is negative if a question was refused.
func (m *Meter) Left() int { return int(m.left) }

// Of returns a calendar whose questions m counts. It is valid as long as m, and the same for the
// same calendar.
func (m *Meter) Of(c *Calendar) *Metered {
	if c.number >= len(m.all) {
		m.all = make([]Metered, len(c.set.calendars))
	}
	h := &m.all[c.number]
	if h.Calendar == nil {
		h.Calendar, h.meter = c, m
	}
	return h
}

// covers reports whether the work of a block was counted, as far as is known at once.
func (h *Metered) covers(t int64) bool { return uint64(t-h.low) < h.width }

// BetweenUnixNano is [Calendar.BetweenUnixNano]. It returns 0 if that takes too much work.
func (h *Metered) BetweenUnixNano(a, b int64) time.Duration {
	if !h.covers(a) || !h.covers(b) {
		a, b = min(max(a, earliestNano), latestNano), min(max(b, earliestNano), latestNano)
		if !h.visit(blocksOf(a, b)) {
			return 0
		}
	}
	return h.between(a, b)
}

// AddUnixNano is [Calendar.AddUnixNano]. It returns [ErrTooMuchWork] if that takes too much work.
func (h *Metered) AddUnixNano(t int64, d time.Duration) (int64, error) {
	if d == 0 || d < -horizon || d > horizon || t < earliestNano || t > latestNano {
		return h.Calendar.AddUnixNano(t, d) // which is no work
	}
	if !h.covers(t) && !h.visit(blocksOf(t, t)) {
		return 0, ErrTooMuchWork
	}
	tab, n, _ := h.count(t)
	forward := int64(less(0, int64(d)))
	n += int64(d) - forward
	if tab.holds(n) {
		if u, ok := h.when(tab, n, t-horizon, t+horizon); ok && h.covers(u) {
			return u + forward, nil
		}
	}
	u, err := h.find(tab, t, n, t-horizon, t+horizon)
	return u + forward, err
}

// Open is [Calendar.Open]. It returns false if that takes too much work: more than a block of 16
// weeks does.
func (h *Metered) Open(t time.Time) bool {
	at := clamp(t)
	if !h.covers(at) && !h.visit(blocksOf(at, at)) {
		return false
	}
	_, _, open := h.count(at)
	return open
}

// NextOpen is [Calendar.NextOpen]. It returns [ErrTooMuchWork] if that takes too much work.
func (h *Metered) NextOpen(t time.Time) (time.Time, error) {
	if !InRange(t) {
		return time.Time{}, outOfRange(t)
	}
	at := t.UnixNano()
	if !h.covers(at) && !h.visit(blocksOf(at, at)) {
		return time.Time{}, ErrTooMuchWork
	}
	tab, n, open := h.count(at)
	if open {
		return t, nil
	}
	u, err := h.find(tab, at, n, at, at+horizon)
	if err != nil {
		return time.Time{}, err
	}
	return timeOf(u, t.Location()), nil
}

// Allow is [Calendar.Allow]. It returns [ErrTooMuchWork] if that takes too much work.
func (h *Metered) Allow(start time.Time, b BusinessDays) (Allowance, error) {
	if !InRange(start) {
		return Allowance{}, outOfRange(start)
	}
	from, days := start.UnixNano(), min(b.Days, horizonDays)
	for ahead := 32 + days + days/2; ; ahead *= 2 {
		ahead = min(ahead, horizonDays)
		way := blocksOf(from, from+int64(ahead+2)*nanosPerDay)
		if !h.visit(way) || !h.visitDates(way) {
			return Allowance{}, ErrTooMuchWork
		}
		if a, ok := h.allow(start, b, ahead); ok {
			return a, nil
		}
		if ahead == horizonDays {
			return Allowance{}, ErrNotWithinHorizon
		}
	}
}

// find is Calendar.when, for a search that begins at an instant whose block was visited.
func (h *Metered) find(t *table, at, n, low, high int64) (int64, error) {
	bound := high
	if n < t.base {
		bound = low
	}
	for !t.holds(n) && !t.ends(n, low, high) {
		edge := max(weekStart(t.first), min(bound, weekStart(t.end())-1))
		left := h.meter.left - h.price(t, blocksOf(at, edge))
		if left < 0 {
			h.meter.left = -1
			return 0, ErrTooMuchWork
		}
		t, n = h.farther(t, n, low, high, int(max(1, left/int64(h.most))))
	}
	u, ok := int64(0), false
	if t.holds(n) {
		if u, ok = h.when(t, n, low, high); ok {
			bound = u
		}
	}
	switch {
	case !h.visit(blocksOf(at, bound)):
		return 0, ErrTooMuchWork
	case !ok:
		return 0, ErrNotWithinHorizon
	}
	return u, nil
}

// visit counts the work of blocks, unless it was counted before. It builds them as it goes, and
// returns false if that is too much work.
func (h *Metered) visit(way stretch) bool {
	if h.weeks[0].covers(way) || h.weeks[1].covers(way) {
		return true
	}
	if h.meter.left < 0 {
		return false
	}
	first, last := int(way.low)*blockWeeks, int(way.high)*blockWeeks-1
	t := h.table.Load()
	if t == nil || !t.has(first) || !t.has(last) {
		if t = h.build(way); t == nil {
			return false
		}
	}
	return h.pay(h.price(t, way)) && h.add(way)
}

// pay counts work, and returns false if it is too much.
func (h *Metered) pay(work int64) bool {
	if work > h.meter.left {
		h.meter.left = -1
		return false
	}
	h.meter.left -= work
	return true
}

// build returns a table that has some blocks. It builds them as it goes, and returns nil if that
// is too much work.
func (h *Metered) build(way stretch) *table {
	first, last := int(way.low)*blockWeeks, int(way.high)*blockWeeks-1
	t := h.existing(first, last)
	left := h.meter.left
	for high := int(way.low); t == nil || !t.has(last); {
		high = min(high+int(max(1, left/int64(h.most))), int(way.high))
		t = h.includingNear(first, high*blockWeeks-1, 0)
		if left = h.meter.left - h.price(t, stretch{way.low, uint16(high)}); left < 0 {
			h.meter.left = -1
			return nil
		}
	}
	return t
}

// price returns the work of those of some blocks that were not visited. t must have them.
func (h *Metered) price(t *table, way stretch) int64 {
	work := way.work(t)
	for _, s := range h.weeks {
		if s.empty() {
			continue
		}
		work -= stretch{max(s.low, way.low), min(s.high, way.high)}.work(t)
	}
	return work
}

// add adds blocks that were visited. Of stretches that do not touch, only the longer one is kept
// beside it. It returns true.
func (h *Metered) add(way stretch) bool {
	if h.width == 0 {
		h.meter.used = append(h.meter.used, h)
	}
	for i, s := range h.weeks {
		if s.touches(way) {
			way, h.weeks[i] = way.and(s), stretch{}
		}
	}
	longer := h.weeks[0] // it always is, unless it has just become a part of way
	if longer.empty() {
		longer = h.weeks[1]
	}
	if longer.high-longer.low > way.high-way.low {
		way, longer = longer, way
	}
	h.weeks = [2]stretch{way, longer}
	h.low = max(weekStart(int(way.low)*blockWeeks), earliestNano)
	h.width = uint64(min(weekStart(int(way.high)*blockWeeks)-1, latestNano)) - uint64(h.low) + 1
	return true
}

// visitDates counts the work of finding the business days of blocks that were visited, unless it
// was counted before. It returns false if that is too much work.
func (h *Metered) visitDates(way stretch) bool {
	s := &h.dates
	if s.covers(way) {
		return true
	}
	if !s.touches(way) {
		*s = stretch{way.low, way.low}
	}
	all := s.and(way)
	more := int64(all.high - all.low - (s.high - s.low))
	*s = all
	return h.pay(more * 7 * blockWeeks * workOfDate)
}
