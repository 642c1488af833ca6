package sla

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// Limits of an issue.
const (
	MaxEvents      = 100_000
	MaxAttributes  = 256     // at creation, and set by one update
	MaxTransitions = 200_000 // of a result; an evaluation that would have more fails
)

// An Error is one problem of a document. It has three fields: Path, the field at
// fault, such as "events[3].set.priority"; Line, its line from 1, where the document
// was read from text; and Err, what is wrong and what was expected.
type Error = strict.Error

// check reports every problem of an issue that does not need a configuration to be
// seen. It allocates nothing for an issue that has none.
func (i *Issue) check() error {
	var v strict.Problems
	checkText(&v, "id", i.ID)
	checkInstant(&v, "created_at", i.CreatedAt)
	if i.CreatedBy != "" && !i.CreatedBy.known() {
		v.Add("created_by", "unknown party %s", strict.Quote(string(i.CreatedBy)))
	}
	checkAttributes(&v, "attributes", i.Attributes, false)
	if len(i.Events) > MaxEvents {
		v.Add("events", "%d events are more than %d", len(i.Events), MaxEvents)
		return v.Err()
	}
	for n := range i.Events {
		e := &i.Events[n]
		if err := e.check(); err != nil {
			v.AddError(strict.Index("events", n), err)
		}
		if e.At.Before(i.CreatedAt) {
			v.Add(strict.Index("events", n)+".at", "event at %s is before the creation at %s", format(e.At), format(i.CreatedAt))
		}
	}
	return v.Err()
}

func format(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

func (p Party) known() bool {
	switch p {
	case Customer, Agent, Bot, ThirdParty:
		return true
	}
	return false
}

// check reports every problem of an event that can be seen in it alone.
func (e *Event) check() error {
	var v strict.Problems
	checkInstant(&v, "at", e.At)
	checkText(&v, "id", e.ID)
	checkText(&v, "by", e.By)
	checkText(&v, "team", e.Team)
	checkText(&v, "channel", e.Channel)
	only := func(field string, given bool, of EventType) {
		if given && e.Type != of {
			v.Add(field, "is a field of %q events only", of)
		}
	}
	only("from", e.From != "", Message)
	only("needs_reply", e.NoReply, Message)
	only("set", e.Set != nil, Update)
	only("name", e.Name != "", Custom)
	only("reason", e.Reason != "", Cancel)
	switch e.Type {
	case Message:
		if e.From == "" {
			v.Add("from", "is required: customer, agent, bot or third_party")
		} else if !e.From.known() {
			v.Add("from", "unknown party %s", strict.Quote(string(e.From)))
		}
		if e.NoReply && e.From != Customer {
			v.Add("needs_reply", "is a field of a customer's message only")
		}
	case Update:
		if e.Set == nil {
			v.Add("set", "is required: the attributes that the update sets")
		}
		checkAttributes(&v, "set", e.Set, true)
	case Custom:
		if err := strict.CheckName(e.Name); err != nil {
			v.Add("name", "%w", err)
		}
	case Cancel:
		checkText(&v, "reason", e.Reason)
	case Note:
	case "":
		v.Add("type", "is required: message, update, note, custom or cancel")
	default:
		v.Add("type", "unknown type of event %s", strict.Quote(string(e.Type)))
	}
	return v.Err()
}

func checkText(v *strict.Problems, field, s string) {
	if err := strict.CheckText(s); err != nil {
		v.Add(field, "%w", err)
	}
}

func checkInstant(v *strict.Problems, field string, t time.Time) {
	switch {
	case t.IsZero():
		v.Add(field, "is required")
	case t.Before(businesshours.Earliest) || t.After(businesshours.Latest):
		v.Add(field, "%s is not from 1900-01-01 to 2190-01-01", format(t))
	}
}

func checkAttributes(v *strict.Problems, field string, values map[string]any, remove bool) {
	if len(values) > MaxAttributes {
		v.Add(field, "%d attributes are more than %d", len(values), MaxAttributes)
		return
	}
	bad := false
	for name, x := range values {
		bad = bad || checkAttribute(name, x, remove) != nil
	}
	if !bad {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if err := checkAttribute(name, values[name], remove); err != nil {
			v.Add(strict.Key(field, name), "%w", err)
		}
	}
}

func checkAttribute(name string, x any, remove bool) error {
	if err := policy.CheckField(name); err != nil {
		return err
	}
	if policy.IsComputed(name) {
		return fmt.Errorf("%s is computed and cannot be set", strict.Quote(name))
	}
	if x == nil && remove {
		return nil
	}
	val, err := value.Of(x)
	if err == nil && name == policy.Status && val.Kind != value.Text {
		err = fmt.Errorf("status must be a text")
	}
	return err
}
