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
	moments    []moment // by event
	order      []int    // of the events that count, in the order in which they apply

	ids map[string]int // of events, in the issue
}

// A moment is the instant of an event, what it is, and its changes.
type moment struct {
	at         instant
	facts      fact
	first, end int
}

// prepare checks an issue, reporting every problem, and orders its events.
func (f *fold) prepare(issue *Issue) error {
	p := &f.preparation
	p.moments, p.order = p.moments[:0], p.order[:0]
	var v strict.Problems
	var err error
	if p.changes, err = f.program.checkHead(issue, p.changes[:0]); err != nil {
		v.AddError("", err)
	}
	p.attributes = len(p.changes)
	if len(issue.Events) > MaxEvents {
		return v.Err()
	}
	p.moments = slices.Grow(p.moments, len(issue.Events))
	p.order = slices.Grow(p.order, len(issue.Events))
	created := never
	if businesshours.InRange(issue.CreatedAt) {
		created = instantOf(issue.CreatedAt)
	}
	sorted := true
	last := created
	for i := range issue.Events {
		e := &issue.Events[i]
		m, err := f.checkEvent(e, created)
		if err != nil {
			v.AddError(strict.Index("events", i), err)
		}
		p.moments = append(p.moments, m)
		if e.ID != "" {
			if first, ok := p.ids[e.ID]; ok {
				if !e.equal(&issue.Events[first]) {
					v.Add(strict.Index("events", i)+".id", "%s is the id of events[%d] already, which is another event", strict.Quote(e.ID), first)
				}
				continue // delivered twice
			}
			p.ids[e.ID] = i
		}
		sorted, last = sorted && last <= m.at, m.at
		p.order = append(p.order, i)
	}
	if !sorted {
		slices.SortStableFunc(p.order, func(a, b int) int { return cmp.Compare(p.moments[a].at, p.moments[b].at) })
	}
	return v.Err()
}
