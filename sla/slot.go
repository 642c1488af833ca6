package sla

import "github.com/punctualgo/punctual/policy"

// The fields that a configuration reads are numbered. Their numbers are called slots. Computed
// fields and fields of events come first.
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

// isAttribute reports whether a slot belongs to an attribute.
func isAttribute(slot int) bool { return slot == slotStatus || slot >= fixedSlots }

// A slotSet is a set of slots. Slots from 63 on share one bit. So meets and has may report true
// for slots that are not in the set, but never false for slots that are.
type slotSet uint64

const (
	eventSlots    slotSet = 1<<slotEventBy | 1<<slotEventTeam | 1<<slotEventChannel
	computedSlots slotSet = 1<<slotCategory | 1<<slotResponded | 1<<slotUnanswered
	allSlots      slotSet = 1<<64 - 1
)

func (s *slotSet) add(slot int)            { *s |= 1 << min(slot, 63) }
func (s slotSet) meets(other slotSet) bool { return s&other != 0 }
func (s slotSet) has(slot int) bool        { return s&(1<<min(slot, 63)) != 0 }
