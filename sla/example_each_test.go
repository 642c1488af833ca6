package sla_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A contract with the customer and an internal agreement are kept side by side: each policy has
// its own clocks.
func Example_sideBySide() {
	target := func(d time.Duration) map[string]policy.Target {
		return map[string]policy.Target{policy.Resolution: policy.Within(d)}
	}
	engine, err := sla.New(&policy.Config{
		Match: policy.MatchEach,
		Policies: []policy.Policy{
			{ID: "contract", Targets: target(8 * time.Hour)},
			{ID: "internal", Targets: target(6 * time.Hour)},
			{ID: "vip", Targets: target(time.Hour), When: new(policy.If("tags", policy.Contains, "vip"))},
		},
	}, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	issue := sla.Issue{CreatedAt: time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)}
	result, err := engine.EvaluateAt(issue, issue.CreatedAt.Add(7*time.Hour))
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range result.Clocks {
		fmt.Println(c.Policy, c.DueAt.Format(time.TimeOnly), "breached:", c.Breached)
	}
	// Output:
	// contract 17:00:00 breached: false
	// internal 15:00:00 breached: true
}
