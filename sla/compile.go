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
	"github.com/punctualgo/punctual/policy"
)

// A compiler makes a program of a configuration that is valid.
type compiler struct {
	*program
	cfg   *policy.Config
	set   *businesshours.Set
	named []policy.NamedMetric // the metrics of the program

	slotNumbers   map[string]int // by name
	pauseNumbers  map[string]int // by key, see conditionKey
	searchNumbers map[search]int
	regexps       map[string]expression
}

// compile compiles a configuration that is valid, with its compiled schedules.
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
	}
	for _, field := range fixedFields {
		c.addSlot(field)
	}
	return c
}

func (c *compiler) compileStatuses() {
	statuses := c.cfg.Statuses
	if statuses == nil {
		statuses = policy.DefaultStatuses()
	}
	numbers := make(map[string]category, len(statuses))
	for status, category := range statuses {
		numbers[status] = categoryOf(category)
	}
	c.statuses = newLookup(numbers)
	c.otherStatuses = categoryOf(statuses[policy.OtherStatuses])
}

// compileMetrics compiles the metrics that a policy has a target for: clocks of the others
// could never have one.
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

// compileTriggers adds triggers of a metric to those of the facts that they are named for.
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

// effectsOf returns what triggers do in each computed state, or nil if there are none, or
// they read anything else.
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
		p := compiledPolicy{id: q.ID, when: c.condition(q.When), effective: c.effective(q.Effective), targets: make([]*target, len(c.metrics))}
		for k, m := range c.named {
			if t, ok := q.Targets[m.Name]; ok {
				p.targets[k] = c.target(i, k, t)
			}
		}
		c.whenReads |= p.when.reads
		c.policies = append(c.policies, p)
	}
	slices.Sort(c.bounds)
	slices.SortFunc(c.calendars, func(a, b *businesshours.Calendar) int { return strings.Compare(a.Name(), b.Name()) })
	c.calendars = slices.Compact(c.calendars)
}

// effective returns the time in which a policy applies, and notes its bounds.
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

// target compiles the target of a policy for a metric.
func (c *compiler) target(i, metric int, t policy.Target) *target {
	q := &c.cfg.Policies[i]
	out := &target{policy: i, metric: metric, within: compileChoice(c, t.Within, func(d time.Duration) time.Duration { return d })}
	if t.BusinessDays != nil {
		c.daysAnew = c.daysAnew || c.onChange.restarts
		out.days = new(businessDays(*t.BusinessDays))
	} else if c.cfg.ExactFit == policy.AtNextOpen {
		out.fit = atNextOpen
	}
	schedule := q.Schedule
	if !t.Schedule.IsZero() {
		schedule = t.Schedule
	}
	if schedule.IsZero() {
		schedule = policy.Use(businesshours.Always)
	}
	out.schedule = compileChoice(c, schedule, func(name string) *businesshours.Calendar {
		calendar, _ := c.set.Calendar(name)
		return calendar
	})
	c.calendars = append(c.calendars, out.schedule.all...)
	pause := c.named[metric].Pause
	if t.Pause != nil {
		pause = t.Pause
	}
	out.pause = c.pause(pause)
	for _, e := range steps.Of(q, t) {
		at, _ := threshold.Parse(e.At)
		out.steps = append(out.steps, step{name: e.Label, nth: e.Nth, at: at, every: e.Every, times: e.Times})
	}
	return out
}

// businessDays returns business days as calendars take them.
func businessDays(d policy.BusinessDays) businesshours.BusinessDays {
	out := businesshours.BusinessDays{Days: d.Days}
	if d.At != "" {
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

func compileChoice[T time.Duration | string, U comparable](c *compiler, choose policy.Choice[T], of func(T) U) choice[U] {
	var none T
	out := choice[U]{by: -1}
	value := choose.Value
	if choose.By != "" {
		value = choose.Default
		out.by = c.slot(choose.By)
		c.choiceReads.add(out.by)
	}
	if value != none {
		out.value = of(value)
		out.all = append(out.all, out.value)
	}
	values := make(map[string]U, len(choose.Values))
	for _, text := range slices.Sorted(maps.Keys(choose.Values)) {
		v := of(choose.Values[text])
		values[text] = v
		out.all = append(out.all, v)
	}
	out.values = newLookup(values)
	return out
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
