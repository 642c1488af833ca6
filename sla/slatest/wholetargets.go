package slatest

import (
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
)

// drawWholeTarget draws a target of one level.
func drawWholeTarget(t *rapid.T) (g policy.Target) {
	switch rapid.IntRange(0, 5).Draw(t, "level") {
	default:
		g = policy.Within(oneOf(t, "within", time.Hour, 2*time.Hour, 3*time.Hour, 6*time.Hour))
	case 3:
		g = policy.UntilField("due")
	case 4, 5:
		g = policy.WithinDays(rapid.IntRange(0, 2).Draw(t, "days"), oneOf(t, "at", "", "", "", "start", "00:00", "09:00", "11:00", "12:00", "13:00", "17:00", "24:00"))
		g.BusinessDays.Cutoff = oneOf(t, "cutoff", "", "10:00", "12:00")
	}
	if chance(t, 3, "pause by priority") {
		g.Pause = new(policy.If("vip", policy.Exists, nil))
	}
	if chance(t, 3, "own steps") {
		g.Escalations = policy.Steps(drawWholeSteps(t)...)
	}
	return g
}

func drawWholeSteps(t *rapid.T) (steps []policy.Escalation) {
	for range rapid.IntRange(0, 3).Draw(t, "steps") {
		steps = append(steps, drawWholeStep(t))
	}
	return steps
}

func drawWholeStep(t *rapid.T) policy.Escalation {
	e := policy.Escalation{At: oneOf(t, "at", "50%", "100%", "breach", "1h before", "1h after", "2h after", "200%")}
	if chance(t, 3, "named") {
		e.Name = oneOf(t, "step", "warn", "page")
	}
	if chance(t, 2, "repeated") {
		e.Every, e.Times = oneOf(t, "every", time.Hour, 2*time.Hour), rapid.IntRange(1, 3).Draw(t, "times")
	}
	return e
}
