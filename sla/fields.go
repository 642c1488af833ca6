package sla

import (
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

// isAttribute reports whether a slot is that of an attribute.
func isAttribute(slot int) bool { return slot == slotStatus || slot >= fixedSlots }

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

	// What the last event changed: as a set of slots, and, if any triggers are named for
	// that, as a list of them.
	changed      slotSet
	changedSlots []int

	stage stage // the computed ones, as they are in values
	heard bool  // the customer was heard from
}

func (f *fields) reset() {
	clear(f.values)
	f.values[slotResponded].Kind, f.values[slotUnanswered].Kind = value.Bool, value.Bool
	f.begin()
	f.stage, f.heard = 0, false
}

// begin forgets what the last event was.
func (f *fields) begin() {
	f.changed, f.changedSlots = 0, f.changedSlots[:0]
}

// note notes that a slot has changed.
func (f *fields) note(slot int) {
	f.changed.add(slot)
	if f.program.heeded&factSet != 0 {
		f.changedSlots = append(f.changedSlots, slot)
	}
}

// enter makes s the stage.
func (f *fields) enter(s stage) {
	other := s ^ f.stage
	f.stage = s
	if other&stageResponded != 0 {
		f.values[slotResponded].Bool = s&stageResponded != 0
		f.changed.add(slotResponded)
	}
	if other&stageUnanswered != 0 {
		f.values[slotUnanswered].Bool = s&stageUnanswered != 0
		f.changed.add(slotUnanswered)
	}
	if other >= stageCategory {
		v := &f.values[slotCategory]
		v.Kind, v.Text = value.Text, string(categories[s.category()])
		f.changed.add(slotCategory)
	}
}

// create sets the fields of a new issue.
func (f *fields) create(issue *Issue, changes []change) {
	by := issue.CreatedBy
	if by == "" {
		by = Customer
	}
	f.values[slotCreatedBy] = value.OfText(string(by))
	if f.program.readsCreatedAt {
		f.values[slotCreatedAt] = value.OfText(format(issue.CreatedAt))
	}
	if by == Customer {
		f.heard = true
		f.enter(stageUnanswered)
	}
	f.assign(changes)
	if f.values[slotStatus].Kind == value.Absent {
		f.values[slotStatus] = value.OfText(policy.NewStatus) // implied: no change
		f.categorize(f.program.category(policy.NewStatus))
	}
}

// assign gives attributes their values, with the status its category, and notes which of
// them that changed.
func (f *fields) assign(changes []change) {
	for i := range changes {
		c := &changes[i]
		v := &f.values[c.slot]
		if v.Equal(&c.value) {
			continue
		}
		*v = c.value
		f.note(c.slot)
		if c.slot == slotStatus {
			f.categorize(c.category)
		}
	}
}

// categorize sets the category of the status.
func (f *fields) categorize(c category) { f.enter(f.stage.withCategory(c)) }

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
func (f *fields) message(facts fact) {
	s := f.stage
	switch facts {
	case factCustomerMessage:
		f.heard = true
		s |= stageUnanswered
	case factThanks:
		f.heard = true
	case factAgentMessage:
		if f.heard {
			s |= stageResponded
		}
		s &^= stageUnanswered
	}
	f.enter(s)
}
