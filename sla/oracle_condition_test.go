package sla_test

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/policy"
)

// normal gives a value one of four types: string, float64, bool and []string.
func normal(v any) any {
	switch v := v.(type) {
	case int:
		return float64(v)
	case []any:
		list := []string{}
		for _, e := range v {
			list = append(list, e.(string))
		}
		return list
	}
	return v
}

func equal(a, b any) bool {
	a, b = normal(a), normal(b)
	if la, ok := a.([]string); ok {
		lb, ok := b.([]string)
		return ok && slices.Equal(la, lb)
	}
	return reflect.DeepEqual(a, b)
}

// anInstant is the instant that a field is, if it is one.
func anInstant(v any) (time.Time, bool) {
	text, _ := v.(string)
	at, err := time.Parse(time.RFC3339Nano, text)
	return at.UTC(), err == nil
}

// holds is conditions.
func (o *oracle) holds(c *policy.Condition, fields map[string]any) bool {
	switch {
	case c == nil:
		return true
	case c.All != nil:
		for _, part := range c.All {
			if !o.holds(&part, fields) {
				return false
			}
		}
		return true
	case c.Any != nil:
		for _, part := range c.Any {
			if o.holds(&part, fields) {
				return true
			}
		}
		return false
	case c.Not != nil:
		return !o.holds(c.Not, fields)
	}
	o.note("condition: " + string(c.Op))
	field, want := normal(fields[c.Field]), c.Value
	if number, ok := want.(int); ok {
		want = float64(number)
	}
	among := func() bool {
		list := reflect.ValueOf(c.Value)
		for i := range list.Len() {
			if equal(field, list.Index(i).Interface()) {
				return true
			}
		}
		return false
	}
	switch c.Op {
	case policy.Exists:
		return field != nil
	case policy.Missing:
		return field == nil
	case policy.Eq:
		return equal(field, want)
	case policy.Ne:
		return !equal(field, want)
	case policy.In:
		return among()
	case policy.NotIn:
		return !among()
	}
	switch field := field.(type) {
	case []string:
		switch c.Op {
		case policy.Contains:
			return slices.Contains(field, want.(string))
		case policy.ContainsAny:
			return slices.ContainsFunc(want.([]string), func(s string) bool { return slices.Contains(field, s) })
		case policy.ContainsAll:
			return !slices.ContainsFunc(want.([]string), func(s string) bool { return !slices.Contains(field, s) })
		}
	case float64:
		switch c.Op {
		case policy.Gt:
			return field > want.(float64)
		case policy.Gte:
			return field >= want.(float64)
		case policy.Lt:
			return field < want.(float64)
		case policy.Lte:
			return field <= want.(float64)
		}
	case string:
		switch c.Op {
		case policy.Contains:
			return strings.Contains(field, want.(string))
		case policy.StartsWith:
			return strings.HasPrefix(field, want.(string))
		case policy.EndsWith:
			return strings.HasSuffix(field, want.(string))
		case policy.Matches:
			return regexp.MustCompile(want.(string)).MatchString(field)
		}
		at, ok := anInstant(field)
		if !ok {
			return false
		}
		switch c.Op {
		case policy.Before, policy.After:
			limit := instant(want.(string))
			return c.Op == policy.Before && at.Before(limit) || c.Op == policy.After && at.After(limit)
		case policy.InHours:
			return o.calendar(want.(string)).open(at)
		case policy.NotInHours:
			return !o.calendar(want.(string)).open(at)
		}
	}
	return false
}

// fires reports whether one of triggers fires at m.
func (o *oracle) fires(triggers []policy.Trigger, m *moment) bool {
	for _, t := range triggers {
		if slices.Contains(m.fired, t.On) && o.holds(t.If, m.fields) {
			kind, _, _ := strings.Cut(t.On, ":")
			o.note("trigger: " + kind)
			return true
		}
	}
	return false
}
