package lint

import (
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

var mixedTypes = check{
	Rule: Rule{"mixed-types", Warning, `A field that is not declared, and is used both as a text (in a choice, with a text in "eq", "ne", "in" or "not_in", or with an operator of texts) ` +
		`and as a number or boolean: one of these never holds. A list of values of several types does not count. At the first use that differs from the first of all.`},
	run: func(p *pass) {
		var uses []typedUse
		for _, c := range p.choices {
			uses = append(uses, typedUse{strict.Key(c.path, "by"), c.by, value.Text})
		}
		for _, c := range p.comparisons {
			if kind := kindAsked(c); kind != value.Absent {
				uses = append(uses, typedUse{c.path, c.Field, kind})
			}
		}
		first := make(map[string]value.Kind)
		done := make(map[string]bool)
		for _, use := range inOrder(p, uses, func(u *typedUse) string { return u.path }) {
			if _, declared := p.cfg.Fields[use.field]; declared || done[use.field] {
				continue
			}
			kind, ok := first[use.field]
			if !ok {
				first[use.field] = use.kind
			} else if (kind == value.Text) != (use.kind == value.Text) {
				done[use.field] = true
				p.reportf(use.path, "use one type, and declare it in fields", "%s is used as %s here, and as %s before", use.field, kindNames[use.kind], kindNames[kind])
			}
		}
	},
}

// A typedUse is a use of a field as a type.
type typedUse struct {
	path, field string
	kind        value.Kind
}

var kindNames = map[value.Kind]string{value.Text: "a text", value.Number: "a number", value.Bool: "a boolean"}

// kindAsked returns the type that a comparison wants its field to have: text, number,
// boolean, or Absent if that is not known.
func kindAsked(c *part) value.Kind {
	switch c.Op {
	case policy.StartsWith, policy.EndsWith, policy.Matches:
		return value.Text
	case policy.Gt, policy.Gte, policy.Lt, policy.Lte:
		return value.Number
	case policy.Eq, policy.Ne:
		if c.value.Kind != value.List {
			return c.value.Kind
		}
	case policy.In, policy.NotIn:
		kind := value.Absent
		for i := range c.values {
			k := c.values[i].Kind
			if k == value.List || i > 0 && k != kind {
				return value.Absent
			}
			kind = k
		}
		return kind
	}
	return value.Absent
}

var listAsText = check{
	Rule: Rule{"list-as-text", Warning, `The field tags, or one that is used with "contains_any" or "contains_all", in a comparison that holds only for a text: ` +
		`"eq", "ne", "in" or "not_in" with a text, "starts_with", "ends_with" or "matches"; or as the "by" of a choice. ` +
		`Not if it is declared as something else than a list. At the comparison, or at the "by".`},
	run: func(p *pass) {
		lists := map[string]bool{"tags": true}
		for _, c := range p.comparisons {
			if c.Op == policy.ContainsAny || c.Op == policy.ContainsAll {
				lists[c.Field] = true
			}
		}
		for field, declared := range p.cfg.Fields {
			if declared.Type != policy.FieldList {
				delete(lists, field)
			}
		}
		for _, c := range p.comparisons {
			if !lists[c.Field] {
				continue
			}
			switch c.Op {
			case policy.Eq, policy.Ne, policy.In, policy.NotIn:
				if len(c.texts()) > 0 {
					p.reportf(c.path, `use "contains" or "contains_any"`, "%s is a list, and never equal to a text", c.Field)
				}
			case policy.StartsWith, policy.EndsWith, policy.Matches:
				p.reportf(c.path, `use "contains" or "contains_any"`, "%s is a list, and %s looks at texts only", c.Field, c.Op)
			}
		}
		for _, c := range p.choices {
			if lists[c.by] {
				p.reportf(strict.Key(c.path, "by"), `choose by a text, or make policies whose "when" asks with "contains"`,
					"%s is a list, and a choice is by a text", c.by)
			}
		}
	},
}
