package slatest

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// drawWholeCase draws a case of whole hours: a few levels of priority, each with a target of one
// of the forms, under policies that promise the same with other steps; and events that are
// together, an hour or a night apart. The third schedule is soon closed for good.
func drawWholeCase(t *rapid.T, d Domain) Case {
	config := drawWholeConfig(t)
	c := Case{Config: config, Engine: newEngine(t, config, d.Location)}
	at := instant("2024-03-11T12:00:00Z")
	c.Issue = sla.Issue{ID: "I", CreatedAt: at, Attributes: map[string]any{"priority": "low", "customer.region": oneOf(t, "region", "emea", "us", "apac")}}
	if due := drawWholeDue(t, at); due != nil {
		c.Issue.Attributes["due"] = due
	}
	for range d.events(t, 1, 9) {
		at = at.Add(time.Duration(rapid.SampledFrom([]int{0, 0, 1, 1, 2, 3, 4, 19, 20}).Draw(t, "hours")) * time.Hour)
		c.Issue.Events = append(c.Issue.Events, drawWholeEvent(t, at))
	}
	c.Now = at.Add(time.Duration(rapid.IntRange(0, 30).Draw(t, "now")) * time.Hour)
	return c
}

func drawWholeConfig(t *rapid.T) *policy.Config {
	zone := turns[0].Zone
	config := &policy.Config{
		Schedules: []businesshours.Schedule{
			{Name: "s0", TimeZone: zone, Weekly: businesshours.Weekly{"mon-fri": {"09:00-11:00", "12:00-14:00", "15:00-17:00"}}},
			{Name: "s1", TimeZone: zone, Weekly: businesshours.Weekly{"mon-sun": {"10:00-12:00", "13:00-17:00"}}},
			{Name: "s2", TimeZone: zone, Exceptions: map[string][]string{"2024-03-11": {"08:00-10:00", "12:00-13:00"}, "2024-03-12": {"09:00-12:00"}}},
		},
		OnChange: oneOf(t, "on change", policy.Recalculate, policy.CarryOver, policy.Restart, policy.Keep),
		ExactFit: oneOf(t, "exact fit", policy.AtClose, policy.AtNextOpen),
	}
	steps := drawWholeSteps(t)
	p := policy.Policy{
		ID: "p", Targets: map[string]policy.Target{}, Escalations: policy.Steps(steps...),
		Schedule: policy.UseBy("customer.region", map[string]string{"emea": "s0", "us": "s1", "apac": "s2"}, ""),
	}
	levels := make(map[string]policy.Target)
	for _, level := range []string{"low", "high", "urgent"} {
		if !chance(t, 7, "no target") {
			levels[level] = drawWholeTarget(t)
		}
	}
	if len(levels) == 0 {
		levels["low"] = policy.Within(time.Hour)
	}
	target := policy.TargetBy("priority", levels, policy.Target{})
	p.Targets[oneOf(t, "metric", policy.Resolution, policy.RequesterWait, policy.PausableUpdate)] = target
	if chance(t, 2, "own metric") {
		p.Targets["m0"] = target
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "twins") {
		q := p
		q.ID, q.Escalations = fmt.Sprint("q", i), policy.Steps(alter(t, steps, drawWholeStep)...)
		q.When = new(policy.If("vip", policy.Eq, i == 0))
		config.Policies = append(config.Policies, q)
	}
	config.Policies = append(config.Policies, p)
	config.Metrics = map[string]policy.Metric{"m0": {
		Start:  []policy.Trigger{{On: "created"}, {On: "reopened"}},
		Stop:   []policy.Trigger{{On: "resolved"}, {On: "message:agent"}},
		Resume: []policy.Trigger{{On: "reopened"}, {On: "message:agent"}, {On: "message:customer"}},
		Pause:  new(policy.If("status", policy.Eq, "pending")),
		Repeat: rapid.Bool().Draw(t, "repeat"),
	}}
	return config
}

// drawWholeDue draws what a field has that should have an instant.
func drawWholeDue(t *rapid.T, at time.Time) any {
	hours := rapid.SampledFrom([]int{4, 0, 1, 2, 3, 8, 9, 21, 24, 25, 28, -1, -3}).Draw(t, "due")
	if hours == 9 {
		return oneOf[any](t, "no instant", nil, "soon", true)
	}
	return at.Add(time.Duration(hours) * time.Hour).Format(time.RFC3339)
}

func drawWholeEvent(t *rapid.T, at time.Time) sla.Event {
	switch rapid.IntRange(0, 8).Draw(t, "kind") {
	case 0, 1:
		return sla.SetAttribute("status", oneOf(t, "status", "open", "pending", "resolved"), at)
	case 2, 3:
		return sla.SetAttribute("priority", oneOf(t, "level", "low", "high", "urgent"), at)
	case 4:
		return sla.SetAttribute("customer.region", oneOf(t, "region", "emea", "us", "apac"), at)
	case 5, 6:
		return sla.SetAttribute("vip", oneOf[any](t, "vip", true, false, nil), at)
	case 7:
		return sla.SetAttribute("due", drawWholeDue(t, at), at)
	}
	return sla.MessageFrom(oneOf(t, "from", sla.Agent, sla.Customer), at)
}
