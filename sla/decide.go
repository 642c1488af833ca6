package sla

import (
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// A decision is whether a condition holds, and the one comparison that decides it: of
// parts of which one is enough the first that decides, of others the first.
type decision struct {
	holds bool
	node  *node // nil for no condition, or one without comparisons
	got   value.Value
}

// decide returns whether c holds on the fields, as [condition.holds] does, and because of
// what.
func (c *condition) decide(fields []value.Value) decision {
	if len(c.nodes) == 0 {
		return decision{holds: true}
	}
	return c.decideAt(0, fields)
}

// decideAt is decide for a node of c.
func (c *condition) decideAt(i int, fields []value.Value) (d decision) {
	n := &c.nodes[i]
	switch n.form {
	case comparison:
		v := &fields[n.slot]
		return decision{n.holds(v), n, *v}
	case not:
		d = c.decideAt(i+1, fields)
		d.holds = !d.holds
		return d
	}
	// The first part that is enough; where none is, each is needed.
	d.holds = n.form == all
	for k := i + 1; k < n.end; k = c.nodes[k].end {
		part := c.decideAt(k, fields)
		if part.holds != d.holds {
			return part
		}
		if k == i+1 {
			d = part
		}
	}
	return d
}

// same reports whether two decisions of one condition are for the same reason.
func (d *decision) same(e *decision) bool {
	return d.holds == e.holds && d.node == e.node && d.got.Equal(&e.got)
}

// A Comparison is one comparison of a condition, and what it found.
type Comparison struct {
	Field string    `json:"field"`
	Op    policy.Op `json:"op"`
	Want  any       `json:"want,omitempty"` // what it is compared with
	Got   any       `json:"got"`            // the field's value; nil if it is absent
	Holds bool      `json:"holds"`
}

// explain returns the comparison that made a decision, or nil.
func (p *program) explain(d decision) *Comparison {
	if d.node == nil {
		return nil
	}
	c := &Comparison{Field: p.fieldNames[d.node.slot], Got: d.got.Plain(), Holds: d.node.holds(&d.got)}
	c.Op = opNames[d.node.op]
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
