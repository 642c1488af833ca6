package sla_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A clock that has ended is kept by a rebase if a target promises what its own did, and forgotten
// otherwise.
func TestRebaseOfAnEndedClock(t *testing.T) {
	desk := func(name string, to string) businesshours.Schedule {
		return businesshours.Schedule{Name: name, TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-fri": {"09:00-" + to}}}
	}
	schedules := []businesshours.Schedule{desk("a", "17:00"), desk("b", "17:00")}
	on := func(schedule string, target policy.Target) policy.Target {
		target.Schedule = policy.Use(schedule)
		return target
	}
	pausing := func(target policy.Target) policy.Target {
		target.Pause = new(policy.If("status", policy.Eq, "asleep"))
		return target
	}
	hours, days, until := policy.Within(6*time.Hour), policy.WithinDays(2, ""), policy.UntilField("due")
	config := func(id string, schedules []businesshours.Schedule, targets ...policy.Target) *policy.Config {
		c := &policy.Config{Schedules: schedules, Policies: []policy.Policy{{ID: "other", When: new(policy.If("x", policy.Exists, nil)), Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}}}}
		for i, target := range targets {
			p := policy.Policy{ID: id, Targets: map[string]policy.Target{policy.Resolution: target}}
			if i > 0 {
				p.ID += " too"
			}
			c.Policies = append(c.Policies, p)
		}
		return c
	}
	nextOpen := config("p", schedules, on("a", hours))
	nextOpen.ExactFit = policy.AtNextOpen
	for _, tt := range []struct {
		name string
		from policy.Target
		to   *policy.Config
		want string // the policy and the schedule afterwards
	}{
		{"hours", on("a", hours), config("p", schedules, on("a", hours)), "p a"},
		{"hours, renamed", on("a", hours), config("q", schedules, on("a", hours)), "q a"},
		{"hours, of the second policy", on("b", hours), config("q", schedules, on("a", days), on("b", hours)), "q too b"},
		{"hours, on a schedule with another name", on("b", hours), config("p", schedules, on("a", hours)), "p a"},
		{"hours, on one of two schedules", on("b", hours), config("p", schedules, func() policy.Target {
			target := hours
			target.Schedule = policy.UseBy("s", map[string]string{"a": "a", "b": "b"}, "a")
			return target
		}()), "p b"},
		{"hours, on the first of two schedules with other names", on("b", hours), config("p", append(schedules[:2:2], desk("c", "17:00")), func() policy.Target {
			target := hours
			target.Schedule = policy.UseBy("s", map[string]string{"a": "a", "c": "c"}, "")
			return target
		}()), "p a"},
		{"hours, with other steps on a schedule with another name", on("b", hours), config("p", schedules, func() policy.Target {
			target := on("a", hours)
			target.Escalations = policy.Steps(policy.Escalation{At: "50%"})
			return target
		}()), "p a"},
		{"hours, closed later", on("a", hours), config("p", []businesshours.Schedule{desk("a", "16:00"), desk("b", "17:00")}, on("a", hours)), ""},
		{"hours, paused otherwise", on("a", hours), config("p", schedules, pausing(on("a", hours))), ""},
		{"hours, fitting otherwise", on("a", hours), nextOpen, ""},
		{"more hours", on("a", hours), config("p", schedules, on("a", policy.Within(7*time.Hour))), ""},
		{"days", on("a", days), config("p", schedules, on("a", days)), "p a"},
		{"days, renamed", on("a", days), config("q", schedules, on("a", days)), "q a"},
		{"days, at noon", on("a", policy.WithinDays(2, "12:00")), config("p", schedules, on("a", policy.WithinDays(2, "12:00"))), "p a"},
		{"days, at another time", on("a", policy.WithinDays(1, "17:00")), config("p", schedules, on("a", policy.WithinDays(1, ""))), ""},
		{"more days", on("a", days), config("p", schedules, on("a", policy.WithinDays(3, ""))), ""},
		{"until", on("a", until), config("p", schedules, on("a", until)), "p a"},
		{"hours instead of until", on("a", until), config("p", schedules, on("a", policy.Within(9*time.Hour))), ""},
		{"until another field", on("a", until), config("p", schedules, on("a", policy.UntilField("other"))), "p a"}, // it was until that instant
		{"until instead of hours", on("a", hours), config("p", schedules, on("a", until)), ""},
		{"no target", on("a", hours), config("p", schedules), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			created := instant("2024-03-11T09:00:00Z")
			issue := sla.Issue{ID: "I", CreatedAt: created, Attributes: map[string]any{"due": "2024-03-12T10:00:00Z"},
				Events: []sla.Event{sla.SetAttribute("status", "resolved", created.Add(2*time.Hour))}}
			track, _, err := newEngine(t, config("p", schedules, tt.from)).Track(issue)
			if err != nil {
				t.Fatal(err)
			}
			at := created.Add(30 * time.Hour)
			was, err := track.ResultAt(at)
			if err != nil {
				t.Fatal(err)
			}
			to := newEngine(t, tt.to)
			if more, err := track.RebaseAt(to, attributesAt(issue, at), at); err != nil || len(more) > 0 {
				t.Fatalf("got %v, %v", more, err)
			}
			r, err := restored(t, to, track).ResultAt(at)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if len(r.Clocks) > 0 {
				c, before := r.Clocks[0], was.Clocks[0]
				got = c.Policy + " " + c.Schedule
				if before.Policy, before.Schedule = c.Policy, c.Schedule; c != before {
					t.Errorf("got %s, was %s", document(c), document(before))
				}
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// A clock that ended before a rebase and is reopened after it announces a step of the new list, although
// one of the same name was announced before. With the same steps it announces none again.
func TestReopenedClockTakesStepsOfTheNewList(t *testing.T) {
	config := func(at string) *policy.Config {
		return &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.Resolution: policy.Within(2 * time.Hour)},
			Escalations: policy.Steps(policy.Escalation{At: at, Name: "hurry"})}}}
	}
	created := instant("2024-03-11T09:00:00Z")
	resolved := sla.SetAttribute("status", "resolved", created.Add(90*time.Minute))
	issue := sla.Issue{ID: "I", CreatedAt: created, Events: []sla.Event{resolved}}
	engine := newEngine(t, config("50%"))
	for _, tt := range []struct {
		to   string
		want string // the steps, and how many IDs there are of them
	}{
		{"50%", "1 of 1"}, {"1h after", "2 of 2"},
	} {
		track, all, err := engine.Track(issue)
		if err != nil {
			t.Fatal(err)
		}
		to := newEngine(t, config(tt.to))
		more, err := track.RebaseAt(to, attributesAt(issue, resolved.At), resolved.At)
		if err != nil || len(more) > 0 {
			t.Fatalf("got %v, %v", more, err)
		}
		track = restored(t, to, track)
		more, err = track.Apply(sla.SetAttribute("status", "open", resolved.At.Add(time.Hour)))
		all = append(all, more...)
		if err == nil {
			more, err = track.AdvanceTo(resolved.At.Add(4 * time.Hour))
			all = append(all, more...)
		}
		if err != nil {
			t.Fatal(err)
		}
		steps, ids := 0, make(map[string]bool)
		for _, tr := range all {
			if tr.Kind == sla.KindEscalated {
				steps++
				ids[tr.ID()] = true
			}
		}
		if got := fmt.Sprintf("%d of %d", len(ids), steps); got != tt.want {
			t.Errorf("to %s: %s, want %s: %s", tt.to, got, tt.want, document(all))
		}
	}
}
