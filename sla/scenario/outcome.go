package scenario

import (
	"slices"
	"time"

	"github.com/punctualgo/punctual/sla"
)

// An outcome is what became of a clock: of the promise that it measures.
type outcome string

const (
	met     outcome = "met"     // stopped, and not breached
	missed  outcome = "missed"  // stopped or cancelled, and breached
	overdue outcome = "overdue" // open, and breached
	open    outcome = "open"    // open, and not breached
	dropped outcome = "dropped" // cancelled, and not breached
	void    outcome = "void"    // ended by the cancel event of the issue, breached or not
)

// outcome returns the outcome of a clock as of now.
func (s *Scenario) outcome(c *sla.Clock, now time.Time) (outcome, error) {
	ended, err := s.endedByCancel(c, now)
	switch {
	case err != nil:
		return "", err
	case ended:
		return void, nil
	case c.Open() && c.Breached:
		return overdue, nil
	case c.Open():
		return open, nil
	case c.Breached:
		return missed, nil
	case c.State == sla.Stopped:
		return met, nil
	}
	return dropped, nil
}

// endedByCancel reports whether the cancel event of the issue ended a clock: whether it was
// open when all earlier events had happened.
func (s *Scenario) endedByCancel(c *sla.Clock, now time.Time) (bool, error) {
	i := slices.IndexFunc(s.Issue.Events, func(e sla.Event) bool { return e.Type == sla.Cancel })
	if c.State != sla.Cancelled || i < 0 || s.Issue.Events[i].At.After(now) {
		return false, nil
	}
	before := s.Issue
	before.Events = before.Events[:i]
	result, err := s.file.engine.EvaluateAt(before, s.Issue.Events[i].At)
	if err != nil {
		return false, err
	}
	for _, b := range result.Clocks {
		if b.Metric == c.Metric && b.Cycle == c.Cycle && (b.Policy == c.Policy || !s.file.each) {
			return b.Open(), nil
		}
	}
	return false, nil
}
