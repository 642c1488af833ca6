package sla

import (
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
// creation of the later one becomes a message, if it was the customer's, and a note
// otherwise: that an agent opened an issue is no answer. Updates of the other stay out:
// that it was put on hold, or resolved as a duplicate, is nothing that happened to the
// survivor. An event whose ID another event of the survivor has gets an ID of its own,
// made of the other issue's; one that both have counts once.
//
// The other issue is from, cancelled at that instant, or at its creation if that is
// later: its open clocks end without a verdict.
//
// History is rewritten by this. A host that has announced transitions of the survivor
// tracks it anew, and [Diff] tells what changed: the survivor may be breached at once,
// if the other has waited for long. It merges once: events without an ID would come
// twice.
func Merge(into, from Issue, at time.Time) (survivor, merged Issue) {
	survivor, merged = into, from
	survivor.Attributes = maps.Clone(into.Attributes)
	later := from
	if from.CreatedAt.Before(into.CreatedAt) {
		survivor.CreatedAt, survivor.CreatedBy = from.CreatedAt, from.CreatedBy
		later = into
	}
	creation := Event{At: later.CreatedAt, Type: Note, ID: "created " + shortHash(later.ID)}
	if later.CreatedBy == Customer || later.CreatedBy == "" {
		creation.Type, creation.From = Message, Customer
	}

	byID := make(map[string]*Event)
	add := func(e Event) {
		same := byID[e.ID]
		if e.ID != "" && same != nil && !same.equal(&e) {
			e.ID = shortHash(from.ID) + " " + shortHash(e.ID)
		}
		survivor.Events = append(survivor.Events, e)
		byID[e.ID] = &e
	}
	survivor.Events = nil
	add(creation) // ahead of what happened at that instant
	for _, e := range into.Events {
		add(e)
	}
	for _, e := range from.Events {
		if e.Type != Update && e.Type != Cancel {
			add(e)
		}
	}
	survivor.Events = inOrder(survivor.Events)

	merged.Attributes = maps.Clone(from.Attributes)
	if at.Before(from.CreatedAt) {
		at = from.CreatedAt
	}
	id := into.ID
	if len(id) > 512 {
		id = shortHash(id)
	}
	merged.Events = append(slices.Clone(from.Events), CancelFor("merged into "+id, at))
	return survivor, merged
}

// ErrNothingToSplit is returned for a split that no message goes with.
var ErrNothingToSplit = errors.New("sla: no message goes with the split")

// Split returns what an issue is once some of its events were made another issue, at
// an instant. It changes nothing that it is given.
//
// The other issue, with an ID of its own, has the events for which goes reports true.
// It is created by the first message among them, as one that needs a reply, so that its
// clocks count from when that was written, and not from when somebody noticed that it is
// about something else. Its attributes are those that the issue has at that instant, but
// for the status, which is that at the issue's creation.
//
// The rest is the issue without those events: what it did not ask it need not answer.
// Its creation stays with it, and so does what happened ahead of the first message that
// goes. As with [Merge], history is rewritten.
func Split(issue Issue, id string, at time.Time, goes func(Event) bool) (rest, other Issue, err error) {
	rest = issue
	rest.Attributes = maps.Clone(issue.Attributes)
	rest.Events = nil
	other = Issue{ID: id, Attributes: make(map[string]any)}
	maps.Copy(other.Attributes, issue.Attributes)
	var first *Event
	for _, e := range inOrder(slices.Clone(issue.Events)) {
		if e.Type == Update && !e.At.After(at) {
			maps.Copy(other.Attributes, e.Set)
		}
		switch {
		case !goes(e) || first == nil && e.Type != Message:
			rest.Events = append(rest.Events, e)
		case first == nil:
			first = &e
			other.CreatedAt, other.CreatedBy = e.At, e.From
		case e.ID == "" || !first.equal(&e): // and not that message again
			other.Events = append(other.Events, e)
		}
	}
	if first == nil {
		return Issue{}, Issue{}, ErrNothingToSplit
	}
	delete(other.Attributes, policy.Status)
	if status, ok := issue.Attributes[policy.Status]; ok {
		other.Attributes[policy.Status] = status
	}
	maps.DeleteFunc(other.Attributes, func(_ string, v any) bool { return v == nil })
	return rest, other, nil
}

// inOrder sorts events by their instants.
func inOrder(events []Event) []Event {
	slices.SortStableFunc(events, func(a, b Event) int { return a.At.Compare(b.At) })
	return events
}
