package slatest

import (
	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
)

// triggers returns the names of kinds of events.
func (f *domain) triggers() []string {
	names := []string{
		"created", "created:customer", "created:agent", "message:customer", "message:agent", "message:bot", "message:third_party",
		"note", "resolved", "reopened", "set:status",
	}
	for _, name := range f.customs {
		names = append(names, "custom:"+name)
	}
	for _, name := range f.usual {
		names = append(names, "set:"+name)
	}
	return names
}

func drawTriggers(t *rapid.T, d *domain, schedules []businesshours.Schedule, label string, least int) (triggers []policy.Trigger) {
	for range rapid.IntRange(least, 2).Draw(t, label) {
		g := policy.Trigger{On: oneOf(t, label, d.triggers()...)}
		if chance(t, 4, "if") {
			g.If = new(drawCondition(t, d, schedules, true, 1))
		}
		triggers = append(triggers, g)
	}
	return triggers
}

func drawMetric(t *rapid.T, d *domain, schedules []businesshours.Schedule) policy.Metric {
	m := policy.Metric{
		Start:  drawTriggers(t, d, schedules, "start", 1),
		Stop:   drawTriggers(t, d, schedules, "stop", 0),
		Cancel: drawTriggers(t, d, schedules, "cancel", 0),
		Resume: drawTriggers(t, d, schedules, "resume", 0),
		Repeat: rapid.Bool().Draw(t, "repeat"),
	}
	if rapid.Bool().Draw(t, "pauses") {
		m.Pause = new(drawCondition(t, d, schedules, false, 1))
	}
	return m
}
