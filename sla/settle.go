package sla

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
)

// A track is kept small by settling: what the past amounts to for each target that
// may come into force is put into the accounts of the clocks, and the history that
// it was counted from is forgotten.

// A pastFor is an account that the clocks of a metric may be asked for, and the
// targets that may ask.
type pastFor struct {
	calendar *businesshours.Calendar
	pause    int
	targets  []*target
}

// allowances returns what the targets may allow: amounts of open time, in order, and
// business days, for which each clock has an allowance of its own. They are not kept, as
// there may be very many.
func (q *pastFor) allowances() (within []time.Duration, days []businesshours.BusinessDays) {
	seen := make(map[businesshours.BusinessDays]bool)
	for _, t := range q.targets {
		if t.days == nil {
			within = append(within, t.within.all...)
		} else if !seen[*t.days] {
			seen[*t.days] = true
			days = append(days, *t.days)
		}
	}
	slices.Sort(within)
	return slices.Compact(within), days
}

// pastsOf returns the pasts that clocks of a metric may be asked for by policies, by
// the calendars' numbers and the pauses.
func (p *program) pastsOf(policies []int, metric int) []pastFor {
	type account struct {
		calendar *businesshours.Calendar
		pause    int
	}
	at := make(map[account]int)
	var pasts []pastFor
	for _, i := range policies {
		t := p.policies[i].targets[metric]
		if t == nil {
			continue
		}
		for _, calendar := range t.schedule.all {
			key := account{calendar, t.pause}
			k, ok := at[key]
			if !ok {
				k = len(pasts)
				at[key] = k
				pasts = append(pasts, pastFor{calendar: calendar, pause: t.pause})
			}
			q := &pasts[k]
			if n := len(q.targets); n == 0 || q.targets[n-1] != t { // it may choose a schedule twice
				q.targets = append(q.targets, t)
			}
		}
	}
	slices.SortFunc(pasts, func(a, b pastFor) int {
		return cmp.Or(strings.Compare(a.calendar.Name(), b.calendar.Name()), a.pause-b.pause)
	})
	return pasts
}

// historyOf returns how many changes of one condition for pausing, or stops of one
// clock, are remembered before they are settled: few, but as many as what they would
// be settled into.
func (p *program) historyOf() int {
	if p.onChange == policy.CarryOver || p.onChange == policy.Restart {
		return 1 // nothing is recounted
	}
	most := 32
	for _, l := range p.lanes {
		for _, pasts := range l.pasts {
			most = max(most, dues(pasts))
		}
	}
	return most
}

// dues returns about how many allowances the pasts of a metric have, and pasts.
func dues(pasts []pastFor) (n int) {
	var all pastFor
	for _, q := range pasts {
		all.targets = append(all.targets, q.targets...)
	}
	slices.SortFunc(all.targets, func(a, b *target) int { return a.policy - b.policy })
	all.targets = slices.Compact(all.targets)
	within, days := all.allowances()
	for _, q := range pasts {
		own := 0
		for _, t := range q.targets {
			own += max(len(t.within.all), 1)
		}
		n += 1 + min(own, len(within)+len(days))
	}
	return n
}

// settle settles the past of all clocks up to an instant, if it is long.
func (f *fold) settle(at instant) {
	if !f.isLong() {
		return
	}
	for i := range f.lanes {
		l := &f.lanes[i]
		for k := range l.clocks {
			c := &l.clocks[k]
			if f.recounts(c) {
				f.settleClock(c, l.pasts[c.metric], at)
			} else {
				c.accounts = c.accounts[:0]
			}
			c.stops = remaining(c.stops)
			c.settled = at
		}
	}
	for i := range f.pauses {
		f.pauses[i].changes = remaining(f.pauses[i].changes)
	}
}

// isLong reports whether more is remembered than is worth it.
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

// recounts reports whether what c has counted may be asked for another target.
func (f *fold) recounts(c *clockState) bool {
	switch f.program.onChange {
	case policy.CarryOver, policy.Restart:
		return false
	case policy.Keep:
		if c.targeted {
			return false
		}
	}
	return c.cycle > 0 && (c.isOpen() || c.byStop && f.program.metrics[c.metric].resumes)
}

// settleClock puts into the accounts of c what it would have counted by an instant for
// each of the pasts.
func (f *fold) settleClock(c *clockState, pasts []pastFor, at instant) {
	accounts := make([]account, 0, len(pasts))
	for i := range pasts {
		q := &pasts[i]
		a := account{calendar: q.calendar, pause: q.pause, past: past{upTo: c.settled}}
		for _, before := range c.accounts {
			if before.calendar == q.calendar && before.pause == q.pause {
				a.settled = before.settled
				a.dues = slices.DeleteFunc(slices.Clone(before.dues), func(d due) bool { return !d.settled })
			}
		}
		a.counted = a.settled
		f.settleAccount(&a, c, q, at)
		accounts = append(accounts, a)
	}
	c.accounts = accounts
}

// settleAccount walks through the past of an account to an instant, noting when each
// allowance was reached on the way.
func (f *fold) settleAccount(a *account, c *clockState, q *pastFor, at instant) {
	in := force{target: &target{}, calendar: q.calendar}
	reached := slices.Clone(a.dues)
	var open []due
	add := func(allowance time.Duration, days bool) {
		same := func(d due) bool { return d.allowance == allowance && d.days == days }
		if !slices.ContainsFunc(reached, same) {
			open = append(open, due{allowance: allowance, days: days})
		}
	}
	within, inDays := q.allowances()
	for _, d := range within {
		add(d, false)
	}
	for _, days := range inDays {
		if d, err := q.calendar.Allow(c.start.time(), days); err == nil {
			add(d, true)
		}
	}
	slices.SortStableFunc(open, func(a, b due) int { return int(min(max(a.allowance-b.allowance, -1), 1)) })
	for {
		from, to, ok := a.past.next(f.pauses[a.pause].changes, c.stops, at)
		if !ok {
			break
		}
		counted := a.counted + in.between(from, to)
		for i := 0; i < len(open) && open[i].allowance <= counted; {
			d := open[i]
			in.target.days = nil
			if d.days {
				in.target.days = &businesshours.BusinessDays{}
			}
			if d.at, d.reached = in.reachedBy(to, from, d.allowance-a.counted, f.program.nextOpen); d.reached {
				d.settled = true
				reached = append(reached, d)
				open = slices.Delete(open, i, i+1)
			} else {
				i++ // it waits for an opening
			}
		}
		a.counted = counted
	}
	a.dues, a.settled, a.past = reached, a.counted, past{upTo: at}
}

// forces returns the targets in force that t may be resolved to.
func (t *target) forces() (list []force) {
	within := t.within.all
	if t.days != nil {
		within = []time.Duration{0}
	}
	for _, calendar := range t.schedule.all {
		for _, d := range within {
			list = append(list, force{t, calendar, d})
		}
	}
	return list
}

// remaining returns what is left of changes that take turns, all of which are past:
// the last one, if the turn is still on.
func remaining(changes []instant) []instant {
	n := len(changes)
	if n%2 == 0 {
		return changes[:0]
	}
	changes[0] = changes[n-1]
	return changes[:1]
}
