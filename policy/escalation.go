package policy

import "time"

// An Escalation is a step that takes effect when a clock has counted a certain amount of
// time: a warning, or what happens at a breach and after it.
type Escalation struct {
	// At says when: "75%" of the target, "30m before" it, "breach", or "2h after" it. All
	// of these are in time that the clock counts, so they pass only in open hours and not
	// while the clock is paused. A step at or before the start of the clock, such as
	// "30m before" a target of 15m, does not take place, and neither do its repeats.
	At string

	// Name is what transitions call the step. If empty, they call it by the text of At.
	Name string

	// Every and Times repeat the step that many times more, each Every later, again in
	// time that the clock counts, while the clock is open and has the target.
	Every time.Duration
	Times int

	// Do lists what the host is to do. The library does not act on it: a transition names
	// the policy, the metric and the step, and by these the host, or package sla/alert,
	// finds the step again; see [Config.EscalationsOf]. Give different names to steps of
	// one target that do different things.
	Do []Action
}

// An Action is an object of JSON, such as {"type": "slack", "channel": "#support"}.
// Numbers that were read from JSON are of type json.Number. The types whose fields are
// known and checked are constants, such as [ActionSlack]. Hosts may have others.
type Action map[string]any

// Escalations are the steps of a target or policy: a list of them, or the name of a list
// in Config.Escalations. The zero value means that none are given, so that those of the
// policy or the defaults apply. A list that is empty but not nil means no steps.
type Escalations struct {
	Name  string
	Steps []Escalation // must be nil if Name is set
}

// IsZero reports whether no escalations are given.
func (e Escalations) IsZero() bool { return e.Name == "" && e.Steps == nil }

// Steps returns a list of steps. Without arguments it is one that has no steps and
// replaces those of the policy or the defaults.
func Steps(steps ...Escalation) Escalations {
	if steps == nil {
		steps = []Escalation{}
	}
	return Escalations{Steps: steps}
}

// UseSteps returns the steps that Config.Escalations has under a name.
func UseSteps(name string) Escalations { return Escalations{Name: name} }

// EscalationsOf returns the steps of a target of p, in order: its own, or else those of
// the policy, or else those of c.Defaults. Names are resolved; it is nil if there are no
// steps, or if c.Escalations has none by the name. The target must not be a choice of
// targets; ask for each of those.
//
// The result is part of c. Targets that use the same list get the same slice.
func (c *Config) EscalationsOf(p *Policy, t *Target) []Escalation {
	for _, e := range []*Escalations{&t.Escalations, &p.Escalations, &c.Defaults.Escalations} {
		switch {
		case e.Name != "":
			return c.Escalations[e.Name]
		case e.Steps != nil:
			return e.Steps
		}
	}
	return nil
}
