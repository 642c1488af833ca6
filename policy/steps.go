package policy

// A NamedStep is an escalation step of a target, as transitions name it.
type NamedStep struct {
	Escalation
	Label string // its name, or the text of At
	Nth   int    // of the steps ahead of it, those with the same label
}

// Steps returns the escalation steps of a target of p, in order: the target's own, or
// those of the policy. It is for packages that evaluate policies or act on them.
func (p *Policy) Steps(t Target) []NamedStep {
	steps := p.Escalations
	if t.Escalations != nil {
		steps = t.Escalations
	}
	named := make([]NamedStep, len(steps))
	seen := make(map[string]int)
	for i, e := range steps {
		label := e.Name
		if label == "" {
			label = e.At
		}
		named[i] = NamedStep{e, label, seen[label]}
		seen[label]++
	}
	return named
}
