package businesshours

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours/holiday"
	"github.com/punctualgo/punctual/internal/strict"
)

// Options control how schedules are compiled. The zero value is the default.
type Options struct {
	// Location returns the time zone with an IANA name. If nil, it is [time.LoadLocation].
	// Set it to supply zone data that are the same on all machines.
	Location func(name string) (*time.Location, error)
}

// Compile compiles schedules with default options. See [Options.Compile].
func Compile(schedules []Schedule) (*Set, error) { return Options{}.Compile(schedules) }

// Compile checks schedules and compiles each of them into a [Calendar]. The error joins
// all problems found, each an [*Error] with a path such as "schedules[0].time_zone".
//
// There are limits on what schedules may have, from [MaxSchedules] on. The time and memory that
// compiling takes grow with the size of the schedules: with 1 MiB of them, some tens of
// milliseconds. Tables are built later.
func (o Options) Compile(schedules []Schedule) (*Set, error) {
	c := compiler{
		options: o,
		index:   make(map[string]int, len(schedules)),
		zones:   make(map[string]*time.Location),

		countries: make(map[*holiday.Calendar]*country),
		closing:   make(map[*holiday.Calendar]*calendarHolidays),
		set:       &Set{calendars: make(map[string]*Calendar, len(schedules))},
	}
	if len(schedules) > MaxSchedules {
		c.problems.Add("schedules", "has %d schedules, more than %d", len(schedules), MaxSchedules)
		return nil, c.problems.Err()
	}
	always := &Calendar{name: Always, location: time.UTC}
	always.most = always.mostWork(1)
	c.set.add(always)
	c.calendars = make([]*Calendar, len(schedules))
	for i, s := range schedules {
		c.calendars[i] = c.schedule(strict.Index("schedules", i), i, s)
	}
	for i, s := range schedules {
		if s.composite() {
			c.compose(strict.Index("schedules", i), c.calendars[i], s)
		}
	}
	c.checkComposites(schedules)
	for _, cal := range c.calendars {
		if cal.parts == nil {
			cal.most = cal.mostWork(cal.intervals())
		}
	}
	if err := c.problems.Err(); err != nil {
		return nil, err
	}
	return c.set, nil
}

// A compiler turns the schedules of one set into calendars.
type compiler struct {
	options   Options
	problems  strict.Problems
	index     map[string]int // indexes of schedules by name
	zones     map[string]*time.Location
	calendars []*Calendar // one for each schedule
	set       *Set
	known     []string // see names

	countries map[*holiday.Calendar]*country
	closing   map[*holiday.Calendar]*calendarHolidays // rules of the schedule being compiled
}

func (s *Schedule) composite() bool { return s.AnyOf != nil || s.NoneOf != nil }

func (c *compiler) schedule(path string, i int, s Schedule) *Calendar {
	if err := strict.CheckName(s.Name); err != nil {
		c.problems.Add(strict.Key(path, "name"), "%w", err)
	} else if s.Name == Always {
		c.problems.Add(strict.Key(path, "name"), "%s is predefined; choose another name", strict.Quote(s.Name))
	} else if first, ok := c.index[s.Name]; ok {
		c.problems.Add(strict.Key(path, "name"), "%s is the name of schedules[%d] already", strict.Quote(s.Name), first)
	} else {
		c.index[s.Name] = i
	}
	cal := &Calendar{name: s.Name, location: c.zone(strict.Key(path, "time_zone"), s)}
	weekly := s.Weekly != nil || s.Holidays != nil || s.HolidaysClose != "" || s.Exceptions != nil || s.Revisions != nil
	switch {
	case s.Always && (weekly || s.composite()):
		c.problems.Add(path, "is always open, so it cannot have other hours, holidays or members")
	case s.composite() && weekly:
		c.problems.Add(path, "is a composite, so it cannot have hours or holidays of its own")
	case !s.Always && !s.composite():
		cal.weekly = c.weekly(path, s)
		cal.weekly.location = cal.location
	}
	c.set.add(cal)
	return cal
}

func (c *compiler) zone(path string, s Schedule) *time.Location {
	if s.TimeZone == "" {
		if !s.Always && !s.composite() {
			c.problems.Add(path, "is required, such as \"America/New_York\"")
		}
		return time.UTC
	}
	if loc, ok := c.zones[s.TimeZone]; ok {
		return loc
	}
	loc, err := time.UTC, checkZoneName(s.TimeZone)
	if err == nil && s.TimeZone != "UTC" {
		load := c.options.Location
		if load == nil {
			load = time.LoadLocation
		}
		loc, err = load(s.TimeZone)
		if err == nil && loc == nil {
			err = fmt.Errorf("not found")
		}
		if err != nil {
			err = fmt.Errorf("no data for time zone %s: %w%s", strict.Quote(s.TimeZone), err, zoneHint(s.TimeZone))
		}
	}
	if err != nil {
		c.problems.Add(path, "%w", err)
		return time.UTC
	}
	c.zones[s.TimeZone] = loc
	return loc
}

func (c *compiler) weekly(path string, s Schedule) *weeklyHours {
	shift := false
	switch s.HolidaysClose {
	case "", "date":
	case "shift":
		shift = true
	default:
		c.problems.Add(strict.Key(path, "holidays_close"), "must be \"date\" or \"shift\", got %s%s",
			strict.Quote(s.HolidaysClose), strict.DidYouMean(s.HolidaysClose, []string{"date", "shift"}))
	}
	base, open := c.week(strict.Key(path, "weekly"), s.Weekly, shift)
	w := &weeklyHours{patterns: []datedPattern{{from: math.MinInt32, pattern: base}}}

	if len(s.Holidays) > MaxHolidays {
		c.problems.Add(strict.Key(path, "holidays"), "has %d holidays, more than %d", len(s.Holidays), MaxHolidays)
	} else {
		clear(c.closing)
		for i, h := range s.Holidays {
			c.holiday(place{parent: path, field: "holidays", index: i}, h, w)
		}
	}

	if len(s.Exceptions) > MaxExceptions {
		c.problems.Add(strict.Key(path, "exceptions"), "has %d exceptions, more than %d", len(s.Exceptions), MaxExceptions)
	} else {
		for _, key := range slices.Sorted(maps.Keys(s.Exceptions)) {
			intervals, path := s.Exceptions[key], place{parent: path, field: "exceptions", index: -1, name: key}
			open = open || len(intervals) > 0
			hours := c.day(path, intervals, shift)
			if date, ok := dateFrom(key); ok {
				w.exceptions = append(w.exceptions, datedHours{date.dayNumber(), hours})
			} else if date, ok := monthDayFrom(key); ok {
				w.yearly = append(w.yearly, yearlyHours{date, hours})
			} else {
				c.problems.Add(path.String(), "%s is not a date such as \"2026-12-24\", or \"12-24\" for each year%s", strict.Quote(key),
					didYouMean(cmp.Or(dateMeant(key), monthDayMeant(key))))
			}
		}
	}

	if len(s.Revisions) > MaxRevisions {
		c.problems.Add(strict.Key(path, "revisions"), "has %d revisions, more than %d", len(s.Revisions), MaxRevisions)
	} else {
		seen := make(map[string]bool)
		for i, v := range s.Revisions {
			path := strict.Index(strict.Key(path, "revisions"), i)
			from, err := parseDate(v.From)
			if err != nil {
				c.problems.Add(strict.Key(path, "from"), "%w", err)
			} else if seen[v.From] {
				c.problems.Add(strict.Key(path, "from"), "another revision already starts on %s", v.From)
			}
			seen[v.From] = true
			pattern, opens := c.week(strict.Key(path, "weekly"), v.Weekly, shift)
			open = open || opens
			w.patterns = append(w.patterns, datedPattern{from.dayNumber(), pattern})
		}
		slices.SortStableFunc(w.patterns, func(a, b datedPattern) int { return cmp.Compare(a.from, b.from) })
	}
	if shift {
		w.overnight = w.anyOvernight()
	}
	if !open {
		c.problems.Add(path, "%w: its weekly hours and exceptions are all empty", ErrNeverOpens)
	}
	return w
}

// A place is where an entry of a list, or a named one, stands. Its path is made only if there is a
// problem.
type place struct {
	parent, field string
	index         int // of the entry, or -1 if it has a name
	name          string
}

func (p place) String() string {
	if p.index < 0 {
		return strict.Key(strict.Key(p.parent, p.field), p.name)
	}
	return strict.Index(strict.Key(p.parent, p.field), p.index)
}

// key returns the path of a field of the entry.
func (p place) key(name string) string { return strict.Key(p.String(), name) }

// anyOvernight reports whether any hours reach past 24:00.
func (w *weeklyHours) anyOvernight() bool {
	return slices.ContainsFunc(w.patterns, func(p datedPattern) bool { return slices.ContainsFunc(p.pattern[:], hours.overnight) }) ||
		slices.ContainsFunc(w.exceptions, func(e datedHours) bool { return e.hours.overnight() }) ||
		slices.ContainsFunc(w.yearly, func(e yearlyHours) bool { return e.hours.overnight() })
}

// week compiles a weekly pattern. It also reports whether the pattern has any interval. If
// shift is set, intervals past midnight belong to the day on which they begin; otherwise
// they are cut in two.
func (c *compiler) week(path string, weekly Weekly, shift bool) (w pattern, open bool) {
	var spans [7][]span
	var count [7]int
	for _, key := range slices.Sorted(maps.Keys(weekly)) {
		path := strict.Key(path, key)
		first, n, err := parseDays(key)
		if err != nil {
			c.problems.Add(path, "%w", err)
		}
		open = open || len(weekly[key]) > 0
		if len(weekly[key]) > MaxIntervals { // check before doing any work
			c.problems.Add(path, "has %d intervals, more than %d", len(weekly[key]), MaxIntervals)
			continue
		}
		for i, text := range weekly[key] {
			start, end, err := parseInterval(text)
			if err != nil {
				c.problems.Add(strict.Index(path, i), "%w", err)
				continue
			}
			for k := range n {
				day := (int(first) + k) % 7
				count[day]++
				if end > start {
					spans[day] = append(spans[day], span{start: int32(start), end: int32(end)})
					continue
				}
				if shift {
					spans[day] = append(spans[day], span{start: int32(start), end: secondsPerDay + int32(end)})
					continue
				}
				next := (day + 1) % 7
				spans[day] = append(spans[day], span{start: int32(start), end: secondsPerDay})
				spans[next] = append(spans[next], span{start: 0, end: int32(end)})
			}
		}
	}
	for day := range w {
		if count[day] > MaxIntervals {
			c.problems.Add(path, "%s has %d intervals, more than %d", weekdays[day], count[day], MaxIntervals)
		}
		w[day] = newHours(spans[day])
		for _, earlier := range w[:day] { // days alike share their hours
			if slices.Equal(earlier, w[day]) {
				w[day] = earlier
			}
		}
	}
	return w, open
}

// day compiles the hours of an exception. They may reach past midnight if shift is set.
func (c *compiler) day(path place, intervals []string, shift bool) hours {
	if len(intervals) > MaxIntervals {
		c.problems.Add(path.String(), "has %d intervals, more than %d", len(intervals), MaxIntervals)
		return nil
	}
	spans := make([]span, 0, len(intervals))
	for i, text := range intervals {
		start, end, err := parseInterval(text)
		if err == nil && end < start {
			if shift {
				end += secondsPerDay
			} else {
				err = fmt.Errorf("%s ends before it starts: an exception does not reach past midnight; end it at \"24:00\" at the latest, or set \"holidays_close\" to \"shift\"", strict.Quote(text))
			}
		}
		if err != nil {
			c.problems.Add(strict.Index(path.String(), i), "%w", err)
			continue
		}
		spans = append(spans, span{start: int32(start), end: int32(end)})
	}
	return newHours(spans)
}

// compose resolves the members of a composite.
func (c *compiler) compose(path string, cal *Calendar, s Schedule) {
	members := func(field string, names []string) []*Calendar {
		if len(names) > MaxCompositeNames {
			c.problems.Add(strict.Key(path, field), "has %d schedules, more than %d", len(names), MaxCompositeNames)
			return nil
		}
		of := make([]*Calendar, 0, len(names))
		for i, name := range names {
			m, ok := c.set.Calendar(name)
			if !ok {
				c.problems.Add(strict.Index(strict.Key(path, field), i), "%w", strict.UnknownName("schedule", name, c.names()))
				continue
			}
			of = append(of, m)
		}
		return of
	}
	if len(s.AnyOf) == 0 {
		c.problems.Add(path, "%w: any_of is empty", ErrNeverOpens)
	}
	cal.parts = &composite{members("any_of", s.AnyOf), members("none_of", s.NoneOf)}
}

// names returns the schedule names that may be suggested for unknown ones.
func (c *compiler) names() []string {
	if c.known == nil {
		c.known = slices.Sorted(maps.Keys(c.set.calendars))
		c.known = c.known[:min(len(c.known), maxNameSuggestions)]
	}
	return c.known
}

// checkComposites finds composites that contain themselves, are nested too deeply, or have
// too many intervals in all.
func (c *compiler) checkComposites(schedules []Schedule) {
	const (
		visiting = -1 - iota
		wrong    // a problem of it, or of a composite in it, was reported
	)
	sizes := make(map[*Calendar]size)
	var around []*Calendar // the composites being visited
	var visit func(cal *Calendar) (of size, ok bool)
	visit = func(cal *Calendar) (of size, ok bool) {
		if cal.parts == nil {
			n := cal.intervals()
			return size{intervals: n, work: cal.mostWork(n)}, true
		}
		switch of, seen := sizes[cal]; {
		case of.depth == visiting:
			c.cycle(around[slices.Index(around, cal):])
			return of, false
		case seen:
			return of, of.depth != wrong
		}
		sizes[cal] = size{depth: visiting}
		around = append(around, cal)
		ok = true
		for _, m := range slices.Concat(cal.parts.anyOf, cal.parts.noneOf) {
			var part size
			if part, ok = visit(m); !ok {
				break
			}
			of.depth = max(of.depth, part.depth)
			of.intervals += part.intervals
			of.merged += part.intervals + part.merged
			of.work += part.work
		}
		of.depth++
		around = around[:len(around)-1]
		switch {
		case !ok:
		case of.depth > MaxCompositeDepth:
			c.problems.Add(c.path(cal), "composites are nested %d levels deep, more than %d", of.depth, MaxCompositeDepth)
			ok = false
		case of.merged > MaxCompositeIntervals:
			c.problems.Add(c.path(cal), "all of its members together have %d open intervals per week, more than %d", of.merged, MaxCompositeIntervals)
			ok = false
		}
		of.work += cal.mostWork(2 * of.intervals)
		cal.most = of.work
		if !ok {
			of.depth = wrong
		}
		sizes[cal] = of
		return of, ok
	}
	for i := range schedules {
		visit(c.calendars[i])
	}
}

// A size says how much work a composite takes to build.
type size struct {
	depth     int // levels of composites
	intervals int // open intervals per week of its members
	merged    int // intervals merged to build it and all composites in it
	work      int // the most work that a block takes, with the blocks of members
}

// mostWork returns the most work that a block takes, without those of members, if a week has at
// most so many open intervals, including those that are merged.
func (c *Calendar) mostWork(intervals int) int {
	work := blockWeeks * (workOfTabled + workOfWeek + workOfSpan*(intervals+1))
	if c.weekly != nil {
		work += c.weekly.workOfRules()
	}
	if c.parts != nil {
		work += blockWeeks * workOfSpan * (len(c.parts.anyOf) + len(c.parts.noneOf))
	}
	return work
}

// intervals returns how many open intervals a week may have. The calendar must not be a
// composite.
func (c *Calendar) intervals() (n int) {
	if c.weekly == nil {
		return 1
	}
	for _, dated := range c.weekly.patterns {
		week := 0
		for _, day := range dated.pattern {
			week += len(day)
		}
		n = max(n, week)
	}
	for _, e := range c.weekly.exceptions {
		n = max(n, 7*len(e.hours))
	}
	for _, e := range c.weekly.yearly {
		n = max(n, 7*len(e.hours))
	}
	if c.weekly.overnight {
		n += 7 // one interval past midnight of each day is cut in two
	}
	return n
}

// cycle reports composites each of which contains the next, and the last the first.
func (c *compiler) cycle(members []*Calendar) {
	var way strings.Builder
	for _, m := range members {
		way.WriteString(strict.Quote(m.name) + " → ")
	}
	first := members[0]
	c.problems.Add(c.path(first), "composite %s contains itself: %s%[1]s", strict.Quote(first.name), way.String())
}

// path returns the path of a calendar's schedule.
func (c *compiler) path(cal *Calendar) string {
	return strict.Index("schedules", slices.Index(c.calendars, cal))
}
