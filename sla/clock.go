package sla

import (
	"cmp"
	"time"
)

// A phase is the state of a clock as a number: those of open clocks first.
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
	reported
	accounts []account
	stops    []instant // since settled: when it was stopped, resumed, stopped, …
	story    *story    // nil unless the fold is traced
}

// A reported is the part of a clock that results report.
type reported struct {
	metric  int
	applied applied // the target in force; the last one while the clock is released or has ended
	progress
}

// Progress is how far a clock has come. It has no pointers: it is cleared and copied often,
// and the garbage collector's write barriers make that slow for what has pointers.
type progress struct {
	cycle    int // 0 if no clock of the metric ever began
	place    int // index in lane.reports
	start    instant
	from     instant // from which its target counts
	state    phase
	targeted bool // it ever had a target
	byStop   bool // a stop trigger ended it
	reopened bool // the event being applied opened it again, and it has run since
	risk     bool // a step below the allowance was reached, or passed over
	breached bool

	// A running clock has counted base up to since, and counts from there on. While it is
	// not running, since is never. A clock that ended while it was running keeps both, for
	// its due instant, and has counted total.
	base  time.Duration
	since instant
	total time.Duration
	ended instant // never while it is open

	taken      position // the last threshold reached or passed over
	breachedAt instant
	due        instant  // of the breach, once breached
	next       position // the first threshold after taken, or the position behind all
	reaching   instant  // when it reaches next: never if not known, endOfTime if it does not

	// settled is the instant up to which the past is in clockState.accounts; at first its
	// start.
	settled instant

	// How many targets it has had, and how often it was paused, and reopened.
	targets, pauses, reopens int32
}

// clear makes c a clock that never began. It keeps its memory.
func (c *clockState) clear() {
	c.progress = progress{since: never, ended: never, breachedAt: never, due: never}
	c.accounts, c.stops, c.story = c.accounts[:0], c.stops[:0], nil
}

// isOpen reports whether c has not ended.
func (c *reported) isOpen() bool { return c.state <= released }

// inForce returns the target in force, or no target.
func (c *reported) inForce() applied {
	if c.state == released {
		return applied{}
	}
	return c.applied
}

// elapsed returns what c has counted by an instant.
func (c *reported) elapsed(at instant) time.Duration {
	switch {
	case !c.isOpen():
		return c.total
	case c.state == running && at != c.since:
		return c.base + c.applied.between(c.since, at)
	}
	return c.base
}

// run lets c count from an instant on, at which it has counted elapsed.
func (c *clockState) run(elapsed time.Duration, at instant) {
	c.state, c.base, c.since = running, elapsed, at
	c.reaching = never
}

// rest lets c count no more: it is paused or released.
func (c *clockState) rest(state phase, at instant) {
	c.base = c.elapsed(at)
	c.state, c.since, c.reopened = state, never, false
}

// end ends c.
func (c *clockState) end(state phase, at instant) {
	c.total, c.ended = c.elapsed(at), at
	c.state = state
}

// retarget gives c a target, which counts from an instant, and under which it has counted
// elapsed by another.
func (c *clockState) retarget(a applied, from instant, elapsed time.Duration, at instant) {
	c.targeted, c.applied, c.from = true, a, from
	c.taken, c.risk, c.breached, c.breachedAt, c.due = position{}, false, false, never, never
	c.goOn(elapsed, at)
}

// keepPromise gives c a target that promises the same as its own, in force at an instant, by
// which it has counted elapsed: what was reached stays so.
func (c *clockState) keepPromise(a applied, elapsed time.Duration, at instant) {
	c.applied, c.taken = a, position{}
	c.goOn(elapsed, at)
}

// goOn lets c, which has counted elapsed by an instant, go on under the target that it has
// just got: running, unless it is paused.
func (c *clockState) goOn(elapsed time.Duration, at instant) {
	wasPaused := c.state == paused
	c.reopened = false // what is reached at once is reached by the retarget
	c.run(elapsed, at)
	if wasPaused {
		c.state, c.since = paused, never
	}
}

// dueAt returns the instant at which the breach is reached if nothing else happens, or was
// reached; or never.
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
// never closed. Most clocks end or pause well ahead of that.
func (c *reported) earliest() instant { return c.since.add(c.next.elapsed - c.base) }

// reachesNext returns when c, which is running, reaches its next threshold, or endOfTime.
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

// compare compares clocks by clock order: by start, then by metric, then by cycle.
func (c *reported) compare(d *reported) int {
	if c.start != d.start {
		return cmp.Compare(c.start, d.start)
	}
	if c.metric != d.metric {
		return c.metric - d.metric
	}
	return c.cycle - d.cycle
}
