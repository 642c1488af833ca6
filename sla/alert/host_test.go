package alert_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
)

// hostConfig has warnings, reminders and quiet hours. %s is what varies: match and on_change.
const hostConfig = `{%s,
  "schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}}],
  "policies": [
    {"id": "vip", "when": {"field": "tier", "op": "eq", "value": "vip"}, "targets": {
      "first_response": "2h", "next_response": "2h", "resolution": {"by": "priority", "values": {"urgent": "2h"}, "default": "8h"}},
      "escalations": [
        {"at": "50%%", "name": "warn", "do": [{"type": "slack", "channel": "#vip", "hours": "desk"}]},
        {"at": "breach", "every": "1h", "times": 5, "do": [{"type": "slack", "channel": "#vip", "hours": "desk"}]}]},
    {"id": "standard", "when": {"field": "tier", "op": "ne", "value": "none"}, "targets": {
      "first_response": {"by": "priority", "values": {"urgent": "1h"}, "default": "4h"}, "next_response": "4h",
      "resolution": {"by": "priority", "values": {"urgent": "2h"}, "default": "16h"}}, "schedule": {"by": "priority", "values": {"low": "desk"}, "default": "24x7"},
      "escalations": [
        {"at": "50%%", "name": "warn", "do": [{"type": "slack", "channel": "#support", "hours": "desk"}]},
        {"at": "30m before", "every": "20m", "times": 3, "do": [{"type": "email", "to": ["ann@example.com", "bo@example.com"]}]},
        {"at": "breach", "every": "1h", "times": 12, "do": [
          {"type": "slack", "channel": "#support", "hours": "desk"}, {"type": "email", "to": "ann@example.com", "urgent": true}]},
        {"at": "2h after", "do": [{"type": "slack", "channel": "#leads", "mentions": "U024BE7LH"}]}]}]
}`

// A host is a model of a helpdesk that sends alerts by way of Check, Latest and Digest.
type host struct {
	t       *rapid.T
	engine  *sla.Engine
	planner *alert.Planner
	limit   alert.Limit
	newYork *time.Location

	issues  map[string]*sla.Issue
	tracks  map[string]*sla.Track
	queue   [][]byte        // alerts as JSON
	planned map[string]bool // IDs of all alerts
	done    map[string]string
	told    []alert.Alert // what was sent, with digests taken apart
}

// plan stores the alerts of transitions.
func (h *host) plan(transitions []sla.Transition, now time.Time) {
	if len(transitions) == 0 {
		return
	}
	result, err := h.tracks[transitions[0].IssueID].ResultAt(now)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, tr := range transitions {
		for _, a := range alertsOf(h.t, h.planner, tr, result) {
			if h.planned[a.ID] {
				h.t.Fatalf("alert %s is planned twice", a.ID)
			}
			h.planned[a.ID] = true
			text, err := json.Marshal(a)
			if err != nil {
				h.t.Fatal(err)
			}
			h.queue = append(h.queue, text)
		}
	}
}

// apply applies an event to an issue.
func (h *host) apply(id string, e sla.Event) {
	h.issues[id].Events = append(h.issues[id].Events, e)
	transitions, err := h.tracks[id].Apply(e)
	if err != nil {
		h.t.Fatal(err)
	}
	h.plan(transitions, e.At)
}

// work does what a worker does at an instant.
func (h *host) work(now time.Time) {
	results, wholes := make(map[string]sla.Result), make(map[string]sla.Result)
	for _, id := range slices.Sorted(maps.Keys(h.tracks)) {
		transitions, err := h.tracks[id].AdvanceTo(now)
		if err != nil {
			h.t.Fatal(err)
		}
		h.plan(transitions, now)
		if results[id], err = h.tracks[id].ResultAt(now); err != nil {
			h.t.Fatal(err)
		}
		wholes[id] = evaluate(h.t, h.engine, *h.issues[id], now)
	}
	var send []alert.Alert
	var keep [][]byte
	for _, text := range h.queue {
		var a alert.Alert
		if err := json.Unmarshal(text, &a); err != nil {
			h.t.Fatal(err)
		}
		check := h.planner.Check(a, results[a.Issue.ID], now)
		h.checkVerdict(check, a, wholes[a.Issue.ID], now)
		switch check.Verdict {
		case alert.Send:
			send = append(send, check.Alert)
		case alert.Wait:
			keep = append(keep, text)
		case alert.Drop:
			h.finish(a.ID, "dropped: "+check.Reason)
		}
	}
	h.queue = keep
	h.send(send)
}

// trackForgot reports whether a track and the whole history may differ about an alert because
// the track has only the latest cycle of a metric. It does not know a clock that ended if a
// later cycle never had a target, nor that a clock was retargeted between its breach, which is
// told as the alert has it, and its end.
func trackForgot(track, history alert.Check, a alert.Alert) bool {
	ended := history.Alert.Clock != nil && !history.Alert.Clock.Open()
	if track.Verdict == alert.Send {
		return ended && track.Alert.Clock.EndedAt.IsZero() && !history.Alert.Clock.BreachedAt.Equal(a.Clock.BreachedAt)
	}
	return ended && track.Reason == "the issue no longer has the clock"
}

// checkVerdict checks a verdict of a track against the whole history.
func (h *host) checkVerdict(check alert.Check, a alert.Alert, whole sla.Result, now time.Time) {
	if again := h.planner.Check(a, whole, now); again.Verdict != check.Verdict && !trackForgot(check, again, a) {
		h.t.Fatalf("%s of %s: the track says %s (%s), the history %s (%s)", a.ID, a.Transition.Step, check.Verdict, check.Reason, again.Verdict, again.Reason)
	}
	if (check.Verdict == alert.Send) != (check.Reason == "") {
		h.t.Fatalf("%s with the reason %q", check.Verdict, check.Reason)
	}
	if check.Verdict != alert.Send {
		return
	}
	if now.Before(a.At) {
		h.t.Fatalf("sent at %v, before %v", now, a.At)
	}
	if local := now.In(h.newYork); a.Action["hours"] == "desk" && (local.Hour() < 9 || local.Hour() >= 17 || local.Weekday() == time.Saturday || local.Weekday() == time.Sunday) {
		h.t.Fatalf("sent at %v, out of hours", local)
	}
	c := check.Alert.Clock
	if c == nil || !check.Alert.AsOf.Equal(now) {
		h.t.Fatalf("sent as of %v with the clock %v", check.Alert.AsOf, c)
	}
	switch c.Standing() {
	case sla.StandingAtRisk, sla.StandingOverdue, sla.StandingMissed:
	default:
		h.t.Fatalf("sent of a clock that is %s", c.Standing())
	}
	for _, full := range whole.Clocks {
		if full.Metric == c.Metric && full.Cycle == c.Cycle && full.Policy == c.Policy && full.Open() && full != *c {
			h.t.Fatalf("sent with the clock %v, it is %v", *c, full)
		}
	}
}

// send sends alerts: after Latest and Digest, and in two attempts.
func (h *host) send(alerts []alert.Alert) {
	out := h.limit.Digest(alerts)
	if diff := cmp.Diff(out, h.limit.Digest(rapid.Permutation(alerts).Draw(h.t, "order"))); diff != "" {
		h.t.Fatalf("another order gives other messages:\n%s", diff)
	}
	if diff := cmp.Diff(out, h.limit.Digest(out)); len(alerts) <= max(h.limit.Alerts, 1) && diff != "" {
		h.t.Fatalf("a digest of what was sent differs:\n%s", diff)
	}
	renderer := alert.Renderer{From: "desk@example.com"}
	now := make(map[string]bool)
	messages := make(map[string]int)
	for _, a := range out {
		if messages[a.Channel]++; messages[a.Channel] > h.limit.Alerts+1 {
			h.t.Fatalf("%d messages to %s at once", messages[a.Channel], a.Channel)
		}
		h.checkText(renderer, a)
		for _, id := range a.IDs() {
			if !strings.HasPrefix(id, "digest-") {
				h.finish(id, "sent")
			}
		}
		parts := a.Digest
		if len(parts) == 0 {
			parts = []alert.Alert{a}
		}
		for _, part := range parts {
			tr := part.Transition
			key := fmt.Sprint(tr.IssueID, tr.Policy, tr.Metric, tr.Cycle, tr.Step, part.Channel)
			if now[key] {
				h.t.Fatalf("several reminders at once: %s", key)
			}
			now[key] = true
		}
		h.told = append(h.told, parts...)
	}
}

// checkText checks that a message is the same in each attempt, and says what is true.
func (h *host) checkText(renderer alert.Renderer, a alert.Alert) {
	stored, err := json.Marshal(a)
	if err != nil {
		h.t.Fatal(err)
	}
	var again alert.Alert
	if err := json.Unmarshal(stored, &again); err != nil {
		h.t.Fatal(err)
	}
	render := renderer.Slack
	if a.Type == policy.ActionEmail {
		render = func(a alert.Alert) ([]byte, error) { e, err := renderer.Email(a); return e.Data, err }
	}
	first, err := render(a)
	if err != nil {
		h.t.Fatal(err)
	}
	second, err := render(again)
	if err != nil {
		h.t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		h.t.Fatalf("first\n%s\nthen\n%s", first, second)
	}
	if len(a.Digest) > 0 {
		return
	}
	text := string(first)
	breached, ended := a.Clock.Breached, !a.Clock.Open()
	if strings.Contains(text, " left") == breached || strings.Contains(text, "at risk") == breached || strings.Contains(text, "overdue") != (breached && !ended) {
		h.t.Fatalf("of a clock that is %s:\n%s", a.Clock.Standing(), text)
	}
}

// finish notes what became of an alert, which happens once.
func (h *host) finish(id, what string) {
	if before, ok := h.done[id]; ok || !h.planned[id] {
		h.t.Fatalf("alert %s was %s, and now is %s", id, before, what)
	}
	h.done[id] = what
}

// Nobody is told twice, what people are told is true, and they are told of each clock that is
// at risk or overdue, whatever happens to issues, and however long the worker sleeps.
func TestPeopleAreToldTheTruthOnce(t *testing.T) {
	settings := []string{
		`"on_change": "recalculate"`, `"on_change": "carry_over"`, `"on_change": "restart"`, `"on_change": "keep"`, `"match": "each"`, `"match": "first_per_metric"`,
	}
	engines, planners := make(map[string]*sla.Engine), make(map[string]*alert.Planner)
	for _, s := range settings {
		engines[s], planners[s] = newPlanner(t, fmt.Sprintf(hostConfig, s), alert.Options{})
	}
	newYork := location(t, "America/New_York")
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(settings).Draw(t, "settings")
		engine, planner := engines[s], planners[s]
		h := &host{
			t: t, engine: engine, planner: planner, newYork: newYork, limit: alert.Limit{Alerts: rapid.IntRange(1, 5).Draw(t, "limit")},
			issues: make(map[string]*sla.Issue), tracks: make(map[string]*sla.Track),
			planned: make(map[string]bool), done: make(map[string]string),
		}
		now := time.Date(2026, 3, 5, 14, 0, 0, 0, time.UTC)
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			minutes := rapid.SampledFrom([]int{1, 20, 60, 60, 180, 600, 3000}).Draw(t, "minutes")
			now = now.Add(time.Duration(minutes)*time.Minute + 1)
			if rapid.Bool().Draw(t, "work") {
				h.work(now)
				now = now.Add(1)
			}
			id := rapid.SampledFrom([]string{"A", "B", "C"}).Draw(t, "issue")
			if h.issues[id] == nil {
				issue := sla.Issue{ID: id, CreatedAt: now, Attributes: map[string]any{"tier": rapid.SampledFrom([]string{"vip", "usual"}).Draw(t, "tier")}}
				track, transitions, err := engine.Track(issue)
				if err != nil {
					t.Fatal(err)
				}
				h.issues[id], h.tracks[id] = &issue, track
				h.plan(transitions, now)
				continue
			}
			h.apply(id, rapid.SampledFrom([]sla.Event{
				sla.MessageFrom(sla.Agent, now), sla.MessageFrom(sla.Customer, now), sla.NoteBy("ann", now),
				sla.SetAttribute("priority", "urgent", now), sla.SetAttribute("priority", "low", now),
				sla.SetAttribute("status", "pending", now), sla.SetAttribute("status", "open", now), sla.SetAttribute("status", "resolved", now),
				sla.SetAttribute("tier", "vip", now), sla.SetAttribute("tier", "usual", now), sla.SetAttribute("tier", "none", now),
			}).Draw(t, "event"))
		}
		// On a Tuesday morning, when the worker is awake, all is told that is to be told.
		now = now.Add(time.Duration(9-int(now.Weekday())) % 7 * 24 * time.Hour)
		now = time.Date(now.Year(), now.Month(), now.Day()+7, 14, 0, 0, 0, time.UTC)
		h.work(now)
		for id := range h.planned {
			if h.done[id] == "" && !slices.ContainsFunc(h.queue, func(text []byte) bool { return bytes.Contains(text, []byte(`"id":"`+id+`"`)) }) {
				t.Fatalf("alert %s is lost", id)
			}
		}
		for id, issue := range h.issues {
			result := evaluate(t, engine, *issue, now)
			for _, c := range result.Clocks {
				if s := c.Standing(); s != sla.StandingAtRisk && s != sla.StandingOverdue || c.State == sla.Released {
					continue
				}
				if !slices.ContainsFunc(h.told, func(a alert.Alert) bool {
					return a.Issue.ID == id && a.Transition.Metric == c.Metric && a.Transition.Cycle == c.Cycle && (a.Clock.Breached || !c.Breached)
				}) {
					t.Fatalf("nobody is told that %s of %s is %s: %v", c.Metric, id, c.Standing(), h.done)
				}
			}
		}
	})
}
