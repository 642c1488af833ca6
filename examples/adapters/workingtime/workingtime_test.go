package workingtime_test

import (
	"testing"
	"time"

	"github.com/punctualgo/punctual/examples/adapters/workingtime"
)

// hours lists the hours from one to another, as the configuration does.
func hours(from, until int) (list []int) {
	for h := from; h < until; h++ {
		list = append(list, h)
	}
	return list
}

// week is the working week of the configuration that the host comes with: 8:00 to 21:00.
func week() map[string][]int {
	days := make(map[string][]int)
	for _, day := range []string{"Mon", "Tue", "Wed", "Thu", "Fri"} {
		days[day] = hours(8, 21)
	}
	days["Sat"], days["Sun"] = nil, nil
	return days
}

func newCalendars(t *testing.T, configs map[string]workingtime.Config) *workingtime.Calendars {
	t.Helper()
	c, err := workingtime.New(configs)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// What the host documents or tests stays as it is.
func TestAsBefore(t *testing.T) {
	c := newCalendars(t, map[string]workingtime.Config{
		"": {
			WorkingHours:        week(),
			VacationDays:        map[time.Month]map[int]string{time.December: {25: "Christmas"}},
			VacationDaysOneTime: map[int]map[time.Month]map[int]string{2026: {time.March: {16: "Move"}}},
		},
		"1": {WorkingHours: map[string][]int{"Mon": hours(9, 17)}},
	})
	for _, test := range []struct {
		name, calendar, start string
		minutes               int
		want                  string
	}{
		{"within a day", "", "2026-03-10T09:00:00Z", 60, "2026-03-10T10:00:00Z"},
		{"over a weekend and a day off", "", "2026-03-13T20:30:00Z", 60, "2026-03-17T08:30:00Z"},
		{"over Christmas", "", "2026-12-24T20:30:00Z", 60, "2026-12-28T08:30:00Z"},
		{"a calendar by number", "1", "2026-03-09T16:30:00Z", 60, "2026-03-16T09:30:00Z"},
		{"a calendar by its name", "Calendar1", "2026-03-09T16:30:00Z", 60, "2026-03-16T09:30:00Z"},
		{"the default for one that is not there", "7", "2026-03-10T09:00:00Z", 60, "2026-03-10T10:00:00Z"},
	} {
		got, err := c.AddWorkingTime(test.calendar, instant(t, test.start), test.minutes)
		if err != nil || !got.Equal(instant(t, test.want)) {
			t.Errorf("%s: %v, %v, want %s", test.name, got, err, test.want)
		}
		if got := c.WorkingTimeBetween(test.calendar, instant(t, test.start), got); got != int64(60*test.minutes) {
			t.Errorf("%s: %d seconds in between", test.name, got)
		}
	}
	if !c.IsWorkingTime("", instant(t, "2026-03-10T20:59:59Z")) || c.IsWorkingTime("", instant(t, "2026-03-10T21:00:00Z")) {
		t.Error("the hour 20 ends at 21:00")
	}
	none := newCalendars(t, nil)
	if got, err := none.AddWorkingTime("", instant(t, "2026-03-14T09:00:00Z"), 60); err != nil || !got.Equal(instant(t, "2026-03-14T10:00:00Z")) {
		t.Errorf("without a calendar: %v, %v", got, err)
	}
	if got := none.WorkingTimeBetween("", instant(t, "2026-03-14T09:00:00Z"), instant(t, "2026-03-14T10:00:00Z")); got != 3600 || !none.IsWorkingTime("", instant(t, "2026-03-14T09:00:00Z")) {
		t.Errorf("without a calendar: %d seconds", got)
	}
}

// What one range of hours for all days gets wrong. The host takes the earliest and the latest
// hour of all days for all of them, and reads times of day in the zone of the instant.
func TestFaultsThatDisappear(t *testing.T) {
	short := week()
	short["Fri"] = hours(8, 13)
	lunch := week()
	lunch["Tue"] = append(hours(8, 12), hours(13, 21)...)
	for _, test := range []struct {
		name    string
		config  workingtime.Config
		start   string
		minutes int
		before  string // what the host answers
		want    string
	}{
		{"a short Friday is as long as the other days", workingtime.Config{WorkingHours: short}, "2026-03-13T12:30:00Z", 60, "2026-03-13T13:30:00Z", "2026-03-16T08:30:00Z"},
		{"a lunch break counts", workingtime.Config{WorkingHours: lunch}, "2026-03-10T11:30:00Z", 60, "2026-03-10T12:30:00Z", "2026-03-10T13:30:00Z"},
		{"a desk in Berlin works by the clock of the server", workingtime.Config{WorkingHours: week(), Zone: "Europe/Berlin"}, "2026-03-10T06:30:00Z", 60, "2026-03-10T09:00:00Z", "2026-03-10T08:00:00Z"},
	} {
		c := newCalendars(t, map[string]workingtime.Config{"": test.config})
		got, err := c.AddWorkingTime("", instant(t, test.start), test.minutes)
		if err != nil || !got.Equal(instant(t, test.want)) {
			t.Errorf("%s: %v, %v, want %s; the host says %s", test.name, got, err, test.want, test.before)
		}
	}
}

func TestProblems(t *testing.T) {
	for name, config := range map[string]workingtime.Config{
		"an hour":  {WorkingHours: map[string][]int{"Mon": {24}}},
		"a day":    {WorkingHours: map[string][]int{"Monday": {8}, "Mon": {8}, "Someday": {8}}},
		"a month":  {WorkingHours: week(), VacationDays: map[time.Month]map[int]string{13: {1: "?"}}},
		"a zone":   {WorkingHours: week(), Zone: "Europe/Atlantis"},
		"no hours": {},
	} {
		if _, err := workingtime.New(map[string]workingtime.Config{"": config}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
