package businesshours

import (
	"iter"
	"slices"
	"sort"
	"sync"
	"time"

	"github.com/punctualgo/punctual/businesshours/holiday"
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
	union := make(hours, 0, len(spans)+1)
	for _, s := range spans {
		switch n := len(union); {
		case s.start >= s.end:
		case n > 0 && s.start <= union[n-1].end:
			union[n-1].end = max(union[n-1].end, s.end)
		default:
			union = append(union, span{start: s.start, end: s.end})
		}
	}
	before := int32(0)
	for i := range union {
		union[i].before = before
		before += union[i].end - union[i].start
	}
	return union
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

// weeklyHours are the rules of a schedule with weekly hours: what each local date
// gets.
type weeklyHours struct {
	location   *time.Location
	patterns   []datedPattern // by date; the first is in force from the beginning
	holidays   []compiledHoliday
	exceptions []datedHours // by date

	recent []yearHolidays // the last answers of holidaysOf; guarded by the set
	names  sync.Map       // the answers of named, by year
}

// yearHolidays is the day numbers of a year's holidays.
type yearHolidays struct {
	year int
	days []int32
}

type datedPattern struct {
	from    int // day number
	pattern pattern
}

type datedHours struct {
	day   int
	hours hours
}

// dates fills in the hours of the local dates from day on: the weekly pattern in
// force, save on holidays, save on exceptions.
func (w *weeklyHours) dates(from int, of []hours) {
	to := from + len(of)
	rev := sort.Search(len(w.patterns), func(i int) bool { return w.patterns[i].from > from }) - 1
	weekday := weekdayOf(from)
	for i := range of {
		for rev+1 < len(w.patterns) && w.patterns[rev+1].from <= from+i {
			rev++
		}
		of[i] = w.patterns[rev].pattern[weekday]
		weekday = (weekday + 1) % 7
	}
	for year := dateOfDay(from).Year; year <= dateOfDay(to-1).Year; year++ {
		for _, day := range w.holidaysOf(year) {
			if from <= int(day) && int(day) < to {
				of[int(day)-from] = nil
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

// holidaysOf returns the day numbers of a year's holidays.
func (w *weeklyHours) holidaysOf(year int) []int32 {
	if len(w.holidays) == 0 {
		return nil
	}
	for _, known := range w.recent {
		if known.year == year {
			return known.days
		}
	}
	var days []int32
	for _, h := range w.holidays {
		for date := range h.in(year) {
			days = append(days, int32(date.dayNumber()))
		}
	}
	if len(w.recent) == 4 { // a block is of two years, and its neighbor of one more
		w.recent = slices.Delete(w.recent, 0, 1)
	}
	w.recent = append(w.recent, yearHolidays{year, days})
	return days
}

// A compiledHoliday is a Holiday: one date, a date of each year, or a calendar's.
type compiledHoliday struct {
	name     string // of a date, for people
	date     civilDate
	yearly   bool              // it is the date of each year
	calendar *holiday.Calendar // nil for a date
}

// in yields the dates of a year on which the holiday is kept, and its name.
func (h *compiledHoliday) in(year int) iter.Seq2[civilDate, string] {
	return func(yield func(civilDate, string) bool) {
		if h.calendar != nil {
			for _, d := range h.calendar.In(year) {
				if !yield(civilDate{d.Year, d.Month, d.Day}, d.Name) {
					return
				}
			}
			return
		}
		date := h.date
		if h.yearly {
			date.Year = year
		}
		if date.Year == year && (date.Month != time.February || date.Day != 29 || leap(year)) {
			yield(date, h.name)
		}
	}
}

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }
