package sla

import (
	"slices"

	"github.com/punctualgo/punctual/policy"
)

// Metrics returns the names of the metrics that the configuration has, the built-in ones
// among them, in metric order: that of [policy.BuiltIn], then by name.
func (e *Engine) Metrics() []string { return slices.Clone(e.metrics) }

// Policies returns the IDs of the policies, in order of precedence.
func (e *Engine) Policies() []string {
	ids := make([]string, len(e.program.policies))
	for i := range ids {
		ids[i] = e.program.policies[i].id
	}
	return ids
}

// MatchesEach reports whether every policy has clocks of its own, as with
// [policy.MatchEach].
func (e *Engine) MatchesEach() bool { return e.program.match == policy.MatchEach }

// metricNames returns the names of all metrics of a configuration, in metric order.
func metricNames(cfg *policy.Config) []string {
	var names []string
	for _, m := range cfg.AllMetrics() {
		names = append(names, m.Name)
	}
	return names
}
