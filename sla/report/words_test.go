package report

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
)

func TestReportsSayWhatTheyAreAbout(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	day := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 0, 0, 0, 0, berlin)
	}
	in := func(q Request) Request {
		q.Zone = berlin
		q.normalize()
		return q
	}
	tests := []struct {
		request Request
		want    string
	}{
		{Request{}, "All promises."},
		{Request{By: []string{"metric", "assignee"}}, "All promises, by metric and assignee."},
		{Request{By: []string{"assignee@start", "started.weekday", "started.hour"}}, "All promises, by assignee at the start, weekday and hour of the start."},
		{
			Request{Selection: Selection{From: day(2026, 3, 1), Until: day(2026, 4, 1)}, By: []string{"metric"}},
			"Promises decided from 1 March to 31 March 2026, by metric.",
		},
		{Request{Selection: Selection{From: day(2025, 12, 31), Until: day(2026, 1, 2)}}, "Promises decided from 31 December 2025 to 1 January 2026."},
		{Request{Selection: Selection{From: day(2026, 3, 29), Until: day(2026, 3, 30)}}, "Promises decided on 29 March 2026."},
		{Request{Selection: Selection{On: Started, From: day(2026, 3, 1)}}, "Promises started since 1 March 2026."},
		{Request{Selection: Selection{On: Created, Until: day(2026, 3, 1)}}, "Promises of issues created until the end of 28 February 2026."},
		{Request{Selection: Selection{Until: day(2026, 3, 1).Add(90 * time.Minute)}}, "Promises decided before 1 March 2026, 01:30."},
		{
			Request{Selection: Selection{Metrics: []string{"resolution", "first_response"}, Where: new(policy.Any(policy.If("priority", policy.Eq, "high"), policy.All(policy.If("seats", policy.Gte, 50), policy.If("tags", policy.Missing, nil))))}},
			"Promises of first response and resolution where priority is “high” or (seats is at least 50 and tags has no value).",
		},
	}
	for _, tt := range tests {
		if got := (Report{Request: in(tt.request)}).Words(); got != tt.want {
			t.Errorf("%+v:\n%s, want\n%s", tt.request, got, tt.want)
		}
	}
}

// Periods that follow each other have numbers that do, and what unit.of writes is read.
func TestPeriodsAreNumbered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := rapid.SampledFrom([]unit{unitDay, unitWeek, unitMonth, unitQuarter, unitYear}).Draw(t, "unit")
		at := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 100_000).Draw(t, "day"))
		next := at.AddDate(0, 0, 1)
		a, aOK := u.parse(u.of(at))
		b, bOK := u.parse(u.of(next))
		want := a
		if u.of(at) != u.of(next) {
			want++
		}
		if !aOK || !bOK || b != want {
			t.Fatalf("%s is %d, %t; %s is %d, %t", u.of(at), a, aOK, u.of(next), b, bOK)
		}
	})
}

func TestPeriodsHaveLabels(t *testing.T) {
	for _, tt := range []struct {
		unit              unit
		text              string
		short, year, full string
	}{
		{unitDay, "2026-03-09", "9 Mar", "2026", "Mon 9 March 2026"},
		{unitWeek, "2020-W53", "W53", "2020", "week 53 of 2020, from 28 December"},
		{unitMonth, "2026-12", "Dec", "2026", "December 2026"},
		{unitQuarter, "2026-Q1", "Q1", "2026", "quarter 1 of 2026"},
		{unitYear, "2026", "2026", "", "2026"},
	} {
		period, ok := tt.unit.parse(tt.text)
		short, year, full := tt.unit.label(period)
		if !ok || short != tt.short || year != tt.year || full != tt.full {
			t.Errorf("%s: %q, %q, %q", tt.text, short, year, full)
		}
	}
}

// Every column of a table that people read is explained.
func TestLegendExplainsEveryColumn(t *testing.T) {
	by := []string{"metric", "started.hour", "stop.by", "priority@end"}
	for _, part := range []Part{
		Report{Request: Request{By: by, Goal: "95%", Denominator: OfDecided}},
		Held{Request: HeldRequest{Field: "assignee"}},
		Targets{Request: TargetsRequest{By: by, Goal: "95%"}},
	} {
		s := part.Sections()[0]
		explained := make(map[string]bool)
		for _, term := range s.Legend {
			explained[term.Name] = term.Text != ""
		}
		for _, c := range s.Table.Columns {
			if !c.Detail && !explained[c.Name] {
				t.Errorf("%T: column %q is not explained", part, c.Name)
			}
		}
	}
}
