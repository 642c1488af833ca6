package sla

import (
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// If policy.OnChange recounts, a clock that gets a different target has counted what it would
// have counted had that target been in force since the clock started. To compute this, the fold
// records when each pause condition started and stopped holding, and each clock records when it
// was stopped and reopened. An account is such a count. It is kept, and continued when it is
// needed again. So however often targets change, no stretch of the past is counted twice for one
// account, or walked twice for one allowance.

// A pauseHistory is the instants at which a pause condition started holding, stopped, started
// again, and so on.
type pauseHistory struct {
	changes []instant
}

// on reports whether the pause condition holds.
func (h *pauseHistory) on() bool { return len(h.changes)%2 == 1 }

// An account is what a clock has counted on a schedule, except while a pause condition held.
type account struct {
	calendar *businesshours.Calendar
	pause    int
	settled  time.Duration // counted up to clockState.settled
	cursor   cursor
	counted  time.Duration
	searches []reachSearch
}

// A reachSearch looks for the instant at which an account had counted an allowance. It walks
// through the past of the clock.
type reachSearch struct {
	allowance time.Duration
	cursor    cursor
	left      time.Duration
	reached   bool
	settled   bool    // reached before clockState.settled
	at        instant // when, if reached
}

// A carriedCount is what a clock had counted when its track was rebased. It counts for every
// target that the clock may get later, because what came before is forgotten.
type carriedCount struct {
	at      instant
	counted time.Duration

	// The clock had been due at an instant, for an allowance; or never.
	allowance time.Duration
	due       instant
}

// reached returns when a clock had counted an allowance, which must not be more than counted.
func (c *carriedCount) reached(allowance time.Duration) instant {
	if c.due != never && allowance == c.allowance {
		return c.due
	}
	return c.at
}

// knownFrom returns the instant from which the past of c is known: its start, or the last rebase.
func (c *clockState) knownFrom() instant {
	if c.carried != nil {
		return c.carried.at
	}
	return c.start
}

// newAccount returns an account of c that has counted nothing since knownFrom.
func (c *clockState) newAccount(calendar *businesshours.Calendar, pause int) account {
	a := account{calendar: calendar, pause: pause, cursor: cursor{upTo: c.settled}}
	if c.carried != nil {
		a.settled, a.counted = c.carried.counted, c.carried.counted
	}
	return a
}

// A cursor is a position in the past of a clock.
type cursor struct {
	upTo   instant
	pauses int // the number of changes of the pause condition up to upTo
	stops  int // the number of stops and reopenings up to upTo
}

// next returns the next stretch before end during which the clock would have run, or false if
// there is none. pauses are the instants at which it was paused and resumed, and stops those at
// which it was stopped and reopened.
func (p *cursor) next(pauses, stops []instant, end instant) (from, to instant, ok bool) {
	for p.upTo < end {
		from, to = p.stretch(pauses, stops, end)
		if p.pauses%2 == 0 && p.stops%2 == 0 {
			return from, to, true
		}
	}
	return from, to, false
}

// stretch returns the next stretch before end during which nothing changes. The clock is paused
// during it if p.pauses is odd, and stopped if p.stops is odd.
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

// recount returns what c has counted, at an instant, under a target that takes over then, and
// when it was due under that target. If the count has not reached the allowance, due is that
// instant. It makes no difference whether the clock was paused or stopped exactly when the
// allowance was reached.
func (f *fold) recount(c *clockState, a *applied, at instant) (elapsed time.Duration, due instant) {
	if c.countsAs(a) {
		if elapsed = c.elapsed(at); elapsed < a.allowance {
			return elapsed, at
		}
	}
	if f.exhausted() {
		return 0, at
	}
	f.work += len(c.accounts) / 2 // to find the account
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
	return n.counted, a.moved(s.at, a.allowance)
}

// walk is cursor.next, and counts the work.
func (f *fold) walk(p *cursor, pauses, stops []instant, end instant) (from, to instant, ok bool) {
	passed := p.pauses + p.stops
	from, to, ok = p.next(pauses, stops, end)
	f.work += workOfStretch + p.pauses + p.stops - passed
	return from, to, ok
}

// recounts reports whether c may need to be counted again for a different target.
func (f *fold) recounts(c *clockState) bool {
	change := f.program.onChange
	if !change.recounts || change.keeps && c.targeted {
		return false
	}
	return c.cycle > 0 && (c.isOpen() || c.byStop && f.program.metrics[c.metric].resumes)
}

// countsAs reports whether c, which is open, has counted what it would have under another
// target. That is so if its own target has the same schedule and pause condition, as is usual.
func (c *clockState) countsAs(a *applied) bool {
	return c.state != released && c.applied.calendar == a.calendar && c.applied.target.pause == a.target.pause
}

// account returns the account of c for a target, and adds it if there is none.
func (c *clockState) account(target *applied) *account {
	for i := range c.accounts {
		if a := &c.accounts[i]; a.calendar == target.calendar && a.pause == target.target.pause {
			return a
		}
	}
	c.accounts = append(c.accounts, c.newAccount(target.calendar, target.target.pause))
	return &c.accounts[len(c.accounts)-1]
}

// search returns the search of an account of c for an allowance, and adds it if there is none.
// An allowance of zero is reached at the start.
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
	case c.carried != nil && allowance <= c.carried.counted:
		s.reached, s.at = true, c.carried.reached(allowance)
	}
	a.searches = append(a.searches, s)
	return &a.searches[len(a.searches)-1]
}

// reachedBy returns the instant at which a count that starts at since reaches d, or false if
// that is after end.
func reachedBy(end instant, calendar *businesshours.Calendar, since instant, d time.Duration) (instant, bool) {
	at, err := calendar.AddUnixNano(int64(since), d)
	return instant(at), err == nil && instant(at) <= end
}
