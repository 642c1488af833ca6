package sla

import (
	"math"
	"time"

	"github.com/punctualgo/punctual/internal/threshold"
)

// The thresholds of a clock are its breach and the repeats of its escalation steps, each at
// an elapsed time. There may be many, so they are not listed: a position names one, and the
// next after it is computed.

// A position is the place of a threshold among those of a target: by elapsed time, and at
// one time the breach, then steps as written. The zero position is ahead of all.
type position struct {
	elapsed time.Duration
	step    int32
	repeat  int32
}

// What position.step is.
const (
	breachStep = 1             // of the breach
	firstStep  = 2             // of the first step; the others follow
	noStep     = math.MaxInt32 // of the position behind all thresholds
)

// index returns the index of the step of p, which is not the breach.
func (p position) index() int { return int(p.step) - firstStep }

// behindAll returns the position behind all thresholds.
func behindAll() position { return position{elapsed: math.MaxInt64, step: noStep} }

// before reports whether p is ahead of q.
func (p position) before(q position) bool {
	return p.elapsed < q.elapsed || p.elapsed == q.elapsed && p.step < q.step
}

// A ladder is the thresholds of a list of steps under an allowance.
type ladder struct {
	list      *stepList
	allowance time.Duration
	steps     []time.Duration // when each first takes place; not above zero if it does not
	first     position        // of all
}

// Ladders are the last two ladders that clocks of a metric had. Most clocks have the ladder
// of an earlier one, or go back and forth between two, as priorities are raised and lowered.
type ladders struct {
	kept [2]ladder
	last int
}

// of returns the thresholds of a target as it is applied.
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

// build makes l the thresholds of a list of steps under an allowance.
func (l *ladder) build(t *stepList, allowance time.Duration) {
	l.list, l.allowance, l.steps = t, allowance, l.steps[:0]
	for i := range t.steps {
		l.steps = append(l.steps, t.steps[i].at.Of(allowance))
	}
	l.first = l.after(position{})
}

// after returns the first threshold after p, or the position behind all.
func (l *ladder) after(p position) position {
	next := behindAll()
	if breach := (position{l.allowance, breachStep, 0}); p.before(breach) {
		next = breach
	}
	for i, first := range l.steps {
		if first <= 0 {
			continue // it does not take place, nor do its repeats
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

// after returns the first repeat after p of a step that repeats and first takes place at
// first, which is not after p; or the position behind all.
func (s *step) after(p, first position) position {
	q := first
	q.repeat = int32(min((p.elapsed-first.elapsed)/s.every, time.Duration(s.times)+1)) // the last one that is not later
	for ; int(q.repeat) <= s.times; q.repeat++ {
		if q.elapsed = threshold.Repeat(first.elapsed, s.every, int(q.repeat)); p.before(q) {
			return q
		}
	}
	return behindAll()
}

// lastOf returns the last repeat of step i that is reached with an elapsed time, or false if
// the step is not reached.
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

// repeat returns the n-th repeat of s, which is step i and first takes place at first.
func (s *step) repeat(i int, first time.Duration, n int) position {
	return position{threshold.Repeat(first, s.every, n), int32(i) + firstStep, int32(n)}
}

// last returns the last threshold that is reached with an elapsed time; the zero position if
// none is.
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

// hasTaken reports whether a step of a name has a repeat with the elapsed time and the number
// of p, and it is not behind the last one taken.
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
