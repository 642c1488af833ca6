// Package steps names the escalation steps of a target as transitions name them.
package steps

import "github.com/punctualgo/punctual/policy"

// A Step is an escalation step of a target, with what identifies it among the others.
type Step struct {
	policy.Escalation
	Label string // its name, or the text of At
	Nth   int    // how many earlier steps have the same label
}

// Of returns the escalation steps that apply to a target of p, in order: its own, or
// else those of the policy.
func Of(p *policy.Policy, t policy.Target) []Step {
	list := p.Escalations
	if t.Escalations != nil {
		list = t.Escalations
	}
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
