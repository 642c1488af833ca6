package sla

import (
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/threshold"
	"github.com/punctualgo/punctual/internal/value"
)

// A target is a compiled policy.Target that is no choice of targets.
type target struct {
	policy int
	metric int
	index  int // among those of the policy for the metric

	// One of these says what it allows.
	within choice[time.Duration]
	days   *businesshours.BusinessDays
	until  int // the slot of a field, or -1

	schedule  choice[*businesshours.Calendar]
	calendars []*businesshours.Calendar // those that schedule may pick
	amounts   []time.Duration           // those that within may pick

	pause int // index in program.pauses
	fit   exactFit
	steps *stepList
}

// A stepList is the escalation steps of targets.
type stepList struct {
	number int // among those of the policy for the metric
	steps  []step
}

// A step is a compiled policy.Escalation.
type step struct {
	name  string
	nth   int // how many steps before it in the list have its name
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

// An applied target is a target as it holds for one clock. The zero value is no target.
type applied struct {
	target    *target
	calendar  *businesshours.Calendar
	allowance time.Duration
	promised  instant // the instant that the target names, or never
}

// apply returns t as the fields resolve it for a clock that counts from an instant, or no
// target. current is what the clock has: where it was resolved from the same instant, it need
// not be resolved again.
func (t *target) apply(fields []value.Value, from instant, current *applied) applied {
	a := applied{target: t, calendar: t.schedule.pick(fields), promised: never}
	switch {
	case a.calendar == nil:
		return applied{}
	case t.days != nil:
		if current.target == t && current.calendar == a.calendar {
			return *current
		}
		allowed, err := a.calendar.Allow(from.time(), *t.days)
		if err != nil {
			return applied{} // no business day ahead
		}
		a.allowance = allowed.Open
		if !allowed.By.IsZero() {
			a.promised = instantOf(allowed.By)
		}
	case t.until >= 0:
		until, ok := instantIn(&fields[t.until])
		if !ok {
			return applied{}
		}
		a.promised = until
		if until > from {
			a.allowance = a.between(from, until)
		}
	default:
		if a.allowance = t.within.pick(fields); a.allowance == 0 {
			return applied{}
		}
	}
	return a
}

// names reports whether t may name an instant by which it is due.
func (t *target) names() bool { return t.until >= 0 || t.days != nil && t.days.HasAt }

// instantIn returns the instant that a field has, or false if it has none.
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

// same reports whether two applied targets are the same target in force.
func (a *applied) same(b *applied) bool {
	if a.calendar != b.calendar || a.allowance != b.allowance || a.promised != b.promised || a.target == nil || a.target == b.target {
		return *a == *b
	}
	t, u := a.target, b.target
	return t.policy == u.policy && t.steps == u.steps && t.pause == u.pause && t.fit == u.fit
}

// samePromise reports whether two targets promise the same, whatever their policies and steps.
func (a *applied) samePromise(b *applied) bool {
	return a.calendar == b.calendar && a.allowance == b.allowance && a.promised == b.promised &&
		a.target.pause == b.target.pause && a.target.fit == b.target.fit
}

// picks returns how the choices of t are made for some fields.
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

// reach returns the instant at which a clock that runs from since on, with base counted,
// reaches a threshold of elapsed time; or false if it never does.
func (a *applied) reach(since instant, base, elapsed time.Duration) (instant, bool) {
	at, err := a.calendar.AddUnixNano(int64(since), max(elapsed-base, 0))
	if err != nil {
		return never, false
	}
	return a.moved(instant(at), elapsed == a.allowance), true
}

// moved is the one place that knows what an exact fit does. It returns when a threshold takes
// effect whose elapsed time is reached at an instant: then, or under atNextOpen at the next
// opening, if one follows. The breach of a promised instant, and what is at its threshold,
// waits for that instant, if nothing is open in between.
func (a *applied) moved(at instant, breach bool) instant {
	if a.target.fit == atNextOpen {
		if open, err := a.calendar.NextOpen(at.time()); err == nil {
			return instantOf(open)
		}
		return at
	}
	if breach && at < a.promised && a.between(at, a.promised) == 0 {
		return a.promised
	}
	return at
}

// isExact reports whether what is exactly reached at an instant takes effect there and then,
// and does not wait for a later one, or for the end of that instant.
func (a *applied) isExact(at instant, breach bool) bool {
	if a.target.fit == atNextOpen {
		return a.calendar.Open(at.time())
	}
	return a.moved(at, breach) == at
}
