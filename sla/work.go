package sla

import "fmt"

// MaxWork is the number of steps of work that an evaluation may take. A step takes about six
// nanoseconds. Visiting a clock is one step, comparing a field two, and starting or ending a
// clock twelve. Searching a text for a regular expression takes as many steps as the expression
// has instructions times the bytes of the text.
//
// The hours of a schedule take some 6,000 steps for each year that is looked at, once in an
// evaluation, and more if its weeks differ much (see businesshours.Meter). So an issue may look
// a few years ahead on a thousand schedules, or through three centuries on twenty.
//
// An issue of 100,000 events fits, with three metrics and a hundred policies of one plain
// condition each. An issue that does not fit is refused after about a quarter of a second.
const MaxWork = 40_000_000

// MaxTransitions is the number of transitions that a result may have.
const MaxTransitions = 200_000

// ErrTooMuchWork is returned if evaluating an issue, applying an event, or rebasing a track would
// take more than [MaxWork] steps.
var ErrTooMuchWork = fmt.Errorf("sla: more than %d steps of work", MaxWork)

// ErrTooManyTransitions is returned if a result would have more than [MaxTransitions]
// transitions.
var ErrTooManyTransitions = fmt.Errorf("sla: more than %d transitions", MaxTransitions)

// The number of steps that each operation takes.
const (
	workOfLane     = 2
	workOfClock    = 1
	workOfTurn     = 12  // to start, end or retarget a clock, or to find when it is due
	workOfTrigger  = 2   // to see whether a trigger fires
	workOfPause    = 2   // to see whether a pause condition holds
	workOfChange   = 16  // to record that a pause condition has changed
	workOfStep     = 1   // to see whether an escalation step is reached
	workOfTarget   = 6   // to resolve a target
	workOfDays     = 60  // to find business days
	workOfStretch  = 4   // to recount a stretch of the past
	workOfSettled  = 8   // to settle a stretch of the past
	workOfCompare  = 2   // to compare a field with one value
	workOfLookup   = 8   // to find a text among many
	workOfInstant  = 30  // to parse an instant
	workOfHeld     = 12  // to find who held a clock during a stretch
	workOfReason   = 100 // to note why a condition holds, for an explanation
	workOfPausing  = 180 // to keep that
	workOfTerm     = 400 // to keep which target a clock got, for an explanation
	workOfCaused   = 75  // to keep the cause of a transition
	workOfValue    = 135 // to keep the value of a field, for an explanation
	workOfEvent    = 200 // to keep an event, for an explanation
	workOfSpan     = 30  // to find the next open hours of a schedule
	workOfSegment  = 10  // to list a part of a clock's life
	workOfHolidays = 500 // to find the holidays of a month

	// To compare the hours of two schedules, for a rebase.
	workOfBetween   = 100
	workOfSchedule  = 1000
	workOfBothSpans = 500 // in a day with very many of them
)
