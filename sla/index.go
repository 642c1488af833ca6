package sla

import (
	"slices"

	"github.com/punctualgo/punctual/internal/value"
)

// A policyIndex finds, among many policies, the few that may apply: most conditions
// need a field to equal a text, so policies are kept by that field and text.
type policyIndex struct {
	fields []indexedField
	rest   []int // policies whose condition needs no such thing
}

type indexedField struct {
	slot   int
	byText map[string][]int // policies that need the text, in order
}

// indexPolicies indexes policies, in order. A policy that needs several texts is
// kept by the one that the fewest need.
func (p *program) indexPolicies(policies []int) policyIndex {
	type need struct {
		slot int
		text string
	}
	wanted := make(map[need]int) // by how many policies
	for _, i := range policies {
		for _, n := range p.policies[i].when.needs() {
			wanted[need{n.slot, n.value.Text}]++
		}
	}
	var x policyIndex
	at := make(map[int]int) // in x.fields, by slot
	for _, i := range policies {
		needs := p.policies[i].when.needs()
		if len(needs) == 0 {
			x.rest = append(x.rest, i)
			continue
		}
		rarest := slices.MinFunc(needs, func(a, b *node) int {
			return wanted[need{a.slot, a.value.Text}] - wanted[need{b.slot, b.value.Text}]
		})
		k, ok := at[rarest.slot]
		if !ok {
			k = len(x.fields)
			at[rarest.slot] = k
			x.fields = append(x.fields, indexedField{rarest.slot, make(map[string][]int)})
		}
		byText := x.fields[k].byText
		byText[rarest.value.Text] = append(byText[rarest.value.Text], i)
	}
	return x
}

// needs returns the comparisons of a field with a text that must hold for c to hold.
func (c *condition) needs() (needs []*node) {
	for i := 0; i < len(c.nodes); i++ {
		switch n := &c.nodes[i]; {
		case n.form == all: // what is next is one of its parts, and must hold
		case n.form != comparison:
			i = n.end - 1 // its parts need not hold
		case n.op == opEq && n.value.Kind == value.Text:
			needs = append(needs, n)
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

// match finds the policies of a lane that apply at an instant, on the fields.
func (l *lane) match(f *fold, at instant) {
	l.holding, l.stale = l.holding[:0], false
	f.candidates = l.index.candidates(f.fields.values, f.candidates[:0])
	for {
		next := -1 // the list whose first policy comes first
		for k, list := range f.candidates {
			if len(list) > 0 && (next < 0 || list[0] < f.candidates[next][0]) {
				next = k
			}
		}
		if next < 0 {
			return
		}
		i := f.candidates[next][0]
		f.candidates[next] = f.candidates[next][1:]
		p := &f.program.policies[i]
		if p.effective.contains(at) && p.when.holds(f.fields.values) {
			l.holding = append(l.holding, i)
			if f.first {
				return
			}
		}
	}
}
