package sla_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// Which answer came too late, and in whose hands was it? Options select clocks of an explanation.
func ExampleExplanation_Text() {
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{
		ID: "all", Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour), policy.NextResponse: policy.Within(time.Hour)},
	}}}, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	monday := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	explanation, err := engine.ExplainAt(sla.Issue{ID: "ISS-42", CreatedAt: monday, Events: []sla.Event{
		sla.MessageFrom(sla.Agent, monday.Add(20*time.Minute)),
		sla.MessageFrom(sla.Customer, monday.Add(30*time.Minute)),
		sla.SetAttribute("assignee", "ann", monday.Add(2*time.Hour)),
		sla.MessageFrom(sla.Agent, monday.Add(3*time.Hour)),
	}}, monday.Add(4*time.Hour))
	if err != nil {
		log.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(explanation.Text(sla.TextOptions{Only: sla.OnlyBreached, Zone: zone}))
	// Output:
	// ISS-42 as of Mon 9 Mar 2026 14:00
	// All times are in Europe/Berlin.
	//
	// Next response  missed by 1h 30m; assigned to nobody for 1h 30m of 2h 30m
	//
	// No clock is open. Nothing more happens unless there is another event.
	//
	// Next response: missed by 1h 30m
	//   Breached on Monday 9 March 11:30: 1h had passed since the customer wrote on Monday 9 March 10:30. It was stopped on Monday 9 March 13:00, 1h 30m too late.
	//   It took 2h 30m until an agent wrote: 1h 30m of it while it was assigned to nobody, 1h while it was assigned to ann; all of it in status new.
	//   Mon 9 Mar 10:30  started: the customer wrote; policy all gives 1h
	//   Mon 9 Mar 10:30  counted 2h 30m until Mon 9 Mar 13:00
	//   Mon 9 Mar 11:30  breached
	//   Mon 9 Mar 13:00  stopped: an agent wrote, too late
}
