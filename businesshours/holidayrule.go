package businesshours

import (
	"fmt"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
)

// A holidayRule is a compiled entry of a schedule's holidays: it says which dates of a
// year are holidays.
type holidayRule interface {
	// in calls mark with ranges of day numbers that are holidays, both ends included, and
	// with their names. The ranges cover all holidays of year. They may also have holidays
	// of other years.
	in(year int, mark func(first, last int, name string))

	// work returns how much work that is; see workOfTabled.
	work() int

	// same reports whether another rule has the same holidays, with the same names.
	same(other holidayRule) bool
}

// datedRange is the days from first to last.
type datedRange struct {
	name        string
	first, last int
}

func (r *datedRange) in(year int, mark func(first, last int, name string)) {
	mark(r.first, r.last, r.name)
}

func (r *datedRange) work() int { return workOfRule }

func (r *datedRange) same(other holidayRule) bool {
	o, ok := other.(*datedRange)
	return ok && *r == *o
}

// A monthDay is a date of each year.
type monthDay struct {
	month time.Month
	day   int
}

// parseMonthDay parses "12-31". It accepts "02-29".
func parseMonthDay(text string) (monthDay, error) {
	d, ok := monthDayFrom(text)
	if !ok {
		return d, fmt.Errorf("%s is not a date of each year such as \"12-31\"%s", strict.Quote(text), didYouMean(monthDayMeant(text)))
	}
	return d, nil
}

// monthDayFrom is parseMonthDay without an error.
func monthDayFrom(text string) (_ monthDay, ok bool) {
	if len(text) != len("12-31") {
		return monthDay{}, false
	}
	date, ok := dateFrom("2000-" + text) // a leap year
	return monthDay{date.Month, date.Day}, ok
}

// in returns the day number of d in a year. It returns false for 02-29 unless it is a leap
// year; the day number then is that of 03-01.
func (d monthDay) in(year int) (day int, ok bool) {
	return dayNumber(year, d.month, d.day), d.month != time.February || d.day != 29 || leap(year)
}

func (d monthDay) after(e monthDay) bool {
	return d.month > e.month || d.month == e.month && d.day > e.day
}

// yearlyRange is the dates of each year from first to last. If first is after last, the
// range includes the New Year.
type yearlyRange struct {
	name        string
	first, last monthDay
}

func (r *yearlyRange) in(year int, mark func(first, last int, name string)) {
	first, _ := r.first.in(year)
	last, ok := r.last.in(year)
	if !ok {
		last-- // 02-28
	}
	if r.first.after(r.last) {
		mark(dayNumber(year, time.January, 1), last, r.name)
		last = dayNumber(year, time.December, 31)
	}
	mark(first, last, r.name)
}

func (r *yearlyRange) work() int { return workOfRule }

func (r *yearlyRange) same(other holidayRule) bool {
	o, ok := other.(*yearlyRange)
	return ok && *r == *o
}

// movedDates is dates of each year, moved by a number of days.
type movedDates struct {
	name  string
	dates yearlyDates
	plus  int
}

// yearlyDates yields day numbers of a year.
type yearlyDates interface {
	each(year int, yield func(day int))
}

func (r *movedDates) in(year int, mark func(first, last int, name string)) {
	first, last := year, year
	if r.plus != 0 { // the dates to move may be in other years
		first = dateOfDay(dayNumber(year, time.January, 1) - r.plus).Year
		last = dateOfDay(dayNumber(year, time.December, 31) - r.plus).Year
	}
	for y := first; y <= last; y++ {
		r.dates.each(y, func(day int) { mark(day+r.plus, day+r.plus, r.name) })
	}
}

func (r *movedDates) work() int {
	work := workOfRule
	if d, ok := r.dates.(nthWeekday); ok && d.month == 0 {
		work *= 12
	}
	if r.plus != 0 { // two years are looked at
		work *= 2
	}
	return work
}

func (r *movedDates) same(other holidayRule) bool {
	o, ok := other.(*movedDates)
	return ok && *r == *o
}

func (d monthDay) each(year int, yield func(day int)) {
	if day, ok := d.in(year); ok {
		yield(day)
	}
}

// An nthWeekday is a day of the week of a month, or of every month, such as the fourth
// Thursday of November.
type nthWeekday struct {
	n       int // 1 to 5, or 0 for the last
	weekday time.Weekday
	month   time.Month // 0 for every month
}

func (d nthWeekday) each(year int, yield func(day int)) {
	first, last := d.month, d.month
	if d.month == 0 {
		first, last = time.January, time.December
	}
	for month := first; month <= last; month++ {
		begin, end := dayNumber(year, month, 1), dayNumber(year, month+1, 1)
		day := begin + (int(d.weekday-weekdayOf(begin))+7)%7 + 7*(d.n-1)
		if d.n == 0 {
			day = end - 1 - (int(weekdayOf(end-1)-d.weekday)+7)%7
		}
		if day < end {
			yield(day)
		}
	}
}

// An easter is the Sunday of Easter in the Western or the Orthodox church.
type easter struct{ orthodox bool }

func (e easter) each(year int, yield func(day int)) {
	if e.orthodox {
		// Meeus's algorithm for the Julian calendar. It counts days from 22 March.
		full := (19*(year%19) + 15) % 30
		sunday := full + (2*(year%4)+4*(year%7)-full+34)%7
		// The Gregorian calendar is ahead by a number of days that depends on the century.
		yield(dayNumber(year, time.March, 22+sunday+year/100-year/400-2))
		return
	}
	// The algorithm of Gauss as corrected by Butcher and others, for the Gregorian calendar.
	golden, century := year%19, year/100
	epact := (19*golden + century - century/4 - (century-(century+8)/25+1)/3 + 15) % 30
	weekday := (32 + 2*(century%4) + 2*(year%100/4) - epact - year%100%4) % 7
	correction := (golden + 11*epact + 22*weekday) / 451
	day := epact + weekday - 7*correction + 114
	yield(dayNumber(year, time.Month(day/31), day%31+1))
}

// monthDayMeant returns the date of each year that a text means, such as "12-24" for "12/24"
// and "24.12.", or "".
func monthDayMeant(text string) string {
	if len(text) > maxHint {
		return ""
	}
	text = strings.TrimPrefix(text, "--") // as ISO 8601 had it
	for _, layout := range []string{"1-2", "1/2", "2.1.", "2.1", "2-1", "2/1", "2 Jan", "2 January", "Jan 2", "January 2"} {
		if t, err := time.Parse("2006 "+layout, "2000 "+text); err == nil {
			return t.Format("01-02")
		}
	}
	return ""
}

// A namedDay is a date that is a holiday.
type namedDay struct {
	day  int
	name string
}
