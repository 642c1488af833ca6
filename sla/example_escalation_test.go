package sla_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A host sleeps until NextCheck, evaluates again, and acts on new transitions. Earlier
// transitions never change, so the host only remembers how many it has seen.
func Example_escalations() {
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{
		ID:      "standard",
		Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(4 * time.Hour)},
		Escalations: policy.Steps(
			policy.Escalation{At: "75%", Name: "warn the agent"},
			policy.Escalation{At: "breach", Name: "tell the lead", Every: time.Hour, Times: 1},
		),
	}}}, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	issue := sla.Issue{CreatedAt: time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)}
	seen := 0
	for now := issue.CreatedAt; !now.IsZero(); {
		result, err := engine.EvaluateAt(issue, now)
		if err != nil {
			log.Fatal(err)
		}
		for _, t := range result.Transitions[seen:] {
			fmt.Printf("%s %s %q\n", t.At.Format(time.TimeOnly), t.Kind, t.Step)
		}
		seen = len(result.Transitions)
		now = result.NextCheck
	}
	// Output:
	// 09:00:00 started ""
	// 12:00:00 escalated "warn the agent"
	// 13:00:00 breached ""
	// 13:00:00 escalated "tell the lead"
	// 14:00:00 escalated "tell the lead"
}
