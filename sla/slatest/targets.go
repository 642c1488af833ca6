package slatest

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
)

// Targets generates targets of every form, on the given schedules or around the clock. With
// WholeHours they are never choices, and count on the schedule of their policy.
func Targets(schedules []businesshours.Schedule, d Domain) *rapid.Generator[policy.Target] {
	f := d.fill(d.Config)
	return rapid.Custom(func(t *rapid.T) policy.Target {
		if d.WholeHours {
			return drawWholeTarget(t)
		}
		return drawTarget(t, f, schedules, 4)
	})
}

var durations = []time.Duration{
	time.Nanosecond, 15 * time.Minute, time.Hour, time.Hour + time.Nanosecond, 4 * time.Hour, 8 * time.Hour, 16 * time.Hour, 24 * time.Hour, 40 * time.Hour,
}

// Allowances generates durations that targets allow, from a nanosecond to a week of office hours.
func Allowances() *rapid.Generator[time.Duration] { return rapid.SampledFrom(durations) }

// drawChooser draws a field to choose by, and some of its texts.
func drawChooser(t *rapid.T, d *domain) (field string, texts []string) {
	all := []string{"open", "pending", "hold"}
	field = "status_category"
	if !chance(t, 8, "by category") {
		if fields := d.choosers(); len(fields) > 0 {
			field = oneOf(t, "by", fields...)
			all = d.texts(field)
		}
	}
	for _, text := range all {
		if !chance(t, 4, "no value") || len(texts) == 0 {
			texts = append(texts, text)
		}
	}
	return field, texts
}

// choosers returns the fields with texts, the usual ones several times.
func (f *domain) choosers() (fields []string) {
	for _, list := range [][]string{f.usual, f.usual, f.fields} {
		for _, name := range list {
			if len(f.texts(name)) > 1 && !slices.Contains(f.instants, name) {
				fields = append(fields, name)
			}
		}
	}
	return fields
}

// drawChoice draws a value, or a choice at most so deep.
func drawChoice[T time.Duration | string](t *rapid.T, d *domain, label string, depth int, draw func() T) policy.Choice[T] {
	if depth == 0 || !chance(t, 3, label+" by a field") {
		return policy.Choice[T]{Value: draw()}
	}
	var c policy.Choice[T]
	field, texts := drawChooser(t, d)
	c.By, c.Values = field, make(map[string]policy.Choice[T])
	for _, text := range texts {
		c.Values[text] = drawChoice(t, d, label, depth-1, draw)
	}
	if rapid.Bool().Draw(t, "default") {
		c.Default = new(drawChoice(t, d, label, depth-1, draw))
	}
	return c
}

func drawWithin(t *rapid.T, d *domain, depth int) policy.Choice[time.Duration] {
	return drawChoice(t, d, "within", depth, func() time.Duration { return Allowances().Draw(t, "within") })
}

func drawUse(t *rapid.T, d *domain, schedules []businesshours.Schedule, depth int) policy.Choice[string] {
	return drawChoice(t, d, "schedule", depth, func() string {
		if chance(t, 5, "always") {
			return businesshours.Always
		}
		return drawSchedule(t, schedules)
	})
}

// drawTarget draws a target, or a choice of targets at most so deep. A choice often has one
// target twice, perhaps with other steps.
func drawTarget(t *rapid.T, d *domain, schedules []businesshours.Schedule, depth int) (g policy.Target) {
	if depth > 0 && chance(t, 4, "choice of targets") {
		return drawTargetChoice(t, d, schedules, depth)
	}
	switch rapid.IntRange(0, 6).Draw(t, "form") {
	default:
		g.Within = drawWithin(t, d, min(depth, 2))
	case 4, 5:
		g.BusinessDays = &policy.BusinessDays{
			Days:   rapid.IntRange(0, 3).Draw(t, "days"),
			At:     oneOf(t, "until", "", "12:00", "start", "00:00", "02:00", "24:00", "17:00", "09:00", "12:30", "13:00", "22:00"),
			Cutoff: oneOf(t, "cutoff", "", "", "15:00", "00:00", "02:00", "24:00"),
		}
	case 6:
		g.Until = policy.CreatedAt
		if len(d.instants) > 0 && !chance(t, 4, "until the creation") {
			g.Until = oneOf(t, "until", d.instants...)
		}
	}
	if chance(t, 4, "own schedule") {
		g.Schedule = drawUse(t, d, schedules, min(depth, 2))
	}
	if chance(t, 4, "own pause") {
		g.Pause = new(drawCondition(t, d, schedules, false, 1))
	}
	if chance(t, 4, "own steps") {
		g.Escalations = drawSteps(t, d)
	}
	return g
}

func drawTargetChoice(t *rapid.T, d *domain, schedules []businesshours.Schedule, depth int) (g policy.Target) {
	field, texts := drawChooser(t, d)
	g.By, g.Values = field, make(map[string]policy.Target)
	var one policy.Target
	value := func() policy.Target {
		if one.IsZero() || !rapid.Bool().Draw(t, "another") {
			one = drawTarget(t, d, schedules, depth-1)
			return one
		}
		again := one
		if again.By == "" && chance(t, 2, "with other steps") {
			again.Escalations = policy.Steps(alter(t, again.Escalations.Steps, drawEscalation)...)
		}
		return again
	}
	for _, text := range texts {
		g.Values[text] = value()
	}
	if rapid.Bool().Draw(t, "default") {
		g.Default = new(value())
	}
	return g
}
