package sla

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/punctualgo/punctual/policy"
)

// Merge returns what two issues are once one was merged into the other, at an
// instant. It changes neither.
//
// The survivor is into, with its ID and attributes, and counts from the start of the
// earlier of the two: the customer has waited since then. Its events are its own and
// what people wrote or did in the other: messages, notes and custom events. The
// creation of the later one becomes a message of who created it. Updates of the other
// stay out: that it was put on hold, or resolved as a duplicate, is nothing that
// happened to the survivor. An event whose ID is that of another event of the survivor
// gets the other issue's ID and a slash ahead of it; one that both have counts once.
//
// The other issue is from, cancelled at that instant: its open clocks end without a
// verdict.
//
// History is rewritten by this. A host that has announced transitions of the survivor
// tracks it anew, and [Diff] tells what changed: the survivor may be breached at once,
// if the other has waited for long.
func Merge(into, from Issue, at time.Time) (survivor, merged Issue) {
	survivor, merged = into, from
	survivor.Attributes = maps.Clone(into.Attributes)
	survivor.Events = slices.Clone(into.Events)
	later := from
	if from.CreatedAt.Before(into.CreatedAt) {
		survivor.CreatedAt, survivor.CreatedBy = from.CreatedAt, from.CreatedBy
		later = into
	}
	survivor.Events = append(survivor.Events, Event{At: later.CreatedAt, Type: Message, From: cmp.Or(later.CreatedBy, Customer)})

	byID := make(map[string]*Event)
	for i := range into.Events {
		byID[into.Events[i].ID] = &into.Events[i]
	}
	for _, e := range from.Events {
		if e.Type == Update || e.Type == Cancel {
			continue
		}
		if same := byID[e.ID]; e.ID != "" && same != nil && !same.equal(&e) {
			e.ID = from.ID + "/" + e.ID
		}
		survivor.Events = append(survivor.Events, e)
	}
	survivor.Events = inOrder(survivor.Events)

	merged.Attributes = maps.Clone(from.Attributes)
	merged.Events = append(slices.Clone(from.Events), CancelFor("merged into "+into.ID, at))
	return survivor, merged
}

// ErrNothingToSplit is returned for a split that no message goes with.
var ErrNothingToSplit = errors.New("sla: no message goes with the split")

// Split returns what an issue is once some of its events were made another issue, at
// an instant. It changes nothing that it is given.
//
// The other issue, with an ID of its own, has the events for which goes reports true.
// It is created by the first message among them, so that its clocks count from when
// that was written, and not from when somebody noticed that it is about something
// else. Its attributes are those that the issue has at that instant, but for the
// status, which is new.
//
// The rest is the issue without those events: what it did not ask it need not answer.
// Its creation stays with it. As with [Merge], history is rewritten.
func Split(issue Issue, id string, at time.Time, goes func(Event) bool) (rest, other Issue, err error) {
	rest = issue
	rest.Attributes = maps.Clone(issue.Attributes)
	rest.Events = nil
	other = Issue{ID: id, Attributes: make(map[string]any)}
	maps.Copy(other.Attributes, issue.Attributes)
	for _, e := range inOrder(slices.Clone(issue.Events)) {
		if e.Type == Update && !e.At.After(at) {
			maps.Copy(other.Attributes, e.Set)
		}
		switch {
		case !goes(e):
			rest.Events = append(rest.Events, e)
		case e.Type == Message && other.CreatedAt.IsZero():
			other.CreatedAt, other.CreatedBy = e.At, e.From
		default:
			other.Events = append(other.Events, e)
		}
	}
	if other.CreatedAt.IsZero() {
		return Issue{}, Issue{}, ErrNothingToSplit
	}
	delete(other.Attributes, policy.Status)
	maps.DeleteFunc(other.Attributes, func(_ string, v any) bool { return v == nil })
	other.Events = slices.DeleteFunc(other.Events, func(e Event) bool { return e.At.Before(other.CreatedAt) })
	return rest, other, nil
}

// inOrder sorts events by their instants.
func inOrder(events []Event) []Event {
	slices.SortStableFunc(events, func(a, b Event) int { return a.At.Compare(b.At) })
	return events
}
