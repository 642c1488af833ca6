package sla

import (
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/threshold"
	"github.com/punctualgo/punctual/internal/value"
)

// A target is a compiled policy.Target.
type target struct {
	policy   int
	metric   int
	within   choice[time.Duration]
	days     *businesshours.BusinessDays // nil: within
	schedule choice[*businesshours.Calendar]
	pause    int // index in program.pauses
	fit      exactFit
	steps    []step
}

// A step is a compiled policy.Escalation.
type step struct {
	name  string
	nth   int // among the steps before it, how many have its name
	at    threshold.Threshold
	every time.Duration
	times int
}

// An exactFit says when time runs out that does so exactly at closing.
type exactFit uint8

const (
	atClosing exactFit = iota
	atNextOpen
)

// An applied target is a target as it holds for one clock. Two that are equal are the same
// target in force; the zero value is no target.
type applied struct {
	target    *target
	calendar  *businesshours.Calendar
	allowance time.Duration
}

// apply returns t as the fields resolve it for a clock that counts from an instant, or no
// target. If the clock has that target already, as current, it returns current.
func (t *target) apply(fields []value.Value, from instant, current applied) applied {
	a := applied{target: t, calendar: t.schedule.pick(fields)}
	if a.calendar == nil {
		return applied{}
	}
	if t.days == nil {
		if a.allowance = t.within.pick(fields); a.allowance == 0 {
			return applied{}
		}
		return a
	}
	if current.target == t && current.calendar == a.calendar {
		return current
	}
	var err error
	if a.allowance, err = a.calendar.Allow(from.time(), *t.days); err != nil {
		return applied{} // no business day ahead
	}
	return a
}

// picks returns how the choices of t are made for some fields.
func (t *target) picks(fields []value.Value) (picks []pick) {
	if t.days == nil {
		picks = t.within.pickFor(picks, "within", fields)
	}
	return t.schedule.pickFor(picks, "schedule", fields)
}

// between returns the open time from an instant to a later one.
func (a *applied) between(from, to instant) time.Duration {
	return a.calendar.BetweenUnixNano(int64(from), int64(to))
}

// reach returns the instant at which a clock that runs from since on has counted d more, or
// false if it never does.
func (a *applied) reach(since instant, d time.Duration) (instant, bool) {
	return reach(a.calendar, since, d, a.target.fit)
}

// reach is the one place where a threshold becomes an instant: the earliest at which d of
// open time has passed since an instant. Time that runs out exactly at closing does so
// there, or by atNextOpen at the next opening, if one follows. False means that there is no
// such instant.
func reach(calendar *businesshours.Calendar, since instant, d time.Duration, fit exactFit) (instant, bool) {
	at, err := calendar.AddUnixNano(int64(since), max(d, 0))
	if err != nil {
		return never, false
	}
	if fit == atNextOpen {
		if open, err := calendar.NextOpen(instant(at).time()); err == nil {
			return instantOf(open), true
		}
	}
	return instant(at), true
}
