package whatif_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/whatif"
)

// Flips are in metric order: built-in metrics, then others by name. Of clocks of one metric
// that started together, those of the current configuration come first.
func TestFlipsAreInOrder(t *testing.T) {
	// promising returns an engine with a policy for all issues that has targets for some metrics.
	promising := func(policy string, metrics ...string) *sla.Engine {
		var targets strings.Builder
		for i, m := range metrics {
			if i > 0 {
				targets.WriteString(", ")
			}
			targets.WriteString(fmt.Sprintf(`%q: "1h"`, m))
		}
		return newEngine(t, `{"match": "each", "metrics": {
			"alpha": {"start": ["created"], "stop": ["resolved"]}, "zeta": {"start": ["created"], "stop": ["resolved"]}
		}, "policies": [{"id": "`+policy+`", "targets": {`+targets.String()+`}}]}`)
	}
	for _, tt := range []struct {
		name              string
		current, proposed *sla.Engine
		want              []string
	}{
		{"the other one is built in", promising("p", "alpha"), promising("p", "first_response"), []string{"first_response none overdue", "alpha overdue none"}},
		{"this one is built in", promising("p", "first_response"), promising("p", "alpha"), []string{"first_response overdue none", "alpha none overdue"}},
		{"both are built in", promising("p", "resolution"), promising("p", "first_response"), []string{"first_response none overdue", "resolution overdue none"}},
		{"neither is built in", promising("p", "zeta"), promising("p", "alpha"), []string{"alpha none overdue", "zeta overdue none"}},
		{"of different policies", promising("p", "zeta"), promising("q", "zeta"), []string{"zeta overdue none", "zeta none overdue"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, f := range judged(t, tt.current, tt.proposed, whatif.Request{}, sla.Issue{ID: "a", CreatedAt: monday}).Flips {
				got = append(got, fmt.Sprint(f.Metric, " ", f.Was, " ", f.Becomes))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhy(t *testing.T) {
	// The clock under the current configuration, which changes makes that of the proposed one.
	current := sla.Clock{
		Policy: "p", Schedule: "desk", Target: 2 * time.Hour, Elapsed: time.Hour, State: sla.Stopped, EndedAt: monday.Add(time.Hour),
	}
	for _, tt := range []struct {
		name    string
		changes func(c *sla.Clock)
		want    string
	}{
		{"nothing that the clocks tell", func(*sla.Clock) {}, "other rules: the policy, target and hours are as before"},
		{"a shorter target", func(c *sla.Clock) { c.Target = time.Hour }, "a shorter target: 1h in place of 2h"},
		{"a longer target", func(c *sla.Clock) { c.Target = 4 * time.Hour }, "a longer target: 4h in place of 2h"},
		{"a target of nearly the same", func(c *sla.Clock) { c.Target += time.Millisecond }, "a longer target: 2h0m0.001s in place of 2h0m0s"},
		{"another policy", func(c *sla.Clock) { c.Policy = "q" }, "policy q in place of p"},
		{"another schedule", func(c *sla.Clock) { c.Schedule, c.Elapsed = "night", 0 }, "other hours: night in place of desk"},
		{"the schedule has other hours", func(c *sla.Clock) { c.Elapsed = 30 * time.Minute }, "other hours or pauses: 30m counted in place of 1h"},
		{"it did not end", func(c *sla.Clock) { c.State, c.EndedAt, c.Elapsed = sla.Running, time.Time{}, 3*time.Hour }, "the clock is running in place of stopped"},
		{"it ended at another time", func(c *sla.Clock) { c.EndedAt, c.Elapsed = monday.Add(90*time.Minute), 90*time.Minute }, "other rules: the policy, target and hours are as before"},
		{"it ended at the same time otherwise", func(c *sla.Clock) { c.State = sla.Cancelled }, "other rules: the policy, target and hours are as before"},
		{"several", func(c *sla.Clock) { c.Policy, c.Target, c.Schedule = "q", time.Hour, "night" }, "policy q in place of p; a shorter target: 1h in place of 2h; other hours: night in place of desk"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, p := current, current
			tt.changes(&p)
			if got := (&whatif.Flip{Current: &c, Proposed: &p}).Why(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
