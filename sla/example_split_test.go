package sla_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A customer writes about something else in an old issue. Split off into its own issue, the
// message is due from when it was written.
func ExampleSplit() {
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{
		ID: "standard", Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(4 * time.Hour)},
	}}}, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	nine := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	question := sla.MessageFrom(sla.Customer, nine.Add(3*time.Hour))
	question.ID = "m-7"
	issue := sla.Issue{ID: "ISS-42", CreatedAt: nine, Events: []sla.Event{sla.MessageFrom(sla.Agent, nine.Add(time.Hour)), question}}
	rest, other, err := sla.Split(issue, "ISS-43", nine.Add(5*time.Hour), func(e sla.Event) bool { return e.ID == "m-7" })
	if err != nil {
		log.Fatal(err)
	}
	for _, i := range []sla.Issue{rest, other} {
		result, err := engine.EvaluateAt(i, nine.Add(5*time.Hour))
		if err != nil {
			log.Fatal(err)
		}
		c, _ := result.Clock(policy.FirstResponse)
		fmt.Println(i.ID, c.State, c.DueAt.Format(time.TimeOnly))
	}
	// Output:
	// ISS-42 stopped 13:00:00
	// ISS-43 running 16:00:00
}
