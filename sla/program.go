package sla

import (
	"maps"
	"math/bits"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// A program is a compiled configuration. It is immutable.
type program struct {
	statuses      map[string]policy.Category
	otherStatuses policy.Category
	match         policy.Match
	onChange      policy.OnChange
	nextOpen      bool // policy.AtNextOpen
	history       int  // see settle

	slots          map[string]int // of the fields that the configuration reads
	attributes     []attribute    // those that are attributes; the status is the first
	fieldNames     []string       // by slot
	readsCreatedAt bool
	readsEvent     bool // the fields of an event

	triggers [factCount][]trigger // by the bit of the fact that they are named for

	whenReads   slotSet        // what the conditions of policies read
	choiceReads slotSet        // what the choices of targets read
	pauseReads  slotSet        // what the conditions for pausing read
	timed       bool           // a policy is effective for a time only
	daysAnew    bool           // a target counts business days from whenever it is looked at
	unused      []string       // names of metrics that no policy has a target for
	metricOrder map[string]int // by name, of metrics
	metrics     []metric       // those that a policy has a target for, in metric order
	policies    []compiledPolicy
	lanes       []*laneProgram
	regexps     map[string]*regexp.Regexp
	calendars   []*businesshours.Calendar // of targets
	pauseKeys   []string                  // what tells them apart
	pauses      []condition               // the different conditions for pausing; the first is none
}

// An attribute is one that the configuration reads.
type attribute struct {
	name string
	slot int
}

// A metric is what of a policy.Metric is not triggers.
type metric struct {
	name    string
	repeat  bool
	resumes bool // an ended clock may be opened again
}

// A trigger is a compiled policy.Trigger of a metric.
type trigger struct {
	metric int
	role   role
	on     string // as it is written
	name   string // of factCustom
	slot   int    // of factSet
	when   condition
}

// A role is what a trigger does to the clock of its metric. A metric has a set of
// the roles that an event fires.
type role uint8

const (
	roleStart role = 1 << iota
	roleStop
	roleCancel
	roleResume
)

// A fact is something that an event is or brought about: what triggers are named
// for. An event has a set of them.
type fact uint16

const (
	factCreated fact = 1 << iota
	factCreatedByCustomer
	factCreatedByAgent
	factCreatedByBot
	factCreatedByThirdParty
	factCustomerMessage // that needs a reply
	factAgentMessage
	factBotMessage
	factThirdPartyMessage
	factNote
	factCustom
	factSet
	factResolved
	factReopened
	factThanks    // a customer's message that needs no reply; no trigger is named for it
	factCancelled // nor for this

	factCount = iota
)

// facts are those of triggers without a name of their own.
var facts = map[string]fact{
	"created": factCreated, "created:customer": factCreatedByCustomer, "created:agent": factCreatedByAgent,
	"created:bot": factCreatedByBot, "created:third_party": factCreatedByThirdParty,
	"message:customer": factCustomerMessage, "message:agent": factAgentMessage,
	"message:bot": factBotMessage, "message:third_party": factThirdPartyMessage,
	"note": factNote, "resolved": factResolved, "reopened": factReopened,
}

type compiledPolicy struct {
	id        string
	when      condition
	effective policy.Effective
	targets   []*target // by metric; nil for none
}

// A target is a compiled policy.Target.
type target struct {
	policy   int
	metric   int
	within   choice[time.Duration]
	days     *businesshours.BusinessDays // nil: within
	schedule choice[*businesshours.Calendar]
	pause    int // of program.pauses
	steps    []step
}

// A step is a compiled policy.Escalation.
type step struct {
	name  string
	nth   int // of the steps before it, those of the same name
	at    policy.Threshold
	every time.Duration
	times int
}

// A choice is a value, or one picked by the text in a slot.
type choice[T comparable] struct {
	value  T   // the value, or the default
	by     int // -1: always the value
	values map[string]T
}

// pick returns the value for the fields, or zero if there is none.
func (c *choice[T]) pick(fields []value.Value) T {
	if c.by >= 0 && fields[c.by].Kind == value.Text {
		if v, ok := c.values[fields[c.by].Text]; ok {
			return v
		}
	}
	return c.value
}

// all returns all values that there may be, in no order.
func (c *choice[T]) all() (values []T) {
	var none T
	if c.value != none {
		values = append(values, c.value)
	}
	for _, v := range c.values {
		values = append(values, v)
	}
	return values
}

// compile compiles a configuration that is valid.
func compile(cfg *policy.Config, set *businesshours.Set) *program {
	p := &program{
		match:       cfg.Match,
		onChange:    cfg.OnChange,
		nextOpen:    cfg.ExactFit == policy.AtNextOpen,
		slots:       make(map[string]int),
		attributes:  []attribute{{policy.Status, slotStatus}},
		regexps:     make(map[string]*regexp.Regexp),
		pauses:      make([]condition, 1),
		pauseKeys:   make([]string, 1),
		metricOrder: make(map[string]int),
	}
	p.statuses = maps.Clone(cfg.Statuses)
	if p.statuses == nil {
		p.statuses = policy.DefaultStatuses()
	}
	p.otherStatuses = p.statuses[policy.OtherStatuses]
	for slot, field := range fixedFields {
		p.slots[field] = slot
		p.fieldNames = append(p.fieldNames, field)
	}
	pauses := map[string]int{"": 0} // by key
	pause := func(c *policy.Condition) int {
		k := key(c)
		i, ok := pauses[k]
		if !ok {
			i = len(p.pauses)
			pauses[k] = i
			p.pauses = append(p.pauses, p.condition(c, set))
			p.pauseReads |= p.pauses[i].reads
			p.pauseKeys = append(p.pauseKeys, k)
		}
		return i
	}

	var used []policy.NamedMetric
	for _, m := range cfg.AllMetrics() {
		if !slices.ContainsFunc(cfg.Policies, func(q policy.Policy) bool { _, ok := q.Targets[m.Name]; return ok }) {
			p.unused = append(p.unused, m.Name)
			continue // no clock of it could ever have a target
		}
		p.metricOrder[m.Name] = len(used)
		used = append(used, m)
		k := len(p.metrics)
		p.metrics = append(p.metrics, metric{m.Name, m.Repeat, len(m.Resume) > 0})
		p.addTriggers(k, roleStart, m.Start, set)
		p.addTriggers(k, roleStop, m.Stop, set)
		p.addTriggers(k, roleCancel, m.Cancel, set)
		p.addTriggers(k, roleResume, m.Resume, set)
	}
	for i, q := range cfg.Policies {
		c := compiledPolicy{id: q.ID, when: p.condition(q.When, set), effective: q.Effective, targets: make([]*target, len(used))}
		for k, m := range used {
			t, ok := q.Targets[m.Name]
			if !ok {
				continue
			}
			c.targets[k] = p.target(i, k, q, t, set)
			c.targets[k].pause = pause(m.Pause)
			if t.Pause != nil {
				c.targets[k].pause = pause(t.Pause)
			}
		}
		p.whenReads |= c.when.reads
		p.timed = p.timed || c.effective != (policy.Effective{})
		p.policies = append(p.policies, c)
	}
	p.numberCalendars()
	every := make([]int, len(p.policies))
	for i := range every {
		every[i] = i
		if p.match == policy.MatchEach {
			p.addLane(every[i : i+1])
		}
	}
	if p.match != policy.MatchEach {
		p.addLane(every)
	}
	p.history = p.historyOf()
	return p
}

// numberCalendars lists the calendars that targets may use, by name.
func (p *program) numberCalendars() {
	for i := range p.policies {
		for _, t := range p.policies[i].targets {
			if t != nil {
				p.calendars = append(p.calendars, t.schedule.all()...)
			}
		}
	}
	slices.SortFunc(p.calendars, func(a, b *businesshours.Calendar) int { return strings.Compare(a.Name(), b.Name()) })
	p.calendars = slices.Compact(p.calendars)
}

// attributeSlot returns the slot of an attribute, or -1 if nothing reads it. Where
// there are few, to compare is faster than to look up.
func (p *program) attributeSlot(name string) int {
	if len(p.attributes) > few {
		if slot, ok := p.slots[name]; ok && (slot >= fixedSlots || slot == slotStatus) {
			return slot
		}
		return -1
	}
	for i := range p.attributes {
		if p.attributes[i].name == name {
			return p.attributes[i].slot
		}
	}
	return -1
}

// slot returns the slot of a field.
func (p *program) slot(field string) int {
	slot, ok := p.slots[field]
	if !ok {
		slot = len(p.slots)
		p.slots[field] = slot
		p.fieldNames = append(p.fieldNames, field)
		p.attributes = append(p.attributes, attribute{field, slot})
	}
	p.readsCreatedAt = p.readsCreatedAt || slot == slotCreatedAt
	return slot
}

// addTriggers adds triggers of a metric to those of the facts that they are named
// for.
func (p *program) addTriggers(metric int, role role, list []policy.Trigger, set *businesshours.Set) {
	for _, t := range list {
		c := trigger{metric: metric, role: role, on: t.On, when: p.condition(t.If, set)}
		of, ok := facts[t.On]
		if kind, arg, _ := strings.Cut(t.On, ":"); !ok && kind == "custom" {
			of, c.name = factCustom, arg
		} else if !ok {
			of, c.slot = factSet, p.slot(arg)
		}
		p.readsEvent = p.readsEvent || c.when.reads.meets(eventSlots)
		i := bits.TrailingZeros16(uint16(of))
		p.triggers[i] = append(p.triggers[i], c)
	}
}

func (p *program) target(i, k int, q policy.Policy, t policy.Target, set *businesshours.Set) *target {
	calendar := func(name string) *businesshours.Calendar {
		c, _ := set.Calendar(name)
		return c
	}
	c := &target{policy: i, metric: k, within: compileChoice(p, t.Within, func(d time.Duration) time.Duration { return d })}
	if d := t.BusinessDays; d != nil {
		p.daysAnew = p.daysAnew || p.onChange == policy.Restart
		c.days = &businesshours.BusinessDays{Days: d.Days}
		if d.At != "" {
			c.days.At, _ = businesshours.ParseTimeOfDay(d.At)
		}
		if d.Cutoff != "" {
			c.days.HasCutoff = true
			c.days.Cutoff, _ = businesshours.ParseTimeOfDay(d.Cutoff)
		}
	}
	schedule := q.Schedule
	if !t.Schedule.IsZero() {
		schedule = t.Schedule
	}
	if schedule.IsZero() {
		schedule = policy.Use(businesshours.Always)
	}
	c.schedule = compileChoice(p, schedule, calendar)
	for _, e := range q.Steps(t) {
		at, _ := policy.ParseThreshold(e.At)
		c.steps = append(c.steps, step{name: e.Label, nth: e.Nth, at: at, every: e.Every, times: e.Times})
	}
	return c
}

func compileChoice[T time.Duration | string, U comparable](p *program, c policy.Choice[T], of func(T) U) choice[U] {
	var none T
	if c.By == "" {
		out := choice[U]{by: -1}
		if c.Value != none {
			out.value = of(c.Value)
		}
		return out
	}
	p.choiceReads.add(p.slot(c.By))
	out := choice[U]{by: p.slot(c.By), values: make(map[string]U, len(c.Values))}
	if c.Default != none {
		out.value = of(c.Default)
	}
	for text, v := range c.Values {
		out.values[text] = of(v)
	}
	return out
}
