package sla

import (
	"cmp"
	"time"
)

// A phase is a State as a number. The phases of open clocks come first.
type phase uint8

const (
	running phase = iota
	paused
	released
	stopped
	cancelled
)

var states = [...]State{running: Running, paused: Paused, released: Released, stopped: Stopped, cancelled: Cancelled}

// A clockState is the latest clock of a metric, as the fold proceeds.
type clockState struct {
	reported
	accounts []account
	carried  *carriedCount // nil unless its track was rebased
	stops    []instant     // after settled: when it was stopped, reopened, stopped, …
	story    *story        // nil unless the fold is traced
}

// A reported is the part of a clock that results report.
type reported struct {
	metric  int
	applied applied // the target in force, or the last one if the clock is released or has ended
	progress
}

// Progress is how far a clock has come. It has no pointers, because it is often cleared and
// copied, and write barriers make copying pointers slow.
type progress struct {
	cycle    int // 0 if no clock of the metric has begun
	place    int // index in lane.reports
	start    instant
	from     instant // the instant from which its target counts
	state    phase
	targeted bool // it ever had a target
	byStop   bool // a stop trigger ended it
	reopened bool // the event being applied reopened it, and it runs
	risk     bool // a step below the allowance was taken or passed over
	breached bool

	// A running clock had counted base at since, and counts on from there. While the clock is
	// not running, since is never. A clock that ended while running keeps both, for its due
	// instant; total is what it counted in all.
	base  time.Duration
	since instant
	total time.Duration
	ended instant // never while it is open

	taken      position // the last threshold taken or passed over
	breachedAt instant
	due        instant  // when the breach was due, once breached
	next       position // the first threshold after taken, or behindAll
	reaching   instant  // when it reaches next: never if unknown, endOfTime if it never does

	// The past before settled is in clockState.accounts. At first settled is the start.
	settled instant

	// The numbers of targets, pauses and reopenings so far.
	targets, pauses, reopens int32
}

// clear resets c to a clock that has not begun. It keeps its memory.
func (c *clockState) clear() {
	c.progress = progress{since: never, ended: never, breachedAt: never, due: never}
	c.accounts, c.carried, c.stops, c.story = c.accounts[:0], nil, c.stops[:0], nil
}

// isOpen reports whether c has not ended.
func (c *reported) isOpen() bool { return c.state <= released }

// endOr returns when c ended, or now if it is open.
func (c *reported) endOr(now instant) instant {
	if c.isOpen() {
		return now
	}
	return c.ended
}

// inForce returns the target in force, or the zero value if there is none.
func (c *reported) inForce() applied {
	if c.state == released {
		return applied{}
	}
	return c.applied
}

// elapsed returns the open time that c has counted by an instant.
func (c *reported) elapsed(at instant) time.Duration {
	switch {
	case !c.isOpen():
		return c.total
	case c.state == running && at != c.since:
		return c.base + c.applied.between(c.since, at)
	}
	return c.base
}

// run makes c count from an instant at which it has counted elapsed.
func (c *clockState) run(elapsed time.Duration, at instant) {
	c.state, c.base, c.since = running, elapsed, at
	c.reaching = never
}

// rest makes c stop counting, because it is paused or released.
func (c *clockState) rest(state phase, at instant) {
	c.base = c.elapsed(at)
	c.state, c.since, c.reopened = state, never, false
}

// end ends c in state stopped or cancelled.
func (c *clockState) end(state phase, at instant) {
	c.total, c.ended = c.elapsed(at), at
	c.state = state
}

// retarget gives c a new target that counts from an instant. c has counted elapsed under it at
// the instant at.
func (c *clockState) retarget(a applied, from instant, elapsed time.Duration, at instant) {
	c.targeted, c.applied, c.from = true, a, from
	c.taken, c.risk, c.breached, c.breachedAt, c.due = position{}, false, false, never, never
	c.goOn(elapsed, at)
}

// keepPromise gives c a new target with the same promise. c has counted elapsed at the instant
// at. It stays breached and at risk as it was.
func (c *clockState) keepPromise(a applied, elapsed time.Duration, at instant) {
	c.applied, c.taken = a, position{}
	c.goOn(elapsed, at)
}

// goOn lets c continue under its new target, with elapsed counted at an instant: running, or
// paused if it was paused.
func (c *clockState) goOn(elapsed time.Duration, at instant) {
	wasPaused := c.state == paused
	c.reopened = false // the retarget itself takes what is reached at once
	c.run(elapsed, at)
	if wasPaused {
		c.state, c.since = paused, never
	}
}

// dueAt returns the instant at which c is breached if no other event comes, or at which it was
// due if it is breached. It returns never if there is none.
func (c *reported) dueAt() instant {
	if c.breached {
		return c.due
	}
	if c.since == never {
		return never // paused or released
	}
	at, _ := c.applied.reach(c.since, c.base, c.applied.allowance)
	return at
}

// earliest returns when c, which is running, would reach its next threshold if its schedule
// never closed. Most clocks end or pause long before that.
func (c *reported) earliest() instant { return c.since.add(c.next.elapsed - c.base) }

// reachesNext returns when c, which is running, reaches its next threshold, or endOfTime if it
// never does.
func (c *reported) reachesNext() instant {
	if c.reaching != never {
		return c.reaching
	}
	if c.next.step == noStep {
		return endOfTime
	}
	if at, ok := c.applied.reach(c.since, c.base, c.next.elapsed); ok {
		return at
	}
	return endOfTime
}

// compare compares clocks by start, then by metric, then by cycle.
func (c *reported) compare(d *reported) int {
	if c.start != d.start {
		return cmp.Compare(c.start, d.start)
	}
	if c.metric != d.metric {
		return c.metric - d.metric
	}
	return c.cycle - d.cycle
}
