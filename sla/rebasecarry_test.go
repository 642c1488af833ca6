package sla_test

import (
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// twoDesks returns a configuration in which the priority chooses the schedule: one desk closes at
// 23:00, the other opens at 01:00.
func twoDesks(description string) *policy.Config {
	return &policy.Config{
		Schedules: []businesshours.Schedule{
			{Name: "a", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-sun": {"00:00-23:00"}}},
			{Name: "b", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-sun": {"01:00-24:00"}}},
		},
		Policies: []policy.Policy{{ID: "p", Description: description, Schedule: policy.UseBy("priority", map[string]string{"low": "a", "high": "b"}, ""),
			Targets: map[string]policy.Target{
				policy.Resolution:    policy.Within(20 * time.Hour),
				policy.AgentWork:     policy.Within(2 * time.Hour),
				policy.RequesterWait: policy.WithinBy("priority", map[string]time.Duration{"low": 10 * time.Hour, "high": time.Hour}, 0),
			}}},
	}
}

// What a clock had counted when its track was rebased counts for every target that it gets later,
// as does the instant at which it was due then. What would have been reached before the rebase was
// reached at the rebase, because the past before it is not known.
func TestWhatWasCountedCountsForLaterTargets(t *testing.T) {
	nine := instant("2024-03-04T09:00:00Z")
	hour := func(n int) time.Time { return nine.Add(time.Duration(n) * time.Hour) }
	from, to := newEngine(t, twoDesks("")), newEngine(t, twoDesks("the same"))
	type clocks map[string]string // by metric: elapsed and due
	for _, tt := range []struct {
		name          string
		before, after []sla.Event
		rebased, asOf time.Time
		want          clocks
	}{
		{"running", nil, []sla.Event{sla.SetAttribute("priority", "high", hour(4))}, hour(3), hour(5), clocks{
			policy.Resolution:    "5h0m0s 2024-03-05T06:00:00Z", // 4h by 13:00, 11h more on Monday, 5h on Tuesday
			policy.AgentWork:     "5h0m0s 2024-03-04T11:00:00Z", // it was due then, and announced
			policy.RequesterWait: "5h0m0s 2024-03-04T12:00:00Z", // of another allowance
		}},
		{"stopped, and reopened after", []sla.Event{sla.SetAttribute("status", "resolved", hour(1))},
			[]sla.Event{sla.SetAttribute("status", "open", hour(5)), sla.SetAttribute("priority", "high", hour(6))}, hour(3), hour(7), clocks{
				policy.Resolution:    "3h0m0s 2024-03-05T10:00:00Z", // 8h more on Monday, 9h on Tuesday
				policy.AgentWork:     "3h0m0s 2024-03-04T15:00:00Z", // one hour before, and one after
				policy.RequesterWait: "3h0m0s 2024-03-04T12:00:00Z",
			}},
		{"paused", []sla.Event{sla.SetAttribute("status", "pending", hour(1))},
			[]sla.Event{sla.SetAttribute("status", "open", hour(5)), sla.SetAttribute("priority", "high", hour(6))}, hour(3), hour(7), clocks{
				policy.Resolution:    "3h0m0s 2024-03-05T10:00:00Z",
				policy.AgentWork:     "3h0m0s 2024-03-04T15:00:00Z",
				policy.RequesterWait: "3h0m0s 2024-03-04T12:00:00Z",
			}},
	} {
		for _, settle := range []bool{false, true} {
			t.Run(tt.name, func(t *testing.T) {
				if settle {
					from, to = newEngine(t, twoDesks("")), newEngine(t, twoDesks("the same"))
					sla.SettleAlways(from)
					sla.SettleAlways(to)
				}
				issue := sla.Issue{ID: "I", CreatedAt: nine, Attributes: map[string]any{"priority": "low"}, Events: tt.before}
				track, _, err := from.Track(issue)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := track.RebaseAt(to, attributesAt(issue, tt.rebased), tt.rebased); err != nil {
					t.Fatal(err)
				}
				for _, e := range tt.after {
					track = restored(t, to, track)
					if _, err := track.Apply(e); err != nil {
						t.Fatal(err)
					}
				}
				r, err := track.ResultAt(tt.asOf)
				if err != nil {
					t.Fatal(err)
				}
				for metric, want := range tt.want {
					c, _ := r.Clock(metric)
					if got := c.Elapsed.String() + " " + c.DueAt.Format(time.RFC3339); got != want {
						t.Errorf("%s: got %s, want %s", metric, got, want)
					}
				}
			})
		}
	}
}
