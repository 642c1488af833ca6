package policy

// A Condition says something about the fields of an issue. It has one of two
// forms: a combination of others (All, Any or Not), or a comparison of a field
// (Field, Op and Value). [All], [Any], [Not] and [If] make them.
type Condition struct {
	All []Condition // holds if all hold; an empty one, not nil, holds
	Any []Condition // holds if one holds; an empty one, not nil, does not
	Not *Condition  // holds if it does not

	// Field is the name of an attribute or of a computed field.
	Field string
	Op    Op

	// Value is what the operator takes: a string (or a type of strings, such as
	// Category), a number of any type up to 2^53-1, a bool, a []string, or for In and
	// NotIn an []any of these.
	Value any
}

// An Op is an operator of a condition.
type Op string

// The operators. A field of another type than the operator takes makes the
// condition false, and so does an absent field; save that Ne and NotIn are true
// where Eq and In are false.
const (
	Eq          Op = "eq"           // equal, of the same type; numbers by value
	Ne          Op = "ne"           // not equal
	In          Op = "in"           // equal to one of a list
	NotIn       Op = "not_in"       // equal to none of a list
	Exists      Op = "exists"       // has a value
	Missing     Op = "missing"      // has none
	Contains    Op = "contains"     // a list has the value, or a text has it as a part
	ContainsAny Op = "contains_any" // a list has one of a list
	ContainsAll Op = "contains_all" // a list has all of a list
	StartsWith  Op = "starts_with"  // a text
	EndsWith    Op = "ends_with"    // a text
	Matches     Op = "matches"      // an RE2 expression occurs in the text
	Gt          Op = "gt"           // a number
	Gte         Op = "gte"
	Lt          Op = "lt"
	Lte         Op = "lte"
	Before      Op = "before" // an instant, in RFC 3339
	After       Op = "after"
	InHours     Op = "in_hours"     // an instant, from 1900 to 2190, at which the named schedule is open
	NotInHours  Op = "not_in_hours" // one at which it is closed
)

// ops lists the operators in order, for messages.
var ops = []string{
	string(Eq), string(Ne), string(In), string(NotIn), string(Exists), string(Missing),
	string(Contains), string(ContainsAny), string(ContainsAll), string(StartsWith), string(EndsWith), string(Matches),
	string(Gt), string(Gte), string(Lt), string(Lte), string(Before), string(After), string(InHours), string(NotInHours),
}

// The computed fields, which conditions see beside the attributes. Setting one is
// an error.
const (
	StatusCategory = "status_category" // the category of the status
	Responded      = "responded"       // whether an agent's message has come after the customer was heard from
	Unanswered     = "unanswered"      // whether the customer waits for an answer: since a message that needs one, until an agent's, or until the issue is resolved
	CreatedAt      = "created_at"      // in RFC 3339
	CreatedBy      = "created_by"

	// Status is an attribute; it is "new" where there is none.
	Status = "status"
)

// The fields of an event, which the conditions of triggers see.
const (
	EventBy      = "event.by"
	EventTeam    = "event.team"
	EventChannel = "event.channel"
)

// IsComputed reports whether a field is computed, and so cannot be set.
func IsComputed(field string) bool {
	switch field {
	case StatusCategory, Responded, Unanswered, CreatedAt, CreatedBy:
		return true
	}
	return isEventField(field)
}

// isEventField reports whether a field is one of an event.
func isEventField(field string) bool {
	return field == EventBy || field == EventTeam || field == EventChannel
}

// All is a condition that holds if all of conditions do.
func All(conditions ...Condition) Condition {
	return Condition{All: append([]Condition{}, conditions...)}
}

// Any is a condition that holds if one of conditions does.
func Any(conditions ...Condition) Condition {
	return Condition{Any: append([]Condition{}, conditions...)}
}

// Not is a condition that holds if c does not.
func Not(c Condition) Condition { return Condition{Not: &c} }

// If is a condition on a field: If("priority", Eq, "high"). Exists and Missing take
// nil.
func If(field string, op Op, value any) Condition {
	return Condition{Field: field, Op: op, Value: value}
}
