package sla

import (
	"math"
	"time"

	"github.com/punctualgo/punctual/internal/threshold"
)

// The thresholds of a clock are its breach and the repeats of its escalation steps, each at an
// elapsed time. There may be very many, so they are not listed: a position identifies one, and
// the next one is computed from it.

// A position identifies a threshold of a target. Positions are ordered by elapsed time; at one
// elapsed time the breach comes first, then steps as written. The zero position is before all
// thresholds.
type position struct {
	elapsed time.Duration
	step    int32
	repeat  int32
}

// Values of position.step.
const (
	breachStep = 1             // of the breach
	firstStep  = 2             // the first step; the others follow
	noStep     = math.MaxInt32 // behindAll
)

// index returns the index of the step of p, which must not be the breach.
func (p position) index() int { return int(p.step) - firstStep }

// behindAll returns a position after all thresholds.
func behindAll() position { return position{elapsed: math.MaxInt64, step: noStep} }

// before reports whether p comes before q.
func (p position) before(q position) bool {
	return p.elapsed < q.elapsed || p.elapsed == q.elapsed && p.step < q.step
}

// A ladder is the thresholds of a list of steps for an allowance.
type ladder struct {
	list      *stepList
	allowance time.Duration
	steps     []time.Duration // the elapsed time of each step's first time; zero or less if the step does not take place
	first     position        // the first threshold
}

// Ladders are the two ladders last used by the clocks of a metric. Most clocks have the same
// ladder as an earlier one, or switch between two as priorities are raised and lowered.
type ladders struct {
	kept [2]ladder
	last int
}

// of returns the ladder of an applied target.
func (k *ladders) of(a *applied) *ladder {
	t, allowance := a.target.steps, a.allowance
	if !k.kept[k.last].is(t, allowance) {
		k.last = 1 - k.last
		if !k.kept[k.last].is(t, allowance) {
			k.kept[k.last].build(t, allowance)
		}
	}
	return &k.kept[k.last]
}

func (l *ladder) is(t *stepList, allowance time.Duration) bool {
	return l.list == t && l.allowance == allowance
}

// build makes l the ladder of a list of steps for an allowance.
func (l *ladder) build(t *stepList, allowance time.Duration) {
	l.list, l.allowance, l.steps = t, allowance, l.steps[:0]
	for i := range t.steps {
		l.steps = append(l.steps, t.steps[i].at.Of(allowance))
	}
	l.first = l.after(position{})
}

// after returns the first threshold after p, or behindAll.
func (l *ladder) after(p position) position {
	next := behindAll()
	if breach := (position{l.allowance, breachStep, 0}); p.before(breach) {
		next = breach
	}
	for i, first := range l.steps {
		if first <= 0 {
			continue // neither the step nor its repeats take place
		}
		q := position{first, int32(i) + firstStep, 0}
		if !p.before(q) {
			s := &l.list.steps[i]
			if s.times == 0 {
				continue
			}
			q = s.after(p, q)
		}
		if q.before(next) {
			next = q
		}
	}
	return next
}

// after returns the first repeat of s after p, or behindAll. The step must repeat, and first,
// its first time, must not be after p.
func (s *step) after(p, first position) position {
	q := first
	q.repeat = int32(min((p.elapsed-first.elapsed)/s.every, time.Duration(s.times)+1)) // the last repeat that is not later than p
	for ; int(q.repeat) <= s.times; q.repeat++ {
		if q.elapsed = threshold.Repeat(first.elapsed, s.every, int(q.repeat)); p.before(q) {
			return q
		}
	}
	return behindAll()
}

// lastOf returns the last repeat of step i that elapsed reaches, or false if it does not reach
// the step.
func (l *ladder) lastOf(i int, elapsed time.Duration) (last position, ok bool) {
	first := l.steps[i]
	if first <= 0 || first > elapsed {
		return position{}, false
	}
	s, repeat := &l.list.steps[i], 0
	if s.times > 0 {
		repeat = int(min((elapsed-first)/s.every, time.Duration(s.times)))
	}
	return s.repeat(i, first, repeat), true
}

// repeat returns repeat n of s, which is step i and has its first time at first.
func (s *step) repeat(i int, first time.Duration, n int) position {
	return position{threshold.Repeat(first, s.every, n), int32(i) + firstStep, int32(n)}
}

// last returns the last threshold that elapsed reaches, or the zero position if there is none.
func (l *ladder) last(elapsed time.Duration) (last position) {
	if l.allowance <= elapsed {
		last = position{l.allowance, breachStep, 0}
	}
	for i := range l.steps {
		if q, ok := l.lastOf(i, elapsed); ok && last.before(q) {
			last = q
		}
	}
	return last
}

// hasTaken reports whether a step with the given name has a repeat with the elapsed time and
// number of p, not after taken.
func (l *ladder) hasTaken(name string, p, taken position) bool {
	for i, first := range l.steps {
		s := &l.list.steps[i]
		if first <= 0 || s.name != name || int(p.repeat) > s.times {
			continue
		}
		if q := s.repeat(i, first, int(p.repeat)); q.elapsed == p.elapsed && !taken.before(q) {
			return true
		}
	}
	return false
}
