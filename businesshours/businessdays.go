package businesshours

import "time"

// BusinessDays is an allowance in business days, such as "by the end of the next business
// day". A business day is a local date, in the calendar's location, with open time.
type BusinessDays struct {
	// Days is the number of business days from day 0 to the last day. Day 0 is the local
	// date of the start. It is the next business day if the wall clock at the start is at
	// or past Cutoff, or if no open time is left on that date.
	Days int

	// At is the time of day at which the last day ends: only open time while the wall
	// clock reads less than At counts. Zero means the end of the day.
	At TimeOfDay

	// Cutoff is the time of day from which a start belongs to the next business day. It
	// applies only if HasCutoff is set, because "00:00" is a valid cutoff.
	Cutoff    TimeOfDay
	HasCutoff bool
}

// Allow converts b to open time: it returns the open time from start to the end of the
// last day, or to At on that day. If that is zero, the last day moves to the next business
// day. The last day may lie after [Latest].
//
// Allow returns [ErrNotWithinHorizon] if there are not enough business days within 50
// years, and [ErrOutOfRange] if start is out of range.
func (c *Calendar) Allow(start time.Time, b BusinessDays) (time.Duration, error) {
	if !InRange(start) {
		return 0, outOfRange(start)
	}
	local := start.Unix() + offsetAt(c.location, start.Unix())
	first := int(floorDiv(local, secondsPerDay))
	clock := TimeOfDay(local - int64(first)*secondsPerDay)
	at := b.At
	if at == 0 {
		at = endOfDay
	}
	from := start.UnixNano()
	limit := first + horizonDays
	if b.Days > horizonDays {
		return 0, ErrNotWithinHorizon
	}

	var buffer segmentBuffer
	last, ok := first, true // day 0
	if b.HasCutoff && clock >= b.Cutoff || c.openOn(c.segmentsAround(&buffer, first, first+1), first, endOfDay, from) == 0 {
		last, ok = c.businessDay(first, 1, limit)
	}
	if ok && b.Days > 0 {
		last, ok = c.businessDay(last, b.Days, limit)
	}
	for ok {
		if allowed := c.allowed(from, last, at); allowed > 0 {
			return allowed, nil
		}
		last, ok = c.businessDay(last, 1, limit)
	}
	return 0, ErrNotWithinHorizon
}

// allowed returns the open time at or after from of all dates before last, and of last
// while the wall clock reads less than until.
func (c *Calendar) allowed(from int64, last int, until TimeOfDay) time.Duration {
	// No zone is a day or more from UTC. So every instant up to a day before last begins in
	// UTC belongs to an earlier date. Later instants may belong to last or to the two dates
	// before it, in any order: a clock that is set back can repeat a date.
	near := max(from, int64(last-1)*secondsPerDay*nanosPerSecond)
	var buffer segmentBuffer
	segs := c.segmentsAround(&buffer, last-2, last+1)
	return c.between(from, near) +
		c.openOn(segs, last-2, endOfDay, near) + c.openOn(segs, last-1, endOfDay, near) + c.openOn(segs, last, until, near)
}
