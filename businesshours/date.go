package businesshours

import (
	"fmt"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
)

// A Date is a date of the Gregorian calendar, in no particular time zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the date of t in t's location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate parses "2006-01-02".
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || len(text) != len(time.DateOnly) {
		return Date{}, fmt.Errorf("%s is not a date such as \"2026-12-24\"", strict.Quote(text))
	}
	return DateOf(t), nil
}

// String returns d as "2006-01-02".
func (d Date) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// dayNumber returns how many days d is after 1970-01-01. Here, where no zone is
// involved, time.Date is exact.
func (d Date) dayNumber() int {
	return int(floorDiv(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix(), secondsPerDay))
}

// dateOfDay returns the date that is day days after 1970-01-01.
func dateOfDay(day int) Date {
	return DateOf(time.Unix(int64(day)*secondsPerDay, 0).UTC())
}

// weekdayOf returns the day of the week of a day number; 1970-01-01 was a Thursday.
func weekdayOf(day int) time.Weekday { return time.Weekday(((day+4)%7 + 7) % 7) }

const secondsPerDay = 24 * 60 * 60

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
