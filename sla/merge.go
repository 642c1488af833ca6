package sla

import (
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/punctualgo/punctual/policy"
)

// Merge returns two issues as they are after from is merged into into, at an instant. It does
// not change its arguments.
//
// The survivor has the ID and attributes of into. Its clocks count from the earlier creation of
// the two, because the customer has been waiting since then. Its events are those of into, plus
// what people wrote or did in from: messages, notes and custom events. The later creation
// becomes a message if the customer created that issue. Otherwise it becomes a note, because
// opening an issue does not answer one. Updates of from are left out: that it was put on hold,
// or resolved as a duplicate, did not happen to the survivor. If an event of from has the ID of
// a different event of the survivor, it gets a new ID. An event that both issues have counts
// once.
//
// The merged issue is from, cancelled at that instant, or at its creation if that is later. Its
// open clocks end without a verdict.
//
// Merging rewrites history. A host that has announced transitions of the survivor tracks it
// again from the start, and [Diff] tells what changed. The survivor may be breached at once, if
// the other issue has waited for long. Merge two issues only once: events without an ID would
// appear twice.
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
	add(creation) // before other events of that instant
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

// ErrNothingToSplit is returned by [Split] if none of the events to move is a message.
var ErrNothingToSplit = errors.New("sla: no message to split off")

// Split returns two issues as they are after some events of issue become an issue of their own,
// at an instant. It does not change its arguments.
//
// The other issue has the given ID and the events for which moves reports true. The first
// message among them creates it, as one that needs a reply. So its clocks count from when that
// message was written, not from when somebody noticed that it is about something else. Its
// attributes are those of the issue at that instant, except for the status, which is that of the
// issue's creation.
//
// The rest is the issue without those events, so it need not answer them. It keeps its creation
// and everything before the first message that moves. Splitting rewrites history, as [Merge]
// does.
func Split(issue Issue, id string, at time.Time, moves func(Event) bool) (rest, other Issue, err error) {
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
		case !moves(e) || first == nil && e.Type != Message:
			rest.Events = append(rest.Events, e)
		case first == nil:
			first = &e
			other.CreatedAt, other.CreatedBy = e.At, e.From
		case e.ID == "" || !first.equal(&e): // not that message, delivered again
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

// inOrder sorts events by instant.
func inOrder(events []Event) []Event {
	slices.SortStableFunc(events, func(a, b Event) int { return a.At.Compare(b.At) })
	return events
}
