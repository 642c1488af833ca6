package sla

import (
	"time"
)

// A clockState is one clock of an issue, as the fold goes on.
type clockState struct {
	metric, cycle int
	start         time.Time
	state         State
	targeted      bool // it ever had a target
	byStop        bool // a stop trigger ended it
	reopened      bool // by the event being applied

	// The target in force; while released, and ended, the last one.
	in        force
	allowance time.Duration

	// It has counted base up to since, and is running from there on. While it is not
	// running, since is zero. One that ended while it was running keeps both, for its
	// due instant, and has counted total.
	base  time.Duration
	since time.Time
	total time.Duration
	ended time.Time

	taken      position // the last threshold reached or passed over
	risk       bool     // a step below the allowance was
	breached   bool
	breachedAt time.Time
	due        time.Time // of the breach, once breached

	next   reaching // the next threshold, if known
	recent []account
	stops  []time.Time // when it was stopped, resumed, stopped, …
}

// isOpen reports whether c has not ended.
func (c *clockState) isOpen() bool {
	return c.state == Running || c.state == Paused || c.state == Released
}

// inForce returns the target in force, or none.
func (c *clockState) inForce() force {
	if c.state == Released {
		return force{}
	}
	return c.in
}

// elapsed returns what c has counted by an instant.
func (c *clockState) elapsed(at time.Time) time.Duration {
	switch {
	case !c.isOpen():
		return c.total
	case c.state == Running:
		return c.base + c.in.calendar.Between(c.since, at)
	}
	return c.base
}

// run lets c count from an instant, at which it has counted elapsed.
func (c *clockState) run(elapsed time.Duration, at time.Time) {
	c.state, c.base, c.since = Running, elapsed, at
	c.next = reaching{}
}

// rest lets c count no more, in a state that says why.
func (c *clockState) rest(state State, at time.Time) {
	c.base = c.elapsed(at)
	c.state, c.since = state, time.Time{}
	c.next = reaching{}
}

// end ends c.
func (c *clockState) end(state State, at time.Time, byStop bool) {
	c.total, c.ended, c.byStop = c.elapsed(at), at, byStop
	c.state = state
	c.next = reaching{}
	if byStop {
		c.stops = append(c.stops, at)
	}
}

// dueAt returns the instant at which the breach is reached if nothing else happens,
// or was reached.
func (c *clockState) dueAt(nextOpen bool) time.Time {
	if c.breached {
		return c.due
	}
	if c.since.IsZero() {
		return time.Time{} // paused or released
	}
	at, _ := c.in.reach(c.since, c.allowance-c.base, nextOpen)
	return at
}

// before reports whether c is ahead of d in clock order.
func (c *clockState) before(d *clockState) bool {
	if !c.start.Equal(d.start) {
		return c.start.Before(d.start)
	}
	if c.metric != d.metric {
		return c.metric < d.metric
	}
	return c.cycle < d.cycle
}

// fires reports whether one of a metric's triggers does.
func (f *fold) fires(triggers []trigger) bool {
	for i := range triggers {
		t := &triggers[i]
		if t.fact&f.facts == 0 {
			continue
		}
		if t.fact == factCustom && t.name != f.custom || t.fact == factSet && !f.fields.hasChanged(t.slot) {
			continue
		}
		if t.when.holds(f.fields.values) {
			return true
		}
	}
	return false
}

// emit notes a transition of c.
func (l *lane) emit(f *fold, c *clockState, at time.Time, kind Kind) *Transition {
	f.overflow = f.overflow || len(l.log) >= MaxTransitions
	l.log = append(l.log, Transition{
		At: at, Kind: kind,
		Metric: f.program.metrics[c.metric].name, Cycle: c.cycle,
		Policy: f.program.policies[c.in.target.policy].id,
	})
	return &l.log[len(l.log)-1]
}
