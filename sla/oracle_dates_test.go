package sla_test

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/businesshours/holiday"
)

// holiday reports whether a date is a holiday of s. It asks every entry.
func (h *oracleHours) holiday(s *businesshours.Schedule, date time.Time) bool {
	for i := range s.Holidays {
		if e := &s.Holidays[i]; h.kept(e, date) {
			h.note("holiday: " + kindOf(e))
			return true
		}
	}
	return false
}

// kindOf says in which form an entry is.
func kindOf(e *businesshours.Holiday) string {
	words := strings.Fields(e.Every)
	switch {
	case e.Calendar != "" && e.Except != nil:
		return "of a country with exceptions"
	case e.Calendar != "":
		return "of a country, observed " + cmp.Or(e.Observed, "both by default")
	case e.Date != "" && e.To != "":
		return "a range"
	case e.Date != "":
		return "a date"
	case e.To != "" && e.To < e.Every:
		return "a yearly range across the New Year"
	case e.To != "":
		return "a yearly range"
	}
	kind := "each year"
	switch {
	case strings.Contains(e.Every, "easter"):
		kind = e.Every
	case len(words) == 4:
		kind = "a day of the week of a month"
	case len(words) == 2:
		kind = "a day of the week of each month"
	}
	if e.Plus != 0 {
		kind += ", moved"
	}
	return kind
}

// kept reports whether a date is one of the dates of an entry.
func (h *oracleHours) kept(e *businesshours.Holiday, date time.Time) bool {
	day, yearly := date.Format(time.DateOnly), date.Format("01-02")
	switch {
	case e.Calendar != "":
		return h.ofCountry(e, date)
	case e.Date != "" && e.To != "":
		return e.Date <= day && day <= e.To
	case e.Date != "":
		return e.Date == day
	case e.To != "" && e.To < e.Every: // across the New Year
		return e.Every <= yearly || yearly <= e.To
	case e.To != "":
		return e.Every <= yearly && yearly <= e.To
	}
	return falls(e.Every, date.AddDate(0, 0, -e.Plus))
}

// falls reports whether what happens each year, or each month, happens on a date.
func falls(every string, date time.Time) bool {
	switch words := strings.Fields(every); {
	case every == "easter":
		return date.Equal(easter(date.Year()))
	case every == "orthodox easter":
		return date.Equal(orthodoxEaster(date.Year()))
	case len(words) == 1:
		return every == date.Format("01-02")
	case len(words) == 4 && words[3] != strings.ToLower(date.Format("Jan")):
		return false
	case words[1] != weekdays[date.Weekday()]:
		return false
	case words[0] == "last":
		return date.AddDate(0, 0, 7).Month() != date.Month()
	default:
		n, _ := strconv.Atoi(words[0][:1])
		return (date.Day()-1)/7+1 == n
	}
}

// easter is the Sunday after the full moon of spring, by the rule of Gauss as Meeus, Jones and
// Butcher tell it.
func easter(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (b - (b+8)/25 + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return time.Date(year, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC)
}

// orthodoxEaster is the same Sunday by the Julian calendar, which is some days behind.
func orthodoxEaster(year int) time.Time {
	d := (19*(year%19) + 15) % 30
	e := (2*(year%4) + 4*(year%7) - d + 34) % 7
	n := d + e + 114
	behind := year/100 - year/400 - 2
	return time.Date(year, time.Month(n/31), n%31+1+behind, 0, 0, 0, 0, time.UTC)
}

// in is the dates that a country keeps in a year. They are taken as given, and which of them
// are free in addition to a holiday's own.
func (h *oracleHours) in(code string, year int) []holiday.Day {
	key := oracleYear{code, year}
	if _, ok := h.countries[key]; !ok {
		country, err := holiday.Lookup(code)
		if err != nil {
			panic(err)
		}
		h.countries[key] = country.In(year)
	}
	return h.countries[key]
}

// ofCountry reports whether a country's calendar closes a date.
func (h *oracleHours) ofCountry(e *businesshours.Holiday, date time.Time) bool {
	for _, d := range h.in(e.Calendar, date.Year()) {
		if !dateOf(d).Equal(date) || slices.Contains(e.Except, d.Name) {
			continue
		}
		switch e.Observed {
		case "actual":
			if !d.Observed {
				return true
			}
		case "observed":
			if !d.Moved {
				return true
			}
		default:
			return true
		}
	}
	return false
}

func dateOf(d holiday.Day) time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }
