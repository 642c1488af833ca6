package sla

import (
	"slices"
	"time"
)

// A lane is a set of policies that are evaluated together, with their clocks: all policies, or
// one under policy.MatchEach.
type lane struct {
	*laneProgram
	matching []int         // the policies that apply after the last event, in order
	stale    bool          // matching is out of date
	clocks   []clockState  // the latest clock of each metric that a policy has a target for
	open     []*clockState // the open clocks, in clock order

	// reports has a place for each clock that results report. The latest clock of a metric has a
	// place too, but its state is in clocks: see report.
	reports []reported
}

func newLane(compiled *laneProgram) lane {
	l := lane{laneProgram: compiled}
	for _, m := range compiled.metrics {
		l.clocks = append(l.clocks, clockState{reported: reported{metric: m}})
		l.clocks[len(l.clocks)-1].clear()
	}
	return l
}

func (l *lane) reset() {
	l.matching, l.open, l.reports = l.matching[:0], l.open[:0], l.reports[:0]
	l.stale = false
	for k := range l.clocks {
		if l.clocks[k].cycle > 0 {
			l.clocks[k].clear()
		}
	}
}

// step processes an event for the clocks of a lane, in four steps.
func (l *lane) step(f *fold, im *impact) {
	f.work += workOfLane + len(l.clocks)*workOfClock
	// 1. Cancel or stop.
	if im.ends {
		open := l.open[:0]
		for _, c := range l.open {
			switch fired := im.fired[c.metric]; {
			case fired&actionCancel != 0:
				f.cancelClock(c, im.at)
			case fired&actionStop != 0:
				f.stopClock(c, im.at)
			default:
				open = append(open, c)
			}
		}
		l.open = open
	}

	// 2. Match and retarget.
	if im.rematches || l.stale {
		l.match(f, im.at)
	}
	if im.retargets {
		for _, c := range l.open {
			l.retarget(f, c, im.at)
		}
	}

	// 3. Resume or start.
	if im.begins {
		for k := range l.clocks {
			c := &l.clocks[k]
			switch fired := im.fired[c.metric]; {
			case c.cycle > 0 && c.isOpen():
			case c.byStop && fired&actionResume != 0:
				l.reopen(f, c, im.at)
			case fired&actionStart != 0 && (c.cycle == 0 || f.program.metrics[c.metric].repeat):
				l.begin(f, c, im.at)
			}
		}
	}

	// 4. Pause or resume.
	if im.begins || im.retargets || im.pauses {
		l.pauseOrResume(f, im.at)
	}
}

// pauseOrResume pauses the running clocks whose pause condition holds, and resumes the paused
// clocks whose pause condition does not. Clocks that run again take what they have reached.
func (l *lane) pauseOrResume(f *fold, at instant) {
	for _, c := range l.open {
		if c.state == released {
			continue
		}
		on := f.pauses[c.applied.target.pause].on()
		switch {
		case on && c.state == running:
			c.rest(paused, at)
			f.emit(c, at, logPaused)
		case !on && c.state == paused:
			c.run(c.base, at)
			f.emit(c, at, logResumed)
			f.takeReached(c, at, at, keptPromise{})
		case c.reopened:
			f.takeReached(c, at, at, keptPromise{})
		}
		c.reopened = false
	}
}

// stopClock ends a clock by a stop trigger. The clock is met unless it is breached. A released
// clock has no target to be judged by, so it is cancelled instead.
func (f *fold) stopClock(c *clockState, at instant) {
	c.byStop = true
	c.stops = append(c.stops, at)
	if f.trace != nil {
		c.story.stopped(f.trace.event)
	}
	if c.state == released {
		f.cancelClock(c, at)
		return
	}
	f.work += workOfTurn
	c.end(stopped, at)
	c.story.turn(at)
	f.emit(c, at, logStopped).met = !c.breached
}

// cancelClock ends a clock without a verdict.
func (f *fold) cancelClock(c *clockState, at instant) {
	f.work += workOfTurn
	c.end(cancelled, at)
	c.story.turn(at)
	if c.targeted {
		f.emit(c, at, logCancelled)
	}
}

// cancel ends all open clocks, because the issue was cancelled.
func (l *lane) cancel(f *fold, at instant) {
	for _, c := range l.open {
		c.story.voided()
		f.cancelClock(c, at)
	}
	l.open = l.open[:0]
}

// begin starts the next cycle of a metric. If the last cycle never had a target, it is not
// reported, and the new one takes its place.
func (l *lane) begin(f *fold, c *clockState, at instant) {
	f.work += workOfTurn
	cycle, place := c.cycle+1, c.place
	if c.targeted {
		l.reports[place] = c.reported
	}
	if c.targeted || cycle == 1 {
		place = l.newPlace(c.metric)
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

// newPlace adds a place for a clock of a metric, and returns it.
func (l *lane) newPlace(metric int) int {
	l.reports = another(l.reports)
	place := len(l.reports) - 1
	l.reports[place].metric = metric
	return place
}

// report returns the clock at a place.
func (l *lane) report(place int) *reported {
	r := &l.reports[place]
	if c := &l.clocks[l.clockOf[r.metric]]; c.place == place {
		return &c.reported
	}
	return r
}

// lastReport returns the last clock of the metric of c, which never had a target, that had one; or
// nil.
func (l *lane) lastReport(c *clockState) *reported {
	for place := len(l.reports) - 1; place >= 0; place-- {
		if r := &l.reports[place]; r.metric == c.metric && place != c.place {
			return r
		}
	}
	return nil
}

// reopen reopens a clock that a stop trigger has ended.
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

// insert adds a clock to the open ones, in clock order.
func (l *lane) insert(c *clockState) {
	i := len(l.open)
	l.open = append(l.open, c)
	for ; i > 0 && c.compare(&l.open[i-1].reported) < 0; i-- {
		l.open[i] = l.open[i-1]
	}
	l.open[i] = c
}

// retarget gives an open clock the target in force, if that is not the one it has. It reports
// whether the target changed.
func (l *lane) retarget(f *fold, c *clockState, at instant) bool {
	f.work += workOfTurn
	change := f.program.onChange
	if change.keeps && c.targeted {
		return false
	}
	current, from := c.inForce(), change.countsFrom(c.start, at)
	if current.target != nil {
		a := l.inForce(f, c.metric, c.from, &current)
		if a.same(&current) {
			return false
		}
		if from != c.from {
			a = l.inForce(f, c.metric, from, new(applied))
		}
		return l.apply(f, c, a, from, at)
	}
	a := l.inForce(f, c.metric, from, &current)
	return a.target != nil && l.apply(f, c, a, from, at)
}

// apply gives an open clock a different target, or none, from now on. It returns true.
func (l *lane) apply(f *fold, c *clockState, a applied, from, at instant) bool {
	if a.target == nil {
		c.rest(released, at)
		f.emit(c, at, logReleased)
		c.story.govern(f, c, at, false)
		return true
	}
	kind := logRetargeted
	if !c.targeted {
		kind = logStarted
	}
	if current := c.inForce(); current.target != nil && !f.program.onChange.restarts && a.samePromise(&current) {
		kept, due := f.kept(c, &current, at), at
		if !c.breached { // it may have been paused exactly at its due instant
			_, due = f.elapsedUnder(c, &a, at)
		}
		c.keepPromise(a, c.elapsed(at), at)
		f.tookOver(c, kind, at, due, kept)
		return true
	}
	elapsed, due := f.elapsedUnder(c, &a, at)
	c.retarget(a, from, elapsed, at)
	f.tookOver(c, kind, at, due, keptPromise{})
	return true
}

// tookOver records that c has a new target, and takes what c has reached at once.
func (f *fold) tookOver(c *clockState, kind logKind, at, due instant, kept keptPromise) {
	f.aim(c)
	f.emit(c, at, kind)
	c.story.govern(f, c, at, kept.had != nil)
	f.takeReached(c, at, due, kept)
}

// elapsedUnder returns what c has counted, at an instant, under a target that takes over then.
// It also returns when that amount reached the allowance: at the latest, that instant.
func (f *fold) elapsedUnder(c *clockState, a *applied, at instant) (elapsed time.Duration, due instant) {
	switch change := f.program.onChange; {
	case change.restarts || at == c.start: // nothing counted yet
		return 0, at
	case change.recounts:
		return f.recount(c, a, at)
	}
	return c.elapsed(at), at
}

// kept returns what c has reached under its current target, for a new target with the same
// promise.
func (f *fold) kept(c *clockState, current *applied, at instant) keptPromise {
	old := *f.ladders[c.metric].of(current)
	old.steps = slices.Clone(old.steps)
	metric, taken := c.metric, c.taken
	return keptPromise{
		exactly: c.tookAt(c.elapsed(at)),
		had: func(p position) bool {
			f.work += len(old.steps) * workOfStep
			name := f.ladders[metric].of(&c.applied).list.steps[p.index()].name
			return old.hasTaken(name, p, taken)
		},
	}
}

// inForce returns the target in force for a clock of a metric that counts from an instant.
// current is the target that the clock has, possibly none.
func (l *lane) inForce(f *fold, metric int, from instant, current *applied) applied {
	for _, i := range l.matching {
		f.work += workOfTarget
		t := f.program.policies[i].targets[metric].choice.pick(f.fields.values)
		if t == nil {
			continue
		}
		if t.days != nil && current.target != t {
			f.work += workOfDays
		}
		if a := t.apply(f.fields.values, from, current); a.target != nil {
			return a
		}
	}
	return applied{}
}

// match finds the policies of a lane that apply at an instant.
func (l *lane) match(f *fold, at instant) {
	l.matching, l.stale = l.matching[:0], false
	f.candidates = l.index.candidates(f.fields.values, f.candidates[:0])
	f.work += len(l.index.fields) * workOfLookup
	for {
		f.work += len(f.candidates)
		next := -1 // the list whose first policy comes first
		for k, list := range f.candidates {
			if len(list) > 0 && (next < 0 || list[0] < f.candidates[next][0]) {
				next = k
			}
		}
		if next < 0 {
			return
		}
		i := f.candidates[next][0]
		f.candidates[next] = f.candidates[next][1:]
		p := &f.program.policies[i]
		if p.effective.contains(at) && f.fields.holds(&p.when) {
			l.matching = append(l.matching, i)
			if f.first {
				return
			}
		}
	}
}

// advance takes the thresholds of running clocks up to an instant, in order. It returns an
// instant before which no other threshold is reached.
func (l *lane) advance(f *fold, upTo instant) (quietUntil instant) {
	for {
		f.work += workOfLane + len(l.open)*workOfClock
		var first *clockState // of clocks with the same instant, the first in clock order
		when := endOfTime
		for _, c := range l.open {
			if c.state != running {
				continue
			}
			at := c.earliest()
			if at <= upTo {
				at = f.reaches(c)
			}
			if at < when {
				first, when = c, at
			}
		}
		if first == nil || when > upTo || f.exhausted() {
			return when
		}
		f.trace.timePasses()
		f.take(first, when)
		f.trace.timeHasPassed()
		if when >= f.last {
			f.last, f.closed = when, true
		}
	}
}
