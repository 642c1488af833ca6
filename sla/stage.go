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

// A stage is the computed fields that events change, as a number: the category, and whether
// the issue is responded and unanswered.
type stage uint8

const (
	stageResponded stage = 1 << iota
	stageUnanswered
	stageCategory // the category, from this bit up

	stageCount = stageCategory * stage(len(categories))
)

const stageSlots slotSet = 1<<slotCategory | 1<<slotResponded | 1<<slotUnanswered

func (s stage) category() category { return category(s / stageCategory) }

// withCategory returns s with another category.
func (s stage) withCategory(c category) stage { return s%stageCategory + stageCategory*stage(c) }

// stageOf returns the stage in which fields are, without the category.
func stageOf(fields []value.Value) (s stage) {
	if fields[slotResponded].Bool {
		s |= stageResponded
	}
	if fields[slotUnanswered].Bool {
		s |= stageUnanswered
	}
	return s
}

// A stageSet is a set of stages.
type stageSet uint32

func (set stageSet) has(s stage) bool { return set>>s&1 != 0 }

// stagesOf returns the stages in which a condition holds that reads nothing else.
func (p *program) stagesOf(c *condition) (set stageSet) {
	f := fold{fields: fields{values: make([]value.Value, fixedSlots)}, findings: make([]finding, len(p.searches))}
	f.fields.reset()
	for s := range stageCount {
		if f.fields.enter(s); f.holds(c) {
			set |= 1 << s
		}
	}
	return set
}
