package sla

import (
	"cmp"
	"slices"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// A pastFor is an account that the clocks of a metric may be asked for, and the targets that
// may ask for it.
type pastFor struct {
	calendar *businesshours.Calendar
	pause    int
	targets  []*target
}

// A reachable is an allowance that a target may have, and how it fits.
type reachable struct {
	allowance time.Duration
	fit       exactFit
}

// reachables returns what the targets may allow a clock that starts at an instant, from the
// shortest to the longest. They are not kept, as there may be very many.
func (q *pastFor) reachables(start instant) (list []reachable) {
	within, days := q.allowances()
	list = append(list, within...)
	for _, d := range days {
		if allowance, err := q.calendar.Allow(start.time(), d); err == nil {
			list = append(list, reachable{allowance, atClosing})
		}
	}
	slices.SortFunc(list, func(a, b reachable) int {
		return cmp.Or(cmp.Compare(a.allowance, b.allowance), cmp.Compare(a.fit, b.fit))
	})
	return slices.Compact(list)
}

// allowances returns the amounts of open time and the business days of the targets, each
// once.
func (q *pastFor) allowances() (within []reachable, days []businesshours.BusinessDays) {
	amounts := make(map[reachable]bool)
	seen := make(map[businesshours.BusinessDays]bool)
	for _, t := range q.targets {
		if t.days != nil {
			if !seen[*t.days] {
				seen[*t.days] = true
				days = append(days, *t.days)
			}
			continue
		}
		for _, d := range t.within.all {
			if r := (reachable{d, t.fit}); !amounts[r] {
				amounts[r] = true
				within = append(within, r)
			}
		}
	}
	return within, days
}
