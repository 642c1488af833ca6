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
		{
			Request{Selection: Selection{Where: new(policy.All(policy.Any(policy.If("priority", policy.Eq, "high"), policy.If("seats", policy.Gte, 50))))}},
			"Promises where priority is “high” or seats is at least 50.",
		},
		{
			Request{Selection: Selection{Where: new(policy.Any(policy.All(policy.If("priority", policy.Eq, "high")), policy.If("seats", policy.Gte, 50)))}},
			"Promises where priority is “high” or seats is at least 50.",
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
		{unitDay, "1969-12-31", "31 Dec", "1969", "Wed 31 December 1969"},
		{unitWeek, "2020-W53", "W53", "2020", "week 53 of 2020, from 28 December"},
		{unitWeek, "1969-W52", "W52", "1969", "week 52 of 1969, from 22 December"},
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

// An axis labels the same weeks, months and quarters each year, and of every seven days the
// Mondays. A week 53, which most years lack, has no label.
func TestAxesLabelTheSamePeriodsEachYear(t *testing.T) {
	for _, tt := range []struct {
		unit  unit
		every int64
		want  []string
	}{
		{unitDay, 7, []string{"2026-03-09", "1969-12-29"}},
		{unitDay, 1, []string{"2026-03-09", "2026-03-10"}},
		{unitWeek, 13, []string{"2019-W01", "2020-W14", "2020-W27", "2026-W40"}},
		{unitWeek, 1, []string{"2020-W01", "2020-W02", "2020-W52"}},
		{unitMonth, 3, []string{"2026-01", "2026-04", "2027-10"}},
		{unitQuarter, 4, []string{"2026-Q1"}},
		{unitYear, 5, []string{"2025", "2030"}},
	} {
		for _, text := range tt.want {
			period, _ := tt.unit.parse(text)
			if !tt.unit.labelled(period, tt.every) || tt.every > 1 && (tt.unit.labelled(period-1, tt.every) || tt.unit.labelled(period+1, tt.every)) {
				t.Errorf("of every %d periods, %s is labelled: %t; the one before: %t; the one after: %t",
					tt.every, text, tt.unit.labelled(period, tt.every), tt.unit.labelled(period-1, tt.every), tt.unit.labelled(period+1, tt.every))
			}
		}
	}
	for _, every := range unitWeek.steps() {
		if period, _ := unitWeek.parse("2020-W53"); unitWeek.labelled(period, every) {
			t.Errorf("of every %d weeks, week 53 is labelled", every)
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
