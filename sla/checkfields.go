package sla

import (
	"maps"
	"slices"

	"github.com/punctualgo/punctual/internal/strict"
)

// CheckFields answers which attributes of an issue, at its creation and in its updates, are
// not as policy.Config.Fields declares them: an attribute that is not declared, one of
// another type, or with a value that it may not have. Each problem is an [*Error] with its
// path, such as "events[3].set.priority". It returns nil if the configuration declares no
// fields.
//
// Evaluation does not look at declarations: an issue with such an attribute is evaluated as
// ever. A host calls CheckFields where issues come in, to find integrations that write
// "High" for "high" before a policy silently does not apply.
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
