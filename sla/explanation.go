package sla

import (
	"iter"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// An Explanation is how a result came about: for each clock an account of its life, for
// each policy whether it applies and why, and for metrics without a clock why there is
// none. [Explanation.String] says it in words.
type Explanation struct {
	IssueID string
	AsOf    time.Time

	Clocks   []ClockAccount // in clock order
	Policies []PolicyAccount
	Metrics  []MetricAccount // those without a clock
}

// A ClockAccount is the account of a clock.
type ClockAccount struct {
	Clock

	// Zone is that of the schedule of its target.
	Zone *time.Location

	// Started is what began it: the event, and the trigger that it fired.
	Started Cause

	// Segments are its life, from its start to its end, or to the instant as of which it
	// is explained, without a gap. What they count adds up to Elapsed.
	Segments []Segment

	// Transitions are its transitions, with what brought them about.
	Transitions []CausedTransition

	// WouldHavePrevented are events of which each, had it not happened, would have left a clock
	// unbreached that is. Looked at are the one that brought about the breach, if one did,
	// and the last ahead of it that gave the clock another target or let it run again; and
	// of all clocks the first few.
	WouldHavePrevented []Cause

	calendar *businesshours.Calendar // of its target, the last one
	asOf     time.Time
}

// Hours yields the open spans of the schedule of its target between two instants, as
// [businesshours.Calendar.Spans] does: nothing, for an account that was not made by
// [Engine.ExplainAt].
func (a *ClockAccount) Hours(from, to time.Time) iter.Seq[businesshours.Span] {
	if a.calendar == nil {
		return func(func(businesshours.Span) bool) {}
	}
	return a.calendar.Spans(from, to)
}

// A Cause is what brought something about: an event, the creation of the issue, or time.
type Cause struct {
	Kind    CauseKind
	At      time.Time
	Event   int    // of CauseEvent: the index in Issue.Events
	ID      string // of CauseEvent: the event's ID, if it has one
	Trigger string // the trigger that it fired, if any, such as "message:agent"
	Text    string // for people, such as "priority became urgent by ann"
}

// A CauseKind says what kind of thing a [Cause] is.
type CauseKind string

const (
	CauseEvent    CauseKind = "event"
	CauseCreation CauseKind = "creation" // the creation of the issue
	CauseTime     CauseKind = "time"     // nothing happened, but time passed
)

// SegmentKind is what a segment of a clock's life was.
type SegmentKind string

const (
	SegmentCounted   SegmentKind = "counted"   // open time that counts
	SegmentClosed    SegmentKind = "closed"    // no time that the schedule counts
	SegmentHoliday   SegmentKind = "holiday"   // closed for a holiday
	SegmentPaused    SegmentKind = "paused"    // a condition for pausing held
	SegmentStopped   SegmentKind = "stopped"   // from a stop to its reopening
	SegmentReleased  SegmentKind = "released"  // no target was in force
	SegmentForgotten SegmentKind = "forgotten" // before a restart
	SegmentHours     SegmentKind = "hours"     // more than two years of open and closed hours, of which the open ones count
)

// A Segment is a stretch of a clock's life, [From, To).
type Segment struct {
	From, To         time.Time
	Kind             SegmentKind
	Policy, Schedule string        // of the target by which it is judged
	Counted          time.Duration // what it adds to Elapsed
	Sum              time.Duration // with all segments before it
	Open             time.Duration // of a pause, and of a stop: open time, which it took out; all time, if there was no target
	Holiday          string        // the name
	Pause            *Comparison   // of a pause: what held
	PausedBy         *Cause        // and the event by which it came to hold

	// Recounted tells that the target by which it is judged came into force only
	// later: under policy.Recalculate that counts as though it had been in force.
	Recounted bool
}

// A CausedTransition is a transition of a clock, with what brought it about.
type CausedTransition struct {
	Transition
	Cause Cause

	// Of KindStarted and KindRetargeted: the target that took over, and what the clock
	// had counted by it then.
	Schedule string
	Allowed  time.Duration
	Elapsed  time.Duration

	// Promised is the instant by which that target is due, if it names one: the date in a
	// field, or a time of day. It may lie in closed hours.
	Promised time.Time

	// SamePromise tells that the target promises what the one before it did: what was
	// reached stays so, the breach among it.
	SamePromise bool

	// Choices are the fields by which that target was chosen, if it depends on any, and Days
	// what it allows, if that is business days.
	Choices []Choice
	Days    *businesshours.BusinessDays
}

// A PolicyAccount is whether a policy applies, as of the last event.
type PolicyAccount struct {
	Policy  string      `json:"policy"`
	Matches bool        `json:"matches"`
	Because *Comparison `json:"because,omitempty"` // the comparison that decides; nil if there is none to make

	// Effective is whether the last event, which is when policies were matched, lies in the
	// time for which the policy is.
	Effective bool `json:"effective"`

	// First is whether it is the first that matches, where only that gives targets.
	First bool `json:"first,omitempty"`

	// InForceFor are the metrics whose clock has a target of it in force.
	InForceFor []string `json:"in_force_for,omitempty"`
}

// A MetricAccount is why a metric has no clock.
type MetricAccount struct {
	Metric string `json:"metric"`
	Why    string `json:"why"` // for people

	// Missed is a start trigger whose event came while its condition did not hold, the
	// last one; and Because the comparison that decided so.
	Missed  *Cause      `json:"missed,omitempty"`
	Because *Comparison `json:"because,omitempty"`
}

// A Choice is a field by which something of a target was chosen.
type Choice struct {
	What    string `json:"what"` // "within" or "schedule", as in the configuration
	Field   string `json:"field"`
	Got     any    `json:"got"`               // the field's value; nil if it has none
	Default bool   `json:"default,omitempty"` // the value has no choice of its own
}
