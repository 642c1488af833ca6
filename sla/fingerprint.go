package sla

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
)

// fingerprint returns a text that two valid configurations have in common only if they
// give the same results. It ignores what policies are called and what steps make the host
// do, whether defaults and named escalations are written out, and which fields are
// declared.
func fingerprint(cfg *policy.Config) (string, error) {
	c := *cfg
	c.Schedules = orNil(c.Schedules)
	leaveOut(&c.Profile, policy.Standard)
	leaveOut(&c.Match, policy.MatchFirst)
	leaveOut(&c.OnChange, policy.Recalculate)
	leaveOut(&c.ExactFit, policy.AtClose)
	c.Fields, c.Escalations, c.Defaults = nil, nil, policy.Defaults{}
	c.Policies = slices.Clone(cfg.Policies)
	for i := range c.Policies {
		p := &c.Policies[i]
		p.Name, p.Description = "", ""
		p.Schedule = cfg.ScheduleOf(p, &policy.Target{})
		leaveOut(&p.Schedule.Value, businesshours.Always)
		p.Escalations.Name = ""
		p.Escalations.Steps = orNil(withoutActions(cfg.EscalationsOf(&cfg.Policies[i], &policy.Target{})))
		targets := make(map[string]policy.Target, len(p.Targets))
		for name, t := range p.Targets {
			targets[name] = targetWithoutActions(cfg, t)
		}
		p.Targets = targets
	}
	text, err := json.Marshal(c)
	if err != nil { // of a type of the caller's own
		return "", fmt.Errorf("sla: the configuration cannot be written: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16]), nil
}

// withoutActions returns steps without their actions.
func withoutActions(steps []policy.Escalation) []policy.Escalation {
	steps = slices.Clone(steps)
	for i := range steps {
		steps[i].Do = nil
	}
	return steps
}

// targetWithoutActions returns a target with its escalations written out, without their actions.
func targetWithoutActions(cfg *policy.Config, t policy.Target) policy.Target {
	if !t.Escalations.IsZero() {
		t.Escalations = policy.Steps(withoutActions(cfg.EscalationsOf(&policy.Policy{}, &t))...)
	}
	if t.Values != nil {
		values := make(map[string]policy.Target, len(t.Values))
		for text, value := range t.Values {
			values[text] = targetWithoutActions(cfg, value)
		}
		t.Values = values
	}
	if t.Default != nil {
		t.Default = new(targetWithoutActions(cfg, *t.Default))
	}
	return t
}

// leaveOut clears a field that has its default.
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

// Fingerprint returns a text that two engines have in common only if they give the same
// results. Their configurations then differ at most in the names and descriptions of
// policies, in the actions of escalation steps, in the declared fields, and in whether
// defaults and named escalations are written out. Any other difference makes another
// fingerprint, even in a part that nothing uses. Time zone data is not part of it.
func (e *Engine) Fingerprint() string { return e.config }
