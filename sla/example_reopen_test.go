package sla_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A reopened issue continues with the time it had used. The hour during which it was resolved
// does not count, and a clock that was met can still be breached.
func Example_reopening() {
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{
		ID:      "standard",
		Targets: map[string]policy.Target{policy.Resolution: policy.Within(4 * time.Hour)},
	}}}, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	at := func(hour int) time.Time { return time.Date(2026, 3, 9, hour, 0, 0, 0, time.UTC) }
	issue := sla.Issue{CreatedAt: at(9), Events: []sla.Event{
		sla.SetAttribute("status", "resolved", at(11)),
		sla.SetAttribute("status", "open", at(12)),
	}}
	result, err := engine.EvaluateAt(issue, at(15))
	if err != nil {
		log.Fatal(err)
	}
	for _, t := range result.Transitions {
		fmt.Println(t.At.Format(time.TimeOnly), t.Kind, t.Met)
	}
	c, _ := result.Clock(policy.Resolution)
	fmt.Println("cycle", c.Cycle, "elapsed", c.Elapsed)
	// Output:
	// 09:00:00 started false
	// 11:00:00 stopped true
	// 12:00:00 reopened false
	// 14:00:00 breached false
	// cycle 1 elapsed 5h0m0s
}
