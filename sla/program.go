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
	attributes     []int       // the slots of attributes
	readsCreatedAt bool
	readsEvent     bool // the fields of an event
	searches       int  // how many different searches for regular expressions there are

	// Metrics that a policy has a target for, in metric order, and their triggers.
	metrics  []metric
	unused   []string             // names of the other metrics
	triggers [factCount][]trigger // by the bit of the fact that they are named for
	customs  map[string][]trigger // for custom events, by name
	sets     map[int][]trigger    // for attributes that are set, by slot
	heeded   fact                 // all facts that triggers are named for
	effects  [factCount][]effect  // what the triggers of a fact do, by computed state, if they read nothing else; else nil

	pauses    []condition // the different pause conditions; the first is none
	pauseKeys []string    // the texts that tell them apart

	policies  []compiledPolicy
	lanes     []*laneProgram
	calendars []*businesshours.Calendar // of targets, by name
	bounds    []instant                 // at which a policy begins or ceases to be effective, in order
	history   int                       // see settle

	// What an event must change for something to follow from it.
	whenReads   slotSet // what the conditions of policies read
	choiceReads slotSet // what the choices of targets, and targets until a field, read
	pauseReads  slotSet // what the pause conditions read
	daysAnew    bool    // targets in business days count from the present: any event may bring one into force
}

// A metric is the part of a policy.Metric that is not triggers.
type metric struct {
	name    string
	repeat  bool
	resumes bool // an ended clock may be opened again
}

// A trigger is a compiled policy.Trigger of a metric.
type trigger struct {
	metric int
	action action
	on     string // as it is written
	when   condition
}

// An action is what a trigger does to the clock of its metric. A set of actions is one
// value, too.
type action uint8

const (
	actionStart action = 1 << iota
	actionStop
	actionCancel
	actionResume
)

// An effect is the actions of triggers that fire: all together, and by metric.
type effect struct {
	all     action
	actions []action
}

// A compiledPolicy is a compiled policy.Policy.
type compiledPolicy struct {
	id        string
	when      condition
	whenKey   string // the text that tells it apart from others
	effective stretch
	targets   []targets // by metric
}

// The targets of a policy for a metric.
type targets struct {
	choice choice[*target] // nil is no target
	all    []*target       // those that it may pick
	lists  []*stepList     // those that they have
}

// picks returns how the choices of a target are made for some fields.
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
	metrics  []int       // those for which one of the policies has a target
	clockOf  []int       // by metric: its index in metrics
	pasts    [][]pastFor // by metric: the accounts that its clocks may be asked for
}

// A changeRule is what policy.OnChange means for a clock that gets another target.
type changeRule struct {
	keeps    bool // it keeps its first target for good
	recounts bool // it has counted what it would have under the new target since its start
	restarts bool // it has counted nothing, and business days begin anew
}

// changeRules are the one place for what each mode does. What none of the three says
// carries over: the clock has counted what it has counted.
var changeRules = map[policy.OnChange]changeRule{
	"":                 {recounts: true},
	policy.Recalculate: {recounts: true},
	policy.CarryOver:   {},
	policy.Restart:     {restarts: true},
	policy.Keep:        {keeps: true, recounts: true},
}

// countsFrom returns the instant from which a target counts that takes over a clock.
func (r changeRule) countsFrom(start, at instant) instant {
	if r.restarts {
		return at
	}
	return start
}

// category returns the category of a status, or noCategory if it is not mapped.
func (p *program) category(status string) category {
	if c, ok := p.statuses.find(status); ok {
		return c
	}
	return p.otherStatuses
}

// boundAfter returns the next instant at which a policy begins or ceases to be effective.
func (p *program) boundAfter(at instant) instant {
	if i, _ := slices.BinarySearch(p.bounds, at+1); i < len(p.bounds) {
		return p.bounds[i]
	}
	return endOfTime
}
