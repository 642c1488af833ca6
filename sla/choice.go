package sla

import "github.com/punctualgo/punctual/internal/value"

// A choice is a compiled policy.Choice: a value, or one picked by the text in a field.
type choice[T any] struct {
	by        int // the slot of the field; -1: always value
	value     T
	values    lookup[*choice[T]]
	otherwise *choice[T] // for all other texts; nil picks nothing
}

// pick returns the value for some fields, or zero if there is none.
func (c *choice[T]) pick(fields []value.Value) T {
	if c.by < 0 {
		return c.value
	}
	return c.pickBy(fields)
}

// pickBy is pick for a choice by a field.
func (c *choice[T]) pickBy(fields []value.Value) T {
	for c.by >= 0 {
		if c = c.next(&fields[c.by]); c == nil {
			var none T
			return none
		}
	}
	return c.value
}

// next returns the choice for a field, or nil if there is none.
func (c *choice[T]) next(field *value.Value) *choice[T] {
	if field.Kind == value.Text {
		if v, ok := c.values.find(field.Text); ok {
			return v
		}
	}
	return c.otherwise
}

// A pick is how a choice was made: by the value of a field.
type pick struct {
	what      string // what was chosen: "target", "within" or "schedule"
	slot      int
	value     value.Value
	byDefault bool // the value has no choice of its own
}

// pickFor appends how a choice is made for some fields, each of its choices in turn.
func (c *choice[T]) pickFor(picks []pick, what string, fields []value.Value) []pick {
	for c != nil && c.by >= 0 {
		v := fields[c.by]
		_, ok := c.values.find(v.Text)
		picks = append(picks, pick{what, c.by, v, v.Kind != value.Text || !ok})
		c = c.next(&v)
	}
	return picks
}
