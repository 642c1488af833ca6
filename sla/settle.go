package sla

import "github.com/punctualgo/punctual/policy"

// A track is kept small by settling: what the past amounts to for each target that
// may come into force is put into the accounts of the clocks, and the history that
// it was counted from is forgotten.

// history returns how many changes of one condition for pausing, or stops of one
// clock, are remembered before they are settled.
func history(change policy.OnChange) int {
	switch change {
	case policy.CarryOver, policy.Restart:
		return 1 // nothing is recounted
	}
	return 32
}

// settle settles the past of all clocks up to an instant, if it is long.
func (f *fold) settle(at instant) {
	if !f.isLong() {
		return
	}
	for i := range f.lanes {
		l := &f.lanes[i]
		for k := range l.clocks {
			c := &l.clocks[k]
			if f.recounts(c) {
				l.settle(f, c, at)
			} else {
				c.accounts = c.accounts[:0]
			}
			c.stops = remaining(c.stops)
			c.settled = at
		}
	}
	for i := range f.pauses {
		f.pauses[i].changes = remaining(f.pauses[i].changes)
	}
}

// isLong reports whether more is remembered than is worth it.
func (f *fold) isLong() bool {
	most := f.program.history
	for i := range f.pauses {
		if len(f.pauses[i].changes) > most {
			return true
		}
	}
	for i := range f.lanes {
		for k := range f.lanes[i].clocks {
			if len(f.lanes[i].clocks[k].stops) > most {
				return true
			}
		}
	}
	return false
}

// recounts reports whether what c has counted may be asked for another target.
func (f *fold) recounts(c *clockState) bool {
	switch f.program.onChange {
	case policy.CarryOver, policy.Restart:
		return false
	case policy.Keep:
		if c.targeted {
			return false
		}
	}
	return c.cycle > 0 && (c.isOpen() || c.byStop && f.program.metrics[c.metric].resumes)
}

// settle puts into the accounts of c what it would have counted by an instant under
// each target of the lane.
func (l *lane) settle(f *fold, c *clockState, at instant) {
	for _, i := range l.policies {
		t := f.program.policies[i].targets[c.metric]
		if t == nil {
			continue
		}
		for _, in := range t.forces() {
			if allowance, ok := in.allowance(c.start); ok {
				f.recount(c, in, allowance, at)
			}
		}
	}
	for i := range c.accounts {
		c.accounts[i].settle(at)
	}
}

// forces returns the targets in force that t may be resolved to.
func (t *target) forces() (list []force) {
	within := t.within.all()
	if t.days != nil {
		within = append(within[:0], 0)
	}
	for _, calendar := range t.schedule.all() {
		for _, d := range within {
			list = append(list, force{t, calendar, d})
		}
	}
	return list
}

// settle forgets how a came to what it has counted by an instant.
func (a *account) settle(at instant) {
	a.settled = a.counted
	a.past = past{upTo: at}
	reached := a.dues[:0]
	for _, d := range a.dues {
		if d.reached {
			reached = append(reached, d)
		}
	}
	a.dues = reached
}

// remaining returns what is left of changes that take turns, all of which are past:
// the last one, if the turn is still on.
func remaining(changes []instant) []instant {
	n := len(changes)
	if n%2 == 0 {
		return changes[:0]
	}
	changes[0] = changes[n-1]
	return changes[:1]
}
