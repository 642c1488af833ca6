package sla

import (
	"cmp"
	"slices"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
)

// A preparation is an issue that was checked, with its events in order.
type preparation struct {
	changes    []change // of the attributes at creation, then of each event
	attributes int      // how many of them are those at creation
	moments    []moment // of the events that count, in the order in which they apply

	ids map[string]int // of events, in the issue
}

// A moment is the instant of an event, what it is, and its changes.
type moment struct {
	event      int // in the issue
	at         instant
	facts      fact
	first, end int
}

// prepare checks an issue, reporting every problem, and orders its events.
func (f *fold) prepare(issue *Issue) error {
	p := &f.preparation
	p.changes, p.moments = p.changes[:0], p.moments[:0]
	var v strict.Problems
	if err := f.checkHead(issue); err != nil {
		v.AddError("", err)
	}
	p.attributes = len(p.changes)
	if len(issue.Events) > MaxEvents {
		return v.Err()
	}
	f.created = never
	if businesshours.InRange(issue.CreatedAt) {
		f.created = instantOf(issue.CreatedAt)
	}
	events, moments := issue.Events, slices.Grow(p.moments, len(issue.Events))
	last, sorted := never, true
	for i := range events {
		e := &events[i]
		moments = moments[:len(moments)+1]
		m := &moments[len(moments)-1]
		m.event = i
		if err := f.checkEvent(m, e); err != nil {
			v.AddError(strict.Index("events", i), err)
		}
		if e.ID != "" && p.again(&v, events, i) {
			moments = moments[:len(moments)-1]
			continue
		}
		sorted = sorted && last <= m.at
		last = m.at
	}
	if !sorted {
		slices.SortStableFunc(moments, func(a, b moment) int { return cmp.Compare(a.at, b.at) })
	}
	p.moments = moments
	return v.Err()
}

// again reports whether an event with an ID was delivered before, and then should be equal.
func (p *preparation) again(v *strict.Problems, events []Event, i int) bool {
	e := &events[i]
	first, ok := p.ids[e.ID]
	if !ok {
		p.ids[e.ID] = i
	} else if !e.equal(&events[first]) {
		v.Add(strict.Index("events", i)+".id", "%s is the id of events[%d] already, which is another event", strict.Quote(e.ID), first)
	}
	return ok
}
