package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

var present = time.Date(2026, time.November, 27, 12, 0, 0, 0, time.UTC)

func command(t *testing.T, stdin string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(args, strings.NewReader(stdin), &out, &errs, present)
	return out.String(), errs.String(), status
}

// listed returns the holidays that were printed, a line each. A schedule accepts them.
func listed(t *testing.T, out string) (lines []string) {
	t.Helper()
	var holidays []businesshours.Holiday
	if err := json.Unmarshal([]byte(out), &holidays); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	schedule := businesshours.Schedule{Name: "desk", TimeZone: "Europe/Berlin", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}, Holidays: holidays}
	if _, err := businesshours.Compile([]businesshours.Schedule{schedule}); err != nil {
		t.Error(err)
	}
	for _, h := range holidays {
		line := h.Date
		if h.To != "" {
			line += " to " + h.To
		}
		lines = append(lines, line+" "+h.Name)
	}
	return lines
}

func TestFeeds(t *testing.T) {
	tests := []struct {
		name     string
		args     []string
		want     []string
		problems []string
	}{
		{
			name: "a byte order mark, Windows zones and midnights",
			args: []string{"-to", "2028", filepath.Join("testdata", "office.ics")},
			want: []string{
				"2026-05-01 Labour Day",
				"2026-08-03 to 2026-08-07 Summer break",
				"2026-12-24 Christmas Eve, half the teams",
				"2027-12-24 Christmas Eve, half the teams", // the rule ends at its midnight in Berlin
			},
			problems: []string{"office.ics: Summer party: left out: it does not begin at midnight, so it is no whole day"},
		},
		{
			name:     "the zone of the schedule goes ahead of that of the feed",
			args:     []string{"-to", "2026", "-zone", "UTC", filepath.Join("testdata", "office.ics")},
			want:     []string{"2026-08-03 to 2026-08-07 Summer break", "2026-12-24 Christmas Eve, half the teams"},
			problems: []string{"Summer party: left out", "Labour Day: left out: it does not begin at midnight"},
		},
		{
			name: "dates taken out, added and moved; rules that yield nothing or too much",
			args: []string{"-to", "2026", filepath.Join("testdata", "training.ics")},
			want: []string{
				"2026-01-02 Training", "2026-02-06 Training", "2026-03-13 Training (moved)", "2026-04-03 Training", "2026-05-08 Training",
				"2026-07-03 Training", "2026-08-07 Training", "2026-09-04 Training", "2026-10-02 Training", "2026-11-06 Training", "2026-12-04 Training",
			},
			problems: []string{`training.ics: All the time: left out: RRULE: "FREQ=SECONDLY" repeats within a day`},
		},
		{
			name:     "the same feed twice",
			args:     []string{"-from", "2026", "-to", "2026", filepath.Join("testdata", "office.ics"), filepath.Join("testdata", "office.ics")},
			want:     []string{"2026-05-01 Labour Day", "2026-08-03 to 2026-08-07 Summer break", "2026-12-24 Christmas Eve, half the teams"},
			problems: []string{"Summer party"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, errs, status := command(t, "", tt.args...)
			if status != 0 {
				t.Errorf("status %d", status)
			}
			if got := strings.Join(listed(t, out), "\n"); got != strings.Join(tt.want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", got, strings.Join(tt.want, "\n"))
			}
			for _, want := range tt.problems {
				if !strings.Contains(errs, want) {
					t.Errorf("no %q in\n%s", want, errs)
				}
			}
		})
	}
}

func TestProblems(t *testing.T) {
	tests := []struct {
		name, stdin string
		args        []string
		status      int
		want        string
	}{
		{"no file", "", nil, 2, "usage: ical"},
		{"help", "", []string{"-h"}, 0, "usage: ical"},
		{"years", "", []string{"-from", "2030", "-to", "2029", "-"}, 2, "in order"},
		{"zone", "", []string{"-zone", "Berlin", "-"}, 2, `unknown time zone "Berlin"`},
		{"no such file", "", []string{"none.ics"}, 1, "none.ics: "},
		{"no calendar", "<html>", []string{"-"}, 1, "-: is not a calendar"},
		{"cut short", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", []string{"-"}, 1, "-: "},
		{"malformed", "BEGIN:VCALENDAR\nX;A=b\nEND:VCALENDAR", []string{"-"}, 1, "-: is malformed"},
		{"long line", "BEGIN:VCALENDAR\nX;A=" + strings.Repeat("b\n ", maxLine), []string{"-"}, 1, "has a line that is longer"},
		{"too long", strings.Repeat("\n", maxFeed+1), []string{"-"}, 1, "is longer than 4194304 bytes"},
		{"no start", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR", []string{"-"}, 0, "an event without a name: left out: it has no DTSTART"},
		{"unknown zone", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=Mars:20260101T000000\nEND:VEVENT\nEND:VCALENDAR", []string{"-"}, 0, `DTSTART: unknown time zone "Mars"; the date is taken as it is`},
		{"long rule", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:19000101\nRRULE:FREQ=DAILY\nEND:VEVENT\nEND:VCALENDAR", []string{"-to", "2189", "-"}, 0, "yields more than 50000 dates"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, errs, status := command(t, tt.stdin, tt.args...)
			if status != tt.status || !strings.Contains(errs, tt.want) {
				t.Errorf("status %d, want %d and %q in:\n%s%s", status, tt.status, tt.want, errs, out)
			}
		})
	}
}

func FuzzConvert(f *testing.F) {
	for _, name := range []string{"office.ics", "training.ics"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		holidays, _, err := convert(data, options{from: 2026, to: 2030})
		if err != nil || len(holidays) > businesshours.MaxHolidays {
			return
		}
		schedule := businesshours.Schedule{Name: "desk", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon": {"09:00-17:00"}}, Holidays: tidy(holidays)}
		if _, err := businesshours.Compile([]businesshours.Schedule{schedule}); err != nil && !strings.Contains(err.Error(), "never opens") {
			t.Error(err)
		}
	})
}
