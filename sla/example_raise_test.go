package sla_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// An issue becomes urgent after the time for urgent issues has passed. It is breached at the
// change, and was due before it.
func Example_raisedPriority() {
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{
		ID: "standard",
		Targets: map[string]policy.Target{
			policy.FirstResponse: policy.WithinBy("priority", map[string]time.Duration{"urgent": time.Hour}, 8*time.Hour),
		},
	}}}, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	at := func(hour, minute int) time.Time { return time.Date(2026, 3, 9, hour, minute, 0, 0, time.UTC) }
	issue := sla.Issue{
		CreatedAt:  at(9, 0),
		Attributes: map[string]any{"priority": "low"},
		Events:     []sla.Event{sla.SetAttribute("priority", "urgent", at(11, 30))},
	}
	result, err := engine.EvaluateAt(issue, at(12, 0))
	if err != nil {
		log.Fatal(err)
	}
	c, _ := result.Clock(policy.FirstResponse)
	fmt.Println("due", c.DueAt.Format(time.TimeOnly), "breached", c.BreachedAt.Format(time.TimeOnly), "remaining", c.Remaining)
	for _, t := range result.Transitions {
		fmt.Println(t.At.Format(time.TimeOnly), t.Kind)
	}
	// Output:
	// due 10:00:00 breached 11:30:00 remaining -2h0m0s
	// 09:00:00 started
	// 11:30:00 retargeted
	// 11:30:00 breached
}
