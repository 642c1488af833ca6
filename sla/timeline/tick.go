package timeline

import (
	"slices"
	"time"
)

// A tick is a labelled place on the axis.
type tick struct {
	x          float64
	at         time.Time
	text, date string // date is on the line below; empty if it is that of the tick before
	short      string // a shorter form of date, if there is one
	start      bool   // it stands at the end of a fold
}

const (
	tickDistance    = 58.0 // between ticks, at least
	minTickDistance = 44.0 // where a step is shorter: short months, days with clock changes, folds
)

// A step is the distance between ticks in time. One that has months or days starts its
// ticks at midnight.
type step struct {
	length       time.Duration
	days, months int
}

var steps = []step{
	{length: time.Second}, {length: 5 * time.Second}, {length: 15 * time.Second}, {length: 30 * time.Second},
	{length: time.Minute}, {length: 2 * time.Minute}, {length: 5 * time.Minute}, {length: 10 * time.Minute}, {length: 15 * time.Minute}, {length: 30 * time.Minute},
	{length: time.Hour}, {length: 2 * time.Hour}, {length: 3 * time.Hour}, {length: 6 * time.Hour}, {length: 12 * time.Hour},
	daily(1), daily(2), daily(7), daily(14),
	monthly(1, 30), monthly(3, 91), monthly(12, 365), monthly(120, 3650), monthly(600, 18250),
}

func daily(n int) step {
	return step{length: time.Duration(n) * 24 * time.Hour, days: n}
}

// monthly returns a step of n months, which are about so many days.
func monthly(n, days int) step {
	return step{length: time.Duration(days) * 24 * time.Hour, months: n}
}

// inDay reports whether there can be several ticks on a day.
func (st step) inDay() bool { return st.days == 0 && st.months == 0 }

// findTicks returns the ticks of the axis in a zone. A date in another year than near includes
// its year. After each fold there is a tick soon.
func (s *scale) findTicks(zone *time.Location, near time.Time) []tick {
	st := s.step()
	var ticks []tick
	last := s.left - tickDistance
	for i, part := range s.unfolded() {
		before := len(ticks)
		for t := st.first(part.from.In(zone)); t.Before(part.to) || t.Equal(s.to); t = st.next(t) {
			x := s.x(t)
			if t.Before(part.from) || x-last < minTickDistance {
				continue
			}
			ticks = append(ticks, st.tick(x, t))
			last = x
		}
		if x := s.x(part.from); i > 0 && len(ticks) == before && (x-last >= minTickDistance || s.folds[i-1].width == tornWidth) {
			// After a torn fold, the date matters more than the ticks before it.
			ticks = slices.DeleteFunc(ticks, func(t tick) bool { return !t.start && x-t.x < minTickDistance })
			last = x
			ticks = append(ticks, st.startTick(x, part.from.In(zone)))
		}
	}
	if len(ticks) == 0 || ticks[0].x-s.left > minTickDistance {
		ticks = slices.Insert(ticks, 0, st.startTick(s.left, s.from.In(zone)))
	}
	dropRepeatedDates(ticks)
	if st.inDay() {
		addYears(ticks, near.In(zone).Year())
	}
	return ticks
}

// startTick returns a tick at t that is no multiple of the step.
func (st step) startTick(x float64, t time.Time) tick {
	if st.inDay() {
		return tick{x, t, t.Format("15:04"), t.Format("Mon 2 Jan"), t.Format("2 Jan"), true}
	}
	return tick{x, t, t.Format("2 Jan"), t.Format("2006"), "", true}
}

// step returns the shortest step for which there is room.
func (s *scale) step() step {
	for _, st := range steps {
		if st.length.Seconds()*s.perSecond >= tickDistance {
			return st
		}
	}
	return steps[len(steps)-1]
}

// tick returns the tick at t.
func (st step) tick(x float64, t time.Time) tick {
	switch {
	case st.months >= 12:
		return tick{x, t, t.Format("2006"), "", "", false}
	case st.months > 0:
		return tick{x, t, t.Format("Jan"), t.Format("2006"), "", false}
	case st.days > 0:
		return tick{x, t, t.Format("2 Jan"), t.Format("2006"), "", false}
	case st.length < time.Minute:
		return tick{x, t, t.Format("15:04:05"), t.Format("Mon 2 Jan"), t.Format("2 Jan"), false}
	}
	return tick{x, t, t.Format("15:04"), t.Format("Mon 2 Jan"), t.Format("2 Jan"), false}
}

// priority is higher for ticks whose dates matter more: those after a fold.
func (t *tick) priority() int {
	if t.start {
		return 1
	}
	return 0
}

// dropRepeatedDates leaves each date at the first of the ticks that share it.
func dropRepeatedDates(ticks []tick) {
	date := ""
	for i := range ticks {
		t := &ticks[i]
		if t.date == date {
			t.date = ""
		} else {
			date = t.date
		}
	}
}

// addYears adds the year to each date that begins another one, starting from year.
func addYears(ticks []tick, year int) {
	for i := range ticks {
		if t := &ticks[i]; t.date != "" && t.at.Year() != year {
			year = t.at.Year()
			t.date, t.short = t.at.Format("Mon 2 Jan 2006"), t.at.Format("2 Jan 2006")
		}
	}
}

// first returns a tick at or before t.
func (st step) first(t time.Time) time.Time {
	y, m, d := t.Date()
	switch {
	case st.months > 0:
		inYear := min(st.months, 12)
		month := (int(m) - 1) / inYear * inYear
		years := max(st.months/12, 1)
		return startOfDay(y/years*years, time.Month(month+1), 1, t.Location())
	case st.days >= 7:
		return startOfDay(y, m, d-(int(t.Weekday())+6)%7, t.Location())
	case st.days > 0:
		return startOfDay(y, m, d, t.Location())
	}
	midnight := startOfDay(y, m, d, t.Location())
	return midnight.Add(t.Sub(midnight) / st.length * st.length)
}

// next returns the tick after t.
func (st step) next(t time.Time) time.Time {
	y, m, d := t.Date()
	u := t.Add(st.length)
	switch {
	case st.months > 0:
		u = startOfDay(y, m+time.Month(st.months), 1, t.Location())
	case st.days > 0:
		u = startOfDay(y, m, d+st.days, t.Location())
	case u.Day() != d: // each day starts anew, because its clock may change
		y, m, d := u.Date()
		u = startOfDay(y, m, d, t.Location())
	}
	if !u.After(t) {
		return t.Add(st.length)
	}
	return u
}

// startOfDay returns the first instant of a date in a zone, to a quarter of an hour. Some
// dates have no midnight, for which time.Date may return an instant of the day before. For
// a date that the zone skipped, startOfDay returns where its noon would be.
func startOfDay(year int, month time.Month, day int, zone *time.Location) time.Time {
	noon := time.Date(year, month, day, 12, 0, 0, 0, zone)
	if _, _, d := noon.Date(); d != time.Date(year, month, day, 12, 0, 0, 0, time.UTC).Day() {
		return noon
	}
	if t := noon.Add(-12 * time.Hour); t.Hour() == 0 && t.Day() == noon.Day() && t.Add(-time.Nanosecond).Day() != noon.Day() {
		return t
	}
	t := noon.Add(-14 * time.Hour)
	for t.Day() != noon.Day() {
		t = t.Add(15 * time.Minute)
	}
	return t
}
