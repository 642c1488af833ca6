package sla

// aim finds the next threshold of c, which has another target or has taken a threshold.
func (f *fold) aim(c *clockState) {
	l := f.ladders[c.metric].of(c.applied.target, c.applied.allowance)
	c.next, c.reaching = l.first, never
	if c.taken != (position{}) {
		c.next = l.after(c.taken)
	}
}

// reaches returns the instant at which c, which is running, reaches its next threshold, or
// endOfTime if it never does. It remembers the answer.
func (f *fold) reaches(c *clockState) instant {
	if c.reaching == never {
		f.work += workOfTurn
		c.reaching = c.reachesNext()
	}
	return c.reaching
}

// take lets a threshold of c take effect at an instant. due is the instant at which the
// count reached it, if it is the breach.
func (f *fold) take(c *clockState, p position, at, due instant) {
	f.passOver(c, p)
	if p.step == breachStep {
		c.breached, c.breachedAt, c.due = true, at, due
		f.emit(c, at, logBreached)
		return
	}
	e := f.emit(c, at, logEscalated)
	e.step, e.repeat = p.step, p.repeat
}

// passOver counts a threshold of c, and all before it, as taken, without any effect but risk.
func (f *fold) passOver(c *clockState, p position) {
	c.taken = p
	f.aim(c)
	if p.elapsed < c.applied.allowance {
		c.risk = true
	}
}

// takeReached lets take effect what c has reached at once at an instant, with the elapsed
// time that it has. due is the instant at which the count reached the breach. Every clock
// that begins to run or gets a target comes here, so that quietUntil is never later than
// its next threshold.
func (f *fold) takeReached(c *clockState, at, due instant) {
	if c.next.elapsed <= c.base {
		f.takePast(c, at, due)
	}
	if c.state == running {
		f.quietUntil = min(f.quietUntil, c.earliest())
	}
}

// takePast is takeReached for a clock that has reached something: the breach and what is at
// or past it take effect; of the steps below it the last, and none if the clock is breached.
func (f *fold) takePast(c *clockState, at, due instant) {
	a := &c.applied
	limit := c.base // it was just set, or c has just begun to run
	if first, ok := a.reach(at, 0); !ok || first != at {
		limit-- // what is exactly reached waits for the next opening
	}
	if p, ok := f.ladders[c.metric].of(a.target, a.allowance).last(min(limit, a.allowance-1)); ok && c.taken.before(p) {
		if limit < a.allowance {
			f.take(c, p, at, due)
		} else {
			f.passOver(c, p)
		}
	}
	for !f.exhausted() && c.next.elapsed <= limit {
		f.take(c, c.next, at, due)
	}
}
