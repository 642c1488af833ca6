package sla_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A duplicate is merged into an issue that was opened later. The customer has been waiting since
// the duplicate, so the first response counts from then.
func ExampleMerge() {
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{
		ID: "standard", Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(4 * time.Hour)},
	}}}, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	nine := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	duplicate := sla.Issue{ID: "ISS-41", CreatedAt: nine}
	issue := sla.Issue{ID: "ISS-42", CreatedAt: nine.Add(time.Hour)}
	survivor, merged := sla.Merge(issue, duplicate, nine.Add(2*time.Hour))
	for _, i := range []sla.Issue{issue, survivor, merged} {
		result, err := engine.EvaluateAt(i, nine.Add(2*time.Hour))
		if err != nil {
			log.Fatal(err)
		}
		c, _ := result.Clock(policy.FirstResponse)
		fmt.Println(i.ID, c.State, c.DueAt.Format(time.TimeOnly))
	}
	// Output:
	// ISS-42 running 14:00:00
	// ISS-42 running 13:00:00
	// ISS-41 cancelled 13:00:00
}
