package sla_test

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
	"time"

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
	for depth := 1; doc.By != ""; depth++ {
		if doc, ok = chosen(doc.By, doc.Values, doc.Default, fields); !ok {
			o.note("choice of targets: none")
			return nil
		}
		o.note("choice of targets" + strings.Repeat(" in a choice", depth-1))
	}
	schedule, ok := pick(o, "schedules", o.scheduleOf(p, &doc), fields)
	if !ok {
		return nil
	}
	t := &oracleTarget{policy: p.ID, schedule: schedule, pause: metric.Pause, steps: o.stepsOf(p, &doc)}
	if doc.Pause != nil {
		o.note("pause: of the target")
		t.pause = doc.Pause
	}
	calendar := o.calendar(schedule)
	switch {
	case doc.BusinessDays != nil:
		if t.allowance, t.by, ok = calendar.allow(from, doc.BusinessDays); !ok {
			return nil
		}
		o.note("target: business days" + strings.TrimSuffix(", at "+doc.BusinessDays.At, ", at "))
	case doc.Until != "":
		at, ok := anInstant(fields[doc.Until])
		if !ok {
			o.note("target: until a field that is no instant")
			return nil
		}
		if t.by = at; at.After(from) {
			t.allowance = calendar.between(from, at)
		}
		o.note("target: until a field")
	default:
		t.inHours = true
		if t.allowance, ok = pick(o, "times", doc.Within, fields); !ok {
			return nil
		}
		o.note("target: within")
	}
	return t
}

// scheduleOf is the schedule of the target, else of the policy, else of the defaults, else 24x7.
func (o *oracle) scheduleOf(p *policy.Policy, doc *policy.Target) policy.Choice[string] {
	owners := []string{"the target", "the policy", "the defaults"}
	for i, c := range []policy.Choice[string]{doc.Schedule, p.Schedule, o.config.Defaults.Schedule} {
		if c.Value != "" || c.By != "" {
			o.note("schedule: of " + owners[i])
			return c
		}
	}
	o.note("schedule: 24x7, of nobody")
	return policy.Use("24x7")
}

// stepsOf is the steps of the target, else of the policy, else of the defaults.
func (o *oracle) stepsOf(p *policy.Policy, doc *policy.Target) []policy.Escalation {
	owners := []string{"the target", "the policy", "the defaults"}
	for i, e := range []policy.Escalations{doc.Escalations, p.Escalations, o.config.Defaults.Escalations} {
		o.noteIf(e.Name != "" || e.Steps != nil, "steps: of "+owners[i])
		if e.Name != "" {
			o.note("steps: by name")
			return o.config.Escalations[e.Name]
		}
		if e.Steps != nil {
			return e.Steps
		}
	}
	return nil
}

func pick[T time.Duration | string](o *oracle, of string, c policy.Choice[T], fields map[string]any) (T, bool) {
	for depth := 1; c.By != ""; depth++ {
		var ok bool
		if c, ok = chosen(c.By, c.Values, c.Default, fields); !ok {
			o.note("choice of " + of + ": none")
			return c.Value, false
		}
		o.note("choice of " + of + strings.Repeat(" in a choice", depth-1))
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
		first := stepAt(s.At, t.allowance)
		if first <= 0 {
			continue // nor do its repeats
		}
		for n := range s.Times + 1 {
			all = append(all, threshold{first + time.Duration(n)*s.Every, i, n, cmp.Or(s.Name, s.At)})
		}
	}
	slices.SortFunc(all, func(a, b threshold) int {
		return cmp.Or(cmp.Compare(a.amount, b.amount), a.step-b.step, a.repeat-b.repeat)
	})
	return all
}

// stepAt is the elapsed time at which a step takes effect.
func stepAt(text string, allowance time.Duration) time.Duration {
	if text == "breach" {
		return allowance
	}
	if percent, ok := strings.CutSuffix(text, "%"); ok {
		n, ok := new(big.Int).SetString(percent, 10)
		if !ok {
			panic(text)
		}
		n.Mul(n, big.NewInt(int64(allowance)))
		return time.Duration(n.Div(n, big.NewInt(100)).Int64())
	}
	amount, side, _ := strings.Cut(text, " ")
	d, err := time.ParseDuration(amount)
	if err != nil {
		panic(err)
	}
	if side == "before" {
		return allowance - d
	}
	return allowance + d
}
