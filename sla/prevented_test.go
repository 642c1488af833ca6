package sla_test

import (
	"slices"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A decision of the desk that gave a clock a shorter target would have prevented its breach, also
// if the clock would then have that of another policy; under policy.MatchEach only that of its own
// policy counts.
func TestDecisionsThatWouldHavePreventedABreach(t *testing.T) {
	nine := instant("2026-03-09T09:00:00Z")
	at := func(hours int) time.Time { return nine.Add(time.Duration(hours) * time.Hour) }
	within := func(id string, hours int) policy.Policy {
		return policy.Policy{ID: id, Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Duration(hours) * time.Hour)}}
	}
	gold := within("gold", 3)
	gold.When = new(policy.If("tier", policy.Eq, "gold"))
	byPriority := within("p", 0)
	byPriority.Targets[policy.Resolution] = policy.WithinBy("priority", map[string]time.Duration{"high": 3 * time.Hour}, 9*time.Hour)
	for _, tt := range []struct {
		name     string
		match    policy.Match
		policies []policy.Policy
		event    sla.Event
		now      int
		want     []string // the policies of breached clocks that the event made so
	}{
		{"another policy, and time passed", "", []policy.Policy{gold, within("usual", 9)}, sla.SetAttribute("tier", "gold", at(1)), 4, []string{"gold"}},
		{"another policy, at once", "", []policy.Policy{gold, within("usual", 9)}, sla.SetAttribute("tier", "gold", at(4)), 4, []string{"gold"}},
		{"another policy that is breached too", "", []policy.Policy{gold, within("usual", 4)}, sla.SetAttribute("tier", "gold", at(1)), 5, nil},
		{"another amount", "", []policy.Policy{byPriority}, sla.SetAttribute("priority", "high", at(1)), 4, []string{"p"}},
		{"side by side", policy.MatchEach, []policy.Policy{byPriority, within("q", 2)}, sla.SetAttribute("priority", "high", at(1)), 4, []string{"p"}},
		{"side by side, and another is not breached", policy.MatchEach, []policy.Policy{within("p", 2), within("q", 9)}, sla.SetAttribute("priority", "high", at(1)), 4, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			engine := newEngine(t, &policy.Config{Match: tt.match, Policies: tt.policies})
			x := explain(t, engine, sla.Issue{ID: "I", CreatedAt: nine, Events: []sla.Event{tt.event}}, at(tt.now))
			var got []string
			for i := range x.Clocks {
				a := &x.Clocks[i]
				for _, cause := range a.WouldHavePrevented {
					if cause.Kind != sla.CauseEvent || cause.Event != 0 {
						t.Errorf("it names %v", cause)
					}
					got = append(got, a.Policy)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q\n%s", got, tt.want, x)
			}
		})
	}
}
