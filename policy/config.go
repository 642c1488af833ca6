package policy

import (
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// A Config is everything that decides what is promised: schedules, statuses,
// metrics and policies. It is a document, written in Go or read from JSON by
// [Parse]; either way [Config.Validate] says what is wrong with it, and so does
// sla.New. Zero fields have their documented default.
type Config struct {
	// Schedules are the business hours that policies name. "24x7" is always there.
	Schedules []businesshours.Schedule `json:"schedules,omitzero"`

	// Statuses maps the statuses of issues to categories, with "*" for all others. It
	// takes the place of the default, [DefaultStatuses]; an issue whose status is not
	// mapped is an error.
	Statuses map[string]Category `json:"statuses,omitzero"`

	// Metrics are metrics of one's own, and replacements of built-in ones, by name.
	Metrics map[string]Metric `json:"metrics,omitzero"`

	// Profile chooses between definitions of the built-in metrics.
	Profile Profile `json:"profile,omitempty"`

	// Match says how many policies apply to an issue.
	Match Match `json:"match,omitempty"`

	// OnChange says what an open clock has counted when its target changes.
	OnChange OnChange `json:"on_change,omitempty"`

	// ExactFit says when time runs out that does so exactly at closing.
	ExactFit ExactFit `json:"exact_fit,omitempty"`

	// Policies are in order of precedence.
	Policies []Policy `json:"policies,omitzero"`
}

// A Profile is a set of definitions of the built-in metrics, named for the product
// that they follow. See [BuiltIn].
type Profile string

const (
	// Standard, the default, is the table in the package documentation.
	Standard Profile = "standard"

	// Pylon pauses both response clocks unless the category is open, and resolution on
	// hold only.
	Pylon Profile = "pylon"

	// Zendesk never pauses resolution.
	Zendesk Profile = "zendesk"
)

// Match says which policies give an issue its targets, after every event.
type Match string

const (
	// MatchFirst, the default: the first policy in order that is effective and whose
	// condition holds gives all targets.
	MatchFirst Match = "first"

	// MatchFirstPerMetric: for each metric, the first such policy with a target for
	// it.
	MatchFirstPerMetric Match = "first_per_metric"

	// MatchEach: every policy is evaluated as though it were the only one.
	MatchEach Match = "each"
)

// OnChange says what an open clock has counted after its target changed.
type OnChange string

const (
	// Recalculate, the default: what it would have counted had the new target been in
	// force since the clock started.
	Recalculate OnChange = "recalculate"

	// CarryOver: what it has counted so far.
	CarryOver OnChange = "carry_over"

	// Restart: nothing.
	Restart OnChange = "restart"

	// Keep: a clock keeps its first target for good.
	Keep OnChange = "keep"
)

// ExactFit says when time runs out that does so exactly at closing.
type ExactFit string

const (
	// AtClose, the default: at closing.
	AtClose ExactFit = "close"

	// AtNextOpen: at the next opening.
	AtNextOpen ExactFit = "next_open"
)

// A Category is what a status means for a clock.
type Category string

const (
	Open     Category = "open"
	Pending  Category = "pending" // waiting on the customer
	Hold     Category = "hold"    // waiting on someone else
	Resolved Category = "resolved"
)

// NewStatus is the status of an issue that has none.
const NewStatus = "new"

// OtherStatuses is the key under which Config.Statuses maps all other statuses.
const OtherStatuses = "*"

// DefaultStatuses returns the categories of statuses where a Config gives none: new,
// open, in_progress, waiting_on_you and on_you are open; pending, waiting_on_customer and
// on_customer are pending; hold and on_hold are on hold; resolved, solved and closed are
// resolved. "You" is the support team.
func DefaultStatuses() map[string]Category {
	return map[string]Category{
		"new": Open, "open": Open, "in_progress": Open, "waiting_on_you": Open, "on_you": Open,
		"pending": Pending, "waiting_on_customer": Pending, "on_customer": Pending,
		"hold": Hold, "on_hold": Hold,
		"resolved": Resolved, "solved": Resolved, "closed": Resolved,
	}
}

// A Policy is a promise: targets, and the issues for which they hold.
type Policy struct {
	// ID is what results call the policy. Each is given once.
	ID string `json:"id"`

	// Name and Description are for people.
	Name        string `json:"name,omitempty"`
	Description string `json:"description,omitempty"`

	// When is the condition under which the policy applies; nil is always.
	When *Condition `json:"when,omitempty"`

	// Effective is the time in which the policy applies. The zero value is all time.
	Effective Effective `json:"effective,omitzero"`

	// Schedule is the hours in which clocks count; "24x7" if not given. A choice that picks
	// nothing leaves the policy without targets that have no schedule of their own.
	Schedule Choice[string] `json:"schedule,omitzero"`

	// Targets are by the name of their metric.
	Targets map[string]Target `json:"targets,omitzero"`

	// Escalations are the steps of targets that have none of their own.
	Escalations []Escalation `json:"escalations,omitzero"`
}

// Effective is the stretch of time From <= t < Until. A zero instant is no bound.
type Effective struct {
	From  time.Time `json:"from,omitzero"`
	Until time.Time `json:"until,omitzero"`
}

// Contains reports whether t lies in e.
func (e Effective) Contains(t time.Time) bool {
	return (e.From.IsZero() || !t.Before(e.From)) && (e.Until.IsZero() || t.Before(e.Until))
}

// A Target is how long something may take: open time within a schedule, or
// business days. One of Within and BusinessDays is set.
type Target struct {
	// Within is an amount of open time.
	Within Choice[time.Duration]

	// BusinessDays is a number of business days.
	BusinessDays *BusinessDays

	// Schedule replaces the policy's.
	Schedule Choice[string]

	// Pause replaces the metric's condition for pausing.
	Pause *Condition

	// Escalations replace the policy's; a list that is empty but not nil replaces them
	// by none.
	Escalations []Escalation
}

// BusinessDays is a number of days with open time. Day 0 is the day on which the
// clock starts, or the next business day if it starts at or past Cutoff, or after
// the last open time of the day. What is allowed is all open time to the end of the
// last day, or to At on that day; if that is none, the next business day counts.
//
// From then on it is an amount of open time as any other: two hours of it in which the
// clock is paused move the deadline by two hours of it, into the next day perhaps, and not
// to the end of that.
type BusinessDays struct {
	Days   int    // after day 0
	At     string // a time of day, such as "12:00"; empty for the end of the day
	Cutoff string // a time of day, such as "15:00"; empty for none
}

// A Choice is a value, or one picked by the text in a field of the issue. A field
// that has no value among Values picks Default, and nothing if that is zero: the
// policy then has no target for the metric.
type Choice[T time.Duration | string] struct {
	Value T // if By is empty

	By      string // a field
	Values  map[string]T
	Default T
}

// IsZero reports whether c was not given.
func (c Choice[T]) IsZero() bool {
	var none T
	return c.By == "" && c.Value == none && c.Values == nil && c.Default == none
}

// Within is a target of d open time.
func Within(d time.Duration) Target { return Target{Within: Choice[time.Duration]{Value: d}} }

// WithinBy is a target of open time picked by the text in a field, such as
// "priority"; other texts get otherwise, or no target if that is zero.
func WithinBy(field string, values map[string]time.Duration, otherwise time.Duration) Target {
	return Target{Within: Choice[time.Duration]{By: field, Values: values, Default: otherwise}}
}

// Use is the schedule of a policy or target: always the one called name.
func Use(name string) Choice[string] { return Choice[string]{Value: name} }

// UseBy is a schedule picked by the text in a field, such as "customer.region".
func UseBy(field string, names map[string]string, otherwise string) Choice[string] {
	return Choice[string]{By: field, Values: names, Default: otherwise}
}

// An Escalation is a step that takes effect when a clock has counted a certain
// time: a warning, or what is done at and after a breach.
type Escalation struct {
	// At is when: "75%" of the target, "30m before" it, "breach", or "2h after". All of
	// it is in what the clock counts: open time, and none while it is paused. A step
	// before the clock even starts, such as "30m before" a target of 15m, does not take
	// place, nor do its repeats.
	At string

	// Name is what transitions call the step; the text of At if empty.
	Name string

	// Every and Times repeat the step that many times more, each Every later, in what the
	// clock counts, too, for as long as it is open and has the target.
	Every time.Duration
	Times int

	// Do is what the host is to do. It is kept untouched: a transition names the policy,
	// the metric and the step, and by these the host, or package sla/alert for it, finds
	// the step in its Config. Steps of one target that do different things are best given
	// different names.
	Do []Action
}

// An Action is an object of JSON, such as {"type": "slack", "channel": "#support"}.
// Numbers that were read from JSON are json.Number. The types of actions that have a
// shape are constants; others are the host's own.
type Action map[string]any
