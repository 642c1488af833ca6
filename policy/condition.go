package policy

// A Condition is true or false for an issue, depending on its fields. It has one of two
// forms: a combination of other conditions (All, Any or Not), or a comparison (Field, Op
// and Value). [All], [Any], [Not] and [If] make them.
//
// Where a pointer to a condition is wanted, nil means that there is none, and new makes
// one: new(If("priority", Eq, "high")).
type Condition struct {
	All []Condition // holds if all of these hold; holds if empty but not nil
	Any []Condition // holds if one of these holds; does not hold if empty but not nil
	Not *Condition  // holds if this does not hold

	// Field is the name of an attribute or of a computed field.
	Field string
	Op    Op

	// Value is what the field is compared with: a string (or another type of strings, such
	// as Category), a number of any type up to 2^53-1, a bool, or a []string. For In and
	// NotIn it is a []string, or an []any of these.
	Value any
}

// An Op is an operator of a condition.
type Op string

// The operators. A condition is false if the field is absent or has another type than the
// operator takes. The exceptions are Ne and NotIn, which are true whenever Eq and In are
// false, and Missing.
const (
	Eq          Op = "eq"           // equal and of the same type; numbers by value
	Ne          Op = "ne"           // not equal
	In          Op = "in"           // equal to one of a list
	NotIn       Op = "not_in"       // equal to none of a list
	Exists      Op = "exists"       // has a value
	Missing     Op = "missing"      // has none
	Contains    Op = "contains"     // a list has the text as an element, or a text has it as a part
	ContainsAny Op = "contains_any" // a list has at least one of a list
	ContainsAll Op = "contains_all" // a list has all of a list
	StartsWith  Op = "starts_with"  // a text begins with another
	EndsWith    Op = "ends_with"    // a text ends with another
	Matches     Op = "matches"      // a regular expression (RE2) matches a part of a text
	Gt          Op = "gt"           // a number is greater
	Gte         Op = "gte"          // a number is greater or equal
	Lt          Op = "lt"           // a number is less
	Lte         Op = "lte"          // a number is less or equal
	Before      Op = "before"       // an instant is earlier, both in RFC 3339
	After       Op = "after"        // an instant is later
	InHours     Op = "in_hours"     // the schedule of that name is open at an instant from 1900 to 2190
	NotInHours  Op = "not_in_hours" // the schedule of that name is closed at an instant from 1900 to 2190
)

// ops lists the operators in order, for messages.
var ops = []string{
	string(Eq), string(Ne), string(In), string(NotIn), string(Exists), string(Missing),
	string(Contains), string(ContainsAny), string(ContainsAll), string(StartsWith), string(EndsWith), string(Matches),
	string(Gt), string(Gte), string(Lt), string(Lte), string(Before), string(After), string(InHours), string(NotInHours),
}

// Computed fields, which conditions can read beside the attributes of an issue. Setting
// one is an error.
const (
	// StatusCategory is the category of the status.
	StatusCategory = "status_category"

	// Responded is true once an agent has written after the customer was heard from: the
	// customer created the issue, or wrote a message.
	Responded = "responded"

	// Unanswered is true while the customer waits for an answer: from when the customer
	// creates the issue, or writes a message that needs a reply, until an agent writes a
	// message or the issue is resolved.
	Unanswered = "unanswered"

	CreatedAt = "created_at" // an instant in RFC 3339
	CreatedBy = "created_by" // customer, agent, bot or third_party
)

// Status is the attribute that statuses are about. An issue without it has [NewStatus].
const Status = "status"

// Fields of an event, which only the conditions of triggers can read.
const (
	EventBy      = "event.by"
	EventTeam    = "event.team"
	EventChannel = "event.channel"
)

// IsComputed reports whether a field is computed, and so cannot be set as an attribute.
// The fields of events are, too.
func IsComputed(field string) bool {
	switch field {
	case StatusCategory, Responded, Unanswered, CreatedAt, CreatedBy:
		return true
	}
	return isEventField(field)
}

// isEventField reports whether a field belongs to an event.
func isEventField(field string) bool {
	return field == EventBy || field == EventTeam || field == EventChannel
}

// All returns the condition that holds if all of conditions hold.
func All(conditions ...Condition) Condition {
	return Condition{All: append([]Condition{}, conditions...)}
}

// Any returns the condition that holds if at least one of conditions holds.
func Any(conditions ...Condition) Condition {
	return Condition{Any: append([]Condition{}, conditions...)}
}

// Not returns the condition that holds if c does not.
func Not(c Condition) Condition { return Condition{Not: &c} }

// If returns a condition on a field, such as If("priority", Eq, "high"). The value is nil
// for Exists and Missing.
func If(field string, op Op, value any) Condition {
	return Condition{Field: field, Op: op, Value: value}
}
