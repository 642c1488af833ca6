package report_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

// keys returns the keys of the rows of a report by one dimension.
func keys(t *testing.T, engine *sla.Engine, by string, zone string, issues ...sla.Issue) (list []any) {
	t.Helper()
	q := report.Request{By: []string{by}}
	if zone != "" {
		var err error
		if q.Zone, err = report.LoadZone(zone); err != nil {
			t.Fatal(err)
		}
	}
	a, err := report.New(engine, q, monday.AddDate(1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	for _, issue := range issues {
		if err := a.Add(issue); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range a.Report().Rows {
		list = append(list, row.Key...)
	}
	return list
}

func created(at string, attributes map[string]any) sla.Issue {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		panic(err)
	}
	return sla.Issue{ID: "I", CreatedAt: t, Attributes: attributes}
}

func TestUnitsOfTheCalendar(t *testing.T) {
	engine := newEngine(map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)})
	tests := []struct{ at, zone, unit, want string }{
		{"2026-03-09T23:30:00Z", "", "day", "2026-03-09"},
		{"2026-03-09T23:30:00Z", "Europe/Berlin", "day", "2026-03-10"},
		{"2026-03-09T23:30:00Z", "Europe/Berlin", "hour", "00"},
		{"2026-03-29T00:59:59Z", "Europe/Berlin", "hour", "01"}, // and then it is three
		{"2026-03-29T01:00:00Z", "Europe/Berlin", "hour", "03"},
		{"2027-01-03T12:00:00Z", "", "week", "2026-W53"},
		{"2027-01-04T12:00:00Z", "", "week", "2027-W01"},
		{"2024-12-30T12:00:00Z", "", "week", "2025-W01"},
		{"2026-12-31T23:00:00Z", "Asia/Kathmandu", "year", "2027"},
		{"2026-03-31T23:00:00Z", "", "quarter", "2026-Q1"},
		{"2026-04-01T00:00:00Z", "", "quarter", "2026-Q2"},
		{"2026-12-31T00:00:00Z", "", "month", "2026-12"},
		{"2026-03-08T00:00:00Z", "", "weekday", "sun"},
		{"1905-03-08T00:00:00Z", "", "year", "1905"},
	}
	for _, tt := range tests {
		got := keys(t, engine, "created."+tt.unit, tt.zone, created(tt.at, nil))
		if diff := cmp.Diff([]any{tt.want}, got); diff != "" {
			t.Errorf("%s of %s in %q (-want +got):\n%s", tt.unit, tt.at, tt.zone, diff)
		}
	}
}

func TestRowsAreInTheOrderOfTheirKeys(t *testing.T) {
	engine := newEngine(map[string]policy.Target{
		policy.FirstResponse: policy.WithinBy("x", map[string]time.Duration{"a": 90 * time.Minute, "b": 100 * time.Hour}, 2*time.Hour),
		policy.Resolution:    policy.Within(time.Hour), policy.RequesterWait: policy.Within(time.Hour),
	})
	var issues []sla.Issue
	for i, x := range []any{nil, "b", "a", true, 10.0, 9.0, false, []string{"z", "a", "z"}, []string{}, -0.5, "B"} {
		attributes := map[string]any{"x": x}
		if x == nil {
			attributes = nil
		}
		issues = append(issues, created(fmt.Sprintf("2026-03-%02dT09:00:00Z", 9+i), attributes))
	}
	tests := []struct {
		by   string
		want []any
	}{
		{"x", []any{false, true, -0.5, 9.0, 10.0, "B", "a", "b", "z", nil}},
		{"target", []any{"1h0m0s", "1h30m0s", "2h0m0s", "100h0m0s"}},
		{"metric", []any{"first_response", "resolution", "requester_wait"}},
		{"started.weekday", []any{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}},
		{"ended.week", []any{nil}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, keys(t, engine, tt.by, "", issues...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.by, diff)
		}
	}
}

// Numbers that are equal are one key, zero with either sign.
func TestEqualNumbersAreOneKey(t *testing.T) {
	engine := newEngine(map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)})
	var issues []sla.Issue
	for _, x := range []any{0, 0.0, math.Copysign(0, -1), 1, 1.0} {
		issues = append(issues, created("2026-03-09T09:00:00Z", map[string]any{"x": x}))
	}
	got, err := json.Marshal(keys(t, engine, "x", "", issues...))
	if want := "[0,1]"; err != nil || string(got) != want {
		t.Errorf("%s, %v, want %s", got, err, want)
	}
}

// Only the fields of an event are none of a record: an attribute may well have a name that begins
// as theirs.
func TestAttributesMayBeNamedLikeFieldsOfEvents(t *testing.T) {
	engine := newEngine(map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)})
	issue := created("2026-03-09T09:00:00Z", map[string]any{"event.type": "outage"})
	for _, by := range []string{"event.type", "event.type@start"} {
		if diff := cmp.Diff([]any{"outage"}, keys(t, engine, by, "", issue)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", by, diff)
		}
	}
}

// Who has overdue work now need not be who had it when it was breached.
func TestFieldsAreThoseOfTheDecision(t *testing.T) {
	engine := newEngine(map[string]policy.Target{policy.Resolution: policy.Within(2 * time.Hour)})
	issue := sla.Issue{
		ID: "I", CreatedAt: monday, Attributes: map[string]any{"assignee": "ann"},
		Events: []sla.Event{
			sla.SetAttribute("assignee", "bo", monday),                    // at the start, after which it counts
			sla.SetAttribute("assignee", "cy", monday.Add(2*time.Hour)),   // at the breach
			sla.SetAttribute("assignee", "dee", monday.Add(20*time.Hour)), // later
		},
	}
	for by, want := range map[string]any{"assignee@start": "bo", "assignee": "cy", "assignee@end": "dee"} {
		if diff := cmp.Diff([]any{want}, keys(t, engine, by, "", issue)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", by, diff)
		}
	}
}

// A table shows what customers wrote, and neither a terminal nor a spreadsheet acts on it.
func TestTablesDoNoHarm(t *testing.T) {
	engine := newEngine(map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)})
	a, err := report.New(engine, report.Request{By: []string{"x"}}, monday)
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range []string{"\x1b[31mred", "=HYPERLINK(1)", "a|b<script>", "line\nbreak"} {
		if err := a.Add(sla.Issue{ID: fmt.Sprint(i), CreatedAt: monday, Attributes: map[string]any{"x": x}}); err != nil {
			t.Fatal(err)
		}
	}
	table := a.Report().Table()
	for name, tt := range map[string]struct {
		text  string
		lines int
		want  []string
	}{
		"text":     {table.String(), 6, []string{`"\x1b[31mred"  `, `"line\nbreak"  `, "=HYPERLINK(1)  "}},
		"markdown": {table.Markdown(), 7, []string{`| a\|b&lt;script&gt; |`, `| "line\\nbreak" |`}},
		"csv":      {table.CSV(), 7, []string{"\n'=HYPERLINK(1),", "\n\"line\nbreak\","}},
	} {
		lines := 0
		for _, c := range tt.text {
			if c == '\n' {
				lines++
			}
		}
		if lines != tt.lines {
			t.Errorf("%s: %d lines, want %d:\n%s", name, lines, tt.lines, tt.text)
		}
		for _, want := range tt.want {
			if !strings.Contains(tt.text, want) {
				t.Errorf("%s does not have %q:\n%s", name, want, tt.text)
			}
		}
	}
}
