package businesshours_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// changes lists difficult clock changes by zone.
var changes = map[string]string{
	"Africa/Cairo":         "2010-08-10T21:00 2010-09-09T22:00 2014-05-15T22:00 2023-04-27T22:00 2024-10-31T21:00",
	"Africa/Casablanca":    "2025-02-23T02:00 2025-04-06T02:00 2026-09-20T01:00",
	"Africa/Juba":          "2021-01-31T21:00",
	"Africa/Khartoum":      "2017-10-31T21:00",
	"Africa/Monrovia":      "1972-01-07T00:44:30",
	"Africa/Sao_Tome":      "2018-01-01T01:00 2019-01-01T01:00",
	"Africa/Windhoek":      "1994-03-20T22:00 2017-09-03T01:00",
	"America/Asuncion":     "2024-03-24T03:00 2024-10-06T04:00",
	"America/Campo_Grande": "2018-11-04T04:00",
	"America/Caracas":      "2007-12-09T07:00 2016-05-01T07:00",
	"America/Edmonton":     "2026-03-08T09:00",
	"America/Goose_Bay":    "2010-11-07T03:01",
	"America/Havana":       "2025-03-09T05:00 2025-11-02T05:00 2026-03-08T05:00",
	"America/Juneau":       "1983-10-30T09:00",
	"America/Metlakatla":   "2015-11-01T10:00",
	"America/Moncton":      "2006-10-29T03:01",
	"America/New_York":     "2025-03-09T07:00 2025-11-02T06:00",
	"America/Noronha":      "2000-10-15T01:00",
	"America/Nuuk":         "2023-03-26T01:00 2024-03-31T01:00 2024-10-27T01:00",
	"America/Resolute":     "2001-10-28T07:00",
	"America/Santiago":     "2019-09-08T04:00 2022-09-11T04:00",
	"America/Sao_Paulo":    "2015-10-18T03:00 2018-11-04T03:00 2019-02-17T02:00",
	"America/Scoresbysund": "2023-03-26T01:00 2024-10-27T01:00",
	"America/St_Johns":     "1988-04-03T03:31 1988-10-30T01:31 2010-11-07T02:31 2011-03-13T03:31",
	"America/Vancouver":    "2026-03-08T10:00",
	"America/Winnipeg":     "2026-03-08T08:00",
	"Antarctica/Casey":     "2010-03-04T15:00 2016-10-21T16:00 2020-10-03T16:01 2021-03-13T13:00",
	"Antarctica/Troll":     "2025-03-30T01:00 2025-10-26T01:00",
	"Antarctica/Vostok":    "2023-12-17T19:00",
	"Asia/Almaty":          "2024-02-29T18:00",
	"Asia/Amman":           "2022-02-24T22:00",
	"Asia/Beirut":          "2023-03-25T22:00 2023-10-28T21:00",
	"Asia/Colombo":         "1996-10-25T18:00",
	"Asia/Damascus":        "2022-03-24T22:00",
	"Asia/Dhaka":           "2009-06-19T17:00 2009-12-31T17:00",
	"Asia/Gaza":            "2011-03-31T22:01 2011-07-31T21:00 2015-10-22T22:00 2024-04-20T00:00 2040-10-20T00:00",
	"Asia/Hebron":          "2022-03-26T22:00",
	"Asia/Kathmandu":       "1985-12-31T18:30",
	"Asia/Khandyga":        "2003-12-31T15:00 2011-09-12T13:00",
	"Asia/Manila":          "1990-05-20T16:00",
	"Asia/Pyongyang":       "2015-08-14T15:00 2018-05-04T15:00",
	"Asia/Tehran":          "2022-03-21T20:30 2022-09-21T19:30",
	"Atlantic/Azores":      "2025-03-30T01:00 2025-10-26T01:00",
	"Australia/Lord_Howe":  "2025-04-05T15:00 2025-10-04T15:30",
	"Europe/Berlin":        "2025-03-30T01:00 2025-10-26T01:00",
	"Europe/Chisinau":      "2022-03-27T01:00",
	"Europe/Dublin":        "2025-03-30T01:00 2025-10-26T01:00",
	"Europe/Istanbul":      "2015-11-08T01:00",
	"Europe/London":        "2025-10-26T01:00",
	"Europe/Moscow":        "2014-10-25T22:00",
	"Pacific/Apia":         "2010-09-26T11:00 2011-12-30T10:00",
	"Pacific/Auckland":     "2025-04-05T14:00",
	"Pacific/Chatham":      "2025-04-05T14:00 2025-09-27T14:00",
	"Pacific/Enderbury":    "1994-12-31T11:00",
	"Pacific/Fakaofo":      "2011-12-30T11:00",
	"Pacific/Kiritimati":   "1994-12-31T10:00",
	"Pacific/Kwajalein":    "1993-08-21T12:00",
	"Pacific/Norfolk":      "2015-10-03T14:30",
}

// moreZones are further zones worth testing.
var moreZones = []string{
	"America/Argentina/San_Luis", "America/Los_Angeles", "Africa/El_Aaiun", "Asia/Kolkata", "Asia/Tokyo", "Atlantic/Stanley",
	"Australia/Sydney", "Europe/Amsterdam", "Europe/Lisbon", "UTC",
}

func allZones() []string {
	zones := slices.Clone(moreZones)
	for zone := range changes {
		zones = append(zones, zone)
	}
	slices.Sort(zones)
	return zones
}

// zoneSchedules returns schedules of one zone with hours at the times of clock changes.
func zoneSchedules(zone string) []businesshours.Schedule {
	return []businesshours.Schedule{
		{Name: "whole", TimeZone: zone, Weekly: businesshours.Weekly{"mon-sun": {"00:00-24:00"}}},
		{Name: "day", TimeZone: zone, Weekly: businesshours.Weekly{"mon-fri": {"09:00-12:00", "13:00-17:30"}, "sat": {"00:00-00:30"}}},
		{Name: "night", TimeZone: zone, Weekly: businesshours.Weekly{"mon-sun": {"22:00-00:15", "00:45-01:15", "01:40-02:10", "02:20-06:00"}}},
		{Name: "not night", AnyOf: []string{"24x7"}, NoneOf: []string{"night"}},
	}
}

// checkAround compares the calendars of a zone with the reference within reach of an
// instant, and checks round trip and complement there.
func checkAround(t *testing.T, zone string, change time.Time, reach time.Duration) {
	t.Helper()
	docs := zoneSchedules(zone)
	set, slow := compile(t, docs), newSlow(t, docs)
	from, to := change.Add(-reach), change.Add(reach)
	if got := named(t, set, "whole").Between(from, to); got != 2*reach {
		t.Errorf("%s, %v: 00:00-24:00 is open for %v of %v", zone, change, got, 2*reach)
	}
	night, not := named(t, set, "night").Between(from, to), named(t, set, "not night").Between(from, to)
	if night+not != 2*reach {
		t.Errorf("%s, %v: night %v and not night %v, of %v", zone, change, night, not, 2*reach)
	}
	for _, name := range []string{"day", "night"} {
		cal := named(t, set, name)
		want := slow.spans(name, from, to)
		got := slices.Collect(cal.Spans(from, to))
		if !slices.EqualFunc(got, want, func(a, b businesshours.Span) bool { return a.Start.Equal(b.Start) && a.End.Equal(b.End) }) {
			t.Errorf("%s, %v: %s is open at %v, want %v", zone, change, name, got, want)
		}
		open := time.Duration(0)
		for _, span := range want {
			open += span.Duration()
			end, err := cal.Add(from, open)
			if err != nil || !end.Equal(span.End) || cal.Between(from, end) != open {
				t.Errorf("%s, %v: %s: Add(%v, %v) = %v, %v, want %v", zone, change, name, from, open, end, err, span.End)
			}
			start, err := cal.Add(to, -cal.Between(span.Start, to))
			if err != nil || !start.Equal(span.Start) {
				t.Errorf("%s, %v: %s: Add(%v, -%v) = %v, %v, want %v", zone, change, name, to, open, start, err, span.Start)
			}
		}
		if got := cal.Between(from, to); got != open {
			t.Errorf("%s, %v: %s: Between = %v, want %v", zone, change, name, got, open)
		}
	}
}

// All zones: within 48 hours of transitions from 1970 to 2100 the calendars agree
// with the reference. PUNCTUAL_LONG=1 takes every transition, not a sample.
func TestAllZones(t *testing.T) {
	t.Parallel()
	const sample = 3
	long := os.Getenv("PUNCTUAL_LONG") != ""
	for k, zone := range allZones() {
		loc := location(t, zone)
		if loc == nil {
			continue
		}
		found := slices.DeleteFunc(slices.Clone(transitions(loc)), func(u time.Time) bool { return u.Year() < 1970 || u.Year() >= 2100 })
		step := 1
		if !long {
			step = len(found)/sample | 1 // odd, so that both springs and autumns are met
		}
		for i := k % step; i < len(found); i += step {
			checkAround(t, zone, found[i], 48*time.Hour)
		}
	}
}

// Calendars agree with the reference around each difficult change that this machine's zone
// data have.
func TestNastyChanges(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, zone := range allZones() {
		loc := location(t, zone)
		if loc == nil {
			continue
		}
		for text := range strings.FieldsSeq(changes[zone]) {
			change := at(t, text+"Z")
			if offsetOf(loc, change.Add(-time.Second)) == offsetOf(loc, change) {
				t.Logf("left out: %s has no change at %s here", zone, text)
				continue
			}
			checkAround(t, zone, change, 12*time.Hour)
			checked++
		}
	}
	t.Logf("%d changes", checked)
}

// A calendar works if it is compiled and first used on 31 December of a leap year, where
// Time.ZoneBounds can return an end that has passed, so that a loop over it never ends
// (golang/go#81583).
func TestIssue81583(t *testing.T) {
	t.Parallel()
	for k, zone := range allZones() {
		if location(t, zone) == nil {
			continue
		}
		for year := 1972 + 4*(k%10); year < 2190; year += 40 {
			if year%100 == 0 && year%400 != 0 {
				continue
			}
			eve := time.Date(year, 12, 31, 12, 0, 0, 0, time.UTC)
			checkAround(t, zone, eve, 24*time.Hour)
		}
	}
}

// Clocks may change on the last day of a year and on the first, at any time of day, also in a leap
// year, of which Time.ZoneBounds may return an end that has passed. These zones have one time for
// some hours about the New Year, and another for the rest of the year.
func TestChangesAboutNewYear(t *testing.T) {
	for name, rule := range map[string]string{"Test/Ahead": "AAA0BBB,J365/12,J1/6", "Test/Behind": "AAA0BBB,J1/6,J365/12", "Test/Late": "AAA5BBB,J1/14,J365/20"} {
		loc := zoneByRule(t, name, rule)
		options := businesshours.Options{Location: func(string) (*time.Location, error) { return loc, nil }}
		doc := inZone(name, "03:00-06:30", "07:15-10:00", "11:30-14:30", "15:00-24:00")
		zoneCache.Store(name, loc) // for the reference
		slow := newSlow(t, []businesshours.Schedule{doc})
		for _, year := range []int{1971, 1972, 2023, 2024, 2025, 2100, 2188} {
			set, err := options.Compile([]businesshours.Schedule{doc})
			if err != nil {
				t.Fatal(err)
			}
			newYear := time.Date(year+1, 1, 1, 0, 0, 0, 0, time.UTC)
			from, to := newYear.Add(-26*time.Hour), newYear.Add(26*time.Hour)
			want := slow.spans("a", from, to)
			got := slices.Collect(named(t, set, "a").Spans(from, to))
			if !slices.EqualFunc(got, want, func(a, b businesshours.Span) bool { return a.Start.Equal(b.Start) && a.End.Equal(b.End) }) {
				t.Errorf("%s, New Year after %d: open at %v, want %v", rule, year, got, want)
			}
			changes := businesshours.ChangesOf(loc, from, to)
			if len(changes) != 2 {
				t.Errorf("%s, New Year after %d: changes at %v, want two", rule, year, changes)
			}
			for _, u := range changes {
				if offsetOf(loc, u) == offsetOf(loc, u.Add(-time.Second)) {
					t.Errorf("%s: no change at %v", rule, u)
				}
			}
		}
	}
}

// zoneByRule returns a zone whose clocks always follow a rule, as a TZ variable has it.
func zoneByRule(t *testing.T, name, rule string) *time.Location {
	t.Helper()
	data := append([]byte("TZif2"), make([]byte, 15+6*4)...) // version 1, without any data
	data = append(data, "TZif2"...)
	data = append(data, make([]byte, 15+4*4)...)
	data = append(data, 0, 0, 0, 1, 0, 0, 0, 4) // one type of time, and the length of its abbreviation
	data = append(data, 0, 0, 0, 0, 0, 0)       // at UTC
	data = append(data, "AAA\x00\n"+rule+"\n"...)
	loc, err := time.LoadLocationFromTZData(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}
