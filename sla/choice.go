package sla

import "github.com/punctualgo/punctual/internal/value"

// A choice is a compiled policy.Choice: a value, or one picked by the text in a field.
type choice[T comparable] struct {
	value  T   // the value, or the default
	by     int // the slot of the field; -1: always the value
	values lookup[T]
	all    []T // the values that it may pick
}

// pick returns the value for some fields, or zero if there is none.
func (c *choice[T]) pick(fields []value.Value) T {
	if c.by < 0 {
		return c.value
	}
	return c.pickBy(&fields[c.by])
}

// pickBy returns the value for a field.
func (c *choice[T]) pickBy(field *value.Value) T {
	if field.Kind == value.Text {
		if v, ok := c.values.find(field.Text); ok {
			return v
		}
	}
	return c.value
}

// A pick is how a choice was made: by the value of a field.
type pick struct {
	what      string // what was chosen: "within" or "schedule"
	slot      int
	value     value.Value
	byDefault bool // the value has no choice of its own
}

// pickFor appends how a choice is made for some fields, if there is one to make.
func (c *choice[T]) pickFor(picks []pick, what string, fields []value.Value) []pick {
	if c.by < 0 {
		return picks
	}
	v := fields[c.by]
	_, ok := c.values.find(v.Text)
	return append(picks, pick{what, c.by, v, v.Kind != value.Text || !ok})
}
