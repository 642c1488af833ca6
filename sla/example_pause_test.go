package sla_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// While the issue waits on the customer, the resolution clock is paused: it has time remaining,
// but no due instant.
func Example_pausing() {
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{
		ID:      "standard",
		Targets: map[string]policy.Target{policy.Resolution: policy.Within(8 * time.Hour)},
	}}}, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	at := func(hour int) time.Time { return time.Date(2026, 3, 9, hour, 0, 0, 0, time.UTC) }
	issue := sla.Issue{CreatedAt: at(9), Events: []sla.Event{
		sla.SetAttribute("status", "waiting_on_customer", at(10)),
		sla.SetAttribute("status", "in_progress", at(15)),
	}}
	for _, now := range []time.Time{at(9), at(12), at(16)} {
		result, err := engine.EvaluateAt(issue, now)
		if err != nil {
			log.Fatal(err)
		}
		c, _ := result.Clock(policy.Resolution)
		due := "no due instant"
		if !c.DueAt.IsZero() {
			due = "due " + c.DueAt.Format(time.TimeOnly)
		}
		fmt.Printf("%s: %s, %v left, %s\n", now.Format(time.TimeOnly), c.State, c.Remaining, due)
	}
	// Output:
	// 09:00:00: running, 8h0m0s left, due 17:00:00
	// 12:00:00: paused, 7h0m0s left, no due instant
	// 16:00:00: running, 6h0m0s left, due 22:00:00
}
