package migrate

import (
	"strconv"
	"strings"

	"github.com/punctualgo/punctual/policy"
)

// zammadCondition converts a condition: either an object of comparisons by attribute, all
// of which must hold, or one with an operator and a list of conditions.
func (c *converter) zammadCondition(n node) policy.Condition {
	if list := n.at("conditions"); list.value != nil {
		n.rest("operator conditions", "")
		var parts []policy.Condition
		first, notes := c.unconverted, len(c.notes)
		for _, part := range list.list() {
			parts = append(parts, c.zammadCondition(part))
		}
		switch operator := n.at("operator").text(); {
		case operator == "AND":
			return policy.All(parts...)
		case operator == "OR":
			return policy.Any(parts...)
		case operator == "NOT" && c.unconverted > first: // it would hold where no attribute is set
			for ; c.unconverted > first; c.unconverted-- {
				delete(c.cfg.Fields, "unconverted_"+strconv.Itoa(c.unconverted))
			}
			c.notes = c.notes[:notes]
			return c.standIn(list, "the condition cannot be expressed: it negates one that cannot be expressed")
		case operator == "NOT":
			return policy.Not(policy.Any(parts...))
		}
		return c.standIn(n.at("operator"), "the condition cannot be expressed: the operator is none of AND, OR and NOT")
	}
	if name := n.at("name"); name.value != nil {
		return c.zammadComparison(n, name.text())
	}
	var parts []policy.Condition
	for _, name := range n.keys() {
		parts = append(parts, c.zammadComparison(n.at(name), name))
	}
	if len(parts) == 0 {
		return c.standIn(n, "the condition cannot be expressed: it compares nothing")
	}
	return *all(parts)
}

func (c *converter) zammadComparison(n node, name string) policy.Condition {
	n.rest("name operator value pre_condition range", "value_completion")
	operator, value := n.at("operator").text(), n.at("value")
	field := strings.TrimPrefix(name, "ticket.")
	typ := policy.FieldText
	if field == "tags" {
		typ = policy.FieldList
	}
	if err := c.field(field, typ); err != nil {
		return c.standIn(n, "the condition cannot be expressed: %v", err)
	}
	switch before := n.at("pre_condition"); {
	case !before.given(), before.text() == "specific":
	case before.text() == "not_set" && operator == "is":
		return policy.If(field, policy.Missing, nil)
	case before.text() == "not_set" && operator == "is not":
		return policy.If(field, policy.Exists, nil)
	default:
		return c.standIn(before, "the condition cannot be expressed: it compares with whoever looks at the ticket")
	}
	switch operator {
	case "is set", "set":
		return policy.If(field, policy.Exists, nil)
	case "not set":
		return policy.If(field, policy.Missing, nil)
	}
	unknown := func() policy.Condition {
		return c.standIn(n.at("operator"), "the condition cannot be expressed: there is no operator %q for %s", clean(operator), field)
	}
	texts, ok := value.texts()
	if !ok {
		return c.standIn(value, "the condition cannot be expressed: the value is not a text, a number or a list of these")
	}
	if field == "tags" {
		var tags []string
		for _, text := range texts {
			for tag := range strings.SplitSeq(text, ",") {
				if tag = strings.TrimSpace(tag); tag != "" {
					tags = append(tags, tag)
				}
			}
		}
		switch {
		case len(tags) == 0:
			return c.standIn(value, "the condition cannot be expressed: there is no tag")
		case operator == "contains all":
			return among(field, tags, true)
		case operator == "contains one":
			return among(field, tags, false)
		case operator == "contains all not":
			return policy.Not(among(field, tags, true))
		case operator == "contains one not":
			return policy.Not(among(field, tags, false))
		}
		return unknown()
	}
	switch operator {
	case "is", "is any of":
		return oneOf(field, texts, false)
	case "is not", "is none of":
		return oneOf(field, texts, true)
	case "contains":
		return c.textual(n, field, policy.Contains, texts)
	case "contains not":
		return policy.Not(c.textual(n, field, policy.Contains, texts))
	case "starts with", "starts with one of":
		return c.textual(n, field, policy.StartsWith, texts)
	case "ends with", "ends with one of":
		return c.textual(n, field, policy.EndsWith, texts)
	}
	return unknown()
}

// textual returns the condition that the text in a field has one of some parts. Zammad
// ignores case.
func (c *converter) textual(n node, field string, op policy.Op, texts []string) policy.Condition {
	n.note("write the texts as issues have them", "texts are compared exactly here, and upper and lower case are different")
	var parts []policy.Condition
	for _, text := range texts {
		parts = append(parts, policy.If(field, op, text))
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return policy.Any(parts...)
}
