package sla

import (
	"slices"

	"github.com/punctualgo/punctual/internal/value"
)

// A policyIndex finds the few of many policies that may apply. Most conditions need a field to
// equal a text, or one of a few, so policies are indexed by that field and its texts.
type policyIndex struct {
	fields []indexedField
	rest   []int // policies without a need
}

type indexedField struct {
	slot   int
	byText map[string][]int // by text: the policies that need it, or one of several texts, in order
}

// A need is a requirement of a condition: a field must equal one of some texts.
type need struct {
	slot  int
	texts []string
}

// needs returns the needs of c. All of them must be met for c to hold.
func (c *condition) needs() (needs []need) {
	for i := 0; i < len(c.nodes); i++ {
		switch n := &c.nodes[i]; {
		case n.form == all: // its parts follow, and must all hold
		case n.form != comparison:
			i = n.end - 1 // its parts need not hold
		case n.op == opEq && n.value.Kind == value.Text:
			needs = append(needs, need{n.slot, []string{n.value.Text}})
		case n.op == opIn:
			if texts, ok := allTexts(n.values); ok {
				slices.Sort(texts)
				needs = append(needs, need{n.slot, slices.Compact(texts)})
			}
		}
	}
	return needs
}

// candidates appends to lists the lists of policies that may apply, given the fields.
func (x *policyIndex) candidates(fields []value.Value, lists [][]int) [][]int {
	lists = append(lists, x.rest)
	for i := range x.fields {
		if v := &fields[x.fields[i].slot]; v.Kind == value.Text {
			lists = append(lists, x.fields[i].byText[v.Text])
		}
	}
	return lists
}
