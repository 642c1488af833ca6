// Package steps finds the escalation steps of targets, and names them as transitions do.
package steps

import (
	"crypto/sha256"
	"encoding/json"
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

// A Finder finds the lists of steps of the targets of a configuration. It reads each list once,
// however many targets have it.
type Finder struct {
	cfg   *policy.Config
	texts map[slice][sha256.Size]byte // of lists as JSON
}

// A slice identifies a list, as long as nobody changes it.
type slice struct {
	first *policy.Escalation
	n     int
}

// NewFinder returns a Finder for a valid configuration.
func NewFinder(cfg *policy.Config) *Finder {
	return &Finder{cfg, make(map[slice][sha256.Size]byte)}
}

// Lists returns the different lists of steps that a target of p may have, which is a choice
// of targets or not, and for each that it may come to, in the order of [Targets], the number
// of its list. Names and defaults are resolved. Lists are the same if they are written the
// same, actions included. [Name] names their steps.
func (f *Finder) Lists(p *policy.Policy, t *policy.Target) (lists [][]policy.Escalation, numbers []int) {
	if t.By == "" {
		return [][]policy.Escalation{f.cfg.EscalationsOf(p, t)}, []int{0}
	}
	known := make(map[[sha256.Size]byte]int)
	for target := range Targets(t) {
		list := f.cfg.EscalationsOf(p, target)
		text := f.text(list)
		number, ok := known[text]
		if !ok {
			number = len(lists)
			known[text] = number
			lists = append(lists, list)
		}
		numbers = append(numbers, number)
	}
	return lists, numbers
}

// text returns the hash of a list as it is written. It is zero if the list has no steps, whether
// that is given or not.
func (f *Finder) text(list []policy.Escalation) (sum [sha256.Size]byte) {
	if len(list) == 0 {
		return sum
	}
	key := slice{&list[0], len(list)}
	sum, ok := f.texts[key]
	if !ok {
		text, _ := json.Marshal(list) // it was checked
		sum = sha256.Sum256(text)
		f.texts[key] = sum
	}
	return sum
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
