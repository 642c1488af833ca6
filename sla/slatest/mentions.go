package slatest

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/policy"
)

// Mentions are what a configuration names in its conditions, choices, targets and schedules.
type mentions struct {
	fields        map[string][]any // attributes that it reads or declares, with values
	instantFields []string         // those that should have an instant
	customs       []string         // custom events
	zones         []string
	instants      []time.Time // dates of schedules, bounds of policies
}

// mentionsOf reads the JSON form of a configuration, in which conditions, choices and targets
// look the same wherever they stand.
func mentionsOf(config *policy.Config) mentions {
	m := mentions{fields: make(map[string][]any)}
	var doc any
	if err := json.Unmarshal([]byte(document(config)), &doc); err != nil {
		panic(err) // a valid configuration marshals
	}
	m.walk(doc)
	for name, field := range config.Fields {
		m.declare(name, field)
	}
	return m
}

func (m *mentions) walk(v any) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			m.walk(e)
		}
	case map[string]any:
		m.object(v)
		for key, e := range v {
			m.instant(key)
			m.walk(e)
		}
	case string:
		m.text(v)
	}
}

// object reads a comparison, a choice, a target until a field, or a schedule.
func (m *mentions) object(o map[string]any) {
	if field, ok := o["field"].(string); ok {
		op, _ := o["op"].(string)
		m.comparison(field, policy.Op(op), o["value"])
	}
	if field, ok := o["by"].(string); ok {
		m.value(field)
		values, _ := o["values"].(map[string]any)
		for text := range values {
			m.value(field, text)
		}
	}
	if field, ok := o["until"].(string); ok && !isInstant(field) && !isDate(field) {
		m.instantField(field)
	}
	if zone, ok := o["time_zone"].(string); ok && !slices.Contains(m.zones, zone) {
		m.zones = append(m.zones, zone)
	}
}

// comparison notes values on both sides of a comparison.
func (m *mentions) comparison(field string, op policy.Op, value any) {
	switch op {
	case policy.InHours, policy.NotInHours, policy.Before, policy.After:
		m.instantField(field)
		if op == policy.Before || op == policy.After {
			m.value(field, value)
		}
	case policy.Exists, policy.Missing, policy.Matches:
		m.value(field)
	case policy.ContainsAny, policy.ContainsAll:
		list, _ := value.([]any)
		m.value(field, []any{}, list)
		for _, e := range list {
			m.value(field, []any{e})
		}
	case policy.In, policy.NotIn:
		list, _ := value.([]any)
		m.value(field, list...)
	default:
		m.value(field, value)
		if n, ok := value.(float64); ok {
			m.value(field, n-1, n+1)
		}
	}
}

// value notes a field with values.
func (m *mentions) value(field string, values ...any) {
	if policy.IsComputed(field) || strings.HasPrefix(field, "event.") || field == "status" {
		return
	}
	known := m.fields[field]
	for _, v := range values {
		if !slices.ContainsFunc(known, func(k any) bool { return document(k) == document(v) }) {
			known = append(known, v)
		}
	}
	m.fields[field] = known
}

func (m *mentions) instantField(field string) {
	m.value(field)
	if _, ok := m.fields[field]; ok && !slices.Contains(m.instantFields, field) {
		m.instantFields = append(m.instantFields, field)
	}
}

// declare notes a declared field. It forgets what conditions compare with a part of its values.
func (m *mentions) declare(name string, field policy.Field) {
	m.value(name)
	if known, ok := m.fields[name]; ok {
		m.fields[name] = slices.DeleteFunc(known, func(v any) bool { return !mayHave(field, v) })
	}
	switch field.Type {
	case policy.FieldInstant:
		m.instantField(name)
	case policy.FieldBoolean:
		m.value(name, false, true)
	case policy.FieldNumber:
		m.value(name, 0.0, 1.0)
	case policy.FieldList:
		m.value(name, []any{})
		for _, s := range field.Values {
			m.value(name, []any{s})
		}
	default:
		for _, s := range field.Values {
			m.value(name, s)
		}
	}
}

// mayHave reports whether a declared field may have a value.
func mayHave(field policy.Field, v any) bool {
	switch field.Type {
	case policy.FieldList:
		list, ok := v.([]any)
		return ok && !slices.ContainsFunc(list, func(e any) bool { return !mayHave(policy.Field{Values: field.Values}, e) })
	case policy.FieldInstant, policy.FieldBoolean, policy.FieldNumber:
		return true // comparisons are with whole values
	}
	s, ok := v.(string)
	return ok && (len(field.Values) == 0 || slices.Contains(field.Values, s))
}

// text reads a trigger or an instant.
func (m *mentions) text(s string) {
	if name, ok := strings.CutPrefix(s, "custom:"); ok && !slices.Contains(m.customs, name) {
		m.customs = append(m.customs, name)
	}
	if field, ok := strings.CutPrefix(s, "set:"); ok {
		m.value(field)
	}
	m.instant(s)
}

func (m *mentions) instant(s string) {
	for _, layout := range []string{time.DateOnly, time.RFC3339Nano} {
		if at, err := time.Parse(layout, s); err == nil {
			m.instants = append(m.instants, at.UTC())
		}
	}
}
