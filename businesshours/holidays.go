package businesshours

import (
	"cmp"
	"iter"
	"slices"
	"time"
)

// Holidays yields, in order, the stretches of [a, b) whose date in the calendar's zone is
// one of its holidays, each with the holiday's name, which may be empty. A date for which
// there is an exception is none. A composite has the holidays of the schedules that it is
// any of; where those of several fall together it yields that of the first. Instants are
// in a's location.
//
// It says why a calendar is closed, and takes time for every date: for a stretch of some
// days or months, not of centuries.
func (c *Calendar) Holidays(a, b time.Time) iter.Seq2[Span, string] {
	return func(yield func(Span, string) bool) {
		from, to := clamp(a), clamp(b)
		for _, h := range c.holidays(floorDiv(from, nanosPerSecond), floorDiv(to, nanosPerSecond)+1) {
			start, end := max(h.start*nanosPerSecond, from), min(h.end*nanosPerSecond, to)
			if start >= end {
				continue
			}
			if !yield(Span{timeOf(start, a.Location()), timeOf(end, a.Location())}, h.name) {
				return
			}
			from = end
		}
	}
}

// A closure is a stretch of a date that is a holiday, in seconds of Unix time.
type closure struct {
	start, end int64
	name       string
}

// holidays returns those about the seconds from low to high, by their start.
func (c *Calendar) holidays(low, high int64) (list []closure) {
	switch {
	case c.parts != nil:
		for _, m := range c.parts.anyOf {
			list = append(list, m.holidays(low, high)...)
		}
		slices.SortStableFunc(list, func(a, b closure) int { return cmp.Compare(a.start, b.start) })
	case c.weekly != nil:
		list = c.weekly.closures(low, high)
	}
	return list
}

func (w *weeklyHours) closures(low, high int64) (list []closure) {
	from, to := int(floorDiv(low, secondsPerDay))-1, int(floorDiv(high, secondsPerDay))+1
	var segs []segment
	for year := dateOfDay(from).Year; year <= dateOfDay(to).Year; year++ {
		for _, d := range w.named(year) {
			if d.day < from || d.day > to {
				continue
			}
			if segs == nil {
				segs = segments(segs, w.location, low-secondsPerDay, high+secondsPerDay)
			}
			for _, s := range segs {
				midnight := int64(d.day)*secondsPerDay - s.offset
				if start, end := max(midnight, s.start), min(midnight+secondsPerDay, s.end); start < end {
					list = append(list, closure{start, end, d.name})
				}
			}
		}
	}
	return list
}

// A namedDay is a date that is a holiday.
type namedDay struct {
	day  int
	name string
}

// named returns the holidays of a year, by date, but for those with an exception. They
// are kept once they were asked for.
func (w *weeklyHours) named(year int) []namedDay {
	if known, ok := w.names.Load(year); ok {
		return known.([]namedDay)
	}
	var days []namedDay
	for _, h := range w.holidays {
		for date, name := range h.in(year) {
			d := namedDay{date.dayNumber(), name}
			if _, ok := slices.BinarySearchFunc(w.exceptions, d.day, func(e datedHours, day int) int { return e.day - day }); !ok {
				days = append(days, d)
			}
		}
	}
	slices.SortStableFunc(days, func(a, b namedDay) int {
		if a.day == b.day && a.name != "" && b.name == "" {
			return -1
		}
		return a.day - b.day
	})
	days = slices.CompactFunc(days, func(a, b namedDay) bool { return a.day == b.day })
	w.names.Store(year, days)
	return days
}
