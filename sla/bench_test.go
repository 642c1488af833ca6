package sla_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// manyPolicies is a configuration with n policies, each of which tests a field for
// equality, with three metrics, pauses and escalations.
func manyPolicies(n int) *policy.Config {
	cfg := &policy.Config{
		Schedules: []businesshours.Schedule{{Name: "desk", TimeZone: "America/New_York",
			Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}, Holidays: []businesshours.Holiday{{Calendar: "us"}}}},
	}
	for i := range n {
		cfg.Policies = append(cfg.Policies, policy.Policy{
			ID:       fmt.Sprint("p", i),
			When:     policy.If("customer", policy.Eq, fmt.Sprint("c", i)).Ptr(),
			Schedule: policy.Use("desk"),
			Targets: map[string]policy.Target{
				policy.FirstResponse: policy.WithinBy("priority", map[string]time.Duration{"urgent": time.Hour, "high": 2 * time.Hour}, 4*time.Hour),
				policy.NextResponse:  policy.Within(4 * time.Hour),
				policy.Resolution:    policy.WithinBy("priority", map[string]time.Duration{"urgent": 8 * time.Hour, "high": 16 * time.Hour}, 40*time.Hour),
			},
			Escalations: []policy.Escalation{{At: "75%"}, {At: "30m before"}, {At: "breach"}, {At: "2h after"}},
		})
	}
	return cfg
}

// life is an issue with n events.
func life(n, customer int) sla.Issue {
	at := time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
	issue := sla.Issue{ID: "ISS-1", CreatedAt: at, Attributes: map[string]any{
		"customer": fmt.Sprint("c", customer), "priority": "normal", "channel": "email", "subject": "printer on fire"}}
	for i := range n {
		at = at.Add(37 * time.Minute)
		var e sla.Event
		switch i % 8 {
		case 0, 4:
			e = sla.MessageFrom(sla.Agent, at)
		case 1:
			e = sla.Set("status", "pending", at)
		case 2, 6:
			e = sla.MessageFrom(sla.Customer, at)
		case 3:
			e = sla.Set("status", "open", at)
		case 5:
			e = sla.NoteBy("ann", at)
		case 7:
			e = sla.Set("priority", []string{"high", "normal"}[i/8%2], at)
		}
		issue.Events = append(issue.Events, e)
	}
	return issue
}

func BenchmarkEvaluate(b *testing.B) {
	for _, n := range []int{1, 20, 1000, 10000} {
		b.Run(fmt.Sprintf("events=%d", n), func(b *testing.B) { benchmarkEvaluate(b, 20, n) })
	}
	for _, n := range []int{1, 10, 100, 1000} {
		b.Run(fmt.Sprintf("policies=%d", n), func(b *testing.B) { benchmarkEvaluate(b, n, 20) })
	}
}

func benchmarkEvaluate(b *testing.B, policies, events int) {
	engine, err := sla.New(manyPolicies(policies), sla.Options{})
	if err != nil {
		b.Fatal(err)
	}
	issue := life(events, policies-1)
	now := issue.CreatedAt.Add(time.Duration(events+1) * 37 * time.Minute)
	b.Run("EvaluateAt", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := engine.EvaluateAt(issue, now); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("EvaluateInto", func(b *testing.B) {
		b.ReportAllocs()
		var r sla.Result
		for b.Loop() {
			if err := engine.EvaluateInto(&r, &issue, now); err != nil {
				b.Fatal(err)
			}
		}
	})
}
