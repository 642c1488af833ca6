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
// same, actions included.
func Lists(cfg *policy.Config, p *policy.Policy, t *policy.Target) (lists [][]Step, numbers []int) {
	type slice struct {
		first *policy.Escalation
		len   int
	}
	known := make(map[slice]int) // most lists are the same slice
	written := make(map[string]int)
	for target := range Targets(t) {
		list := cfg.EscalationsOf(p, target)
		key := slice{unsafe.SliceData(list), len(list)}
		number, ok := known[key]
		if !ok {
			text, _ := json.Marshal(list) // it was checked
			if number, ok = written[string(text)]; !ok {
				number = len(lists)
				written[string(text)] = number
				lists = append(lists, label(list))
			}
			known[key] = number
		}
		numbers = append(numbers, number)
	}
	return lists, numbers
}

// label names the steps of a list.
func label(list []policy.Escalation) []Step {
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
