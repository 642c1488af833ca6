package lint

import (
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// A part is a condition, whole or a part of another.
type part struct {
	path string
	*policy.Condition
	parts []*part // of all, any or not

	// The value of a comparison, or those of in and not_in.
	value  value.Value
	values []value.Value
}

// newPart returns a condition with its parts.
func newPart(path string, c *policy.Condition) *part {
	p := &part{path: path, Condition: c}
	add := func(path string, c *policy.Condition) { p.parts = append(p.parts, newPart(path, c)) }
	switch {
	case c.Not != nil:
		add(strict.Key(path, "not"), c.Not)
	case c.All != nil:
		for i := range c.All {
			add(strict.Index(strict.Key(path, "all"), i), &c.All[i])
		}
	case c.Any != nil:
		for i := range c.Any {
			add(strict.Index(strict.Key(path, "any"), i), &c.Any[i])
		}
	default:
		if c.Op == policy.In || c.Op == policy.NotIn {
			_ = value.Each(c.Value, func(v value.Value) { p.values = append(p.values, v) }) // it was checked
		} else if c.Value != nil {
			p.value, _ = value.Of(c.Value)
		}
	}
	return p
}

// each calls yield with each comparison in p.
func (p *part) each(yield func(*part)) {
	if p.Field != "" {
		yield(p)
	}
	for _, c := range p.parts {
		c.each(yield)
	}
}

// A text is a text to which a comparison compares its field, or an element of one that is a
// list, and its path.
type text struct {
	path string
	text string
}

// texts returns the texts of a comparison that are whole values or elements of a field.
func (p *part) texts() (texts []text) {
	at := strict.Key(p.path, "value")
	switch p.Op {
	case policy.Eq, policy.Ne, policy.Contains:
		if p.value.Kind == value.Text {
			texts = append(texts, text{at, p.value.Text})
		}
	case policy.In, policy.NotIn:
		for i := range p.values {
			if p.values[i].Kind == value.Text {
				texts = append(texts, text{strict.Index(at, i), p.values[i].Text})
			}
		}
	case policy.ContainsAny, policy.ContainsAll:
		for i, s := range p.value.List {
			texts = append(texts, text{strict.Index(at, i), s})
		}
	}
	return texts
}
