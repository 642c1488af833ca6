package sla_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// An explanation says which trigger fired: of a stop, of a reopening, and of a cancellation, be it
// by a cancel trigger or, without a target in force, by a stop trigger.
func TestTransitionsNameTheirTriggers(t *testing.T) {
	engine := newEngine(t, &policy.Config{
		Metrics: map[string]policy.Metric{"m": {
			Start: []policy.Trigger{{On: "created"}}, Stop: []policy.Trigger{{On: "note"}},
			Cancel: []policy.Trigger{{On: "resolved"}}, Resume: []policy.Trigger{{On: "custom:again"}},
		}},
		Policies: []policy.Policy{{ID: "p", When: new(policy.If("vip", policy.Ne, false)), Targets: map[string]policy.Target{"m": policy.Within(time.Hour)}}},
	})
	nine := instant("2026-03-09T09:00:00Z")
	note, resolve := sla.NoteBy("ann", nine), sla.SetAttribute("status", "resolved", nine)
	for _, tt := range []struct {
		name   string
		events []sla.Event
		want   string
	}{
		{"stopped", []sla.Event{note}, "started, stopped by note"},
		{"reopened", []sla.Event{note, sla.CustomEvent("again", nine)}, "started, stopped by note, reopened by custom:again"},
		{"cancelled", []sla.Event{resolve}, "started, cancelled by resolved"},
		{"cancelled without a target", []sla.Event{sla.SetAttribute("vip", false, nine), note}, "started, released, cancelled by note"},
		{"cancelled with the issue", []sla.Event{sla.CancelFor("spam", nine)}, "started, cancelled"},
	} {
		a := explain(t, engine, sla.Issue{CreatedAt: nine, Events: tt.events}, nine).Clocks[0]
		var got []string
		for _, h := range a.Transitions {
			text := string(h.Kind)
			if h.Cause.Trigger != "" {
				text += " by " + h.Cause.Trigger
			}
			got = append(got, text)
		}
		if got := strings.Join(got, ", "); got != tt.want || a.Started.Trigger != "created" {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

// What an explanation repeats counts for its limit, because its JSON has it as often: the values
// that a pause condition compares with, and a value that many policies look at.
func TestRepeatedValuesOfExplanationsAreLimited(t *testing.T) {
	nine := instant("2026-03-09T09:00:00Z")
	var texts []string // half a megabyte
	for i := range 900 {
		texts = append(texts, fmt.Sprint(i, strings.Repeat("x", 600)))
	}
	pausing := func(c policy.Condition) *policy.Config {
		target := policy.Within(time.Hour)
		target.Pause = &c
		return &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.Resolution: target}}}}
	}
	looking := func(n int) *policy.Config {
		c := new(policy.Config)
		for i := range n {
			c.Policies = append(c.Policies, policy.Policy{ID: fmt.Sprint(i), When: new(policy.If("list", policy.Contains, fmt.Sprint(i))), Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}})
		}
		return c
	}
	toggling := func(n int, on any) (events []sla.Event) {
		for i := range n {
			events = append(events, sla.SetAttribute("f", []any{on, nil}[i%2], nine.Add(time.Duration(i)*time.Minute)))
		}
		return events
	}
	for _, tt := range []struct {
		name   string
		config *policy.Config
		events []sla.Event
		refuse bool
	}{
		{"some pauses by one of many texts", pausing(policy.If("f", policy.In, texts)), toggling(40, texts[899]), false},
		{"many of them", pausing(policy.If("f", policy.In, texts)), toggling(400, texts[899]), true},
		{"some pauses by a list of many texts", pausing(policy.If("f", policy.ContainsAny, texts)), toggling(40, texts[:1]), false},
		{"many of them", pausing(policy.If("f", policy.ContainsAny, texts)), toggling(400, texts[:1]), true},
		{"some policies that look at a long list", looking(20), []sla.Event{sla.SetAttribute("list", texts, nine)}, false},
		{"many of them", looking(200), []sla.Event{sla.SetAttribute("list", texts, nine)}, true},
	} {
		x, err := newEngine(t, tt.config).ExplainAt(sla.Issue{CreatedAt: nine, Events: tt.events}, nine.Add(24*time.Hour))
		if refused := errors.Is(err, sla.ErrTooMuchWork); refused != tt.refuse || !refused && err != nil {
			t.Errorf("%s: %v, want to be refused: %v", tt.name, err, tt.refuse)
		} else if text := document(x); !refused && len(text) > 128<<20 {
			t.Errorf("%s: %d bytes of JSON", tt.name, len(text))
		}
	}
}

// An explanation has more to say of a transition than a result, so it may have fewer.
func TestTransitionsOfExplanationsAreLimited(t *testing.T) {
	nine := instant("2026-03-09T09:00:00Z")
	for _, tt := range []struct {
		steps  int
		refuse bool
	}{{6, false}, {60, true}} {
		p := policy.Policy{ID: "p", Targets: make(map[string]policy.Target)}
		for _, metric := range []string{policy.Resolution, policy.RequesterWait, policy.AgentWork} {
			p.Targets[metric] = policy.Within(time.Hour)
		}
		for i := range tt.steps {
			p.Escalations.Steps = append(p.Escalations.Steps, policy.Escalation{At: "breach", Name: fmt.Sprint("step ", i), Every: time.Second, Times: policy.MaxTimes})
		}
		engine, issue, now := newEngine(t, &policy.Config{Policies: []policy.Policy{p}}), sla.Issue{CreatedAt: nine}, nine.Add(24*time.Hour)
		evaluate(t, engine, issue, now)
		if _, err := engine.ExplainAt(issue, now); errors.Is(err, sla.ErrTooMuchWork) != tt.refuse || !tt.refuse && err != nil {
			t.Errorf("%d steps: %v, want to be refused: %v", tt.steps, err, tt.refuse)
		}
	}
}
