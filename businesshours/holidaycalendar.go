package businesshours

import (
	"slices"
	"sync"

	"github.com/punctualgo/punctual/businesshours/holiday"
)

// A kinds says which dates of a holiday of a calendar close.
type kinds uint8

const (
	actualDate   kinds = 1 << iota // the holiday itself
	observedDate                   // the day on which it is observed

	bothDates = actualDate | observedDate
)

// A country is a calendar of package holiday, shared by the schedules of a set. It remembers the
// dates of each year that was asked about.
type country struct {
	calendar *holiday.Calendar
	names    []string // all names of the calendar, sorted

	mu    sync.Mutex
	years map[int][]countryDay // results of in; guarded by mu
}

func newCountry(calendar *holiday.Calendar) *country {
	return &country{calendar: calendar, names: calendar.Names(), years: make(map[int][]countryDay)}
}

// A countryDay is a date on which a country keeps a holiday.
type countryDay struct {
	day      int32
	name     int16 // index in names
	observed bool
	moved    bool
}

// in returns the holidays of a year, by date.
func (c *country) in(year int) []countryDay {
	c.mu.Lock()
	defer c.mu.Unlock()
	if days, ok := c.years[year]; ok {
		return days
	}
	listed := c.calendar.In(year)
	days := make([]countryDay, len(listed))
	for i, d := range listed {
		name, _ := slices.BinarySearch(c.names, d.Name)
		days[i] = countryDay{int32(dayNumber(d.Year, d.Month, d.Day)), int16(name), d.Observed, d.Moved}
	}
	c.years[year] = days
	return days
}

// calendarHolidays is the holidays of a country that close.
type calendarHolidays struct {
	country *country
	closes  []kinds // by index of names; nil if all holidays close on both dates
}

// add makes the holidays with the given kinds of dates close, except those named.
func (r *calendarHolidays) add(k kinds, except []string) {
	kept := slices.Clone(r.closes)
	for i := range r.closes {
		r.closes[i] |= k
	}
	for _, name := range except {
		if i, ok := slices.BinarySearch(r.country.names, name); ok {
			r.closes[i] = kept[i]
		}
	}
}

func (r *calendarHolidays) in(year int, mark func(first, last int, name string)) {
	for _, d := range r.country.in(year) {
		day, name := int(d.day), r.country.names[d.name]
		k := bothDates
		if r.closes != nil {
			k = r.closes[d.name]
		}
		if d.observed && k&observedDate != 0 || !d.observed && (k&actualDate != 0 || k&observedDate != 0 && !d.moved) {
			mark(day, day, name)
		}
	}
}

func (r *calendarHolidays) work() int { return workOfNames * len(r.country.names) }

func (r *calendarHolidays) same(other holidayRule) bool {
	o, ok := other.(*calendarHolidays)
	return ok && r.country.calendar == o.country.calendar && slices.Equal(r.closes, o.closes)
}
