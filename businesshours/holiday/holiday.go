// Package holiday answers on which dates a country or region keeps a public
// holiday.
//
// Calendars are named by code: an ISO 3166 country code in lower case ("us",
// "gb", "de"), for some countries followed by a region ("de-BY", "au-NSW",
// "ch-ZH"), and "ecb" for the days on which the European Central Bank closes.
// [Codes] lists them. The dates come from github.com/rickar/cal; countries that it
// does not know, and a company's own days, are given as dates in a schedule.
//
// Both the day on which a holiday falls and the day on which it is observed
// instead (the Monday after a Sunday, say) are dates of the calendar.
package holiday

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rickar/cal/v2"

	"github.com/punctualgo/punctual/internal/strict"
)

// A Day is a date on which a holiday is kept.
type Day struct {
	Year  int
	Month time.Month
	Day   int

	// Name is the holiday's name, in the country's own language.
	Name string

	// Observed is set on a date that is free in place of the holiday's own.
	Observed bool
}

// A Calendar is the holidays of a country or region. It is immutable and safe for
// concurrent use.
type Calendar struct {
	code     string
	holidays []*cal.Holiday
}

// Codes lists the code of every calendar, sorted.
func Codes() []string {
	codes := make([]string, len(calendars))
	for i, c := range calendars {
		codes[i] = c.code
	}
	return codes
}

// Lookup returns the calendar of a code. The error for a code that there is not
// suggests the nearest one.
func Lookup(code string) (*Calendar, error) {
	i, ok := slices.BinarySearchFunc(calendars, code, func(c Calendar, code string) int {
		return strings.Compare(c.code, code)
	})
	if !ok {
		hint := strict.DidYouMean(code, Codes())
		switch {
		case code == "uk": // its code on the Internet
			hint = `; did you mean "gb"?`
		case hint == "":
			hint = `; codes are such as "us", "gb" or "de-BY", and countries without one give their holidays as dates`
		}
		return nil, fmt.Errorf("unknown holiday calendar %s%s", strict.Quote(code), hint)
	}
	return &calendars[i], nil
}

// Code returns the code under which c is found.
func (c *Calendar) Code() string { return c.code }

// Names lists the names of the holidays that c keeps in any year, sorted.
func (c *Calendar) Names() []string {
	names := make([]string, len(c.holidays))
	for i, h := range c.holidays {
		names[i] = h.Name
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// In returns the dates of year on which a holiday is kept, by date; where several
// holidays fall on one date, each is listed.
func (c *Calendar) In(year int) []Day {
	days := make([]Day, 0, len(c.holidays)+8)
	for _, shared := range c.holidays {
		h := *shared // Calc writes to the equinoxes of jp
		// An observed date may fall in the year before or after its holiday's; not if
		// that is in the middle of the year.
		first, last := year-1, year+1
		if time.March <= h.Month && h.Month <= time.October {
			first, last = year, year
		}
		for y := first; y <= last; y++ {
			actual, observed := h.Calc(y)
			if actual.IsZero() {
				continue // not kept that year
			}
			if on := dateOf(actual, h.Name); on.Year == year {
				days = append(days, on)
			}
			if observed.Equal(actual) {
				continue
			}
			if instead := dateOf(observed, h.Name); instead.Year == year {
				instead.Observed = true
				days = append(days, instead)
			}
		}
	}
	slices.SortStableFunc(days, func(a, b Day) int {
		return 32*int(a.Month-b.Month) + a.Day - b.Day
	})
	return days
}

// dateOf returns the date of t, a midnight in cal.DefaultLoc. Where a clock change
// skips midnight, that instant may lie on the day before: at noon none does.
func dateOf(t time.Time, name string) Day {
	y, m, d := t.Add(12 * time.Hour).Date()
	return Day{Year: y, Month: m, Day: d, Name: name}
}
