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
// give the same results. What they are called and what they make the host do is not
// part of it, nor whether defaults are written out.
func fingerprint(cfg *policy.Config) (string, error) {
	quiet := func(steps []policy.Escalation) []policy.Escalation {
		steps = slices.Clone(steps)
		for i := range steps {
			steps[i].Do = nil
		}
		return steps
	}
	c := *cfg
	c.Schedules = orNil(c.Schedules)
	leaveOut(&c.Profile, policy.Standard)
	leaveOut(&c.Match, policy.MatchFirst)
	leaveOut(&c.OnChange, policy.Recalculate)
	leaveOut(&c.ExactFit, policy.AtClose)
	c.Policies = slices.Clone(cfg.Policies)
	for i := range c.Policies {
		p := &c.Policies[i]
		p.Name, p.Description = "", ""
		p.Escalations = orNil(quiet(p.Escalations))
		leaveOut(&p.Schedule.Value, businesshours.Always)
		targets := make(map[string]policy.Target, len(p.Targets))
		for name, t := range p.Targets {
			t.Escalations = quiet(t.Escalations)
			targets[name] = t
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
// results: if their configurations differ at most in the names and descriptions of
// policies, in the actions of escalation steps, and in defaults that are written out.
// Any other difference makes another fingerprint, also one in what nothing uses. The
// zone data of machines are not part of it.
func (e *Engine) Fingerprint() string { return e.config }
