package sla

import (
	"cmp"
	"slices"
)

// upcoming returns what happens if no other event comes, soonest first: of each metric the next
// threshold of a running clock, and the next breach if that is later.
func (f *fold) upcoming() []Transition {
	entries := make([]logEntry, 2*len(f.program.metrics)) // by metric: the next threshold, and the next breach
	for i := range f.lanes {
		for _, c := range f.lanes[i].open {
			if c.state != running {
				continue
			}
			f.work += 2 * workOfTurn
			next, breach := &entries[2*c.metric], &entries[2*c.metric+1]
			if at := c.reachesNext(); at != endOfTime {
				*next = next.sooner(c.entryAt(at, c.next))
			}
			if at := c.dueAt(); !c.breached && at != never {
				*breach = breach.sooner(c.entryAt(at, position{step: breachStep}))
			}
		}
	}
	for k := range entries {
		if k%2 == 1 && entries[k] == entries[k-1] {
			entries[k] = logEntry{}
		}
	}
	entries = slices.DeleteFunc(entries, func(e logEntry) bool { return e == logEntry{} })
	slices.SortStableFunc(entries, func(a, b logEntry) int { return cmp.Compare(a.at, b.at) })
	list := make([]Transition, len(entries))
	for i := range entries {
		f.transition(&list[i], &entries[i])
	}
	return list
}

// entryAt returns the log entry of a threshold of c that takes effect at an instant.
func (c *clockState) entryAt(at instant, p position) logEntry {
	e := logEntry{
		at: at, kind: logBreached, metric: int32(c.metric), policy: int32(c.applied.target.policy),
		cycle: int32(c.cycle), target: c.targets,
	}
	if p.step != breachStep {
		e.kind, e.list, e.step, e.repeat = logEscalated, int16(c.applied.target.steps.number), int16(p.index()), p.repeat
	}
	return e
}

// sooner returns the entry that comes first, of two of which the first may be absent.
func (e logEntry) sooner(other logEntry) logEntry {
	if e == (logEntry{}) || other.at < e.at {
		return other
	}
	return e
}
