package sla

import (
	"time"

	"github.com/punctualgo/punctual/policy"
)

// A lane is policies that are evaluated together, with their clocks: all of them,
// or one under policy.MatchEach.
type lane struct {
	*laneProgram
	holding []int         // policies that apply after the last event, in order
	stale   bool          // holding is not known
	clocks  []clockState  // the latest of each metric for which a policy has a target
	open    []*clockState // those of clocks that are open, in clock order

	lives []life // of all clocks by place; those of the latest are in clocks
}

// A laneProgram is what of a lane is compiled.
type laneProgram struct {
	policies []int
	index    policyIndex // of its policies
	pasts    [][]pastFor // by metric, the pasts that its clocks may be asked for
}

// addLane adds a lane of policies to a program.
func (p *program) addLane(policies []int) {
	l := &laneProgram{policies: policies, index: p.indexPolicies(policies)}
	for k := range p.metrics {
		l.pasts = append(l.pasts, p.pastsOf(policies, k))
	}
	p.lanes = append(p.lanes, l)
}

func (l *lane) reset() {
	l.holding, l.open, l.lives = l.holding[:0], l.open[:0], l.lives[:0]
	l.stale = false
	for k := range l.clocks {
		if l.clocks[k].cycle > 0 {
			l.clocks[k].clear()
		}
	}
}

// step carries out, for the clocks of a lane, what follows from an event.
func (l *lane) step(f *fold, at instant) {
	f.work += workOfLane + len(l.clocks)*workOfClock
	// 1. Cancel or stop.
	if f.ends {
		open := l.open[:0]
		for _, c := range l.open {
			switch fired := f.fired[c.metric]; {
			case fired&roleCancel != 0:
				f.end(c, at, cancelled, false)
			case fired&roleStop != 0:
				f.end(c, at, stopped, true)
			default:
				open = append(open, c)
			}
		}
		l.open = open
	}

	// 2. Match and retarget.
	if f.rematches || l.stale {
		l.match(f, at)
	}
	if f.retargets {
		for _, c := range l.open {
			l.retarget(f, c, at)
		}
	}

	// 3. Resume or start.
	if f.begins {
		for k := range l.clocks {
			c := &l.clocks[k]
			switch fired := f.fired[c.metric]; {
			case c.cycle > 0 && c.isOpen():
			case c.byStop && fired&roleResume != 0:
				l.reopen(f, c, at)
			case fired&roleStart != 0 && (c.cycle == 0 || f.program.metrics[c.metric].repeat):
				l.begin(f, c, at)
			}
		}
	}

	// 4. Pause or resume.
	if f.begins || f.retargets || f.pausesChanged {
		for _, c := range l.open {
			if f.pausesOrResumes(c) {
				f.pauseOrResume(c, at)
			}
		}
	}
}

// pausesOrResumes reports whether an open clock is to be paused, or runs again: resumed,
// or by the event being applied reopened.
func (f *fold) pausesOrResumes(c *clockState) bool {
	return c.reopened || c.state != released && f.pauses[c.in.target.pause].holds() != (c.state == paused)
}

// pauseOrResume pauses a running clock whose condition for pausing holds, lets a paused
// one run again for which it does not, and lets what runs again take what it has reached.
func (f *fold) pauseOrResume(c *clockState, at instant) {
	switch {
	case c.state == paused:
		c.run(c.base, at)
		f.emit(c, at, logResumed)
	case f.pauses[c.in.target.pause].holds():
		c.rest(paused, at)
		f.emit(c, at, logPaused)
		return
	}
	c.reopened = false
	f.takeReached(c, at, at)
}

// end ends a clock. One that is stopped is met unless breached; one that has no
// target to be judged by is cancelled instead.
func (f *fold) end(c *clockState, at instant, state phase, byStop bool) {
	f.work += workOfTurn
	if c.state == released {
		state = cancelled
	}
	c.end(state, at, byStop)
	c.story.turn(at)
	switch {
	case !c.targeted:
	case state == stopped:
		f.emit(c, at, logStopped).met = !c.breached
	default:
		f.emit(c, at, logCancelled)
	}
}

// cancel ends all open clocks.
func (l *lane) cancel(f *fold, at instant) {
	for _, c := range l.open {
		f.end(c, at, cancelled, false)
	}
	l.open = l.open[:0]
}

// begin begins the next cycle of a metric. Of a last one that never had a target nothing
// will be told, and its place is free.
func (l *lane) begin(f *fold, c *clockState, at instant) {
	f.work += workOfTurn
	cycle, place := c.cycle+1, c.place
	if c.targeted {
		l.lives[place] = c.life
	}
	if c.targeted || cycle == 1 {
		place = l.newPlace()
	}
	if cycle > 1 {
		c.clear()
	}
	c.cycle, c.place, c.start, c.settled, c.state = cycle, place, at, at, released
	if f.trace != nil {
		c.story = f.trace.begin(l, c)
	}
	l.insert(c)
	l.retarget(f, c, at)
}

// newPlace returns a place for another clock.
func (l *lane) newPlace() int {
	l.lives = another(l.lives)
	return len(l.lives) - 1
}

// reopen opens again a clock that a stop trigger ended.
func (l *lane) reopen(f *fold, c *clockState, at instant) {
	f.work += workOfTurn
	had := c.state == stopped
	c.stops = append(c.stops, at)
	c.story.turn(at)
	c.byStop, c.ended = false, never
	l.insert(c)
	if had {
		c.run(c.total, at)
		c.reopened = true
	} else {
		c.state, c.base, c.since = released, c.total, never
	}
	if c.targeted {
		f.emit(c, at, logReopened)
	}
	if changed := l.retarget(f, c, at); !changed && c.targeted && c.state == released {
		f.emit(c, at, logReleased)
	}
}

// insert puts a clock among the open ones, in clock order.
func (l *lane) insert(c *clockState) {
	i := len(l.open)
	l.open = append(l.open, c)
	for ; i > 0 && c.before(&l.open[i-1].life); i-- {
		l.open[i] = l.open[i-1]
	}
	l.open[i] = c
}

// retarget gives an open clock the target in force, if that is another than it has,
// and reports whether it is.
func (l *lane) retarget(f *fold, c *clockState, at instant) bool {
	f.work += workOfTurn
	change := f.program.onChange
	if change == policy.Keep && c.targeted {
		return false
	}
	from := c.start
	if change == policy.Restart {
		from = at
	}
	in, allowance := l.inForce(f, c.metric, from, c.inForce())
	if in == c.inForce() {
		return false
	}
	if in.target == nil {
		c.rest(released, at)
		f.emit(c, at, logReleased)
		c.story.govern(f, c, at)
		return true
	}
	kind := logRetargeted
	if !c.targeted {
		kind = logStarted
	}
	var elapsed time.Duration
	due := at
	switch {
	case change == policy.Restart || at == c.start: // nothing yet
	case change == policy.CarryOver:
		elapsed = c.elapsed(at)
	default:
		elapsed, due = f.recount(c, in, allowance, at)
	}
	c.retarget(in, allowance, elapsed, at)
	f.aim(c)
	f.emit(c, at, kind)
	c.story.govern(f, c, at)
	f.takeReached(c, at, due)
	return true
}

// advance lets take effect, in order, the thresholds of running clocks before an
// instant, or up to it. It returns an instant before which no others are reached.
func (l *lane) advance(f *fold, to instant, inclusive bool) (quietUntil instant) {
	for {
		f.work += workOfLane + len(l.open)*workOfClock
		var first *clockState // at one instant, the first in clock order
		when := endOfTime
		for _, c := range l.open {
			if c.state != running {
				continue
			}
			at := c.earliest()
			if at <= to {
				at = f.reaches(c)
			}
			if at < when {
				first, when = c, at
			}
		}
		if first == nil || when > to || !inclusive && when == to || f.exhausted() {
			return when
		}
		if f.trace != nil {
			f.trace.passing = true
		}
		f.take(first, first.next, when, when, true)
		if f.trace != nil {
			f.trace.passing = false
		}
		if when >= f.last {
			f.last, f.closed = when, true
		}
	}
}
