package sla_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A sweep over many issues reuses the memory of one result.
func ExampleEngine_EvaluateInto() {
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{
		ID:      "standard",
		Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)},
	}}}, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	now := time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)
	issues := []sla.Issue{
		{ID: "ISS-1", CreatedAt: now.Add(-30 * time.Minute)},
		{ID: "ISS-2", CreatedAt: now.Add(-90 * time.Minute)},
		{ID: "ISS-3", CreatedAt: now.Add(-90 * time.Minute), Events: []sla.Event{sla.MessageFrom(sla.Agent, now.Add(-80*time.Minute))}},
	}
	var result sla.Result
	for i := range issues {
		if err := engine.EvaluateInto(&result, issues[i], now); err != nil {
			log.Fatal(err)
		}
		c, _ := result.Clock(policy.FirstResponse)
		fmt.Println(issues[i].ID, c.State, "breached:", c.Breached)
	}
	// Output:
	// ISS-1 running breached: false
	// ISS-2 running breached: true
	// ISS-3 stopped breached: false
}
