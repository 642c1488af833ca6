package sla

import "github.com/punctualgo/punctual/internal/value"

// A choice is a compiled policy.Choice: either a value, or one choice for each text that a field
// may have.
type choice[T any] struct {
	by        int // the slot of the field, or -1 for a plain value
	value     T
	values    lookup[*choice[T]]
	otherwise *choice[T] // for all other values of the field; nil picks nothing
}

// pick returns the value for the given fields, or zero if there is none.
func (c *choice[T]) pick(fields []value.Value) T {
	if c.by < 0 {
		return c.value
	}
	return c.pickBy(fields)
}

// pickBy is pick for choices by a field.
func (c *choice[T]) pickBy(fields []value.Value) T {
	for c.by >= 0 {
		if c = c.next(&fields[c.by]); c == nil {
			var none T
			return none
		}
	}
	return c.value
}

// next returns the choice for a value of the field, or nil if there is none.
func (c *choice[T]) next(field *value.Value) *choice[T] {
	if field.Kind == value.Text {
		if v, ok := c.values.find(field.Text); ok {
			return v
		}
	}
	return c.otherwise
}

// A pick records how one choice was made: by which value of which field.
type pick struct {
	what      string // what was chosen: "target", "within" or "schedule"
	slot      int
	value     value.Value
	byDefault bool // the value is not listed
}

// pickFor appends to picks how c is made for the given fields, from the outermost choice to the
// innermost.
func (c *choice[T]) pickFor(picks []pick, what string, fields []value.Value) []pick {
	for c != nil && c.by >= 0 {
		v := fields[c.by]
		_, ok := c.values.find(v.Text)
		picks = append(picks, pick{what, c.by, v, v.Kind != value.Text || !ok})
		c = c.next(&v)
	}
	return picks
}
