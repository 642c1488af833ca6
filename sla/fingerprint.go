package sla

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"github.com/punctualgo/punctual/policy"
)

// fingerprint returns a text that two valid configurations have in common if they
// give the same results. What they are called and what they make the host do is not
// part of it.
func fingerprint(cfg *policy.Config) string {
	quiet := func(steps []policy.Escalation) []policy.Escalation {
		steps = slices.Clone(steps)
		for i := range steps {
			steps[i].Do = nil
		}
		return steps
	}
	c := *cfg
	c.Policies = slices.Clone(cfg.Policies)
	for i := range c.Policies {
		p := &c.Policies[i]
		p.Name, p.Description = "", ""
		p.Escalations = quiet(p.Escalations)
		targets := make(map[string]policy.Target, len(p.Targets))
		for name, t := range p.Targets {
			t.Escalations = quiet(t.Escalations)
			targets[name] = t
		}
		p.Targets = targets
	}
	text, _ := json.Marshal(c) // it is valid
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// Fingerprint returns a text that engines have in common that give the same results:
// whose configurations differ at most in the names and descriptions of policies and
// in the actions of escalation steps. The zone data of machines are not part of it.
func (e *Engine) Fingerprint() string { return e.config }
