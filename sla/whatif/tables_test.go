package whatif_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
	"github.com/punctualgo/punctual/sla/whatif"
)

// monday is when the issues of the desks are created.
var monday = time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)

// newEngine returns an engine with a configuration.
func newEngine(t testing.TB, config string) *sla.Engine {
	t.Helper()
	cfg, err := policy.Parse([]byte(config))
	if err != nil {
		t.Fatal(err)
	}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

// answered returns an issue of a priority, created on Monday and answered after a while.
func answered(id, priority string, after time.Duration) sla.Issue {
	issue := sla.Issue{ID: id, CreatedAt: monday, Events: []sla.Event{sla.MessageFrom(sla.Agent, monday.Add(after))}}
	if priority != "" {
		issue.Attributes = map[string]any{"priority": priority}
	}
	return issue
}

// The desks before and after a change: what is urgent was promised within an hour, and has no
// promise as proposed; what has no priority had none. Nobody asks for trials, nights and days.
const (
	currentDesk = `{"policies": [
		{"id": "trial", "when": {"field": "trial", "op": "exists"}, "targets": {"first_response": "48h"}},
		{"id": "desk", "targets": {"first_response": {"by": "priority", "values": {"urgent": "1h", "high": "2h", "low": "4h"}}}, "escalations": [{"at": "50%"}]}
	]}`
	proposedDesk = `{"policies": [
		{"id": "night", "when": {"field": "night", "op": "exists"}, "targets": {"first_response": "8h"}},
		{"id": "day", "when": {"field": "day", "op": "exists"}, "targets": {"first_response": "8h"}},
		{"id": "desk", "when": {"field": "priority", "op": "ne", "value": "urgent"}, "targets": {
			"first_response": {"by": "priority", "values": {"high": "1h", "low": "4h"}, "default": "8h"}}, "escalations": [{"at": "50%"}]}
	]}`
)

// desks returns the backtest of the desks by priority, with its flips.
func desks(t *testing.T) whatif.Result {
	t.Helper()
	return judged(t, newEngine(t, currentDesk), newEngine(t, proposedDesk), whatif.Request{By: []string{"priority"}},
		answered("a", "high", 90*time.Minute), // in time only under the current configuration
		answered("b", "low", 3*time.Hour),     // in time under both
		answered("c", "urgent", 20*time.Minute),
		answered("d", "", 5*time.Hour),
	)
}

// judged returns the result of a backtest, with its flips.
func judged(t *testing.T, current, proposed *sla.Engine, q whatif.Request, issues ...sla.Issue) whatif.Result {
	t.Helper()
	b, flips := backtest(t, current, proposed, q, issues)
	r := b.Result()
	r.Flips = flips
	return r
}

func TestResultInWords(t *testing.T) {
	const want = `4 issues. Behaviour is taken as it was: under other promises, people might have acted otherwise.

total          current  proposed  change
clocks               3         3       0
met                  3         2      -1
missed               0         1      +1
overdue              0         0       0
open                 0         0       0
dropped              0         0       0
void                 0         0       0
rate            100.0%     66.6%   -33.3
near misses          0         0       0
breach alerts        0         1      +1
escalations          2         3      +1

By group:
priority  clocks  proposed clocks    rate  proposed rate  change
high           1                1  100.0%           0.0%  -100.0
low            1                1  100.0%         100.0%    +0.0
urgent         1                0  100.0%              –       –
–              0                1       –         100.0%       –

What flips:
was   becomes  clocks
met   missed        1
met   none          1
none  met           1

Flips:
issue  metric          cycle  policy  started at            was   becomes  why
a      first_response      1  desk    2026-03-09T09:00:00Z  met   missed   a shorter target: 1h in place of 2h
c      first_response      1  desk    2026-03-09T09:00:00Z  met   none     only the current configuration has this clock
d      first_response      1  desk    2026-03-09T09:00:00Z  none  met      only the proposed configuration has this clock

Policies that never apply under the current configuration: trial

Policies that never apply under the proposed configuration: night, day
`
	r := desks(t)
	if diff := cmp.Diff(want, r.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, want := range []string{
		"\n\nBy group:\n\n| priority |", "\n| rate | 100.0% | 66.6% | -33.3 |\n", "\n\nWhat flips:\n\n| was |", "\n\nFlips:\n\n| issue |",
	} {
		if got := tight(r.Markdown()); !strings.Contains(got, want) {
			t.Errorf("Markdown does not have %q:\n%s", want, got)
		}
	}
}

// tight returns text with one space in place of several.
func tight(text string) string {
	for strings.Contains(text, "  ") {
		text = strings.ReplaceAll(text, "  ", " ")
	}
	return text
}

// What there is nothing to say about is not there at all.
func TestResultOfTheSameInWords(t *testing.T) {
	engine := newEngine(t, `{"policies": [{"id": "desk", "targets": {"first_response": "4h"}}]}`)
	_, got, _ := strings.Cut(judged(t, engine, engine, whatif.Request{}, answered("a", "", time.Hour)).String(), "escalations ")
	if want := "         0         0       0\n"; got != want {
		t.Errorf("behind the totals there is %q, want %q", got, want)
	}
}

// The difference of rates is in points, with a sign, and to a tenth for people.
func TestTotalsTableTellsTheChangeOfTheRate(t *testing.T) {
	of := func(good, n int64) *report.Compliance {
		return &report.Compliance{N: n, Good: good, Rate: float64(good) / float64(n)}
	}
	for _, tt := range []struct {
		current, proposed *report.Compliance
		want              []report.Cell
	}{
		{of(1, 4), of(3, 4), []report.Cell{{Text: "25.0%", Exact: "0.25"}, {Text: "75.0%", Exact: "0.75"}, {Text: "+50.0", Exact: "50"}}},
		{of(3, 4), of(5, 8), []report.Cell{{Text: "75.0%", Exact: "0.75"}, {Text: "62.5%", Exact: "0.625"}, {Text: "-12.5", Exact: "-12.5"}}},
		{of(1, 2), of(1, 2), []report.Cell{{Text: "50.0%", Exact: "0.5"}, {Text: "50.0%", Exact: "0.5"}, {Text: "+0.0", Exact: "0"}}},
		{of(1, 2), of(1023, 2048), []report.Cell{{Text: "50.0%", Exact: "0.5"}, {Text: "49.9%", Exact: "0.49951171875"}, {Text: "+0.0", Exact: "-0.048828125"}}},
		{nil, of(1, 2), []report.Cell{{Text: "–"}, {Text: "50.0%", Exact: "0.5"}, {Text: "–"}}},
		{of(1, 2), nil, []report.Cell{{Text: "50.0%", Exact: "0.5"}, {Text: "–"}, {Text: "–"}}},
		{nil, nil, []report.Cell{{Text: "–"}, {Text: "–"}, {Text: "–"}}},
	} {
		var r whatif.Result
		r.Current.Total.Compliance, r.Proposed.Total.Compliance = tt.current, tt.proposed
		for _, row := range r.TotalsTable().Rows {
			if row[0].Text != "rate" {
				continue
			}
			if diff := cmp.Diff(tt.want, row[1:]); diff != "" {
				t.Errorf("from %v to %v (-want +got):\n%s", tt.current, tt.proposed, diff)
			}
		}
	}
}

func TestResultJSON(t *testing.T) {
	text, err := json.Marshal(desks(t))
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Current, Proposed struct{ Total struct{ Clocks int } }
		Flips             []any
		Alerts, Idle      any
	}
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	flip := func(issue, was, becomes string) any {
		return map[string]any{
			"issue": issue, "metric": "first_response", "cycle": 1.0, "policy": "desk", "started_at": "2026-03-09T09:00:00Z", "was": was, "becomes": becomes,
		}
	}
	want := got
	want.Current.Total.Clocks, want.Proposed.Total.Clocks = 3, 3
	want.Flips = []any{flip("a", "met", "missed"), flip("c", "met", "none"), flip("d", "none", "met")}
	want.Alerts = map[string]any{"current": map[string]any{"breached": 0.0, "escalated": 2.0}, "proposed": map[string]any{"breached": 1.0, "escalated": 3.0}}
	want.Idle = map[string]any{"current": []any{"trial"}, "proposed": []any{"night", "day"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
