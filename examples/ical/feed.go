package main

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/emersion/go-ical"
	"github.com/teambition/rrule-go"

	"github.com/punctualgo/punctual/businesshours"
)

// Bounds on a feed, so that a strange one takes neither long nor much memory.
const (
	maxFeed     = 4 << 20 // bytes
	maxLine     = 1 << 16 // bytes of a line, unfolded
	maxRules    = 2_000   // events that repeat
	maxRepeats  = 50_000  // dates that one rule yields, from its start on
	maxHolidays = 20_000  // holidays of a feed
	maxProblems = 100     // that are reported
)

// options say what to take from a feed.
type options struct {
	from, to int            // years
	zone     *time.Location // nil for that of the feed
}

// A feed is a calendar while it is converted. Dates are midnights in UTC.
type feed struct {
	options
	moved    map[string][]time.Time // dates of repeating events that other events replace, by UID
	rules    int
	holidays []businesshours.Holiday
	problems []string
}

// convert returns the holidays of a feed, and what it has left out, for people.
func convert(data []byte, o options) (holidays []businesshours.Holiday, problems []string, err error) {
	calendars, err := decode(data)
	if err != nil {
		return nil, nil, err
	}
	f := &feed{options: o, moved: make(map[string][]time.Time)}
	for _, calendar := range calendars {
		f.calendar(calendar)
	}
	if n := len(f.problems); n > maxProblems {
		f.problems = append(f.problems[:maxProblems], fmt.Sprintf("and %d more", n-maxProblems))
	}
	return f.holidays, f.problems, nil
}

// decode decodes the calendars of a file.
func decode(data []byte) (calendars []*ical.Calendar, err error) {
	if len(data) > maxFeed {
		return nil, fmt.Errorf("is longer than %d bytes", maxFeed)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // a byte order mark, which the decoder takes for a name
	length := 0
	for line := range bytes.Lines(data) { // the decoder is slow with long lines
		if line[0] != ' ' && line[0] != '\t' {
			length = 0
		}
		if length += len(line); length > maxLine {
			return nil, fmt.Errorf("has a line that is longer than %d bytes", maxLine)
		}
	}
	defer func() {
		if r := recover(); r != nil { // by the decoder, on some malformed lines
			calendars, err = nil, fmt.Errorf("is malformed: %v", r)
		}
	}()
	data = bytes.TrimSpace(data)
	decoder := ical.NewDecoder(bytes.NewReader(append(data[:len(data):len(data)], "\r\n"...)))
	for range bytes.Count(bytes.ToUpper(data), []byte("BEGIN:VCALENDAR")) {
		calendar, err := decoder.Decode()
		if err != nil {
			return nil, err
		}
		calendars = append(calendars, calendar)
	}
	if len(calendars) == 0 {
		return nil, fmt.Errorf("is not a calendar: there is no BEGIN:VCALENDAR")
	}
	return calendars, nil
}

func (f *feed) calendar(calendar *ical.Calendar) {
	if f.zone == nil {
		f.zone = time.UTC
		for _, name := range []string{"X-WR-TIMEZONE", "TIMEZONE-ID"} {
			if p := calendar.Props.Get(name); p != nil {
				zone, err := findZone(p.Value)
				if err == nil {
					f.zone = zone
					break
				}
				f.problem("%s: %v; dates of events in UTC are read in UTC", name, err)
			}
		}
		defer func(zone *time.Location) { f.zone = zone }(nil) // for the next calendar
	}
	events := calendar.Events()
	for _, e := range events {
		if p := e.Props.Get(ical.PropRecurrenceID); p != nil {
			if d, _, err := f.date(p, p.Value); err == nil {
				uid := textOf(e, ical.PropUID)
				f.moved[uid] = append(f.moved[uid], d)
			}
		}
	}
	for _, e := range events {
		if err := f.event(e); err != nil {
			f.problem("%s: %v", describe(e), err)
		}
	}
}

func (f *feed) problem(format string, args ...any) {
	f.problems = append(f.problems, fmt.Sprintf(format, args...))
}

// event adds the holidays of an event.
func (f *feed) event(e ical.Event) error {
	if status := e.Props.Get(ical.PropStatus); status != nil && strings.EqualFold(status.Value, string(ical.EventCancelled)) {
		return nil
	}
	p := e.Props.Get(ical.PropDateTimeStart)
	if p == nil {
		return fmt.Errorf("left out: it has no DTSTART")
	}
	start, whole, err := f.date(p, p.Value)
	if err != nil {
		return fmt.Errorf("left out: DTSTART: %w", err)
	}
	if !whole {
		return fmt.Errorf("left out: it does not begin at midnight, so it is no whole day")
	}
	days, err := f.days(e, start)
	if err != nil {
		return err
	}
	dates, err := f.dates(e, start)
	if err != nil {
		return err
	}
	name := clean(textOf(e, ical.PropSummary))
	for _, d := range dates {
		last := d.AddDate(0, 0, days-1)
		if last.Year() < f.from || d.Year() > f.to {
			continue
		}
		if len(f.holidays) == maxHolidays {
			return fmt.Errorf("left out: the feed has more than %d holidays", maxHolidays)
		}
		h := businesshours.Holiday{Date: d.Format(time.DateOnly), Name: name}
		if days > 1 {
			h.To = last.Format(time.DateOnly)
		}
		f.holidays = append(f.holidays, h)
	}
	return nil
}

// days returns how many days an event lasts.
func (f *feed) days(e ical.Event, start time.Time) (int, error) {
	days := 1
	if p := e.Props.Get(ical.PropDateTimeEnd); p != nil {
		end, whole, err := f.date(p, p.Value)
		if err != nil {
			return 0, fmt.Errorf("left out: DTEND: %w", err)
		}
		days = int(end.Sub(start) / (24 * time.Hour)) // the end is the day after the last
		if !whole {
			return 0, fmt.Errorf("left out: it does not end at midnight, so it is no whole day")
		}
		if days == 0 { // some write the last day itself
			days = 1
		}
	} else if p := e.Props.Get(ical.PropDuration); p != nil {
		d, err := p.Duration()
		if err != nil || d%(24*time.Hour) != 0 {
			return 0, fmt.Errorf("left out: DURATION: %q is not a number of days", p.Value)
		}
		days = int(d / (24 * time.Hour))
	}
	if days < 1 || days > businesshours.MaxHolidayRange {
		return 0, fmt.Errorf("left out: it lasts %d days", days)
	}
	return days, nil
}

// dates returns the dates on which an event begins.
func (f *feed) dates(e ical.Event, start time.Time) ([]time.Time, error) {
	p := e.Props.Get(ical.PropRecurrenceRule)
	dates := []time.Time{start}
	if p != nil {
		if f.rules++; f.rules > maxRules {
			return nil, fmt.Errorf("left out: more than %d events repeat", maxRules)
		}
		var err error
		if dates, err = f.repeats(p, start); err != nil {
			return nil, fmt.Errorf("left out: RRULE: %w", err)
		}
	}
	more, err := f.list(e, ical.PropRecurrenceDates)
	if err != nil {
		return nil, err
	}
	except, err := f.list(e, ical.PropExceptionDates)
	if err != nil {
		return nil, err
	}
	if e.Props.Get(ical.PropRecurrenceID) == nil && (p != nil || len(more) > 0) {
		except = append(except, f.moved[textOf(e, ical.PropUID)]...)
	}
	without := make(map[time.Time]bool, len(except))
	for _, d := range except {
		without[d] = true
	}
	return slices.DeleteFunc(append(dates, more...), func(d time.Time) bool { return without[d] }), nil
}

// utc matches a rule that ends at an instant in UTC.
var utc = regexp.MustCompile(`(?i)UNTIL=\d{8}T\d{6}Z`)

// repeats returns the dates of a rule up to the last year that is asked for.
func (f *feed) repeats(p *ical.Prop, start time.Time) ([]time.Time, error) {
	o, err := rrule.StrToROption(p.Value)
	if err != nil {
		return nil, err
	}
	switch {
	case o.Freq > rrule.DAILY, len(o.Byhour)+len(o.Byminute)+len(o.Bysecond) > 0:
		return nil, fmt.Errorf("%q repeats within a day", p.Value)
	case start.Year() < businesshours.Earliest.Year():
		return nil, fmt.Errorf("begins before the year %d", businesshours.Earliest.Year())
	case o.Interval > 10_000:
		return nil, fmt.Errorf("%q has too long an interval", p.Value)
	case start.Year() > f.to:
		return nil, nil
	}
	o.Dtstart = start
	end := time.Date(f.to, time.December, 31, 0, 0, 0, 0, time.UTC)
	if !o.Until.IsZero() {
		until := o.Until
		if utc.MatchString(p.Value) && !midnight(until) { // its date may be another one in the zone
			until = until.In(f.zone)
		}
		if until := date(until); until.Before(end) {
			end = until
		}
	}
	o.Until = end
	if end.Before(start) {
		return nil, nil
	}
	rule, err := rrule.NewRRule(*o)
	if err != nil {
		return nil, err
	}
	var dates []time.Time
	next := rule.Iterator()
	for d, ok := next(); ok; d, ok = next() {
		if len(dates) == maxRepeats {
			return nil, fmt.Errorf("%q yields more than %d dates", p.Value, maxRepeats)
		}
		dates = append(dates, date(d))
	}
	return dates, nil
}

// list returns the dates in all properties of a name, each of which may be a list.
func (f *feed) list(e ical.Event, name string) (dates []time.Time, err error) {
	for i := range e.Props[name] {
		p := &e.Props[name][i]
		for text := range strings.SplitSeq(p.Value, ",") {
			text, _, _ = strings.Cut(text, "/") // a period
			d, _, err := f.date(p, text)
			if err != nil {
				return nil, fmt.Errorf("left out: %s: %w", name, err)
			}
			dates = append(dates, d)
		}
	}
	return dates, nil
}

// date returns the date of a value of a property, and whether it is a midnight. A date is
// what the wall clock shows in the zone of the value; one in UTC is read in that of the feed.
func (f *feed) date(p *ical.Prop, text string) (d time.Time, whole bool, err error) {
	text = strings.TrimSpace(text)
	if d, err := time.Parse("20060102", text); err == nil {
		return d, true, nil
	}
	if d, err := time.Parse("20060102T150405Z", text); err == nil {
		d = d.In(f.zone)
		return date(d), midnight(d), nil
	}
	d, err = time.Parse("20060102T150405", text)
	if err != nil {
		return d, false, fmt.Errorf("%q is not a date", text)
	}
	if name := p.Params.Get(ical.ParamTimezoneID); name != "" {
		// The date is the same in every zone, but a name that nobody knows is worth a look.
		if _, err := findZone(name); err != nil {
			f.problem("%s: %v; the date is taken as it is", p.Name, err)
		}
	}
	return date(d), midnight(d), nil
}

// date returns the date that t shows, as a midnight in UTC.
func date(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

func midnight(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 }

// textOf returns a text of an event, or "".
func textOf(e ical.Event, name string) string {
	p := e.Props.Get(name)
	if p == nil {
		return ""
	}
	text, err := p.Text()
	if err != nil {
		return p.Value
	}
	return text
}

// describe names an event in a problem.
func describe(e ical.Event) string {
	if name := clean(textOf(e, ical.PropSummary)); name != "" {
		return name
	}
	return "an event without a name"
}

// clean returns a text on one line and of a length that a name may have.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd"))
	if len(text) > 200 {
		text = strings.ToValidUTF8(text[:200], "")
	}
	return strings.TrimSpace(text)
}

// tidy returns holidays in order, each once.
func tidy(list []businesshours.Holiday) []businesshours.Holiday {
	type key struct{ date, to, name string }
	seen := make(map[key]bool)
	tidied := []businesshours.Holiday{}
	for _, h := range list {
		if k := (key{h.Date, h.To, h.Name}); !seen[k] {
			seen[k] = true
			tidied = append(tidied, h)
		}
	}
	slices.SortStableFunc(tidied, func(a, b businesshours.Holiday) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.To, b.To), cmp.Compare(a.Name, b.Name))
	})
	return tidied
}
