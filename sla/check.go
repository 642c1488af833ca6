package sla

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/problem"
)

// Limits of an issue.
const (
	MaxEvents     = 100_000
	MaxAttributes = 256 // at creation, and in each update
)

// An Error is one problem of a document: its path, its line if the document was text, and what
// is wrong. All packages use the same type.
type Error = problem.Error

// checkHead reports the problems of an issue other than those of its events, and appends
// its attributes to p.changes.
func (p *preparation) checkHead(issue *Issue) error {
	var v strict.Problems
	checkText(&v, "id", issue.ID)
	checkInstant(&v, "created_at", issue.CreatedAt)
	if factOfCreation(issue.CreatedBy) == 0 {
		v.Add("created_by", unknownParty, strict.Quote(string(issue.CreatedBy)))
	}
	p.checkAttributes(&v, "attributes", issue.Attributes, refusesNull)
	if p.program.category(policy.NewStatus) == noCategory {
		if _, ok := issue.Attributes[policy.Status]; !ok {
			v.Add("attributes.status", "is absent, which means \"new\", but %w", unmapped(policy.NewStatus))
		}
	}
	if len(issue.Events) > MaxEvents {
		v.Add("events", "%d events are more than %d", len(issue.Events), MaxEvents)
	}
	return v.Err()
}

// checkEvent reports the problems of an event, fills in its moment, and appends what it sets
// to p.changes.
func (p *preparation) checkEvent(m *moment, e *Event) error {
	var v strict.Problems
	m.at, m.facts, m.first = never, 0, len(p.changes)
	if !businesshours.InRange(e.At) {
		checkInstant(&v, "at", e.At)
	} else if m.at = instantOf(e.At); m.at < p.created {
		v.Add("at", "event at %s is before the creation at %s", format(e.At), format(p.created.time()))
	}
	if len(e.ID)|len(e.By)|len(e.Team)|len(e.Channel) != 0 { // many events have none
		checkText(&v, "id", e.ID)
		checkText(&v, "by", e.By)
		checkText(&v, "team", e.Team)
		checkText(&v, "channel", e.Channel)
	}
	switch e.Type {
	case Message:
		m.facts = factOfMessage(e.From)
		if m.facts == 0 && e.From == "" {
			v.Add("from", "is required: customer, agent, bot or third_party")
		} else if m.facts == 0 {
			v.Add("from", unknownParty, strict.Quote(string(e.From)))
		}
		if e.NoReply {
			if m.facts != factCustomerMessage {
				v.Add("needs_reply", "is a field of a customer's message only")
			}
			m.facts = factThanks
		}
	case Update:
		m.facts = factSet
		if e.Set == nil {
			v.Add("set", "is required: the attributes that the update sets")
		}
		p.checkAttributes(&v, "set", e.Set, removesNull)
	case Custom:
		m.facts = factCustom
		if err := strict.CheckName(e.Name); err != nil {
			v.Add("name", "%w", err)
		}
	case Cancel:
		m.facts = factCancelled
		checkText(&v, "reason", e.Reason)
	case Note:
		m.facts = factNote
	case "":
		v.Add("type", "is required: message, update, note, custom or cancel")
	default:
		v.Add("type", "unknown type of event %s; %s", strict.Quote(string(e.Type)), eventMeant(string(e.Type)))
	}
	checkOnly(&v, e, "from", e.From != "", Message)
	checkOnly(&v, e, "needs_reply", e.NoReply, Message)
	checkOnly(&v, e, "set", e.Set != nil, Update)
	checkOnly(&v, e, "name", e.Name != "", Custom)
	checkOnly(&v, e, "reason", e.Reason != "", Cancel)
	m.end = len(p.changes)
	return v.Err()
}

// eventsMeant are what others call events, and what to write for them.
var eventsMeant = []struct{ words, write string }{
	{"status state priority assign field attribute property tag resolve close solve reopen change", `write {"type": "update", "set": {"status": "…"}}, with the attributes that changed`},
	{"reply response comment answer email public", `write {"type": "message", "from": "agent"}, or from whom it is`},
	{"internal private", `write {"type": "note"}`},
	{"delete spam merge void", `write {"type": "cancel", "reason": "…"}`},
}

// eventMeant says what to write for an event of an unknown type.
func eventMeant(name string) string {
	if near := strict.DidYouMean(name, eventTypes); near != "" {
		return strings.TrimPrefix(near, "; ")
	}
	for _, e := range eventsMeant {
		for word := range strings.FieldsSeq(e.words) {
			if strings.Contains(strings.ToLower(name), word) {
				return e.write
			}
		}
	}
	return "it is message, update, note, custom or cancel"
}

const unknownParty = "unknown party %s; it is customer, agent, bot or third_party"

// checkOnly reports a field that is set, but belongs to events of another type.
func checkOnly(v *strict.Problems, e *Event, field string, given bool, of EventType) {
	if given && e.Type != of {
		addOnly(v, field, of)
	}
}

// addOnly is the rare case of checkOnly, kept apart so that checkOnly is inlined.
func addOnly(v *strict.Problems, field string, of EventType) {
	v.Add(field, "is a field of %q events only", of)
}

func checkText(v *strict.Problems, field, s string) {
	if s != "" {
		checkGiven(v, field, s)
	}
}

func checkGiven(v *strict.Problems, field, s string) {
	if err := strict.CheckText(s); err != nil {
		v.Add(field, "%w", err)
	}
}

func checkInstant(v *strict.Problems, field string, t time.Time) {
	switch {
	case businesshours.InRange(t):
	case t.IsZero():
		v.Add(field, "is required")
	default:
		v.Add(field, "%s is not from 1900-01-01 to 2190-01-01", format(t))
	}
}

// A nullRule says what a null value of an attribute means.
type nullRule bool

const (
	refusesNull nullRule = false // at creation: an attribute has a value
	removesNull nullRule = true  // in an update: it removes the attribute
)

// checkAttributes reports the problems of attributes by name, and appends those that the
// configuration reads to p.changes.
func (p *preparation) checkAttributes(v *strict.Problems, field string, values map[string]any, null nullRule) {
	if len(values) > MaxAttributes {
		v.Add(field, "%d attributes are more than %d", len(values), MaxAttributes)
		return
	}
	before := len(p.changes)
	if slot, x, ok := p.program.lone(values); ok {
		p.changes = another(p.changes)
		if p.program.change(&p.changes[before], slot, x, null) == nil {
			return
		}
		p.changes = p.changes[:before]
	}
	for name, x := range values {
		p.changes = another(p.changes)
		c := &p.changes[len(p.changes)-1]
		if err := p.program.attribute(c, name, x, null); err != nil {
			p.program.reportAttributes(v, field, values, null)
			clear(p.changes[before:])
			p.changes = p.changes[:before]
			return
		}
		if c.slot < 0 {
			*c = change{}
			p.changes = p.changes[:len(p.changes)-1]
		}
	}
}

// lone returns the slot and value of an attribute that is the only one, if the configuration
// reads it, and few others. Most updates set one attribute, and a range over a map takes as
// long as looking up four names: see BenchmarkUpdateOfOneAttribute.
func (p *program) lone(values map[string]any) (slot int, x any, ok bool) {
	if len(values) == 1 && len(p.attributes) <= 4 {
		for _, slot := range p.attributes {
			if x, ok := values[p.fieldNames[slot]]; ok {
				return slot, x, true
			}
		}
	}
	return 0, nil, false
}

// reportAttributes reports the problems of attributes in the order of their names.
func (p *program) reportAttributes(v *strict.Problems, field string, values map[string]any, null nullRule) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if err := p.attribute(new(change), name, values[name], null); err != nil {
			v.Add(strict.Key(field, name), "%w", err)
		}
	}
}

// attribute sets c to the change of an attribute to x. The slot is -1 if the configuration does
// not read the attribute.
func (p *program) attribute(c *change, name string, x any, null nullRule) error {
	slot, ok := p.slots.find(name)
	if !ok || !isAttribute(slot) {
		slot = -1
		if err := strict.CheckField(name); err != nil {
			return err
		}
		if policy.IsComputed(name) {
			return fmt.Errorf("%s is computed and cannot be set", strict.Quote(name))
		}
	}
	return p.change(c, slot, x, null)
}

// change sets c to the change of the attribute with a slot, or of one that nothing reads, to x.
// Removing the status sets it to "new".
func (p *program) change(c *change, slot int, x any, null nullRule) error {
	*c = change{slot: slot}
	if x != nil || null == refusesNull {
		if err := c.value.Set(x); err != nil {
			return err
		}
	}
	if slot != slotStatus {
		return nil
	}
	switch c.value.Kind {
	case value.Text:
	case value.Absent:
		c.value = value.OfText(policy.NewStatus)
	default:
		return fmt.Errorf("status must be a text")
	}
	if c.category = p.category(c.value.Text); c.category == noCategory {
		return unmapped(c.value.Text)
	}
	return nil
}

func unmapped(status string) error {
	return fmt.Errorf("status %s has no category; map it in statuses, or \"*\" for all others", strict.Quote(status))
}
