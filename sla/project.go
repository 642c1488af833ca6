package sla

import (
	"slices"
	"time"
)

// ProjectAt answers what would become of issue if events happened that have not: if its
// priority became urgent now, or if it waits on the customer until Thursday. It is the
// result as of the last of them, or as of now if none is later. What has happened by now
// counts, and what issue has of later events does not. An event without an instant
// happens now. The errors are those of [Engine.EvaluateAt].
func (e *Engine) ProjectAt(issue Issue, now time.Time, events ...Event) (Result, error) {
	issue.Events = slices.DeleteFunc(slices.Clone(issue.Events), func(e Event) bool { return e.At.After(now) })
	asOf := now
	for _, event := range events {
		if event.At.IsZero() {
			event.At = now
		}
		if event.At.After(asOf) {
			asOf = event.At
		}
		issue.Events = append(issue.Events, event)
	}
	return e.EvaluateAt(issue, asOf)
}

// DueIfStarted answers what would be owed, and when, to a customer who opens an issue
// with these attributes at an instant: for the line of a form that says "we answer by …".
// It is the result as of that instant. An issue that an agent creates owes something else:
// [Engine.EvaluateAt] takes any.
func (e *Engine) DueIfStarted(attributes map[string]any, at time.Time) (Result, error) {
	return e.EvaluateAt(Issue{CreatedAt: at, Attributes: attributes}, at)
}
