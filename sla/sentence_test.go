package sla_test

import (
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A breach at once is that of the event that caused it, also if another event of that instant gave
// the clock a target before.
func TestABreachAtOnceIsThatOfItsEvent(t *testing.T) {
	engine := newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{
		policy.Resolution: policy.WithinBy("priority", map[string]time.Duration{"high": time.Hour, "normal": 6 * time.Hour}, 8*time.Hour)}}}})
	nine := instant("2026-03-09T09:00:00Z")
	x := explain(t, engine, sla.Issue{ID: "I", CreatedAt: nine, Events: []sla.Event{
		sla.SetAttribute("priority", "normal", nine.Add(3*time.Hour)), sla.SetAttribute("priority", "high", nine.Add(3*time.Hour)),
	}}, nine.Add(4*time.Hour))
	want := "Breached on Monday 9 March 12:00 UTC, when priority became high and its target became 1h: 3h had been counted by then"
	if got := x.Clocks[0].Sentence(); !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// An account has the promised instant of the last target, be it the first or a later one.
func TestPromisedInstantOfAnAccount(t *testing.T) {
	engine := newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{
		policy.Resolution: policy.TargetBy("priority", map[string]policy.Target{"high": policy.Within(time.Hour)}, policy.UntilField("due"))}}}})
	nine := instant("2026-03-09T09:00:00Z")
	issue := sla.Issue{ID: "I", CreatedAt: nine, Attributes: map[string]any{"due": "2026-03-10T09:00:00Z"}, Events: []sla.Event{
		sla.SetAttribute("due", "2026-03-11T09:00:00Z", nine.Add(2*time.Hour)), sla.SetAttribute("priority", "high", nine.Add(4*time.Hour)),
	}}
	for hours, want := range map[int]string{1: "2026-03-10T09:00:00Z", 3: "2026-03-11T09:00:00Z", 5: ""} {
		x := explain(t, engine, issue, nine.Add(time.Duration(hours)*time.Hour))
		got := ""
		if at := x.Clocks[0].Promised(); !at.IsZero() {
			got = at.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("after %dh: %q is promised, want %q", hours, got, want)
		}
	}
}
