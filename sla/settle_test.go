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
	hour := map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}
	for _, tt := range []struct {
		name    string
		targets map[string]policy.Target
		change  policy.OnChange
		stops   bool // the clock is stopped and reopened instead of paused and resumed
		most    int  // changes that are kept before settling them
	}{
		{"one target", hour, "", false, 32},
		{"one target, stopped", hour, "", true, 32},
		{"no recount", hour, policy.CarryOver, false, 1},
		{"many targets", map[string]policy.Target{
			policy.Resolution:    policy.WithinBy("q", numbered(30, func(i int) time.Duration { return time.Duration(1+i) * time.Hour }), 0),
			policy.RequesterWait: policy.WithinBy("q", numbered(20, func(i int) time.Duration { return time.Duration(1+i) * time.Hour }), 0),
		}, "", false, 52}, // two accounts, of 30 and 20 allowances
		{"hours and business days", map[string]policy.Target{policy.Resolution: policy.TargetBy("q", numbered(40, func(i int) policy.Target {
			if i < 20 {
				return policy.Within(time.Duration(1+i) * time.Hour)
			}
			return policy.WithinDays(i, "")
		}), policy.Target{})}, "", false, 41}, // one account of 40 allowances
		{"until a field", map[string]policy.Target{policy.Resolution: policy.UntilField("due")}, "", false, 1000},
	} {
		t.Run(tt.name, func(t *testing.T) {
			engine := newEngine(t, &policy.Config{OnChange: tt.change, Policies: []policy.Policy{{ID: "p", Targets: tt.targets}}})
			issue := pausingIssue(1000, map[string]any{"q": "1", "due": "2025-01-01T00:00:00Z"})
			events := issue.Events
			issue.Events = nil
			track, _, err := engine.Track(issue)
			if err != nil {
				t.Fatal(err)
			}
			for i, e := range events {
				if tt.stops && i%2 == 0 {
					e.Set = map[string]any{"status": "resolved"}
				}
				if _, err := track.Apply(e); err != nil {
					t.Fatal(err)
				}
				want := i + 1
				if want > tt.most {
					want = (i + 1) % 2 // the last change, if what it began still holds
				}
				if got := sla.History(track); got != want {
					t.Fatalf("after %d changes %d are kept, want %d", i+1, got, want)
				}
				if want != i+1 {
					return
				}
			}
			if tt.most < len(events) {
				t.Error("never settled")
			}
		})
	}
}

// A past that would be too much work to settle at once is kept.
func TestTracksSettleOnlyWhatIsNotTooMuchWork(t *testing.T) {
	for _, tt := range []struct {
		schedules, most int
		stops           bool // the clock is stopped and reopened instead of paused and resumed
	}{{1, 32, false}, {500, 20_000, false}, {1, 32, true}, {500, 20_000, true}} {
		config := onSchedules(hostileSchedules(tt.schedules), time.Hour)
		delete(config.Policies[0].Targets, policy.AgentWork)
		issue := pausingIssue(20_000, nil)
		for i := range issue.Events {
			if tt.stops && i%2 == 0 {
				issue.Events[i].Set = map[string]any{"status": "resolved"}
			}
		}
		track, _, err := newEngine(t, config).Track(issue)
		if err != nil {
			t.Fatal(err)
		}
		if got := sla.History(track); got > tt.most || tt.schedules > 1 && got < tt.most {
			t.Errorf("on %d schedules %d changes are kept, want %d (stops: %v)", tt.schedules, got, tt.most, tt.stops)
		}
	}
}
