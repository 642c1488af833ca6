package slatest

import (
	"maps"
	"slices"
	"time"

	"github.com/punctualgo/punctual/sla"
)

// clone returns a copy of an issue that shares nothing with it.
func clone(issue sla.Issue) sla.Issue {
	issue.Attributes = maps.Clone(issue.Attributes)
	issue.Events = slices.Clone(issue.Events)
	for i := range issue.Events {
		issue.Events[i].Set = maps.Clone(issue.Events[i].Set)
	}
	return issue
}

// upTo returns an issue with its events up to an instant.
func upTo(issue sla.Issue, now time.Time) sla.Issue {
	issue = clone(issue)
	issue.Events = slices.DeleteFunc(issue.Events, func(e sla.Event) bool { return e.At.After(now) })
	return issue
}

// inOrder returns the events of an issue in the order in which they apply, those delivered twice
// once.
func inOrder(issue sla.Issue) (events []sla.Event) {
	seen := make(map[string]bool)
	for _, e := range issue.Events {
		if e.ID == "" || !seen[e.ID] {
			events = append(events, e)
		}
		seen[e.ID] = true
	}
	slices.SortStableFunc(events, func(a, b sla.Event) int { return a.At.Compare(b.At) })
	return events
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
