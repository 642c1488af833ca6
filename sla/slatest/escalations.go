package slatest

import (
	"cmp"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
)

// Escalations generates lists of steps: before, at and after the breach, repeated, with equal
// names and at equal instants.
func Escalations(d Domain) *rapid.Generator[[]policy.Escalation] {
	return rapid.Custom(func(t *rapid.T) []policy.Escalation {
		if d.WholeHours {
			return drawWholeSteps(t)
		}
		return drawEscalations(t)
	})
}

// EscalationsLike generates lists of steps that are like the given one: some of its steps are
// missing, some are repeated in another way, and there are others between them.
func EscalationsLike(steps []policy.Escalation, d Domain) *rapid.Generator[[]policy.Escalation] {
	draw := drawEscalation
	if d.WholeHours {
		draw = drawWholeStep
	}
	return rapid.Custom(func(t *rapid.T) []policy.Escalation { return alter(t, steps, draw) })
}

func drawEscalation(t *rapid.T) policy.Escalation {
	e := policy.Escalation{At: oneOf(t, "at", "75%", "50%", "1%", "100%", "breach", "30m before", "1h before", "15m before", "250%", "2h after", "1h after", "1ns after")}
	if chance(t, 3, "named") {
		e.Name = oneOf(t, "step", "warn", "page")
	}
	if chance(t, 3, "repeated") {
		e.Every, e.Times = oneOf(t, "every", time.Nanosecond, 20*time.Minute, time.Hour, 8*time.Hour), rapid.IntRange(1, 4).Draw(t, "times")
	}
	if chance(t, 8, "flags") {
		e.Do = []policy.Action{{"type": policy.ActionFlag}}
	}
	return e
}

func drawEscalations(t *rapid.T) (steps []policy.Escalation) {
	for range rapid.IntRange(0, 4).Draw(t, "steps") {
		steps = append(steps, drawEscalation(t))
	}
	return steps
}

// drawSteps draws steps, or the name of a list.
func drawSteps(t *rapid.T, d *domain) policy.Escalations {
	if len(d.lists) > 0 && chance(t, 3, "steps by name") {
		return policy.UseSteps(oneOf(t, "list", d.lists...))
	}
	return policy.Steps(drawEscalations(t)...)
}

// alter draws steps of which some are those given, and others come from draw.
func alter(t *rapid.T, steps []policy.Escalation, draw func(*rapid.T) policy.Escalation) (altered []policy.Escalation) {
	for _, e := range steps {
		switch rapid.IntRange(0, 7).Draw(t, "alter") {
		case 3:
			altered = append(altered, draw(t))
		case 4:
			continue
		case 5:
			e.Every, e.Times = oneOf(t, "every", time.Hour, 2*time.Hour), rapid.IntRange(1, 4).Draw(t, "times")
		case 6:
			altered = append(altered, e)
			e = draw(t)
		case 7: // of which a repeat may be the same, and not the first time
			e.Name, e.At, e.Every, e.Times = cmp.Or(e.Name, e.At), "1h after", time.Hour, 2
		}
		altered = append(altered, e)
	}
	if chance(t, 3, "one more") {
		altered = append(altered, draw(t))
	}
	return altered
}
