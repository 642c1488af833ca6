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

// outcomes are issues with a promise of two hours, of which five hours later one is met with time
// left, two are met in the last minutes, one of them at the last instant, one is missed, two are
// overdue, and one is open.
func outcomes() []sla.Issue {
	return []sla.Issue{
		answered("met", "ann", hour), answered("near", "ann", 2*hour-10*time.Minute), answered("last", "ann", 2*hour), answered("missed", "ann", 3*hour),
		{ID: "overdue", CreatedAt: monday}, {ID: "forgotten", CreatedAt: monday}, {ID: "open", CreatedAt: monday.Add(4 * hour)},
	}
}

// outcomesReport returns a report of outcomes.
func outcomesReport(t *testing.T, q report.Request) report.Report {
	t.Helper()
	a := newAccumulator(t, newEngine(map[string]policy.Target{policy.FirstResponse: policy.Within(2 * hour)}), q, monday.Add(5*hour))
	for _, issue := range outcomes() {
		if err := a.Add(issue); err != nil {
			t.Fatal(err)
		}
	}
	return a.Report()
}

func TestDenominatorsSayWhatIsJudged(t *testing.T) {
	for denominator, want := range map[report.Denominator][2]int64{
		report.OfDecided: {3, 6}, report.OfCompleted: {3, 4}, report.OfAll: {4, 7},
	} {
		c := outcomesReport(t, report.Request{Denominator: denominator}).Total.Compliance
		if got := [2]int64{c.Good, c.N}; got != want {
			t.Errorf("%s: %d of %d, want %d of %d", denominator, got[0], got[1], want[0], want[1])
		}
	}
}

// A near miss is met with less than some percents of the target left, so that with 0 % there is
// none, not even where nothing was left.
func TestNearMissesHaveLessLeft(t *testing.T) {
	for near, want := range map[string]int64{"0%": 0, "1%": 1, "8%": 1, "9%": 2, "50%": 2, "51%": 3, "100%": 3} {
		if got := outcomesReport(t, report.Request{Near: near}).Total.NearMisses; got != want {
			t.Errorf("near %s: %d near misses, want %d", near, got, want)
		}
	}
}

// The worst breaches come first, whether they are over or not, and near misses after them. What
// was kept in good time, or is open, is in neither list.
func TestWorstCases(t *testing.T) {
	r := outcomesReport(t, report.Request{Worst: 3, By: []string{"outcome"}})
	want := `
outcome  issue      metric          cycle  policy  outcome  target  left
met      last       first_response      1  all     met          2h    0m
met      near       first_response      1  all     met          2h   10m
missed   missed     first_response      1  all     missed       2h   -1h
overdue  forgotten  first_response      1  all     overdue      2h   -3h
overdue  overdue    first_response      1  all     overdue      2h   -3h
`[1:]
	if diff := cmp.Diff(want, r.WorstTable().String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want = `
issue      metric          cycle  policy  outcome  target  left
forgotten  first_response      1  all     overdue      2h   -3h
overdue    first_response      1  all     overdue      2h   -3h
last       first_response      1  all     met          2h    0m
near       first_response      1  all     met          2h   10m
`[1:]
	if diff := cmp.Diff(want, outcomesReport(t, report.Request{Worst: 2}).WorstTable().String()); diff != "" {
		t.Errorf("the worst of all (-want +got):\n%s", diff)
	}
}

// Without dimensions there is the total alone. A goal is in the JSON form if the request has
// one, and null where there is nothing to judge.
func TestReportsInJSON(t *testing.T) {
	tests := []struct {
		request report.Request
		has     []string
		lacks   string
	}{
		{report.Request{}, []string{`"rows":[],"total":{"clocks":7,"issues":7,`}, `"goal"`},
		{report.Request{Goal: "50%"}, []string{`"goal":{"reached":true,"left":0}}}`}, `"goal":null`},
		{report.Request{Goal: "90%", By: []string{"outcome"}}, []string{`"goal":{"reached":false,"left":-3}}}`, `"goal":null}],"total"`}, `"goal":{}`},
	}
	for _, tt := range tests {
		text := document(t, outcomesReport(t, tt.request))
		for _, want := range tt.has {
			if !strings.Contains(text, want) {
				t.Errorf("%+v: %s\nis not in\n%s", tt.request, want, text)
			}
		}
		if strings.Contains(text, tt.lacks) {
			t.Errorf("%+v: %s\nis in\n%s", tt.request, tt.lacks, text)
		}
	}
}

// Amounts longer than all bins of a shape are in the last one, and those of nothing in the
// first.
func TestShapesHaveAllAmounts(t *testing.T) {
	engine := newEngine(map[string]policy.Target{policy.FirstResponse: policy.Within(hour)})
	a := newAccumulator(t, engine, report.Request{}, monday.AddDate(150, 0, 0))
	for i, took := range []time.Duration{0, time.Second - 1, time.Second, 90 * time.Minute, math.MaxInt64 / 4, math.MaxInt64 / 3} {
		if err := a.Add(answered(fmt.Sprint(i), "ann", took)); err != nil {
			t.Fatal(err)
		}
	}
	shape := a.Report().Total.Elapsed.Shape
	var counts []int64
	for i, b := range shape {
		counts = append(counts, b.N)
		if b.From >= b.To || i > 0 && b.From < shape[i-1].To {
			t.Errorf("bin %d of %+v", i, shape)
		}
	}
	if diff := cmp.Diff([]int64{2, 1, 1, 2}, counts); diff != "" {
		t.Errorf("counts of bins (-want +got):\n%s", diff)
	}
	if minute := shape[2]; minute.From > 90*time.Minute || minute.To <= 90*time.Minute {
		t.Errorf("an hour and a half is in the bin from %v to %v", minute.From, minute.To)
	}
}

// What a value held for nothing does not count as held, but a breach under it does.
func TestHeldForNothing(t *testing.T) {
	engine := newEngine(map[string]policy.Target{policy.Resolution: policy.Within(2 * hour)})
	a, err := report.NewHeld(engine, report.HeldRequest{Field: "assignee"}, monday.Add(3*hour))
	if err != nil {
		t.Fatal(err)
	}
	issue := sla.Issue{ID: "a", CreatedAt: monday, Attributes: map[string]any{"assignee": "ann"}, Events: []sla.Event{
		status("pending", hour), sla.SetAttribute("assignee", "bo", monday.Add(hour)), sla.SetAttribute("assignee", "cy", monday.Add(90*time.Minute)),
		status("open", 90*time.Minute), sla.SetAttribute("assignee", "dee", monday.Add(150*time.Minute)),
	}}
	if err := a.Add(issue); err != nil {
		t.Fatal(err)
	}
	want := []report.HeldRow{
		{Value: "ann", Clocks: 1, Seconds: 3600},
		{Value: "cy", Clocks: 1, Seconds: 3600},
		{Value: "dee", Clocks: 1, Seconds: 1800, Breached: 1}, // at its first instant
	}
	if diff := cmp.Diff(want, a.Held().Rows); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What is damaged on its way is refused: where a request is wrong, where counts are not as many as
// there are outcomes, and where keys do not fit the dimensions.
func TestDamagedAccumulatorsAreRefused(t *testing.T) {
	q := report.Request{By: []string{"outcome", "assignee"}}
	a := newAccumulator(t, newEngine(map[string]policy.Target{policy.FirstResponse: policy.Within(2 * hour)}), q, monday.Add(5*hour))
	if err := a.Add(answered("a", "ann", hour)); err != nil {
		t.Fatal(err)
	}
	text := document(t, a)
	for name, tt := range map[string]struct{ from, to, want string }{
		"a wrong request":   {`"near":"10%"`, `"near":"ten"`, "request.near: "},
		"no version":        {`"version":1,`, ``, "is not complete"},
		"too many counts":   {`[0,0,0,1,0,0]`, `[0,0,0,1,0,0,0]`, "has 7 counts, not 6"},
		"too few counts":    {`[0,0,0,1,0,0]`, `[0,0,0,1,0]`, "has 5 counts, not 6"},
		"a key too long":    {`["met","ann"]`, `["met","ann","bo"]`, "no more elements than the request has dimensions"},
		"a key too short":   {`["met","ann"]`, `["met"]`, "has fewer elements than the request has dimensions"},
		"a key without end": {`["met","ann"]`, `["met"`, ""},
	} {
		if !strings.Contains(text, tt.from) {
			t.Fatalf("%s: there is no %s in\n%s", name, tt.from, text)
		}
		var read report.Accumulator
		if err := json.Unmarshal([]byte(strings.ReplaceAll(text, tt.from, tt.to)), &read); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
}
