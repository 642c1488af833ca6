package businesshours

import (
	"slices"
	"sort"
	"sync"
	"time"
	"unsafe"
)

// A span is an open interval [start, end) of a day or week, in seconds since its start.
// before is the open time of that day or week before the span.
type span struct {
	start, end, before int32
}

// hours are the open spans of a day or week, in order, with gaps between them.
type hours []span

// newHours returns the union of spans. It sorts spans in place.
func newHours(spans []span) hours {
	slices.SortFunc(spans, func(a, b span) int { return int(a.start - b.start) })
	if len(spans) == 0 {
		return nil
	}
	union := make(hours, 0, len(spans))
	for _, s := range spans {
		switch n := len(union); {
		case s.start >= s.end:
		case n > 0 && s.start <= union[n-1].end:
			union[n-1].end = max(union[n-1].end, s.end)
		default:
			union = append(union, span{start: s.start, end: s.end})
		}
	}
	union.count()
	return union
}

// count sets before of each span.
func (h hours) count() {
	before := int32(0)
	for i := range h {
		h[i].before = before
		before += h[i].end - h[i].start
	}
}

// total returns the open time of h in seconds.
func (h hours) total() int32 {
	if len(h) == 0 {
		return 0
	}
	last := h[len(h)-1]
	return last.before + last.end - last.start
}

// A pattern holds the hours of each day of the week, indexed by time.Weekday.
type pattern [7]hours

// weeklyHours are the rules of a schedule with weekly hours: they give each local date its
// hours.
//
// Hours that begin on a date may end after 24:00 if overnight is set. They then belong to
// that date until dates moves them to the next.
type weeklyHours struct {
	location   *time.Location
	overnight  bool
	patterns   []datedPattern // by date; the first is in force from the beginning
	holidays   []holidayRule
	exceptions []datedHours  // by date
	yearly     []yearlyHours // exceptions of each year

	recent []yearHolidays // recent results of holidaysOf, guarded by the set
	names  sync.Map       // results of named, by year
}

type datedPattern struct {
	from    int // day number
	pattern pattern
}

type datedHours struct {
	day   int
	hours hours
}

type yearlyHours struct {
	date  monthDay
	hours hours
}

// yearHolidays is the set of holidays of a year.
type yearHolidays struct {
	year, first, last int // the day numbers of its first and last day
	closed            [6]uint64
}

// mark adds the days of the year from first to last.
func (h *yearHolidays) mark(first, last int) {
	first, last = max(first, h.first)-h.first, min(last, h.last)-h.first
	if first > last {
		return
	}
	for word := first / 64; word <= last/64; word++ {
		days := ^uint64(0)
		if word == first/64 {
			days <<= first % 64
		}
		if word == last/64 {
			days &= ^uint64(0) >> (63 - last%64)
		}
		h.closed[word] |= days
	}
}

// has reports whether a day of the year is a holiday.
func (h *yearHolidays) has(day int) bool {
	return h.closed[(day-h.first)/64]>>((day-h.first)%64)&1 != 0
}

// dates fills in the hours of the local dates from day number from on.
func (w *weeklyHours) dates(from int, of []hours) {
	if !w.overnight {
		w.begins(from, of)
		return
	}
	begins := make([]hours, len(of)+1)
	w.begins(from-1, begins)
	type pair struct{ before, date *span }
	var pairs []pair // those in of, without repetition, so that equal dates share their hours
	var joined []hours
	for i := range of {
		before, date := begins[i], begins[i+1]
		if !before.overnight() && !date.overnight() {
			of[i] = date
			continue
		}
		p := pair{unsafe.SliceData(before), unsafe.SliceData(date)}
		k := slices.Index(pairs, p)
		if k < 0 {
			k = len(pairs)
			pairs, joined = append(pairs, p), append(joined, join(before, date))
		}
		of[i] = joined[k]
	}
}

// overnight reports whether h reaches past 24:00.
func (h hours) overnight() bool { return len(h) > 0 && h[len(h)-1].end > secondsPerDay }

// join returns the hours of a date: the rest of those that begin on the date before, and
// those that begin on it, until 24:00.
func join(before, date hours) hours {
	var spans []span
	for _, s := range before {
		spans = append(spans, span{start: max(s.start-secondsPerDay, 0), end: s.end - secondsPerDay}) // none if it ends earlier
	}
	for _, s := range date {
		spans = append(spans, span{start: s.start, end: min(s.end, secondsPerDay)})
	}
	return newHours(spans)
}

// begins fills in the hours that begin on the local dates from day number from on: those of
// the exception, if there is one; else none on a holiday; else those of the weekly pattern
// in force.
func (w *weeklyHours) begins(from int, of []hours) {
	to := from + len(of)
	rev := w.patternOn(from)
	weekday := weekdayOf(from)
	for i := range of {
		for rev+1 < len(w.patterns) && w.patterns[rev+1].from <= from+i {
			rev++
		}
		of[i] = w.patterns[rev].pattern[weekday]
		weekday = (weekday + 1) % 7
	}
	if len(w.holidays) > 0 || len(w.yearly) > 0 {
		for year := dateOfDay(from).Year; year <= dateOfDay(to-1).Year; year++ {
			if len(w.holidays) > 0 {
				h := w.holidaysOf(year)
				for day := max(h.first, from); day <= min(h.last, to-1); day++ {
					if h.has(day) {
						of[day-from] = nil
					}
				}
			}
			for _, e := range w.yearly {
				if day, ok := e.date.in(year); ok && from <= day && day < to {
					of[day-from] = e.hours
				}
			}
		}
	}
	first := sort.Search(len(w.exceptions), func(i int) bool { return w.exceptions[i].day >= from })
	for _, e := range w.exceptions[first:] {
		if e.day >= to {
			break
		}
		of[e.day-from] = e.hours
	}
}

// patternOn returns the index of the pattern in force on a day.
func (w *weeklyHours) patternOn(day int) int {
	return sort.Search(len(w.patterns), func(i int) bool { return w.patterns[i].from > day }) - 1
}

// hasException reports whether there is an exception for a day.
func (w *weeklyHours) hasException(day int) bool {
	if _, ok := slices.BinarySearchFunc(w.exceptions, day, func(e datedHours, day int) int { return e.day - day }); ok {
		return true
	}
	if len(w.yearly) == 0 {
		return false
	}
	date := dateOfDay(day)
	return slices.ContainsFunc(w.yearly, func(e yearlyHours) bool { return e.date == monthDay{date.Month, date.Day} })
}

// workOfRules returns how much work it is to find the holidays and yearly exceptions of a block.
func (w *weeklyHours) workOfRules() int {
	work := len(w.yearly) * workOfRule
	for _, rule := range w.holidays {
		work += rule.work()
	}
	return work
}

// holidaysOf returns the holidays of a year. The result is valid until the next call.
func (w *weeklyHours) holidaysOf(year int) *yearHolidays {
	for i := range w.recent {
		if w.recent[i].year == year {
			return &w.recent[i]
		}
	}
	h := yearHolidays{year: year, first: dayNumber(year, time.January, 1), last: dayNumber(year, time.December, 31)}
	mark := func(first, last int, _ string) { h.mark(first, last) }
	for _, rule := range w.holidays {
		rule.in(year, mark)
	}
	if len(w.recent) == 4 { // a block is of up to two years, and its neighbor of one more
		w.recent = slices.Delete(w.recent, 0, 1)
	}
	w.recent = append(w.recent, h)
	return &w.recent[len(w.recent)-1]
}
