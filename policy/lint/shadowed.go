package lint

import (
	"strconv"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

var shadowedPolicy = check{
	Rule: Rule{"shadowed-policy", Warning, `A policy that never gives a target, because an earlier one always applies where it does. ` +
		`The earlier one is not shadowed itself, has no "when" or the same "when", and is effective whenever this one is. ` +
		`Under "match": "first_per_metric" it must also have, for each metric of this one, a target that every issue gets: ` +
		`one without "until", without a choice that lacks a default, and not in business days on a schedule that may not open any more. At the policy. Not under "each".`},
	run: func(p *pass) {
		match := p.cfg.Match
		if match == policy.MatchEach {
			return
		}
		var numbers map[string]int // of metrics
		if match == policy.MatchFirstPerMetric {
			numbers = make(map[string]int)
			for _, m := range p.cfg.AllMetrics() {
				numbers[m.Name] = len(numbers)
			}
		}
		var unconditional []coverage
		byWhen := make(map[string][]coverage)
		for _, of := range p.policies {
			c := coverage{livePolicy: of}
			for _, metric := range of.metrics {
				if numbers != nil {
					c.all.add(numbers[metric])
					if of.times[metric].sure() {
						c.sure.add(numbers[metric])
					}
				}
			}
			when := ""
			if of.When != nil {
				when = string(appendCondition(nil, of.When))
			}
			shadow, ok := shadowing(unconditional, &c)
			if !ok && of.When != nil {
				shadow, ok = shadowing(byWhen[when], &c)
			}
			switch {
			case ok:
				because := "has no condition"
				if shadow.When != nil {
					because = "has the same condition"
				}
				p.reportf(of.path, "move it up, change its condition, or remove it",
					"never gives a target: %s, %s, comes first, %s and is effective whenever it is", shadow.path, strict.Quote(shadow.ID), because)
			case of.When == nil:
				unconditional = append(unconditional, c)
			default:
				byWhen[when] = append(byWhen[when], c)
			}
		}
	},
}

// A coverage is what a policy has targets for. The sets are empty unless that matters.
type coverage struct {
	*livePolicy
	all, sure metricSet // metrics with a target, and with one that every issue gets
}

// shadowing returns the first of some policies that is effective whenever another is, and
// sure to give the targets that the other has.
func shadowing(earlier []coverage, c *coverage) (*coverage, bool) {
	for i := range earlier {
		if e := &earlier[i]; during(c.Effective, e.Effective) && e.sure.has(c.all) {
			return e, true
		}
	}
	return nil, false
}

// during reports whether a lies in b.
func during(a, b policy.Effective) bool {
	return (b.From.IsZero() || !a.From.IsZero() && !a.From.Before(b.From)) &&
		(b.Until.IsZero() || !a.Until.IsZero() && !a.Until.After(b.Until))
}

// A metricSet is a set of numbers of metrics. A configuration has fewer than 128.
type metricSet [2]uint64

func (s *metricSet) add(n int) { s[n/64] |= 1 << (n % 64) }

// has reports whether all of t are in s.
func (s metricSet) has(t metricSet) bool { return t[0]&^s[0] == 0 && t[1]&^s[1] == 0 }

// appendCondition appends a text that only equal conditions have.
func appendCondition(b []byte, c *policy.Condition) []byte {
	list := func(name string, parts []policy.Condition) {
		b = append(b, name...)
		for i := range parts {
			b = append(appendCondition(b, &parts[i]), ',')
		}
		b = append(b, ')')
	}
	switch {
	case c.Not != nil:
		return append(appendCondition(append(b, "not("...), c.Not), ')')
	case c.All != nil:
		list("all(", c.All)
		return b
	case c.Any != nil:
		list("any(", c.Any)
		return b
	}
	b = append(append(append(b, c.Field...), ' '), c.Op...)
	if c.Op == policy.In || c.Op == policy.NotIn {
		_ = value.Each(c.Value, func(v value.Value) { b = appendValue(append(b, ' '), &v) }) // it was checked
		return b
	}
	v, _ := value.Of(c.Value)
	return appendValue(append(b, ' '), &v)
}

// appendValue appends a text that only equal values have.
func appendValue(b []byte, v *value.Value) []byte {
	switch v.Kind {
	case value.Text:
		return strconv.AppendQuote(b, v.Text)
	case value.Number:
		return strconv.AppendFloat(b, v.Number+0, 'g', -1, 64) // -0 is 0
	case value.Bool:
		return strconv.AppendBool(b, v.Bool)
	case value.List:
		b = append(b, '[')
		for _, s := range v.List {
			b = append(strconv.AppendQuote(b, s), ' ')
		}
		return append(b, ']')
	}
	return b
}
