package policy

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/threshold"
	"github.com/punctualgo/punctual/internal/value"
)

// namedEscalations checks the lists of steps of the configuration, and notes their names.
func (v *validator) namedEscalations() {
	lists := v.config.Escalations
	v.lists = slices.Sorted(maps.Keys(lists))
	if !v.atMost("escalations", "named escalations", len(lists), MaxNamedEscalations) {
		return
	}
	for _, name := range v.lists {
		path := strict.Key("escalations", name)
		v.name(path, name)
		if lists[name] == nil { // which has no JSON form
			v.Add(path, "is nil; an empty list has no steps")
		}
		v.stepList(path, lists[name], 3)
	}
}

// escalations checks the escalations of a policy or target, whose list, if it has one, is
// as deep in a document as given.
func (v *validator) escalations(path string, e *Escalations, depth int) {
	switch {
	case e.Name == "":
		v.stepList(path, e.Steps, depth)
	case e.Steps != nil:
		v.Add(path, "has both a list of steps and the name of one")
	default:
		if _, ok := slices.BinarySearch(v.lists, e.Name); !ok {
			v.Add(path, "%w", unknown("escalations", "escalations", e.Name, v.lists))
		}
	}
}

// stepList checks a list of steps, which is as deep in a document as given.
func (v *validator) stepList(path string, steps []Escalation, depth int) {
	if !v.atMost(path, "escalation steps", len(steps), MaxEscalations) {
		return
	}
	v.steps += len(steps)
	for i := range steps {
		v.step(strict.Index(path, i), &steps[i], depth+1)
	}
}

func (v *validator) step(path string, e *Escalation, depth int) {
	_, err := threshold.Parse(e.At)
	v.add(strict.Key(path, "at"), err)
	if e.Name != "" {
		v.name(strict.Key(path, "name"), e.Name)
	}
	switch {
	case e.Every == 0 && e.Times == 0:
	case e.Every == 0:
		v.Add(path, "has times without every")
	case e.Times == 0:
		v.Add(path, "has every without times, from 1 to %d", MaxTimes)
	case e.Every < 0 || e.Every > MaxAllowance:
		v.Add(strict.Key(path, "every"), "must be more than 0s and at most %s, got %v", maxAllowanceText, e.Every)
	case e.Times < 0 || e.Times > MaxTimes:
		v.Add(strict.Key(path, "times"), "must be from 1 to %d, got %d", MaxTimes, e.Times)
	}
	do := strict.Key(path, "do")
	v.actions += len(e.Do)
	if !v.atMost(do, "actions", len(e.Do), MaxList) {
		return
	}
	for i, action := range e.Do {
		v.action(strict.Index(do, i), action, depth+2)
	}
}

// action checks an action, which is as deep in a document as given.
func (v *validator) action(path string, a Action, depth int) {
	if a == nil {
		v.Add(path, "is null")
	} else if text, err := v.json(map[string]any(a), depth); err != nil {
		v.Add(path, "%w", err)
	} else if text > MaxActionText {
		v.Add(path, "has texts of %d bytes, which is more than %d", text, MaxActionText)
	} else {
		v.knownAction(path, a)
	}
}

// json checks that a part of an action, which is as deep in a document as given, is
// a value of JSON. It returns how many bytes its names and texts have.
func (v *validator) json(part any, depth int) (text int, err error) {
	switch part := part.(type) {
	case map[string]any:
		return v.jsonObject(part, depth)
	case []any:
		if depth > MaxNesting {
			return 0, errTooDeep
		}
		if len(part) > MaxList {
			return 0, fmt.Errorf("list of %d is longer than %d", len(part), MaxList)
		}
		v.actionValues += len(part)
		for _, element := range part {
			n, err := v.json(element, depth+1)
			if err != nil {
				return 0, err
			}
			text += n
		}
	case string:
		if !utf8.ValidString(part) {
			return 0, fmt.Errorf("is not valid UTF-8")
		}
		text = len(part)
	case json.Number:
		text = len(part)
	case bool, nil:
	default:
		if _, err := value.Of(part); err != nil {
			return 0, fmt.Errorf("%T is not a value of JSON", part)
		}
	}
	return text, nil
}

// jsonObject is json for an object. Of several problems it returns that of the first name.
func (v *validator) jsonObject(object map[string]any, depth int) (text int, err error) {
	if depth > MaxNesting {
		return 0, errTooDeep
	}
	if len(object) > MaxList {
		return 0, fmt.Errorf("object of %d fields is larger than %d", len(object), MaxList)
	}
	v.actionValues += len(object)
	first, problem := "", error(nil)
	for name, value := range object {
		n, err := v.json(value, depth+1)
		if err != nil && (problem == nil || name < first) {
			first, problem = name, err
		}
		text += len(name) + n
	}
	if problem != nil {
		return 0, fmt.Errorf("%s: %w", strict.Quote(first), problem)
	}
	return text, nil
}
