// Package holiday answers on which dates a country or region keeps a public
// holiday.
//
// Calendars are named by code: an ISO 3166 country code in lower case ("us",
// "gb", "de"), for some countries followed by a region ("de-BY", "ca-ON",
// "nz-AUK"), and "ecb" for the days on which the European Central Bank closes.
// [Codes] lists them. A country's own code has the holidays that are kept in all of
// it. Other countries, and a company's own days, are given as dates in a schedule.
//
// The dates come from github.com/rickar/cal and, where laws say otherwise or it does
// not have the country, from rules and tables of this package. A rule gives a date for
// every year. A table has the dates that a government proclaims or that follow the
// moon, for the years in which they are published: [Calendar.Known] says which.
//
// Where a law moves a holiday, as many do to the nearest Monday, the day to which it is
// moved is the date of the holiday. Where a day is free in addition because the holiday
// falls on a weekend, both are dates of the calendar, and the additional one is marked
// as observed.
package holiday

import (
	"slices"
	"time"

	"github.com/rickar/cal/v2"
)

// A Day is a date on which a holiday is kept.
type Day struct {
	Year  int
	Month time.Month
	Day   int

	// Name is the holiday's name, in the country's own language.
	Name string

	// Observed is set on a date that is free in addition to the holiday's own, as where
	// that falls on a weekend.
	Observed bool

	// Moved is set on the holiday's own date where it falls on a day that is free anyway,
	// and another date is free in its place.
	Moved bool
}

// A Calendar is the holidays of a country or region. It is immutable and safe for
// concurrent use.
type Calendar struct {
	code  string
	base  []*cal.Holiday
	rules []rule

	// since and until are the first and last year in which base and rules hold, where
	// they do not for all from firstYear to lastYear.
	since, until int
}

// Code returns the code under which c is found.
func (c *Calendar) Code() string { return c.code }

// Names lists the names of the holidays that c keeps in any year, sorted.
func (c *Calendar) Names() []string {
	names := make([]string, 0, len(c.base)+len(c.rules))
	for _, h := range c.base {
		names = append(names, h.Name)
	}
	for _, r := range c.rules {
		names = append(names, r.name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

const firstYear, lastYear = 1900, 2190

// Known returns the first and the last year for which all dates of c are known: those
// that its tables cover. A calendar that is made of rules alone is known from 1900, or
// from the year in which its law begins, to 2190.
func (c *Calendar) Known() (first, last int) {
	first, last = max(firstYear, c.since), lastYear
	if c.until != 0 {
		last = c.until
	}
	for _, h := range c.base {
		if h.Julian {
			last = min(last, 2099) // cal counts 13 days between the calendars, as until then
		}
	}
	for _, r := range c.rules {
		f, l := r.known()
		first, last = max(first, f), min(last, l)
	}
	return first, last
}

// In returns the dates of year on which a holiday is kept, by date; where several
// holidays fall on one date, each is listed.
//
// In a year that is not [Calendar.Known] it returns the holidays whose dates follow
// from a rule, as the law has them in the nearest known year, and leaves out those
// whose dates would have to be guessed.
func (c *Calendar) In(year int) []Day {
	days := make([]Day, 0, len(c.base)+len(c.rules)+8)
	days = appendBase(days, c.base, year)
	days = appendRules(days, c.rules, year)
	slices.SortStableFunc(days, func(a, b Day) int {
		return 32*int(a.Month-b.Month) + a.Day - b.Day
	})
	return days
}
