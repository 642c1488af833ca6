package alert

import (
	"slices"

	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// Changes returns what an alert of type policy.ActionUpdate changes in an issue with the
// given attributes: the Set of an update event. Nil removes an attribute. Attributes
// that already have the value are omitted, so Changes is empty after the update was made.
// It is nil for an alert of another type.
//
// The add and remove of the action work on lists of texts, and on a text as a list of one.
// They leave attributes of other types alone.
//
// It takes time in proportion to the action and to the attributes that it names.
//
// Date the event at the instant at which the host makes the changes. The instant of the
// transition is too early: events apply before the thresholds of the same instant.
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
		v, _ := value.Of(x) // New has checked it; the zero value removes the attribute
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
			list = changed(field, list, policy.Action(part(field)).Texts(name))
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

// changed adds texts to a list that it owns, each once, or removes them, as the field says.
func changed(field string, list, texts []string) []string {
	has := make(map[string]bool)
	note := func(texts []string) {
		for _, s := range texts {
			has[s] = true
		}
	}
	if field == "remove" {
		note(texts)
		return slices.DeleteFunc(list, func(s string) bool { return has[s] })
	}
	note(list)
	for _, s := range texts {
		if !has[s] {
			has[s], list = true, append(list, s)
		}
	}
	return list
}

// same reports whether two values of an attribute are equal. Nil is absent.
func same(a, b any) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	v, err := value.Of(a)
	w, err2 := value.Of(b)
	return err == nil && err2 == nil && v.Equal(&w)
}
