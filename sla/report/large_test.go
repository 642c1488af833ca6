package report_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

// Beyond 4,096 records percentiles are approximate and say so; counts, means and the most stay
// exact, and the size of an accumulator hardly grows.
func TestLargeGroupsAreApproximate(t *testing.T) {
	engine := newEngine(map[string]policy.Target{policy.FirstResponse: policy.Within(2 * time.Hour)})
	a, err := report.New(engine, report.Request{}, monday.AddDate(0, 1, 0))
	if err != nil {
		t.Fatal(err)
	}
	targets, err := report.NewTargets(engine, report.TargetsRequest{Goal: "90%", By: []string{}}, monday.AddDate(0, 1, 0))
	if err != nil {
		t.Fatal(err)
	}
	sizes := make(map[int]int)
	const n = 20_000
	for i := 1; i <= n; i++ {
		issue := answered("I", "ann", time.Duration(i)*time.Second)
		for _, add := range []func(sla.Issue) error{a.Add, targets.Add} {
			if err := add(issue); err != nil {
				t.Fatal(err)
			}
		}
		if i == 4096 || i == 4097 {
			if d := a.Report().Total.Elapsed; d.Approximate != (i > 4096) {
				t.Errorf("of %d amounts: %+v", i, d)
			}
		}
		if i%5000 == 0 {
			text, err := json.Marshal(a)
			if err != nil {
				t.Fatal(err)
			}
			sizes[i] = len(text)
		}
	}
	d := a.Report().Total.Elapsed
	if d.N != n || d.Mean != 10_000*time.Second+time.Second/2 || d.Max != n*time.Second {
		t.Errorf("%+v", d)
	}
	near := func(got, want time.Duration) bool { return got >= want-want/100 && got <= want+want/100 }
	if !near(d.P50, 10_000*time.Second) || !near(d.P90, 18_000*time.Second) || !near(d.P95, 19_000*time.Second) {
		t.Errorf("%+v", d)
	}
	row := targets.Targets().Rows[0]
	if !row.Approximate || !near(*row.Exact, 18_000*time.Second) || row.Target != 6*time.Hour {
		t.Errorf("target %v, exactly %v, approximate %t", row.Target, row.Exact, row.Approximate)
	}
	if sizes[20_000] > sizes[15_000]*6/5 || sizes[20_000] > 1<<15 {
		t.Errorf("sizes %v", sizes)
	}
}
