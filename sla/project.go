package sla

import (
	"slices"
	"time"
)

// ProjectAt answers what would become of issue if other events happened: for example, if its
// priority became urgent now, or if it waited on the customer until Thursday. The result is as
// of the last of these events, or as of now if none is later than now. Events of issue up to now
// count; later ones do not. An event without an instant happens now. The errors are those of
// [Engine.EvaluateAt].
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

// DueIfStarted answers what would be owed, and when, to a customer who opens an issue with these
// attributes: for the line of a form that says "we answer by …". The result is as of at. For an
// issue that somebody else creates, use [Engine.EvaluateAt].
func (e *Engine) DueIfStarted(attributes map[string]any, at time.Time) (Result, error) {
	return e.EvaluateAt(Issue{CreatedAt: at, Attributes: attributes}, at)
}
