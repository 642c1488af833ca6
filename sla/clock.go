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
	start         time.Time
	state         phase
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

	next     upcoming
	accounts []account
	stops    []time.Time // when it was stopped, resumed, stopped, …
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
func (c *clockState) elapsed(at time.Time) time.Duration {
	switch {
	case !c.isOpen():
		return c.total
	case c.state == running:
		return c.base + c.in.calendar.Between(c.since, at)
	}
	return c.base
}

// run lets c count from an instant, at which it has counted elapsed.
func (c *clockState) run(elapsed time.Duration, at time.Time) {
	c.state, c.base, c.since = running, elapsed, at
	c.next.bounded, c.next.timed = false, false
}

// rest lets c count no more, in a state that says why.
func (c *clockState) rest(state phase, at time.Time) {
	c.base = c.elapsed(at)
	c.state, c.since = state, time.Time{}
}

// end ends c.
func (c *clockState) end(state phase, at time.Time, byStop bool) {
	c.total, c.ended, c.byStop = c.elapsed(at), at, byStop
	c.state = state
	if byStop {
		c.stops = append(c.stops, at)
	}
}

// retarget gives c a target, under which it has counted elapsed by an instant.
func (c *clockState) retarget(in force, allowance, elapsed time.Duration, at time.Time) {
	wasPaused := c.state == paused
	c.targeted, c.in, c.allowance = true, in, allowance
	c.taken, c.risk, c.breached, c.breachedAt, c.due = position{}, false, false, time.Time{}, time.Time{}
	c.reopened = false // what is reached at once is so by the retarget
	c.next = upcoming{}
	c.run(elapsed, at)
	if wasPaused {
		c.state, c.since = paused, time.Time{}
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

// before reports whether c is ahead of d, the clock of another metric, in clock
// order.
func (c *clockState) before(d *clockState) bool {
	if !c.start.Equal(d.start) {
		return c.start.Before(d.start)
	}
	return c.metric < d.metric
}
