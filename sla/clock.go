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
	life
	accounts []account
	stops    []instant // since settled: when it was stopped, resumed, stopped, …
	story    *story    // if the fold is traced
}

// A life is what is told of a clock in the end.
type life struct {
	metric int
	in     force // the target in force; while released, and ended, the last one
	progress
}

// Progress is how far a clock has come. It has no pointers: it is cleared and copied a
// lot, and a garbage collector that is at work makes that slow for what has.
type progress struct {
	cycle    int // 0 if none ever began
	place    int // in lane.lives
	start    instant
	state    phase
	targeted bool // it ever had a target
	byStop   bool // a stop trigger ended it
	reopened bool // the event being applied opened it again, and it runs since
	risk     bool // a step below the allowance was reached, or passed over
	breached bool

	allowance time.Duration // of the target in force

	// It has counted base up to since, and is running from there on. While it is not
	// running, since is never. One that ended while it was running keeps both, for its
	// due instant, and has counted total.
	base  time.Duration
	since instant
	total time.Duration
	ended instant // never while it is open

	taken      position // the last threshold reached or passed over
	breachedAt instant
	due        instant  // of the breach, once breached
	next       position // the first threshold after taken, or behindAll
	reaching   instant  // when it reaches that: never if not known, endOfTime if it does not

	settled instant // what came before is in clockState.accounts; as a rule its start

	// How many targets it has had, and how often it was paused, and opened again.
	targets, pauses, reopens int32
}

// clear makes c one that never began, keeping its memory.
func (c *clockState) clear() {
	c.progress = progress{since: never, ended: never, breachedAt: never, due: never}
	c.accounts, c.stops, c.story = c.accounts[:0], c.stops[:0], nil
}

// isOpen reports whether c has not ended.
func (c *life) isOpen() bool {
	return c.state <= released
}

// inForce returns the target in force, or none.
func (c *life) inForce() force {
	if c.state == released {
		return force{}
	}
	return c.in
}

// elapsed returns what c has counted by an instant.
func (c *life) elapsed(at instant) time.Duration {
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
	c.reaching = never
}

// rest lets c count no more, in a state that says why.
func (c *clockState) rest(state phase, at instant) {
	c.base = c.elapsed(at)
	c.state, c.since, c.reopened = state, never, false
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
	c.run(elapsed, at)
	if wasPaused {
		c.state, c.since = paused, never
	}
}

// dueAt returns the instant at which the breach is reached if nothing else happens,
// or was reached.
func (c *life) dueAt(nextOpen bool) instant {
	if c.breached {
		return c.due
	}
	if c.since == never {
		return never // paused or released
	}
	at, _ := c.in.reach(c.since, c.allowance-c.base, nextOpen)
	return at
}

// before reports whether c is ahead of d in clock order; of cycles of one metric only if they
// began at different instants. It is fold.clockOrder, without names.
func (c *life) before(d *life) bool {
	if c.start != d.start {
		return c.start < d.start
	}
	return c.metric < d.metric
}
