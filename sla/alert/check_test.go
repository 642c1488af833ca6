package alert_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
)

// checkConfig has warnings, a breach with reminders, and targets that depend on attributes.
const checkConfig = `{
  "schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}}],
  "policies": [
    {"id": "none", "when": {"field": "kind", "op": "eq", "value": "none"}, "targets": {"assignment": "100h"}},
    {"id": "warning", "when": {"field": "kind", "op": "eq", "value": "warning"}, "targets": {"first_response": "4h"}, "escalations": [
      {"at": "75%", "name": "warn", "do": [{"type": "slack", "channel": "#support"}]}]},
    {"id": "elsewhere", "when": {"field": "kind", "op": "eq", "value": "elsewhere"}, "targets": {"first_response": "4h"}, "escalations": [
      {"at": "75%", "name": "warn", "do": [{"type": "email", "to": ["ann@example.com", "bo@example.com"]}]},
      {"at": "breach", "do": [{"type": "email", "to": "ann@example.com"}]}]},
    {"id": "paged", "when": {"field": "kind", "op": "eq", "value": "paged"}, "targets": {"first_response": "4h"}, "escalations": [
      {"at": "75%", "name": "warn", "do": [{"type": "pager", "to": "ann"}]},
      {"at": "breach", "do": [{"type": "pager", "to": "ann"}]}]},
    {"id": "paged elsewhere", "when": {"field": "kind", "op": "eq", "value": "paged elsewhere"}, "targets": {"first_response": "4h"}, "escalations": [
      {"at": "75%", "name": "warn", "do": [{"type": "pager", "to": "ann"}]},
      {"at": "breach", "do": [{"type": "pager", "to": "bo"}]}]},
    {"id": "night", "when": {"field": "kind", "op": "eq", "value": "night"}, "targets": {"first_response": "4h"}, "escalations": [
      {"at": "75%", "name": "warn", "do": [{"type": "slack", "channel": "#support", "hours": "desk"}]}]},
    {"id": "same", "when": {"field": "kind", "op": "eq", "value": "same"}, "targets": {"first_response": "4h", "resolution": "4h"}, "escalations": [
      {"at": "75%", "name": "warn", "do": [{"type": "slack", "channel": "#support"}]},
      {"at": "breach", "every": "1h", "times": 3, "do": [{"type": "slack", "channel": "#support"}]}]},
    {"id": "standard", "targets": {
      "first_response": {"by": "priority", "values": {"urgent": "1h", "low": "24h"}, "default": "4h"},
      "next_response": "4h",
      "resolution": {"by": "priority", "values": {"urgent": "1h", "low": "24h"}, "default": "4h"}}, "escalations": [
      {"at": "75%", "name": "warn", "do": [{"type": "slack", "channel": "#support"}]},
      {"at": "breach", "every": "1h", "times": 3, "do": [{"type": "slack", "channel": "#support"}]}]}]
}`

// Check sends, holds back or drops an alert by what holds when it is about to be sent.
func TestCheck(t *testing.T) {
	start := time.Date(2026, 3, 6, 14, 0, 0, 0, time.UTC) // Friday 09:00 in New York
	after := func(h float64) time.Time { return start.Add(time.Duration(h * float64(time.Hour))) }
	set := func(name string, value any, h float64) sla.Event { return sla.SetAttribute(name, value, after(h)) }
	from := func(who sla.Party, h float64) sla.Event { return sla.MessageFrom(who, after(h)) }
	const first, next, resolution = policy.FirstResponse, policy.NextResponse, policy.Resolution
	for _, tt := range []struct {
		name   string
		kind   string
		metric string
		step   string
		repeat int
		events []sla.Event
		now    float64 // hours after the start
		want   string  // verdict, and reason or status
	}{
		{"a warning of a running clock", "", first, "warn", 0, nil, 3.5, "send: 30m left"},
		{"a warning of what was answered", "", first, "warn", 0, []sla.Event{from(sla.Agent, 3.25)}, 24, "drop: answered Fri 6 Mar 17:15 UTC"},
		{"a warning of what was resolved", "", resolution, "warn", 0, []sla.Event{set("status", "resolved", 3.25)}, 24, "drop: resolved Fri 6 Mar 17:15 UTC"},
		{"a warning of what was resolved without an answer", "", first, "warn", 0, []sla.Event{set("status", "resolved", 3.25)}, 24, "drop: ended Fri 6 Mar 17:15 UTC"},
		{"a warning of a cancelled issue", "", resolution, "warn", 0, []sla.Event{sla.CancelFor("spam", after(3.25))}, 24, "drop: ended Fri 6 Mar 17:15 UTC"},
		{"a warning at the breach", "", first, "warn", 0, nil, 4, "drop: breached Fri 6 Mar 18:00 UTC; another alert tells it"},
		{"a warning after the breach", "", first, "warn", 0, nil, 5, "drop: breached Fri 6 Mar 18:00 UTC; another alert tells it"},
		{"a warning after the breach that no alert tells", "warning", first, "warn", 0, nil, 5, "send: overdue by 1h"},
		{"a warning after the breach that others are told", "elsewhere", first, "warn", 0, nil, 5, "send: overdue by 1h"},
		{"a warning after the breach, told by an equal action of the host's own", "paged", first, "warn", 0, nil, 5, "drop: breached Fri 6 Mar 18:00 UTC; another alert tells it"},
		{"a warning after the breach, told by another action of the host's own", "paged elsewhere", first, "warn", 0, nil, 5, "send: overdue by 1h"},
		{"a warning of a paused clock", "", resolution, "warn", 0, []sla.Event{set("status", "pending", 3.25)}, 24, "wait: the clock is paused"},
		{"a warning of a clock that runs again", "", resolution, "warn", 0, []sla.Event{set("status", "pending", 3.25), set("status", "open", 30)}, 30.5, "send: 15m left"},
		{"a warning of a lower priority", "", first, "warn", 0, []sla.Event{set("priority", "low", 3.25)}, 3.5, "drop: the target changed from 4h to 24h"},
		{"a warning of a higher priority", "", first, "warn", 0, []sla.Event{set("priority", "urgent", 3.25)}, 3.5, "drop: the target changed from 4h to 1h"},
		{"a warning under the same promise", "", first, "warn", 0, []sla.Event{set("kind", "same", 3.25)}, 3.5, "send: 30m left"},
		{"a warning where no policy applies", "", first, "warn", 0, []sla.Event{set("kind", "none", 3.25)}, 3.5, "drop: no target is in force"},
		{"a warning at night", "night", first, "warn", 0, nil, 9, "wait: not before Mon 9 Mar 09:00 EDT"},

		{"a breach", "", first, "breach", 0, nil, 4, "send: overdue"},
		{"a breach, late", "", first, "breach", 0, nil, 6, "send: overdue by 2h"},
		{"a breach that was answered", "", first, "breach", 0, []sla.Event{from(sla.Agent, 5)}, 24, "send: answered Fri 6 Mar 19:00 UTC, 1h late"},
		{"a breach that was resolved without an answer", "", first, "breach", 0, []sla.Event{set("status", "resolved", 5)}, 24, "send: ended Fri 6 Mar 19:00 UTC, 1h late"},
		{"a breach of a paused clock", "", resolution, "breach", 0, []sla.Event{set("status", "pending", 5)}, 24, "send: overdue by 1h, paused"},
		{"a breach of a lower priority", "", first, "breach", 0, []sla.Event{set("priority", "low", 5)}, 6, "drop: the target changed from 4h to 24h"},
		{"a breach where no policy applies", "", first, "breach", 0, []sla.Event{set("kind", "none", 5)}, 6, "send: overdue by 1h, released"},
		{"a breach before another cycle", "", next, "breach", 0, []sla.Event{from(sla.Agent, 0.5), from(sla.Customer, 1), from(sla.Agent, 6), from(sla.Customer, 7)}, 8, "send: answered Fri 6 Mar 20:00 UTC, 1h late"},

		{"a reminder", "", first, "breach", 2, nil, 6.5, "send: overdue by 2h 30m"},
		{"a reminder of what was answered", "", first, "breach", 2, []sla.Event{from(sla.Agent, 6.25)}, 6.5, "drop: answered Fri 6 Mar 20:15 UTC"},
		{"a reminder of a paused clock", "", resolution, "breach", 2, []sla.Event{set("status", "pending", 6.25)}, 6.5, "wait: the clock is paused"},
		{"a reminder before another cycle", "", next, "breach", 1, []sla.Event{from(sla.Agent, 0.5), from(sla.Customer, 1), from(sla.Agent, 6.5), from(sla.Customer, 7)}, 8, "drop: answered Fri 6 Mar 20:30 UTC"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			engine, p := newPlanner(t, checkConfig, alert.Options{})
			issue := sla.Issue{ID: "ISS-1", CreatedAt: start, Attributes: map[string]any{"kind": tt.kind}, Events: tt.events}
			result := evaluate(t, engine, issue, after(tt.now))
			var a alert.Alert
			for _, tr := range result.Transitions {
				if tr.Kind == sla.KindEscalated && tr.Metric == tt.metric && tr.Cycle == 1 && tr.Step == tt.step && tr.Repeat == tt.repeat && tr.TargetSeq == 1 {
					a = alertsOf(t, p, tr, evaluate(t, engine, issue, tr.At))[0]
				}
			}
			if a.ID == "" {
				t.Fatalf("the step is not reached: %v", result.Transitions)
			}
			check := p.Check(a, result, after(tt.now))
			got := fmt.Sprintf("%s: %s", check.Verdict, check.Reason)
			if check.Verdict == alert.Send {
				got += statusOf(t, check.Alert)
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// An alert waits for the hours in which people get messages, also if it is late.
func TestCheckWaitsForHours(t *testing.T) {
	engine, p := newPlanner(t, checkConfig, alert.Options{})
	issue := sla.Issue{ID: "ISS-1", CreatedAt: time.Date(2026, 3, 6, 18, 30, 0, 0, time.UTC), Attributes: map[string]any{"kind": "night"}}
	reached := issue.CreatedAt.Add(3 * time.Hour) // Friday 16:30 in New York
	result := evaluate(t, engine, issue, reached)
	a := alertsOf(t, p, result.Transitions[len(result.Transitions)-1], result)[0]
	for _, tt := range []struct{ now, want string }{
		{"2026-03-06T21:00:00Z", "wait 2026-03-06T21:30:00Z"}, // not before At
		{"2026-03-06T21:30:00Z", "send 0001-01-01T00:00:00Z"},
		{"2026-03-06T21:59:59Z", "send 0001-01-01T00:00:00Z"},
		{"2026-03-06T22:00:00Z", "wait 2026-03-09T13:00:00Z"}, // the desk has closed
		{"2026-03-09T13:00:00Z", "send 0001-01-01T00:00:00Z"},
	} {
		now, err := time.Parse(time.RFC3339, tt.now)
		if err != nil {
			t.Fatal(err)
		}
		check := p.Check(a, evaluate(t, engine, issue, now), now)
		if tt.now == "2026-03-06T21:00:00Z" { // the step is not reached yet
			check = p.Check(a, result, now)
		}
		if got := string(check.Verdict) + " " + check.Until.UTC().Format(time.RFC3339); got != tt.want {
			t.Errorf("at %s: got %s, want %s (%s)", tt.now, got, tt.want, check.Reason)
		}
	}
}

// An alert of a step, a clock or an issue that is gone is dropped.
func TestCheckDropsWhatIsGone(t *testing.T) {
	engine, p := newPlanner(t, checkConfig, alert.Options{})
	issue := sla.Issue{ID: "ISS-1", CreatedAt: time.Date(2026, 3, 6, 14, 0, 0, 0, time.UTC)}
	now := issue.CreatedAt.Add(3 * time.Hour)
	result := evaluate(t, engine, issue, now)
	a := alertsOf(t, p, result.Transitions[len(result.Transitions)-1], result)[0]
	if check := p.Check(a, result, now); check.Verdict != alert.Send {
		t.Fatalf("got %s: %s", check.Verdict, check.Reason)
	}
	if check := p.Check(a, sla.Result{}, now); check.Verdict != alert.Drop {
		t.Errorf("without the clock: got %s", check.Verdict)
	}
	later := sla.Result{Clocks: []sla.Clock{{Metric: a.Transition.Metric, Cycle: 2, Policy: "standard"}}}
	if check := p.Check(a, later, now); check.Verdict != alert.Drop {
		t.Errorf("with a later cycle: got %s", check.Verdict)
	}
	a.Transition.Step = "renamed"
	if check := p.Check(a, result, now); check.Verdict != alert.Drop {
		t.Errorf("without the step: got %s", check.Verdict)
	}
}

// A breach that a track no longer knows, because another cycle has begun, is told as a fact.
func TestCheckTellsBreachOfEarlierCycle(t *testing.T) {
	engine, p := newPlanner(t, checkConfig, alert.Options{})
	start := time.Date(2026, 3, 6, 14, 0, 0, 0, time.UTC)
	issue := sla.Issue{ID: "ISS-1", CreatedAt: start, Events: []sla.Event{
		sla.MessageFrom(sla.Agent, start.Add(time.Hour)), sla.MessageFrom(sla.Customer, start.Add(2*time.Hour)),
	}}
	breach := start.Add(6 * time.Hour)
	result := evaluate(t, engine, issue, breach)
	a := alertsOf(t, p, result.Transitions[len(result.Transitions)-1], result)[0]
	issue.Events = append(issue.Events, sla.MessageFrom(sla.Agent, start.Add(7*time.Hour)), sla.MessageFrom(sla.Customer, start.Add(8*time.Hour)))
	track, _, err := engine.Track(issue)
	if err != nil {
		t.Fatal(err)
	}
	now := start.Add(9 * time.Hour)
	if result, err = track.ResultAt(now); err != nil {
		t.Fatal(err)
	}
	check := p.Check(a, result, now)
	if check.Verdict != alert.Send {
		t.Fatalf("got %s: %s", check.Verdict, check.Reason)
	}
	if got, want := statusOf(t, check.Alert), "ended, too late"; got != want {
		t.Errorf("status %q, want %q", got, want)
	}
}
