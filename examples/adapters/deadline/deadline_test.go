package deadline_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/examples/adapters/deadline"
)

const week = `{"Monday": {"open": "09:00", "close": "17:00"}, "Tuesday": {"open": "09:00", "close": "17:00"},
	"Wednesday": {"open": "09:00", "close": "17:00"}, "Thursday": {"open": "09:00", "close": "17:00"}, "Friday": {"open": "09:00", "close": "17:00"}}`

// What the host documents or tests stays as it is.
func TestAsBefore(t *testing.T) {
	always := deadline.BusinessHours{IsAlwaysOpen: true}
	desk := deadline.BusinessHours{Hours: json.RawMessage(week)}
	closed := deadline.BusinessHours{Hours: json.RawMessage(week), Holidays: json.RawMessage(`[{"name": "a holiday", "date": "2026-03-16"}]`)}
	for _, test := range []struct {
		name    string
		hours   deadline.BusinessHours
		zone    string
		start   string
		minutes int
		want    string
	}{
		{"always open", always, "UTC", "2026-03-14T23:30:00Z", 60, "2026-03-15T00:30:00Z"},
		{"within a day", desk, "UTC", "2026-03-13T09:00:00Z", 60, "2026-03-13T10:00:00Z"},
		{"before opening", desk, "UTC", "2026-03-13T06:00:00Z", 60, "2026-03-13T10:00:00Z"},
		{"due at closing", desk, "UTC", "2026-03-13T16:00:00Z", 60, "2026-03-13T17:00:00Z"},
		{"over a weekend", desk, "UTC", "2026-03-13T16:30:00Z", 60, "2026-03-16T09:30:00Z"},
		{"after closing", desk, "UTC", "2026-03-13T18:00:00Z", 60, "2026-03-16T10:00:00Z"},
		{"over a holiday", closed, "UTC", "2026-03-13T16:30:00Z", 60, "2026-03-17T09:30:00Z"},
		{"several days", desk, "UTC", "2026-03-09T09:00:00Z", 3 * 480, "2026-03-11T17:00:00Z"},
		{"in the zone of the desk", desk, "Asia/Kolkata", "2026-03-13T11:00:00Z", 60, "2026-03-16T04:00:00Z"},
	} {
		got, err := deadline.CalculateDeadline(instant(t, test.start), test.minutes, test.hours, test.zone)
		if err != nil || !got.Equal(instant(t, test.want)) {
			t.Errorf("%s: %v, %v, want %s", test.name, got, err, test.want)
		}
	}
	for _, minutes := range []int{0, -5} {
		if _, err := deadline.CalculateDeadline(instant(t, "2026-03-13T16:00:00Z"), minutes, desk, "UTC"); !errors.Is(err, deadline.ErrInvalidSLADuration) {
			t.Errorf("%d minutes: %v", minutes, err)
		}
	}
	for _, hours := range []string{`{"Monday": {"open": "9:00", "close": "17:00"}}`, `{"Monday": {"open": "09:00", "close": "24:00"}}`} {
		_, err := deadline.CalculateDeadline(instant(t, "2026-03-13T16:00:00Z"), 60, deadline.BusinessHours{Hours: json.RawMessage(hours)}, "UTC")
		if !errors.Is(err, deadline.ErrInvalidTime) {
			t.Errorf("%s: %v", hours, err)
		}
	}
	if _, err := deadline.CalculateDeadline(instant(t, "2026-03-13T16:00:00Z"), 60, desk, "Mars/Olympus"); err == nil {
		t.Error("a zone that does not exist")
	}
}

// What a walk day by day, in whole minutes, gets wrong. Before is what the host answers.
func TestFaultsThatDisappear(t *testing.T) {
	for _, test := range []struct {
		name    string
		hours   string
		closed  string // holidays from the first to the last date
		until   string
		zone    string
		start   string
		minutes int
		before  string
		want    string
	}{
		{
			name: "seconds of the first day are lost", hours: week, zone: "UTC",
			start: "2026-03-13T16:30:30Z", minutes: 60, before: "2026-03-16T09:31:00Z", want: "2026-03-16T09:30:30Z",
		},
		{
			name: "a start in the last minute of a day counts nothing", hours: week, zone: "UTC",
			start: "2026-03-13T16:59:31Z", minutes: 60, before: "2026-03-16T10:00:00Z", want: "2026-03-16T09:59:31Z",
		},
		{
			name: "a day that has no midnight is never left", hours: week, zone: "America/Santiago",
			start: "2026-09-04T22:00:00Z", minutes: 60, before: "an error", want: "2026-09-07T13:00:00Z",
		},
		{
			name: "a desk that works at night is never open", zone: "UTC",
			hours: `{"Monday": {"open": "22:00", "close": "06:00"}, "Tuesday": {"open": "22:00", "close": "06:00"}}`,
			start: "2026-03-09T23:30:00Z", minutes: 60, before: "an error", want: "2026-03-10T00:30:00Z",
		},
		{
			name: "a short promise does not survive a long closure", hours: week, closed: "2026-08-01", until: "2026-08-28", zone: "UTC",
			start: "2026-07-31T16:45:00Z", minutes: 30, before: "an error", want: "2026-08-31T09:15:00Z",
		},
	} {
		hours := deadline.BusinessHours{Hours: json.RawMessage(test.hours), Holidays: holidays(t, test.closed, test.until)}
		got, err := deadline.CalculateDeadline(instant(t, test.start), test.minutes, hours, test.zone)
		if err != nil || !got.Equal(instant(t, test.want)) {
			t.Errorf("%s: %v, %v, want %s; the host says %s", test.name, got, err, test.want, test.before)
		}
	}
}

// A calendar that is kept answers the same.
func TestCompile(t *testing.T) {
	calendar, err := deadline.Compile(deadline.BusinessHours{Hours: json.RawMessage(week)}, "America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	got, err := calendar.Add(instant(t, "2026-03-06T21:30:00Z"), time.Hour) // the clocks change on Sunday
	if want := instant(t, "2026-03-09T13:30:00Z"); err != nil || !got.Equal(want) {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
	if _, err := deadline.Compile(deadline.BusinessHours{Hours: json.RawMessage(`{}`)}, "UTC"); !errors.Is(err, businesshours.ErrNeverOpens) {
		t.Errorf("no hours at all: %v", err)
	}
}

func ExampleCalculateDeadline() {
	hours := deadline.BusinessHours{
		Hours:    json.RawMessage(`{"Monday": {"open": "09:00", "close": "17:00"}, "Friday": {"open": "09:00", "close": "15:00"}}`),
		Holidays: json.RawMessage(`[{"name": "Memorial Day", "date": "2026-05-25"}]`),
	}
	friday := time.Date(2026, 5, 22, 18, 30, 0, 0, time.UTC) // 14:30 in New York
	due, err := deadline.CalculateDeadline(friday, 60, hours, "America/New_York")
	if err != nil {
		panic(err)
	}
	fmt.Println(due)
	// Output: 2026-05-29 09:30:00 -0400 EDT
}

// instant parses an instant.
func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// holidays returns the host's list of all days from a date to another.
func holidays(t *testing.T, from, to string) json.RawMessage {
	t.Helper()
	if from == "" {
		return nil
	}
	var list []deadline.Holiday
	last := instant(t, to+"T00:00:00Z")
	for d := instant(t, from+"T00:00:00Z"); !d.After(last); d = d.AddDate(0, 0, 1) {
		list = append(list, deadline.Holiday{Name: "closed", Date: d.Format(time.DateOnly)})
	}
	text, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
