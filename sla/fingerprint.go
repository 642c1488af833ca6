package sla

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/steps"
	"github.com/punctualgo/punctual/policy"
)

// fingerprint returns a text that two valid configurations share only if they give the same
// results. It ignores the names of policies, the actions of steps, the declared fields, and
// whether defaults and named escalations are written out.
func fingerprint(cfg *policy.Config) (string, error) {
	c := *cfg
	c.Schedules = orNil(c.Schedules)
	leaveOut(&c.Profile, policy.Standard)
	leaveOut(&c.Match, policy.MatchFirst)
	leaveOut(&c.OnChange, policy.Recalculate)
	leaveOut(&c.ExactFit, policy.AtClose)
	c.Fields, c.Escalations, c.Defaults = nil, nil, policy.Defaults{}
	lists := stepLists{cfg, make(map[*policy.Escalation]string)}
	c.Policies = slices.Clone(cfg.Policies)
	for i := range c.Policies {
		p := &c.Policies[i]
		p.Name, p.Description = "", ""
		p.Schedule = cfg.ScheduleOf(p, &policy.Target{})
		leaveOut(&p.Schedule.Value, businesshours.Always)
		p.Escalations = lists.of(p, &policy.Target{})
		if p.Escalations.Steps != nil { // none
			p.Escalations = policy.Escalations{}
		}
		targets := make(map[string]policy.Target, len(p.Targets))
		for name, t := range p.Targets {
			targets[name] = lists.in(t)
		}
		p.Targets = targets
	}
	text, err := json.Marshal(c)
	if err != nil { // from a value of a caller's type
		return "", fmt.Errorf("sla: cannot encode the configuration: %w", err)
	}
	finder := steps.NewFinder(cfg)
	for i := range cfg.Policies {
		p := &cfg.Policies[i]
		for _, name := range slices.Sorted(maps.Keys(p.Targets)) {
			if t := p.Targets[name]; t.By != "" {
				_, numbers := finder.Lists(p, &t) // lists may differ in their actions only
				text = fmt.Append(text, numbers)
			}
		}
	}
	return digest(text), nil
}

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// stepLists names lists of escalation steps by their content, so that a list is encoded only
// once however many targets use it.
type stepLists struct {
	cfg   *policy.Config
	names map[*policy.Escalation]string // by the first step
}

// of returns a reference to the resolved steps of a target, by such a name.
func (l *stepLists) of(p *policy.Policy, t *policy.Target) policy.Escalations {
	list := l.cfg.EscalationsOf(p, t)
	if len(list) == 0 {
		return policy.Steps()
	}
	name, ok := l.names[&list[0]]
	if !ok {
		quiet := slices.Clone(list)
		for i := range quiet {
			quiet[i].Do = nil
		}
		text, _ := json.Marshal(policy.Steps(quiet...)) // cannot fail without actions
		name = digest(text)
		l.names[&list[0]] = name
	}
	return policy.UseSteps(name)
}

// in returns a target with its own steps replaced by such names.
func (l *stepLists) in(t policy.Target) policy.Target {
	if !t.Escalations.IsZero() {
		t.Escalations = l.of(&policy.Policy{}, &t)
	}
	if t.Values != nil {
		values := make(map[string]policy.Target, len(t.Values))
		for text, value := range t.Values {
			values[text] = l.in(value)
		}
		t.Values = values
	}
	if t.Default != nil {
		t.Default = new(l.in(*t.Default))
	}
	return t
}

// leaveOut clears a field that has its default value.
func leaveOut[T comparable](field *T, standard T) {
	if *field == standard {
		var none T
		*field = none
	}
}

// orNil returns list, or nil if it is empty.
func orNil[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

// Fingerprint returns a text that two engines share only if they give the same results: for
// example to tell whether a stored [Track] fits an engine. The configurations of two such
// engines differ at most in the names and descriptions of policies, the actions of escalation
// steps, the declared fields, and in whether defaults and named escalations are written out. Any
// other difference changes the fingerprint, even in a part that nothing uses. Time zone data is
// not part of it.
func (e *Engine) Fingerprint() string { return e.config }
