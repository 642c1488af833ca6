package sla_test

import (
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// Promises change while issues are open. A stored track belongs to the old configuration, so it
// is rebased to the new one. What it has counted stays counted.
func ExampleTrack_RebaseAt() {
	promise := func(within time.Duration) *sla.Engine {
		engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{
			ID: "standard", Targets: map[string]policy.Target{policy.Resolution: policy.Within(within)},
		}}}, sla.Options{})
		if err != nil {
			log.Fatal(err)
		}
		return engine
	}
	before, after := promise(24*time.Hour), promise(8*time.Hour)
	issue := sla.Issue{ID: "ISS-42", CreatedAt: time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)}
	track, _, err := before.Track(issue)
	if err != nil {
		log.Fatal(err)
	}
	column, err := track.MarshalJSON()
	if err != nil {
		log.Fatal(err)
	}

	_, err = after.Restore(column)
	fmt.Println(errors.Is(err, sla.ErrOtherConfig))
	if track, err = before.Restore(column); err != nil {
		log.Fatal(err)
	}
	transitions, err := track.RebaseAt(after, issue.Attributes, issue.CreatedAt.Add(3*time.Hour))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(transitions[0].Kind, "and due", track.NextCheck())
	// Output:
	// true
	// retargeted and due 2026-03-09 17:00:00 +0000 UTC
}
