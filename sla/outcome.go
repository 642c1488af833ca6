package sla

import "time"

// An Outcome is what became of the promise behind a clock, as reports count it.
type Outcome string

const (
	OutcomeMet     Outcome = "met"     // stopped before it was breached
	OutcomeMissed  Outcome = "missed"  // ended after it was breached, with or without a verdict
	OutcomeOverdue Outcome = "overdue" // open and breached
	OutcomeOpen    Outcome = "open"    // open and not breached
	OutcomeDropped Outcome = "dropped" // cancelled before it was breached: the promise was neither kept nor broken
	OutcomeVoid    Outcome = "void"    // ended because its issue was cancelled, as spam or a duplicate: it does not count
)

// Outcome returns what became of the promise, as far as the clock alone can tell. It cannot tell
// whether a clock was cancelled by a trigger or with its issue, so it returns missed or dropped
// for both. [Record.Outcome] can.
func (c *Clock) Outcome() Outcome {
	switch {
	case c.Open() && c.Breached:
		return OutcomeOverdue
	case c.Open():
		return OutcomeOpen
	case c.Breached:
		return OutcomeMissed
	case c.State == Stopped:
		return OutcomeMet
	}
	return OutcomeDropped
}

// DecidedAt returns the instant at which the outcome was decided: the breach if the clock is
// breached, and otherwise its end. It is zero for a clock that is open and not breached.
func (c *Clock) DecidedAt() time.Time {
	if c.Breached {
		return c.BreachedAt
	}
	return c.EndedAt
}
