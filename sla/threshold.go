package sla

import (
	"math"
	"time"

	"github.com/punctualgo/punctual/internal/threshold"
)

// Thresholds of a clock are its breach and the repeats of its escalation steps,
// each at an elapsed time. They are not listed, as there may be many: a position
// names one, and the next after it is computed.

// A position is the place of a threshold among those of a target: by elapsed time;
// at one time, the breach, then steps as written. The zero position is ahead of all.
type position struct {
	elapsed time.Duration
	step    int32 // breachStep, or the index of a step
	repeat  int32
}

const (
	breachStep = -1
	noStep     = math.MaxInt32 // of what is behind all thresholds
)

// behindAll returns what stands for a threshold where there are no more.
func behindAll() position { return position{elapsed: math.MaxInt64, step: noStep} }

// before reports whether p is ahead of q.
func (p position) before(q position) bool {
	return p.elapsed < q.elapsed || p.elapsed == q.elapsed && p.step < q.step
}

// A ladder is the thresholds of a target with an allowance.
type ladder struct {
	target    *target
	allowance time.Duration
	steps     []time.Duration // when each takes place for the first time; not above zero if never
	first     position        // of all
}

// ladders are the last two ladders that clocks of a metric had: most have that of an
// earlier one, or go back and forth between two, as priorities are raised and lowered.
type ladders struct {
	kept [2]ladder
	last int
}

// ladder returns the thresholds of a target with an allowance.
func (f *fold) ladder(t *target, allowance time.Duration) *ladder {
	k := &f.ladders[t.metric]
	if !k.kept[k.last].is(t, allowance) {
		k.last = 1 - k.last
		if !k.kept[k.last].is(t, allowance) {
			k.kept[k.last].build(t, allowance)
		}
	}
	return &k.kept[k.last]
}

func (l *ladder) is(t *target, allowance time.Duration) bool {
	return l.target == t && l.allowance == allowance
}

// build makes l that of a target with an allowance.
func (l *ladder) build(t *target, allowance time.Duration) {
	l.target, l.allowance, l.steps = t, allowance, l.steps[:0]
	for i := range t.steps {
		l.steps = append(l.steps, t.steps[i].at.Of(allowance))
	}
	l.first = l.after(position{})
}

// after returns the first threshold after p, or what is behind all.
func (l *ladder) after(p position) position {
	next := behindAll()
	if breach := (position{l.allowance, breachStep, 0}); p.before(breach) {
		next = breach
	}
	for i, first := range l.steps {
		if first <= 0 {
			continue // it does not take place, nor do its repeats
		}
		q := position{first, int32(i), 0}
		if !p.before(q) {
			s := &l.target.steps[i]
			if s.times == 0 {
				continue
			}
			q = s.after(p, q)
		}
		if q.before(next) {
			next = q
		}
	}
	return next
}

// after returns the first repeat after p of a step that repeats and takes place at first,
// which is not after p, or what is behind all.
func (s *step) after(p, first position) position {
	q := first
	q.repeat = int32(min((p.elapsed-first.elapsed)/s.every, time.Duration(s.times)+1)) // the last one that is not later
	for ; int(q.repeat) <= s.times; q.repeat++ {
		if q.elapsed = threshold.Repeat(first.elapsed, s.every, int(q.repeat)); p.before(q) {
			return q
		}
	}
	return behindAll()
}

// last returns the last step that is reached with an elapsed time, or false if there is
// none.
func (l *ladder) last(elapsed time.Duration) (last position, ok bool) {
	for i, first := range l.steps {
		if first <= 0 || first > elapsed {
			continue
		}
		s, repeat := &l.target.steps[i], 0
		if s.times > 0 {
			repeat = int(min((elapsed-first)/s.every, time.Duration(s.times)))
		}
		if q := (position{threshold.Repeat(first, s.every, repeat), int32(i), int32(repeat)}); last.before(q) {
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

// aim finds the next threshold of c, which has another target or has taken one.
func (f *fold) aim(c *clockState) {
	l := f.ladder(c.in.target, c.allowance)
	c.next, c.reaching = l.first, never
	if c.taken != (position{}) {
		c.next = l.after(c.taken)
	}
}

// earliest returns when c, which is running, would reach its next threshold if it were
// always open. Most clocks end or pause well ahead of it.
func (c *clockState) earliest() instant {
	return c.since.add(c.next.elapsed - c.base)
}

// reaches returns when c, which is running, reaches its next threshold, or endOfTime.
func (f *fold) reaches(c *clockState) instant {
	if c.next.step == noStep {
		return endOfTime
	}
	if c.reaching == never {
		f.work += workOfTurn
		at, ok := c.in.reach(c.since, c.next.elapsed-c.base, f.program.nextOpen)
		if !ok {
			at = endOfTime
		}
		c.reaching = at
	}
	return c.reaching
}

// take lets a threshold of c take effect at an instant, or passes over it. due is
// when the count reached it, if it is the breach.
func (f *fold) take(c *clockState, p position, at, due instant, effect bool) {
	c.taken = p
	f.aim(c)
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
		e.step, e.repeat = p.step, p.repeat
	}
}

// takeReached lets take effect what c has reached at once at an instant, with the
// elapsed time that it has: the breach and what is at or past it; of the steps below
// it the last, and none if the breach does. due is when the count reached the breach.
// Every clock that begins to run or gets a target comes here, so that quietUntil is never
// later than its next threshold.
func (f *fold) takeReached(c *clockState, at, due instant) {
	if c.next.elapsed <= c.base {
		f.takePast(c, at, due)
	}
	if c.state == running {
		f.quietUntil = min(f.quietUntil, c.earliest())
	}
}

// takePast is takeReached for a clock that has reached something.
func (f *fold) takePast(c *clockState, at, due instant) {
	limit := c.base // it was just set, or c has just begun to run
	if first, ok := c.in.reach(at, 0, f.program.nextOpen); !ok || first != at {
		limit-- // what is exactly reached waits for the next opening
	}
	if p, ok := f.ladder(c.in.target, c.allowance).last(min(limit, c.allowance-1)); ok && c.taken.before(p) {
		f.take(c, p, at, due, limit < c.allowance)
	}
	for !f.exhausted() && c.next.elapsed <= limit {
		f.take(c, c.next, at, due, true)
	}
}
