// Package steps finds the escalation steps of targets, and names them as transitions do.
package steps

import (
	"iter"
	"maps"
	"slices"

	"github.com/punctualgo/punctual/policy"
)

// A Step is an escalation step of a target, with what identifies it among the others.
type Step struct {
	policy.Escalation
	Label string // its name, or the text of At
	Nth   int    // how many earlier steps have the same label
}

// Of returns the escalation steps that apply to a target of p, in order, after names and
// defaults are resolved. The target must not be a choice of targets; see [Targets].
func Of(cfg *policy.Config, p *policy.Policy, t *policy.Target) []Step {
	return Name(cfg.EscalationsOf(p, t))
}

// Name names the steps of a list.
func Name(list []policy.Escalation) []Step {
	steps := make([]Step, len(list))
	seen := make(map[string]int)
	for i, e := range list {
		label := e.Name
		if label == "" {
			label = e.At
		}
		steps[i] = Step{e, label, seen[label]}
		seen[label]++
	}
	return steps
}

// Targets yields the targets that t may come to: t itself, or all that a choice of
// targets picks from, in the order of their texts, the default last.
func Targets(t *policy.Target) iter.Seq[*policy.Target] {
	return func(yield func(*policy.Target) bool) { each(t, yield) }
}

func each(t *policy.Target, yield func(*policy.Target) bool) bool {
	if t.By == "" {
		return yield(t)
	}
	for _, key := range slices.Sorted(maps.Keys(t.Values)) {
		value := t.Values[key]
		if !each(&value, yield) {
			return false
		}
	}
	return t.Default == nil || each(t.Default, yield)
}
