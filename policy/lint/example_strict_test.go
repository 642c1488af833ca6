package lint_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/policy/lint"
)

// A test of one's own configuration fails if something is wrong with it, and does not mind
// what is only worth a look, nor a rule that does not suit.
func ExampleCheck() {
	cfg := &policy.Config{
		Policies: []policy.Policy{{
			ID:          "vip",
			When:        new(policy.If("tags", policy.Eq, "vip")),
			Targets:     map[string]policy.Target{policy.Resolution: policy.Within(4 * time.Hour)},
			Escalations: policy.Steps(policy.Escalation{At: "4h before"}),
		}},
	}
	options := lint.Options{
		AsOf:    time.Date(2026, 3, 9, 15, 0, 0, 0, time.UTC),
		Disable: []string{"step-never"},
	}
	found := lint.Check(cfg, options)
	found = slices.DeleteFunc(found, func(f lint.Finding) bool { return f.Level == lint.Info })
	for _, f := range found {
		fmt.Printf("%s: %s: %s; %s\n", f.Rule, f.Path, f.What, f.Mend)
	}
	// Output:
	// list-as-text: policies[0].when: tags is a list, and never equal to a text; use "contains" or "contains_any"
}
