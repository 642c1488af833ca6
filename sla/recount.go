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
// past is counted twice for one account.

// A pauseHistory is the instants at which a condition for pausing began to hold,
// ceased to, began to, and so on.
type pauseHistory struct {
	changes []time.Time
}

func (h *pauseHistory) holds() bool { return len(h.changes)%2 == 1 }

// An account is the count of a clock for the hours, the condition for pausing and
// the allowance of a target.
type account struct {
	calendar  *businesshours.Calendar
	pause     int
	allowance time.Duration
	days      bool

	upTo    time.Time
	counted time.Duration
	pauses  int // changes of the condition that are behind upTo
	stops   int // of clockState.stops

	reached   bool
	reachedAt time.Time // when it had counted the allowance
}

// recount returns the account of c for a target, up to an instant, or nil if c has
// just started.
func (f *fold) recount(c *clockState, in force, allowance time.Duration, at time.Time) *account {
	if at.Equal(c.start) {
		return nil
	}
	days := in.target.days != nil
	for i := range c.accounts {
		a := &c.accounts[i]
		if a.calendar == in.calendar && a.pause == in.target.pause && a.allowance == allowance && a.days == days {
			f.continueTo(a, c, in, at)
			return a
		}
	}
	c.accounts = append(c.accounts, account{calendar: in.calendar, pause: in.target.pause, allowance: allowance, days: days, upTo: c.start})
	a := &c.accounts[len(c.accounts)-1]
	f.continueTo(a, c, in, at)
	return a
}

// continueTo continues an account up to an instant.
func (f *fold) continueTo(a *account, c *clockState, in force, at time.Time) {
	changes := f.pauses[a.pause].changes
	for {
		next := at
		for a.pauses < len(changes) && !changes[a.pauses].After(a.upTo) {
			a.pauses++
		}
		for a.stops < len(c.stops) && !c.stops[a.stops].After(a.upTo) {
			a.stops++
		}
		if a.pauses < len(changes) && changes[a.pauses].Before(next) {
			next = changes[a.pauses]
		}
		if a.stops < len(c.stops) && c.stops[a.stops].Before(next) {
			next = c.stops[a.stops]
		}
		if !a.upTo.Before(next) {
			return
		}
		if a.pauses%2 == 0 && a.stops%2 == 0 {
			if !a.reached {
				a.reached, a.reachedAt = in.reachedBy(next, a.upTo, a.allowance-a.counted, f.program.nextOpen)
			}
			a.counted += a.calendar.Between(a.upTo, next)
		}
		a.upTo = next
	}
}

// reachedBy returns the instant at which a count that runs from since to end has
// counted d more, or false if it has not. It has at the very end, too, but cannot
// wait for an opening beyond it.
func (in force) reachedBy(end, since time.Time, d time.Duration, nextOpen bool) (bool, time.Time) {
	counted, ok := in.reach(since, d, false)
	if !ok || counted.After(end) {
		return false, time.Time{}
	}
	reached, _ := in.reach(since, d, nextOpen)
	return reached.Equal(counted) || reached.Before(end), reached
}
