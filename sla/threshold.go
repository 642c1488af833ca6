package sla

import "time"

// aim finds the next threshold of c. It must be called when c has a new target or has taken a
// threshold.
func (f *fold) aim(c *clockState) {
	l := f.ladders[c.metric].of(&c.applied)
	c.next, c.reaching = l.first, never
	if c.taken != (position{}) {
		c.next = l.after(c.taken)
	}
}

// reaches returns the instant at which c, which is running, reaches its next threshold, or
// endOfTime if it never does. It caches the answer.
func (f *fold) reaches(c *clockState) instant {
	if c.reaching == never {
		f.work += workOfTurn
		c.reaching = c.reachesNext()
	}
	return c.reaching
}

// take makes the next threshold of c, which is running, take effect.
func (f *fold) take(c *clockState, at instant) {
	p := c.next
	c.taken = p
	f.takeEffect(c, p, at, at)
	f.aim(c)
}

// takeEffect makes a threshold of c take effect at an instant. If the threshold is the breach,
// due is the instant at which c was due.
func (f *fold) takeEffect(c *clockState, p position, at, due instant) {
	if p.step == breachStep {
		c.breached, c.breachedAt, c.due = true, at, due
		f.emit(c, at, logBreached)
		return
	}
	if p.elapsed < c.applied.allowance {
		c.risk = true
	}
	e := f.emit(c, at, logEscalated)
	e.list, e.step, e.repeat = int16(c.applied.target.steps.number), int16(p.index()), p.repeat
}

// A keptPromise is what a clock has reached under its last target, if the next one makes the
// same promise. The zero value is nothing.
type keptPromise struct {
	had     func(position) bool // reports whether a threshold of a step counts as taken
	exactly bool                // so does what is exactly at its elapsed time
}

// tookAt reports whether the last threshold that c has taken or passed over is at elapsed.
func (c *clockState) tookAt(elapsed time.Duration) bool {
	return c.taken != (position{}) && c.taken.elapsed == elapsed
}

// takeReached makes the thresholds take effect that c has reached at once, at an instant with
// the elapsed time it has then. due is the instant at which c was due, if it is breached by
// this. It must be called for every clock that starts running or gets a target, so that
// quietUntil is never later than its next threshold.
func (f *fold) takeReached(c *clockState, at, due instant, kept keptPromise) {
	if c.next.elapsed <= c.base {
		f.takePast(c, at, due, kept)
	}
	if c.state == running {
		f.quietUntil = min(f.quietUntil, c.earliest())
	}
}

// takePast is takeReached for a clock that has reached something. The breach takes effect, and
// each step at or past it once, as its last repeat that is reached. Of the steps below the
// breach only the highest takes effect, and none if the clock is breached.
func (f *fold) takePast(c *clockState, at, due instant, kept keptPromise) {
	a := &c.applied
	limit := c.base // the elapsed time: base was just set, or c has just started running
	if !kept.exactly && !a.isExact(at, limit) {
		limit-- // what is reached exactly waits
	}
	l := f.ladders[c.metric].of(a)
	f.work += len(l.steps) * workOfStep
	reached := f.reached[:0]
	last, below := c.taken, position{}
	breach := position{a.allowance, breachStep, 0}
	breaches := !c.breached && a.allowance <= limit
	if breaches {
		reached = append(reached, breach)
	}
	if a.allowance <= limit && last.before(breach) {
		last = breach
	}
	for i := range l.steps {
		p, ok := l.lastOf(i, limit)
		if !ok || !c.taken.before(p) {
			continue
		}
		if last.before(p) {
			last = p
		}
		if kept.had != nil {
			p, ok = f.lastNotHad(l, p, kept.had)
		}
		switch {
		case !ok || !c.taken.before(p):
		case p.elapsed >= a.allowance:
			reached = insertPosition(reached, p)
		case below.before(p):
			below = p
		}
	}
	if below != (position{}) {
		c.risk = true
		if !c.breached && !breaches {
			reached = insertPosition(reached, below)
		}
	}
	c.taken, f.reached = last, reached
	for _, p := range reached {
		if f.exhausted() {
			break
		}
		f.takeEffect(c, p, at, due)
	}
	f.aim(c)
}

// insertPosition inserts a position into an ordered list.
func insertPosition(list []position, p position) []position {
	i := len(list)
	list = append(list, p)
	for ; i > 0 && p.before(list[i-1]); i-- {
		list[i] = list[i-1]
	}
	list[i] = p
	return list
}

// lastNotHad returns the last repeat of a step, up to p, that does not count as taken. It
// returns false if all of them do.
func (f *fold) lastNotHad(l *ladder, p position, had func(position) bool) (position, bool) {
	for had(p) {
		f.work += workOfStep
		if p.repeat == 0 {
			return p, false
		}
		i := p.index()
		p = l.list.steps[i].repeat(i, l.steps[i], int(p.repeat)-1)
	}
	return p, true
}
