package sla_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// How does the issue stand, and what happens next? A summary has a line for each metric.
func ExampleEngine_SummaryAt() {
	cfg, err := policy.Parse([]byte(`{
	  "schedules": [{"name": "desk", "time_zone": "Europe/Berlin", "weekly": {"mon-fri": ["09:00-17:00"]}}],
	  "policies": [{"id": "standard", "schedule": "desk", "targets": {"first_response": "1h", "resolution": "8h"}}]}`))
	if err != nil {
		log.Fatal(err)
	}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	monday := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	summary, err := engine.SummaryAt(sla.Issue{ID: "ISS-42", CreatedAt: monday, Events: []sla.Event{
		sla.SetAttribute("assignee", "ann", monday.Add(80*time.Minute)),
		sla.MessageFrom(sla.Agent, monday.Add(95*time.Minute)),
	}}, monday.Add(2*time.Hour))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(summary)
	// Output:
	// ISS-42 as of Mon 9 Mar 2026 12:00
	// All times are in Europe/Berlin.
	//
	// First response  missed by 35m; assigned to nobody for 1h 20m of 1h 35m
	// Resolution      6h left, due Tue 10 Mar 10:00
	//
	// Next
	//   Tue 10 Mar 10:00  resolution is due
}
