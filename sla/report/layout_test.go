package report_test

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/internal/stats"
	"github.com/punctualgo/punctual/sla/report"
)

// rated returns a row of promises of which some were kept.
func rated(good, n int64, key ...any) report.Row {
	row := report.Row{Key: key, Measures: report.Measures{Clocks: n}}
	if n > 0 {
		low, high := stats.Wilson(good, n)
		row.Compliance = &report.Compliance{N: n, Good: good, Rate: float64(good) / float64(n), Low: low, High: high}
	}
	return row
}

// reportBy returns a report with some rows, and their sum as the total.
func reportBy(by []string, rows ...report.Row) report.Report {
	good, n := int64(0), int64(0)
	for _, row := range rows {
		if n += row.Clocks; row.Compliance != nil {
			good += row.Compliance.Good
		}
	}
	return report.Report{Request: report.Request{By: by}, AsOf: springEnd, Rows: rows, Total: rated(good, n).Measures}
}

var (
	describing = regexp.MustCompile(`<desc[^>]*>([^<]*)</desc>`)
	celling    = regexp.MustCompile(`<title>([A-Z][a-z]{2} [0-9]{2}:00)–`)
)

// described returns what a chart says of its groups for those who do not see it, without the
// first sentence, which is about all of them.
func described(t *testing.T, svg []byte) string {
	t.Helper()
	found := describing.FindSubmatch(svg)
	if found == nil {
		t.Fatalf("there is no description:\n%s", svg)
	}
	_, groups, _ := strings.Cut(html.UnescapeString(string(found[1])), ". ")
	return groups
}

// cells returns the weekdays and hours of which a heat map shows a rate.
func cells(svg []byte) (list []string) {
	for _, found := range celling.FindAllSubmatch(svg, -1) {
		list = append(list, string(found[1]))
	}
	return list
}

// Dimensions are drawn as a map of weekdays and hours, as a trend, or as bars of the last one.
// The others have a panel for each combination, in the order of their values.
func TestDimensionsMakeTheLayout(t *testing.T) {
	tests := []struct {
		name  string
		by    []string
		rows  []report.Row
		want  string
		cells []string
	}{
		{
			name: "bars, the highest rate first", by: []string{"metric", "assignee"},
			rows: []report.Row{rated(1, 2, "first_response", "ann"), rated(2, 2, "first_response", "bo"), rated(0, 1, "resolution", "ann")},
			want: "First response, bo: 100.0% of 2. First response, ann: 50.0% of 2. Resolution, ann: 0.0% of 1.",
		},
		{
			name: "panels by metric, which comes last", by: []string{"assignee", "metric"},
			rows: []report.Row{rated(0, 1, "ann", "resolution"), rated(2, 2, "bo", "first_response"), rated(1, 1, "bo", "resolution")},
			want: "First response, bo: 100.0% of 2. Resolution, bo: 100.0% of 1. Resolution, ann: 0.0% of 1.",
		},
		{
			name: "panels of one bar each are one", by: []string{"metric", "assignee"},
			rows: []report.Row{rated(0, 1, "first_response", "ann"), rated(1, 1, "resolution", "bo")},
			want: "Resolution · bo: 100.0% of 1. First response · ann: 0.0% of 1.",
		},
		{
			name: "a single bar has its panel", by: []string{"metric", "assignee"},
			rows: []report.Row{rated(1, 1, "first_response", "ann")},
			want: "First response, ann: 100.0% of 1.",
		},
		{
			name: "metrics alone", by: []string{"metric"},
			rows: []report.Row{rated(0, 1, "first_response"), rated(1, 1, "resolution")},
			want: "First response: 0.0% of 1. Resolution: 100.0% of 1.",
		},
		{
			name: "targets by length", by: []string{"target"},
			rows: []report.Row{rated(0, 1, "1h0m0s"), rated(1, 1, "2h0m0s")},
			want: "1h: 0.0% of 1. 2h: 100.0% of 1.",
		},
		{
			name: "numbers by size", by: []string{"seats"},
			rows: []report.Row{rated(0, 1, 2.0), rated(1, 1, 10.0), rated(2, 2, nil)},
			want: "2: 0.0% of 1. 10: 100.0% of 1. (none): 100.0% of 2.",
		},
		{
			name: "weekdays alone", by: []string{"started.weekday"},
			rows: []report.Row{rated(0, 1, "mon"), rated(1, 1, "sun")},
			want: "Monday: 0.0% of 1. Sunday: 100.0% of 1.",
		},
		{
			name: "hours alone", by: []string{"started.hour"},
			rows: []report.Row{rated(0, 1, "00"), rated(1, 1, "14")},
			want: "00:00: 0.0% of 1. 14:00: 100.0% of 1.",
		},
		{
			name: "a trend with one period", by: []string{"metric", "decided.month"},
			rows: []report.Row{rated(0, 1, "first_response", "2026-03"), rated(1, 1, "resolution", "2026-03")},
			want: "First response, March 2026: 0.0% of 1. Resolution, March 2026: 100.0% of 1.",
		},
		{
			name: "a trend whose periods come first", by: []string{"decided.month", "assignee"},
			rows: []report.Row{rated(1, 1, "2026-03", "bo"), rated(1, 2, "2026-04", "ann"), rated(0, 1, "2026-04", "bo")},
			want: "ann, April 2026: 50.0% of 2. bo, March 2026: 100.0% of 1. bo, April 2026: 0.0% of 1.",
		},
		{
			name: "a trend of the first of two units", by: []string{"created.quarter", "decided.year"},
			rows: []report.Row{rated(1, 1, "2025-Q4", "2025"), rated(1, 2, "2025-Q4", "2026"), rated(0, 1, "2026-Q1", "2026")},
			want: "2025, quarter 4 of 2025: 100.0% of 1. 2026, quarter 4 of 2025: 50.0% of 2. 2026, quarter 1 of 2026: 0.0% of 1.",
		},
		{
			name: "a map from the first hour to the last", by: []string{"started.hour", "started.weekday"},
			rows: []report.Row{rated(1, 1, "00", "mon"), rated(1, 1, "23", "sun")}, cells: []string{"Mon 00:00", "Sun 23:00"},
		},
		{
			name: "a map of the first weekday", by: []string{"created.weekday", "due.weekday", "due.hour"},
			rows: []report.Row{rated(1, 1, "mon", "tue", "09")}, cells: []string{"Mon 09:00"},
		},
		{
			name: "a map of the first hour", by: []string{"created.hour", "due.hour", "created.weekday"},
			rows: []report.Row{rated(1, 1, "08", "09", "mon")}, cells: []string{"Mon 08:00"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			svg := report.ComplianceChart(reportBy(tt.by, tt.rows...), report.ChartOptions{})
			if diff := cmp.Diff(tt.want, described(t, svg)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.cells, cells(svg)); diff != "" {
				t.Errorf("cells (-want +got):\n%s", diff)
			}
		})
	}
}

// Without a goal, a map compares its rates with that of all, if anything is judged.
func TestMapsCompareWithTheRateOfAll(t *testing.T) {
	for total, want := range map[int64]string{0: "the rate of all, 0.0%.", 4: "the rate of all, 75.0%."} {
		r := reportBy([]string{"started.weekday", "started.hour"}, rated(0, total/4, "mon", "09"), rated(total*3/4, total*3/4, "tue", "10"))
		r.Rows[0].Clocks = 4
		if svg := string(report.ComplianceChart(r, report.ChartOptions{})); !strings.Contains(svg, "Colors compare them with "+want) {
			t.Errorf("of %d that are judged, there is no %q in\n%s", total, want, svg)
		}
	}
}

// Panels of policies are in order of precedence, not of their names.
func TestPanelsOfPoliciesAreAsConfigured(t *testing.T) {
	config := `{"policies": [
		{"id": "vip", "when": {"field": "vip", "op": "eq", "value": true}, "targets": {"first_response": "1h"}},
		{"id": "all", "targets": {"first_response": "4h"}}
	]}`
	a := newAccumulator(t, compile(t, config), report.Request{By: []string{"policy", "priority"}}, monday.AddDate(0, 0, 1))
	for i, vip := range []bool{true, false} {
		for k, priority := range []string{"high", "low"} {
			issue := answered(fmt.Sprint(i, k), "ann", time.Minute)
			issue.Attributes = map[string]any{"vip": vip, "priority": priority}
			if err := a.Add(issue); err != nil {
				t.Fatal(err)
			}
		}
	}
	want := "vip, high: 100.0% of 1. vip, low: 100.0% of 1. all, high: 100.0% of 1. all, low: 100.0% of 1."
	if got := described(t, report.ComplianceChart(a.Report(), report.ChartOptions{})); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// A value that is missing is in italics, unless it is a part of a name.
func TestMissingValuesAreInItalics(t *testing.T) {
	tests := []struct {
		by   []string
		row  report.Row
		want string
	}{
		{[]string{"assignee"}, rated(1, 1, nil), `<text class="row none"[^>]*>\(none\)<`},
		{[]string{"metric", "assignee"}, rated(1, 1, "resolution", nil), `<text class="row"[^>]*>Resolution · \(none\)<`},
	}
	for _, tt := range tests {
		r := reportBy(tt.by, tt.row)
		if svg := report.ChangeChart(r, r, report.ChartOptions{}); !regexp.MustCompile(tt.want).Match(svg) {
			t.Errorf("by %q: there is no %s in\n%s", tt.by, tt.want, svg)
		}
	}
}

// A report of nothing but the total has one bar, if there is something to draw.
func TestTheTotalAloneIsABar(t *testing.T) {
	for n, want := range map[int64]bool{0: false, 2: true} {
		svg := string(report.ComplianceChart(reportBy(nil, rated(n/2, n)), report.ChartOptions{}))
		if got := strings.Contains(svg, ">all</text>"); got != want {
			t.Errorf("of %d promises, there is a bar: %t", n, got)
		}
	}
}

// budgets returns a report with the goal of a half, of rows with ever more promises, of which the
// first was broken.
func budgets(by string, keys ...any) report.Report {
	var rows []report.Row
	goal, _ := stats.ParsePercentage("50%")
	for i, key := range keys {
		row := rated(int64(i+1), int64(i+2), key)
		row.Goal = &report.GoalStanding{Reached: true, Left: goal.Left(int64(i+1), int64(i+2))}
		rows = append(rows, row)
	}
	r := reportBy([]string{by}, rows...)
	r.Request.Goal = "50%"
	c := r.Total.Compliance
	r.Total.Goal = &report.GoalStanding{Reached: true, Left: goal.Left(c.Good, c.N)}
	return r
}

// timed returns a row of clocks of which each took as long.
func timed(n int64, took time.Duration, key ...any) report.Row {
	row := rated(n, n, key...)
	row.Elapsed = &report.Distribution{N: n, Mean: took, P50: took, P90: took, P95: took, Max: took}
	return row
}

// Of many groups those with the most records are drawn, of many periods the latest, and a note
// says how many others there are. One more is drawn where the others would take as much room.
func TestChartsSayWhatTheyLeaveOut(t *testing.T) {
	compliance := func(r report.Report) report.Chart {
		return func(o report.ChartOptions) []byte { return report.ComplianceChart(r, o) }
	}
	budget := func(r report.Report) report.Chart {
		return func(o report.ChartOptions) []byte { return report.BudgetChart(r, o) }
	}
	distribution := func(by []string, rows ...report.Row) report.Chart {
		r := reportBy(by, rows...)
		return func(o report.ChartOptions) []byte { return report.DistributionChart(r, o) }
	}
	held := func(seconds ...float64) report.Chart {
		h := report.Held{Request: report.HeldRequest{Field: "assignee"}, AsOf: springEnd}
		for i, s := range seconds {
			h.Rows = append(h.Rows, report.HeldRow{Value: string(rune('a' + i)), Clocks: 1, Seconds: s})
		}
		return func(o report.ChartOptions) []byte { return report.HeldChart(h, o) }
	}
	panels := func(n int64) report.Report {
		var rows []report.Row
		for i := range n {
			key := fmt.Sprintf("agent %02d", i)
			rows = append(rows, rated(i+1, i+1, key, "high"), rated(i+1, i+1, key, "low"))
		}
		return reportBy([]string{"assignee", "priority"}, rows...)
	}
	tests := []struct {
		name        string
		chart       report.Chart
		most        int
		first, last string // sentences
		count       int    // of sentences
		note        string
	}{
		{"four bars for three", compliance(budgets("assignee", "a", "b", "c", "d")), 3, "d: 80.0% of 5.", "a: 50.0% of 2.", 4, ""},
		{"five bars for three", compliance(budgets("assignee", "a", "b", "c", "d", "e")), 3, "e: 83.3% of 6.", "c: 75.0% of 4.", 3, "Shown are the 3 with the most promises, and all others together."},
		{"twelve panels", compliance(panels(12)), 0, "agent 00, high: 100.0% of 1.", "agent 11, low: 100.0% of 12.", 24, ""},
		{"fourteen panels", compliance(panels(14)), 0, "agent 02, high: 100.0% of 3.", "agent 13, low: 100.0% of 14.", 24, "And 2 other panels, which the table has."},
		{"thirteen panels", compliance(panels(13)), 0, "agent 01, high: 100.0% of 2.", "agent 12, low: 100.0% of 13.", 24, "And 1 other panel, which the table has."},
		{"budgets of groups", budget(budgets("assignee", "a", "b", "c", "d", "e")), 2, "e: 1 of 3.", "in all: 5 of 10.", 3, "And 3 other groups, which the table has."},
		{"budgets of periods", budget(budgets("decided.month", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", nil)), 2, "May 2026: 1 of 3.", "in all: 6 of 13.", 3, "And 3 earlier periods, which the table has."},
		{"budgets without a date", budget(budgets("decided.month", "2026-01", nil)), 2, "January 2026: 1 of 1.", "in all: 2 of 2.", 2, ""},
		{
			"times of groups, the longest first",
			distribution([]string{"assignee"}, timed(3, time.Hour, "a"), timed(1, time.Hour, "b"), timed(2, 3*time.Hour, "c"), timed(1, time.Hour, "d")), 2,
			"c: half within 3h, 90% within 3h, of 2.", "a: half within 1h, 90% within 1h, of 3.", 2, "And 2 other groups, which the table has.",
		},
		{
			"times of periods",
			distribution([]string{"decided.month"}, timed(9, time.Hour, "2026-01"), timed(8, time.Hour, "2026-02"), timed(2, time.Hour, "2026-03"), timed(1, 3*time.Hour, "2026-04")), 2,
			"March 2026: half within 1h, 90% within 1h, of 2.", "April 2026: half within 3h, 90% within 3h, of 1.", 2, "And 2 earlier periods, which the table has.",
		},
		{
			"times of periods in panels",
			distribution([]string{"metric", "decided.month"}, timed(9, time.Hour, "resolution", "2026-01"), timed(8, time.Hour, "resolution", "2026-02"), timed(2, time.Hour, "resolution", "2026-03"), timed(1, time.Hour, "resolution", "2026-04")), 2,
			"Resolution · January 2026: half within 1h, 90% within 1h, of 9.", "Resolution · February 2026: half within 1h, 90% within 1h, of 8.", 2, "And 2 other groups, which the table has.",
		},
		{"four who held", held(5, 4, 3, 2), 3, "a: 5s, 35.7%.", "d: 2s, 14.2%.", 4, ""},
		{"five who held", held(5, 4, 3, 2, 1), 3, "a: 5s, 33.3%.", "c: 3s, 20.0%.", 3, ">2 others<"},
		{"a thousand hours", held(3_600_000, 3_599_999, 1), 0, "a: 1,000h, 50.0%.", "c: 1s, 0.0%.", 3, ""},
		{"nothing was held", held(0), 0, "", "", 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			svg := tt.chart(report.ChartOptions{Most: tt.most, Width: 3000})
			text := described(t, svg)
			if !strings.HasPrefix(text, tt.first) || !strings.HasSuffix(text, tt.last) || strings.Count(text, ": ") != tt.count {
				t.Errorf("got %q, want %d from %q to %q", text, tt.count, tt.first, tt.last)
			}
			if !strings.Contains(string(svg), tt.note) || tt.note == "" && strings.Contains(string(svg), " other") {
				t.Errorf("want a note %q in\n%s", tt.note, svg)
			}
		})
	}
}

// What two reports say of a group is shown side by side, also if only one of them has it; what
// neither can judge is left out.
func TestChangesOfGroups(t *testing.T) {
	by := []string{"assignee"}
	current := reportBy(by, rated(1, 2, "ann"), rated(1, 4, "bo"), rated(0, 0, "dee"))
	proposed := reportBy(by, rated(2, 2, "ann"), rated(3, 4, "cy"), rated(0, 0, "dee"))
	tests := []struct {
		most       int
		want, note string
	}{
		{0, "ann: 50.0%, then 100.0%. bo: 25.0%, then nothing to judge. cy: nothing to judge, then 75.0%. in all: 33.3%, then 83.3%.", ""},
		{2, "ann: 50.0%, then 100.0%. bo: 25.0%, then nothing to judge. in all: 33.3%, then 83.3%.", "And 2 other groups, which the table has."},
	}
	for _, tt := range tests {
		svg := report.ChangeChart(current, proposed, report.ChartOptions{Most: tt.most})
		if diff := cmp.Diff(tt.want, described(t, svg)); diff != "" {
			t.Errorf("of at most %d (-want +got):\n%s", tt.most, diff)
		}
		if text := string(svg); !strings.Contains(text, tt.note) || tt.note == "" && strings.Contains(text, "other groups") {
			t.Errorf("of at most %d, want a note %q in\n%s", tt.most, tt.note, text)
		}
	}
}

func TestTargetsAreSummedUp(t *testing.T) {
	targets := report.Targets{Request: report.TargetsRequest{Goal: "90%", By: []string{"assignee"}}, AsOf: springEnd}
	for i, name := range []string{"ann", "bo", "cy", "dee"} {
		n := int64(10 * (4 - i))
		row := report.TargetsRow{
			Key: []any{name}, Steps: []time.Duration{time.Hour, 2 * time.Hour},
			Curve: []report.Compliance{*rated(n/2, n).Compliance, *rated(n/2+1, n).Compliance},
		}
		targets.Rows = append(targets.Rows, row)
	}
	ann := &targets.Rows[0]
	ann.Curve[1] = *rated(38, 40).Compliance
	ann.Now, ann.Target, ann.AtTarget = rated(20, 40).Compliance, 2*time.Hour, &ann.Curve[1]
	svg := report.TargetsChart(targets, report.ChartOptions{Most: 2})
	want := "ann: 2h would keep 95.0%. Now: 50.0% of 40. bo: No target up to 2h keeps 90%: at most 53.3%."
	if diff := cmp.Diff(want, described(t, svg)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if note := "And 2 other groups, which the table has."; !strings.Contains(string(svg), note) {
		t.Errorf("there is no %q in\n%s", note, svg)
	}
}

// The target is marked if all clocks of a group have it, wherever it is among the dimensions.
func TestDistributionsMarkTargets(t *testing.T) {
	for _, tt := range []struct {
		by   []string
		row  report.Row
		want bool
	}{
		{[]string{"target"}, timed(1, time.Minute, "1h30m0s"), true},
		{[]string{"metric", "target"}, timed(1, time.Minute, "resolution", "1h30m0s"), true},
		{[]string{"target"}, timed(1, time.Minute, nil), false},
		{[]string{"metric"}, timed(1, time.Minute, "resolution"), false},
	} {
		svg := string(report.DistributionChart(reportBy(tt.by, tt.row), report.ChartOptions{}))
		if got := strings.Contains(svg, "<title>target 1h 30m</title>"); got != tt.want {
			t.Errorf("by %q, %v is marked: %t", tt.by, tt.row.Key, got)
		}
	}
}
