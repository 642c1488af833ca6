package sla

import (
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

// allowances returns what the targets may allow a clock that starts at an instant, from the
// shortest to the longest, save those until a field. They are not kept, as there may be very
// many.
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

// amounts returns the amounts of open time and the business days of the targets, each once.
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
