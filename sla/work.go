package sla

import (
	"fmt"

	"github.com/punctualgo/punctual/internal/value"
)

// MaxWork is how many steps of work an evaluation may take. A step is some six nanoseconds:
// to look at a clock is one, to compare a field two, to begin or end a clock twelve, and to
// match a regular expression as many as its instructions times the bytes of the text. An
// issue of 100,000 events under three metrics and a hundred policies of one plain condition
// fits. One that does not is refused after about a quarter of a second.
const MaxWork = 40_000_000

// ErrTooMuchWork is returned for an issue, or an event, whose evaluation would be more than
// [MaxWork].
var ErrTooMuchWork = fmt.Errorf("sla: more than %d steps of work", MaxWork)

// ErrTooManyTransitions is returned for an issue whose result would have more than
// [MaxTransitions] transitions.
var ErrTooManyTransitions = fmt.Errorf("sla: more than %d transitions", MaxTransitions)

// Kinds of work that take several steps, each to look at one of what it is named for.
const (
	workOfLane    = 2
	workOfClock   = 1
	workOfTurn    = 12 // of a clock: to begin, end or retarget it, or find when it is due
	workOfTrigger = 2
	workOfPause   = 2   // a condition for pausing
	workOfChange  = 16  // of one, which is kept
	workOfTarget  = 6   // to resolve it
	workOfDays    = 60  // to find business days
	workOfStretch = 4   // of the past, to count it again
	workOfCompare = 2   // a field with one value
	workOfLookup  = 8   // a text among many
	workOfInstant = 30  // written as a text
	workOfReason  = 100 // of a condition, for an explanation
)

// exhausted reports whether an evaluation ends without a result.
func (f *fold) exhausted() bool { return f.work > MaxWork || len(f.log) > MaxTransitions }

// limit returns an error if an evaluation has ended without a result.
func (f *fold) limit() error {
	switch {
	case f.work > MaxWork:
		return ErrTooMuchWork
	case len(f.log) > MaxTransitions:
		return ErrTooManyTransitions
	}
	return nil
}

// varies reports whether the work of a comparison depends on the value of the field.
func (n *node) varies() bool {
	return n.op == opContains || n.op == opContainsAny || n.op == opContainsAll || n.op == opMatches
}

// workWith returns how much work a comparison with a value is, at most; but for a match
// with a regular expression.
func (n *node) workWith(v *value.Value) int {
	values := 1
	switch n.op {
	case opEq, opNe:
		values += len(n.value.List)
	case opIn, opNotIn:
		if n.texts != nil {
			return workOfLookup
		}
		for i := range n.values {
			values += 1 + len(n.values[i].List)
		}
	case opContains:
		values += len(v.List) + len(v.Text)/8
	case opContainsAny, opContainsAll:
		if n.texts == nil {
			values += len(v.List) * len(n.value.List)
		} else {
			return workOfCompare + len(v.List)*workOfLookup
		}
	case opBefore, opAfter, opInHours, opNotInHours:
		return workOfInstant
	}
	return values * workOfCompare
}
