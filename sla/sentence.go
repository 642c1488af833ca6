package sla

import (
	"fmt"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/policy"
)

// waiting says why a clock was paused.
func waiting(s *Segment) string {
	if s.Pause != nil && s.Pause.Field == policy.StatusCategory {
		switch s.Pause.Got {
		case string(policy.Pending):
			return "waiting on the customer"
		case string(policy.Hold):
			return "on hold"
		}
	}
	if s.Pause == nil {
		return "paused"
	}
	return "paused (" + s.Pause.because(true) + ")"
}

// Sentence sums up the account in a sentence or two. Instants are in the zone of the schedule,
// which each of them has.
func (a *ClockAccount) Sentence() string {
	d := a.dates()
	a.sentence(d)
	return a.sentence(d) // d has seen all instants
}

// sentence is Sentence with instants as d formats them.
func (a *ClockAccount) sentence(d *human.Dates) string {
	text := a.verdict(d)
	if earlier := a.earlierBreach(); !earlier.IsZero() {
		text += fmt.Sprintf(" It was breached before, on %s, under an earlier target.", d.Long(earlier))
	}
	return text
}

// verdict says how the clock stands, and how that came.
func (a *ClockAccount) verdict(d *human.Dates) string {
	breach := a.breachText(d)
	switch {
	case a.State == Cancelled:
		return join(breach, fmt.Sprintf("It ended without a verdict on %s.", d.Long(a.EndedAt)))
	case a.State == Stopped && a.Breached:
		return join(breach, a.stopText(d))
	case a.State == Stopped:
		return fmt.Sprintf("Met on %s: %s of %s had passed %s%s.", d.Long(a.EndedAt), human.Amount(a.Elapsed), a.targetHours(), a.since(d), a.takenOut(a.EndedAt))
	case a.Breached && a.State == Released:
		return join(breach, "No policy has a target for it any more.")
	case a.Breached:
		return breach
	}
	return a.openText(d)
}

// join joins two sentences, of which the first may be empty.
func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + " " + b
}

func (a *ClockAccount) targetHours() string { return hours(a.Target, a.Schedule) }

// since says since when the clock counts.
func (a *ClockAccount) since(d *human.Dates) string {
	if a.restarted() {
		last := a.lastTarget()
		return fmt.Sprintf("since counting started over on %s, when %s", d.Long(last.At), last.Cause.effective())
	}
	return fmt.Sprintf("since %s on %s", a.Started.effective(), d.Long(a.StartedAt))
}

// breachText says when the clock was breached and why, or "" if it is not.
func (a *ClockAccount) breachText(d *human.Dates) string {
	if !a.Breached {
		return ""
	}
	out := a.takenOut(a.DueAt) // what came later does not matter
	h := a.atOnce()
	if h == nil {
		return fmt.Sprintf("Breached on %s: %s had passed %s%s.", d.Long(a.BreachedAt), a.targetHours(), a.since(d), out)
	}
	text := fmt.Sprintf("Breached on %s, when %s", d.Long(a.BreachedAt), h.Cause.effective())
	if last := a.lastTarget(); last.At.Equal(a.BreachedAt) {
		text += fmt.Sprintf(" and its target became %s: %s had been counted by then", a.targetHours(), human.Amount(last.Elapsed))
	}
	if a.DueAt.Before(a.BreachedAt) {
		text += ", and it would have been due on " + d.Long(a.DueAt)
	}
	return text + out + "."
}

// stopText says when a breached clock was stopped, and how late that was.
func (a *ClockAccount) stopText(d *human.Dates) string {
	switch {
	case a.EndedAt.Equal(a.BreachedAt):
		return "It was stopped at that instant."
	case a.Remaining == 0:
		return fmt.Sprintf("It was stopped on %s, %s after it was due, out of hours.", d.Long(a.EndedAt), human.Duration(a.EndedAt.Sub(a.DueAt).Truncate(time.Second), true))
	}
	return fmt.Sprintf("It was stopped on %s, %s too late.", d.Long(a.EndedAt), human.Amount(-a.Remaining))
}

// openText says how a clock stands that is open and not breached.
func (a *ClockAccount) openText(d *human.Dates) string {
	left := human.Amount(a.Remaining)
	switch {
	case a.State == Released:
		return fmt.Sprintf("No policy has a target for it; %s had been counted.", human.Amount(a.Elapsed))
	case a.State == Paused:
		return fmt.Sprintf("Paused, with %s of %s left for when it runs again%s.", left, a.targetHours(), a.takenOut(time.Time{}))
	case a.DueAt.IsZero():
		return fmt.Sprintf("Never due: the schedule has no open hours ahead for the remaining %s.", left)
	}
	return fmt.Sprintf("Due on %s: %s of %s have passed %s, %s are left%s.", d.Long(a.DueAt), human.Amount(a.Elapsed), a.targetHours(), a.since(d), left, a.takenOut(time.Time{}))
}

// earlierBreach returns when the clock was last breached under a target before the last one that
// made another promise, or zero if it was not.
func (a *ClockAccount) earlierBreach() (at time.Time) {
	var breached time.Time // under the target in force
	for i := range a.Transitions {
		switch h := &a.Transitions[i]; {
		case h.Kind == KindBreached:
			breached = h.At
		case h.Kind == KindRetargeted && !h.SamePromise && !breached.IsZero():
			at, breached = breached, time.Time{}
		}
	}
	return at
}

// takenOut says what was not counted up to an instant, or up to now if it is zero.
func (a *ClockAccount) takenOut(until time.Time) string {
	var order []string
	taken := make(map[string]time.Duration)
	add := func(what string, d time.Duration) {
		if d <= 0 {
			return
		}
		if taken[what] == 0 {
			order = append(order, what)
		}
		taken[what] += d
	}
	for i := range a.Segments {
		s := &a.Segments[i]
		if !until.IsZero() && s.To.After(until) {
			break
		}
		switch s.Kind {
		case SegmentPaused:
			add(waiting(s), s.Open)
		case SegmentStopped:
			add("the time it was stopped", s.Open)
		case SegmentReleased:
			add("the time without a target", s.To.Sub(s.From))
		}
	}
	var b strings.Builder
	for _, what := range order[:min(len(order), 4)] {
		fmt.Fprintf(&b, "; %s took out %s", what, human.Amount(taken[what]))
	}
	return b.String()
}

// atOnce returns the breach if an event caused it and not the passing of time, or nil.
func (a *ClockAccount) atOnce() *CausedTransition {
	for i := range a.Transitions {
		if h := &a.Transitions[i]; h.Kind == KindBreached && h.At.Equal(a.BreachedAt) && h.Cause.Kind != CauseTime {
			return h
		}
	}
	return nil
}

// lastTarget returns the last transition by which a target took over.
func (a *ClockAccount) lastTarget() *CausedTransition {
	for i := len(a.Transitions) - 1; i >= 0; i-- {
		if h := &a.Transitions[i]; h.Kind == KindStarted || h.Kind == KindRetargeted {
			return h
		}
	}
	return new(CausedTransition)
}

// Promised returns the instant that the last target of the clock promises, or zero if it
// promises none.
func (a *ClockAccount) Promised() time.Time { return a.lastTarget().Promised }

// restarted reports whether counting started over after the start.
func (a *ClockAccount) restarted() bool {
	return len(a.Segments) > 0 && a.Segments[0].Kind == SegmentForgotten
}
