package sla

import (
	"slices"

	"github.com/punctualgo/punctual/internal/value"
)

// A policyIndex finds, among many policies, the few that may apply: most conditions
// need a field to equal a text, or one of some, so policies are kept by that field and
// its texts.
type policyIndex struct {
	fields []indexedField
	rest   []int // policies whose condition needs no such thing
}

type indexedField struct {
	slot   int
	byText map[string][]int // policies that need the text, or others, in order
}

// A need is that a field equals one of some texts.
type need struct {
	slot  int
	texts []string
}

// needs returns the comparisons of a field with texts of which one must hold for c to
// hold.
func (c *condition) needs() (needs []need) {
	for i := 0; i < len(c.nodes); i++ {
		switch n := &c.nodes[i]; {
		case n.form == all: // what is next is one of its parts, and must hold
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

// candidates appends the lists of policies that may apply to the fields.
func (x *policyIndex) candidates(fields []value.Value, lists [][]int) [][]int {
	lists = append(lists, x.rest)
	for i := range x.fields {
		if v := &fields[x.fields[i].slot]; v.Kind == value.Text {
			lists = append(lists, x.fields[i].byText[v.Text])
		}
	}
	return lists
}
