package lint_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/policy/lint"
)

// large returns a valid configuration of nearly the most policies and conditions, with
// much to find.
func large() *policy.Config {
	cfg := &policy.Config{Match: policy.MatchFirstPerMetric}
	for i := range policy.MaxPolicies {
		var parts []policy.Condition
		for k := range policy.MaxAllConditions/policy.MaxPolicies - 1 {
			parts = append(parts, policy.If(fmt.Sprintf("q%d", (i*19+k)%1500), policy.Eq, fmt.Sprint("V", k%3)))
		}
		within := policy.WithinBy("priority", map[string]time.Duration{"urgent": 9, "low": 7}, 6)
		cfg.Policies = append(cfg.Policies, policy.Policy{
			ID: fmt.Sprint(i), When: &policy.Condition{All: parts},
			Targets: map[string]policy.Target{policy.FirstResponse: within, policy.Resolution: within},
		})
	}
	return cfg
}

// Even the largest configurations take a moment.
func BenchmarkCheckText(b *testing.B) {
	doc, err := json.Marshal(large())
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d bytes", len(doc))
	for b.Loop() {
		if found := lint.CheckText(doc, lint.Options{AsOf: present}); len(found) == 0 || found[0].Rule == "invalid" {
			b.Fatal(found)
		}
	}
}
