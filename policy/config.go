package policy

import (
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// A Config says what a support team promises: its schedules, statuses, metrics and
// policies. Write it in Go, or read it from JSON with [Parse]. [Config.Validate]
// reports what is wrong with it, and so does sla.New. The zero value of every field
// means the documented default.
type Config struct {
	// Schedules are the business hours that policies name. The schedule "24x7" always
	// exists.
	Schedules []businesshours.Schedule `json:"schedules,omitzero"`

	// Statuses maps the statuses of issues to categories, with "*" for all others. If
	// nil, [DefaultStatuses] applies. Evaluating an issue with a status that is not
	// mapped is an error; an issue without a status has the status "new".
	Statuses map[string]Category `json:"statuses,omitzero"`

	// Metrics defines further metrics, and replaces built-in ones, by name.
	Metrics map[string]Metric `json:"metrics,omitzero"`

	// Profile selects the definitions of the built-in metrics.
	Profile Profile `json:"profile,omitempty"`

	// Match says which of the policies apply to an issue.
	Match Match `json:"match,omitempty"`

	// OnChange says how much time an open clock has counted after its target changes.
	OnChange OnChange `json:"on_change,omitempty"`

	// ExactFit says when a target is due whose time runs out exactly at closing.
	ExactFit ExactFit `json:"exact_fit,omitempty"`

	// Fields declares the attributes of issues, by name. If nil, any attribute may be
	// read. Otherwise Validate checks every condition, choice and action against the
	// declarations. Evaluation ignores them.
	Fields map[string]Field `json:"fields,omitzero"`

	// Escalations are lists of escalation steps that policies, targets and Defaults may
	// use by name.
	Escalations map[string][]Escalation `json:"escalations,omitzero"`

	// Defaults holds what applies to policies that do not say otherwise.
	Defaults Defaults `json:"defaults,omitzero"`

	// Policies are in order of precedence.
	Policies []Policy `json:"policies,omitzero"`
}

// Defaults is what applies to a policy, and to its targets, where neither says
// otherwise.
type Defaults struct {
	Schedule    Choice[string] `json:"schedule,omitzero"`    // "24x7" if zero
	Escalations Escalations    `json:"escalations,omitzero"` // none if zero
}

// A Profile is a set of definitions of the built-in metrics, named after the product
// whose behavior it follows. See [BuiltIn].
type Profile string

const (
	// Standard is the default: the table in the package documentation.
	Standard Profile = "standard"

	// Pylon pauses both response clocks unless the category is open, and resolution
	// only on hold.
	Pylon Profile = "pylon"

	// Zendesk never pauses resolution.
	Zendesk Profile = "zendesk"
)

// A Match says which policies give an issue its targets. Policies are matched after
// every event.
type Match string

const (
	// MatchFirst is the default: all targets come from the first policy that is
	// effective and whose condition holds.
	MatchFirst Match = "first"

	// MatchFirstPerMetric takes the target of each metric from the first such policy
	// that has one.
	MatchFirstPerMetric Match = "first_per_metric"

	// MatchEach evaluates every policy as if it were the only one.
	MatchEach Match = "each"
)

// An OnChange says how much time an open clock has counted after its target changes.
type OnChange string

const (
	// Recalculate is the default: the clock has counted what it would have counted had
	// the new target been in force since the clock started.
	Recalculate OnChange = "recalculate"

	// CarryOver keeps what the clock has counted so far.
	CarryOver OnChange = "carry_over"

	// Restart makes the clock count from zero.
	Restart OnChange = "restart"

	// Keep makes a clock keep its first target for good.
	Keep OnChange = "keep"
)

// An ExactFit says when a target is due whose time runs out exactly at closing. Targets in
// business days and until a field do not depend on it.
type ExactFit string

const (
	AtClose    ExactFit = "close"     // the default: at closing
	AtNextOpen ExactFit = "next_open" // at the next opening
)

// A Category is what a status means for a clock.
type Category string

const (
	Open     Category = "open"
	Pending  Category = "pending" // waiting for the customer
	Hold     Category = "hold"    // waiting for someone else
	Resolved Category = "resolved"
)

// NewStatus is the status of an issue that has none.
const NewStatus = "new"

// OtherStatuses is the key in Config.Statuses that stands for all other statuses.
const OtherStatuses = "*"

// DefaultStatuses returns the categories that apply if a Config has no Statuses:
//
//	open      new, open, in_progress, waiting_on_you, on_you
//	pending   pending, waiting_on_customer, on_customer
//	hold      hold, on_hold
//	resolved  resolved, solved, closed
//
// In these names, "you" is the support team.
func DefaultStatuses() map[string]Category {
	return map[string]Category{
		"new": Open, "open": Open, "in_progress": Open, "waiting_on_you": Open, "on_you": Open,
		"pending": Pending, "waiting_on_customer": Pending, "on_customer": Pending,
		"hold": Hold, "on_hold": Hold,
		"resolved": Resolved, "solved": Resolved, "closed": Resolved,
	}
}

// AllStatuses returns the categories of statuses under c: those that it maps, or the default
// ones. The key "*" stands for all others.
func (c *Config) AllStatuses() map[string]Category {
	if c.Statuses == nil {
		return DefaultStatuses()
	}
	return c.Statuses
}

// A Policy is a set of targets, and the issues to which they apply.
type Policy struct {
	// ID identifies the policy in results. It must be unique.
	ID string `json:"id"`

	// Name and Description are for people.
	Name        string `json:"name,omitempty"`
	Description string `json:"description,omitempty"`

	// When is the condition under which the policy applies. If nil, it always does.
	When *Condition `json:"when,omitempty"`

	// Effective is the period in which the policy applies. The zero value is all time.
	Effective Effective `json:"effective,omitzero"`

	// Schedule names the hours in which clocks count. If zero, the schedule of
	// Config.Defaults applies, or else "24x7". If a choice picks no schedule, the policy
	// has no target for those metrics whose targets have no schedule of their own.
	Schedule Choice[string] `json:"schedule,omitzero"`

	// Targets are the targets by the name of their metric.
	Targets map[string]Target `json:"targets,omitzero"`

	// Escalations are the steps of those targets that have none of their own. If zero,
	// those of Config.Defaults apply.
	Escalations Escalations `json:"escalations,omitzero"`
}

// Effective is the period From <= t < Until. A zero instant means no bound.
type Effective struct {
	From  time.Time `json:"from,omitzero"`
	Until time.Time `json:"until,omitzero"`
}

// Contains reports whether t lies in e.
func (e Effective) Contains(t time.Time) bool {
	return (e.From.IsZero() || !t.Before(e.From)) && (e.Until.IsZero() || t.Before(e.Until))
}
