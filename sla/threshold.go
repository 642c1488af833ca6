package sla

import (
	"math"
	"time"

	"github.com/punctualgo/punctual/policy"
)

// Thresholds of a clock are its breach and the repeats of its escalation steps,
// each at an elapsed time. They are not listed, as there may be many: a position
// names one, and the next after it is computed.

// A position is the place of a threshold among those of a target: by elapsed time;
// at one time, the breach, then steps as written. The zero position is ahead of all.
type position struct {
	elapsed time.Duration
	step    int // breachStep, or the index of a step
	repeat  int
}

const breachStep = -1

// before reports whether p is ahead of q.
func (p position) before(q position) bool {
	return p.elapsed < q.elapsed || p.elapsed == q.elapsed && p.step < q.step
}

// after returns the first threshold after p of a target with an allowance, or false
// if there is none.
func (t *target) after(p position, allowance time.Duration) (next position, ok bool) {
	next = position{elapsed: math.MaxInt64, step: math.MaxInt}
	if breach := (position{allowance, breachStep, 0}); p.before(breach) {
		next = breach
	}
	for i := range t.steps {
		if q, ok := t.steps[i].after(p, i, allowance); ok && q.before(next) {
			next = q
		}
	}
	return next, next.step != math.MaxInt
}

// after returns the first repeat after p of a step, the i-th of a target with an
// allowance, or false if there is none.
func (s *step) after(p position, i int, allowance time.Duration) (position, bool) {
	first := s.at.Of(allowance)
	if first <= 0 {
		return position{}, false // it does not take place, nor do its repeats
	}
	repeat := 0
	if first < p.elapsed && s.every > 0 {
		repeat = int((p.elapsed - first) / s.every) // the last one that is not later
	}
	q := position{policy.Repeated(first, s.every, repeat), i, repeat}
	if !p.before(q) {
		q = position{policy.Repeated(first, s.every, repeat+1), i, repeat + 1}
	}
	return q, q.repeat <= s.times && p.before(q)
}

// last returns the last step of a target with an allowance that is reached with an
// elapsed time, or false if there is none.
func (t *target) last(elapsed, allowance time.Duration) (last position, ok bool) {
	for i := range t.steps {
		s := &t.steps[i]
		first := s.at.Of(allowance)
		if first <= 0 || first > elapsed {
			continue
		}
		repeat := 0
		if s.every > 0 {
			repeat = int(min((elapsed-first)/s.every, time.Duration(s.times)))
		}
		if q := (position{policy.Repeated(first, s.every, repeat), i, repeat}); last.before(q) {
			last, ok = q, true
		}
	}
	return last, ok
}

// reach is the one place where a threshold becomes an instant: the earliest at which
// a clock that runs from since on has counted d more open time. Time that runs out
// exactly at closing does so there, or under nextOpen, save for business days, at
// the next opening, if one follows. False means that there is no such instant.
func (in force) reach(since instant, d time.Duration, nextOpen bool) (instant, bool) {
	at, err := in.calendar.AddUnixNano(int64(since), max(d, 0))
	if err != nil {
		return never, false
	}
	if nextOpen && in.target.days == nil {
		if open, err := in.calendar.NextOpen(instant(at).time()); err == nil {
			return instantOf(open), true
		}
	}
	return instant(at), true
}

// upcoming is the next threshold of a clock, and when it reaches it. Both are found
// when they are needed: most events come before any threshold can be reached.
type upcoming struct {
	found     bool // threshold is set, or none
	none      bool
	threshold position

	// When it is reached; forgotten whenever the clock begins to run. It is found in
	// two steps, since most clocks end or pause well ahead of it.
	bounded  bool    // earliest is set
	earliest instant // at which it would be reached if it were always open
	timed    bool    // at is set, or never
	never    bool
	at       instant
}

// upcoming returns the next threshold of c, if not when it is reached.
func (f *fold) upcoming(c *clockState) *upcoming {
	n := &c.next
	if !n.found {
		ok := true
		if c.taken == (position{}) {
			n.threshold = f.firstOf(c.in.target, c.allowance)
		} else {
			n.threshold, ok = c.in.target.after(c.taken, c.allowance)
		}
		n.found, n.none = true, !ok
	}
	return n
}

// A firstThreshold is that of a target with an allowance. Most clocks begin with the
// target of an earlier one.
type firstThreshold struct {
	target    *target
	allowance time.Duration
	threshold position
}

// firstOf returns the first threshold of a target with an allowance. There is one: the
// breach, at least.
func (f *fold) firstOf(t *target, allowance time.Duration) position {
	c := &f.firsts[t.metric]
	if c.target != t || c.allowance != allowance {
		threshold, _ := t.after(position{}, allowance)
		*c = firstThreshold{t, allowance, threshold}
	}
	return c.threshold
}

// reaches returns the instant at which c, which is running, reaches its next
// threshold, or false if it never does, or not before the instant to.
func (f *fold) reaches(c *clockState, to instant) (instant, bool) {
	n := f.upcoming(c)
	if n.none {
		return never, false
	}
	if !n.bounded {
		n.bounded, n.earliest = true, c.since.add(n.threshold.elapsed-c.base)
	}
	if to < n.earliest {
		return never, false
	}
	if !n.timed {
		at, ok := c.in.reach(c.since, n.threshold.elapsed-c.base, f.program.nextOpen)
		n.timed, n.never, n.at = true, !ok, at
	}
	return n.at, !n.never
}

// take lets a threshold of c take effect at an instant, or passes over it. due is
// when the count reached it, if it is the breach.
func (f *fold) take(c *clockState, p position, at, due instant, effect bool) {
	c.taken = p
	c.next = upcoming{}
	if p.step == breachStep {
		c.breached, c.breachedAt, c.due = true, at, due
		f.emit(c, at, logBreached)
		return
	}
	if p.elapsed < c.allowance {
		c.risk = true
	}
	if effect {
		e := f.emit(c, at, logEscalated)
		e.step, e.repeat = int32(p.step), int32(p.repeat)
	}
}

// takeReached lets take effect what c has reached at once at an instant, with the
// elapsed time that it has: the breach and what is at or past it; of the steps below
// it the last, and none if the breach does. due is when the count reached the breach.
func (f *fold) takeReached(c *clockState, at, due instant) {
	limit := c.base // it was just set, or c has just begun to run
	if next := f.upcoming(c); next.none || limit < next.threshold.elapsed {
		return
	}
	if first, ok := c.in.reach(at, 0, f.program.nextOpen); !ok || first != at {
		limit-- // what is exactly reached waits for the next opening
	}
	if p, ok := c.in.target.last(min(limit, c.allowance-1), c.allowance); ok && c.taken.before(p) {
		f.take(c, p, at, due, limit < c.allowance)
	}
	for !f.overflow {
		next := f.upcoming(c)
		if next.none || next.threshold.elapsed > limit {
			return
		}
		f.take(c, next.threshold, at, due, true)
	}
}
