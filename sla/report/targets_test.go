package report_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

// newTargets returns targets of issues with a promise of two hours.
func newTargets(t *testing.T, q report.TargetsRequest, asOf time.Time, issues ...sla.Issue) *report.TargetsAccumulator {
	t.Helper()
	a, err := report.NewTargets(newEngine(map[string]policy.Target{policy.FirstResponse: policy.Within(2 * hour)}), q, asOf)
	if err != nil {
		t.Fatal(err)
	}
	for _, issue := range issues {
		if err := a.Add(issue); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

// What is not stopped tells nothing about a target as long as it has waited.
func TestOngoingClocksTellOfShorterTargets(t *testing.T) {
	q := report.TargetsRequest{Goal: "100%", By: []string{}, Ladder: []time.Duration{30 * time.Minute, hour, 2 * hour}}
	a := newTargets(t, q, monday.Add(hour), answered("a", "ann", hour), sla.Issue{ID: "b", CreatedAt: monday})
	want := `[{"key":[],"now":{"n":1,"rate":1,"low":0.206549314377,"high":1},"target":"1h0m0s","at_target":{"n":1,"rate":1,"low":0.206549314377,"high":1},` +
		`"exact":"1h0m0s","curve":[{"target":"30m0s","n":2,"rate":0},{"target":"1h0m0s","n":1,"rate":1},{"target":"2h0m0s","n":1,"rate":1}]}]`
	text := document(t, a.Targets())
	for _, bound := range []string{"low", "high"} { // checked by package stats
		text, want = withoutNumber(text, bound), withoutNumber(want, bound)
	}
	if !strings.Contains(text, want) {
		t.Errorf("got  %s\nwant %s", text, want)
	}
}

// withoutNumber returns a JSON text without the numbers of a field.
func withoutNumber(text, field string) string {
	parts := strings.Split(text, `"`+field+`":`)
	for i := range parts[1:] {
		parts[i+1] = strings.TrimLeft(parts[i+1], "0123456789.e-")
	}
	return strings.Join(parts, `"`+field+`":`)
}

// A goal that no step reaches has no target, and a group of void clocks alone nothing at all.
func TestTargetsThatAreNotThere(t *testing.T) {
	q := report.TargetsRequest{Goal: "90%", By: []string{}, Ladder: []time.Duration{hour}}
	spam := sla.Issue{ID: "b", CreatedAt: monday, Events: []sla.Event{sla.CancelFor("spam", monday.Add(hour))}}
	for name, tt := range map[string]struct {
		by     []string
		issues []sla.Issue
		want   string
	}{
		"no step":       {[]string{}, []sla.Issue{answered("a", "ann", 2*hour)}, `"target":null,"at_target":null,"exact":"2h0m0s","curve":[{"target":"1h0m0s","n":1,"rate":0}]}]}`},
		"void":          {[]string{"metric"}, []sla.Issue{spam}, `"rows":[{"key":["first_response"],"now":null,"target":null,"at_target":null,"exact":null,"curve":[]}]}`},
		"no issues":     {[]string{}, nil, `"rows":[{"key":[],"now":null,"target":null,"at_target":null,"exact":null,"curve":[]}]}`},
		"no groups":     {[]string{"metric"}, nil, `"rows":[]}`},
		"one row, once": {[]string{}, []sla.Issue{spam}, `"rows":[{"key":[],"now":null,"target":null,"at_target":null,"exact":null,"curve":[]}]}`},
	} {
		q.By = tt.by
		text := document(t, newTargets(t, q, monday.AddDate(0, 0, 1), tt.issues...).Targets())
		if !strings.HasSuffix(text, tt.want) {
			t.Errorf("%s: %s\ndoes not end in %s", name, text, tt.want)
		}
	}
}

// Steps of a ladder are above zero, also those that do not come from JSON.
func TestLaddersAreAboveZero(t *testing.T) {
	engine := newEngine(map[string]policy.Target{policy.FirstResponse: policy.Within(hour)})
	for step, want := range map[time.Duration]bool{-1: false, 0: false, 1: true} {
		if err := (&report.TargetsRequest{Goal: "90%", Ladder: []time.Duration{step}}).Check(engine); (err == nil) != want {
			t.Errorf("a step of %v: %v", step, err)
		}
	}
}

// Beyond 4,096 records of a group, stopped or not, what is exact may be off.
func TestExactTargetsOfManyAreApproximate(t *testing.T) {
	q := report.TargetsRequest{Goal: "90%", By: []string{}}
	for _, tt := range []struct {
		stopped, ongoing int
		want             bool
	}{{4096, 0, false}, {4090, 6, false}, {4090, 7, true}, {4097, 0, true}} {
		a := newTargets(t, q, monday.AddDate(0, 0, 1))
		for i := range tt.stopped + tt.ongoing {
			issue := answered("a", "ann", hour)
			if i >= tt.stopped {
				issue.Events = nil
			}
			if err := a.Add(issue); err != nil {
				t.Fatal(err)
			}
		}
		if got := a.Targets().Rows[0].Approximate; got != tt.want {
			t.Errorf("of %d stopped and %d others: %t", tt.stopped, tt.ongoing, got)
		}
	}
}

// A forecast goes by those that had waited as long, of which those that took just the target
// kept it. What is not stopped tells something only if it has waited longer than the target.
func TestForecastsGoByThoseThatWaitedAsLong(t *testing.T) {
	day := monday.AddDate(0, 0, 1)
	open := func(id string, since time.Duration) sla.Issue {
		return sla.Issue{ID: id, CreatedAt: day.Add(-since)}
	}
	a := newTargets(t, report.TargetsRequest{Goal: "90%"}, day,
		answered("a", "ann", 30*time.Minute), answered("b", "ann", hour), answered("c", "ann", 2*hour), answered("d", "ann", 2*hour+1), answered("e", "ann", 9*hour),
		open("f", hour), open("g", 2*hour), open("h", 2*hour+1), open("i", 5*hour))
	for waited, want := range map[time.Duration][2]int64{
		0:                  {3, 7}, // a, b, c of all but f and g
		hour:               {2, 6},
		hour + 1:           {1, 5}, // c of d, e, h, i
		2 * hour:           {1, 5},
		2*hour + 1:         {0, 4},
		5 * hour:           {0, 2}, // e and i
		5*hour + 1:         {0, 1},
		9*hour + 1:         {0, 0},
		-time.Nanosecond:   {-1, -1}, // it is not created yet
		-100 * time.Second: {-1, -1},
	} {
		got := [2]int64{-1, -1}
		forecasts, err := a.ForecastAt(sla.Issue{ID: "new", CreatedAt: monday}, monday.Add(waited))
		if err != nil && waited >= 0 {
			t.Fatal(err)
		}
		for _, f := range forecasts {
			if got = [2]int64{}; f.Kept != nil {
				got = [2]int64{f.Kept.Good, f.Kept.N}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", fmt.Sprint("after ", waited), diff)
		}
	}
}
