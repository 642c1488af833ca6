package businesshours

import (
	"reflect"
	"slices"
	"time"
)

// SameHours reports whether c and other have the same hours at all times: they are in the
// same time zone, and their schedules differ at most in name and in how the same weekly
// hours are written. It may be false of two schedules whose holidays are the same but are
// given in different ways.
func (c *Calendar) SameHours(other *Calendar) bool {
	switch {
	case c == other:
		return true
	case c.location.String() != other.location.String():
		return false
	case c.parts != nil && other.parts != nil:
		return slices.EqualFunc(c.parts.anyOf, other.parts.anyOf, (*Calendar).SameHours) &&
			slices.EqualFunc(c.parts.noneOf, other.parts.noneOf, (*Calendar).SameHours)
	case c.weekly != nil && other.weekly != nil:
		return c.weekly.same(other.weekly)
	}
	return c.parts == nil && other.parts == nil && c.weekly == nil && other.weekly == nil
}

func (w *weeklyHours) same(v *weeklyHours) bool {
	return w.overnight == v.overnight && reflect.DeepEqual(w.patterns, v.patterns) && slices.EqualFunc(w.holidays, v.holidays, holidayRule.same) &&
		reflect.DeepEqual(w.exceptions, v.exceptions) && reflect.DeepEqual(w.yearly, v.yearly)
}

// SameHoursBetween reports whether c and other are open at the same instants of [a, b).
func (c *Calendar) SameHoursBetween(other *Calendar, a, b time.Time) bool {
	if c.Between(a, b) != other.Between(a, b) {
		return false
	}
	theirs := slices.Collect(other.Spans(a, b))
	for span := range c.Spans(a, b) {
		if len(theirs) == 0 || !span.Start.Equal(theirs[0].Start) || !span.End.Equal(theirs[0].End) {
			return false
		}
		theirs = theirs[1:]
	}
	return len(theirs) == 0
}
