package migrate

import (
	"fmt"
	"slices"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
)

// field declares the attribute that a field of the source becomes. It returns an error if
// no attribute can have the name.
func (c *converter) field(name string, typ policy.FieldType) error {
	if err := strict.CheckField(name); err != nil {
		return err
	}
	if policy.IsComputed(name) {
		return fmt.Errorf("%s is computed here, and not an attribute", strict.Quote(name))
	}
	if f, ok := c.cfg.Fields[name]; ok && f.Type != typ {
		return fmt.Errorf("%s is used as a %s, too", strict.Quote(name), f.Type)
	}
	c.declare(name, typ)
	return nil
}

// oneOf returns the condition that a field is one of some texts, or none of them.
func oneOf(field string, texts []string, not bool) policy.Condition {
	switch {
	case len(texts) == 1 && not:
		return policy.If(field, policy.Ne, texts[0])
	case len(texts) == 1:
		return policy.If(field, policy.Eq, texts[0])
	case not:
		return policy.If(field, policy.NotIn, texts)
	}
	return policy.If(field, policy.In, texts)
}

// among returns the condition that a list has one of some texts, or all of them.
func among(field string, texts []string, every bool) policy.Condition {
	switch {
	case len(texts) == 1:
		return policy.If(field, policy.Contains, texts[0])
	case every:
		return policy.If(field, policy.ContainsAll, texts)
	}
	return policy.If(field, policy.ContainsAny, texts)
}

// below returns the elements of a list in order that stand before or behind one of them,
// and that one as well if it is included.
func below(order []string, text string, before, included bool) (texts []string, ok bool) {
	at := slices.Index(order, text)
	if at < 0 {
		return nil, false
	}
	for i, s := range order {
		if i == at && included || i != at && (i < at) == before {
			texts = append(texts, s)
		}
	}
	return texts, true
}
