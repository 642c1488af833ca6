package businesshours

import (
	"math"
	"slices"
	"time"
)

// Local dates are counted in days since 1970-01-01. Which instants are of one is for the
// zone of the calendar to say.

// A room is memory for the segments about a few dates.
type room [3]segment

// about returns the segments of the zone about the dates from first up to end.
func (c *Calendar) about(r *room, first, end int) []segment {
	return segments(r[:0], c.location, int64(first-1)*secondsPerDay, int64(end+1)*secondsPerDay)
}

// openOn returns the open time of a date from an instant on, while the wall clock reads
// less than until. The segments are about the date.
func (c *Calendar) openOn(segs []segment, date int, until TimeOfDay, from int64) (open time.Duration) {
	midnight := int64(date) * secondsPerDay
	for _, s := range segs {
		begin := max(midnight-s.offset, s.start)
		end := min(midnight+int64(until)-s.offset, s.end)
		if begin, end := max(begin*nanosPerSecond, from), end*nanosPerSecond; begin < end {
			open += c.between(begin, end)
		}
	}
	return open
}

// businessDates are the local dates of a calendar that have open time, of those from
// first up to end. They are immutable: as more are asked for, others take their place,
// which may share their memory.
type businessDates struct {
	first, end int
	dates      []int32
}

// businessDay returns the n-th business day after a date, or false if it is after limit.
func (c *Calendar) businessDay(after, n, limit int) (date int, ok bool) {
	for {
		known := c.businessDates.Load()
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
		c.moreDates(after+1, limit+1)
	}
}

// moreDates looks at more dates than are known: from first on, and nearer to end. There
// are twice as many each time.
func (c *Calendar) moreDates(first, end int) {
	c.businessMu.Lock()
	defer c.businessMu.Unlock()
	known := c.businessDates.Load()
	if known == nil {
		known = &businessDates{first: first, end: first}
	}
	more := max(known.end-known.first, 32)
	b := &businessDates{first: known.first, end: min(known.end+more, max(end, known.end)), dates: known.dates}
	if first < known.first {
		b.first = min(first, max(known.first-more, earliestSecond/secondsPerDay))
		b.dates = append(c.appendBusinessDates(nil, b.first, known.first), known.dates...)
	}
	b.dates = c.appendBusinessDates(b.dates, known.end, b.end)
	c.businessDates.Store(b)
}

// appendBusinessDates appends the business dates from first up to end to a list.
func (c *Calendar) appendBusinessDates(list []int32, first, end int) []int32 {
	const ahead = 16 // dates looked at together
	var r room
	for date := first; date < end; {
		segs, upTo := c.about(&r, date, date+ahead), min(date+ahead, end)
		for before := len(list); date < upTo; date++ {
			if c.openOn(segs, date, endOfDay, math.MinInt64) > 0 {
				list = append(list, int32(date))
			} else if date+1 == upTo && len(list) == before {
				// None of them: on to the next that could be.
				date = max(date, c.closedUntil(date+1, end)-1)
			}
		}
	}
	return list
}

// closedUntil returns the first date from date on that may have open time, or end if
// there is none before that.
func (c *Calendar) closedUntil(date, end int) int {
	// No zone is a day away from UTC.
	from, to := int64(date-1)*secondsPerDay*nanosPerSecond, int64(end+1)*secondsPerDay*nanosPerSecond
	from = max(from, earliestNano)
	if from >= to {
		return end
	}
	n, open := c.count(from)
	if open {
		return date
	}
	at, ok := c.when(n, from, to)
	if !ok {
		return end
	}
	return min(end, max(date, int(floorDiv(at, secondsPerDay*nanosPerSecond))-1))
}
