package sla

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// A condition is a compiled policy.Condition: its nodes in the order in which they
// are written, each ahead of those that it is made of. None is no nodes.
type condition struct {
	nodes []node
	entry int // the comparison that is looked at first, or how it ends without any
	reads slotSet

	byStage bool     // it reads nothing but the stage
	stages  stageSet // those in which it holds, then
}

type node struct {
	form form
	end  int // index of the first node that is not part of this one

	// Of a comparison. If it holds, the comparison to be looked at next is that at yes, else
	// at no, or there is the end: those that cannot matter any more are never come to.
	yes, no  int
	slot     int
	op       op
	value    value.Value
	values   []value.Value  // of In and NotIn
	texts    map[string]int // of those that have many texts: their numbers, from 0; else nil
	regexp   expression
	finding  int // of fold.findings
	work     int // of comparing, if that does not depend on the value of the field; else 0
	at       time.Time
	calendar *businesshours.Calendar
}

type form uint8

const (
	comparison form = iota
	all
	anyOf
	not
)

// An op is a policy.Op, as a number.
type op uint8

const (
	opEq op = iota
	opNe
	opIn
	opNotIn
	opExists
	opMissing
	opContains
	opContainsAny
	opContainsAll
	opStartsWith
	opEndsWith
	opMatches
	opGt
	opGte
	opLt
	opLte
	opBefore
	opAfter
	opInHours
	opNotInHours
)

var ops = map[policy.Op]op{
	policy.Eq:          opEq,
	policy.Ne:          opNe,
	policy.In:          opIn,
	policy.NotIn:       opNotIn,
	policy.Exists:      opExists,
	policy.Missing:     opMissing,
	policy.Contains:    opContains,
	policy.ContainsAny: opContainsAny,
	policy.ContainsAll: opContainsAll,
	policy.StartsWith:  opStartsWith,
	policy.EndsWith:    opEndsWith,
	policy.Matches:     opMatches,
	policy.Gt:          opGt,
	policy.Gte:         opGte,
	policy.Lt:          opLt,
	policy.Lte:         opLte,
	policy.Before:      opBefore,
	policy.After:       opAfter,
	policy.InHours:     opInHours,
	policy.NotInHours:  opNotInHours,
}

// opNames are the names of operators.
var opNames = func() (names [opNotInHours + 1]policy.Op) {
	for name, o := range ops {
		names[o] = name
	}
	return names
}()

// condition compiles c, which is valid; nil is none.
func (p *program) condition(c *policy.Condition, set *businesshours.Set) condition {
	out := condition{entry: holds}
	if c != nil {
		p.appendCondition(&out, c, set)
		out.entry = out.link(0, holds, fails)
	}
	if out.reads&^stageSlots == 0 {
		out.stages, out.byStage = p.stagesOf(&out), true
	}
	return out
}

func (p *program) appendCondition(out *condition, c *policy.Condition, set *businesshours.Set) {
	i := len(out.nodes)
	out.nodes = append(out.nodes, node{})
	var n node
	switch {
	case c.Not != nil:
		n.form = not
		p.appendCondition(out, c.Not, set)
	case c.All != nil, c.Any != nil:
		n.form = all
		if c.Any != nil {
			n.form = anyOf
		}
		for _, part := range slices.Concat(c.All, c.Any) {
			p.appendCondition(out, &part, set)
		}
	default:
		n = p.comparison(c, set)
		out.reads.add(n.slot)
	}
	n.end = len(out.nodes)
	out.nodes[i] = n
}

// Where the evaluation of a condition ends.
const (
	holds = -1
	fails = -2
)

// link sets where the comparisons of a node lead to, given where it is to go on if the
// node holds, and if not. It returns where the evaluation of the node begins.
func (c *condition) link(i, yes, no int) (entry int) {
	n := &c.nodes[i]
	switch n.form {
	case comparison:
		n.yes, n.no = yes, no
		return i
	case not:
		return c.link(i+1, no, yes)
	}
	var parts []int
	for k := i + 1; k < n.end; k = c.nodes[k].end {
		parts = append(parts, k)
	}
	entry = yes
	if n.form == anyOf {
		entry = no
	}
	for _, k := range slices.Backward(parts) {
		if n.form == anyOf {
			entry = c.link(k, yes, entry)
		} else {
			entry = c.link(k, entry, no)
		}
	}
	return entry
}

func (p *program) comparison(c *policy.Condition, set *businesshours.Set) node {
	n := node{slot: p.slot(c.Field), op: ops[c.Op]}
	switch c.Op {
	case policy.In, policy.NotIn:
		_ = value.Each(c.Value, func(v value.Value) { // it was checked
			v.List = slices.Clone(v.List)
			n.values = append(n.values, v)
		})
	case policy.Exists, policy.Missing:
	default:
		n.value, _ = value.Of(c.Value)
		n.value.List = slices.Clone(n.value.List)
	}
	n.texts = textsOf(n.op, n.values, n.value.List)
	switch c.Op {
	case policy.Matches:
		n.regexp = p.regexp(n.value.Text)
		n.finding = p.finding(n.slot, n.value.Text)
	case policy.Before, policy.After:
		n.at, _ = strict.ParseTime(n.value.Text)
	case policy.InHours, policy.NotInHours:
		n.calendar, _ = set.Calendar(n.value.Text)
	}
	if !n.varies() {
		n.work = n.workWith(&value.Value{})
	}
	return n
}

// textsOf numbers the texts that a comparison has, if they are so many that it is faster
// to look one up than to compare it with each.
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

// allTexts returns the texts that values are, or false if there are others among them.
func allTexts(values []value.Value) (texts []string, ok bool) {
	for i := range values {
		if values[i].Kind != value.Text {
			return nil, false
		}
		texts = append(texts, values[i].Text)
	}
	return texts, true
}

// An expression is a regular expression, and how many instructions its program has.
type expression struct {
	*regexp.Regexp
	size int
}

// regexp compiles a regular expression, once.
func (p *program) regexp(text string) expression {
	e, ok := p.regexps[text]
	if !ok {
		e.Regexp = regexp.MustCompile(text) // it was checked
		parsed, _ := syntax.Parse(text, syntax.Perl)
		e.size, _ = strict.RegexpSize(parsed)
		p.regexps[text] = e
	}
	return e
}

// A search is for what matches a regular expression, in the text of a field.
type search struct {
	slot       int
	expression string
}

// finding returns the number of a search.
func (p *program) finding(slot int, expression string) int {
	s := search{slot, expression}
	i, ok := p.searches[s]
	if !ok {
		i = len(p.searches)
		p.searches[s] = i
	}
	return i
}

// key returns a text that equal conditions have in common, and others not: as JSON they are
// part of the fingerprint, which is made first.
func key(c *policy.Condition) string {
	if c == nil {
		return ""
	}
	text, _ := c.MarshalJSON()
	return string(text)
}
