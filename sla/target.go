package sla

import (
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/threshold"
	"github.com/punctualgo/punctual/internal/value"
)

// A target is a compiled policy.Target without choices of targets.
type target struct {
	policy int
	metric int
	index  int // among those of the policy for the metric

	// One of these is the allowance.
	within choice[time.Duration]
	days   *businesshours.BusinessDays
	until  int // the slot of a field, or -1 if the target is not until a field

	schedule  choice[*businesshours.Calendar]
	calendars []*businesshours.Calendar // the values that schedule may pick
	amounts   []time.Duration           // the values that within may pick

	pause int // index in program.pauses
	fit   exactFit
	steps *stepList
}

// A stepList is a list of escalation steps, shared by targets.
type stepList struct {
	number int // among those of the policy for the metric
	steps  []step
}

// A step is a compiled policy.Escalation.
type step struct {
	name  string
	nth   int // how many earlier steps in the list have the same name
	at    threshold.Threshold
	every time.Duration
	times int
}

// An exactFit says when time has run out that runs out exactly at closing.
type exactFit uint8

const (
	atClosing exactFit = iota
	atNextOpen
)

// An applied target is a target with its choices made for one clock. The zero value is no
// target.
type applied struct {
	target    *target
	calendar  *businesshours.Metered
	allowance time.Duration
	promised  instant // the promised instant, or never
}

// apply returns t resolved with the given fields, for a clock that counts from an instant; or no
// target. current is the target that the clock has. If that is t, resolved from the same
// instant, business days are not computed again.
func (t *target) apply(f *fields, from instant, current *applied) applied {
	calendar := t.schedule.pick(f.values)
	if calendar == nil {
		return applied{}
	}
	a := applied{target: t, calendar: f.hours.Of(calendar), promised: never}
	switch {
	case t.days != nil:
		if current.target == t && current.calendar == a.calendar {
			return *current
		}
		allowed, err := a.calendar.Allow(from.time(), *t.days)
		if err != nil {
			return applied{} // no business day follows
		}
		a.allowance = allowed.Open
		if !allowed.By.IsZero() {
			a.promised = instantOf(allowed.By)
		}
	case t.until >= 0:
		until, ok := instantIn(&f.values[t.until])
		if !ok {
			return applied{}
		}
		a.promised = until
		if until > from {
			a.allowance = a.between(from, until)
		}
	default:
		if a.allowance = t.within.pick(f.values); a.allowance == 0 {
			return applied{}
		}
	}
	return a
}

// names reports whether t may promise an instant.
func (t *target) names() bool { return t.until >= 0 || t.days != nil && t.days.HasAt }

// instantIn returns the instant in a field, or false if the field has none.
func instantIn(v *value.Value) (instant, bool) {
	if v.Kind != value.Text {
		return never, false
	}
	t, err := strict.ParseTime(v.Text)
	if err != nil || !businesshours.InRange(t) {
		return never, false
	}
	return instantOf(t), true
}

// same reports whether a and b are the same target, so that changing from one to the other is no
// retarget.
func (a *applied) same(b *applied) bool {
	if a.calendar != b.calendar || a.allowance != b.allowance || a.promised != b.promised || a.target == nil || a.target == b.target {
		return *a == *b
	}
	t, u := a.target, b.target
	return t.policy == u.policy && t.steps == u.steps && t.pause == u.pause && t.fit == u.fit
}

// samePromise reports whether two targets make the same promise. Their policies and steps may
// differ.
func (a *applied) samePromise(b *applied) bool {
	return a.calendar == b.calendar && a.allowance == b.allowance && a.promised == b.promised &&
		a.target.pause == b.target.pause && a.target.fit == b.target.fit
}

// picks appends how the choices of t are made for the given fields.
func (t *target) picks(picks []pick, fields []value.Value) []pick {
	if t.days == nil && t.until < 0 {
		picks = t.within.pickFor(picks, "within", fields)
	}
	return t.schedule.pickFor(picks, "schedule", fields)
}

// between returns the open time from an instant to a later one.
func (a *applied) between(from, to instant) time.Duration {
	return a.calendar.BetweenUnixNano(int64(from), int64(to))
}

// reach returns the instant at which a clock that runs from since, with base counted by then,
// reaches a threshold at elapsed. It returns false if it never does.
func (a *applied) reach(since instant, base, elapsed time.Duration) (instant, bool) {
	at, err := a.calendar.AddUnixNano(int64(since), max(elapsed-base, 0))
	if err != nil {
		return never, false
	}
	return a.moved(instant(at), elapsed), true
}

// moved is the only place that implements exact fit and promised instants. It returns when a
// threshold at elapsed takes effect that is reached at an instant. That is the instant itself, or
// under atNextOpen the next open instant, if there is one. A threshold at the allowance waits for
// the promised instant, if nothing is open until then.
func (a *applied) moved(at instant, elapsed time.Duration) instant {
	if a.target.fit == atNextOpen {
		if open, err := a.calendar.NextOpen(at.time()); err == nil {
			return instantOf(open)
		}
		return at
	}
	if elapsed == a.allowance && at < a.promised && a.between(at, a.promised) == 0 {
		return a.promised
	}
	return at
}

// isExact reports whether a threshold at elapsed that is reached exactly at an instant takes
// effect there and then, instead of waiting for a later instant or for the last event of this one.
func (a *applied) isExact(at instant, elapsed time.Duration) bool {
	if a.target.fit == atNextOpen {
		return a.calendar.Open(at.time())
	}
	return a.moved(at, elapsed) == at
}
