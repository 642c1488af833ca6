package policy

import (
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// A Target is how long a metric may take. It has one of four forms:
//
//   - Within: an amount of open time.
//   - BusinessDays: a number of business days.
//   - Until: all open time up to the instant in a field, such as a due date.
//   - By, Values and Default: one of several targets, picked by the text in a field.
//
// The first three may have a Schedule, a Pause condition and Escalations beside them. In
// the last, each of the targets has its own.
type Target struct {
	// Within is an amount of open time.
	Within Choice[time.Duration]

	// BusinessDays is a number of business days.
	BusinessDays *BusinessDays

	// Until is the name of a field that has an instant in RFC 3339. The target allows
	// all open time from the start of the clock up to that instant, which is when it is
	// due, even if that is outside open hours. While the field has no instant, the policy
	// has no target for the metric.
	Until string

	// Schedule replaces the policy's schedule.
	Schedule Choice[string]

	// Pause replaces the metric's condition for pausing.
	Pause *Condition

	// Escalations replace those of the policy.
	Escalations Escalations

	// By is the field whose text picks one of Values. Other texts, and fields without a
	// text, pick Default. If that is nil, the policy has no target for the metric.
	By      string
	Values  map[string]Target
	Default *Target
}

// IsZero reports whether nothing is set in t.
func (t Target) IsZero() bool {
	return t.Within.IsZero() && t.BusinessDays == nil && t.Until == "" && t.Schedule.IsZero() &&
		t.Pause == nil && t.Escalations.IsZero() && t.By == "" && t.Values == nil && t.Default == nil
}

// A BusinessDays is a number of business days, which are dates with open time. Day 0 is
// the day on which the clock starts. If the clock starts at or past Cutoff, or after the
// last open time of that day, day 0 is the next business day. The target allows all open
// time up to the end of the last day, or up to At on the last day. If that is none, the
// next business day is the last day. If no business day comes within 50 years, the policy
// has no target for the metric.
//
// With At, the target is due when the clock on the wall reads that time on the last day,
// even if nothing is open just before: "by 09:00" is 09:00 at a desk that opens then, and
// not closing on the evening before. An At of "00:00" is the beginning of the last day.
//
// From then on the allowance is an amount of open time like any other: a pause of two
// open hours moves the deadline by two open hours, perhaps into the next day, and not to
// the end of the next day.
type BusinessDays struct {
	Days   int    // after day 0
	At     string // a time of day such as "12:00", or AtStart; if empty, the end of open time
	Cutoff string // a time of day such as "15:00"; if empty, there is none
}

// AtStart is the value of BusinessDays.At that stands for the time of day at which the
// clock started: two business days from Monday 14:30 are then due on Wednesday at 14:30.
const AtStart = "start"

// A Choice is a value, or one picked by the text in a field of the issue. If the field
// has no text, or one that is not among Values, Default applies. If that is nil, the
// choice picks nothing, and the policy has no target for the metric.
//
// Values and Default may be choices again, at most [MaxChoiceDepth] deep.
type Choice[T time.Duration | string] struct {
	Value T // used if By is empty

	By      string // a field
	Values  map[string]Choice[T]
	Default *Choice[T]
}

// IsZero reports whether nothing is set in c.
func (c Choice[T]) IsZero() bool {
	var none T
	return c.By == "" && c.Value == none && c.Values == nil && c.Default == nil
}

// Within returns a target of d open time.
func Within(d time.Duration) Target { return Target{Within: Choice[time.Duration]{Value: d}} }

// WithinBy returns a target of open time that is picked by the text in a field, such as
// "priority". Other texts pick otherwise, or no target if that is zero.
func WithinBy(field string, values map[string]time.Duration, otherwise time.Duration) Target {
	return Target{Within: choose(field, values, otherwise)}
}

// WithinDays returns a target of n business days. It is due at a time of day on the last
// one, such as "12:00" or [AtStart], or at its end if at is empty.
func WithinDays(n int, at string) Target {
	return Target{BusinessDays: &BusinessDays{Days: n, At: at}}
}

// UntilField returns a target that is due at the instant in a field, such as "due_date".
func UntilField(field string) Target { return Target{Until: field} }

// TargetBy returns the target that is picked by the text in a field. Other texts pick
// otherwise, or no target if that is zero.
func TargetBy(field string, values map[string]Target, otherwise Target) Target {
	t := Target{By: field, Values: values}
	if !otherwise.IsZero() {
		t.Default = &otherwise
	}
	return t
}

// Use returns the choice of one schedule, whatever the issue.
func Use(name string) Choice[string] { return Choice[string]{Value: name} }

// UseBy returns a schedule that is picked by the text in a field, such as
// "customer.region". Other texts pick otherwise, or no schedule if that is empty.
func UseBy(field string, names map[string]string, otherwise string) Choice[string] {
	return choose(field, names, otherwise)
}

// choose returns a choice among plain values.
func choose[T time.Duration | string](field string, values map[string]T, otherwise T) Choice[T] {
	c := Choice[T]{By: field}
	if values != nil {
		c.Values = make(map[string]Choice[T], len(values))
		for text, v := range values {
			c.Values[text] = Choice[T]{Value: v}
		}
	}
	var none T
	if otherwise != none {
		c.Default = &Choice[T]{Value: otherwise}
	}
	return c
}

// ScheduleOf returns the schedule on which a target of p counts: its own, or else that of
// the policy, or else that of c.Defaults, or else "24x7". The target must not be a choice
// of targets; ask for each of those.
func (c *Config) ScheduleOf(p *Policy, t *Target) Choice[string] {
	for _, schedule := range []*Choice[string]{&t.Schedule, &p.Schedule, &c.Defaults.Schedule} {
		if !schedule.IsZero() {
			return *schedule
		}
	}
	return Use(businesshours.Always)
}
