package slatest_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/slatest"
)

// A host has a rule of its own, that gold customers are never promised less than others, and
// tests it for whatever may happen to an issue.
func ExampleHistories() {
	config := &policy.Config{Policies: []policy.Policy{
		{ID: "gold", When: new(policy.If("tier", policy.Eq, "gold")), Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)}},
		{ID: "standard", Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(4 * time.Hour)}},
	}}

	// In a test file:
	_ = func(t *testing.T) {
		engine, err := sla.New(config, sla.Options{})
		if err != nil {
			t.Fatal(err)
		}
		histories := slatest.Histories(config, slatest.Domain{})
		rapid.Check(t, func(t *rapid.T) {
			h := histories.Draw(t, "history")
			due := func(tier string) time.Time {
				issue := sla.Issue{ID: h.Issue.ID, CreatedAt: h.Issue.CreatedAt, CreatedBy: h.Issue.CreatedBy, Attributes: map[string]any{"tier": tier}}
				result, err := engine.EvaluateAt(issue, issue.CreatedAt)
				if err != nil {
					t.Fatal(err)
				}
				clock, _ := result.Clock(policy.FirstResponse)
				return clock.DueAt
			}
			if due("gold").After(due("basic")) {
				t.Fatal("gold is due later")
			}
		})
	}
}

// A domain says what a host's issues are like, where its configuration does not.
func ExampleDomain() {
	domain := slatest.Domain{
		Zones:    []string{"Europe/Berlin", "America/New_York"},
		Statuses: []string{"new", "open", "pending", "solved"},
		Fields: map[string][]any{
			"priority":  {"low", "normal", "urgent"},
			"seats":     {1, 500},
			"tags":      {[]string{"vip"}, []string{}},
			"follow_up": {"2026-03-29T01:30:00Z"}, // and other instants
		},
		From:  time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		Until: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
	}

	// In a test file: whatever the configuration, a result can be stored and read back.
	_ = func(t *testing.T) {
		cases := slatest.Cases(domain)
		rapid.Check(t, func(t *rapid.T) {
			c := cases.Draw(t, "case")
			result, err := c.Engine.EvaluateAt(c.Issue, c.Now)
			if err != nil {
				t.Fatal(err)
			}
			var read sla.Result
			if err := read.UnmarshalJSON(result.AppendJSON(nil)); err != nil {
				t.Fatal(err)
			}
		})
	}
}
