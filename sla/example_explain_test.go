package sla_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// Why did it breach? The explanation lists everything that counted, and everything that did not.
func ExampleEngine_ExplainAt() {
	cfg, err := policy.Parse([]byte(`{
	  "schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]},
	                 "holidays": [{"calendar": "us"}]}],
	  "policies": [{"id": "standard", "schedule": "desk", "targets": {"resolution": "4h"}}]}`))
	if err != nil {
		log.Fatal(err)
	}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	friday := time.Date(2026, 5, 22, 19, 30, 0, 0, time.UTC) // before Memorial Day
	tuesday := time.Date(2026, 5, 26, 14, 0, 0, 0, time.UTC)
	explanation, err := engine.ExplainAt(sla.Issue{ID: "ISS-42", CreatedAt: friday, Events: []sla.Event{
		sla.SetAttribute("status", "pending", tuesday),
		sla.SetAttribute("status", "open", tuesday.Add(130*time.Minute)),
	}}, tuesday.Add(5*time.Hour))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(explanation.Clocks[0])
	// Output:
	// Resolution: overdue by 1h 20m
	//   Breached on Tuesday 26 May 13:40 EDT: 4h of support hours had passed since the customer created the issue on Friday 22 May 15:30 EDT; waiting on the customer took out 2h 10m.
	//   So far it has taken 5h 20m: 2h 50m of it in status open, 2h 30m in status new.
	//   Without one decision of the desk it would not be breached: status became open on Tue 26 May 12:10 EDT.
	//   Fri 22 May 15:30 EDT  started: the customer created the issue; policy standard gives 4h on desk
	//   Fri 22 May 15:30 EDT  counted 2h 30m until Tue 26 May 10:00 EDT, closed for Memorial Day
	//   Tue 26 May 10:00 EDT  waiting on the customer until Tue 26 May 12:10 EDT: status became pending; 2h 10m not counted
	//   Tue 26 May 12:10 EDT  counted 2h 50m until Tue 26 May 15:00 EDT: 5h 20m in all
	//   Tue 26 May 13:40 EDT  breached
}
