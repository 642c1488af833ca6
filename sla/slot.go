package sla

import "github.com/punctualgo/punctual/policy"

// The fields that a configuration reads have numbers, called slots. The computed fields
// and those of an event come first.
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

// A slotSet is a set of slots. Slots from 63 on share one bit, so that two sets may seem to
// meet that do not; but two that meet always do.
type slotSet uint64

const (
	eventSlots    slotSet = 1<<slotEventBy | 1<<slotEventTeam | 1<<slotEventChannel
	computedSlots slotSet = 1<<slotCategory | 1<<slotResponded | 1<<slotUnanswered
	allSlots      slotSet = 1<<64 - 1
)

func (s *slotSet) add(slot int)            { *s |= 1 << min(slot, 63) }
func (s slotSet) meets(other slotSet) bool { return s&other != 0 }
func (s slotSet) has(slot int) bool        { return s&(1<<min(slot, 63)) != 0 }
