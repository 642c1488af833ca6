// Package steps finds the escalation steps of targets, and names them as transitions do.
package steps

import (
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"unsafe"

	"github.com/punctualgo/punctual/policy"
)

// A Step is an escalation step of a target, with what identifies it among the others.
type Step struct {
	policy.Escalation
	Label string // its name, or the text of At
	Nth   int    // how many earlier steps have the same label
}

// Lists returns the different lists of steps that a target of p may have, which is a choice
// of targets or not, and for each that it may come to, in the order of [Targets], the number
// of its list. Names and defaults are resolved. Lists are the same if they are written the
// same, actions included. [Name] names their steps.
func Lists(cfg *policy.Config, p *policy.Policy, t *policy.Target) (lists [][]policy.Escalation, numbers []int) {
	known := make(map[*policy.Escalation]int) // by the first step: most lists are one slice
	written := make(map[string]int)
	for target := range Targets(t) {
		list := cfg.EscalationsOf(p, target)
		number, ok := known[unsafe.SliceData(list)]
		if ok && len(list) != len(lists[number]) {
			ok = false // part of a slice
		}
		if !ok {
			var text []byte
			if t.By != "" && len(list) > 0 { // else it is the only one, or has no steps, given or not
				text, _ = json.Marshal(list) // it was checked
			}
			if number, ok = written[string(text)]; !ok {
				number = len(lists)
				written[string(text)] = number
				lists = append(lists, list)
			}
			known[unsafe.SliceData(list)] = number
		}
		numbers = append(numbers, number)
	}
	return lists, numbers
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
