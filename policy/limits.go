package policy

import (
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/threshold"
	"github.com/punctualgo/punctual/internal/value"
)

// Limits of a configuration. They are generous for what people write, and keep
// what is computed from it bounded.
const (
	MaxConfigSize       = 1 << 20         // bytes of JSON
	MaxNesting          = strict.MaxDepth // objects and lists within each other: 32
	MaxPolicies         = 1_000
	MaxMetrics          = 64            // of one's own
	MaxConditions       = 256           // nodes of the conditions of a policy, or of a metric
	MaxAllConditions    = 20_000        // nodes of all conditions
	MaxList             = value.MaxList // elements of a list: 1,000
	MaxAllValues        = 50_000        // elements of all lists to compare with, values of all choices, and of declared fields
	MaxText             = value.MaxText // bytes of a text in a condition or choice: 1,024
	MaxRegexpProgram    = 1_100         // instructions that a regular expression compiles to
	MaxRegexpRanges     = 5_000         // ranges of characters in it; \pL has some 650
	MaxAllRegexps       = 8_192         // bytes of all different expressions
	MaxAllPrograms      = 10_000        // instructions that they compile to
	MaxChoiceDepth      = 4             // choices within each other: a choice of targets, and of what they have
	MaxAllTargets       = 20_000        // those of policies, and those to choose from
	MaxFields           = 1_000         // that are declared
	MaxEscalations      = 64            // steps of a policy, of a target, or under a name
	MaxNamedEscalations = 1_000
	MaxAllSteps         = 20_000 // escalation steps in all
	MaxTimes            = 1_000  // repeats of an escalation step
	MaxBusinessDays     = 3_650
	MaxAllowance        = threshold.MaxOffset // 10 years of open time
	MaxStatuses         = 1_000
	MaxFieldName        = strict.MaxFieldName // bytes

	maxAllowanceText = "87600h (10 years)"
)
