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

// after returns the first threshold after p of a target with an allowance, or false
// if there is none.
func (in force) after(p position, allowance time.Duration) (next position, ok bool) {
	next.elapsed = math.MaxInt64
	consider := func(q position) {
		later := q.elapsed > p.elapsed || q.elapsed == p.elapsed && q.step > p.step
		sooner := q.elapsed < next.elapsed || q.elapsed == next.elapsed && q.step < next.step
		if later && sooner {
			next, ok = q, true
		}
	}
	consider(position{allowance, breachStep, 0})
	for i := range in.target.steps {
		s := &in.target.steps[i]
		first := s.at.Of(allowance)
		if first <= 0 {
			continue // it does not take place, nor do its repeats
		}
		k := 0
		if s.every > 0 && first <= p.elapsed { // the first repeat that may be later
			k = int((p.elapsed - first) / s.every)
		}
		for range 2 {
			if k <= s.times {
				consider(position{policy.Repeated(first, s.every, k), i, k})
			}
			k++
		}
	}
	return next, ok
}

// reach is the one place where a threshold becomes an instant: the earliest at which
// a clock that runs from since on has counted d more open time. Time that runs out
// exactly at closing does so there, or under nextOpen, save for business days, at
// the next opening, if one follows. False means that there is no such instant.
func (in force) reach(since time.Time, d time.Duration, nextOpen bool) (time.Time, bool) {
	at, err := in.calendar.Add(since, max(d, 0))
	if err != nil {
		return time.Time{}, false
	}
	if nextOpen && in.target.days == nil {
		if open, err := in.calendar.NextOpen(at); err == nil {
			return open, true
		}
	}
	return at, true
}

// A reaching is when a running clock reaches its next threshold.
type reaching struct {
	known, never bool
	at           time.Time
	threshold    position
}

// upcoming returns the next threshold of a running clock and when it reaches it.
func (c *clockState) upcoming(nextOpen bool) *reaching {
	if !c.next.known {
		c.next = reaching{known: true}
		var ok bool
		if c.next.threshold, ok = c.in.after(c.taken, c.allowance); ok {
			c.next.at, ok = c.in.reach(c.since, c.next.threshold.elapsed-c.base, nextOpen)
		}
		c.next.never = !ok
	}
	return &c.next
}

// take lets a threshold of c take effect at an instant, or passes over it. due is
// when the count reached it, if it is the breach.
func (l *lane) take(f *fold, c *clockState, p position, at, due time.Time, effect bool) {
	c.taken = p
	c.next = reaching{}
	if p.step == breachStep {
		c.breached, c.breachedAt, c.due = true, at, due
		l.emit(f, c, at, KindBreached)
		return
	}
	if p.elapsed < c.allowance {
		c.risk = true
	}
	if effect {
		t := l.emit(f, c, at, KindEscalated)
		t.Step, t.Repeat = c.in.target.steps[p.step].name, p.repeat
	}
}

// takeReached lets take effect what c has reached at once at an instant, with the
// elapsed time that it has: the breach and what is at or past it; of the steps below
// it the last, and none if the breach does. due is when the count reached the breach.
func (l *lane) takeReached(f *fold, c *clockState, at, due time.Time) {
	elapsed := c.elapsed(at)
	reached := func(p position) bool {
		if p.elapsed != elapsed {
			return p.elapsed < elapsed
		}
		// Exactly reached: it may have to wait for the next opening.
		first, ok := c.in.reach(at, 0, f.program.nextOpen)
		return ok && first.Equal(at)
	}
	breach := reached(position{c.allowance, breachStep, 0})
	for !f.overflow {
		p, ok := c.in.after(c.taken, c.allowance)
		if !ok || !reached(p) {
			return
		}
		effect := p.elapsed >= c.allowance
		if !effect && !breach {
			next, ok := c.in.after(p, c.allowance)
			effect = !ok || !reached(next)
		}
		l.take(f, c, p, at, due, effect)
	}
}
