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
		limits := make(map[limitKey][]string)
		for _, c := range p.choices {
			if c.hasDefault {
				continue
			}
			texts := ordered[c.by]
			if c.policy != nil && c.policy.When != nil {
				key := limitKey{c.policy, c.by}
				if _, known := limits[key]; !known {
					limits[key] = c.policy.limit(c.by, texts)
				}
				texts = limits[key]
			}
			var lacking []string
			for _, text := range texts {
				if _, ok := slices.BinarySearch(c.keys, text); !ok {
					lacking = append(lacking, text)
				}
				if len(lacking) > mostQuoted {
					break
				}
			}
			if len(lacking) > 0 {
				p.reportf(c.path, "add a default, or these values",
					"gives nothing for values of %s that are used elsewhere: %s", c.by, quoted(lacking))
			}
		}
	},
}

// A limitKey is a field of the issues to which a policy applies.
type limitKey struct {
	policy *livePolicy
	field  string
}

// limit returns those of some texts that the condition of a policy lets a field have.
func (of *livePolicy) limit(field string, texts []string) []string {
	parts := of.When.All
	if parts == nil {
		parts = []policy.Condition{*of.When}
	}
	for i := range parts {
		if c := &parts[i]; c.Field == field && (c.Op == policy.Eq || c.Op == policy.In) {
			allowed := make(map[string]bool)
			for _, t := range newPart("", c).texts() {
				allowed[t.text] = true
			}
			texts = slices.DeleteFunc(slices.Clone(texts), func(text string) bool { return !allowed[text] })
		}
	}
	return texts
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
