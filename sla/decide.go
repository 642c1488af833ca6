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
	found bool  // the comparison holds
	got   value.Value
}

// decide returns whether a condition holds on the fields, as [fold.holds] does, and because
// of what.
func (f *fold) decide(c *condition) decision {
	if len(c.nodes) == 0 {
		return decision{holds: true}
	}
	return f.decideAt(c, 0)
}

// decideAt is decide for a node of a condition.
func (f *fold) decideAt(c *condition, i int) (d decision) {
	n := &c.nodes[i]
	switch n.form {
	case comparison:
		found := f.compare(n)
		return decision{found, n, found, f.fields.values[n.slot]}
	case not:
		d = f.decideAt(c, i+1)
		d.holds = !d.holds
		return d
	}
	// The first part that is enough; where none is, each is needed.
	d.holds = n.form == all
	for k := i + 1; k < n.end; k = c.nodes[k].end {
		part := f.decideAt(c, k)
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
	c := &Comparison{Field: p.fieldNames[d.node.slot], Got: d.got.Plain(), Holds: d.found}
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
