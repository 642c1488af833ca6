package lint

import (
	"slices"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

var deadValue = check{
	Rule: Rule{"dead-value", Warning, `A value in an "in", "not_in" or "ne" that status_category, created_by, responded or unanswered never has, ` +
		`or the status, if no "*" is mapped. At the value. An "in" of nothing but such values never holds, which another rule reports.`},
	run: func(p *pass) {
		hopeless := p.truths().hopeless
		dead := func(path string, c *part, v *value.Value) {
			if p.neverHas(c.Field, v) {
				p.reportf(path, "write a value that it has: "+p.possible(c.Field), "%s is never %s", c.Field, show(v))
			}
		}
		for _, c := range p.comparisons {
			at := strict.Key(c.path, "value")
			switch {
			case hopeless[c]:
			case c.Op == policy.In, c.Op == policy.NotIn:
				for i := range c.values {
					dead(strict.Index(at, i), c, &c.values[i])
				}
			case c.Op == policy.Ne:
				dead(at, c, &c.value)
			}
		}
	},
}

// categories and creators are the values of status_category and created_by.
var (
	categories = []string{string(policy.Open), string(policy.Pending), string(policy.Hold), string(policy.Resolved)}
	creators   = []string{"customer", "agent", "bot", "third_party"}
)

// neverHas reports whether a field is known never to have a value.
func (p *pass) neverHas(field string, v *value.Value) bool {
	switch field {
	case policy.StatusCategory:
		return v.Kind != value.Text || !slices.Contains(categories, v.Text)
	case policy.CreatedBy:
		return v.Kind != value.Text || !slices.Contains(creators, v.Text)
	case policy.Responded, policy.Unanswered:
		return v.Kind != value.Bool
	case policy.Status:
		if _, any := p.statuses[policy.OtherStatuses]; any {
			return false
		}
		_, mapped := p.statuses[v.Text]
		return v.Kind != value.Text || !mapped
	}
	return false
}

// possible lists the values of a field for a message.
func (p *pass) possible(field string) string {
	switch field {
	case policy.StatusCategory:
		return quoted(categories)
	case policy.CreatedBy:
		return quoted(creators)
	case policy.Responded, policy.Unanswered:
		return "true, false"
	}
	return p.statusText + ", or map it in statuses"
}
