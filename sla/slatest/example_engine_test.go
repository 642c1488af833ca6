package slatest_test

import (
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/slatest"
)

// A host checks all laws for its own configuration, for generated issues and for one that it once
// had trouble with.
func ExampleCheckEngine() {
	production := &policy.Config{Policies: []policy.Policy{{
		ID:      "standard",
		Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)},
	}}}

	// In a test file:
	_ = func(t *testing.T) {
		engine, err := sla.New(production, sla.Options{})
		if err != nil {
			t.Fatal(err)
		}
		created := time.Date(2026, 3, 29, 0, 30, 0, 0, time.UTC)
		slatest.CheckEngine(t, engine, slatest.Domain{Config: production}, slatest.History{
			Issue: sla.Issue{ID: "ISS-4711", CreatedAt: created, Events: []sla.Event{sla.MessageFrom(sla.Agent, created.Add(time.Hour))}},
			Now:   created.Add(2 * time.Hour),
		})
	}
}

// One law can be checked of one issue, such as one that a customer complained about.
func ExamplePrefix() {
	config := new(policy.Config)
	var complaint sla.Issue

	// In a test file:
	_ = func(t *testing.T) {
		engine, err := sla.New(config, sla.Options{})
		if err != nil {
			t.Fatal(err)
		}
		slatest.Prefix(t, slatest.Case{Config: config, Engine: engine, Issue: complaint, Now: complaint.CreatedAt.Add(time.Hour)})
	}
}
