package sla_test

import (
	"testing"
	"time"

	"github.com/punctualgo/punctual/clock"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

func TestEvaluateIsAsOfTheClock(t *testing.T) {
	evaluated := func(options sla.Options, created time.Time) time.Duration {
		engine, err := sla.New(openOnly(), options)
		if err != nil {
			t.Fatal(err)
		}
		r, err := engine.Evaluate(sla.Issue{CreatedAt: created})
		if err != nil {
			t.Fatal(err)
		}
		return mustClock(t, r).Elapsed
	}
	nine := instant("2026-03-09T09:00:00Z")
	if d := evaluated(sla.Options{Clock: clock.NewManual(nine.Add(20 * time.Minute))}, nine); d != 20*time.Minute {
		t.Errorf("by the given clock %v have passed, want 20m", d)
	}
	if d := evaluated(sla.Options{}, time.Now().Add(-20*time.Minute)); d < 20*time.Minute {
		t.Errorf("by the system's clock %v have passed, want 20m", d)
	}
}

// Lists of steps may be parts of one list, and targets may be chosen by the status.
func TestConfigurationsInGo(t *testing.T) {
	nine := instant("2026-03-09T09:00:00Z")
	steps := []policy.Escalation{{At: "25%", Name: "early"}, {At: "50%", Name: "half"}}
	few, all := policy.Within(2*time.Hour), policy.Within(2*time.Hour)
	few.Escalations, all.Escalations = policy.Steps(steps[:1]...), policy.Steps(steps...)
	engine := newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.FirstResponse: few, policy.Resolution: all}}}})
	if r := evaluate(t, engine, sla.Issue{CreatedAt: nine}, nine.Add(time.Hour)); len(r.Transitions) != 2+1+2 || r.Transitions[4].Step != "half" {
		t.Errorf("got %v, want both clocks started, two early steps and one at half", r.Transitions)
	}

	engine = newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{
		policy.Resolution: policy.WithinBy(policy.Status, map[string]time.Duration{"new": time.Hour, "in_progress": 2 * time.Hour}, 0)}}}})
	issue := sla.Issue{CreatedAt: nine, Events: []sla.Event{sla.SetAttribute("status", "in_progress", nine.Add(time.Minute))}}
	x := explain(t, engine, issue, nine.Add(time.Minute))
	var targets []time.Duration
	for _, h := range x.Clocks[0].Transitions {
		if len(h.Choices) != 1 || h.Choices[0].Field != policy.Status {
			t.Errorf("%s is chosen by %v, want the status", h.Kind, h.Choices)
		}
		targets = append(targets, h.Allowed)
	}
	if len(targets) != 2 || targets[0] != time.Hour || targets[1] != 2*time.Hour {
		t.Errorf("targets %v, want 1h and 2h", targets)
	}
}
