package alert

import (
	"slices"

	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// Changes returns what an alert of type policy.ActionUpdate sets, for an issue with
// the attributes given: what an update event has as Set. Attributes that have the
// value already are left out; nil removes one. Texts are put into and taken from lists, of
// which a text is one of itself; other attributes stay as they are. It is empty for an
// alert of another type, and when an update is tried again after it was made.
//
// The event is of the instant at which the host makes the changes. That of the transition
// is too early: events of one instant come ahead of the thresholds that are reached then.
func (a *Alert) Changes(attributes map[string]any) map[string]any {
	if a.Type != policy.ActionUpdate {
		return nil
	}
	part := func(field string) map[string]any {
		values, _ := a.Action[field].(map[string]any)
		return values
	}
	becomes := make(map[string]any)
	for name, x := range part("set") {
		v, _ := value.Of(x) // it was checked; absent where one is removed
		becomes[name] = v.Plain()
	}
	for _, field := range []string{"add", "remove"} {
		for name := range part(field) {
			x, given := becomes[name]
			if !given {
				x = attributes[name]
			}
			v, err := value.Of(x)
			var list []string
			switch {
			case x == nil:
			case err == nil && v.Kind == value.Text:
				list = []string{v.Text}
			case err == nil && v.Kind == value.List:
				list = slices.Clone(v.List)
			default:
				continue
			}
			for _, s := range policy.Action(part(field)).Texts(name) {
				if field == "remove" {
					list = slices.DeleteFunc(list, func(t string) bool { return t == s })
				} else if !slices.Contains(list, s) {
					list = append(list, s)
				}
			}
			if len(list) > 0 || x != nil {
				becomes[name] = list
			}
		}
	}
	for name, x := range becomes {
		if same(attributes[name], x) {
			delete(becomes, name)
		}
	}
	return becomes
}

func same(a, b any) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	v, err := value.Of(a)
	w, err2 := value.Of(b)
	return err == nil && err2 == nil && v.Equal(&w)
}
