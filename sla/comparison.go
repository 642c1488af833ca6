package sla

import (
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// A Comparison is one comparison of a condition, with the value it found and its result.
type Comparison struct {
	Field string    `json:"field"`
	Op    policy.Op `json:"op"`
	Want  any       `json:"want,omitempty"` // what the field is compared with
	Got   any       `json:"got"`            // the field's value; nil if it has none
	Holds bool      `json:"holds"`          // whether the comparison is true
}

// wanted returns what a comparison compares with, as results show it, or nil if with nothing.
func (n *node) wanted() any {
	switch {
	case n.values != nil:
		list := make([]any, len(n.values))
		for i := range n.values {
			list[i] = n.values[i].Plain()
		}
		return list
	case n.value.Kind != value.Absent:
		return n.value.Plain()
	}
	return nil
}
