package sla

import "time"

// An Outcome is what became of the promise that a clock stands for, as reports count it.
type Outcome string

const (
	OutcomeMet     Outcome = "met"     // stopped before it was breached
	OutcomeMissed  Outcome = "missed"  // ended after it was breached, also if without a verdict
	OutcomeOverdue Outcome = "overdue" // open and breached
	OutcomeOpen    Outcome = "open"    // open and not breached
	OutcomeDropped Outcome = "dropped" // cancelled before it was breached: nobody broke the promise, nor kept it
	OutcomeVoid    Outcome = "void"    // ended with its issue, as spam or a duplicate: nobody is judged by it
)

// Outcome returns what became of the promise, as far as a clock alone tells: a clock that its
// issue's cancel event ended looks like one that a cancel trigger ended, and so is missed or
// dropped. [Record.Outcome] knows.
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

// DecidedAt returns the instant at which the outcome was decided: that of the breach of a
// clock that is breached, and the end of any other. It is zero for a clock that is open and
// not breached.
func (c *Clock) DecidedAt() time.Time {
	if c.Breached {
		return c.BreachedAt
	}
	return c.EndedAt
}
