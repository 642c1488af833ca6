package sla

import (
	"fmt"

	"github.com/punctualgo/punctual/internal/value"
)

// MaxWork is how much work an evaluation may be, in steps that take a few nanoseconds
// each: to compare a field takes two, to look at a clock some, and to match a regular
// expression as many as its instructions times the bytes of the text. An issue of 100,000
// events under three metrics and a hundred plain conditions stays well below it; what
// does not takes a quarter of a second to be refused.
const MaxWork = 40_000_000

// ErrTooMuchWork is returned for an issue, or an event, whose evaluation would be more than
// [MaxWork].
var ErrTooMuchWork = fmt.Errorf("sla: more than %d steps of work", MaxWork)

// ErrTooManyTransitions is returned for an issue whose result would have more than
// [MaxTransitions] transitions.
var ErrTooManyTransitions = fmt.Errorf("sla: more than %d transitions", MaxTransitions)

// What is not one step.
const (
	workOfLane    = 4
	workOfCompare = 2 // with one value
	workOfTrigger = 2
	workOfClock   = 10 // to look at it
	workOfTarget  = 2
	workOfStretch = 4  // of the past, to count it again
	workOfInstant = 30 // to read one
)

// exhausted reports whether an evaluation ends without a result.
func (f *fold) exhausted() bool { return f.work > MaxWork || len(f.log) > MaxTransitions }

// limit returns an error if an evaluation has ended without a result.
func (f *fold) limit() error {
	switch {
	case f.work > MaxWork:
		return ErrTooMuchWork
	case len(f.log) > MaxTransitions:
		return ErrTooManyTransitions
	}
	return nil
}

// holds reports whether a condition holds on the fields.
func (f *fold) holds(c *condition) bool {
	if c.byStage {
		return c.stages.has(f.fields.stage)
	}
	f.work += c.work
	for _, i := range c.dear {
		n := &c.nodes[i]
		f.work += n.work(&f.fields.values[n.slot])
	}
	return f.work <= MaxWork && c.holds(f.fields.values)
}

// weigh notes how much work a condition is.
func (c *condition) weigh() {
	for i := range c.nodes {
		switch n := &c.nodes[i]; {
		case n.form != comparison:
		case n.op == opContains || n.op == opContainsAny || n.op == opContainsAll || n.op == opMatches:
			c.dear = append(c.dear, i)
		default:
			c.work += n.work(&value.Value{})
		}
	}
}

// work returns how much work a comparison with a value is, at most.
func (n *node) work(v *value.Value) int {
	values := 1
	switch n.op {
	case opEq, opNe:
		values += len(n.value.List)
	case opIn, opNotIn:
		if n.texts == nil {
			values += len(n.values)
		}
	case opContains:
		values += len(v.List) + len(v.Text)/8
	case opContainsAny, opContainsAll:
		if n.texts == nil {
			values += len(v.List) * len(n.value.List)
		} else {
			values += len(v.List) * 2
		}
	case opMatches:
		return workOfCompare + len(v.Text)*n.regexp.size
	case opBefore, opAfter, opInHours, opNotInHours:
		return workOfInstant
	}
	return values * workOfCompare
}
