package lint

import (
	"maps"
	"slices"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
)

var noDefault = check{
	Rule: Rule{"no-default", Warning, `A choice without a default that lacks a value which the configuration uses for its field elsewhere, ` +
		`in another choice, in "eq" or in "in": issues with that value have no target. ` +
		`Not if the "when" of its policy, by itself or in its "all", limits the field by "eq" or "in" to values that the choice has. At the choice, once for all values.`},
	run: func(p *pass) {
		used := make(map[string]map[string]bool) // values by field
		use := func(field, text string) {
			if used[field] == nil {
				used[field] = make(map[string]bool)
			}
			used[field][text] = true
		}
		for _, c := range p.choices {
			for _, key := range c.keys {
				if key != "*" { // which another rule reports
					use(c.by, key)
				}
			}
		}
		for _, c := range p.comparisons {
			if c.Op == policy.Eq || c.Op == policy.In {
				for _, t := range c.texts() {
					use(c.Field, t.text)
				}
			}
		}
		ordered := make(map[string][]string)
		for field, values := range used {
			ordered[field] = slices.Sorted(maps.Keys(values))
		}
		for _, c := range p.choices {
			if c.hasDefault {
				continue
			}
			var lacking []string
			limited, only := c.limit()
			for _, text := range ordered[c.by] {
				if _, ok := slices.BinarySearch(c.keys, text); !ok && (!limited || slices.Contains(only, text)) {
					lacking = append(lacking, text)
				}
			}
			if len(lacking) > 0 {
				p.reportf(c.path, "add a default, or these values",
					"gives nothing for other values of %s, and %s used elsewhere", c.by, quoted(lacking)+isAre(lacking))
			}
		}
	},
}

func isAre(list []string) string {
	if len(list) == 1 {
		return " is"
	}
	return " are"
}

// limit returns the values to which the condition of its policy limits the field of a
// choice, if it does.
func (c *choice) limit() (limited bool, only []string) {
	if c.policy == nil || c.policy.When == nil {
		return false, nil
	}
	when := c.policy.When
	parts := when.All
	if parts == nil {
		parts = []policy.Condition{*when}
	}
	for i := range parts {
		part := &parts[i]
		if part.Field != c.by || part.Op != policy.Eq && part.Op != policy.In {
			continue
		}
		var texts []string
		for _, t := range newPart("", part).texts() {
			if !limited || slices.Contains(only, t.text) {
				texts = append(texts, t.text)
			}
		}
		limited, only = true, texts
	}
	return limited, only
}

var starValue = check{
	Rule: Rule{"star-value", Warning, `A choice with the value "*", which stands for the text "*" and not for all others. At the value.`},
	run: func(p *pass) {
		for _, c := range p.choices {
			if slices.Contains(c.keys, "*") {
				p.reportf(strict.Key(strict.Key(c.path, "values"), "*"), `write it as "default", beside "values"`,
					`stands for the text "*" in %s, not for all other values`, c.by)
			}
		}
	},
}
