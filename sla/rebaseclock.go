package sla

import (
	"slices"
	"time"
)

// goOn makes c continue from an old clock, which is its own or only tells since when the customer
// has been waiting.
func (r *rebasing) goOn(l *lane, c, was *clockState, own bool) {
	metric, elapsed := c.metric, was.elapsed(r.at)
	*c = clockState{reported: was.reported, carried: carry(was, elapsed, r.at)}
	c.metric, c.settled = metric, r.at
	c.applied = applied{}
	otherSteps := false
	if own && was.targeted {
		c.applied = r.find(l, &was.reported, metric)
		otherSteps = r.passOver(c, was, elapsed)
	}
	if !own {
		// It has waited for a target since then, and has its own count.
		c.targeted, c.state = false, cancelled
		if was.isOpen() {
			c.state = released
		}
	}
	r.was.goOnNumbering(r.f.program, c)
	if own {
		r.report(l, r.was.reports[was], metric)
	}
	c.place = l.newPlace(metric)
	if c.isOpen() {
		l.insert(c)
		r.retarget(l, c, was, own, elapsed)
		return
	}
	if otherSteps {
		c.targets++ // no transition does, and a step of the same name may be another one
	}
	if c.byStop {
		c.stops = append(c.stops, r.at)
	}
	if c.targeted && c.applied.target == nil {
		c.targeted, c.state = false, cancelled
	}
}

// report keeps a clock that has ended for results, if a target makes the same promise as its own.
func (r *rebasing) report(l *lane, was *reported, metric int) {
	if was == nil {
		return
	}
	if a := r.find(l, was, metric); a.target != nil {
		c := *was
		c.metric, c.applied, c.taken = metric, a, position{} // it takes no step any more
		l.reports[l.newPlace(metric)] = c
	}
}

// carry returns what an old clock had counted by an instant.
func carry(was *clockState, elapsed time.Duration, at instant) *carriedCount {
	carried := &carriedCount{at: at, counted: elapsed, due: never}
	if was.breached {
		carried.allowance, carried.due = was.applied.allowance, was.due
	}
	return carried
}

// retarget gives an open clock that goes on the target in force. c.applied is the old target
// as the new program has it, or no target.
func (r *rebasing) retarget(l *lane, c, was *clockState, own bool, elapsed time.Duration) {
	switch a, same := r.inForce(l, c, was, own); {
	case a.target == nil:
		c.targeted = c.applied.target != nil
		c.state, c.base, c.since = released, elapsed, never
	case same:
		r.keepPromise(c, was, a, elapsed)
	default:
		kind := logRetargeted
		if !c.targeted {
			kind = logStarted
		}
		change := r.f.program.onChange
		if change.restarts {
			elapsed = 0
		}
		c.retarget(a, change.countsFrom(c.start, r.at), elapsed, r.at)
		r.f.tookOver(c, kind, r.at, r.at, keptPromise{})
	}
}

// inForce returns the target in force for an open clock that goes on, and whether it promises
// what the old clock had.
func (r *rebasing) inForce(l *lane, c, was *clockState, own bool) (a applied, same bool) {
	change := r.f.program.onChange
	if change.keeps && c.applied.target != nil {
		return c.applied, was.state != released
	}
	if own && was.inForce().target != nil {
		a = l.inForce(r.f, c.metric, was.from, new(applied))
		if a.target != nil && r.samePromise(&was.applied, &a, c.start) {
			return a, true
		}
	}
	return l.inForce(r.f, c.metric, change.countsFrom(c.start, r.at), new(applied)), false
}

// keepPromise gives an open clock a target that makes the same promise as its old one. If
// policy, schedule and steps are the same too, the clock continues without any transition.
func (r *rebasing) keepPromise(c, was *clockState, a applied, elapsed time.Duration) {
	old := &was.applied
	list := old.target.steps
	asBefore := r.old.program.policies[old.target.policy].id == r.f.program.policies[a.target.policy].id &&
		old.calendar.Name() == a.calendar.Name() && old.calendar.SameHours(a.calendar.Calendar) &&
		slices.Equal(list.steps, a.target.steps.steps)
	if asBefore {
		taken := c.taken
		c.keepPromise(a, elapsed, r.at)
		c.taken = taken
		r.f.aim(c)
		return
	}
	kept := r.kept(c, was, elapsed)
	c.keepPromise(a, elapsed, r.at)
	r.f.tookOver(c, logRetargeted, r.at, r.at, kept)
}

// kept is fold.kept for the steps of an old clock.
func (r *rebasing) kept(c, was *clockState, elapsed time.Duration) keptPromise {
	var old ladder
	old.build(was.applied.target.steps, was.applied.allowance)
	return keptPromise{
		exactly: was.tookAt(elapsed),
		had: func(p position) bool {
			r.f.work += len(old.steps) * workOfStep
			return old.hasTaken(c.applied.target.steps.steps[p.index()].name, p, was.taken)
		},
	}
}

// passOver makes c, whose steps differ from those of the old clock, pass over all thresholds up
// to the elapsed time of the old clock, so that it does not take them when it is reopened. What
// the old clock had reached exactly and not taken is still to come. It reports whether the steps differ.
func (r *rebasing) passOver(c, was *clockState, elapsed time.Duration) bool {
	if c.applied.target == nil || slices.Equal(c.applied.target.steps.steps, was.applied.target.steps.steps) {
		return false
	}
	var l ladder
	l.build(c.applied.target.steps, c.applied.allowance)
	r.f.work += len(l.steps) * workOfStep
	if !was.tookAt(elapsed) {
		elapsed--
	}
	c.taken = l.last(elapsed)
	return true
}
