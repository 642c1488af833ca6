package policy

import (
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/threshold"
	"github.com/punctualgo/punctual/internal/value"
)

// Limits of a configuration. They leave ample room for what people write, and bound the
// time and memory that reading, validating and compiling it can take.
const (
	MaxConfigSize = 1 << 20         // bytes of JSON
	MaxNesting    = strict.MaxDepth // objects and lists in each other: 32
	MaxPolicies   = 1_000
	MaxMetrics    = 64 // in Config.Metrics
	MaxStatuses   = 1_000
	MaxFields     = 1_000               // declared
	MaxFieldName  = strict.MaxFieldName // bytes
	MaxText       = value.MaxText       // bytes of a name, or of a text in a condition or choice: 1,024
	MaxList       = value.MaxList       // elements of a list, and values of a choice or field: 1,000

	MaxConditions    = 256    // nodes of the conditions of one policy, or of one metric
	MaxAllConditions = 20_000 // nodes of all conditions

	// MaxAllValues bounds the elements of all lists to compare with and the values of all
	// choices and fields together.
	MaxAllValues = 50_000

	MaxRegexpProgram = 1_100  // instructions that a regular expression compiles to
	MaxRegexpRanges  = 5_000  // ranges of characters in one; \pL has some 650
	MaxAllRegexps    = 8_192  // bytes of all different ones
	MaxAllPrograms   = 10_000 // instructions that these compile to

	// MaxAllTargets bounds the targets of all policies together. A choice of targets
	// counts as one, and so does each target that it picks from.
	MaxAllTargets = 20_000

	// MaxChoiceDepth bounds how many choices may be in each other. A choice of times or
	// schedules in a target counts on from the choices of targets around it.
	MaxChoiceDepth = 4

	MaxAllowance    = threshold.MaxOffset // 87,600 hours, which is 10 years, of open time
	MaxBusinessDays = 3_650

	MaxEscalations      = 64     // steps of one list
	MaxNamedEscalations = 1_000  // lists in Config.Escalations
	MaxAllSteps         = 20_000 // steps of all lists
	MaxTimes            = 1_000  // repeats of a step
	MaxAllActions       = 20_000 // actions of all steps
	MaxAllActionValues  = 50_000 // fields of objects and elements of lists in all actions
	MaxActionText       = 64_000 // bytes of the names and texts in one action

	maxAllowanceText = "87600h (10 years)"
)
