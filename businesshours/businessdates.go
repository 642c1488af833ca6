package businesshours

import (
	"math"
	"slices"
	"time"
)

// In this file a date is the number of days since 1970-01-01, in the calendar's zone.

// A room is memory for the segments around a few dates.
type room [3]segment

// about returns the segments that cover the dates [first, end), and a day on each side.
func (c *Calendar) about(r *room, first, end int) []segment {
	return segments(r[:0], c.location, int64(first-1)*secondsPerDay, int64(end+1)*secondsPerDay)
}

// openOn returns the open time of a date at or after from, while the wall clock reads less
// than until, in nanoseconds since midnight. The segments must cover the date.
func (c *Calendar) openOn(segs []segment, date int, until, from int64) (open time.Duration) {
	for _, s := range segs {
		midnight := (int64(date)*secondsPerDay - s.offset) * nanosPerSecond
		begin := max(midnight, s.start*nanosPerSecond, from)
		if end := min(midnight+until, s.end*nanosPerSecond); begin < end {
			open += c.between(begin, end)
		}
	}
	return open
}

// businessDates lists the dates in [first, end) that have open time. It is immutable. When
// more dates are needed, a longer list replaces it and may share its memory.
type businessDates struct {
	first, end int
	dates      []int32
}

// businessDay returns the n-th business day after a date. It returns false if that day is
// after limit.
func (c *Calendar) businessDay(after, n, limit int) (date int, ok bool) {
	for known := c.businessDates.Load(); ; known = c.moreDates(known, after+1, limit+1) {
		if known != nil && known.first <= after+1 {
			i, _ := slices.BinarySearch(known.dates, int32(after+1))
			if i += n - 1; i < len(known.dates) {
				date = int(known.dates[i])
				return date, date <= limit
			}
			if known.end > limit {
				return 0, false
			}
		}
	}
}

// farDates is how far from the known dates others are so far away that they replace the known
// ones, instead of being added to them.
const farDates = 1000

// isFar reports whether a date is far from those in b, or b is nil.
func (b *businessDates) isFar(date int) bool {
	return b == nil || date < b.first-farDates || date > b.end+farDates
}

// moreDates extends the known dates to include first and to reach further toward end. It
// doubles their number each time. known is what the caller knows, or nil: another goroutine may
// have replaced it.
func (c *Calendar) moreDates(known *businessDates, first, end int) *businessDates {
	c.businessMu.Lock()
	defer c.businessMu.Unlock()
	if stored := c.businessDates.Load(); !stored.isFar(first) {
		known = stored
	} else if known.isFar(first) {
		known = &businessDates{first: first, end: first}
	} else {
		known = &businessDates{known.first, known.end, slices.Clip(known.dates)}
	}
	more := max(known.end-known.first, 32)
	b := &businessDates{first: known.first, end: min(known.end+more, max(end, known.end)), dates: known.dates}
	if first < known.first {
		b.first = min(first, max(known.first-more, earliestSecond/secondsPerDay))
		b.dates = append(c.appendBusinessDates(nil, b.first, known.first), known.dates...)
	}
	b.dates = c.appendBusinessDates(b.dates, known.end, b.end)
	c.businessDates.Store(b)
	return b
}

// appendBusinessDates appends the business days in [first, end) to list.
func (c *Calendar) appendBusinessDates(list []int32, first, end int) []int32 {
	const ahead = 16 // how many dates share one search for segments
	var r room
	for date := first; date < end; {
		segs, upTo := c.about(&r, date, date+ahead), min(date+ahead, end)
		for before := len(list); date < upTo; date++ {
			if c.openOn(segs, date, nanosPerDay, math.MinInt64) > 0 {
				list = append(list, int32(date))
			} else if date+1 == upTo && len(list) == before {
				// None of these dates is open. Skip to the next that may be.
				date = max(date, c.closedUntil(date+1, end)-1)
			}
		}
	}
	return list
}

// closedUntil returns the first date at or after date that may have open time, or end.
func (c *Calendar) closedUntil(date, end int) int {
	// No zone is a day or more from UTC.
	from, to := int64(date-1)*secondsPerDay*nanosPerSecond, int64(end+1)*secondsPerDay*nanosPerSecond
	from = max(from, earliestNano)
	t, n, open := c.count(from)
	if open {
		return date
	}
	at, ok := c.when(t, n, from, to)
	if !ok {
		return end
	}
	return min(end, max(date, int(floorDiv(at, secondsPerDay*nanosPerSecond))-1))
}
