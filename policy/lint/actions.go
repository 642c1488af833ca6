package lint

import (
	"maps"
	"slices"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
)

// A change is an attribute that the "set" of an action sets.
type change struct {
	path, field string
	value       any
}

// changes returns all attributes that actions set.
func (p *pass) changes() (changes []change) {
	for _, l := range p.lists {
		for i := range l.steps {
			for k, action := range l.steps[i].Do {
				changes = append(changes, changesIn(strict.Index(strict.Key(strict.Index(l.path, i), "do"), k), action)...)
			}
		}
	}
	return changes
}

// changesIn returns the attributes that an action sets.
func changesIn(path string, action policy.Action) (changes []change) {
	if action.Type() != policy.ActionUpdate {
		return nil
	}
	set, _ := action["set"].(map[string]any)
	for _, field := range slices.Sorted(maps.Keys(set)) {
		changes = append(changes, change{strict.Key(strict.Key(path, "set"), field), field, set[field]})
	}
	return changes
}
