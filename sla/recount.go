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
// when that was due: at that instant, if the count has not reached the allowance. Whether the
// clock paused or stopped at the instant at which it did does not matter.
func (f *fold) recount(c *clockState, a *applied, at instant) (elapsed time.Duration, due instant) {
	if c.countsAs(a) {
		if elapsed = c.elapsed(at); elapsed < a.allowance {
			return elapsed, at
		}
	}
	if f.exhausted() {
		return 0, at
	}
	f.work += len(c.accounts) / 2 // they are looked through
	n := c.account(a)
	pauses := f.pauses[n.pause].changes
	for {
		from, to, ok := f.walk(&n.cursor, pauses, c.stops, at)
		if !ok {
			break
		}
		n.counted += a.between(from, to)
	}
	if n.counted < a.allowance {
		return n.counted, at
	}
	f.work += len(n.searches) / 2
	s := n.search(c, a.allowance)
	for !s.reached {
		from, to, ok := f.walk(&s.cursor, pauses, c.stops, at)
		if !ok {
			return n.counted, at
		}
		s.at, s.reached = reachedBy(to, a.calendar, from, s.left)
		s.left -= a.between(from, to)
	}
	return n.counted, a.moved(s.at, true)
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
func (c *clockState) countsAs(a *applied) bool {
	return c.state != released && c.applied.calendar == a.calendar && c.applied.target.pause == a.target.pause
}

// account returns the account of c for a target.
func (c *clockState) account(target *applied) *account {
	for i := range c.accounts {
		if a := &c.accounts[i]; a.calendar == target.calendar && a.pause == target.target.pause {
			return a
		}
	}
	c.accounts = append(c.accounts, account{calendar: target.calendar, pause: target.target.pause, cursor: cursor{upTo: c.settled}})
	return &c.accounts[len(c.accounts)-1]
}

// search returns the walk of an account of c to an allowance. An allowance of zero is
// reached at the start.
func (a *account) search(c *clockState, allowance time.Duration) *reachSearch {
	for i := range a.searches {
		if s := &a.searches[i]; s.allowance == allowance {
			return s
		}
	}
	s := reachSearch{allowance: allowance, cursor: cursor{upTo: c.settled}, left: allowance - a.settled}
	switch {
	case allowance == 0:
		s.reached, s.at = true, c.start
	case s.left <= 0:
		s.reached, s.at = true, c.settled
	}
	a.searches = append(a.searches, s)
	return &a.searches[len(a.searches)-1]
}

// reachedBy returns the instant at which a count that runs from since to end has counted d
// more, or false if it has not.
func reachedBy(end instant, calendar *businesshours.Calendar, since instant, d time.Duration) (instant, bool) {
	at, err := calendar.AddUnixNano(int64(since), d)
	return instant(at), err == nil && instant(at) <= end
}
