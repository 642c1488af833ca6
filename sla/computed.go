package sla

import (
	"slices"

	"github.com/punctualgo/punctual/policy"
)

// A category is a policy.Category as a number.
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

// A computedState packs the computed fields that events change into one small number: the status
// category, and whether the issue is responded and unanswered.
type computedState uint8

const (
	stateResponded computedState = 1 << iota
	stateUnanswered
	stateCategory // this bit and those above it are the category

	stateCount = stateCategory * computedState(len(categories))
)

func (s computedState) category() category { return category(s / stateCategory) }

// withCategory returns s with its category replaced.
func (s computedState) withCategory(c category) computedState {
	return s%stateCategory + stateCategory*computedState(c)
}

// A computedSet is a set of computed states.
type computedSet uint32

func (set computedSet) has(s computedState) bool { return set>>s&1 != 0 }
