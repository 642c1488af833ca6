package businesshours

import (
	"fmt"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
)

// A civilDate is a date of the Gregorian calendar, without a time zone.
type civilDate struct {
	Year  int
	Month time.Month
	Day   int
}

// civilDateOf returns the date of t in t's location.
func civilDateOf(t time.Time) civilDate {
	y, m, d := t.Date()
	return civilDate{y, m, d}
}

// parseDate parses "2006-01-02".
func parseDate(text string) (civilDate, error) {
	date, ok := dateFrom(text)
	if !ok {
		return civilDate{}, fmt.Errorf("%s is not a date such as \"2026-12-24\"%s", strict.Quote(text), didYouMean(dateMeant(text)))
	}
	return date, nil
}

// dateFrom is parseDate without an error to explain the problem, which takes time.
func dateFrom(text string) (_ civilDate, ok bool) {
	if len(text) != len(time.DateOnly) || text[4] != '-' || text[7] != '-' {
		return civilDate{}, false
	}
	year, ok1 := digits(text[:4])
	month, ok2 := digits(text[5:7])
	day, ok3 := digits(text[8:])
	if !ok1 || !ok2 || !ok3 || month < 1 || month > 12 || day < 1 || day > daysIn(time.Month(month), year) {
		return civilDate{}, false
	}
	return civilDate{year, time.Month(month), day}, true
}

// digits returns the number that text consists of, or false if it has other than digits.
func digits(text string) (n int, ok bool) {
	for i := range len(text) {
		if text[i] < '0' || '9' < text[i] {
			return 0, false
		}
		n = 10*n + int(text[i]-'0')
	}
	return n, true
}

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// daysIn returns the number of days of a month.
func daysIn(month time.Month, year int) int {
	switch month {
	case time.February:
		if leap(year) {
			return 29
		}
		return 28
	case time.April, time.June, time.September, time.November:
		return 30
	}
	return 31
}

// String returns d as "2006-01-02".
func (d civilDate) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// dayNumber returns the number of days from 1970-01-01 to d.
func (d civilDate) dayNumber() int { return dayNumber(d.Year, d.Month, d.Day) }

// dayNumber returns the number of days from 1970-01-01 to a date, which it normalizes as
// time.Date does.
func dayNumber(year int, month time.Month, day int) int {
	return int(floorDiv(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix(), secondsPerDay))
}

// dateOfDay returns the date of a day number.
func dateOfDay(day int) civilDate {
	return civilDateOf(time.Unix(int64(day)*secondsPerDay, 0).UTC())
}

// weekdayOf returns the day of the week of a day number. 1970-01-01 was a Thursday.
func weekdayOf(day int) time.Weekday { return time.Weekday(((day+4)%7 + 7) % 7) }

const secondsPerDay = 24 * 60 * 60

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// dateMeant returns the date that a text means, such as "2026-12-24" for "2026/12/24" and
// "24.12.2026", or "".
func dateMeant(text string) string {
	if len(text) > maxHint {
		return ""
	}
	for _, layout := range []string{
		"2006-1-2", "2006/1/2", "2006.1.2", "20060102", "2.1.2006", "2006-01-02T15:04:05Z07:00", "2006-01-02 15:04:05",
		"2 Jan 2006", "2 January 2006", "Jan 2, 2006", "January 2, 2006", "Jan 2 2006", "January 2 2006",
	} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	// Of "12/24/2026" and "24/12/2026" only one way to read it is a date.
	american, err1 := time.Parse("1/2/2006", text)
	european, err2 := time.Parse("2/1/2006", text)
	switch {
	case err1 == nil && (err2 != nil || american.Equal(european)):
		return american.Format(time.DateOnly)
	case err2 == nil && err1 != nil:
		return european.Format(time.DateOnly)
	}
	return ""
}
