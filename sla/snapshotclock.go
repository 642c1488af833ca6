package sla

import (
	"math"
	"slices"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
)

// packClock writes the latest clock of a metric. If that never had a target, the last one that
// had follows, because results report it.
func (f *fold) packClock(p *packer, l *lane, c *clockState) {
	if p.number(c.cycle); c.cycle == 0 {
		return
	}
	f.packReported(p, &c.reported)
	if !c.targeted {
		if last := l.lastReport(c); last == nil {
			p.number(0)
		} else {
			p.number(last.cycle)
			f.packReported(p, last)
		}
	}
	if f.recounts(c) {
		packPast(p, c, l.pasts[c.metric])
	}
}

func (f *fold) packReported(p *packer, c *reported) {
	p.number(int(c.state))
	p.bools(c.targeted, c.byStop, c.risk, c.breached)
	p.instant(c.start)
	p.instant(c.ended)
	p.duration(c.base)
	p.duration(c.total)
	p.number(int(c.targets))
	p.number(int(c.pauses))
	p.number(int(c.reopens))
	if !c.targeted {
		return
	}
	p.number(c.applied.target.policy)
	p.number(slices.Index(f.program.calendars, c.applied.calendar))
	p.number(c.applied.target.index)
	p.duration(c.applied.allowance)
	if c.applied.target.names() {
		p.instant(c.applied.promised)
	}
	if f.program.onChange.restarts {
		p.instant(c.from)
	}
	p.instant(c.since)
	p.duration(c.taken.elapsed)
	p.number(int(c.taken.step))
	p.number(int(c.taken.repeat))
	p.instant(c.breachedAt)
	p.instant(c.due)
}

// packPast writes what is needed to count c again for another target.
func packPast(p *packer, c *clockState, pasts []pastFor) {
	p.bools(c.carried != nil)
	if c.carried != nil {
		p.instant(c.carried.at)
		p.duration(c.carried.counted)
		p.duration(c.carried.allowance)
		p.instant(c.carried.due)
	}
	p.instants(c.stops)
	p.instant(c.settled)
	if !c.isSettled() {
		return // the accounts can be computed again
	}
	for i := range pasts {
		a := &c.accounts[i]
		p.duration(a.settled)
		n := 0
		for _, s := range a.searches {
			if s.settled { // the others can be searched again
				n++
			}
		}
		p.number(n)
		for _, s := range a.searches {
			if s.settled {
				p.duration(s.allowance)
				p.instant(s.at)
			}
		}
	}
}

// unpackClock reads what packClock writes.
func (f *fold) unpackClock(u *unpacker, l *lane, c *clockState) {
	if c.cycle = u.number(math.MaxInt32); c.cycle == 0 {
		return
	}
	f.unpackReported(u, &c.reported)
	if !c.targeted {
		last := reported{metric: c.metric}
		if last.cycle = u.number(c.cycle); last.cycle > 0 {
			f.unpackReported(u, &last)
			if !last.targeted || last.isOpen() {
				u.fail()
			}
			l.reports[l.newPlace(c.metric)] = last
		}
	}
	if f.recounts(c) {
		f.unpackPast(u, c, l.pasts[c.metric])
	}
	if u.damaged {
		return
	}
	c.place = l.newPlace(c.metric)
	if c.isOpen() {
		l.insert(c)
	}
	if c.targeted {
		f.aim(c)
	}
}

func (f *fold) unpackReported(u *unpacker, c *reported) {
	c.state = phase(u.number(len(states)))
	u.bools(&c.targeted, &c.byStop, &c.risk, &c.breached)
	c.start, c.ended = u.at(), u.instant()
	c.base, c.total = u.duration(), u.duration()
	c.targets, c.pauses, c.reopens = int32(u.number(math.MaxInt32)), int32(u.number(math.MaxInt32)), int32(u.number(math.MaxInt32))
	c.since, c.breachedAt, c.due = never, never, never
	if c.targeted {
		of := f.program.policies[u.number(len(f.program.policies))].targets[c.metric].all
		c.applied.calendar = f.program.calendar(u)
		k := u.number(max(len(of), 1))
		if k >= len(of) {
			u.fail()
			return
		}
		c.applied.target = of[k]
		c.applied.allowance, c.applied.promised, c.from = u.duration(), never, c.start
		if c.applied.target.names() {
			c.applied.promised = u.instant()
		}
		if f.program.onChange.restarts {
			c.from = u.at()
		}
		c.since = u.instant()
		c.taken = position{u.duration(), int32(u.number(firstStep + policy.MaxEscalations)), int32(u.number(policy.MaxTimes + 1))}
		c.breachedAt, c.due = u.instant(), u.instant()
	}
	if !u.damaged && !f.isPossible(c) {
		u.fail()
	}
}

func (f *fold) unpackPast(u *unpacker, c *clockState, pasts []pastFor) {
	var carried bool
	if u.bools(&carried); carried {
		c.carried = &carriedCount{u.at(), u.duration(), u.duration(), u.instant()}
	}
	c.stops = u.instants(c.stops[:0], f.last)
	c.settled = u.at()
	if from := c.knownFrom(); from < c.start || c.settled < from || c.settled > f.last {
		u.fail()
	}
	if u.damaged || !c.isSettled() {
		return
	}
	for i := range pasts {
		a := c.newAccount(pasts[i].calendar, pasts[i].pause)
		a.settled = u.duration()
		a.counted = a.settled
		for range u.length() {
			s := reachSearch{reached: true, settled: true}
			s.allowance, s.at = u.duration(), u.at()
			if u.damaged {
				return
			}
			a.searches = append(a.searches, s)
		}
		c.accounts = append(c.accounts, a)
	}
}

// isPossible reports whether a fold could have the clock that was unpacked.
func (f *fold) isPossible(c *reported) bool {
	within := func(i instant) bool { return c.start <= i && i <= f.last }
	life := time.Duration(f.last - c.start)
	switch {
	case c.start < f.created || !within(c.start):
		return false
	case c.base > life || c.total > life: // it cannot have counted more than its life
		return false
	case c.since != never && !within(c.since), c.ended != never && !within(c.ended):
		return false
	case c.isOpen() != (c.ended == never), c.isOpen() && f.over:
		return false
	case c.targeted && !within(c.from):
		return false
	case c.taken != (position{}) && c.taken.index() >= len(c.applied.target.steps.steps):
		return false
	}
	switch c.state {
	case running:
		return c.targeted && c.since != never
	case paused:
		return c.targeted && c.since == never
	case released:
		return c.since == never
	case stopped:
		return c.targeted
	}
	return true
}

// calendar reads the calendar of a target.
func (p *program) calendar(u *unpacker) *businesshours.Calendar {
	return p.calendars[u.number(len(p.calendars))]
}
