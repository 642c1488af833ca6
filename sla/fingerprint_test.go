package sla_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

func TestFingerprintsDifferWhereResultsMay(t *testing.T) {
	fingerprint := func(change func(*policy.Config)) string {
		t.Helper()
		cfg := manyPolicies(2)
		cfg.Policies[1].Schedule = policy.Choice[string]{}
		change(cfg)
		engine, err := sla.New(cfg, sla.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return engine.Fingerprint()
	}
	plain := fingerprint(func(*policy.Config) {})
	for name, change := range map[string]func(*policy.Config){
		"names": func(c *policy.Config) { c.Policies[0].Name, c.Policies[1].Description = "a", "b" },
		"actions": func(c *policy.Config) {
			c.Policies[0].Escalations.Steps[0].Do = []policy.Action{{"type": "flag"}}
		},
		"defaults": func(c *policy.Config) {
			c.Profile, c.Match, c.OnChange, c.ExactFit = policy.Standard, policy.MatchFirst, policy.Recalculate, policy.AtClose
			c.Policies[1].Schedule = policy.Use(businesshours.Always)
		},
	} {
		if got := fingerprint(change); got != plain {
			t.Errorf("%s make another fingerprint", name)
		}
	}
	empty := func(schedules []businesshours.Schedule, steps []policy.Escalation) string {
		return fingerprint(func(c *policy.Config) {
			c.Schedules = schedules
			for i := range c.Policies {
				c.Policies[i].Schedule, c.Policies[i].Escalations = policy.Choice[string]{}, policy.Escalations{Steps: steps}
			}
		})
	}
	if empty(nil, nil) != empty([]businesshours.Schedule{}, []policy.Escalation{}) {
		t.Error("empty lists make another fingerprint")
	}

	seen := map[string]string{plain: "plain"}
	for name, change := range map[string]func(*policy.Config){
		"profile":   func(c *policy.Config) { c.Profile = policy.Pylon },
		"match":     func(c *policy.Config) { c.Match = policy.MatchEach },
		"on_change": func(c *policy.Config) { c.OnChange = policy.Keep },
		"exact_fit": func(c *policy.Config) { c.ExactFit = policy.AtNextOpen },
		"schedule":  func(c *policy.Config) { c.Policies[0].Schedule = policy.Use(businesshours.Always) },
		"hours":     func(c *policy.Config) { c.Schedules[0].TimeZone = "Europe/London" },
		"step":      func(c *policy.Config) { c.Policies[0].Escalations.Steps[0].At = "76%" },
		"no steps of a target": func(c *policy.Config) {
			target := c.Policies[0].Targets[policy.Resolution]
			target.Escalations = policy.Steps()
			c.Policies[0].Targets[policy.Resolution] = target
		},
	} {
		got := fingerprint(change)
		if other, ok := seen[got]; ok {
			t.Errorf("%s and %s have the same fingerprint", name, other)
		}
		seen[got] = name
	}

	// The fingerprint depends on the values that conditions compare with, not on their JSON.
	valued := func(x any) string {
		return fingerprint(func(c *policy.Config) { c.Policies[0].When = new(policy.If("tier", policy.In, []any{x, 1})) })
	}
	if valued(loud("gold")) != valued("gold") || valued(loud("gold")) == valued(loud("Gold")) || valued(float32(0.1)) == valued(0.1) {
		t.Error("values of other types are told apart by what they write")
	}

	engine, err := sla.New(manyPolicies(2), sla.Options{})
	if err != nil {
		t.Fatal(err)
	}
	issue := life(0, 0)
	track, _, err := engine.Track(issue)
	if err != nil {
		t.Fatal(err)
	}
	text, err := track.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var unbound sla.Track
	if err := unbound.UnmarshalJSON(text); err != nil || unbound.Fingerprint() != engine.Fingerprint() {
		t.Errorf("%v: a track of %s is one of %s", err, engine.Fingerprint(), unbound.Fingerprint())
	}
}

// The fingerprint does not depend on whether escalations and defaults are written out or used by
// name, nor on which fields are declared. It depends on what they mean.
func TestFingerprintIgnoresHowStepsAreWritten(t *testing.T) {
	config := func(change func(c *policy.Config, p *policy.Policy)) string {
		t.Helper()
		c := &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{
			policy.Resolution: policy.Within(time.Hour), policy.Assignment: policy.TargetBy("a", map[string]policy.Target{"x": policy.Within(time.Hour)}, policy.WithinDays(1, "")),
		}}}, Schedules: []businesshours.Schedule{{Name: "desk", Always: true}}}
		change(c, &c.Policies[0])
		return newEngine(t, c).Fingerprint()
	}
	steps := []policy.Escalation{{At: "75%", Do: []policy.Action{{"type": "flag"}}}}
	named := func(c *policy.Config) { c.Escalations = map[string][]policy.Escalation{"usual": steps, "unused": {}} }
	in := func(p *policy.Policy, e policy.Escalations) {
		choice := p.Targets[policy.Assignment]
		x, otherwise := choice.Values["x"], *choice.Default
		x.Escalations, otherwise.Escalations = e, e
		choice.Values["x"], choice.Default = x, &otherwise
		p.Targets[policy.Assignment] = choice
	}
	same := [][]func(*policy.Config, *policy.Policy){
		{
			func(_ *policy.Config, p *policy.Policy) {
				p.Schedule, p.Escalations = policy.Use("desk"), policy.Steps(steps...)
			},
			func(c *policy.Config, p *policy.Policy) {
				named(c)
				p.Schedule, p.Escalations = policy.Use("desk"), policy.UseSteps("usual")
			},
			func(c *policy.Config, _ *policy.Policy) {
				c.Defaults = policy.Defaults{Schedule: policy.Use("desk"), Escalations: policy.Steps(steps...)}
			},
			func(c *policy.Config, _ *policy.Policy) {
				named(c)
				c.Defaults = policy.Defaults{Schedule: policy.Use("desk"), Escalations: policy.UseSteps("usual")}
				c.Fields = map[string]policy.Field{"a": {Type: policy.FieldText}}
			},
		},
		{
			func(*policy.Config, *policy.Policy) {},
			func(c *policy.Config, p *policy.Policy) {
				named(c)
				c.Defaults, p.Schedule, p.Escalations = policy.Defaults{Schedule: policy.Use("desk"), Escalations: policy.UseSteps("usual")}, policy.Use(businesshours.Always), policy.Steps()
			},
		},
		{
			func(_ *policy.Config, p *policy.Policy) { in(p, policy.Steps(steps...)) },
			func(c *policy.Config, p *policy.Policy) { named(c); in(p, policy.UseSteps("usual")) },
		},
		{
			func(_ *policy.Config, p *policy.Policy) { in(p, policy.Steps()) },
			func(c *policy.Config, p *policy.Policy) { named(c); in(p, policy.UseSteps("unused")) },
		},
	}
	seen := make(map[string]int)
	for i, changes := range same {
		first := config(changes[0])
		if k, ok := seen[first]; ok {
			t.Errorf("%d and %d have the same fingerprint", i, k)
		}
		seen[first] = i
		for k, change := range changes {
			if config(change) != first {
				t.Errorf("%d: way %d makes another fingerprint", i, k)
			}
		}
	}
}

// A loud is a text whose JSON is in capitals.
type loud string

func (l loud) MarshalJSON() ([]byte, error) { return json.Marshal(strings.ToUpper(string(l))) }

// Two pause conditions with the same JSON but different values are distinct.
func TestPauseConditionsAreComparedByValue(t *testing.T) {
	narrow, wide := policy.Within(time.Hour), policy.Within(time.Hour)
	narrow.Pause = new(policy.If("score", policy.Eq, float32(0.1)))
	wide.Pause = new(policy.If("score", policy.Eq, 0.1))
	engine := newEngine(t, &policy.Config{Policies: []policy.Policy{{
		ID: "p", Targets: map[string]policy.Target{policy.Resolution: narrow, policy.RequesterWait: wide},
	}}})
	r, err := engine.EvaluateAt(sla.Issue{CreatedAt: instant("2026-03-09T14:00:00Z"), Attributes: map[string]any{"score": 0.1}}, instant("2026-03-09T14:10:00Z"))
	if err != nil {
		t.Fatal(err)
	}
	if c, _ := r.Clock(policy.Resolution); c.State != sla.Running {
		t.Errorf("resolution is %s", c.State)
	}
	if c, _ := r.Clock(policy.RequesterWait); c.State != sla.Paused {
		t.Errorf("requester wait is %s", c.State)
	}
}
