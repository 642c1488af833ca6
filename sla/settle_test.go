package sla_test

import (
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A track that has settled the past many times knows when every target that may come into force
// would have been due, whatever form it has: also one that was due before the past was first
// settled, and one that was due between two settlings.
func TestSettledTracksKnowWhenOtherTargetsWereDue(t *testing.T) {
	days := func(n int, at string) policy.Target { return policy.WithinDays(n, at) }
	onLate := policy.Within(30 * time.Hour)
	onLate.Schedule = policy.Use("late")
	alwaysCounts := policy.Within(20 * time.Hour)
	alwaysCounts.Pause = new(policy.If("status", policy.Eq, "asleep"))
	targets := map[string]policy.Target{
		"now": policy.Within(10_000 * time.Hour), "hour": policy.Within(time.Hour), "hours": policy.Within(15 * time.Hour), "long": policy.Within(60 * time.Hour),
		"day": days(1, ""), "days": days(3, "12:00"), "week": days(5, "start"), "late": onLate, "always": alwaysCounts,
	}
	engine := newEngine(t, &policy.Config{
		Schedules: []businesshours.Schedule{
			{Name: "desk", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}},
			{Name: "late", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-sun": {"12:00-22:00"}}},
		},
		Policies: []policy.Policy{{ID: "p", Schedule: policy.Use("desk"), Targets: map[string]policy.Target{policy.Resolution: policy.TargetBy("kind", targets, policy.Target{})}}},
	})
	issue := sla.Issue{ID: "I", CreatedAt: instant("2024-03-04T10:00:00Z"), Attributes: map[string]any{"kind": "now"}}
	track, _, err := engine.Track(issue)
	if err != nil {
		t.Fatal(err)
	}
	apply := func(e sla.Event) {
		t.Helper()
		issue.Events = append(issue.Events, e)
		if _, err := track.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
	at, settled := issue.CreatedAt, make(map[time.Time]bool)
	statuses := []string{"pending", "open", "resolved", "open"}
	for i := range 400 {
		at = at.Add(53 * time.Minute)
		apply(sla.SetAttribute("status", statuses[i%4], at))
		track = restored(t, engine, track)
		settled[sla.SettledAt(track)] = true
		if i%40 != 39 {
			continue
		}
		for kind := range targets {
			other, now := restored(t, engine, track), at.Add(time.Minute)
			chosen := issue
			chosen.Events = append(issue.Events[:i+1:i+1], sla.SetAttribute("kind", kind, now))
			if _, err := other.Apply(chosen.Events[i+1]); err != nil {
				t.Fatal(err)
			}
			r, err := other.ResultAt(now)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := mustClock(t, r), mustClock(t, evaluate(t, engine, chosen, now)); got != want {
				t.Errorf("after %d events, %s: got %s\nwant %s", i+1, kind, document(got), document(want))
			}
		}
	}
	if len(settled) < 5 {
		t.Errorf("settled %d times", len(settled)-1)
	}
}

// Tracks settle the past where that makes them smaller, and as soon as it does.
func TestTracksSettleWhenItPays(t *testing.T) {
	for _, tt := range []struct {
		name    string
		targets map[string]policy.Target
		change  policy.OnChange
		pauses  int // kept before settling them
	}{
		{"one target", map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}, "", 32},
		{"no target", map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}, policy.CarryOver, 1},
		{"many targets", map[string]policy.Target{
			policy.Resolution:    policy.WithinBy("q", numbered(30, func(i int) time.Duration { return time.Duration(1+i) * time.Hour }), 0),
			policy.RequesterWait: policy.WithinBy("q", numbered(20, func(i int) time.Duration { return time.Duration(1+i) * time.Hour }), 0),
		}, "", 52}, // two accounts, of 30 and 20 allowances
		{"until a field", map[string]policy.Target{policy.Resolution: policy.UntilField("due")}, "", 1000},
	} {
		t.Run(tt.name, func(t *testing.T) {
			engine := newEngine(t, &policy.Config{OnChange: tt.change, Policies: []policy.Policy{{ID: "p", Targets: tt.targets}}})
			issue := pausing(1000, map[string]any{"q": "1", "due": "2025-01-01T00:00:00Z"})
			events := issue.Events
			issue.Events = nil
			track, _, err := engine.Track(issue)
			if err != nil {
				t.Fatal(err)
			}
			for i, e := range events {
				if _, err := track.Apply(e); err != nil {
					t.Fatal(err)
				}
				if sla.Pauses(track) < min(i+1, tt.pauses) {
					if i != tt.pauses {
						t.Errorf("settled after %d pauses, want %d", i, tt.pauses)
					}
					return
				}
			}
			if tt.pauses < len(events) {
				t.Error("never settled")
			}
		})
	}
}
