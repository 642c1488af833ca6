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
	case string, bool, float64, []string, nil:
		return v
	case []any:
		list := []string{}
		for _, e := range v {
			list = append(list, e.(string))
		}
		return list
	}
	if r := reflect.ValueOf(v); r.Kind() != reflect.String {
		return r.Convert(reflect.TypeFor[float64]()).Float()
	}
	return reflect.ValueOf(v).String() // of a type of texts
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

// among reports whether a value is one of a list.
func among(v, list any) bool {
	elements := reflect.ValueOf(list)
	for i := range elements.Len() {
		if equal(v, elements.Index(i).Interface()) {
			return true
		}
	}
	return false
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
	if c.Op != policy.In && c.Op != policy.NotIn {
		want = normal(want)
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
		return among(field, c.Value)
	case policy.NotIn:
		return !among(field, c.Value)
	}
	switch field := field.(type) {
	case []string:
		return holdsOfList(c.Op, field, want)
	case float64:
		limit, ok := want.(float64)
		return ok && holdsOfNumber(c.Op, field, limit)
	case string:
		text, ok := want.(string)
		return ok && o.holdsOfText(c.Op, field, text)
	}
	return false
}

func holdsOfList(op policy.Op, field []string, want any) bool {
	has := func(s string) bool { return slices.Contains(field, s) }
	hasNot := func(s string) bool { return !slices.Contains(field, s) }
	switch op {
	case policy.Contains:
		return has(want.(string))
	case policy.ContainsAny:
		return slices.ContainsFunc(want.([]string), has)
	case policy.ContainsAll:
		return !slices.ContainsFunc(want.([]string), hasNot)
	}
	return false
}

func holdsOfNumber(op policy.Op, field, want float64) bool {
	switch op {
	case policy.Gt:
		return field > want
	case policy.Gte:
		return field >= want
	case policy.Lt:
		return field < want
	case policy.Lte:
		return field <= want
	}
	return false
}

func (o *oracle) holdsOfText(op policy.Op, field, want string) bool {
	switch op {
	case policy.Contains:
		return strings.Contains(field, want)
	case policy.StartsWith:
		return strings.HasPrefix(field, want)
	case policy.EndsWith:
		return strings.HasSuffix(field, want)
	case policy.Matches:
		return regexp.MustCompile(want).MatchString(field)
	}
	at, ok := anInstant(field)
	switch {
	case !ok:
		return false
	case op == policy.Before:
		return at.Before(instant(want))
	case op == policy.After:
		return at.After(instant(want))
	case op == policy.InHours:
		return o.calendar(want).open(at)
	case op == policy.NotInHours:
		return !o.calendar(want).open(at)
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
