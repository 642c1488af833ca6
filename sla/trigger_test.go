package sla_test

import (
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// Every trigger that a configuration may name starts a clock when its event happens, and not
// before.
func TestEveryTriggerFires(t *testing.T) {
	created := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	later, last := created.Add(time.Hour), created.Add(2*time.Hour)
	of := func(by sla.Party, events ...sla.Event) sla.Issue {
		return sla.Issue{CreatedAt: created, CreatedBy: by, Events: events}
	}
	parties := []sla.Party{sla.Customer, sla.Agent, sla.Bot, sla.ThirdParty}
	type story struct {
		issue sla.Issue
		at    time.Time // when the clock starts
	}
	stories := map[string]story{
		"created":       {of(sla.Agent), created},
		"note":          {of(sla.Agent, sla.NoteBy("ann", later)), later},
		"custom:called": {of(sla.Agent, sla.CustomEvent("wrote", created), sla.CustomEvent("called", later)), later},
		"set:team":      {of(sla.Agent, sla.SetAttribute("priority", "high", created), sla.SetAttribute("team", "tier2", later)), later},
		"resolved":      {of(sla.Agent, sla.SetAttribute("status", "solved", later)), later},
		"reopened":      {of(sla.Agent, sla.SetAttribute("status", "solved", later), sla.SetAttribute("status", "open", last)), last},
	}
	for i, p := range parties {
		other := parties[(i+1)%len(parties)]
		stories["created:"+string(p)] = story{of(p), created}
		stories["message:"+string(p)] = story{of(sla.Agent, sla.MessageFrom(other, created), sla.MessageFrom(p, later)), later}
	}

	// The names that a configuration accepts, among all candidates.
	kinds := []string{"created", "message", "note", "custom", "set", "resolved", "reopened", "cancel", "update", "paused"}
	args := []string{"", ":customer", ":agent", ":bot", ":third_party", ":called", ":team"}
	for _, kind := range kinds {
		for _, arg := range args {
			on := kind + arg
			cfg := &policy.Config{
				Metrics:  map[string]policy.Metric{"m": {Start: []policy.Trigger{{On: on}}}},
				Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{"m": policy.Within(time.Hour)}}},
			}
			s, told := stories[on]
			engine, err := sla.New(cfg, sla.Options{})
			if err != nil {
				if told {
					t.Errorf("%s: %v", on, err)
				}
				continue
			}
			if !told {
				if kind != "custom" && kind != "set" { // these two have free arguments
					t.Errorf("%s is accepted, but no story tells of it", on)
				}
				continue
			}
			result, err := engine.EvaluateAt(s.issue, last)
			if err != nil {
				t.Fatal(err)
			}
			if c, ok := result.Clock("m"); !ok || !c.StartedAt.Equal(s.at) {
				t.Errorf("%s: the clock began at %v (%v), want %v", on, c.StartedAt, ok, s.at)
			}
		}
	}
}
