package businesshours_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

func TestHolidays(t *testing.T) {
	set, err := businesshours.Compile([]businesshours.Schedule{
		{Name: "us", TimeZone: "America/New_York", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}, Holidays: []businesshours.Holiday{
			{Calendar: "us"}, {Date: "2026-05-26", Name: "Offsite"}, {Every: "05-27"}, {Date: "2026-05-28", Name: "cancelled"}},
			Exceptions: map[string][]string{"2026-05-28": {"09:00-17:00"}}},
		{Name: "uk", TimeZone: "Europe/London", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}, Holidays: []businesshours.Holiday{{Calendar: "gb"}}},
		{Name: "both", AnyOf: []string{"us", "uk"}},
		{Name: "always", Always: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	a := time.Date(2026, 5, 22, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		schedule string
		b        time.Time
		want     []string
	}{
		{"us", a.AddDate(0, 0, 8), []string{"25T04:00 26T04:00 Memorial Day", "26T04:00 27T04:00 Offsite", "27T04:00 28T04:00 "}},
		{"us", time.Date(2026, 5, 25, 16, 0, 0, 0, time.UTC), []string{"25T04:00 25T16:00 Memorial Day"}},
		{"uk", a.AddDate(0, 0, 8), []string{"24T23:00 25T23:00 Spring Bank Holiday"}},
		{"both", a.AddDate(0, 0, 4), []string{"24T23:00 25T23:00 Spring Bank Holiday", "25T23:00 26T04:00 Memorial Day", "26T04:00 26T12:00 Offsite"}},
		{"always", a.AddDate(0, 0, 8), nil},
		{"us", a, nil},
	} {
		c, _ := set.Calendar(tt.schedule)
		var got []string
		for s, name := range c.Holidays(a, tt.b) {
			if c.Between(s.Start, s.End) != 0 && tt.schedule != "both" {
				t.Errorf("%s is open on %s", tt.schedule, name)
			}
			got = append(got, fmt.Sprintf("%s %s %s", s.Start.Format("02T15:04"), s.End.Format("02T15:04"), name))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s to %v:\n got %s\nwant %s", tt.schedule, tt.b, strings.Join(got, ", "), strings.Join(tt.want, ", "))
		}
	}
	for _, tt := range []struct {
		name, schedule string
		from, to       string
		want           []string
	}{
		{"a holiday of a night desk closes from the end of the shift before to the end of its own",
			`{"name": "a", "time_zone": "UTC", "weekly": {"mon-sun": ["22:00-06:00"]}, "holidays_close": "shift", "holidays": [{"date": "2026-03-03", "name": "Fair"}]}`,
			"2026-03-02T12:00Z", "2026-03-05T12:00Z", []string{"03T06:00 04T06:00 Fair"}},
		{"the night of the first of two holidays has its name",
			`{"name": "a", "time_zone": "UTC", "weekly": {"mon-sun": ["22:00-06:00"]}, "holidays_close": "shift", "holidays": [{"date": "2026-03-03", "name": "Fair"}, {"date": "2026-03-04", "name": "Market"}]}`,
			"2026-03-02T12:00Z", "2026-03-05T12:00Z", []string{"03T06:00 04T06:00 Fair", "04T06:00 05T06:00 Market"}},
		{"the first date of a revision is one of the revision",
			`{"name": "a", "time_zone": "UTC", "weekly": {"mon-sun": ["09:00-17:00"]}, "holidays_close": "shift", "holidays": [{"date": "2026-03-03", "name": "Fair"}], "revisions": [{"from": "2026-03-03", "weekly": {"mon-sun": ["22:00-06:00"]}}]}`,
			"2026-03-02T12:00Z", "2026-03-05T12:00Z", []string{"03T00:00 04T06:00 Fair"}},
		{"hours of the next date are left out",
			`{"name": "a", "time_zone": "UTC", "weekly": {"tue": ["22:00-06:00"], "wed": ["01:00-02:00"]}, "holidays_close": "shift", "holidays": [{"date": "2026-03-03"}]}`,
			"2026-03-02T12:00Z", "2026-03-05T12:00Z", []string{"03T00:00 04T01:00 ", "04T02:00 04T06:00 "}},
		{"where nothing reaches past midnight it is the date",
			`{"name": "a", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays_close": "shift", "holidays": [{"date": "2026-03-03"}]}`,
			"2026-03-02T12:00Z", "2026-03-05T12:00Z", []string{"03T00:00 04T00:00 "}},
		{"a date with an exception of each year is no holiday",
			`{"name": "a", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [{"date": "2026-03-02", "to": "2026-03-04", "name": "Break"}], "exceptions": {"03-03": []}}`,
			"2026-03-01T12:00Z", "2026-03-05T12:00Z", []string{"02T00:00 03T00:00 Break", "04T00:00 05T00:00 Break"}},
		{"of several names that of the first entry counts, if it has one",
			`{"name": "a", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [{"every": "1st tue of mar"}, {"every": "easter", "plus": -33, "name": "Second"}, {"date": "2026-03-03", "name": "Third"}]}`,
			"2026-03-02T12:00Z", "2026-03-05T12:00Z", []string{"03T00:00 04T00:00 Second"}},
		{"holidays that are left out, and dates that are not observed, are none",
			`{"name": "a", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [{"calendar": "us", "observed": "observed", "except": ["Juneteenth"]}]}`,
			"2026-06-10T12:00Z", "2026-07-10T12:00Z", []string{"03T04:00 04T04:00 Independence Day"}},
		{"the end of a shift of 23 hours, west of UTC",
			`{"name": "a", "time_zone": "America/Los_Angeles", "weekly": {"tue": ["22:00-21:00"]}, "holidays_close": "shift", "holidays": [{"date": "2026-03-03", "name": "Fair"}]}`,
			"2026-03-05T04:00Z", "2026-03-05T12:00Z", []string{"05T04:00 05T05:00 Fair"}},
		{"part of a night of which the evening is not asked for",
			`{"name": "a", "time_zone": "UTC", "weekly": {"mon-sun": ["22:00-06:00"]}, "holidays_close": "shift", "holidays": [{"date": "2026-03-03", "name": "Fair"}]}`,
			"2026-03-04T05:00Z", "2026-03-05T12:00Z", []string{"04T05:00 04T06:00 Fair"}},
	} {
		var got []string
		for s, name := range calendar(t, tt.schedule).Holidays(at(t, tt.from), at(t, tt.to)) {
			got = append(got, fmt.Sprintf("%s %s %s", s.Start.Format("02T15:04"), s.End.Format("02T15:04"), name))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, strings.Join(got, ", "), strings.Join(tt.want, ", "))
		}
	}
	c, _ := set.Calendar("us")
	for range c.Holidays(a, a.AddDate(0, 0, 8)) {
		break
	}
}
