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

// plus returns the date some days later.
func (d localDate) plus(days int) localDate {
	return localDateOf(time.Date(d.Year, d.Month, d.Day+days, 0, 0, 0, 0, time.UTC))
}

func (d localDate) weekday() time.Weekday {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Weekday()
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
	date := localDateOf(wall)
	in := func(intervals []slowInterval, clock int) bool {
		return slices.ContainsFunc(intervals, func(i slowInterval) bool { return i.start <= clock && clock < i.end })
	}
	// With holidays_close "shift", intervals that began on the date before may reach into
	// this one.
	return in(schedule.onDate(date), clock) || in(schedule.onDate(date.plus(-1)), clock+24*3600)
}

// onDate returns the intervals of a local date: those of its exception; else none if it is
// a holiday; else those of the pattern in force for its day of the week. With
// holidays_close "shift" these are the intervals that begin on the date, which may end
// after 24:00.
func (s *slowSchedule) onDate(d localDate) []slowInterval {
	intervals, ok := s.known[d]
	if ok {
		return intervals
	}
	date := d.String()
	shift := s.HolidaysClose == "shift"
	exception, ok := s.Exceptions[date]
	if !ok {
		exception, ok = s.Exceptions[date[len("2006-"):]]
	}
	if ok {
		for _, text := range exception {
			i := parseSlow(text)
			if i.end < i.start {
				i.end += 24 * 3600
			}
			intervals = append(intervals, i)
		}
	} else if !s.holiday(d) {
		inForce, from := s.Weekly, ""
		for _, r := range s.Revisions {
			if r.From <= date && r.From > from { // such dates compare as texts
				inForce, from = r.Weekly, r.From
			}
		}
		intervals = onWeekday(inForce, d.weekday(), shift)
	}
	s.known[d] = intervals
	return intervals
}

// closedByHoliday reports whether a schedule with weekly hours is closed at t because of a
// holiday: the local date is one, or the shift that would be open began on one.
func (s *slowSchedule) closedByHoliday(t time.Time) bool {
	wall := t.In(s.zone)
	hour, minute, second := wall.Clock()
	clock := hour*3600 + minute*60 + second
	kept := func(d localDate) bool {
		_, dated := s.Exceptions[d.String()]
		_, yearly := s.Exceptions[d.String()[len("2006-"):]]
		return s.holiday(d) && !dated && !yearly
	}
	today := localDateOf(wall)
	if kept(today) {
		return true
	}
	yesterday := today.plus(-1)
	if s.HolidaysClose != "shift" || !kept(yesterday) {
		return false
	}
	without := &slowSchedule{s.Schedule, s.zone, make(map[localDate][]slowInterval)}
	without.Holidays = nil
	return slices.ContainsFunc(without.onDate(yesterday), func(i slowInterval) bool { return clock+24*3600 < i.end })
}

// holiday reports whether d is a holiday.
func (s *slowSchedule) holiday(d localDate) bool {
	return slices.ContainsFunc(s.Holidays, func(h businesshours.Holiday) bool {
		switch {
		case h.Date != "":
			return h.Date == d.String() || h.To != "" && h.Date <= d.String() && d.String() <= h.To
		case h.Every != "":
			return slowEvery(h, d.plus(-h.Plus))
		}
		return slowCalendar(h, d)
	})
}

// slowEvery reports whether d is one of the dates of Every, before Plus moves them.
func slowEvery(h businesshours.Holiday, d localDate) bool {
	monthDay := d.String()[len("2006-"):]
	switch {
	case h.To != "" && h.Every <= h.To:
		return h.Every <= monthDay && monthDay <= h.To
	case h.To != "":
		return h.Every <= monthDay || monthDay <= h.To
	case h.Every == "easter":
		return d == slowEaster(d.Year)
	case h.Every == "orthodox easter":
		return d == slowOrthodoxEaster(d.Year)
	case len(h.Every) == len(monthDay):
		return h.Every == monthDay
	}
	words := strings.Fields(h.Every) // such as "4th thu of nov"
	if words[1] != weekdays[d.weekday()] || len(words) == 4 && words[3] != strings.ToLower(d.Month.String()[:3]) {
		return false
	}
	if words[0] == "last" {
		return d.plus(7).Month != d.Month
	}
	return words[0][0] == byte('1'+(d.Day-1)/7)
}

// The dates of the full moons from which Easter is computed, by the position of a year in
// the lunar cycle of 19 years, as church tables list them. Easter is the Sunday after.
var (
	fullMoons = strings.Fields("04-14 04-03 03-23 04-11 03-31 04-18 04-08 03-28 04-16 04-05 03-25 04-13 04-02 03-22 04-10 03-30 04-17 04-07 03-27") // 1900 to 2199

	julianFullMoons = strings.Fields("04-05 03-25 04-13 04-02 03-22 04-10 03-30 04-18 04-07 03-27 04-15 04-04 03-24 04-12 04-01 03-21 04-09 03-29 04-17")
)

func slowEaster(year int) localDate {
	d := slowDateOf(year, fullMoons[year%19])
	for d = d.plus(1); d.weekday() != time.Sunday; d = d.plus(1) {
	}
	return d
}

func slowOrthodoxEaster(year int) localDate {
	behind := 13 // days by which the Julian calendar is behind after February
	if year >= 2100 {
		behind = 14
	} else if year < 1900 {
		behind = 12
	}
	d := slowDateOf(year, julianFullMoons[year%19]).plus(behind)
	for d = d.plus(1); d.weekday() != time.Sunday; d = d.plus(1) {
	}
	return d
}

func slowDateOf(year int, monthDay string) localDate {
	t, err := time.Parse(time.DateOnly, fmt.Sprintf("%04d-%s", year, monthDay))
	if err != nil {
		panic(err)
	}
	return localDateOf(t)
}

// slowCalendar reports whether a country's calendar closes d.
func slowCalendar(h businesshours.Holiday, d localDate) bool {
	country, err := holiday.Lookup(h.Calendar)
	if err != nil {
		panic(err)
	}
	for _, day := range country.In(d.Year) {
		if day.Month != d.Month || day.Day != d.Day || slices.Contains(h.Except, day.Name) {
			continue
		}
		if h.Observed == "" || h.Observed == "both" || day.Observed == (h.Observed == "observed") {
			return true
		}
		if h.Observed == "observed" && !day.Moved {
			return true
		}
	}
	return false
}

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// onWeekday returns the intervals of a weekly pattern on a day of the week. If shift is set
// it returns those that begin on that day, as a whole.
func onWeekday(weekly businesshours.Weekly, on time.Weekday, shift bool) (intervals []slowInterval) {
	for key, texts := range weekly {
		for _, day := range daysOf(key) {
			for _, text := range texts {
				i := parseSlow(text)
				switch {
				case i.start < i.end && day == int(on):
					intervals = append(intervals, i)
				case i.start > i.end && day == int(on) && shift:
					intervals = append(intervals, slowInterval{i.start, i.end + 24*3600})
				case i.start > i.end && shift:
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
