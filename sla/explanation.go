package sla

import (
	"iter"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// An Explanation answers how a result came about: for each clock what happened in its life, for
// each policy whether it applies and why, and for each metric without a clock why there is none.
// [Explanation.String] says it in words.
type Explanation struct {
	IssueID string
	AsOf    time.Time

	Clocks   []ClockAccount // in clock order
	Policies []PolicyAccount
	Metrics  []MetricAccount // metrics without a clock

	// Held is the field whose values ClockAccount.Held has, and Next is what happens if no other
	// event comes: see [Summary].
	Held string
	Next []Transition

	each        bool // each policy has clocks of its own
	tells       bool // Held says something
	metricOrder []string
}

// A ClockAccount explains one clock: what started it, what it counted when, and why its
// transitions happened.
type ClockAccount struct {
	Clock

	// Outcome is what became of the promise. Unlike [Clock.Outcome] it knows which clocks the
	// issue's cancel event ended.
	Outcome Outcome

	// Zone is the time zone of the schedule of the clock's target.
	Zone *time.Location

	// Started is what started the clock: the event, and the trigger that it fired.
	Started Cause

	// Segments cover the life of the clock without gaps, from its start to its end, or to
	// [Explanation.AsOf] if it is open. The time that they count adds up to Elapsed.
	Segments []Segment

	// Transitions are the clock's transitions and their causes.
	Transitions []CausedTransition

	// Held splits Elapsed by the values of the field [Explanation.Held]: in whose time the clock
	// ran. Statuses splits it by the status. The values are in the order in which they first
	// appeared.
	Held, Statuses []HeldTime

	// WouldHavePrevented are decisions of the desk that the breach depends on: had any one of
	// them not been made, the clock would not be breached. They are agents' messages and notes,
	// and other events unless a customer, a bot or a third party wrote at that instant, or wrote
	// before under the same name. Only two events are considered: the one that caused the breach,
	// if it was an event, and the last one before the breach that gave the clock a different
	// target or let it run again. Only the first few breached clocks are examined.
	WouldHavePrevented []Cause

	hours []hoursUntil
	asOf  time.Time
	names map[string]string // of policies that have one, by ID
	held  string            // the field whose values Held has, if that says something
}

// hoursUntil are the hours of a clock until an instant, or for good if it is zero.
type hoursUntil struct {
	until    time.Time
	calendar *businesshours.Calendar
}

// Hours yields the open spans between two instants, as [businesshours.Calendar.Spans] does: in
// each segment on its schedule, before the first and after the last on theirs. It yields
// nothing for an account that was not made by [Engine.ExplainAt].
func (a *ClockAccount) Hours(from, to time.Time) iter.Seq[businesshours.Span] {
	return func(yield func(businesshours.Span) bool) {
		var open businesshours.Span // not yielded yet, as the next may continue it
		for _, h := range a.hours {
			end := to
			if !h.until.IsZero() && h.until.Before(to) {
				end = h.until
			}
			if !from.Before(end) {
				continue
			}
			for s := range h.calendar.Spans(from, end) {
				switch {
				case s.Start.Equal(open.End):
					open.End = s.End
				case !open.Start.Equal(open.End) && !yield(open):
					return
				default:
					open = s
				}
			}
			from = end
		}
		if !open.Start.Equal(open.End) {
			yield(open)
		}
	}
}

// A Cause says why something happened: because of an event, of the creation of the issue, or of
// time that passed.
type Cause struct {
	Kind    CauseKind
	At      time.Time
	Event   int    // for CauseEvent: the index in Issue.Events
	ID      string // for CauseEvent: the event's ID, if it has one
	Trigger string // the trigger that fired, if any, such as "message:agent"
	Text    string // for people, such as "priority became urgent, status became open by ann"

	// Change is the part of Text that had the effect, such as "priority became urgent by ann". It
	// is empty if that is all of it.
	Change string
}

// effective returns what had the effect, for people.
func (c *Cause) effective() string {
	if c.Change != "" {
		return c.Change
	}
	return c.Text
}

// A CauseKind is the kind of a [Cause].
type CauseKind string

const (
	CauseEvent    CauseKind = "event"
	CauseCreation CauseKind = "creation" // the creation of the issue
	CauseTime     CauseKind = "time"     // time passed, and no event happened
)

// A SegmentKind says what a clock did during a [Segment].
type SegmentKind string

const (
	SegmentCounted   SegmentKind = "counted"   // open time, which counts
	SegmentClosed    SegmentKind = "closed"    // outside the hours of the schedule
	SegmentHoliday   SegmentKind = "holiday"   // closed for a holiday
	SegmentPaused    SegmentKind = "paused"    // its pause condition held
	SegmentStopped   SegmentKind = "stopped"   // between a stop and the reopening
	SegmentReleased  SegmentKind = "released"  // no target was in force
	SegmentForgotten SegmentKind = "forgotten" // before counting started over, under policy.Restart
	SegmentHours     SegmentKind = "hours"     // open and closed hours that are too many to list; open time counts
)

// A Segment is a part of a clock's life, [From, To), during which one thing was true of it.
type Segment struct {
	From, To         time.Time
	Kind             SegmentKind
	Policy, Schedule string        // of the target that applies to the segment
	Counted          time.Duration // the time that it adds to Elapsed
	Sum              time.Duration // Counted of this and all earlier segments
	Open             time.Duration // for SegmentPaused and SegmentStopped: the open time that was not counted, or all time if there was no target
	Holiday          string        // the name
	Pause            *Comparison   // for SegmentPaused: the comparison that held
	PausedBy         *Cause        // for SegmentPaused: the event since which it held

	// Recounted is true if the target that applies to the segment came into force only later.
	// Under [policy.Recalculate] the segment counts as if the target had been in force.
	Recounted bool
}

// A CausedTransition is a transition of a clock and its cause.
type CausedTransition struct {
	Transition
	Cause Cause

	// For KindStarted and KindRetargeted: the schedule and allowance of the new target, and what
	// the clock had counted under it by then.
	Schedule string
	Allowed  time.Duration
	Elapsed  time.Duration

	// Promised is the instant that the new target promises, if any: from a field, or from a time
	// of day. It may be outside the hours of the schedule.
	Promised time.Time

	// SamePromise is true if the new target makes the same promise as the previous one: the
	// clock keeps what it has reached, including the breach.
	SamePromise bool

	// Choices are the fields by which the new target was chosen, if any. Days is its allowance,
	// if it is in business days.
	Choices []Choice
	Days    *businesshours.BusinessDays
}

// A PolicyAccount answers whether a policy applies, as of the last event, and why.
type PolicyAccount struct {
	Policy  string      `json:"policy"`
	Name    string      `json:"name,omitempty"`
	Matches bool        `json:"matches"`
	Because *Comparison `json:"because,omitempty"` // the comparison that decided, or nil if the condition makes none

	// Failed is how many comparisons would have to come out otherwise for the policy to match: 1
	// for a policy that nearly does, 0 for one that does.
	Failed int `json:"failed,omitempty"`

	// Effective reports whether the policy was effective at the last event, which is when
	// policies were matched.
	Effective bool `json:"effective"`

	// First is true if only the first policy that matches has targets, and this is that policy.
	First bool `json:"first,omitempty"`

	// InForceFor are the metrics of the open clocks that have a target of this policy in force.
	InForceFor []string `json:"in_force_for,omitempty"`
}

// A MetricAccount answers why a metric has no clock.
type MetricAccount struct {
	Metric string `json:"metric"`
	Why    string `json:"why"` // for people

	// Missed is the last event that would have started a clock if the trigger's condition had
	// held. Because is the comparison that decided it.
	Missed  *Cause      `json:"missed,omitempty"`
	Because *Comparison `json:"because,omitempty"`
}

// A Choice is a field by which a part of a target was chosen.
type Choice struct {
	What    string `json:"what"` // "target", "within" or "schedule", as in the configuration
	Field   string `json:"field"`
	Got     any    `json:"got"`               // the field's value; nil if it has none
	Default bool   `json:"default,omitempty"` // the value is not listed: the default applies, if there is one
}
