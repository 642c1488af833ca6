package sla

import (
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// Under policy.Recalculate a clock that gets another target has counted what it
// would have, had that target been in force since it started. For that the fold
// keeps when each condition for pausing began and ceased to hold, and a clock when it
// was stopped and resumed. An account is such a count; it is kept and continued when
// it is asked for again, so that however often targets change, no stretch of the
// past is counted twice for one account, or walked twice to one allowance.

// A pauseHistory is the instants at which a condition for pausing began to hold,
// ceased to, began to, and so on.
type pauseHistory struct {
	changes []instant
}

func (h *pauseHistory) holds() bool { return len(h.changes)%2 == 1 }

// An account is the count of a clock on a schedule, save while a condition for
// pausing held.
type account struct {
	calendar *businesshours.Calendar
	pause    int
	settled  time.Duration // by clockState.settled
	past     past
	counted  time.Duration
	dues     []due
}

// A due is a walk through the past of an account to when it had counted an
// allowance.
type due struct {
	allowance time.Duration
	days      bool // in business days
	past      past
	left      time.Duration
	reached   bool
	settled   bool    // reached before clockState.settled
	at        instant // when it was, once reached
}

// A past is how far a walk through the past of a clock has come.
type past struct {
	upTo   instant
	pauses int // changes of the condition for pausing that are behind upTo
	stops  int // of clockState.stops
}

// next returns the next stretch before end on which a clock would have run, or false
// if there is none. It has the instants at which the clock was paused and resumed,
// and stopped and resumed.
func (p *past) next(pauses, stops []instant, end instant) (from, to instant, ok bool) {
	for p.upTo < end {
		from, to = p.stretch(pauses, stops, end)
		if p.pauses%2 == 0 && p.stops%2 == 0 {
			return from, to, true
		}
	}
	return from, to, false
}

// stretch returns the next stretch before end on which nothing changes. A clock is
// paused on it if pauses is odd, and stopped if stops is.
func (p *past) stretch(pauses, stops []instant, end instant) (from, to instant) {
	from, to = p.upTo, end
	for p.pauses < len(pauses) && pauses[p.pauses] <= from {
		p.pauses++
	}
	for p.stops < len(stops) && stops[p.stops] <= from {
		p.stops++
	}
	if p.pauses < len(pauses) && pauses[p.pauses] < to {
		to = pauses[p.pauses]
	}
	if p.stops < len(stops) && stops[p.stops] < to {
		to = stops[p.stops]
	}
	p.upTo = to
	return from, to
}

// recount returns what c has counted by an instant under a target that takes over
// then, and when it was due: at that instant, if the count has not yet reached what
// the target allows.
func (f *fold) recount(c *clockState, in force, allowance time.Duration, at instant) (elapsed time.Duration, dueAt instant) {
	if c.countsAs(in) {
		if elapsed = c.elapsed(at); elapsed < allowance {
			return elapsed, at
		}
	}
	if f.exhausted() {
		return 0, at
	}
	f.work += len(c.accounts) / 2 // they are looked through
	a := c.account(in)
	pauses := f.pauses[a.pause].changes
	for {
		from, to, ok := f.walk(&a.past, pauses, c.stops, at)
		if !ok {
			break
		}
		a.counted += in.between(from, to)
	}
	if a.counted < allowance {
		return a.counted, at
	}
	f.work += len(a.dues) / 2
	d := a.due(c, in, allowance)
	for !d.reached {
		from, to, ok := f.walk(&d.past, pauses, c.stops, at)
		if !ok {
			return a.counted, at
		}
		d.at, d.reached = in.reachedBy(to, from, d.left, f.program.nextOpen)
		d.left -= in.between(from, to)
	}
	return a.counted, d.at
}

// walk is past.next for a recount.
func (f *fold) walk(p *past, pauses, stops []instant, end instant) (from, to instant, ok bool) {
	passed := p.pauses + p.stops
	from, to, ok = p.next(pauses, stops, end)
	f.work += workOfStretch + p.pauses + p.stops - passed
	return from, to, ok
}

// countsAs reports whether c, which is open, has counted what it would have under another
// target: the one that it has is on the same schedule and pauses alike, as it is as a rule.
func (c *clockState) countsAs(in force) bool {
	return c.state != released && c.in.calendar == in.calendar && c.in.target.pause == in.target.pause
}

// account returns the account of c for a target.
func (c *clockState) account(in force) *account {
	for i := range c.accounts {
		if a := &c.accounts[i]; a.calendar == in.calendar && a.pause == in.target.pause {
			return a
		}
	}
	c.accounts = append(c.accounts, account{calendar: in.calendar, pause: in.target.pause, past: past{upTo: c.settled}})
	return &c.accounts[len(c.accounts)-1]
}

// due returns the walk of an account of c to the allowance of a target.
func (a *account) due(c *clockState, in force, allowance time.Duration) *due {
	days := in.target.days != nil
	for i := range a.dues {
		if d := &a.dues[i]; d.allowance == allowance && d.days == days {
			return d
		}
	}
	a.dues = append(a.dues, due{allowance: allowance, days: days, past: past{upTo: c.settled}, left: allowance - a.settled})
	return &a.dues[len(a.dues)-1]
}

// reachedBy returns the instant at which a count that runs from since to end has
// counted d more, or false if it has not. It has at the very end, too, but cannot
// wait for an opening beyond it.
func (in force) reachedBy(end, since instant, d time.Duration, nextOpen bool) (instant, bool) {
	counted, ok := in.reach(since, d, false)
	if !ok || counted > end {
		return never, false
	}
	reached, _ := in.reach(since, d, nextOpen)
	return reached, reached == counted || reached < end
}
