package businesshours

import (
	"cmp"
	"iter"
	"slices"
	"time"
)

// Holidays answers why a calendar is closed: it returns, in order, the spans in [a, b) that
// are closed by a holiday, each with the holiday's name, which may be empty.
//
// A holiday closes its date from midnight to midnight. If the schedule's holidays close
// shifts, the span extends to the end of the last interval that the holiday removes, and
// excludes whatever is open: the rest of a shift from the evening before, and hours of the
// next date. A date with an exception is not a holiday.
//
// A composite has the holidays of the schedules in its AnyOf, so it may be open during
// them. Where the holidays of several members overlap, the earlier span comes first and the
// later one is shortened; of spans that begin together, that of the first member counts.
//
// Instants are in a's location. The time that Holidays takes grows with the number of
// dates. It is meant for days or months, not for centuries.
func (c *Calendar) Holidays(a, b time.Time) iter.Seq2[Span, string] {
	return func(yield func(Span, string) bool) {
		from, to := clamp(a), clamp(b)
		for _, h := range c.holidays(from, to) {
			start, end := max(h.start, from), min(h.end, to)
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

// A closure is a span that a holiday closes, in nanoseconds of Unix time.
type closure struct {
	start, end int64
	name       string
}

// holidays returns the closures in [from, to), and perhaps others nearby, by their start.
func (c *Calendar) holidays(from, to int64) (list []closure) {
	if from >= to {
		return nil
	}
	switch {
	case c.parts != nil:
		for _, m := range c.parts.anyOf {
			list = append(list, m.holidays(from, to)...)
		}
	case c.weekly != nil:
		list = c.weekly.closures(floorDiv(from, nanosPerSecond), floorDiv(to, nanosPerSecond)+1)
		if c.weekly.overnight {
			list = c.closedParts(list, from, to)
		}
	}
	slices.SortStableFunc(list, func(a, b closure) int { return cmp.Compare(a.start, b.start) })
	return list
}

// closures returns the spans of holidays near the seconds in [low, high).
func (w *weeklyHours) closures(low, high int64) (list []closure) {
	from, to := int(floorDiv(low, secondsPerDay))-1, int(floorDiv(high, secondsPerDay))+1
	if w.overnight {
		from-- // its span may reach into the next date
	}
	var segs []segment
	for year := dateOfDay(from).Year; year <= dateOfDay(to).Year; year++ {
		for _, d := range w.named(year) {
			if d.day < from || d.day > to {
				continue
			}
			if segs == nil {
				segs = segments(segs, w.location, low-secondsPerDay, high+secondsPerDay)
			}
			length := int64(secondsPerDay)
			if w.overnight {
				usual := w.patterns[w.patternOn(d.day)].pattern[weekdayOf(d.day)]
				if usual.overnight() {
					length = int64(usual[len(usual)-1].end)
				}
			}
			for _, s := range segs {
				midnight := int64(d.day)*secondsPerDay - s.offset
				if start, end := max(midnight, s.start), min(midnight+length, s.end); start < end {
					list = append(list, closure{start * nanosPerSecond, end * nanosPerSecond, d.name})
				}
			}
		}
	}
	return list
}

// closedParts returns the parts of closures in [from, to) at which c is closed.
func (c *Calendar) closedParts(list []closure, from, to int64) (parts []closure) {
	for _, h := range list {
		at, end := max(h.start, from), min(h.end, to)
		for at < end {
			t, n, open := c.count(at)
			if open {
				closes, ok := c.closing(at, end)
				if !ok {
					break
				}
				at = closes
				continue
			}
			opens, ok := c.when(t, n, at, end)
			if !ok {
				opens = end
			}
			parts = append(parts, closure{at, opens, h.name})
			at = opens
		}
	}
	return parts
}

// named returns the holidays of a year by date, without those that have an exception. It
// keeps the result for the next call.
func (w *weeklyHours) named(year int) []namedDay {
	if known, ok := w.names.Load(year); ok {
		return known.([]namedDay)
	}
	first, last := dayNumber(year, time.January, 1), dayNumber(year, time.December, 31)
	var closed [366]bool
	var names [366]string
	mark := func(from, to int, name string) {
		for day := max(from, first); day <= min(to, last); day++ {
			i := day - first
			closed[i] = true
			if names[i] == "" { // the first name that is not empty counts
				names[i] = name
			}
		}
	}
	for _, rule := range w.holidays {
		rule.in(year, mark)
	}
	var days []namedDay
	for day := first; day <= last; day++ {
		if closed[day-first] && !w.hasException(day) {
			days = append(days, namedDay{day, names[day-first]})
		}
	}
	w.names.Store(year, days)
	return days
}
