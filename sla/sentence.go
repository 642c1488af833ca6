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

// Sentence sums up the account in a sentence or two.
func (a *ClockAccount) Sentence() string {
	since := fmt.Sprintf("since %s on %s", a.Started.Text, a.day(a.StartedAt))
	if a.restarted() {
		last := a.lastTarget()
		since = fmt.Sprintf("since counting started over on %s, when %s", a.day(last.At), last.Cause.Text)
	}
	until := a.EndedAt
	if a.Breached {
		until = a.DueAt // what came later does not matter
	}
	out := a.takenOut(until)
	target := hours(a.Target, a.Schedule)

	var text string
	switch {
	case a.Breached && a.atOnce() != nil:
		text = fmt.Sprintf("Breached on %s, when %s", a.day(a.BreachedAt), a.atOnce().Cause.Text)
		if last := a.lastTarget(); last.At.Equal(a.BreachedAt) {
			text += fmt.Sprintf(" and its target became %s: %s had been counted by then", target, human.Duration(last.Elapsed, false))
		}
		if a.DueAt.Before(a.BreachedAt) {
			text += ", and it would have been due on " + a.day(a.DueAt)
		}
		text += out + "."
	case a.Breached:
		text = fmt.Sprintf("Breached on %s: %s had passed %s%s.", a.day(a.BreachedAt), target, since, out)
	}
	switch a.State {
	case Stopped:
		if a.Breached {
			late := human.Duration(-a.Remaining, false) + " too late"
			switch {
			case a.EndedAt.Equal(a.BreachedAt):
				return text + " It was stopped at that instant."
			case a.Remaining == 0:
				late = human.Duration(a.EndedAt.Sub(a.DueAt), true) + " after it was due, out of hours"
			}
			return fmt.Sprintf("%s It was stopped on %s, %s.", text, a.day(a.EndedAt), late)
		}
		return fmt.Sprintf("Met on %s: %s of %s had passed %s%s.", a.day(a.EndedAt), human.Duration(a.Elapsed, false), target, since, out)
	case Cancelled:
		if text != "" {
			text += " "
		}
		return fmt.Sprintf("%sIt ended without a verdict on %s.", text, a.day(a.EndedAt))
	}
	if a.Breached {
		if a.State == Released {
			text += " No policy has a target for it any more."
		}
		return text
	}
	switch {
	case a.State == Released:
		return fmt.Sprintf("No policy has a target for it; %s had been counted.", human.Duration(a.Elapsed, false))
	case a.State == Paused:
		return fmt.Sprintf("Paused, with %s of %s left for when it runs again%s.", human.Duration(a.Remaining, false), target, out)
	case a.DueAt.IsZero():
		return fmt.Sprintf("Never due: the schedule has no open hours ahead for the remaining %s.", human.Duration(a.Remaining, false))
	}
	return fmt.Sprintf("Due on %s: %s of %s have passed %s, %s are left%s.", a.day(a.DueAt), human.Duration(a.Elapsed, false), target, since, human.Duration(a.Remaining, false), out)
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
	for _, what := range order {
		fmt.Fprintf(&b, "; %s took out %s", what, human.Duration(taken[what], false))
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
