package alert

import (
	"slices"

	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// Changes returns what an alert of type policy.ActionUpdate sets, for an issue with
// the attributes given: what an update event has as Set. Attributes that have the
// value already are left out; nil removes one. It is empty for an alert of another
// type, and when an update is tried again after it was made.
func (a *Alert) Changes(attributes map[string]any) map[string]any {
	if a.Type != policy.ActionUpdate {
		return nil
	}
	changes := make(map[string]any)
	part := func(field string) map[string]any {
		values, _ := a.Action[field].(map[string]any)
		return values
	}
	for name, x := range part("set") {
		if !same(attributes[name], x) {
			changes[name] = plain(x)
		}
	}
	for _, field := range []string{"add", "remove"} {
		for name := range part(field) {
			now, given := changes[name]
			if !given {
				now = attributes[name]
			}
			was := policy.Action{"x": now}.Texts("x")
			list := slices.Clone(was)
			for _, s := range policy.Action(part(field)).Texts(name) {
				i := slices.Index(list, s)
				switch {
				case field == "add" && i < 0:
					list = append(list, s)
				case field == "remove" && i >= 0:
					list = slices.Delete(list, i, i+1)
				}
			}
			if !slices.Equal(list, was) {
				changes[name] = list
			}
		}
	}
	return changes
}

// plain returns an attribute of an action as one of an issue.
func plain(x any) any {
	v, err := value.Of(x)
	switch {
	case x == nil || err != nil:
		return nil
	case v.Kind == value.Number:
		return v.Number
	case v.Kind == value.List:
		return slices.Clone(v.List)
	}
	return x
}

func same(a, b any) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	v, err := value.Of(a)
	w, err2 := value.Of(b)
	return err == nil && err2 == nil && v.Equal(&w)
}
