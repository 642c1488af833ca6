package sla_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// An agent asks what happens to the resolution if the priority is raised now, and if the issue
// waits on the customer until the next day.
func ExampleEngine_ProjectAt() {
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{
		ID: "standard", Targets: map[string]policy.Target{
			policy.Resolution: policy.WithinBy("priority", map[string]time.Duration{"urgent": 8 * time.Hour}, 24*time.Hour),
		},
	}}}, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	issue := sla.Issue{ID: "ISS-42", CreatedAt: time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)}
	now := issue.CreatedAt.Add(2 * time.Hour)
	for _, events := range [][]sla.Event{
		nil,
		{sla.SetAttribute("priority", "urgent", now)},
		{sla.SetAttribute("status", "pending", now), sla.SetAttribute("status", "open", now.Add(24*time.Hour))},
	} {
		result, err := engine.ProjectAt(issue, now, events...)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(result)
	}
	// Output:
	// resolution: 22h left, due Tue 10 Mar 09:00 UTC
	// resolution: 6h left, due Mon 9 Mar 17:00 UTC
	// resolution: 22h left, due Wed 11 Mar 09:00 UTC
}

// A form says when an issue that is opened now, on a Saturday, will be answered.
func ExampleEngine_DueIfStarted() {
	cfg, err := policy.Parse([]byte(`{
	  "schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}}],
	  "policies": [{"id": "standard", "schedule": "desk", "targets": {"first_response": "4h"}}]}`))
	if err != nil {
		log.Fatal(err)
	}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	saturday := time.Date(2026, 3, 7, 15, 0, 0, 0, time.UTC)
	result, err := engine.DueIfStarted(map[string]any{"priority": "low"}, saturday)
	if err != nil {
		log.Fatal(err)
	}
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		log.Fatal(err)
	}
	c, _ := result.Clock(policy.FirstResponse)
	fmt.Println("We answer by", c.DueAt.In(newYork).Format("Monday 15:04."))
	// Output:
	// We answer by Monday 13:00.
}
