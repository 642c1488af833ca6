package sla

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// A condition is a compiled policy.Condition: its nodes in the order in which they are written,
// each before its parts. A condition without nodes always holds.
type condition struct {
	nodes []node
	entry int // the first comparison, or the result if there is none
	reads slotSet

	// If the condition reads only the computed state, states are those in which it holds.
	computed bool
	states   computedSet
}

// Results of a condition, used in place of the index of the next comparison.
const (
	whenTrue  = -1
	whenFalse = -2
)

// A node is a comparison, or a combination of the nodes after it.
type node struct {
	form form
	end  int // index of the first node that is not a part of this one

	// For a comparison: where evaluation continues if it is true, and if it is false. That is
	// the index of the next comparison, whenTrue or whenFalse. Comparisons that no longer matter
	// are skipped.
	yes, no int

	slot     int
	op       op
	value    value.Value
	values   []value.Value  // for opIn and opNotIn
	texts    map[string]int // the texts of a long list, numbered from 0; nil if the list is short
	regexp   expression
	finding  int // index in fields.findings
	work     int // of the comparison, or 0 if it depends on the field's value
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

// An op is a policy.Op as a number.
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

// opNames maps each op to its policy.Op.
var opNames = func() (names [opNotInHours + 1]policy.Op) {
	for name, o := range ops {
		names[o] = name
	}
	return names
}()

// link sets where the comparisons of node i lead, given where to go if the node is true and if
// it is false. It returns where the evaluation of the node begins.
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

// An expression is a regular expression and the size of its program in instructions.
type expression struct {
	*regexp.Regexp
	size int
}

// A search identifies a regular expression that is looked for in a field.
type search struct {
	slot       int
	expression string
}

// allTexts returns values as texts, or false if one of them is not a text.
func allTexts(values []value.Value) (texts []string, ok bool) {
	for i := range values {
		if values[i].Kind != value.Text {
			return nil, false
		}
		texts = append(texts, values[i].Text)
	}
	return texts, true
}

// isTrueOf reports whether a comparison, other than with a regular expression, is true for a
// value. It is false for an absent value and for a value of another type, except with the
// negations opNe and opNotIn.
func (n *node) isTrueOf(v *value.Value, hours *businesshours.Meter) bool {
	switch n.op {
	case opEq:
		return v.Equal(&n.value)
	case opNe:
		return !v.Equal(&n.value)
	case opIn, opNotIn:
		return n.isIn(v) == (n.op == opIn)
	case opExists:
		return v.Kind != value.Absent
	case opMissing:
		return v.Kind == value.Absent
	case opContains:
		switch v.Kind {
		case value.List:
			return slices.Contains(v.List, n.value.Text)
		case value.Text:
			return strings.Contains(v.Text, n.value.Text)
		}
		return false
	}
	switch v.Kind {
	case value.List:
		switch n.op {
		case opContainsAny:
			return n.containsAny(v.List)
		case opContainsAll:
			return n.containsAll(v.List)
		}
	case value.Text:
		switch n.op {
		case opStartsWith:
			return strings.HasPrefix(v.Text, n.value.Text)
		case opEndsWith:
			return strings.HasSuffix(v.Text, n.value.Text)
		case opBefore, opAfter, opInHours, opNotInHours:
			return n.isTrueOfInstant(v.Text, hours)
		}
	case value.Number:
		switch n.op {
		case opGt:
			return v.Number > n.value.Number
		case opGte:
			return v.Number >= n.value.Number
		case opLt:
			return v.Number < n.value.Number
		case opLte:
			return v.Number <= n.value.Number
		}
	}
	return false
}

// isIn reports whether v is one of the values of n.
func (n *node) isIn(v *value.Value) bool {
	if n.texts != nil {
		_, ok := n.texts[v.Text]
		return ok && v.Kind == value.Text
	}
	for i := range n.values {
		if v.Equal(&n.values[i]) {
			return true
		}
	}
	return false
}

// containsAny reports whether list has one of the texts of n.
func (n *node) containsAny(list []string) bool {
	if n.texts == nil {
		return slices.ContainsFunc(n.value.List, func(s string) bool { return slices.Contains(list, s) })
	}
	return slices.ContainsFunc(list, func(s string) bool { _, ok := n.texts[s]; return ok })
}

// containsAll reports whether list has all of the texts of n.
func (n *node) containsAll(list []string) bool {
	if n.texts == nil {
		return !slices.ContainsFunc(n.value.List, func(s string) bool { return !slices.Contains(list, s) })
	}
	var found [value.MaxList/64 + 1]uint64 // by the number of the text
	left := len(n.texts)
	for _, s := range list {
		if i, ok := n.texts[s]; ok && found[i/64]>>(i%64)&1 == 0 {
			found[i/64] |= 1 << (i % 64)
			left--
		}
	}
	return left == 0
}

// isTrueOfInstant is isTrueOf for operators on instants.
func (n *node) isTrueOfInstant(text string, hours *businesshours.Meter) bool {
	t, err := strict.ParseTime(text)
	if err != nil {
		return false
	}
	switch n.op {
	case opBefore:
		return t.Before(n.at)
	case opAfter:
		return t.After(n.at)
	}
	if !businesshours.InRange(t) {
		return false // out of the range of schedules
	}
	return hours.Of(n.calendar).Open(t) == (n.op == opInHours)
}

// varies reports whether the work of the comparison depends on the field's value.
func (n *node) varies() bool {
	return n.op == opContains || n.op == opContainsAny || n.op == opContainsAll || n.op == opMatches
}

// workWith returns how much work it is, at most, to compare v. Searches for a regular expression
// are counted elsewhere.
func (n *node) workWith(v *value.Value) int {
	values := 1
	switch n.op {
	case opEq, opNe:
		values += len(n.value.List)
	case opIn, opNotIn:
		if n.texts != nil {
			return workOfLookup
		}
		for i := range n.values {
			values += 1 + len(n.values[i].List)
		}
	case opContains:
		values += len(v.List) + len(v.Text)/8
	case opContainsAny, opContainsAll:
		if n.texts == nil {
			values += len(v.List) * len(n.value.List)
		} else {
			return workOfCompare + len(v.List)*workOfLookup
		}
	case opBefore, opAfter, opInHours, opNotInHours:
		return workOfInstant
	}
	return values * workOfCompare
}
