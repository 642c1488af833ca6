package migrate

import (
	"strings"

	"github.com/punctualgo/punctual/policy"
)

// zendeskFields are fields of conditions that have other names as attributes here.
var zendeskFields = map[string]string{"current_tags": "tags", "ticket_type_id": "type", "type": "type"}

// zendeskTypes are the numbers by which conditions name types of tickets.
var zendeskTypes = map[string]string{"1": "question", "2": "incident", "3": "problem", "4": "task"}

// zendeskCondition converts a condition of a filter.
func (c *converter) zendeskCondition(n node) policy.Condition {
	n.rest("field operator value", "")
	name, operator, value := n.at("field").text(), n.at("operator").text(), n.at("value")
	field := name
	if other, ok := zendeskFields[name]; ok {
		field = other
	}
	typ := policy.FieldText
	if field == "tags" {
		typ = policy.FieldList
	}
	if err := c.field(field, typ); err != nil {
		return c.standIn(n.at("field"), "the condition cannot be expressed: %v", err)
	}
	if !value.given() {
		switch operator {
		case "is", "not_present":
			return policy.If(field, policy.Missing, nil)
		case "is_not", "present":
			return policy.If(field, policy.Exists, nil)
		}
		return c.standIn(n, "the condition cannot be expressed: it has no value")
	}
	texts, ok := value.texts()
	if !ok {
		return c.standIn(value, "the condition cannot be expressed: the value is not a text, a number or a list of these")
	}
	if field == "tags" {
		var tags []string
		for _, text := range texts {
			tags = append(tags, strings.Fields(text)...)
		}
		if len(tags) == 0 {
			return c.standIn(value, "the condition cannot be expressed: there is no tag")
		}
		switch operator {
		case "includes", "is":
			return among(field, tags, false)
		case "not_includes", "is_not":
			return policy.Not(among(field, tags, false))
		}
		return c.standIn(n.at("operator"), "the condition cannot be expressed: there is no operator %q for tags", clean(operator))
	}
	if field == "type" {
		for i, text := range texts {
			if word, ok := zendeskTypes[text]; ok {
				texts[i] = word
			}
		}
	}
	if _, number := value.number(); number && field != "type" && strings.HasPrefix(field, "custom_fields_") {
		value.note("set the attribute "+field+" as a text", "the number is compared as a text here")
	}
	switch operator {
	case "is", "includes":
		return oneOf(field, texts, false)
	case "is_not", "not_includes":
		return oneOf(field, texts, true)
	case "less_than", "less_than_equal", "greater_than", "greater_than_equal":
		order := map[string][]string{"priority": zendeskPriorities, "status": zendeskStatuses}[field]
		less, equal := strings.HasPrefix(operator, "less"), strings.HasSuffix(operator, "equal")
		if among, ok := below(order, texts[0], less, equal); ok && len(texts) == 1 && len(among) > 0 {
			return oneOf(field, among, false)
		}
	}
	return c.standIn(n.at("operator"), "the condition cannot be expressed: there is no operator %q for %s", clean(operator), field)
}
