package sla_test

import (
	"cmp"
	"slices"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	steps "github.com/punctualgo/punctual/internal/threshold"
	"github.com/punctualgo/punctual/policy"
)

// An oracleTarget is what a policy has for a metric of one clock: all choices are made, and
// all of it is counted out from an instant.
type oracleTarget struct {
	policy, schedule string
	allowance        time.Duration
	by               time.Time // the instant that is promised, or zero
	inHours          bool      // not in business days, and not until a field
	pause            *policy.Condition
	steps            []policy.Escalation
}

// target is what p has for a metric under fields, counted from an instant, or nil.
func (o *oracle) target(p *policy.Policy, metric policy.NamedMetric, fields map[string]any, from time.Time) *oracleTarget {
	doc, ok := p.Targets[metric.Name]
	if !ok {
		return nil
	}
	for doc.By != "" {
		if doc, ok = chosen(doc.By, doc.Values, doc.Default, fields); !ok {
			return nil
		}
	}
	schedule, ok := pick(o.config.ScheduleOf(p, &doc), fields)
	if !ok {
		return nil
	}
	t := &oracleTarget{policy: p.ID, schedule: schedule, pause: metric.Pause, steps: o.config.EscalationsOf(p, &doc)}
	if doc.Pause != nil {
		t.pause = doc.Pause
	}
	calendar := o.calendar(schedule)
	switch {
	case doc.BusinessDays != nil:
		allowed, err := calendar.Allow(from, businessDays(doc.BusinessDays))
		if err != nil {
			return nil
		}
		t.allowance, t.by = allowed.Open, allowed.By
	case doc.Until != "":
		text, _ := fields[doc.Until].(string)
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			return nil
		}
		t.allowance, t.by = max(0, calendar.Between(from, at)), at.UTC()
	default:
		t.inHours = true
		if t.allowance, ok = pick(doc.Within, fields); !ok {
			return nil
		}
	}
	return t
}

func pick[T time.Duration | string](c policy.Choice[T], fields map[string]any) (T, bool) {
	for c.By != "" {
		var ok bool
		if c, ok = chosen(c.By, c.Values, c.Default, fields); !ok {
			return c.Value, false
		}
	}
	return c.Value, true
}

// chosen is what a choice by a field yields, if anything.
func chosen[C any](by string, values map[string]C, otherwise *C, fields map[string]any) (c C, ok bool) {
	if text, isText := fields[by].(string); isText {
		if c, ok = values[text]; ok {
			return c, true
		}
	}
	if otherwise == nil {
		return c, false
	}
	return *otherwise, true
}

func businessDays(b *policy.BusinessDays) businesshours.BusinessDays {
	days := businesshours.BusinessDays{Days: b.Days, HasAt: b.At != "", HasCutoff: b.Cutoff != "", Cutoff: timeOfDay(b.Cutoff)}
	if b.At == policy.AtStart {
		days.AtStart = true
	} else {
		days.At = timeOfDay(b.At)
	}
	return days
}

func timeOfDay(text string) businesshours.TimeOfDay {
	if text == "" {
		return 0
	}
	t, err := businesshours.ParseTimeOfDay(text)
	if err != nil {
		panic(err)
	}
	return t
}

// samePromise reports whether a clock that has counted under a need not tell anybody anew
// what b promises. Only where time that runs out at closing may run on to the next opening
// does it matter which of them are in hours.
func (o *oracle) samePromise(a, b *oracleTarget) bool {
	return a.schedule == b.schedule && a.allowance == b.allowance && a.by.Equal(b.by) &&
		document(a.pause) == document(b.pause) &&
		(o.config.ExactFit != policy.AtNextOpen || a.inHours == b.inHours)
}

// same reports whether a and b are the same target.
func (o *oracle) same(a, b *oracleTarget) bool {
	return o.samePromise(a, b) && a.policy == b.policy && len(a.steps) == len(b.steps) &&
		(len(a.steps) == 0 || document(a.steps) == document(b.steps))
}

// A threshold is a breach (step -1), or one time of an escalation step.
type threshold struct {
	amount       time.Duration
	step, repeat int
	name         string // of the step
}

// likewise reports whether two thresholds, perhaps of different targets, are the same
// amount, name and repeat. All breaches have one name.
func (a threshold) likewise(b threshold) bool {
	return a.amount == b.amount && a.repeat == b.repeat && a.name == b.name && (a.step < 0) == (b.step < 0)
}

// thresholds lists all of a target, in order.
func (t *oracleTarget) thresholds() []threshold {
	all := []threshold{{amount: t.allowance, step: -1}}
	for i, s := range t.steps {
		at, err := steps.Parse(s.At)
		if err != nil {
			panic(err)
		}
		first := at.Of(t.allowance)
		if first <= 0 {
			continue
		}
		for n := range s.Times + 1 {
			all = append(all, threshold{steps.Repeat(first, s.Every, n), i, n, cmp.Or(s.Name, s.At)})
		}
	}
	slices.SortFunc(all, func(a, b threshold) int {
		return cmp.Or(cmp.Compare(a.amount, b.amount), a.step-b.step, a.repeat-b.repeat)
	})
	return all
}
