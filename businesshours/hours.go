package businesshours

import (
	"slices"
	"sort"
	"time"

	"github.com/punctualgo/punctual/businesshours/holiday"
)

// A span is an open stretch [start, end) of a day, in seconds from its beginning.
// before is the open time of that day ahead of it.
type span struct {
	start, end, before int32
}

// hours are the open spans of a local date, in order, apart from one another.
type hours []span

// newHours returns the union of spans. It reorders them.
func newHours(spans []span) hours {
	slices.SortFunc(spans, func(a, b span) int { return int(a.start - b.start) })
	var union hours
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

// total is the open time of h, in seconds.
func (h hours) total() int32 {
	if len(h) == 0 {
		return 0
	}
	last := h[len(h)-1]
	return last.before + last.end - last.start
}

// A week is the hours of each day of the week.
type week [7]hours

// weeklyHours are the rules of a schedule with weekly hours: what each local date
// gets (SPEC §1).
type weeklyHours struct {
	location   *time.Location
	weeks      []datedWeek // by date; the first is in force from the beginning
	calendars  []*holiday.Calendar
	holidays   []namedDay    // by day
	every      []holiday.Day // of each year; Year is 0
	exceptions []datedHours  // by date
}

type namedDay struct {
	day  int // day number
	name string
}

type datedWeek struct {
	from int // day number
	week week
}

type datedHours struct {
	day   int
	hours hours
}

// dates fills in the hours of the local dates from day on: the weekly pattern in
// force, save on holidays, save on exceptions.
func (w *weeklyHours) dates(from int, of []hours) {
	to := from + len(of)
	rev := sort.Search(len(w.weeks), func(i int) bool { return w.weeks[i].from > from }) - 1
	weekday := weekdayOf(from)
	for i := range of {
		for rev+1 < len(w.weeks) && w.weeks[rev+1].from <= from+i {
			rev++
		}
		of[i] = w.weeks[rev].week[weekday]
		weekday = (weekday + 1) % 7
	}
	for _, h := range w.holidaysIn(from, to) {
		of[h.day-from] = nil
	}
	first := sort.Search(len(w.exceptions), func(i int) bool { return w.exceptions[i].day >= from })
	for _, e := range w.exceptions[first:] {
		if e.day >= to {
			break
		}
		of[e.day-from] = e.hours
	}
}

// holidaysIn returns the holidays of [from, to): a date may have several.
func (w *weeklyHours) holidaysIn(from, to int) []namedDay {
	first := sort.Search(len(w.holidays), func(i int) bool { return w.holidays[i].day >= from })
	last := sort.Search(len(w.holidays), func(i int) bool { return w.holidays[i].day >= to })
	days := w.holidays[first:last:last]
	if len(w.calendars) == 0 && len(w.every) == 0 {
		return days
	}
	add := func(h holiday.Day, year int) {
		if day := (Date{year, h.Month, h.Day}).dayNumber(); from <= day && day < to {
			days = append(days, namedDay{day, h.Name})
		}
	}
	for year := dateOfDay(from).Year; year <= dateOfDay(to-1).Year; year++ {
		for _, h := range w.every {
			if h.Month != time.February || h.Day != 29 || leap(year) {
				add(h, year)
			}
		}
		for _, c := range w.calendars {
			for _, h := range c.In(year) {
				add(h, year)
			}
		}
	}
	return days
}

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }
