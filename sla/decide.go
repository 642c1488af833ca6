package sla

import "github.com/punctualgo/punctual/internal/value"

// A decision is the result of a condition, and the one comparison that decided it: the first
// part that was sufficient, or the first part if all were needed.
type decision struct {
	result bool
	node   *node // nil if no comparison was made
	found  bool  // whether the comparison is true
	got    value.Value
}

// decide returns the result of a condition, like holds, and what decided it.
func (f *fields) decide(c *condition) decision {
	if len(c.nodes) == 0 {
		return decision{result: true}
	}
	return f.decideAt(c, 0)
}

// decideAt is decide for node i of a condition.
func (f *fields) decideAt(c *condition, i int) (d decision) {
	n := &c.nodes[i]
	switch n.form {
	case comparison:
		found := f.compare(n)
		return decision{found, n, found, f.values[n.slot]}
	case not:
		d = f.decideAt(c, i+1)
		d.result = !d.result
		return d
	}
	d.result = n.form == all
	for k := i + 1; k < n.end; k = c.nodes[k].end {
		part := f.decideAt(c, k)
		if part.result != d.result {
			return part
		}
		if k == i+1 {
			d = part
		}
	}
	return d
}

// same reports whether two decisions about one condition have the same reason.
func (d *decision) same(e *decision) bool {
	return d.result == e.result && d.node == e.node && d.got.Equal(&e.got)
}

// failed returns how many comparisons of node i of a condition would have to come out otherwise
// for the node to have the result want: 0 if it has.
func (f *fields) failed(c *condition, i int, want bool) int {
	n := &c.nodes[i]
	switch n.form {
	case comparison:
		if f.compare(n) == want {
			return 0
		}
		return 1
	case not:
		return f.failed(c, i+1, !want)
	}
	every := (n.form == all) == want // all parts must have the result
	sum, least := 0, 0
	for k := i + 1; k < n.end; k = c.nodes[k].end {
		part := f.failed(c, k, want)
		sum += part
		if k == i+1 {
			least = part
		}
		least = min(least, part)
	}
	if every {
		return sum
	}
	return least
}
