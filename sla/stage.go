package sla

import (
	"slices"

	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// A category is a policy.Category, as a number.
type category uint8

const (
	noCategory category = iota
	categoryOpen
	categoryPending
	categoryHold
	categoryResolved
)

var categories = [...]policy.Category{"", policy.Open, policy.Pending, policy.Hold, policy.Resolved}

func categoryOf(c policy.Category) category { return category(slices.Index(categories[:], c)) }

// A stage is the fields that follow from the events so far, as a number: the category, and
// whether the issue is responded and unanswered.
type stage uint8

// Its bits are those slots in their order, and above them the category.
const (
	stageResponded stage = 1 << iota
	stageUnanswered
	stageCategory

	stageCount = stageCategory * stage(len(categories))
)

const stageSlots slotSet = 1<<slotCategory | 1<<slotResponded | 1<<slotUnanswered

func (s stage) category() category { return category(s / stageCategory) }

// withCategory returns s with another category.
func (s stage) withCategory(c category) stage { return s%stageCategory + stageCategory*stage(c) }

// withBool returns s with another value of slotResponded or slotUnanswered.
func (s stage) withBool(slot int, b bool) stage {
	flag := stageResponded << (slot - slotResponded)
	if s &^= flag; b {
		s |= flag
	}
	return s
}

// put sets the fields that s stands for.
func (s stage) put(fields []value.Value) {
	fields[slotCategory] = value.OfText(string(categories[s.category()]))
	fields[slotResponded] = value.OfBool(s&stageResponded != 0)
	fields[slotUnanswered] = value.OfBool(s&stageUnanswered != 0)
}

// A stageSet is a set of stages.
type stageSet uint32

func (set stageSet) has(s stage) bool { return set>>s&1 != 0 }

// stagesOf returns the stages in which a condition holds that reads nothing else.
func stagesOf(c *condition) (set stageSet) {
	fields := make([]value.Value, fixedSlots)
	for s := range stageCount {
		if s.put(fields); c.holds(fields) {
			set |= 1 << s
		}
	}
	return set
}
