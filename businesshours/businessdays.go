package businesshours

import (
	"math"
	"time"
)

const nanosPerDay = secondsPerDay * nanosPerSecond

// BusinessDays is an allowance in business days, such as "by the end of the next business
// day". A business day is a local date, in the calendar's location, with open time.
type BusinessDays struct {
	// Days is the number of business days from day 0 to the last day. Day 0 is the local
	// date of the start. It is the next business day if the wall clock at the start is at
	// or past Cutoff, or if no open time is left on that date.
	Days int

	// At is the time of day at which the last day ends: only open time while the wall
	// clock reads less than At counts. It applies only if HasAt is set: without it the day
	// ends with its last open time. If AtStart is set, too, At is what the wall clock reads
	// at the start, to the nanosecond.
	At      TimeOfDay
	HasAt   bool
	AtStart bool

	// Cutoff is the time of day from which a start belongs to the next business day. It
	// applies only if HasCutoff is set, because "00:00" is a valid cutoff.
	Cutoff    TimeOfDay
	HasCutoff bool
}

// An Allowance is what business days come to for a start.
type Allowance struct {
	// Open is the open time from the start to the end of the last day, or to At on it.
	Open time.Duration

	// By is the instant that At names: the end of the last stretch of the last day on which
	// the wall clock reads less than At, or the first instant of that day if there is no
	// such stretch, as for "00:00". It may lie outside the open hours. It is zero without
	// HasAt.
	By time.Time
}

// Allow returns what b comes to for a start. If there is no open time from the start to the
// end of the last day, the last day moves to the next business day. It may lie after
// [Latest].
//
// Allow returns [ErrNotWithinHorizon] if there are not enough business days within 50
// years, and [ErrOutOfRange] if start is out of range. A first question also lists the business
// days up to the last one: that takes 60 nanoseconds and four bytes for each date. Later ones take
// a quarter of a microsecond, however many days they ask for.
func (c *Calendar) Allow(start time.Time, b BusinessDays) (Allowance, error) {
	if !InRange(start) {
		return Allowance{}, outOfRange(start)
	}
	a, ok := c.allow(start, b, horizonDays)
	if !ok {
		return Allowance{}, ErrNotWithinHorizon
	}
	return a, nil
}

// allow implements Allow for a start in range. It looks at the dates up to some days ahead, and
// returns false if they are not enough.
func (c *Calendar) allow(start time.Time, b BusinessDays, ahead int) (Allowance, bool) {
	from := start.UnixNano()
	local := from + offsetAt(c.location, start.Unix())*nanosPerSecond
	first := int(floorDiv(local, nanosPerDay))
	clock := local - int64(first)*nanosPerDay // what it reads
	at := int64(nanosPerDay)
	switch {
	case b.HasAt && b.AtStart:
		at = clock
	case b.HasAt:
		at = int64(b.At) * nanosPerSecond
	}
	limit := first + ahead
	if b.Days > horizonDays {
		return Allowance{}, false
	}

	var r room
	last, ok := first, true // day 0
	if b.HasCutoff && clock >= int64(b.Cutoff)*nanosPerSecond || c.openOn(c.about(&r, first, first+1), first, nanosPerDay, from) == 0 {
		last, ok = c.businessDay(first, 1, limit)
	}
	if ok && b.Days > 0 {
		last, ok = c.businessDay(last, b.Days, limit)
	}
	for ok {
		if open := c.allowed(from, last, at); open > 0 {
			a := Allowance{Open: open}
			if b.HasAt {
				a.By = timeOf(c.named(last, at), start.Location())
			}
			return a, true
		}
		last, ok = c.businessDay(last, 1, limit)
	}
	return Allowance{}, false
}

// allowed returns the open time at or after from of all dates before last, and of last
// while the wall clock reads less than until, in nanoseconds since midnight.
func (c *Calendar) allowed(from int64, last int, until int64) time.Duration {
	// No zone is a day or more from UTC. So every instant up to a day before last begins in
	// UTC belongs to an earlier date. Later instants may belong to last or to the two dates
	// before it, in any order: a clock that is set back can repeat a date.
	near := max(from, int64(last-1)*nanosPerDay)
	var r room
	segs := c.about(&r, last-2, last+1)
	return c.between(from, near) +
		c.openOn(segs, last-2, nanosPerDay, near) + c.openOn(segs, last-1, nanosPerDay, near) + c.openOn(segs, last, until, near)
}

// named returns the end of the last stretch of a date on which the wall clock reads less
// than until, or the first instant of the date if there is no such stretch. The date occurs.
func (c *Calendar) named(date int, until int64) int64 {
	var r room
	first, end := int64(math.MaxInt64), int64(math.MinInt64)
	for _, s := range c.about(&r, date, date+1) {
		midnight := (int64(date)*secondsPerDay - s.offset) * nanosPerSecond
		start, stop := s.start*nanosPerSecond, s.end*nanosPerSecond
		if from := max(midnight, start); from < min(midnight+nanosPerDay, stop) {
			first = min(first, from)
			if to := min(midnight+until, stop); from < to {
				end = max(end, to)
			}
		}
	}
	if end == math.MinInt64 {
		return first
	}
	return end
}
