package sla_test

import (
	"time"

	"github.com/punctualgo/punctual/policy"
)

// stretches are the stretches of time, in order, in which the clock on the wall shows a date and
// reads less than a time of day.
func stretches(zone *time.Location, date time.Time, below time.Duration) (list []span) {
	steady(zone, date.Add(-2*oracleDay), date.Add(3*oracleDay), func(from, to time.Time, ahead time.Duration) {
		reads := span{Start: date.Add(-ahead), End: date.Add(below - ahead)}
		if s, ok := clip(reads, span{Start: from, End: to}); ok {
			list = append(list, s)
		}
	})
	return union(list)
}

// openOn is the open time of a date from an instant on, while the clock on the wall reads less
// than a time of day.
func (c oracleCalendar) openOn(date, from time.Time, below time.Duration) (sum time.Duration) {
	for _, s := range stretches(c.zone(c.name), date, below) {
		if s, ok := clip(s, span{Start: from, End: s.End}); ok {
			sum += c.between(s.Start, s.End)
		}
	}
	return sum
}

// businessDayAfter is the next date with open time.
func (c oracleCalendar) businessDayAfter(date time.Time) (time.Time, bool) {
	for next := date.Add(oracleDay); next.Before(date.AddDate(c.years, 0, 0)); next = next.Add(oracleDay) {
		if c.over(c.name, next) {
			break
		}
		from, to := next.Add(-2*oracleDay), next.Add(3*oracleDay) // the date is in there somewhere
		if c.between(from, to) > 0 && c.openOn(next, from, oracleDay) > 0 {
			return next, true
		}
	}
	return date, false
}

// allow is what business days come to, and the instant that "at" promises.
func (c oracleCalendar) allow(start time.Time, b *policy.BusinessDays) (allowed time.Duration, by time.Time, ok bool) {
	zone := c.zone(c.name)
	day := wall(zone, start).Truncate(oracleDay)
	reads := wall(zone, start).Sub(day)
	below := oracleDay
	if b.At == "start" {
		below = reads
	} else if b.At != "" {
		below = timeOfDay(b.At)
	}
	days := b.Days
	switch {
	case b.Cutoff != "" && reads >= timeOfDay(b.Cutoff):
		c.note("business days: from past the cutoff")
		days++
	case c.openOn(day, start, oracleDay) == 0:
		c.note("business days: from a date without open time left")
		days++
	}
	for range days {
		if day, ok = c.businessDayAfter(day); !ok {
			c.note("business days: there are none ahead")
			return 0, by, false
		}
	}
	for {
		whole := stretches(zone, day, oracleDay)
		end := whole[len(whole)-1].End
		allowed = c.between(start, end) - c.openOn(day, start, oracleDay) + c.openOn(day, start, below)
		if allowed > 0 {
			break
		}
		c.note("business days: none is allowed on the last one")
		if day, ok = c.businessDayAfter(day); !ok {
			c.note("business days: there are none ahead")
			return 0, by, false
		}
	}
	if b.At != "" {
		by = stretches(zone, day, oracleDay)[0].Start
		if before := stretches(zone, day, below); len(before) > 0 {
			by = before[len(before)-1].End
		}
	}
	return allowed, by, true
}
