package sla

import (
	"maps"
	"math/bits"
	"slices"
	"strings"
	"time"
	"unsafe"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/steps"
	"github.com/punctualgo/punctual/internal/threshold"
	"github.com/punctualgo/punctual/policy"
)

// A compiler compiles a valid configuration into a program.
type compiler struct {
	*program
	cfg   *policy.Config
	set   *businesshours.Set
	named []policy.NamedMetric // the metrics of the program

	slotNumbers   map[string]int // by name
	pauseNumbers  map[string]int // by key, see conditionKey
	searchNumbers map[search]int
	regexps       map[string]expression
	finder        *steps.Finder
	lists         map[*policy.Escalation][]step // of steps, by the first one
	untilFields   bool                          // a target that may need a recount is until a field
}

// compile compiles a valid configuration, given its compiled schedules.
func compile(cfg *policy.Config, set *businesshours.Set) *program {
	c := newCompiler(cfg, set)
	c.compileStatuses()
	c.compileMetrics()
	c.compilePolicies()
	c.compileLanes()
	c.slots = newLookup(c.slotNumbers)
	c.searches = len(c.searchNumbers)
	return c.program
}

// newCompiler returns a compiler that has numbered the fixed fields.
func newCompiler(cfg *policy.Config, set *businesshours.Set) *compiler {
	c := &compiler{
		program: &program{
			match:     cfg.Match,
			onChange:  changeRules[cfg.OnChange],
			customs:   make(map[string][]trigger),
			sets:      make(map[int][]trigger),
			pauses:    make([]condition, 1),
			pauseKeys: make([]string, 1),
		},
		cfg:           cfg,
		set:           set,
		slotNumbers:   make(map[string]int),
		pauseNumbers:  map[string]int{"": 0},
		searchNumbers: make(map[search]int),
		regexps:       make(map[string]expression),
		finder:        steps.NewFinder(cfg),
		lists:         make(map[*policy.Escalation][]step),
	}
	for _, field := range fixedFields {
		c.addSlot(field)
	}
	return c
}

func (c *compiler) compileStatuses() {
	statuses := c.cfg.AllStatuses()
	numbers := make(map[string]category, len(statuses))
	for status, category := range statuses {
		numbers[status] = categoryOf(category)
	}
	c.statuses = newLookup(numbers)
	c.otherStatuses = categoryOf(statuses[policy.OtherStatuses])
}

// compileMetrics compiles the metrics that a policy has a target for. Clocks of other metrics
// would never have a target.
func (c *compiler) compileMetrics() {
	for _, m := range c.cfg.AllMetrics() {
		if !slices.ContainsFunc(c.cfg.Policies, func(p policy.Policy) bool { _, ok := p.Targets[m.Name]; return ok }) {
			c.unused = append(c.unused, m.Name)
			continue
		}
		k := len(c.named)
		c.named = append(c.named, m)
		c.metrics = append(c.metrics, metric{m.Name, m.Repeat, len(m.Resume) > 0})
		c.compileTriggers(k, actionStart, m.Start)
		c.compileTriggers(k, actionStop, m.Stop)
		c.compileTriggers(k, actionCancel, m.Cancel)
		c.compileTriggers(k, actionResume, m.Resume)
	}
	for i, triggers := range c.triggers {
		c.effects[i] = c.effectsOf(triggers)
	}
}

// compileTriggers adds the triggers of a metric to those of the facts that they are named for.
func (c *compiler) compileTriggers(metric int, action action, list []policy.Trigger) {
	for _, t := range list {
		tr := trigger{metric: metric, action: action, on: t.On, when: c.condition(t.If)}
		c.readsEvent = c.readsEvent || tr.when.reads.meets(eventSlots)
		kind, arg, _ := strings.Cut(t.On, ":")
		of, ok := namedFacts[t.On]
		switch {
		case ok:
			i := bits.TrailingZeros16(uint16(of))
			c.triggers[i] = append(c.triggers[i], tr)
		case kind == "custom":
			of = factCustom
			c.customs[arg] = append(c.customs[arg], tr)
		default:
			of = factSet
			slot := c.slot(arg)
			c.sets[slot] = append(c.sets[slot], tr)
		}
		c.heeded |= of
	}
}

// effectsOf returns what triggers do in each computed state. It returns nil if there are no
// triggers, or if they read anything else.
func (c *compiler) effectsOf(triggers []trigger) []effect {
	if len(triggers) == 0 || slices.ContainsFunc(triggers, func(t trigger) bool { return !t.when.computed }) {
		return nil
	}
	effects := make([]effect, stateCount)
	for s := range effects {
		e := &effects[s]
		e.actions = make([]action, len(c.metrics))
		for _, t := range triggers {
			if t.when.states.has(computedState(s)) {
				e.actions[t.metric] |= t.action
				e.all |= t.action
			}
		}
	}
	return effects
}

func (c *compiler) compilePolicies() {
	for i, q := range c.cfg.Policies {
		p := compiledPolicy{id: q.ID, name: q.Name, when: c.condition(q.When), whenKey: conditionKey(q.When), effective: c.effective(q.Effective), targets: make([]targets, len(c.named))}
		for k, m := range c.named {
			p.targets[k] = targets{choice: choice[*target]{by: -1}}
			if t, ok := q.Targets[m.Name]; ok {
				p.targets[k] = c.targets(i, k, &t)
			}
		}
		c.whenReads |= p.when.reads
		c.policies = append(c.policies, p)
	}
	slices.Sort(c.bounds)
	slices.SortFunc(c.calendars, func(a, b *businesshours.Calendar) int { return strings.Compare(a.Name(), b.Name()) })
	c.calendars = slices.Compact(c.calendars)
}

// effective returns the time during which a policy is effective, and records its bounds.
func (c *compiler) effective(e policy.Effective) stretch {
	s := stretch{never, endOfTime}
	if !e.From.IsZero() {
		s.from = instantOf(e.From)
		c.bounds = append(c.bounds, s.from)
	}
	if !e.Until.IsZero() {
		s.until = instantOf(e.Until)
		c.bounds = append(c.bounds, s.until)
	}
	return s
}

// targets compiles the targets of a policy for a metric.
func (c *compiler) targets(i, metric int, t *policy.Target) targets {
	var out targets
	lists, numbers := c.finder.Lists(&c.cfg.Policies[i], t)
	for number, list := range lists {
		out.lists = append(out.lists, &stepList{number, c.steps(list)})
	}
	for plain := range steps.Targets(t) {
		k := len(out.all)
		out.all = append(out.all, c.target(i, metric, plain))
		out.all[k].index, out.all[k].steps = k, out.lists[numbers[k]]
	}
	all := out.all
	out.choice = c.targetChoice(t, &all)
	return out
}

// targetChoice compiles a choice of targets, which are the next of all, in the order of
// steps.Targets.
func (c *compiler) targetChoice(t *policy.Target, all *[]*target) choice[*target] {
	if t.By == "" {
		next := (*all)[0]
		*all = (*all)[1:]
		return choice[*target]{by: -1, value: next}
	}
	out := choice[*target]{by: c.choiceSlot(t.By)}
	values := make(map[string]*choice[*target], len(t.Values))
	for _, text := range slices.Sorted(maps.Keys(t.Values)) {
		value := t.Values[text]
		values[text] = new(c.targetChoice(&value, all))
	}
	out.values = newLookup(values)
	if t.Default != nil {
		out.otherwise = new(c.targetChoice(t.Default, all))
	}
	return out
}

// steps compiles a list of steps, once for all targets that share it.
func (c *compiler) steps(list []policy.Escalation) []step {
	first := unsafe.SliceData(list)
	if known, ok := c.lists[first]; ok && len(known) == len(list) {
		return known
	}
	out := make([]step, len(list))
	for i, e := range steps.Name(list) {
		at, _ := threshold.Parse(e.At)
		out[i] = step{name: e.Label, nth: e.Nth, at: at, every: e.Every, times: e.Times}
	}
	c.lists[first] = out
	return out
}

// target compiles a target of a policy for a metric, without its steps.
func (c *compiler) target(i, metric int, t *policy.Target) *target {
	out := &target{policy: i, metric: metric, until: -1}
	switch {
	case t.BusinessDays != nil:
		c.daysAnew = c.daysAnew || c.onChange.restarts
		out.days = new(businessDays(*t.BusinessDays))
	case t.Until != "":
		out.until = c.choiceSlot(t.Until)
		c.untilFields = c.untilFields || c.onChange.recounts
	default:
		out.within = compileChoice(c, t.Within, &out.amounts, func(d time.Duration) time.Duration { return d })
		if c.cfg.ExactFit == policy.AtNextOpen {
			out.fit = atNextOpen
		}
	}
	out.schedule = compileChoice(c, c.cfg.ScheduleOf(&c.cfg.Policies[i], t), &out.calendars, func(name string) *businesshours.Calendar {
		calendar, _ := c.set.Calendar(name)
		return calendar
	})
	c.calendars = append(c.calendars, out.calendars...)
	pause := c.named[metric].Pause
	if t.Pause != nil {
		pause = t.Pause
	}
	out.pause = c.pause(pause)
	return out
}

// businessDays converts business days to the form that calendars use.
func businessDays(d policy.BusinessDays) businesshours.BusinessDays {
	out := businesshours.BusinessDays{Days: d.Days, HasAt: d.At != "", AtStart: d.At == policy.AtStart}
	if out.HasAt && !out.AtStart {
		out.At, _ = businesshours.ParseTimeOfDay(d.At)
	}
	if d.Cutoff != "" {
		out.HasCutoff = true
		out.Cutoff, _ = businesshours.ParseTimeOfDay(d.Cutoff)
	}
	return out
}

// pause returns the number of a pause condition.
func (c *compiler) pause(when *policy.Condition) int {
	key := conditionKey(when)
	i, ok := c.pauseNumbers[key]
	if !ok {
		i = len(c.pauses)
		c.pauseNumbers[key] = i
		compiled := c.condition(when)
		c.pauses = append(c.pauses, compiled)
		c.pauseKeys = append(c.pauseKeys, key)
		c.pauseReads |= compiled.reads
	}
	return i
}

// compileChoice compiles a choice, and appends the values that it may pick to all.
func compileChoice[T time.Duration | string, U any](c *compiler, choose policy.Choice[T], all *[]U, of func(T) U) choice[U] {
	if choose.By == "" {
		v := of(choose.Value)
		*all = append(*all, v)
		return choice[U]{by: -1, value: v}
	}
	out := choice[U]{by: c.choiceSlot(choose.By)}
	values := make(map[string]*choice[U], len(choose.Values))
	for _, text := range slices.Sorted(maps.Keys(choose.Values)) {
		values[text] = new(compileChoice(c, choose.Values[text], all, of))
	}
	out.values = newLookup(values)
	if choose.Default != nil {
		out.otherwise = new(compileChoice(c, *choose.Default, all, of))
	}
	return out
}

// choiceSlot returns the slot of a field that a choice reads.
func (c *compiler) choiceSlot(field string) int {
	slot := c.slot(field)
	c.choiceReads.add(slot)
	return slot
}

// slot returns the slot of a field, which the configuration reads.
func (c *compiler) slot(field string) int {
	slot, ok := c.slotNumbers[field]
	if !ok {
		slot = c.addSlot(field)
	}
	c.readsCreatedAt = c.readsCreatedAt || slot == slotCreatedAt
	return slot
}

// addSlot gives a field the next slot.
func (c *compiler) addSlot(field string) (slot int) {
	slot = len(c.fieldNames)
	c.slotNumbers[field] = slot
	c.fieldNames = append(c.fieldNames, field)
	if isAttribute(slot) {
		c.attributes = append(c.attributes, slot)
	}
	return slot
}
