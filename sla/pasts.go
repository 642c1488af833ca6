package sla

import (
	"cmp"
	"slices"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// A pastFor identifies an account that policies may need of the clocks of a metric, and the
// targets that may need it.
type pastFor struct {
	calendar *businesshours.Calendar
	pause    int
	targets  []*target
	size     int // how many allowances there are, at most; see sizePasts
}

// allowances returns what the targets may allow a clock that starts at an instant, in ascending
// order, except for targets until a field. The list is not stored, because it may be very long.
func (q *pastFor) allowances(start instant) []time.Duration {
	list, days := q.amounts()
	for _, d := range days {
		if allowed, err := q.calendar.Allow(start.time(), d); err == nil {
			list = append(list, allowed.Open)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// amounts returns the amounts of open time and the business days of the targets, without
// duplicates.
func (q *pastFor) amounts() (within []time.Duration, days []businesshours.BusinessDays) {
	seen := make(map[businesshours.BusinessDays]bool)
	for _, t := range q.targets {
		if t.days == nil {
			within = append(within, t.amounts...)
		} else if !seen[*t.days] {
			seen[*t.days] = true
			days = append(days, *t.days)
		}
	}
	slices.Sort(within)
	return slices.Compact(within), days
}

// sizePasts sets the sizes of the pasts of a metric, and returns how many accounts and allowances
// settling them makes at most.
func sizePasts(pasts []pastFor) (n int) {
	var all pastFor
	for _, q := range pasts {
		all.targets = append(all.targets, q.targets...)
	}
	slices.SortFunc(all.targets, func(a, b *target) int { return cmp.Or(a.policy-b.policy, a.index-b.index) })
	all.targets = slices.Compact(all.targets)
	within, days := all.amounts()
	for i := range pasts {
		q, own := &pasts[i], 0
		for _, t := range q.targets {
			own += max(len(t.amounts), 1)
		}
		q.size = min(own, len(within)+len(days))
		n += 1 + q.size
	}
	return n
}
