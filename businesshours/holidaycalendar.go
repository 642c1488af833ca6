package businesshours

import (
	"slices"

	"github.com/punctualgo/punctual/businesshours/holiday"
)

// A kinds says which dates of a holiday of a calendar close.
type kinds uint8

const (
	actualDate   kinds = 1 << iota // the holiday itself
	observedDate                   // the day on which it is observed

	bothDates = actualDate | observedDate
)

// calendarHolidays is the holidays of a calendar of package holiday.
type calendarHolidays struct {
	calendar *holiday.Calendar
	names    []string // all names of the calendar, sorted
	closes   []kinds  // by index of names; nil if all holidays close on both dates
}

// add makes the holidays with the given kinds of dates close, except those named.
func (r *calendarHolidays) add(k kinds, except []string) {
	kept := slices.Clone(r.closes)
	for i := range r.closes {
		r.closes[i] |= k
	}
	for _, name := range except {
		if i, ok := slices.BinarySearch(r.names, name); ok {
			r.closes[i] = kept[i]
		}
	}
}

func (r *calendarHolidays) in(year int, mark func(first, last int, name string)) {
	var moved map[namedDay]bool
	if slices.Contains(r.closes, observedDate) {
		moved = r.moved(year)
	}
	for _, d := range r.calendar.In(year) {
		day := dayNumber(d.Year, d.Month, d.Day)
		k := bothDates
		if r.closes != nil {
			i, _ := slices.BinarySearch(r.names, d.Name)
			k = r.closes[i]
		}
		if d.Observed && k&observedDate != 0 || !d.Observed && (k&actualDate != 0 || k&observedDate != 0 && !moved[namedDay{day, d.Name}]) {
			mark(day, day, d.Name)
		}
	}
}

// moved returns the holidays in and around year that are observed on another day.
func (r *calendarHolidays) moved(year int) map[namedDay]bool {
	var actual, observed []namedDay
	for y := year - 1; y <= year+1; y++ {
		for _, d := range r.calendar.In(y) {
			day := namedDay{dayNumber(d.Year, d.Month, d.Day), d.Name}
			if d.Observed {
				observed = append(observed, day)
			} else {
				actual = append(actual, day)
			}
		}
	}
	return movedDays(actual, observed)
}

// movedDays returns the actual days of holidays that are observed on another day. Days are
// paired by name: an observed day belongs to the nearest holiday with its name that has none
// yet, and of two that are equally near, to the first.
func movedDays(actual, observed []namedDay) map[namedDay]bool {
	const farthest = 31 // days between a holiday and the day on which it is observed
	moved := make(map[namedDay]bool)
	for _, o := range observed {
		nearest, distance := namedDay{}, farthest+1
		for _, a := range actual {
			if apart := max(a.day-o.day, o.day-a.day); a.name == o.name && apart < distance && !moved[a] {
				nearest, distance = a, apart
			}
		}
		if distance <= farthest {
			moved[nearest] = true
		}
	}
	return moved
}
