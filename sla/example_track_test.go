package sla_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A host keeps a track of each open issue in a column, and applies events as they arrive. It no
// longer needs the history.
func ExampleTrack() {
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{
		ID: "standard",
		Targets: map[string]policy.Target{
			policy.FirstResponse: policy.Within(2 * time.Hour), policy.Resolution: policy.Within(24 * time.Hour),
		},
	}}}, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	created := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	track, transitions, err := engine.Track(sla.Issue{ID: "ISS-42", CreatedAt: created})
	if err != nil {
		log.Fatal(err)
	}
	column, err := track.MarshalJSON() // and track.NextCheck() in another, with an index
	if err != nil {
		log.Fatal(err)
	}
	show := func() {
		for _, t := range transitions {
			fmt.Println(t.At.Format(time.TimeOnly), t.Metric, t.Kind)
		}
	}
	show()

	// Later, in another process.
	if track, err = engine.Restore(column); err != nil {
		log.Fatal(err)
	}
	if transitions, err = track.Apply(sla.MessageFrom(sla.Agent, created.Add(time.Hour))); err != nil {
		log.Fatal(err)
	}
	show()
	fmt.Println("look again at", track.NextCheck())
	// Output:
	// 09:00:00 first_response started
	// 09:00:00 resolution started
	// 10:00:00 first_response stopped
	// look again at 2026-03-10 09:00:00 +0000 UTC
}
