package sla

import (
	"cmp"
	"slices"
)

// A logEntry is a transition as the fold notes it. There may be very many, so it is
// small, and has no pointers that a garbage collector would follow.
type logEntry struct {
	at             instant
	metric, policy int32 // of the program
	cycle          int32
	step, repeat   int32 // of logEscalated
	target, nth    int32 // as in Transition
	kind           logKind
	met            bool // of logStopped
}

// A logKind is a Kind, as a number.
type logKind uint8

const (
	logStarted logKind = iota
	logRetargeted
	logReleased
	logPaused
	logResumed
	logEscalated
	logBreached
	logStopped
	logCancelled
	logReopened
)

var kinds = [...]Kind{
	logStarted: KindStarted, logRetargeted: KindRetargeted, logReleased: KindReleased, logPaused: KindPaused,
	logResumed: KindResumed, logEscalated: KindEscalated, logBreached: KindBreached, logStopped: KindStopped,
	logCancelled: KindCancelled, logReopened: KindReopened,
}

// emit notes a transition of c.
func (f *fold) emit(c *clockState, at instant, kind logKind) *logEntry {
	n := len(f.log)
	if n == cap(f.log) {
		f.log = larger(f.log)
	}
	f.log = f.log[:n+1]
	e := &f.log[n]
	e.at, e.kind, e.met, e.step, e.repeat = at, kind, false, 0, 0
	e.metric, e.policy, e.cycle = int32(c.metric), int32(c.in.target.policy), int32(c.cycle)
	e.nth = c.count(kind) // ahead of c.targets, which it counts
	e.target = c.targets
	if f.trace != nil {
		f.trace.note(c, kind, n)
	}
	return e
}

// count counts a transition of a kind, and returns which of its kind it is. A target is
// reached, and breached, once, and needs no count.
func (c *clockState) count(kind logKind) int32 {
	switch kind {
	case logStarted, logRetargeted:
		c.targets++
	case logPaused:
		c.pauses++
		return c.pauses
	case logResumed:
		return c.pauses
	case logReopened:
		c.reopens++
		return c.reopens
	case logReleased, logStopped, logCancelled:
		return c.reopens
	}
	return 0
}

// another returns s with another element, which may be any.
func another[T any](s []T) []T {
	if len(s) == cap(s) {
		s = larger(s)
	}
	return s[:len(s)+1]
}

// larger returns s, which is full, with room for as much again: append grows large slices
// by less, and so leaves more behind.
func larger[T any](s []T) []T { return slices.Grow(s, max(len(s), 16)) }

// sortLog puts the transitions of several lanes in order: by instant, then by policy.
func (f *fold) sortLog() {
	slices.SortStableFunc(f.log, func(a, b logEntry) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.policy, b.policy))
	})
}

// transition makes t what an entry says: field by field, since to copy what
// has pointers is slow while a garbage collector is at work.
func (f *fold) transition(t *Transition, e *logEntry) {
	p := f.program
	policy := &p.policies[e.policy]
	t.Kind, t.Metric, t.Cycle, t.Policy = kinds[e.kind], p.metrics[e.metric].name, int(e.cycle), policy.id
	t.Met, t.Step, t.Repeat, t.IssueID, t.TargetSeq, t.Nth = e.met, "", 0, f.issue, int(e.target), int(e.nth)
	if e.kind == logEscalated {
		s := &policy.targets[e.metric].steps[e.step]
		t.Step, t.Repeat, t.Nth = s.name, int(e.repeat), s.nth
	}
	t.At = e.at.time()
}
