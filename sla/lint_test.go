package sla_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy/lint"
	"github.com/punctualgo/punctual/sla"
)

// What lint says of policies and pauses is so: a policy that never gives a target, or whose
// condition never holds, has no clock, and a clock that is paused from the start is.
func TestLintIsRight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		result := evaluate(t, w.engine, w.issue, w.now)
		bare := sla.Issue{ID: "bare", CreatedAt: w.issue.CreatedAt}
		started := evaluate(t, w.engine, bare, bare.CreatedAt)
		for _, f := range lint.Check(w.config, lint.Options{AsOf: w.issue.CreatedAt}) {
			switch f.Rule {
			case "shadowed-policy", "never-true":
				i, ok := policyIndex(strings.TrimSuffix(f.Path, ".when"))
				if !ok {
					continue // a part of a condition, or a pause
				}
				for _, c := range result.Clocks {
					if c.Policy == w.config.Policies[i].ID {
						t.Fatalf("%+v, but there is a clock %+v\n%v", f, c, w)
					}
				}
			case "paused-from-start":
				of, target, inPolicy := strings.Cut(f.Path, ".targets.")
				paused := func(c sla.Clock) bool {
					if !inPolicy {
						return c.State == sla.Paused && strings.HasPrefix(f.Path, "metrics."+c.Metric+".")
					}
					i, _ := policyIndex(of)
					return c.State == sla.Paused && c.Policy == w.config.Policies[i].ID && strings.HasPrefix(target, c.Metric+".")
				}
				if !slices.ContainsFunc(started.Clocks, paused) {
					t.Fatalf("%+v, but the clocks are %+v\n%v", f, started.Clocks, w)
				}
			}
		}
	})
}

// policyIndex returns which policy a path is that of.
func policyIndex(path string) (i int, ok bool) {
	digits, ok := strings.CutPrefix(strings.TrimSuffix(path, "]"), "policies[")
	i, err := strconv.Atoi(digits)
	return i, ok && err == nil
}
