package sla_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// While a clock is paused, what pauses it may change. Its segments say what it was, and which
// event brought it about, at each instant.
func TestReasonsOfAPauseChange(t *testing.T) {
	target := policy.Within(8 * time.Hour)
	target.Pause = new(policy.Any(policy.If("status_category", policy.In, []string{"pending", "hold"}), policy.If("parts", policy.Eq, "ordered")))
	engine := newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.Resolution: target}}}})
	nine := instant("2024-03-04T09:00:00Z")
	hour := func(n int) time.Time { return nine.Add(time.Duration(n) * time.Hour) }
	for _, tt := range []struct {
		name   string
		events []sla.Event
		want   []string // "from-to reason by event"
	}{
		{"another category", []sla.Event{
			sla.SetAttribute("status", "pending", hour(1)), sla.SetAttribute("status", "on_hold", hour(2)), sla.SetAttribute("status", "open", hour(3)),
		}, []string{"10:00-11:00 pending 0", "11:00-12:00 hold 1"}},
		{"another field", []sla.Event{
			sla.SetAttribute("status", "pending", hour(1)), sla.SetAttribute("parts", "ordered", hour(2)), sla.SetAttribute("status", "open", hour(3)), sla.SetAttribute("parts", "there", hour(4)),
		}, []string{"10:00-12:00 pending 0", "12:00-13:00 ordered 2"}},
		{"there and back", []sla.Event{
			sla.SetAttribute("status", "pending", hour(1)), sla.SetAttribute("status", "on_hold", hour(2)), sla.SetAttribute("status", "pending", hour(3)), sla.SetAttribute("status", "open", hour(4)),
		}, []string{"10:00-11:00 pending 0", "11:00-12:00 hold 1", "12:00-13:00 pending 2"}},
		{"several of one instant", []sla.Event{
			sla.SetAttribute("status", "pending", hour(1)), sla.SetAttribute("status", "on_hold", hour(2)), sla.SetAttribute("status", "pending", hour(2)), sla.SetAttribute("status", "on_hold", hour(2)), sla.SetAttribute("status", "open", hour(3)),
		}, []string{"10:00-11:00 pending 0", "11:00-12:00 hold 3"}},
		{"an earlier pause of another reason", []sla.Event{
			sla.SetAttribute("status", "pending", hour(1)), sla.SetAttribute("status", "open", hour(2)), sla.SetAttribute("status", "on_hold", hour(3)), sla.SetAttribute("status", "pending", hour(4)), sla.SetAttribute("status", "open", hour(5)),
		}, []string{"10:00-11:00 pending 0", "12:00-13:00 hold 2", "13:00-14:00 pending 3"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := explain(t, engine, sla.Issue{CreatedAt: nine, Events: tt.events}, hour(6))
			var got []string
			for _, s := range x.Clocks[0].Segments {
				if s.Kind == sla.SegmentPaused {
					got = append(got, fmt.Sprintf("%s-%s %v %d", s.From.Format("15:04"), s.To.Format("15:04"), s.Pause.Got, s.PausedBy.Event))
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
