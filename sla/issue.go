package sla

import (
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
)

// An Issue is what a customer asked for, and everything that has happened to it since. It is a
// plain document: evaluating it reports what is wrong with it.
type Issue struct {
	ID string

	// CreatedAt is when the issue was created. CreatedBy is who created it; empty means
	// [Customer].
	CreatedAt time.Time
	CreatedBy Party

	// Attributes are the values at creation: strings, numbers of any Go type up to
	// 2^53-1, bools and []string; instants are strings in RFC 3339. The usual names are
	// status, priority, channel, category, assignee, team, customer, customer.tier,
	// customer.region and tags; others are free.
	Attributes map[string]any

	// Events are what happened, in any order. Events of one instant happened in the order of the
	// list. Equal events with the same ID count once.
	Events []Event
}

// A Party says who wrote a message or created an issue.
type Party string

const (
	Customer   Party = "customer"
	Agent      Party = "agent"
	Bot        Party = "bot"
	ThirdParty Party = "third_party"
)

// An EventType is the type of an event.
type EventType string

const (
	Message EventType = "message" // a public message, from a party
	Update  EventType = "update"  // attributes were set or removed
	Note    EventType = "note"    // an internal note
	Custom  EventType = "custom"  // an event of the host's own, by name
	Cancel  EventType = "cancel"  // the issue ended for the SLA: spam, merged, deleted
)

// An Event is something that happened to an issue. [MessageFrom], [SetAttribute], [NoteBy],
// [CustomEvent] and [CancelFor] make one.
type Event struct {
	At   time.Time
	Type EventType
	ID   string // if given, an event that is delivered twice counts once

	// By is the author, Team the author's team, and Channel where it happened.
	By, Team, Channel string

	From    Party // for a message
	NoReply bool  // for a customer's message: it needs no reply ("thanks!"); in JSON "needs_reply": false

	// Set has the attributes that an update sets. A nil value removes an attribute.
	Set map[string]any

	Name   string // for a custom event
	Reason string // for a cancel event
}

// MessageFrom returns a message from a party.
func MessageFrom(from Party, at time.Time) Event { return Event{At: at, Type: Message, From: from} }

// SetAttribute returns an update of one attribute. A nil value removes it.
func SetAttribute(name string, value any, at time.Time) Event {
	return Event{At: at, Type: Update, Set: map[string]any{name: value}}
}

// NoteBy returns an internal note.
func NoteBy(author string, at time.Time) Event { return Event{At: at, Type: Note, By: author} }

// CustomEvent returns a custom event with the given name.
func CustomEvent(name string, at time.Time) Event { return Event{At: at, Type: Custom, Name: name} }

// CancelFor returns an event that ends the issue for the SLA.
func CancelFor(reason string, at time.Time) Event {
	return Event{At: at, Type: Cancel, Reason: reason}
}

var (
	issueFields = []string{"id", "created_at", "created_by", "attributes", "events"}
	eventFields = []string{"at", "type", "from", "by", "set", "id", "team", "channel", "needs_reply", "name", "reason"}
)

// UnmarshalJSON implements [json.Unmarshaler]. It is strict: it refuses unknown and duplicate
// fields, names in another case, and nulls except in an update. It reports every problem of
// form, each as an [*Error] with its path and line. [Engine.EvaluateAt] checks the meaning.
// Nothing of the old value of i is used again; a [Decoder] decodes many issues with less memory.
func (i *Issue) UnmarshalJSON(data []byte) error {
	r := strict.NewReader(data)
	*i = Issue{}
	i.read(r, nil)
	return r.Close()
}

// shortEvent is the length of a short event in JSON. It gives an estimate of how many events the
// rest of a document has.
const shortEvent = 64

// read reads an issue into i, which must be empty, and into memory that may be nil.
func (i *Issue) read(r *strict.Reader, m *issueMemory) {
	for f := r.Fields(issueFields, hintAttribute); f.Next(); {
		switch f.Name {
		case "id":
			i.ID = r.Text()
		case "created_at":
			i.CreatedAt = r.Time()
		case "created_by":
			i.CreatedBy = Party(r.Word(parties))
		case "attributes":
			i.Attributes = m.attributes()
			strict.ReadAttributesInto(i.Attributes, r, false)
		case "events":
			i.Events = m.events(r.Left() / shortEvent)
			r.List(func(n int) {
				i.Events = append(i.Events, Event{})
				i.Events[n].read(r, m)
			})
		}
	}
}

// UnmarshalJSON implements [json.Unmarshaler], as strictly as that of [Issue].
func (e *Event) UnmarshalJSON(data []byte) error {
	r := strict.NewReader(data)
	*e = Event{}
	e.read(r, nil)
	return r.Close()
}

var (
	parties    = []string{string(Customer), string(Agent), string(Bot), string(ThirdParty)}
	eventTypes = []string{string(Message), string(Update), string(Note), string(Custom), string(Cancel)}
)

// read reads an event into e, which must be empty, and into memory that may be nil.
func (e *Event) read(r *strict.Reader, m *issueMemory) {
	for f := r.Fields(eventFields, hintSet); f.Next(); {
		switch f.Name {
		case "at":
			e.At = r.Time()
		case "type":
			e.Type = EventType(r.Word(eventTypes))
		case "from":
			e.From = Party(r.Word(parties))
		case "by":
			e.By = r.Text()
		case "set":
			e.Set = m.set()
			strict.ReadAttributesInto(e.Set, r, true)
		case "id":
			e.ID = r.Text()
		case "team":
			e.Team = r.Text()
		case "channel":
			e.Channel = r.Text()
		case "needs_reply":
			e.NoReply = !r.Bool()
		case "name":
			e.Name = r.Text()
		case "reason":
			e.Reason = r.Text()
		}
	}
}

// hintAttribute says where a field of an issue belongs that looks like an attribute.
func hintAttribute(name, value string) string {
	if strict.CheckField(name) != nil || len(value) > 64 {
		return ""
	}
	return fmt.Sprintf(`if it is an attribute, write {"attributes": {%s: %s}}`, strict.Quote(name), value)
}

// hintSet says where a field of an event belongs that looks like an attribute.
func hintSet(name, value string) string {
	if strict.CheckField(name) != nil || len(value) > 64 {
		return ""
	}
	return fmt.Sprintf(`if the event sets an attribute, write {"type": "update", "set": {%s: %s}}`, strict.Quote(name), value)
}

// MarshalJSON implements [json.Marshaler].
func (i Issue) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		ID         string         `json:"id"`
		CreatedAt  time.Time      `json:"created_at"`
		CreatedBy  Party          `json:"created_by,omitempty"`
		Attributes map[string]any `json:"attributes,omitzero"`
		Events     []Event        `json:"events,omitzero"`
	}{i.ID, i.CreatedAt.UTC(), i.CreatedBy, i.Attributes, i.Events})
}

// MarshalJSON implements [json.Marshaler].
func (e Event) MarshalJSON() ([]byte, error) {
	doc := struct {
		At         time.Time      `json:"at"`
		Type       EventType      `json:"type"`
		From       Party          `json:"from,omitempty"`
		NeedsReply *bool          `json:"needs_reply,omitempty"`
		By         string         `json:"by,omitempty"`
		Team       string         `json:"team,omitempty"`
		Channel    string         `json:"channel,omitempty"`
		Set        map[string]any `json:"set,omitzero"`
		Name       string         `json:"name,omitempty"`
		Reason     string         `json:"reason,omitempty"`
		ID         string         `json:"id,omitempty"`
	}{At: e.At.UTC(), Type: e.Type, From: e.From, By: e.By, Team: e.Team, Channel: e.Channel, Set: e.Set, Name: e.Name, Reason: e.Reason, ID: e.ID}
	if e.NoReply {
		doc.NeedsReply = new(false)
	}
	return json.Marshal(doc)
}

// equal reports whether e and other are the same event.
func (e *Event) equal(other *Event) bool {
	return e.At.Equal(other.At) && e.Type == other.Type && e.ID == other.ID &&
		e.By == other.By && e.Team == other.Team && e.Channel == other.Channel &&
		e.From == other.From && e.NoReply == other.NoReply &&
		e.Name == other.Name && e.Reason == other.Reason &&
		maps.EqualFunc(e.Set, other.Set, equalAttributes)
}

// equalAttributes reports whether two valid attributes are the same value.
func equalAttributes(a, b any) bool {
	if a == nil || b == nil {
		return a == b
	}
	v, _ := value.Of(a)
	w, _ := value.Of(b)
	return v.Equal(&w)
}
