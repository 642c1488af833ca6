package configdiff

import (
	"fmt"
	"strings"

	"github.com/punctualgo/punctual/policy"
)

// conditionText returns a condition in a line: "customer.tier in gold, platinum and not
// (channel missing)". Nil is a condition that always holds.
func conditionText(c *policy.Condition) string {
	switch {
	case c == nil:
		return "always"
	case c.All != nil:
		return joined(c.All, " and ")
	case c.Any != nil:
		return joined(c.Any, " or ")
	case c.Not != nil:
		return "not (" + conditionText(c.Not) + ")"
	case c.Value == nil:
		return c.Field + " " + words(string(c.Op))
	}
	return c.Field + " " + words(string(c.Op)) + " " + valueText(c.Value)
}

// joined joins conditions, with those that are joined themselves in parentheses.
func joined(list []policy.Condition, with string) string {
	parts := make([]string, len(list))
	for i := range list {
		c := unwrapped(&list[i])
		parts[i] = conditionText(c)
		if len(list) > 1 && (len(c.All) > 1 || len(c.Any) > 1) {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return strings.Join(parts, with)
}

// unwrapped returns the condition in a group of one.
func unwrapped(c *policy.Condition) *policy.Condition {
	for {
		switch {
		case len(c.All) == 1:
			c = &c.All[0]
		case len(c.Any) == 1:
			c = &c.Any[0]
		default:
			return c
		}
	}
}

// valueText returns a value to compare with.
func valueText(v any) string {
	switch v := v.(type) {
	case string:
		return jsonText(v)
	case []string:
		parts := make([]string, len(v))
		for i, s := range v {
			parts[i] = jsonText(s)
		}
		return strings.Join(parts, ", ")
	}
	return fmt.Sprint(v)
}
