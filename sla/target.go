package sla

import (
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// A force is a target as the fields of an issue resolve it. Two that are equal are
// the same target in force; the zero force is none.
type force struct {
	target   *target
	calendar *businesshours.Calendar
	within   time.Duration // zero for business days
}

// resolve returns the target as the fields resolve it, or none.
func (f *fold) resolve(t *target) force {
	if t == nil {
		return force{}
	}
	in := force{target: t, calendar: t.schedule.pick(f.fields.values)}
	if t.days == nil {
		in.within = t.within.pick(f.fields.values)
	}
	if in.calendar == nil || t.days == nil && in.within == 0 {
		return force{}
	}
	return in
}

// allowance returns how much open time a target allows to a clock that counts from
// an instant, or false if there are no business days for it.
func (in force) allowance(from time.Time) (time.Duration, bool) {
	if in.target.days == nil {
		return in.within, true
	}
	d, err := in.calendar.Allow(from, *in.target.days)
	return d, err == nil
}

// A lane is policies that are evaluated together, with their clocks: all of them,
// or one under MatchEach.
type lane struct {
	policies []int // of the program, in order
	metrics  []int // for which one of them has a target
	holding  []int // those that apply after the last event, in order
	clocks   []clockState
	latest   []int // of each metric, in clocks; -1 if none ever began
	open     []int // in clocks, in clock order
	log      []Transition
}

// match finds the policies that apply at an instant, on the fields (SPEC §5).
func (l *lane) match(f *fold, at time.Time) {
	l.holding = l.holding[:0]
	for _, i := range l.policies {
		p := &f.program.policies[i]
		if p.effective.Contains(at) && p.when.holds(f.fields.values) {
			l.holding = append(l.holding, i)
			if f.first {
				return
			}
		}
	}
}

// inForce returns the target in force for a metric, and what it allows to a clock
// that counts from an instant.
func (l *lane) inForce(f *fold, metric int, from time.Time) (force, time.Duration) {
	for _, i := range l.holding {
		if in := f.resolve(f.program.policies[i].targets[metric]); in.target != nil {
			if allowance, ok := in.allowance(from); ok {
				return in, allowance
			}
		}
	}
	return force{}, 0
}
