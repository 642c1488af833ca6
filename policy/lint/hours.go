package lint

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
)

// An hours is a choice of schedules on which targets count. Equal choices are the same
// pointer.
type hours struct {
	choice policy.Choice[string] // zero if nothing names a schedule, so that it is "24x7"
	names  []string              // of the schedules that it may pick

	// The open time of the longest day of all these schedules, and whether they all have
	// weekly patterns. That of others may be 24 hours.
	longest time.Duration
	weekly  bool

	complete bool            // every issue gets a schedule
	opens    bool            // all of them are known to have open hours each week
	fields   map[string]bool // by which the choice is
}

// newHours returns the hours of a choice of schedules.
func (w *walker) newHours(c *policy.Choice[string]) *hours {
	text := c.Value
	if c.By != "" {
		b, _ := c.MarshalJSON() // it was checked
		text = string(b)
	}
	h := w.hours[text]
	if h == nil {
		h = &hours{choice: *c, complete: complete(c), fields: make(map[string]bool)}
		choosers(c, h.fields)
		schedulesIn(c, func(name string) { h.names = append(h.names, cmp.Or(name, businesshours.Always)) })
		slices.Sort(h.names)
		h.names = slices.Compact(h.names)
		h.weekly = true
		h.opens = !slices.ContainsFunc(h.names, func(name string) bool { return !w.opensEveryWeek(name) })
		for _, name := range h.names {
			s := w.byName(name)
			if s == nil || !s.weekly {
				h.longest, h.weekly = 24*time.Hour, false
				break
			}
			h.longest = max(h.longest, s.longestDay())
		}
		w.hours[text] = h
	}
	return h
}

// same reports whether h and other pick the same schedule for every issue, as far as that
// is known.
func (h *hours) same(other *hours) bool {
	return h == other || h.choice.By == "" && other.choice.By == "" && h.names[0] == other.names[0]
}

// schedulesIn calls yield with the name of each schedule that a choice may pick.
func schedulesIn(c *policy.Choice[string], yield func(string)) {
	if c.By == "" {
		yield(c.Value)
		return
	}
	for _, value := range c.Values {
		schedulesIn(&value, yield)
	}
	if c.Default != nil {
		schedulesIn(c.Default, yield)
	}
}

// complete reports whether a choice picks a schedule for every issue.
func complete(c *policy.Choice[string]) bool {
	if c.By == "" {
		return true
	}
	for _, value := range c.Values {
		if !complete(&value) {
			return false
		}
	}
	return c.Default != nil && complete(c.Default)
}

// choosers adds the fields of a choice, and of those in it.
func choosers(c *policy.Choice[string], fields map[string]bool) {
	if c.By == "" {
		return
	}
	fields[c.By] = true
	for _, v := range c.Values {
		choosers(&v, fields)
	}
	if c.Default != nil {
		choosers(c.Default, fields)
	}
}

// A schedule is a schedule and its weekly patterns.
type schedule struct {
	*businesshours.Schedule
	path     string
	weekly   bool      // it is neither always open nor a composite
	patterns []pattern // in the order of the document
}

// A pattern is the weekly hours of a schedule, or of one of its revisions.
type pattern struct {
	from      string // a date, or "" for the first
	past      bool   // another one is in force by the present
	intervals []interval
	open      [7]time.Duration // on each day of the week
}

// An interval is one that is written in a weekly pattern.
type interval struct {
	path       string
	days       []time.Weekday // on which it begins
	start, end businesshours.TimeOfDay
}

func newSchedule(p *pass, path string, s *businesshours.Schedule) *schedule {
	all := &schedule{Schedule: s, path: path, weekly: !s.Always && s.AnyOf == nil && s.NoneOf == nil}
	if !all.weekly {
		return all
	}
	all.patterns = append(all.patterns, newPattern("", strict.Key(path, "weekly"), s.Weekly))
	for i, r := range s.Revisions {
		path := strict.Key(strict.Index(strict.Key(path, "revisions"), i), "weekly")
		all.patterns = append(all.patterns, newPattern(r.From, path, r.Weekly))
	}
	if len(all.patterns) > 1 && p.dated() {
		today := p.options.AsOf.In(p.location(s)).Format(time.DateOnly)
		latest := ""
		for _, one := range all.patterns {
			if one.from <= today {
				latest = max(latest, one.from)
			}
		}
		for i := range all.patterns {
			all.patterns[i].past = all.patterns[i].from < latest
		}
	}
	return all
}

func newPattern(from, path string, weekly businesshours.Weekly) pattern {
	p := pattern{from: from}
	for _, key := range slices.Sorted(maps.Keys(weekly)) {
		days := daysIn(key)
		for i, text := range weekly[key] {
			start, end := timesIn(text)
			p.intervals = append(p.intervals, interval{strict.Index(strict.Key(path, key), i), days, start, end})
		}
	}
	for day, spans := range p.spans() {
		slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.start, b.start) })
		reached := businesshours.TimeOfDay(0)
		for _, s := range spans {
			if s.end > reached {
				p.open[day] += time.Duration(s.end-max(s.start, reached)) * time.Second
				reached = s.end
			}
		}
	}
	return p
}

// A span is the part of an interval on one day.
type span struct {
	start, end businesshours.TimeOfDay
	interval   int // index
}

const midnight = businesshours.TimeOfDay(24 * 60 * 60)

// spans returns the parts of the intervals by day of the week. An interval that reaches
// past midnight has a part on the next day.
func (p *pattern) spans() (days [7][]span) {
	for i, one := range p.intervals {
		for _, day := range one.days {
			if one.end > one.start {
				days[day] = append(days[day], span{one.start, one.end, i})
				continue
			}
			next := (day + 1) % 7
			days[day] = append(days[day], span{one.start, midnight, i})
			if one.end > 0 {
				days[next] = append(days[next], span{0, one.end, i})
			}
		}
	}
	return days
}

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// daysIn returns the days that a valid key of weekly hours names.
func daysIn(key string) (days []time.Weekday) {
	from, to, isRange := strings.Cut(key, "-")
	if !isRange {
		to = from
	}
	last := slices.Index(weekdays, to)
	for day := slices.Index(weekdays, from); ; day = (day + 1) % 7 {
		days = append(days, time.Weekday(day))
		if day == last {
			return days
		}
	}
}

// timesIn returns the start and the end of a valid interval.
func timesIn(text string) (start, end businesshours.TimeOfDay) {
	from, to, _ := strings.Cut(text, "-")
	start, _ = businesshours.ParseTimeOfDay(from)
	end, _ = businesshours.ParseTimeOfDay(to)
	return start, end
}

// longestDay returns the open time of the longest day of the patterns in force at the
// present and later.
func (s *schedule) longestDay() (longest time.Duration) {
	for i := range s.patterns {
		if !s.patterns[i].past {
			longest = max(longest, slices.Max(s.patterns[i].open[:]))
		}
	}
	return longest
}

// byName returns the schedule with a name, or nil for "24x7".
func (p *pass) byName(name string) *schedule {
	if p.scheduleIndex == nil {
		p.scheduleIndex = make(map[string]*schedule)
		for _, s := range p.schedules {
			p.scheduleIndex[s.Name] = s
		}
	}
	return p.scheduleIndex[name]
}

// opensEveryWeek reports whether a schedule is known to have open hours in each week from
// the present on, but for holidays and exceptions.
func (p *pass) opensEveryWeek(name string) bool {
	s := p.byName(name)
	if s == nil || s.Always {
		return true
	}
	opens, known := p.opens[name]
	switch {
	case known:
	case s.weekly:
		closed := func(one pattern) bool { return !one.past && slices.Max(one.open[:]) == 0 }
		opens = !slices.ContainsFunc(s.patterns, closed)
	default:
		opens = len(s.NoneOf) == 0 && slices.ContainsFunc(s.AnyOf, p.opensEveryWeek)
	}
	if p.opens == nil {
		p.opens = make(map[string]bool)
	}
	p.opens[name] = opens
	return opens
}

// live returns the schedules that are not there for expired policies alone: they and what
// they are composed of are named by nothing else.
func (p *pass) live() (list []*schedule) {
	expired := p.reach(func(s *schedule) bool { return p.uses[s.Name] != nil && p.uses[s.Name].expired })
	other := p.reach(func(s *schedule) bool { return !expired[s.Name] || p.uses[s.Name].live })
	for _, s := range p.schedules {
		if other[s.Name] {
			list = append(list, s)
		}
	}
	return list
}

// reach returns the names of some schedules, and of those that they are composed of.
func (p *pass) reach(from func(*schedule) bool) map[string]bool {
	reached := make(map[string]bool)
	var visit func(s *schedule)
	visit = func(s *schedule) {
		if s == nil || reached[s.Name] {
			return
		}
		reached[s.Name] = true
		for _, name := range slices.Concat(s.AnyOf, s.NoneOf) {
			visit(p.byName(name))
		}
	}
	for _, s := range p.schedules {
		if from(s) {
			visit(s)
		}
	}
	return reached
}
