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

// indexPolicies indexes policies, in order. A policy that has several needs is kept by
// the one that the fewest share.
func (p *program) indexPolicies(policies []int) policyIndex {
	type wish struct {
		slot int
		text string
	}
	wanted := make(map[wish]int) // by how many policies
	needs := make([][]need, len(policies))
	for k, i := range policies {
		needs[k] = p.policies[i].when.needs()
		for _, n := range needs[k] {
			for _, text := range n.texts {
				wanted[wish{n.slot, text}]++
			}
		}
	}
	shared := func(n need) (policies int) {
		for _, text := range n.texts {
			policies += wanted[wish{n.slot, text}]
		}
		return policies
	}
	var x policyIndex
	at := make(map[int]int) // in x.fields, by slot
	for k, i := range policies {
		if len(needs[k]) == 0 {
			x.rest = append(x.rest, i)
			continue
		}
		rarest := slices.MinFunc(needs[k], func(a, b need) int { return shared(a) - shared(b) })
		f, ok := at[rarest.slot]
		if !ok {
			f = len(x.fields)
			at[rarest.slot] = f
			x.fields = append(x.fields, indexedField{rarest.slot, make(map[string][]int)})
		}
		for _, text := range rarest.texts {
			x.fields[f].byText[text] = append(x.fields[f].byText[text], i)
		}
	}
	return x
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

// match finds the policies of a lane that apply at an instant, on the fields.
func (l *lane) match(f *fold, at instant) {
	l.holding, l.stale = l.holding[:0], false
	f.candidates = l.index.candidates(f.fields.values, f.candidates[:0])
	f.work += len(l.index.fields) * workOfLookup
	for {
		f.work += len(f.candidates)
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
		if p.effective.contains(at) && f.holds(&p.when) {
			l.holding = append(l.holding, i)
			if f.first {
				return
			}
		}
	}
}
