package sla_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A message on Friday evening is answered in time on Monday morning: the weekend,
// on which clocks change, does not count.
func Example_firstResponseOverAWeekend() {
	engine, err := sla.New(&policy.Config{
		Schedules: []businesshours.Schedule{{
			Name: "desk", TimeZone: "America/New_York",
			Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}},
		}},
		Policies: []policy.Policy{{
			ID:       "standard",
			Schedule: policy.Use("desk"),
			Targets:  map[string]policy.Target{policy.FirstResponse: policy.Within(4 * time.Hour)},
		}},
	}, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	issue := sla.Issue{ID: "ISS-42", CreatedAt: time.Date(2026, 3, 6, 21, 30, 0, 0, time.UTC)} // Friday, 16:30
	result, err := engine.EvaluateAt(issue, issue.CreatedAt.Add(48*time.Hour))
	if err != nil {
		log.Fatal(err)
	}
	c, _ := result.Clock(policy.FirstResponse)
	newYork, _ := time.LoadLocation("America/New_York")
	fmt.Println(c.State, "since", c.StartedAt.In(newYork).Format("Mon 15:04 MST"))
	fmt.Println("counted", c.Elapsed, "and", c.Remaining, "left")
	fmt.Println("due", c.DueAt.In(newYork).Format("Mon 15:04 MST"))
	// Output:
	// running since Fri 16:30 EST
	// counted 30m0s and 3h30m0s left
	// due Mon 12:30 EDT
}
