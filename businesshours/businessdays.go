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
// the next business day. The errors are those of [Calendar.Add]; here the business
// days may not lie within 50 years.
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

	days := localDays{calendar: c, start: start}
	var allowed time.Duration
	last, n := first, -1 // the last business day so far, and how many it is after day 0
	// A clock change may put back the date, so that the date before may still come.
	for date := first - 1; date <= first+horizonDays; date++ {
		open := days.open(date, endOfDay)
		countsFrom0 := date > first || open > 0 && (!b.HasCutoff || clock < b.Cutoff)
		if date >= first && countsFrom0 && (open > 0 || days.business(date)) {
			last, n = date, n+1
			if n >= b.Days {
				if open := days.open(last, at); allowed+open > 0 {
					return allowed + open, nil
				}
			}
		}
		allowed += open
	}
	return 0, ErrNotWithinHorizon
}

// localDays tells the open time of the local dates of a calendar, asked in order.
type localDays struct {
	calendar *Calendar
	start    time.Time // open time before it does not count

	segments []segment // about the dates up to end, nil before the first
	end      int
}

// pieces calls piece with each stretch of the time line on which the local date is
// date and the wall clock reads less than until.
func (l *localDays) pieces(date int, until TimeOfDay, piece func(from, to time.Time)) {
	if l.segments == nil || date >= l.end {
		const ahead = 16 // dates looked at together
		l.end = date + ahead
		l.segments = segments(l.calendar.location, int64(date-1)*secondsPerDay, int64(l.end+1)*secondsPerDay)
	}
	midnight := int64(date) * secondsPerDay
	for _, s := range l.segments {
		from, to := max(midnight-s.offset, s.start), min(midnight+int64(until)-s.offset, s.end)
		if from < to {
			piece(time.Unix(from, 0), time.Unix(to, 0))
		}
	}
}

// open returns the open time from start on of a date, while the wall clock reads
// less than until.
func (l *localDays) open(date int, until TimeOfDay) (open time.Duration) {
	l.pieces(date, until, func(from, to time.Time) {
		if from.Before(l.start) {
			from = l.start
		}
		if from.Before(to) {
			open += l.calendar.Between(from, to)
		}
	})
	return open
}

// business reports whether a date is a business day.
func (l *localDays) business(date int) bool {
	var open time.Duration
	l.pieces(date, endOfDay, func(from, to time.Time) { open += l.calendar.Between(from, to) })
	return open > 0
}
