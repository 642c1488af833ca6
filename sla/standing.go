package sla

import (
	"cmp"
	"log/slog"
	"time"
)

// A Standing is a one-word summary of a clock, for a badge, a filter or a count.
type Standing string

const (
	StandingOnTrack  Standing = "on_track" // running, with time left
	StandingAtRisk   Standing = "at_risk"  // running, and a step below the target has been reached
	StandingOverdue  Standing = "overdue"  // open and breached, even if paused or released
	StandingPaused   Standing = "paused"   // paused and not breached
	StandingReleased Standing = "released" // not breached, and no target is in force
	StandingMet      Standing = "met"      // stopped in time
	StandingMissed   Standing = "missed"   // ended after it was breached
	StandingDropped  Standing = "dropped"  // cancelled without a breach: no verdict
)

// Standing returns a one-word summary of c.
func (c *Clock) Standing() Standing {
	switch {
	case c.Open() && c.Breached:
		return StandingOverdue
	case c.Breached:
		return StandingMissed
	case c.State == Stopped:
		return StandingMet
	case c.State == Cancelled:
		return StandingDropped
	case c.State == Released:
		return StandingReleased
	case c.State == Paused:
		return StandingPaused
	case c.AtRisk:
		return StandingAtRisk
	}
	return StandingOnTrack
}

// Next returns the open clock that is due first, and reports whether there is one. To sort an
// inbox by urgency, compare the next clocks of its issues.
//
// Running clocks come first, by [Clock.DueAt]; an overdue clock has the instant at which it was
// due. Running clocks whose schedule never opens again follow. Paused clocks come last, the one
// with the least time left first. Released clocks have no target and are ignored.
func (r *Result) Next() (Clock, bool) {
	var next *Clock
	for i := range r.Clocks {
		c := &r.Clocks[i]
		if c.State != Running && c.State != Paused {
			continue
		}
		if next == nil || c.compareDue(next) < 0 {
			next = c
		}
	}
	if next == nil {
		return Clock{}, false
	}
	return *next, true
}

// compareDue orders two running or paused clocks by which is due first.
func (c *Clock) compareDue(d *Clock) int {
	if c.State != d.State {
		if c.State == Running {
			return -1
		}
		return 1
	}
	if c.State == Paused {
		return cmp.Compare(c.Remaining, d.Remaining)
	}
	if c.DueAt.IsZero() != d.DueAt.IsZero() {
		if d.DueAt.IsZero() {
			return -1
		}
		return 1
	}
	return c.DueAt.Compare(d.DueAt)
}

// LogValue implements [slog.LogValuer]. It returns a group with the metric, cycle, policy,
// standing, elapsed and remaining time, and due instant of the clock.
func (c Clock) LogValue() slog.Value {
	attrs := []slog.Attr{
		slog.String("metric", c.Metric),
		slog.Int("cycle", c.Cycle),
		slog.String("policy", c.Policy),
		slog.String("standing", string(c.Standing())),
		slog.Duration("elapsed", c.Elapsed),
		slog.Duration("remaining", c.Remaining),
	}
	return slog.GroupValue(logTime(attrs, "due_at", c.DueAt)...)
}

// LogValue implements [slog.LogValuer]. It returns a group with the ID of the transition, its
// issue, instant and kind, and the metric, cycle and policy of its clock.
func (t Transition) LogValue() slog.Value {
	attrs := []slog.Attr{
		slog.String("id", t.ID()),
		slog.String("issue", t.IssueID),
		slog.Time("at", t.At),
		slog.String("kind", string(t.Kind)),
		slog.String("metric", t.Metric),
		slog.Int("cycle", t.Cycle),
		slog.String("policy", t.Policy),
	}
	switch t.Kind {
	case KindStopped:
		attrs = append(attrs, slog.Bool("met", t.Met))
	case KindEscalated:
		attrs = append(attrs, slog.String("step", t.Step), slog.Int("repeat", t.Repeat))
	}
	return slog.GroupValue(attrs...)
}

// logTime appends an instant to attrs, unless it is zero.
func logTime(attrs []slog.Attr, key string, t time.Time) []slog.Attr {
	if t.IsZero() {
		return attrs
	}
	return append(attrs, slog.Time(key, t))
}
