package sla

import (
	"slices"
	"strings"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
)

// holds reports whether a condition holds on the fields. No condition holds always.
func (f *fold) holds(c *condition) bool {
	if c.byStage {
		return c.stages.has(f.fields.stage)
	}
	i := c.entry
	for i >= 0 {
		n := &c.nodes[i]
		if f.compare(n) {
			i = n.yes
		} else {
			i = n.no
		}
	}
	return i == holds
}

// compare reports whether a comparison holds on the fields.
func (f *fold) compare(n *node) bool {
	v := &f.fields.values[n.slot]
	switch {
	case n.work != 0:
		f.work += n.work
	case n.op == opMatches && v.Kind == value.Text:
		return f.find(n, v.Text)
	default:
		f.work += n.workWith(v)
	}
	return n.holds(v)
}

// A finding is what the last search of a kind has found. To search takes long, and most
// events leave the text as it is.
type finding struct {
	known   bool
	text    string
	matches bool
}

// find is compare for a regular expression and a text.
func (f *fold) find(n *node, text string) bool {
	f.work += workOfCompare
	last := &f.findings[n.finding]
	if !last.known || last.text != text {
		f.work += n.regexp.size * len(text)
		if f.exhausted() {
			return false
		}
		*last = finding{true, text, n.regexp.MatchString(text)}
	}
	return last.matches
}

// holds reports whether a comparison holds for a value, but for a match with a regular
// expression: false for an absent one and for one of another type, save for the negations
// Ne and NotIn.
func (n *node) holds(v *value.Value) bool {
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
			return n.holdsAtInstant(v.Text)
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

// isIn reports whether a value is one of those of a comparison.
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

// containsAny reports whether a list has one of the texts of a comparison.
func (n *node) containsAny(list []string) bool {
	if n.texts == nil {
		return slices.ContainsFunc(n.value.List, func(s string) bool { return slices.Contains(list, s) })
	}
	return slices.ContainsFunc(list, func(s string) bool { _, ok := n.texts[s]; return ok })
}

// containsAll reports whether a list has all of the texts of a comparison.
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

func (n *node) holdsAtInstant(text string) bool {
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
		return false // not an instant that schedules work with
	}
	return n.calendar.Open(t) == (n.op == opInHours)
}
