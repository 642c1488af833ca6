package sla

import (
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/value"
)

// A force is a target as the fields of an issue resolve it. Two that are equal are
// the same target in force; the zero force is none.
type force struct {
	target   *target
	calendar *businesshours.Calendar
	within   time.Duration // zero for business days
}

// resolve returns the target as the fields resolve it, or none.
func (t *target) resolve(fields []value.Value) force {
	if t == nil {
		return force{}
	}
	in := force{target: t, calendar: t.schedule.pick(fields)}
	if t.days == nil {
		in.within = t.within.pick(fields)
	}
	if in.calendar == nil || t.days == nil && in.within == 0 {
		return force{}
	}
	return in
}

// between returns the open time from an instant to a later one.
func (in force) between(from, to instant) time.Duration {
	return in.calendar.BetweenUnixNano(int64(from), int64(to))
}

// allowance returns how much open time a target allows to a clock that counts from
// an instant, or false if there are no business days for it.
func (in force) allowance(from instant) (time.Duration, bool) {
	if in.target.days == nil {
		return in.within, true
	}
	return in.allowanceInDays(from)
}

// allowanceInDays is allowance for business days.
func (in force) allowanceInDays(from instant) (time.Duration, bool) {
	d, err := in.calendar.Allow(from.time(), *in.target.days)
	return d, err == nil
}

// inForce returns the target in force for a metric, and what it allows to a clock
// that counts from an instant; or current, if that still is in force.
func (l *lane) inForce(f *fold, metric int, from instant, current force) (force, time.Duration) {
	for _, i := range l.holding {
		f.work += workOfTarget
		in := f.program.policies[i].targets[metric].resolve(f.fields.values)
		if in.target == nil {
			continue
		}
		if in == current {
			return in, 0
		}
		if in.target.days != nil {
			f.work += workOfDays
		}
		if allowance, ok := in.allowance(from); ok {
			return in, allowance
		}
	}
	return force{}, 0
}
