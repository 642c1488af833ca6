package sla_test

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/businesshours/holiday"
)

// A span is a stretch of time, [Start, End).
type span = businesshours.Span

const oracleDay = 24 * time.Hour

// oracleHours reads schedules as they are written. It asks each date for its intervals, and
// each day of UTC for the open spans that come of them, one day after the other. It remembers
// what days and dates came to, and nothing else.
type oracleHours struct {
	schedules map[string]*businesshours.Schedule
	zones     map[string]*time.Location
	days      map[oracleDate][]span
	dates     map[oracleDate][]interval
	countries map[oracleYear][]holiday.Day
	note      func(rule string)
}

type oracleDate struct {
	name string
	date int64
}

type oracleYear struct {
	code string
	year int
}

// An interval is times of day, from midnight.
type interval struct{ start, end time.Duration }

func newOracleHours(t fataler, schedules []businesshours.Schedule, note func(string)) *oracleHours {
	h := &oracleHours{
		schedules: map[string]*businesshours.Schedule{"24x7": {Name: "24x7", Always: true}},
		zones:     make(map[string]*time.Location),
		days:      make(map[oracleDate][]span),
		dates:     make(map[oracleDate][]interval),
		countries: make(map[oracleYear][]holiday.Day),
		note:      note,
	}
	for i := range schedules {
		s := &schedules[i]
		zone, err := time.LoadLocation(cmp.Or(s.TimeZone, "UTC"))
		if err != nil {
			t.Fatalf("zone: %v", err)
		}
		h.schedules[s.Name], h.zones[s.Name] = s, zone
	}
	return h
}

func (h *oracleHours) zone(name string) *time.Location {
	if zone := h.zones[name]; zone != nil {
		return zone
	}
	return time.UTC
}

// wall is what the clock on the wall reads at t, written as though it were UTC.
func wall(zone *time.Location, t time.Time) time.Time {
	_, seconds := t.In(zone).Zone()
	return t.UTC().Add(time.Duration(seconds) * time.Second)
}

// steady cuts [from, to) into parts in which nobody turns the clock on the wall: it is always so
// far ahead of UTC. Clocks are turned at whole seconds, and not there and back within six hours.
func steady(zone *time.Location, from, to time.Time, each func(from, to time.Time, ahead time.Duration)) {
	ahead := wall(zone, from).Sub(from)
	length := to.Sub(from)
	same := length <= oracleDay && wall(zone, to.Add(-1)).Sub(to.Add(-1)) == ahead
	for t := from; same && t.Before(to); t = t.Add(6 * time.Hour) {
		same = wall(zone, t).Sub(t) == ahead
	}
	if same || length <= time.Second {
		each(from, to, ahead)
		return
	}
	middle := from.Add((length / 2).Truncate(time.Second))
	steady(zone, from, middle, each)
	steady(zone, middle, to, each)
}

// union sorts spans, and merges those that overlap or touch.
func union(spans []span) (merged []span) {
	slices.SortFunc(spans, func(a, b span) int { return a.Start.Compare(b.Start) })
	for _, s := range spans {
		if last := len(merged) - 1; last >= 0 && !s.Start.After(merged[last].End) {
			merged[last].End = latest(merged[last].End, s.End)
		} else {
			merged = append(merged, s)
		}
	}
	return merged
}

// clip is the part of s in [from, to), which may be nothing.
func clip(s, in span) (span, bool) {
	c := span{Start: latest(s.Start, in.Start), End: s.End}
	if in.End.Before(c.End) {
		c.End = in.End
	}
	return c, c.Start.Before(c.End)
}

func within(spans []span, t time.Time) bool {
	return slices.ContainsFunc(spans, func(s span) bool { return !t.Before(s.Start) && t.Before(s.End) })
}

// on gives the open spans of a day of UTC, which is given by its midnight.
func (h *oracleHours) on(name string, day time.Time) []span {
	s, whole := h.schedules[name], span{Start: day, End: day.Add(oracleDay)}
	if s.Always {
		h.note("hours: always open")
		return []span{whole}
	}
	key := oracleDate{name, day.Unix()}
	spans, ok := h.days[key]
	if !ok {
		switch {
		case s.AnyOf != nil:
			if s.NoneOf != nil {
				h.note("hours: a composite, none of others")
			} else {
				h.note("hours: a composite")
			}
			spans = h.combined(s, whole)
		default:
			spans = h.simple(s, whole)
		}
		h.days[key] = spans
	}
	return spans
}

// simple is open when the wall clock lies in one of the intervals of the local date.
func (h *oracleHours) simple(s *businesshours.Schedule, whole span) (spans []span) {
	steady(h.zone(s.Name), whole.Start, whole.End, func(from, to time.Time, ahead time.Duration) {
		for date := from.Add(ahead).Truncate(oracleDay); date.Before(to.Add(ahead)); date = date.Add(oracleDay) {
			for _, i := range h.intervals(s, date) {
				open := span{Start: date.Add(i.start - ahead), End: date.Add(i.end - ahead)}
				if c, ok := clip(open, span{Start: from, End: to}); ok {
					spans = append(spans, c)
				}
			}
		}
	})
	return union(spans)
}

// combined is open when any of the first and none of the second is.
func (h *oracleHours) combined(s *businesshours.Schedule, whole span) (spans []span) {
	edges := []time.Time{whole.Start, whole.End}
	for _, name := range slices.Concat(s.AnyOf, s.NoneOf) {
		for _, open := range h.on(name, whole.Start) {
			edges = append(edges, open.Start, open.End)
		}
	}
	slices.SortFunc(edges, time.Time.Compare)
	opens := func(names []string, t time.Time) bool {
		return slices.ContainsFunc(names, func(name string) bool { return within(h.on(name, whole.Start), t) })
	}
	for i, from := range edges[:len(edges)-1] {
		if to := edges[i+1]; from.Before(to) && opens(s.AnyOf, from) && !opens(s.NoneOf, from) {
			spans = append(spans, span{Start: from, End: to})
		}
	}
	return union(spans)
}

// intervals gives a local date its intervals, within the date.
func (h *oracleHours) intervals(s *businesshours.Schedule, date time.Time) []interval {
	key := oracleDate{s.Name, date.Unix()}
	if list, ok := h.dates[key]; ok {
		return list
	}
	before := date.AddDate(0, 0, -1)
	var own, rest []interval
	if s.HolidaysClose == "shift" {
		own, rest = h.beginning(s, date), h.beginning(s, before)
	} else if list, ok := h.exception(s, date); ok {
		own = list
	} else if !h.holiday(s, date) {
		pattern := h.inForce(s, date)
		own, rest = ofWeekday(pattern, date), ofWeekday(pattern, before)
	}
	var list []interval
	for _, i := range own {
		list = append(list, interval{i.start, min(i.end, oracleDay)})
	}
	for _, i := range rest {
		if i.end > oracleDay {
			list = append(list, interval{0, i.end - oracleDay})
		}
	}
	h.dates[key] = list
	return list
}

// beginning is what begins on a date where intervals belong to it as a whole.
func (h *oracleHours) beginning(s *businesshours.Schedule, date time.Time) []interval {
	if list, ok := h.exception(s, date); ok {
		return list
	}
	if h.holiday(s, date) {
		h.note("holiday: closes shifts")
		return nil
	}
	return ofWeekday(h.inForce(s, date), date)
}

// exception is what a date has instead of everything else. A dated one goes ahead of a yearly one.
func (h *oracleHours) exception(s *businesshours.Schedule, date time.Time) ([]interval, bool) {
	if list, ok := s.Exceptions[date.Format(time.DateOnly)]; ok {
		h.note("hours: a dated exception")
		return parseIntervals(list), true
	}
	list, ok := s.Exceptions[date.Format("01-02")]
	if ok {
		h.note("hours: a yearly exception")
	}
	return parseIntervals(list), ok
}

// inForce is the weekly pattern in force on a date.
func (h *oracleHours) inForce(s *businesshours.Schedule, date time.Time) businesshours.Weekly {
	weekly, since := s.Weekly, ""
	for _, r := range s.Revisions {
		if r.From <= date.Format(time.DateOnly) && r.From > since {
			h.note("hours: a revision")
			weekly, since = r.Weekly, r.From
		}
	}
	return weekly
}

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// ofWeekday is what a weekly pattern has for a date's day of the week. It may reach past
// midnight.
func ofWeekday(weekly businesshours.Weekly, date time.Time) (list []interval) {
	for days, texts := range weekly {
		first, last, ranged := strings.Cut(days, "-")
		if !ranged {
			last = first
		}
		for d := slices.Index(weekdays, first); ; d++ {
			if weekdays[d%7] == weekdays[date.Weekday()] {
				list = append(list, parseIntervals(texts)...)
			}
			if weekdays[d%7] == last {
				break
			}
		}
	}
	return list
}

// parseIntervals reads intervals; one that ends before it starts reaches into the next day.
func parseIntervals(texts []string) (list []interval) {
	for _, text := range texts {
		start, end, _ := strings.Cut(text, "-")
		i := interval{timeOfDay(start), timeOfDay(end)}
		if i.end <= i.start {
			i.end += oracleDay
		}
		list = append(list, i)
	}
	return list
}

// timeOfDay is a time of day, "15:04" or "15:04:05", from midnight.
func timeOfDay(text string) time.Duration {
	hours, rest, _ := strings.Cut(text, ":")
	minutes, seconds, _ := strings.Cut(rest, ":")
	d, err := time.ParseDuration(hours + "h" + minutes + "m" + cmp.Or(seconds, "0") + "s")
	if err != nil {
		panic(err)
	}
	return d
}

// An oracleCalendar is the operations on a schedule. It looks so many years ahead and back: 50 by
// rights, or fewer where nobody asks for more.
type oracleCalendar struct {
	*oracleHours
	name  string
	years int
}

// over reports whether a schedule is closed for good from a date on, in every zone: there is nothing
// in its last weekly pattern and in each year, and all that has a date is past.
func (h *oracleHours) over(name string, from time.Time) bool {
	s := h.schedules[name]
	if s.Always {
		return false
	}
	if s.AnyOf != nil {
		return !slices.ContainsFunc(s.AnyOf, func(member string) bool { return !h.over(member, from) })
	}
	past := from.Add(-3 * oracleDay).Format(time.DateOnly)
	for date, list := range s.Exceptions {
		if len(list) > 0 && date > past || len(date) == len("01-02") {
			return false
		}
	}
	for _, r := range s.Revisions {
		if r.From > past {
			return false
		}
	}
	return len(h.inForce(s, from)) == 0
}

// spans gives the open spans of [from, to), in order, until each returns false.
func (c oracleCalendar) spans(from, to time.Time, each func(span) bool) {
	for day := from.UTC().Truncate(oracleDay); day.Before(to); day = day.Add(oracleDay) {
		if day.Day() == 1 && c.over(c.name, day) {
			return
		}
		for _, s := range c.on(c.name, day) {
			if s, ok := clip(s, span{Start: from.UTC(), End: to}); ok && !each(s) {
				return
			}
		}
	}
}

func (c oracleCalendar) open(t time.Time) bool {
	return within(c.on(c.name, t.UTC().Truncate(oracleDay)), t)
}

// between is the open time in [a, b).
func (c oracleCalendar) between(a, b time.Time) (sum time.Duration) {
	if b.Before(a) {
		return -c.between(b, a)
	}
	c.spans(a, b, func(s span) bool {
		sum += s.Duration()
		return true
	})
	return sum
}

// add is the earliest instant at which d of open time have passed since t.
func (c oracleCalendar) add(t time.Time, d time.Duration) (end time.Time, ok bool) {
	if d == 0 {
		return t, true
	}
	c.spans(t, t.AddDate(c.years, 0, 0), func(s span) bool {
		if ok = s.Duration() >= d; ok {
			end = s.Start.Add(d)
		}
		d -= s.Duration()
		return !ok
	})
	return end, ok
}

// nextOpen is the earliest open instant at or after t.
func (c oracleCalendar) nextOpen(t time.Time) (open time.Time, ok bool) {
	c.spans(t, t.AddDate(c.years, 0, 0), func(s span) bool {
		open, ok = s.Start, true
		return false
	})
	return open, ok
}

// nextClose is the earliest closed instant at or after t.
func (c oracleCalendar) nextClose(t time.Time) (time.Time, bool) {
	closed := t
	c.spans(t, t.AddDate(c.years, 0, 0), func(s span) bool {
		if s.Start.After(closed) {
			return false
		}
		closed = s.End
		return true
	})
	return closed, closed.Before(t.AddDate(c.years, 0, 0))
}

// subtract is the latest instant from which on d of open time pass until t.
func (c oracleCalendar) subtract(t time.Time, d time.Duration) (start time.Time, ok bool) {
	if d == 0 {
		return t, true
	}
	for day := t.UTC().Truncate(oracleDay); day.After(t.AddDate(-c.years, 0, 0)); day = day.Add(-oracleDay) {
		spans := slices.Clone(c.on(c.name, day))
		slices.Reverse(spans)
		for _, s := range spans {
			s, ok := clip(s, span{Start: day, End: t})
			if ok && s.Duration() >= d {
				return s.End.Add(-d), true
			}
			if ok {
				d -= s.Duration()
			}
		}
	}
	return t, false
}
