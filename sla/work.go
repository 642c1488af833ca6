package sla

import "fmt"

// MaxWork is how many steps of work an evaluation may take. A step takes some six
// nanoseconds: to look at a clock is one step, to compare a field two, to begin or end a
// clock twelve, and to search a text for a regular expression as many as the expression has
// instructions times the text has bytes. An issue of 100,000 events under three metrics and
// a hundred policies of one plain condition fits. An issue that does not fit is refused
// after about a quarter of a second.
const MaxWork = 40_000_000

// MaxTransitions is how many transitions a result may have.
const MaxTransitions = 200_000

// ErrTooMuchWork is returned for an issue, or an event, whose evaluation would take more
// than [MaxWork] steps.
var ErrTooMuchWork = fmt.Errorf("sla: more than %d steps of work", MaxWork)

// ErrTooManyTransitions is returned for an issue whose result would have more than
// [MaxTransitions] transitions.
var ErrTooManyTransitions = fmt.Errorf("sla: more than %d transitions", MaxTransitions)

// How many steps it is to handle one of each.
const (
	workOfLane    = 2
	workOfClock   = 1
	workOfTurn    = 12  // to begin, end or retarget a clock, or to find when it is due
	workOfTrigger = 2   // to see whether it fires
	workOfPause   = 2   // to see whether a pause condition holds
	workOfChange  = 16  // to keep that one has changed
	workOfStep    = 1   // to see whether it is reached at once
	workOfTarget  = 6   // to resolve it
	workOfDays    = 60  // to find business days
	workOfStretch = 4   // to count a stretch of the past again
	workOfCompare = 2   // to compare a field with one value
	workOfLookup  = 8   // to find a text among many
	workOfInstant = 30  // to parse one that is written as a text
	workOfReason  = 100 // to note why a condition holds, for an explanation
)
