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

// comparison returns the comparison that decided, or nil if none did.
func (p *program) comparison(d decision) *Comparison {
	if d.node == nil {
		return nil
	}
	c := &Comparison{Field: p.fieldNames[d.node.slot], Op: opNames[d.node.op], Got: d.got.Plain(), Holds: d.found}
	switch {
	case d.node.values != nil:
		list := make([]any, len(d.node.values))
		for i := range d.node.values {
			list[i] = d.node.values[i].Plain()
		}
		c.Want = list
	case d.node.value.Kind != value.Absent:
		c.Want = d.node.value.Plain()
	}
	return c
}
