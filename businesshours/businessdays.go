package businesshours

import "time"

// BusinessDays is an allowance in business days. A business day is a local date, in
// the calendar's location, with open time.
type BusinessDays struct {
	// Days is how many business days after day 0 the time ends. Day 0 is the local
	// date of the start; or the next business day, if the start's wall clock is at or
	// past Cutoff, or no open time is left on that date.
	Days int

	// At ends the time on the last day when the wall clock no longer reads less than
	// it. Zero is the end of the day.
	At TimeOfDay

	// Cutoff counts if HasCutoff is set: "00:00" is one.
	Cutoff    TimeOfDay
	HasCutoff bool
}

// Allow returns how much open time b allows to what starts at start: all of it to
// the end of the last day, or to At on that day. While that is none, the last day is
// the next business day. It may end beyond [Latest]. The errors are those of
// [Calendar.Add]; here the business days may not lie within 50 years.
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

	var r room
	last, ok := first, true // day 0
	if b.HasCutoff && clock >= b.Cutoff || c.openOn(c.about(&r, first, first+1), first, endOfDay, from) == 0 {
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

// allowed returns the open time from an instant on of all dates before last, and of last
// while the wall clock reads less than until.
func (c *Calendar) allowed(from int64, last int, until TimeOfDay) time.Duration {
	// Whatever comes a day ahead of when last begins in UTC is of a date before it, as no
	// zone is a day away from UTC. What comes later is of the two before it, or not: a
	// clock that is put back may bring a date for a second time.
	near := max(from, int64(last-1)*secondsPerDay*nanosPerSecond)
	var r room
	segs := c.about(&r, last-2, last+1)
	return c.between(from, near) +
		c.openOn(segs, last-2, endOfDay, near) + c.openOn(segs, last-1, endOfDay, near) + c.openOn(segs, last, until, near)
}
