package sla

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
)

func (c *compiler) compileLanes() {
	every := make([]int, len(c.policies))
	for i := range every {
		every[i] = i
		if c.match == policy.MatchEach {
			c.addLane(every[i : i+1])
		}
	}
	if c.match != policy.MatchEach {
		c.addLane(every)
	}
	c.history = c.planSettling()
}

func (c *compiler) addLane(policies []int) {
	l := &laneProgram{policies: policies, index: c.indexPolicies(policies)}
	for k := range c.metrics {
		l.pasts = append(l.pasts, c.pastsOf(policies, k))
		l.clockOf = append(l.clockOf, len(l.metrics))
		if slices.ContainsFunc(policies, func(i int) bool { return len(c.policies[i].targets[k].all) > 0 }) {
			l.metrics = append(l.metrics, k)
		}
	}
	c.lanes = append(c.lanes, l)
}

// indexPolicies indexes policies, in order. A policy with several needs is indexed by the one
// that the fewest other policies share.
func (c *compiler) indexPolicies(policies []int) policyIndex {
	type wish struct {
		slot int
		text string
	}
	wanted := make(map[wish]int) // the number of policies that need it
	needs := make([][]need, len(policies))
	for k, i := range policies {
		needs[k] = c.policies[i].when.needs()
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
	at := make(map[int]int) // index in x.fields, by slot
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

// pastsOf returns the accounts that policies may need of the clocks of a metric, ordered by
// calendar and pause condition.
func (c *compiler) pastsOf(policies []int, metric int) []pastFor {
	type account struct {
		calendar *businesshours.Calendar
		pause    int
	}
	at := make(map[account]int)
	var pasts []pastFor
	for _, i := range policies {
		for _, t := range c.policies[i].targets[metric].all {
			for _, calendar := range t.calendars {
				key := account{calendar, t.pause}
				k, ok := at[key]
				if !ok {
					k = len(pasts)
					at[key] = k
					pasts = append(pasts, pastFor{calendar: calendar, pause: t.pause})
				}
				q := &pasts[k]
				if n := len(q.targets); n == 0 || q.targets[n-1] != t { // a target may list a schedule twice
					q.targets = append(q.targets, t)
				}
			}
		}
	}
	slices.SortFunc(pasts, func(a, b pastFor) int {
		return cmp.Or(strings.Compare(a.calendar.Name(), b.calendar.Name()), a.pause-b.pause)
	})
	return pasts
}

// planSettling returns how many changes of one pause condition, or stops of one clock, to keep
// before settling them. The number is small, but not so small that the accounts would take more
// space.
func (c *compiler) planSettling() (history int) {
	switch {
	case c.untilFields:
		return math.MaxInt // their allowances are not known in advance
	case !c.onChange.recounts:
		return 1
	}
	accounts := 0
	for _, l := range c.lanes {
		for _, pasts := range l.pasts {
			accounts += sizePasts(pasts)
		}
	}
	return max(accounts, 32)
}
