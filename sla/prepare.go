package sla

import (
	"cmp"
	"slices"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
)

// A preparation is an issue that has been checked, with its events in order.
type preparation struct {
	program *program

	created    instant
	changes    []change // attributes at creation, then those set by each event
	attributes int      // the number of changes at creation
	moments    []moment // the events that count, in the order in which they apply

	ids map[string]int // by event ID: the index of the first event that has it
}

// A moment is an event as the fold applies it: when it happens, what it is, and what it changes.
type moment struct {
	event      int // index in the issue
	at         instant
	facts      fact
	first, end int // range of preparation.changes
}

func newPreparation(p *program) preparation {
	return preparation{program: p, ids: make(map[string]int)}
}

// reset prepares p for another issue. It keeps nothing that customers wrote.
func (p *preparation) reset() {
	clear(p.changes)
	p.changes, p.moments = p.changes[:0], p.moments[:0]
	if len(p.ids) > 1000 {
		p.ids = make(map[string]int) // clearing a map takes time in proportion to its largest size so far
	}
	clear(p.ids)
}

// prepare checks an issue, reports every problem, and orders its events.
func (p *preparation) prepare(issue *Issue) error {
	var v strict.Problems
	if err := p.checkHead(issue); err != nil {
		v.AddError("", err)
	}
	p.attributes = len(p.changes)
	if len(issue.Events) > MaxEvents {
		return v.Err()
	}
	p.created = never
	if businesshours.InRange(issue.CreatedAt) {
		p.created = instantOf(issue.CreatedAt)
	}
	events, moments := issue.Events, slices.Grow(p.moments[:0], len(issue.Events))
	last, sorted := never, true
	for i := range events {
		e := &events[i]
		moments = moments[:len(moments)+1]
		m := &moments[len(moments)-1]
		m.event = i
		if err := p.checkEvent(m, e); err != nil {
			v.AddError(strict.Index("events", i), err)
		}
		if e.ID != "" && p.isRepeated(&v, events, i) {
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

// isRepeated reports whether an earlier event in the list has the ID of event i. If the two are
// not equal, it reports that as a problem.
func (p *preparation) isRepeated(v *strict.Problems, events []Event, i int) bool {
	e := &events[i]
	first, ok := p.ids[e.ID]
	if !ok {
		p.ids[e.ID] = i
	} else if !e.equal(&events[first]) {
		v.Add(strict.Index("events", i)+".id", "%s is already the id of events[%d], which is a different event", strict.Quote(e.ID), first)
	}
	return ok
}
