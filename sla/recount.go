package sla

import (
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// Where policy.OnChange recounts, a clock that gets another target has counted what it would
// have counted had that target been in force since it started. For that the fold keeps when
// each pause condition began and ceased to hold, and a clock when it was stopped and
// resumed. An account is such a count. It is kept, and continued when it is asked for again,
// so that however often targets change, no stretch of the past is counted twice for one
// account, or walked twice for one allowance.

// A pauseHistory is the instants at which a pause condition began to hold, ceased to, began
// to, and so on.
type pauseHistory struct {
	changes []instant
}

// on reports whether the condition holds.
func (h *pauseHistory) on() bool { return len(h.changes)%2 == 1 }

// An account is what a clock has counted on a schedule, save while a pause condition held.
type account struct {
	calendar *businesshours.Calendar
	pause    int
	settled  time.Duration // counted by clockState.settled
	cursor   cursor
	counted  time.Duration
	searches []reachSearch
}

// A reachSearch is a walk through the past of an account to the instant at which it had
// counted an allowance.
type reachSearch struct {
	allowance time.Duration
	fit       exactFit
	cursor    cursor
	left      time.Duration
	reached   bool
	settled   bool    // reached before clockState.settled
	at        instant // once reached
}

// A cursor is how far a walk through the past of a clock has come.
type cursor struct {
	upTo   instant
	pauses int // changes of the pause condition behind upTo
	stops  int // stops and resumptions behind upTo
}

// next returns the next stretch before end on which the clock would have run, or false if
// there is none. It has the instants at which the clock was paused and resumed, and stopped
// and resumed.
func (p *cursor) next(pauses, stops []instant, end instant) (from, to instant, ok bool) {
	for p.upTo < end {
		from, to = p.stretch(pauses, stops, end)
		if p.pauses%2 == 0 && p.stops%2 == 0 {
			return from, to, true
		}
	}
	return from, to, false
}

// stretch returns the next stretch before end on which nothing changes. The clock is paused
// on it if p.pauses is odd, and stopped if p.stops is odd.
func (p *cursor) stretch(pauses, stops []instant, end instant) (from, to instant) {
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

// recount returns what c has counted by an instant under a target that takes over then, and
// when that reached the allowance: at that instant, if it has not.
func (f *fold) recount(c *clockState, target applied, at instant) (elapsed time.Duration, due instant) {
	if c.countsAs(target) {
		if elapsed = c.elapsed(at); elapsed < target.allowance {
			return elapsed, at
		}
	}
	if f.exhausted() {
		return 0, at
	}
	f.work += len(c.accounts) / 2 // they are looked through
	a := c.account(target)
	pauses := f.pauses[a.pause].changes
	for {
		from, to, ok := f.walk(&a.cursor, pauses, c.stops, at)
		if !ok {
			break
		}
		a.counted += target.between(from, to)
	}
	if a.counted < target.allowance {
		return a.counted, at
	}
	f.work += len(a.searches) / 2
	s := a.search(c, target)
	for !s.reached {
		from, to, ok := f.walk(&s.cursor, pauses, c.stops, at)
		if !ok {
			return a.counted, at
		}
		s.at, s.reached = reachedBy(to, a.calendar, from, s.left, s.fit)
		s.left -= target.between(from, to)
	}
	return a.counted, s.at
}

// walk is cursor.next for a recount, which counts the work.
func (f *fold) walk(p *cursor, pauses, stops []instant, end instant) (from, to instant, ok bool) {
	passed := p.pauses + p.stops
	from, to, ok = p.next(pauses, stops, end)
	f.work += workOfStretch + p.pauses + p.stops - passed
	return from, to, ok
}

// recounts reports whether what c has counted may be asked for another target.
func (f *fold) recounts(c *clockState) bool {
	change := f.program.onChange
	if !change.recounts || change.keeps && c.targeted {
		return false
	}
	return c.cycle > 0 && (c.isOpen() || c.byStop && f.program.metrics[c.metric].resumes)
}

// countsAs reports whether c, which is open, has counted what it would have under another
// target: its own is on the same schedule and has the same pause condition, as is usual.
func (c *clockState) countsAs(target applied) bool {
	return c.state != released && c.applied.calendar == target.calendar && c.applied.target.pause == target.target.pause
}

// account returns the account of c for a target.
func (c *clockState) account(target applied) *account {
	for i := range c.accounts {
		if a := &c.accounts[i]; a.calendar == target.calendar && a.pause == target.target.pause {
			return a
		}
	}
	c.accounts = append(c.accounts, account{calendar: target.calendar, pause: target.target.pause, cursor: cursor{upTo: c.settled}})
	return &c.accounts[len(c.accounts)-1]
}

// search returns the walk of an account of c to the allowance of a target.
func (a *account) search(c *clockState, target applied) *reachSearch {
	fit := target.target.fit
	for i := range a.searches {
		if s := &a.searches[i]; s.allowance == target.allowance && s.fit == fit {
			return s
		}
	}
	a.searches = append(a.searches, reachSearch{allowance: target.allowance, fit: fit, cursor: cursor{upTo: c.settled}, left: target.allowance - a.settled})
	return &a.searches[len(a.searches)-1]
}

// reachedBy returns the instant at which a count that runs from since to end has counted d
// more, or false if it has not. A count that reaches d at the very end has, too, but does
// not wait for an opening beyond it.
func reachedBy(end instant, calendar *businesshours.Calendar, since instant, d time.Duration, fit exactFit) (instant, bool) {
	counted, ok := reach(calendar, since, d, atClosing)
	if !ok || counted > end {
		return never, false
	}
	at, _ := reach(calendar, since, d, fit)
	return at, at == counted || at < end
}
