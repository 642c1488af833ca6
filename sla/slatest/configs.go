package slatest

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
)

// Configs generates valid configurations. Their policies are p0, p1 and so on, and some promise the
// same as another under another condition. Some define the metrics m0 and m1, or replace a
// built-in metric. If d has a Config, all are that one.
func Configs(d Domain) *rapid.Generator[*policy.Config] {
	return rapid.Custom(func(t *rapid.T) *policy.Config {
		if d.Config != nil {
			return oneOf(t, "configuration", d.Config)
		}
		return drawConfig(t, d.fill(nil), drawPlace(t, &d))
	})
}

// Policies generates policies for a configuration: lists that a copy of it may have instead of its
// own.
func Policies(config *policy.Config, d Domain) *rapid.Generator[[]policy.Policy] {
	d.Config = config
	f := d.fill(config)
	f.lists = slices.Sorted(maps.Keys(config.Escalations))
	return rapid.Custom(func(t *rapid.T) []policy.Policy {
		c := *config
		c.Policies = nil
		var metrics []string
		for _, m := range c.AllMetrics() {
			metrics = append(metrics, m.Name)
		}
		drawPolicies(t, f, drawPlaceOf(t, &d, config), &c, metrics)
		return c.Policies
	})
}

// drawConfig draws a configuration with its trouble about a Place.
func drawConfig(t *rapid.T, d *domain, about Place) *policy.Config {
	c := &policy.Config{
		Schedules: drawSchedules(t, &d.Domain, about),
		Profile:   oneOf(t, "profile", "", policy.Standard, policy.Pylon, policy.Zendesk),
		Match:     oneOf(t, "match", "", policy.MatchFirst, policy.MatchFirstPerMetric, policy.MatchEach),
		OnChange:  oneOf(t, "on change", "", policy.Recalculate, policy.CarryOver, policy.Restart, policy.Keep),
		ExactFit:  oneOf(t, "exact fit", "", policy.AtClose, policy.AtNextOpen),
	}
	if len(d.Statuses) > 0 {
		c.Statuses = make(map[string]policy.Category)
		for _, status := range d.Statuses {
			c.Statuses[status] = oneOf(t, "category", policy.Open, policy.Pending, policy.Hold, policy.Resolved)
		}
		c.Statuses["new"] = policy.Open
	} else if chance(t, 5, "own statuses") {
		c.Statuses = map[string]policy.Category{"new": policy.Open, "open": policy.Open, "pending": policy.Hold, "resolved": policy.Resolved, "*": policy.Pending}
	}
	metrics := []string{policy.FirstResponse, policy.NextResponse, policy.Resolution, policy.PeriodicUpdate, policy.PausableUpdate, policy.RequesterWait, policy.AgentWork, policy.Assignment, policy.Ownership}
	for _, name := range []string{"m0", "m1", policy.Resolution} {
		if !chance(t, 3, "own metric") {
			continue
		}
		if c.Metrics == nil {
			c.Metrics = make(map[string]policy.Metric)
		}
		c.Metrics[name] = drawMetric(t, d, c.Schedules)
		metrics = append(metrics, name, name) // likelier
	}
	c.Escalations = make(map[string][]policy.Escalation)
	d.lists = []string{"usual", "late"}
	for _, name := range d.lists {
		c.Escalations[name] = append([]policy.Escalation{}, drawEscalations(t)...)
	}
	if chance(t, 3, "default schedule") {
		c.Defaults.Schedule = drawUse(t, d, c.Schedules, 1)
	}
	if chance(t, 3, "default steps") {
		c.Defaults.Escalations = drawSteps(t, d)
	}
	drawPolicies(t, d, about, c, metrics)
	return c
}

// drawPolicies draws the policies of a configuration, with targets for some metrics.
func drawPolicies(t *rapid.T, d *domain, about Place, c *policy.Config, metrics []string) {
	for i := range rapid.IntRange(1, 4).Draw(t, "policies") {
		p := policy.Policy{ID: fmt.Sprintf("p%d", i), Targets: map[string]policy.Target{}}
		if !chance(t, 4, "no steps") {
			p.Escalations = drawSteps(t, d)
		}
		if rapid.Bool().Draw(t, "conditional") {
			p.When = new(drawCondition(t, d, c.Schedules, false, 2))
		}
		if chance(t, 5, "from") {
			p.Effective.From = about.At.Add(time.Duration(rapid.IntRange(-60, 60).Draw(t, "from")) * time.Hour)
		}
		if chance(t, 5, "until") {
			p.Effective.Until = about.At.Add(time.Duration(rapid.IntRange(61, 120).Draw(t, "until")) * time.Hour)
		}
		if !chance(t, 4, "always") {
			p.Schedule = drawUse(t, d, c.Schedules, 2)
		}
		for range rapid.IntRange(1, 3).Draw(t, "targets") {
			p.Targets[oneOf(t, "metric", metrics...)] = drawTarget(t, d, c.Schedules, 4)
		}
		c.Policies = append(c.Policies, p)
	}
	for range rapid.IntRange(0, 2).Draw(t, "twins") {
		i := rapid.IntRange(0, len(c.Policies)-1).Draw(t, "twin of")
		c.Policies = slices.Insert(c.Policies, i, drawTwin(t, d, c, c.Policies[i], fmt.Sprintf("p%d", len(c.Policies))))
	}
}

// drawTwin draws a policy that promises what p does, under a condition more and with other
// steps.
func drawTwin(t *rapid.T, d *domain, config *policy.Config, p policy.Policy, id string) policy.Policy {
	q := p
	q.ID = id
	condition := drawCondition(t, d, config.Schedules, false, 0)
	if field := d.usual[len(d.usual)/2]; len(d.values[field]) > 0 && rapid.Bool().Draw(t, "usual") {
		condition = policy.If(field, policy.Eq, asTexts(d.values[field][0]))
	}
	q.When = &condition
	if p.When != nil {
		q.When = new(policy.All(condition, *p.When))
	}
	q.Escalations = policy.Steps(alter(t, config.EscalationsOf(&p, &policy.Target{}), drawEscalation)...)
	q.Targets = make(map[string]policy.Target)
	for _, name := range slices.Sorted(maps.Keys(p.Targets)) {
		target := p.Targets[name]
		if !target.Escalations.IsZero() && rapid.Bool().Draw(t, "other steps") {
			target.Escalations = policy.Steps(alter(t, config.EscalationsOf(&p, &target), drawEscalation)...)
		}
		q.Targets[name] = target
	}
	return q
}
