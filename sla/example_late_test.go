package sla_test

import (
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// The answer was sent in time, but the host receives it after it announced the breach. It tracks
// the issue again with its whole history, and learns which announcements were premature.
func ExampleDiff() {
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{
		ID: "standard", Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)},
	}}}, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	issue := sla.Issue{ID: "ISS-42", CreatedAt: time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)}
	track, announced, err := engine.Track(issue)
	if err != nil {
		log.Fatal(err)
	}
	now := issue.CreatedAt.Add(65 * time.Minute)
	due, err := track.AdvanceTo(now)
	if err != nil {
		log.Fatal(err)
	}
	announced = append(announced, due...)

	answer := sla.MessageFrom(sla.Agent, issue.CreatedAt.Add(50*time.Minute))
	if _, err = track.Apply(answer); !errors.Is(err, sla.ErrEarlier) {
		log.Fatal(err)
	}
	issue.Events = append(issue.Events, answer)
	track, all, err := engine.Track(issue)
	if err != nil {
		log.Fatal(err)
	}
	if due, err = track.AdvanceTo(now); err != nil {
		log.Fatal(err)
	}
	changes := sla.Diff(announced, append(all, due...))
	for _, t := range changes.New {
		fmt.Println("announce", t.Kind, t.Metric, "met:", t.Met)
	}
	for _, t := range changes.Premature {
		fmt.Println("take back", t.Kind, t.Metric)
	}
	// Output:
	// announce stopped first_response met: true
	// take back breached first_response
}
