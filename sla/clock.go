package sla

import "time"

// A phase is the state of a clock, as a number: those of open clocks first.
type phase uint8

const (
	running phase = iota
	paused
	released
	stopped
	cancelled
)

var states = [...]State{running: Running, paused: Paused, released: Released, stopped: Stopped, cancelled: Cancelled}

// A clockState is the latest clock of a metric, as the fold goes on.
type clockState struct {
	metric, cycle int // cycle is 0 if none ever began
	place         int // in lane.results
	start         instant
	state         phase
	targeted      bool // it ever had a target
	byStop        bool // a stop trigger ended it
	reopened      bool // by the event being applied
	risk          bool // a step below the allowance was reached, or passed over
	breached      bool

	// The target in force; while released, and ended, the last one.
	in        force
	allowance time.Duration

	// It has counted base up to since, and is running from there on. While it is not
	// running, since is never. One that ended while it was running keeps both, for its
	// due instant, and has counted total.
	base  time.Duration
	since instant
	total time.Duration
	ended instant // never while it is open

	taken      position // the last threshold reached or passed over
	breachedAt instant
	due        instant // of the breach, once breached

	// How many targets it has had, and how often it was paused, and opened again.
	targets, pauses, reopens int32

	next     upcoming
	settled  instant // what came before is in accounts; as a rule its start
	accounts []account
	stops    []instant // since settled: when it was stopped, resumed, stopped, …

	story *story // if the fold is traced
}

// clear makes c one that never began, keeping its memory.
func (c *clockState) clear() {
	*c = clockState{
		metric: c.metric, accounts: c.accounts[:0], stops: c.stops[:0],
		since: never, ended: never, breachedAt: never, due: never,
	}
}

// isOpen reports whether c has not ended.
func (c *clockState) isOpen() bool {
	return c.state <= released
}

// inForce returns the target in force, or none.
func (c *clockState) inForce() force {
	if c.state == released {
		return force{}
	}
	return c.in
}

// elapsed returns what c has counted by an instant.
func (c *clockState) elapsed(at instant) time.Duration {
	switch {
	case !c.isOpen():
		return c.total
	case c.state == running && at != c.since:
		return c.base + c.in.between(c.since, at)
	}
	return c.base
}

// run lets c count from an instant, at which it has counted elapsed.
func (c *clockState) run(elapsed time.Duration, at instant) {
	c.state, c.base, c.since = running, elapsed, at
	c.next.bounded, c.next.timed = false, false
}

// rest lets c count no more, in a state that says why.
func (c *clockState) rest(state phase, at instant) {
	c.base = c.elapsed(at)
	c.state, c.since = state, never
}

// end ends c.
func (c *clockState) end(state phase, at instant, byStop bool) {
	c.total, c.ended, c.byStop = c.elapsed(at), at, byStop
	c.state = state
	if byStop {
		c.stops = append(c.stops, at)
	}
}

// retarget gives c a target, under which it has counted elapsed by an instant.
func (c *clockState) retarget(in force, allowance, elapsed time.Duration, at instant) {
	wasPaused := c.state == paused
	c.targeted, c.in, c.allowance = true, in, allowance
	c.taken, c.risk, c.breached, c.breachedAt, c.due = position{}, false, false, never, never
	c.reopened = false // what is reached at once is so by the retarget
	c.next = upcoming{}
	c.run(elapsed, at)
	if wasPaused {
		c.state, c.since = paused, never
	}
}

// dueAt returns the instant at which the breach is reached if nothing else happens,
// or was reached.
func (c *clockState) dueAt(nextOpen bool) instant {
	if c.breached {
		return c.due
	}
	if c.since == never {
		return never // paused or released
	}
	at, _ := c.in.reach(c.since, c.allowance-c.base, nextOpen)
	return at
}

// before reports whether c is ahead of d, the clock of another metric, in clock
// order.
func (c *clockState) before(d *clockState) bool {
	if c.start != d.start {
		return c.start < d.start
	}
	return c.metric < d.metric
}
