package sla

import (
	"slices"
)

// Settling keeps a track small. It computes the accounts of a clock for every target that may
// come into force, up to an instant. Then the history before that instant is no longer needed.

// settle settles the past of all clocks up to an instant, if their history is long and that is not
// too much work.
func (f *fold) settle(at instant) {
	if !f.isLong() || f.spent()+f.workOfSettling() > MaxWork {
		return
	}
	for i := range f.lanes {
		l := &f.lanes[i]
		for k := range l.clocks {
			c := &l.clocks[k]
			if f.recounts(c) {
				f.settleClock(c, l.pasts[c.metric], at)
			}
			c.stops = remaining(c.stops)
			c.settled = at
		}
	}
	for i := range f.pauses {
		f.pauses[i].changes = remaining(f.pauses[i].changes)
	}
}

// isLong reports whether the history is long enough to be worth settling.
func (f *fold) isLong() bool {
	most := f.program.history
	for i := range f.pauses {
		if len(f.pauses[i].changes) > most {
			return true
		}
	}
	for i := range f.lanes {
		for k := range f.lanes[i].clocks {
			if len(f.lanes[i].clocks[k].stops) > most {
				return true
			}
		}
	}
	return false
}

// workOfSettling returns how many steps settle takes at most.
func (f *fold) workOfSettling() (work int) {
	for i := range f.lanes {
		l := &f.lanes[i]
		for k := range l.clocks {
			c := &l.clocks[k]
			if !f.recounts(c) {
				continue
			}
			for i := range l.pasts[c.metric] {
				q := &l.pasts[c.metric][i]
				work += workOfTurn*q.size + workOfSettled*(1+len(f.pauses[q.pause].changes)+len(c.stops))
			}
		}
	}
	return work
}

// settleClock replaces the accounts of c by one for each of pasts, counted up to an instant.
func (f *fold) settleClock(c *clockState, pasts []pastFor, at instant) {
	accounts := make([]account, len(pasts))
	for i := range pasts {
		q, a := &pasts[i], &accounts[i]
		*a = c.newAccount(f.fields.hours.Of(q.calendar), q.pause)
		if c.isSettled() {
			before := &c.accounts[i]
			a.settled, a.counted = before.settled, before.settled
			a.searches = slices.DeleteFunc(slices.Clone(before.searches), func(s reachSearch) bool { return !s.settled })
		}
		f.settleAccount(a, c, q, at)
	}
	c.accounts = accounts
}

// isSettled reports whether c has been settled. Its accounts are then those of the pasts of its
// metric, in order.
func (c *clockState) isSettled() bool { return c.settled != c.knownFrom() }

// settleAccount counts an account up to an instant, and records when it reached each allowance
// on the way.
func (f *fold) settleAccount(a *account, c *clockState, q *pastFor, at instant) {
	open := q.allowances(c.start, a.calendar)
	behind, _ := slices.BinarySearch(open, a.settled+1) // recorded before, or carried
	open = open[behind:]
	for {
		from, to, ok := a.cursor.next(f.pauses[a.pause].changes, c.stops, at)
		if !ok {
			break
		}
		counted := a.counted + a.calendar.BetweenUnixNano(int64(from), int64(to))
		for len(open) > 0 && open[0] <= counted {
			s := reachSearch{allowance: open[0], reached: true, settled: true}
			s.at, _ = reachedBy(to, a.calendar, from, s.allowance-a.counted)
			a.searches = append(a.searches, s)
			open = open[1:]
		}
		a.counted = counted
	}
	a.settled, a.cursor = a.counted, cursor{upTo: at}
}

// remaining returns what to keep of alternating changes that are all past: the last one, if what
// it started still holds.
func remaining(changes []instant) []instant {
	n := len(changes)
	if n%2 == 0 {
		return changes[:0]
	}
	changes[0] = changes[n-1]
	return changes[:1]
}
