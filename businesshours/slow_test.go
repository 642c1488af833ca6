package businesshours_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/businesshours/holiday"
)

// This file is a slow, obvious reference implementation, with which the calendars are
// compared. It interprets the documents directly and shares no code with the compiler.

// A localDate is a date in some zone.
type localDate struct {
	Year  int
	Month time.Month
	Day   int
}

func localDateOf(t time.Time) localDate {
	year, month, day := t.Date()
	return localDate{year, month, day}
}

func (d localDate) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// slow is the reference for a set of schedules, by name.
type slow map[string]*slowSchedule

type slowSchedule struct {
	businesshours.Schedule
	zone  *time.Location
	known map[localDate][]slowInterval // results of onDate
}

// A slowInterval is an interval of a day, in seconds since midnight.
type slowInterval struct{ start, end int }

func newSlow(t tb, docs []businesshours.Schedule) slow {
	t.Helper()
	s := slow{"24x7": {Schedule: businesshours.Schedule{Name: "24x7", Always: true}, zone: time.UTC}}
	for _, doc := range docs {
		zone, err := loadLocation(doc.TimeZone)
		if err != nil {
			t.Fatalf("%v", err)
		}
		s[doc.Name] = &slowSchedule{doc, zone, make(map[localDate][]slowInterval)}
	}
	return s
}

// open reports whether a schedule is open at t: whether the wall clock in its zone lies in
// one of the intervals of the local date.
func (s slow) open(name string, t time.Time) bool {
	schedule := s[name]
	open := func(member string) bool { return s.open(member, t) }
	switch {
	case schedule.Always:
		return true
	case schedule.AnyOf != nil:
		return slices.ContainsFunc(schedule.AnyOf, open) && !slices.ContainsFunc(schedule.NoneOf, open)
	}
	wall := t.In(schedule.zone)
	hour, minute, second := wall.Clock()
	clock := hour*3600 + minute*60 + second
	for _, i := range schedule.onDate(localDateOf(wall)) {
		if i.start <= clock && clock < i.end {
			return true
		}
	}
	return false
}

// onDate returns the intervals of a local date: those of its exception; else none if it is
// a holiday; else those of the pattern in force for its day of the week.
func (s *slowSchedule) onDate(d localDate) []slowInterval {
	intervals, ok := s.known[d]
	if ok {
		return intervals
	}
	date := d.String()
	if texts, ok := s.Exceptions[date]; ok {
		for _, text := range texts {
			intervals = append(intervals, parseSlow(text))
		}
	} else if !s.holiday(d) {
		inForce, from := s.Weekly, ""
		for _, r := range s.Revisions {
			if r.From <= date && r.From > from { // such dates compare as texts
				inForce, from = r.Weekly, r.From
			}
		}
		intervals = onWeekday(inForce, time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Weekday())
	}
	s.known[d] = intervals
	return intervals
}

func (s *slowSchedule) holiday(d localDate) bool {
	for _, h := range s.Holidays {
		switch {
		case h.Date != "":
			if h.Date == d.String() {
				return true
			}
		case h.Every != "":
			if strings.HasSuffix(d.String(), "-"+h.Every) {
				return true
			}
		default:
			country, err := holiday.Lookup(h.Calendar)
			if err != nil {
				panic(err)
			}
			for _, day := range country.In(d.Year) {
				if day.Month == d.Month && day.Day == d.Day {
					return true
				}
			}
		}
	}
	return false
}

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// onWeekday returns the intervals of a weekly pattern on a day of the week.
func onWeekday(weekly businesshours.Weekly, on time.Weekday) (intervals []slowInterval) {
	for key, texts := range weekly {
		for _, day := range daysOf(key) {
			for _, text := range texts {
				i := parseSlow(text)
				switch {
				case i.start < i.end && day == int(on):
					intervals = append(intervals, i)
				case i.start > i.end && day == int(on):
					intervals = append(intervals, slowInterval{i.start, 24 * 3600})
				case i.start > i.end && (day+1)%7 == int(on):
					intervals = append(intervals, slowInterval{0, i.end})
				}
			}
		}
	}
	return intervals
}

// daysOf returns the days of the week in "mon" or "fri-mon". Sunday is 0.
func daysOf(key string) []int {
	first, last, isRange := strings.Cut(key, "-")
	if !isRange {
		last = first
	}
	day := slices.Index(weekdays, first)
	days := []int{day}
	for weekdays[day] != last {
		day = (day + 1) % 7
		days = append(days, day)
	}
	return days
}

// parseSlow parses a valid interval.
func parseSlow(text string) slowInterval {
	seconds := func(clock string) (sum int) {
		for i, part := range strings.Split(clock, ":") {
			n, err := strconv.Atoi(part)
			if err != nil {
				panic(err)
			}
			sum += n * []int{3600, 60, 1}[i]
		}
		return sum
	}
	start, end, _ := strings.Cut(text, "-")
	return slowInterval{seconds(start), seconds(end)}
}

// unit returns a step of time within which nothing opens or closes: a minute if all times
// of day and all offsets in and just before [a, b] are whole minutes, else a second.
func (s slow) unit(a, b time.Time) time.Duration {
	whole := func(texts []string) bool {
		return !slices.ContainsFunc(texts, func(text string) bool { return len(text) != len("09:00-17:00") })
	}
	for _, schedule := range s {
		for t := a.Add(-time.Hour); ; t = minTime(b, t.Add(time.Hour)) {
			if offsetOf(schedule.zone, t)%60 != 0 {
				return time.Second
			}
			if !t.Before(b) {
				break
			}
		}
		patterns := []map[string][]string{schedule.Weekly, schedule.Exceptions}
		for _, r := range schedule.Revisions {
			patterns = append(patterns, r.Weekly)
		}
		for _, pattern := range patterns {
			for _, texts := range pattern {
				if !whole(texts) {
					return time.Second
				}
			}
		}
	}
	return time.Minute
}

// spans returns the open spans in [a, b), found unit by unit.
func (s slow) spans(name string, a, b time.Time) (spans []businesshours.Span) {
	unit := s.unit(a, b)
	for u := a.Truncate(unit); u.Before(b); u = u.Add(unit) {
		if !s.open(name, u) {
			continue
		}
		start, end := maxTime(a, u), minTime(b, u.Add(unit))
		if n := len(spans); n > 0 && spans[n-1].End.Equal(start) {
			spans[n-1].End = end
		} else {
			spans = append(spans, businesshours.Span{Start: start, End: end})
		}
	}
	return spans
}

// between returns the open time in [a, b).
func (s slow) between(name string, a, b time.Time) (open time.Duration) {
	if b.Before(a) {
		return -s.between(name, b, a)
	}
	for _, span := range s.spans(name, a, b) {
		open += span.End.Sub(span.Start)
	}
	return open
}
