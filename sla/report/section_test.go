package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

// The second paragraph of a section says how all stand: with a goal, also by how much it is
// reached or missed.
func TestSectionsSumUp(t *testing.T) {
	tests := []struct {
		total report.Row
		left  int64 // of a goal, if it is not 9
		want  string
	}{
		{rated(0, 0), 9, "There are no such promises."},
		{report.Row{Measures: report.Measures{Clocks: 3}}, 9, "There is nothing to judge yet."},
		{rated(1234, 2000), 9, "61.7% were kept: 1,234 of 2,000."},
		{rated(17, 20), -1, "85.0% were kept: 17 of 20. The goal of 90% is missed, by 1 promise."},
		{rated(16, 20), -2, "80.0% were kept: 16 of 20. The goal of 90% is missed, by 2 promises."},
		{rated(18, 20), 0, "90.0% were kept: 18 of 20. The goal of 90% is reached, and can bear no more misses."},
		{rated(19, 20), 1, "95.0% were kept: 19 of 20. The goal of 90% is reached, and can bear 1 more miss."},
		{rated(20, 20), 2, "100.0% were kept: 20 of 20. The goal of 90% is reached, and can bear 2 more misses."},
	}
	for _, tt := range tests {
		r := report.Report{Total: tt.total.Measures, AsOf: springEnd}
		if tt.left != 9 {
			r.Request.Goal, r.Total.Goal = "90%", &report.GoalStanding{Reached: tt.left >= 0, Left: tt.left}
		}
		if got := r.Sections()[0].Text[1]; got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

// People read names of metrics, targets and periods in tables, and programs what they are.
func TestTablesOfSectionsNameValues(t *testing.T) {
	tests := []struct {
		by, text string
		value    any
	}{
		{"metric", "First response", "first_response"},
		{"target", "8h", "8h0m0s"},
		{"started.weekday", "Monday", "mon"},
		{"started.hour", "07:00", "07"},
		{"started.day", "Mon 9 March 2026", "2026-03-09"},
		{"started.week", "2026-W11", "2026-W11"},
		{"started.month", "March 2026", "2026-03"},
		{"started.quarter", "Q2 2026", "2026-Q2"},
		{"started.year", "2026", "2026"},
		{"priority", "high", "high"},
		{"priority", "–", nil},
	}
	for _, tt := range tests {
		exact, _ := tt.value.(string)
		want := report.Cell{Text: tt.text, Exact: exact}
		for _, part := range []report.Part{
			reportBy([]string{tt.by}, rated(1, 1, tt.value)),
			report.Targets{Request: report.TargetsRequest{By: []string{tt.by}}, Rows: []report.TargetsRow{{Key: []any{tt.value}}}},
		} {
			if got := part.Sections()[0].Table.Rows[0][0]; got != want {
				t.Errorf("%T by %s: %q, want %q", part, tt.by, got, want)
			}
		}
	}
}

// What was asked for is in the title, and the columns that name a row come first: after the
// dimensions the issue, if a row is of one.
func TestSectionsOfResults(t *testing.T) {
	engine := newEngine(map[string]policy.Target{policy.Resolution: policy.Within(8 * hour)})
	a := newAccumulator(t, engine, report.Request{By: []string{"priority", "assignee"}, Worst: 1}, monday.AddDate(0, 0, 7))
	if err := a.Add(sla.Issue{ID: "a", CreatedAt: monday, Events: []sla.Event{status("hold", hour)}}); err != nil {
		t.Fatal(err)
	}
	if err := a.Add(sla.Issue{ID: "b", CreatedAt: monday}); err != nil {
		t.Fatal(err)
	}
	targets := func(by ...string) report.Targets {
		return report.Targets{Request: report.TargetsRequest{Goal: "95%", By: by}}
	}
	tests := []struct {
		part report.Part
		want []string // titles, and how many columns name a row
	}{
		{a.Report(), []string{"Promises kept by priority and assignee, 2", "The worst, 3", "Pauses worth a look, 3"}},
		{report.Held{Request: report.HeldRequest{Field: "assignee"}}, []string{"In whose time clocks ran, by assignee, 1"}},
		{targets("metric", "priority"), []string{"Which target would have kept 95%, by metric and priority, 2"}},
		{targets(), []string{"Which target would have kept 95%, 0"}},
	}
	for _, tt := range tests {
		var got []string
		for _, s := range tt.part.Sections() {
			got = append(got, fmt.Sprintf("%s, %d", s.Title, s.Keys))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%T (-want +got):\n%s", tt.part, diff)
		}
	}
}

// Rows of a dimension that is a list may add up to more than the total, which a note says; no
// other note does.
func TestSectionsSayIfRowsAddUpToMore(t *testing.T) {
	const note = "rows add up to more than the total"
	one := reportBy([]string{"tags"}, rated(1, 1, "a"), rated(1, 1, "b"))
	both := reportBy([]string{"tags"}, rated(1, 1, "a"), rated(1, 1, "b"))
	both.Total = rated(1, 1).Measures
	for _, tt := range []struct {
		r    report.Report
		want bool
	}{{one, false}, {both, true}, {reportBy(nil), false}} {
		if got := strings.Contains(strings.Join(tt.r.Sections()[0].Text, " "), note); got != tt.want {
			t.Errorf("rows of %d clocks in all: the note is there: %t", tt.r.Total.Clocks, got)
		}
	}
}

// The legend says what near is, also where the request leaves it to its default.
func TestLegendSaysWhatIsNear(t *testing.T) {
	for near, want := range map[string]string{"": "with less than 10% of the time left", "5%": "with less than 5% of the time left"} {
		var text strings.Builder
		for _, term := range (report.Report{Request: report.Request{Near: near}}).Legend() {
			text.WriteString(term.Text + "\n")
		}
		if !strings.Contains(text.String(), want) {
			t.Errorf("near %q: there is no %q in\n%s", near, want, text.String())
		}
	}
}

// A page has the first thousand rows of a table, and the total.
func TestPagesCutLongTables(t *testing.T) {
	tests := []struct {
		rows    int
		total   bool
		heads   int // of rows
		foot    bool
		missing string
	}{
		{0, true, 0, false, ""},
		{1, true, 1, true, ""},
		{1001, true, 1001, true, ""},
		{1000, false, 1000, false, ""},
		{3234, true, 1001, true, "And 2,233 more rows, which the CSV form of the table has."},
		{1003, false, 1000, false, "And 3 more rows, which the CSV form of the table has."},
	}
	for _, tt := range tests {
		s := report.Section{Title: "x", Keys: 1, Total: tt.total, Table: report.Table{Columns: []report.Column{{Name: "name"}}}}
		for i := range tt.rows {
			s.Table.Rows = append(s.Table.Rows, []report.Cell{report.CountCell(int64(i))})
		}
		var b bytes.Buffer
		if err := report.HTML(&b, "x", s); err != nil {
			t.Fatal(err)
		}
		page := b.String()
		heads, foot := strings.Count(page, `<th scope="row">`), strings.Contains(page, "<tfoot>")
		if heads != tt.heads || foot != tt.foot || !strings.Contains(page, tt.missing) || tt.missing == "" && strings.Contains(page, "more rows") {
			t.Errorf("of %d rows, with a total %t: %d are shown, the last as the total %t", tt.rows, tt.total, heads, foot)
		}
	}
}

func TestCellsAreForPeopleAndForPrograms(t *testing.T) {
	for _, tt := range []struct{ got, want report.Cell }{
		{report.DurationCell(1250 * time.Millisecond), report.Cell{Text: "1s 250ms", Exact: "1.25"}},
		{report.DurationCell(-90 * time.Minute), report.Cell{Text: "-1h 30m", Exact: "-5400"}},
		{report.ShareCell(2.0 / 3), report.Cell{Text: "66.6%", Exact: "0.6666666666666666"}},
		{report.ShareCell(0.29), report.Cell{Text: "29.0%", Exact: "0.29"}},
		{report.KeyCell("=1+1"), report.Cell{Text: "=1+1", Exact: "'=1+1"}},
		{report.KeyCell(true), report.Cell{Text: "true", Exact: "true"}},
		{report.KeyCell(nil), report.Cell{Text: "–"}},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestTableOfHeldTime(t *testing.T) {
	h := report.Held{Request: report.HeldRequest{Field: "assignee"}, Rows: []report.HeldRow{
		{Value: "ann", Clocks: 3, Seconds: 1e10, Breached: 1}, // more than a time.Duration has room for
		{Value: "bo", Clocks: 2, Seconds: 5400.25},
		{Value: nil, Breached: 1},
	}}
	want := `
assignee  clocks      held  share  breached
ann            3  2777778h  99.9%         1
bo             2    1h 30m   0.0%         0
–              0        0m   0.0%         1
`[1:]
	if diff := cmp.Diff(want, h.Table().String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if csv := h.Table().CSV(); !strings.Contains(csv, "\nann,3,10000000000,") || !strings.Contains(csv, "\nbo,2,5400.25,") {
		t.Errorf("CSV:\n%s", csv)
	}
	h.Rows = h.Rows[2:]
	if share := h.Table().Rows[0][3]; share != (report.Cell{Text: "–"}) {
		t.Errorf("the share of nothing is %q", share)
	}
}

func TestTableOfTargets(t *testing.T) {
	exact := 95 * time.Minute
	targets := report.Targets{Request: report.TargetsRequest{By: []string{"metric"}, Goal: "90%"}, Rows: []report.TargetsRow{
		{Key: []any{"first_response"}, Now: rated(1, 2).Compliance, Target: 2 * time.Hour, AtTarget: rated(20, 20).Compliance, Exact: &exact},
		{Key: []any{"resolution"}, Exact: &exact, Approximate: true},
		{Key: []any{"next_response"}},
	}}
	want := `
metric            now  95% interval  target    then  95% interval    exact
first_response  50.0%          9–91      2h  100.0%        84–100   1h 35m
resolution          –                     –       –                ~1h 35m
next_response       –                     –       –                      –
`[1:]
	if diff := cmp.Diff(want, targets.Table().String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
