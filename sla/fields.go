package sla

import (
	"slices"

	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// The fields that a configuration reads have numbers, called slots. The computed
// ones and those of an event are the first.
const (
	slotStatus = iota
	slotCategory
	slotResponded
	slotUnanswered
	slotCreatedAt
	slotCreatedBy
	slotEventBy
	slotEventTeam
	slotEventChannel
	fixedSlots
)

var fixedFields = [fixedSlots]string{
	policy.Status, policy.StatusCategory, policy.Responded, policy.Unanswered, policy.CreatedAt, policy.CreatedBy,
	policy.EventBy, policy.EventTeam, policy.EventChannel,
}

// A slotSet is a set of slots, in which those from 63 on are not told apart. It may
// so say that slots meet which do not, but not the reverse.
type slotSet uint64

const eventSlots slotSet = 1<<slotEventBy | 1<<slotEventTeam | 1<<slotEventChannel

func (s *slotSet) add(slot int)            { *s |= 1 << min(slot, 63) }
func (s slotSet) meets(other slotSet) bool { return s&other != 0 }

// fields are the fields of an issue, as the events so far have left them.
type fields struct {
	program *program
	values  []value.Value // by slot

	// What the last event changed: as a set of slots, and by slot.
	changed      slotSet
	changedSlots []int

	heard    bool // the customer was heard from
	category policy.Category
}

func (f *fields) reset() {
	clear(f.values)
	f.begin()
	f.heard, f.category = false, ""
}

// begin forgets what the last event was.
func (f *fields) begin() {
	f.changed, f.changedSlots = 0, f.changedSlots[:0]
}

// set gives a slot a value, and notes whether that changed it.
func (f *fields) set(slot int, v value.Value) {
	if !f.values[slot].Equal(&v) {
		f.values[slot] = v
		f.changed.add(slot)
		f.changedSlots = append(f.changedSlots, slot)
	}
}

// hasChanged reports whether the last event changed a slot.
func (f *fields) hasChanged(slot int) bool { return slices.Contains(f.changedSlots, slot) }

func (f *fields) setBool(slot int, b bool) {
	f.set(slot, value.OfBool(b))
}

// create sets the fields of a new issue.
func (f *fields) create(issue *Issue, changes []change) {
	by := issue.CreatedBy
	if by == "" {
		by = Customer
	}
	f.set(slotCreatedBy, value.OfText(string(by)))
	if f.program.readsCreatedAt {
		f.set(slotCreatedAt, value.OfText(format(issue.CreatedAt)))
	}
	f.setBool(slotResponded, false)
	f.heard = by == Customer
	f.setBool(slotUnanswered, f.heard)
	f.assign(changes)
	if f.values[slotStatus].Kind == value.Absent {
		f.values[slotStatus] = value.OfText(policy.NewStatus) // implied: no change
	}
	f.categorize()
}

// assign gives attributes their values. A status that is removed is "new".
func (f *fields) assign(changes []change) {
	for i := range changes {
		c := &changes[i]
		if c.slot == slotStatus && c.value.Kind == value.Absent {
			f.set(slotStatus, value.OfText(policy.NewStatus))
			continue
		}
		f.set(c.slot, c.value)
	}
}

// categorize sets the category of the status.
func (f *fields) categorize() {
	f.category = f.program.category(f.values[slotStatus].Text)
	f.set(slotCategory, value.OfText(string(f.category)))
}

// event sets the fields of an event itself.
func (f *fields) event(by, team, channel string) {
	f.values[slotEventBy] = textOrAbsent(by)
	f.values[slotEventTeam] = textOrAbsent(team)
	f.values[slotEventChannel] = textOrAbsent(channel)
}

func textOrAbsent(s string) value.Value {
	if s == "" {
		return value.Value{}
	}
	return value.OfText(s)
}

// message sets what follows from a message.
func (f *fields) message(from Party, needsReply bool) {
	switch from {
	case Customer:
		f.heard = true
		if needsReply {
			f.setBool(slotUnanswered, true)
		}
	case Agent:
		if f.heard {
			f.setBool(slotResponded, true)
		}
		f.setBool(slotUnanswered, false)
	}
}
