package sla

import (
	"slices"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// A program is a compiled configuration. It is immutable.
type program struct {
	match    policy.Match
	onChange changeRule

	statuses      lookup[category]
	otherStatuses category // of all others

	// The fields that the configuration reads.
	slots          lookup[int] // by name
	fieldNames     []string    // by slot
	attributes     []int       // slots of attributes
	readsCreatedAt bool
	readsEvent     bool // a condition reads fields of events
	searches       int  // the number of different searches for regular expressions

	// Metrics that a policy has a target for, in metric order, and their triggers.
	metrics  []metric
	unused   []string             // names of the other metrics
	triggers [factCount][]trigger // by bit of the fact they are named for
	customs  map[string][]trigger // for custom events, by name
	sets     map[int][]trigger    // for attributes that are set, by slot
	heeded   fact                 // all facts that any trigger is named for
	effects  [factCount][]effect  // by bit of the fact, then computed state: what its triggers do; nil if they read anything else

	pauses    []condition // the distinct pause conditions; the first stands for having none
	pauseKeys []string    // by pause condition: its conditionKey

	policies  []compiledPolicy
	lanes     []*laneProgram
	calendars []*businesshours.Calendar // those of targets, sorted by name
	bounds    []instant                 // instants at which a policy starts or stops being effective, in order
	history   int                       // see planSettling

	// The fields that an event must change to have an effect.
	whenReads   slotSet // read by the conditions of policies
	choiceReads slotSet // read by choices of targets and by targets until a field
	pauseReads  slotSet // read by pause conditions
	daysAnew    bool    // business days count from the event, so any event may bring a target into force
}

// A metric is a compiled policy.Metric without its triggers.
type metric struct {
	name    string
	repeat  bool
	resumes bool // it has resume triggers
}

// A trigger is a compiled policy.Trigger.
type trigger struct {
	metric int
	action action
	on     string // its name as written in the configuration
	when   condition
}

// An action is what a trigger does to the clock of its metric. An action may also be a set of
// actions.
type action uint8

const (
	actionStart action = 1 << iota
	actionStop
	actionCancel
	actionResume
)

// An effect is the actions of the triggers that fire: combined, and by metric.
type effect struct {
	all     action
	actions []action
}

// A compiledPolicy is a compiled policy.Policy.
type compiledPolicy struct {
	id, name  string
	when      condition
	whenKey   string // its conditionKey
	effective stretch
	targets   []targets // by metric
}

// The targets of a policy for a metric.
type targets struct {
	choice choice[*target] // picks nil for no target
	all    []*target       // the targets that choice may pick
	lists  []*stepList     // their lists of steps
}

// picks returns how the choices of the targets are made for the given fields.
func (t *targets) picks(fields []value.Value) []pick {
	picks := t.choice.pickFor(nil, "target", fields)
	if one := t.choice.pick(fields); one != nil {
		picks = one.picks(picks, fields)
	}
	return picks
}

// A laneProgram is the compiled, immutable part of a lane.
type laneProgram struct {
	policies []int
	index    policyIndex
	metrics  []int       // the metrics that one of the policies has a target for
	clockOf  []int       // by metric: its index in metrics and lane.clocks
	pasts    [][]pastFor // by metric: the accounts that policies may need
}

// A changeRule is what policy.OnChange means for a clock that gets a different target.
type changeRule struct {
	keeps    bool // the clock keeps its first target for good
	recounts bool // it has counted what it would have counted under the new target since its start
	restarts bool // it has counted nothing, and business days count from the change
}

// changeRules is the only place that says what each mode does. A mode with no rule carries over:
// the clock keeps what it has counted.
var changeRules = map[policy.OnChange]changeRule{
	"":                 {recounts: true},
	policy.Recalculate: {recounts: true},
	policy.CarryOver:   {},
	policy.Restart:     {restarts: true},
	policy.Keep:        {keeps: true, recounts: true},
}

// countsFrom returns the instant from which a target counts if it takes over at an instant.
func (r changeRule) countsFrom(start, at instant) instant {
	if r.restarts {
		return at
	}
	return start
}

// category returns the category of a status, or noCategory if it has none.
func (p *program) category(status string) category {
	if c, ok := p.statuses.find(status); ok {
		return c
	}
	return p.otherStatuses
}

// boundAfter returns the next instant at which a policy starts or stops being effective, or
// endOfTime.
func (p *program) boundAfter(at instant) instant {
	if i, _ := slices.BinarySearch(p.bounds, at+1); i < len(p.bounds) {
		return p.bounds[i]
	}
	return endOfTime
}
