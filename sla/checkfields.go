package sla

import (
	"maps"
	"slices"

	"github.com/punctualgo/punctual/internal/strict"
)

// CheckFields reports the attributes of an issue, at its creation and in its updates, that are
// not as [policy.Config.Fields] declares them: undeclared attributes, and those with another
// type or a value that is not listed. Each problem is an [*Error] with its path, such as
// "events[3].set.priority". CheckFields returns nil if the configuration declares no fields.
//
// Evaluation ignores declarations: it evaluates an issue with such attributes as usual. Call
// CheckFields where issues come in, to find an integration that writes "High" for "high" before
// a policy silently fails to apply.
func (e *Engine) CheckFields(issue Issue) error {
	var v strict.Problems
	e.checkFields(&v, "attributes", issue.Attributes)
	for i := range issue.Events {
		e.checkFields(&v, strict.Key(strict.Index("events", i), "set"), issue.Events[i].Set)
	}
	return v.Err()
}

func (e *Engine) checkFields(v *strict.Problems, path string, values map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if err := e.fields.Check(name, values[name]); err != nil {
			v.Add(strict.Key(path, name), "%w", err)
		}
	}
}
