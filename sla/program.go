package sla

import (
	"maps"
	"math/bits"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/steps"
	"github.com/punctualgo/punctual/internal/threshold"
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// A program is a compiled configuration. It is immutable.
type program struct {
	statuses      lookup[category]
	otherStatuses category
	match         policy.Match
	onChange      policy.OnChange
	nextOpen      bool // policy.AtNextOpen
	history       int  // see settle

	slots          lookup[int] // by name, of the fields that the configuration reads
	fieldNames     []string    // by slot
	attributes     []int       // slots of attributes
	readsCreatedAt bool
	readsEvent     bool // the fields of an event

	triggers [factCount][]trigger // by the bit of the fact that they are named for
	customs  map[string][]trigger // of custom events, by name
	sets     map[int][]trigger    // of attributes that are set, by slot
	heeded   fact                 // all facts that there are triggers for
	effects  [factCount][]effect  // by fact, then stage: what its triggers do, if they ask for nothing else; else nil

	whenReads   slotSet        // what the conditions of policies read
	choiceReads slotSet        // what the choices of targets read
	pauseReads  slotSet        // what the conditions for pausing read
	bounds      []instant      // at which a policy begins or ceases to be effective, in order
	daysAnew    bool           // a target counts business days from whenever it is looked at
	unused      []string       // names of metrics that no policy has a target for
	metricOrder map[string]int // by name, of metrics
	metrics     []metric       // those that a policy has a target for, in metric order
	policies    []compiledPolicy
	lanes       []*laneProgram
	regexps     map[string]expression
	searches    map[search]int
	calendars   []*businesshours.Calendar     // of targets
	pauseKeys   []string                      // what tells them apart
	stepLists   map[*policy.Escalation][]step // by their first, while compiling
	pauses      []condition                   // the different conditions for pausing; the first is none
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
	when   condition
}

// An effect is the roles of triggers that fire: of all, and by metric.
type effect struct {
	all   role
	roles []role
}

// effectsOf returns what triggers fire in each stage, or nil if there are none, or they ask
// for more than that.
func (p *program) effectsOf(triggers []trigger) []effect {
	if len(triggers) == 0 || slices.ContainsFunc(triggers, func(t trigger) bool { return !t.when.byStage }) {
		return nil
	}
	effects := make([]effect, stageCount)
	for s := range effects {
		f := fold{fields: fields{stage: stage(s)}, fired: make([]role, len(p.metrics))}
		effects[s] = effect{f.pull(triggers), f.fired}
	}
	return effects
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
	effective stretch
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
	at    threshold.Threshold
	every time.Duration
	times int
}

// A choice is a value, or one picked by the text in a slot.
type choice[T comparable] struct {
	value  T   // the value, or the default
	by     int // -1: always the value
	values lookup[T]
	all    []T // that there may be
}

// pick returns the value for the fields, or zero if there is none.
func (c *choice[T]) pick(fields []value.Value) T {
	if c.by < 0 {
		return c.value
	}
	return c.pickBy(&fields[c.by])
}

// pickBy returns the value for a field.
func (c *choice[T]) pickBy(field *value.Value) T {
	if field.Kind == value.Text {
		if v, ok := c.values.find(field.Text); ok {
			return v
		}
	}
	return c.value
}

// compile compiles a configuration that is valid.
func compile(cfg *policy.Config, set *businesshours.Set) *program {
	p := &program{
		match:       cfg.Match,
		onChange:    cfg.OnChange,
		nextOpen:    cfg.ExactFit == policy.AtNextOpen,
		customs:     make(map[string][]trigger),
		sets:        make(map[int][]trigger),
		regexps:     make(map[string]expression),
		searches:    make(map[search]int),
		stepLists:   make(map[*policy.Escalation][]step),
		pauses:      make([]condition, 1),
		pauseKeys:   make([]string, 1),
		metricOrder: make(map[string]int),
	}
	statuses := cfg.Statuses
	if statuses == nil {
		statuses = policy.DefaultStatuses()
	}
	for status, category := range statuses {
		p.statuses.add(status, categoryOf(category))
	}
	p.otherStatuses = categoryOf(statuses[policy.OtherStatuses])
	for _, field := range fixedFields {
		p.addSlot(field)
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
	for i, triggers := range p.triggers {
		p.effects[i] = p.effectsOf(triggers)
	}
	for i, q := range cfg.Policies {
		c := compiledPolicy{id: q.ID, when: p.condition(q.When, set), effective: p.effective(q.Effective), targets: make([]*target, len(used))}
		for k, m := range used {
			t, ok := q.Targets[m.Name]
			if !ok {
				continue
			}
			c.targets[k] = p.target(cfg, i, k, t, set)
			c.targets[k].pause = pause(m.Pause)
			if t.Pause != nil {
				c.targets[k].pause = pause(t.Pause)
			}
		}
		p.whenReads |= c.when.reads
		p.policies = append(p.policies, c)
	}
	p.stepLists = nil
	slices.Sort(p.bounds)
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

// A stretch is the instants from one up to another.
type stretch struct{ from, until instant }

func (s stretch) contains(at instant) bool { return s.from <= at && at < s.until }

// effective returns the time in which a policy applies, and notes its bounds.
func (p *program) effective(e policy.Effective) stretch {
	s := stretch{never, endOfTime}
	if !e.From.IsZero() {
		s.from = instantOf(e.From)
		p.bounds = append(p.bounds, s.from)
	}
	if !e.Until.IsZero() {
		s.until = instantOf(e.Until)
		p.bounds = append(p.bounds, s.until)
	}
	return s
}

// boundAfter returns the next instant at which a policy begins or ceases to be effective.
func (p *program) boundAfter(at instant) instant {
	if i, _ := slices.BinarySearch(p.bounds, at+1); i < len(p.bounds) {
		return p.bounds[i]
	}
	return endOfTime
}

// numberCalendars lists the calendars that targets may use, by name.
func (p *program) numberCalendars() {
	for i := range p.policies {
		for _, t := range p.policies[i].targets {
			if t != nil {
				p.calendars = append(p.calendars, t.schedule.all...)
			}
		}
	}
	slices.SortFunc(p.calendars, func(a, b *businesshours.Calendar) int { return strings.Compare(a.Name(), b.Name()) })
	p.calendars = slices.Compact(p.calendars)
}

// slot returns the slot of a field.
func (p *program) slot(field string) int {
	slot, ok := p.slots.find(field)
	if !ok {
		slot = p.addSlot(field)
	}
	p.readsCreatedAt = p.readsCreatedAt || slot == slotCreatedAt
	return slot
}

// addSlot gives a field the next slot.
func (p *program) addSlot(field string) (slot int) {
	slot = len(p.fieldNames)
	p.slots.add(field, slot)
	p.fieldNames = append(p.fieldNames, field)
	if isAttribute(slot) {
		p.attributes = append(p.attributes, slot)
	}
	return slot
}

// addTriggers adds triggers of a metric to those of the facts that they are named
// for.
func (p *program) addTriggers(metric int, role role, list []policy.Trigger, set *businesshours.Set) {
	for _, t := range list {
		c := trigger{metric: metric, role: role, on: t.On, when: p.condition(t.If, set)}
		p.readsEvent = p.readsEvent || c.when.reads.meets(eventSlots)
		kind, arg, _ := strings.Cut(t.On, ":")
		of, ok := facts[t.On]
		if ok {
			i := bits.TrailingZeros16(uint16(of))
			p.triggers[i] = append(p.triggers[i], c)
		} else if kind == "custom" {
			of = factCustom
			p.customs[arg] = append(p.customs[arg], c)
		} else {
			of = factSet
			slot := p.slot(arg)
			p.sets[slot] = append(p.sets[slot], c)
		}
		p.heeded |= of
	}
}

func (p *program) target(cfg *policy.Config, i, k int, t policy.Target, set *businesshours.Set) *target {
	q := &cfg.Policies[i]
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
	c.schedule = compileChoice(p, cfg.ScheduleOf(q, &t), calendar)
	c.steps = p.steps(cfg.EscalationsOf(q, &t))
	return c
}

// steps compiles a list of escalation steps, once for all targets that share it.
func (p *program) steps(list []policy.Escalation) []step {
	if len(list) == 0 {
		return nil
	}
	compiled, ok := p.stepLists[&list[0]]
	if !ok {
		for _, e := range steps.Name(list) {
			at, _ := threshold.Parse(e.At)
			compiled = append(compiled, step{name: e.Label, nth: e.Nth, at: at, every: e.Every, times: e.Times})
		}
		p.stepLists[&list[0]] = compiled
	}
	return compiled
}

func compileChoice[T time.Duration | string, U comparable](p *program, c policy.Choice[T], of func(T) U) choice[U] {
	var none T
	out := choice[U]{by: -1}
	value := c.Value
	if c.By != "" {
		value = none
		if c.Default != nil {
			value = c.Default.Value
		}
		out.by = p.slot(c.By)
		p.choiceReads.add(out.by)
	}
	if value != none {
		out.value = of(value)
		out.all = append(out.all, out.value)
	}
	for _, text := range slices.Sorted(maps.Keys(c.Values)) {
		var v U
		if value := c.Values[text].Value; value != none { // none of a choice in a choice
			v = of(value)
			out.all = append(out.all, v)
		}
		out.values.add(text, v)
	}
	return out
}
