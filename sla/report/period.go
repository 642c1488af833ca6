package report

import (
	"fmt"
	"time"
)

// parse returns the number of a period, counted from the year 0, or from the week of 1970-01-01. It is
// the inverse of unit.of, and fails for hours and weekdays.
func (u unit) parse(text string) (period int64, ok bool) {
	var year, part int
	count := 0
	switch u {
	case unitDay:
		t, err := time.Parse(time.DateOnly, text)
		return daysOf(t) + 3, err == nil // so that multiples of seven are Mondays
	case unitWeek:
		count, _ = fmt.Sscanf(text, "%d-W%d", &year, &part)
		monday := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC) // in week 1, by ISO 8601
		monday = monday.AddDate(0, 0, -(int(monday.Weekday())+6)%7+7*(part-1))
		return (daysOf(monday) + 3) / 7, count == 2 // 1970-01-01 was a Thursday
	case unitMonth:
		t, err := time.Parse("2006-01", text)
		return int64(t.Year())*12 + int64(t.Month()) - 1, err == nil
	case unitQuarter:
		count, _ = fmt.Sscanf(text, "%d-Q%d", &year, &part)
		return int64(year)*4 + int64(part) - 1, count == 2
	case unitYear:
		count, _ = fmt.Sscanf(text, "%d", &year)
		return int64(year), count == 1
	}
	return 0, false
}

func daysOf(t time.Time) int64 { return floorDiv(t.Unix(), 86400) }

func floorDiv(a, b int64) int64 {
	if a < 0 {
		return (a - b + 1) / b
	}
	return a / b
}

// label names a period: in short, its year or month, and in full.
func (u unit) label(period int64) (short, group, full string) {
	switch u {
	case unitDay:
		t := time.Unix((period-3)*86400, 0).UTC()
		return t.Format("2 Jan"), t.Format("2006"), t.Format("Mon 2 January 2006")
	case unitWeek:
		monday := time.Unix((period*7-3)*86400, 0).UTC()
		year, week := monday.ISOWeek()
		return fmt.Sprintf("W%02d", week), fmt.Sprint(year), fmt.Sprintf("week %d of %d, from %s", week, year, monday.Format("2 January"))
	case unitMonth:
		t := time.Date(int(floorDiv(period, 12)), time.Month(period%12+1), 1, 0, 0, 0, 0, time.UTC)
		return t.Format("Jan"), t.Format("2006"), t.Format("January 2006")
	case unitQuarter:
		year := floorDiv(period, 4)
		return fmt.Sprintf("Q%d", period%4+1), fmt.Sprint(year), fmt.Sprintf("quarter %d of %d", period%4+1, year)
	}
	text := fmt.Sprint(period)
	return text, "", text
}

// name names a period, as unit.of wrote it, for people.
func (u unit) name(text string) string {
	period, ok := u.parse(text)
	switch _, _, full := u.label(period); {
	case !ok:
		return text
	case u == unitMonth:
		return full
	case u == unitQuarter:
		return fmt.Sprintf("Q%d %d", period%4+1, floorDiv(period, 4))
	case u == unitDay:
		return full
	}
	return text
}

// steps are the numbers of periods between labels of an axis.
func (u unit) steps() []int64 {
	switch u {
	case unitDay:
		return []int64{1, 2, 7, 14, 28, 91, 182, 364}
	case unitWeek:
		return []int64{1, 2, 4, 13, 26, 52}
	case unitMonth:
		return []int64{1, 2, 3, 6, 12, 24, 60, 120}
	case unitQuarter:
		return []int64{1, 2, 4, 8, 20, 40}
	}
	return []int64{1, 2, 5, 10, 20, 50}
}

// labelled reports whether an axis labels a period, if it labels every so many of them. Of weeks
// it labels the same ones each year.
func (u unit) labelled(period, every int64) bool {
	if u != unitWeek {
		return period%every == 0
	}
	_, week := time.Unix((period*7-3)*86400, 0).UTC().ISOWeek()
	return int64(week-1)%every == 0 && week < 53
}
