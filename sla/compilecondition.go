package sla

import (
	"regexp"
	"regexp/syntax"
	"slices"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// condition compiles a condition. A nil condition always holds.
func (c *compiler) condition(when *policy.Condition) condition {
	out := condition{entry: whenTrue}
	if when != nil {
		c.appendCondition(&out, when)
		out.entry = out.link(0, whenTrue, whenFalse)
	}
	if out.reads&^computedSlots == 0 {
		out.states, out.computed = c.statesOf(&out), true
	}
	return out
}

// statesOf returns the computed states in which a condition holds. The condition must read
// nothing else.
func (c *compiler) statesOf(when *condition) (set computedSet) {
	f := fields{values: make([]value.Value, fixedSlots), findings: make([]finding, len(c.searchNumbers))}
	f.reset()
	for s := range stateCount {
		f.enter(new(delta), s)
		if f.holds(when) {
			set |= 1 << s
		}
	}
	return set
}

func (c *compiler) appendCondition(out *condition, when *policy.Condition) {
	i := len(out.nodes)
	out.nodes = append(out.nodes, node{})
	var n node
	switch {
	case when.Not != nil:
		n.form = not
		c.appendCondition(out, when.Not)
	case when.All != nil, when.Any != nil:
		n.form = all
		if when.Any != nil {
			n.form = anyOf
		}
		for _, part := range slices.Concat(when.All, when.Any) {
			c.appendCondition(out, &part)
		}
	default:
		n = c.compileComparison(when)
		out.reads.add(n.slot)
	}
	n.end = len(out.nodes)
	out.nodes[i] = n
}

func (c *compiler) compileComparison(when *policy.Condition) node {
	n := node{slot: c.slot(when.Field), op: ops[when.Op]}
	switch when.Op {
	case policy.In, policy.NotIn:
		_ = value.Each(when.Value, func(v value.Value) { // it was checked
			v.List = slices.Clone(v.List)
			n.values = append(n.values, v)
		})
	case policy.Exists, policy.Missing:
	default:
		n.value, _ = value.Of(when.Value)
		n.value.List = slices.Clone(n.value.List)
	}
	n.texts = textsOf(n.op, n.values, n.value.List)
	switch when.Op {
	case policy.Matches:
		n.regexp = c.regexp(n.value.Text)
		n.finding = c.finding(n.slot, n.value.Text)
	case policy.Before, policy.After:
		n.at, _ = strict.ParseTime(n.value.Text)
	case policy.InHours, policy.NotInHours:
		n.calendar, _ = c.set.Calendar(n.value.Text)
	}
	if !n.varies() {
		n.work = n.workWith(&value.Value{})
	}
	return n
}

// textsOf numbers the texts of a comparison, if looking one up is faster than comparing with
// each. Otherwise it returns nil.
func textsOf(o op, values []value.Value, list []string) map[string]int {
	const few = 8
	var texts []string
	switch o {
	case opIn, opNotIn:
		texts, _ = allTexts(values)
	case opContainsAny, opContainsAll:
		texts = list
	}
	if len(texts) <= few {
		return nil
	}
	numbers := make(map[string]int, len(texts))
	for _, text := range texts {
		if _, ok := numbers[text]; !ok {
			numbers[text] = len(numbers)
		}
	}
	return numbers
}

// regexp compiles a regular expression, or returns it if it was compiled before.
func (c *compiler) regexp(text string) expression {
	e, ok := c.regexps[text]
	if !ok {
		e.Regexp = regexp.MustCompile(text) // it was checked
		parsed, _ := syntax.Parse(text, syntax.Perl)
		e.size, _ = strict.RegexpSize(parsed)
		c.regexps[text] = e
	}
	return e
}

// finding returns the index in fields.findings of a search.
func (c *compiler) finding(slot int, expression string) int {
	s := search{slot, expression}
	i, ok := c.searchNumbers[s]
	if !ok {
		i = len(c.searchNumbers)
		c.searchNumbers[s] = i
	}
	return i
}

// conditionKey returns a text that is the same for equal conditions only. It is their JSON,
// which is part of the configuration's fingerprint too.
func conditionKey(when *policy.Condition) string {
	if when == nil {
		return ""
	}
	text, _ := when.MarshalJSON()
	return string(text)
}
