package lint

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
)

// A target is a target that is not a choice of targets.
type target struct {
	*policy.Target
	path   string
	policy *livePolicy
	metric string
	hours  *hours // in which it counts
	time   *timing
	steps  *stepList // nil if it has none
}

// A timing is how long a target takes: an amount of time, something else, or a choice.
type timing struct {
	path   string
	target *target // nil if it is a choice of targets
	key    string  // for a message: what picks it from a choice, if it is in one

	within time.Duration // 0 if it is something else, or a choice

	by        string // of a choice
	keys      []string
	values    []*timing
	otherwise *timing // nil if there is no default

	least, most time.Duration // of the amounts of time in it; 0 if there is none
}

// A choice is a choice by a field.
type choice struct {
	path       string
	by         string
	keys       []string
	hasDefault bool
	policy     *livePolicy // nil if it belongs to the defaults
}

// A stepList is a list of escalation steps, and the targets that have it.
type stepList struct {
	path    string
	steps   []policy.Escalation
	targets []*target
}

// A naming is one place at which a field is named.
type naming struct{ path, field string }

// A usage says by what a schedule is named.
type usage struct {
	live    bool // a policy that has not expired, a metric, an action or the defaults
	expired bool // an expired policy
	anyOf   bool // a composite
	noneOf  bool // a composite
}

// onlyNoneOf reports whether a schedule is named to be left out, and for nothing else.
func (u *usage) onlyNoneOf() bool { return u.noneOf && !u.live && !u.expired && !u.anyOf }

// A walker walks a configuration and notes its parts in a pass.
type walker struct {
	*pass
	policy *livePolicy // that it is in, if any
	named  map[string]*stepList
	hours  map[string]*hours // by their text

	defaultHours, policyHours *hours // of targets that have none of their own
}

// walk notes all parts of the configuration.
func (p *pass) walk() {
	p.uses = make(map[string]*usage)
	p.metrics = make(map[string]bool)
	w := walker{pass: p, named: make(map[string]*stepList), hours: make(map[string]*hours)}
	cfg := p.cfg
	for i := range cfg.Schedules {
		s := &cfg.Schedules[i]
		p.schedules = append(p.schedules, newSchedule(p, strict.Index("schedules", i), s))
		for _, name := range s.AnyOf {
			p.use(name).anyOf = true
		}
		for _, name := range s.NoneOf {
			p.use(name).noneOf = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(cfg.Metrics)) {
		w.metric(strict.Key("metrics", name), cfg.Metrics[name])
	}
	for _, name := range slices.Sorted(maps.Keys(cfg.Escalations)) {
		w.named[name] = w.steps(strict.Key("escalations", name), cfg.Escalations[name])
	}
	walkChoice(&w, "defaults.schedule", &cfg.Defaults.Schedule, w.scheduleName)
	w.defaultHours = w.newHours(&cfg.Defaults.Schedule)
	defaults := w.escalations("defaults.escalations", &cfg.Defaults.Escalations)
	for i := range cfg.Policies {
		of := &cfg.Policies[i]
		for name := range of.Targets {
			p.metrics[name] = true
		}
		if p.expired(of) {
			p.useExpired(of)
			continue
		}
		w.policy = &livePolicy{
			Policy:  of,
			path:    strict.Index("policies", i),
			metrics: slices.Sorted(maps.Keys(of.Targets)),
			times:   make(map[string]*timing),
		}
		p.policies = append(p.policies, w.policy)
		w.walkPolicy(defaults)
	}
}

func (p *pass) use(name string) *usage {
	if p.uses[name] == nil {
		p.uses[name] = new(usage)
	}
	return p.uses[name]
}

// useExpired notes the schedules that an expired policy names. It walks the policy as
// another pass does, and takes over what that notes.
func (p *pass) useExpired(of *policy.Policy) {
	cfg := &policy.Config{Policies: []policy.Policy{*of}}
	cfg.Policies[0].Effective = policy.Effective{}
	other := &pass{cfg: cfg}
	other.walk()
	for name, u := range other.uses {
		if u.live {
			p.use(name).expired = true
		}
	}
}

func (w *walker) walkPolicy(defaults *stepList) {
	of := w.policy
	if of.When != nil {
		w.condition(strict.Key(of.path, "when"), of.When)
	}
	walkChoice(w, strict.Key(of.path, "schedule"), &of.Schedule, w.scheduleName)
	w.policyHours = w.defaultHours
	if !of.Schedule.IsZero() {
		w.policyHours = w.newHours(&of.Schedule)
	}
	steps := w.escalations(strict.Key(of.path, "escalations"), &of.Escalations)
	if of.Escalations.IsZero() {
		steps = defaults
	}
	for _, name := range of.metrics {
		t := of.Targets[name]
		of.times[name] = w.target(strict.Key(strict.Key(of.path, "targets"), name), name, &t, steps)
	}
}

// scheduleName notes a name of a schedule.
func (w *walker) scheduleName(name string) { w.use(name).live = true }

func (w *walker) name(path, field string) { w.names = append(w.names, naming{path, field}) }

func (w *walker) condition(path string, c *policy.Condition) {
	whole := newPart(path, c)
	w.conditions = append(w.conditions, whole)
	whole.each(func(c *part) {
		w.comparisons = append(w.comparisons, c)
		w.name(strict.Key(c.path, "field"), c.Field)
		if c.Op == policy.InHours || c.Op == policy.NotInHours {
			w.scheduleName(c.value.Text)
		}
	})
}

func (w *walker) metric(path string, m policy.Metric) {
	for _, list := range []struct {
		field    string
		triggers []policy.Trigger
	}{{"start", m.Start}, {"stop", m.Stop}, {"cancel", m.Cancel}, {"resume", m.Resume}} {
		for i := range list.triggers {
			t := &list.triggers[i]
			path := strict.Index(strict.Key(path, list.field), i)
			on := path
			if t.If != nil {
				on = strict.Key(path, "on")
				w.condition(strict.Key(path, "if"), t.If)
			}
			if field, ok := strings.CutPrefix(t.On, "set:"); ok {
				w.name(on, field)
			}
		}
	}
	if m.Pause != nil {
		w.condition(strict.Key(path, "pause"), m.Pause)
	}
}

// steps notes a list of steps.
func (w *walker) steps(path string, steps []policy.Escalation) *stepList {
	l := &stepList{path: path, steps: steps}
	w.lists = append(w.lists, l)
	for i := range steps {
		for k, action := range steps[i].Do {
			path := strict.Index(strict.Key(strict.Index(path, i), "do"), k)
			switch action.Type() {
			case policy.ActionSlack, policy.ActionEmail:
				if name, ok := action["hours"].(string); ok {
					w.scheduleName(name)
				}
			case policy.ActionUpdate:
				for _, change := range []string{"set", "add", "remove"} {
					values, _ := action[change].(map[string]any)
					for _, field := range slices.Sorted(maps.Keys(values)) {
						w.name(strict.Key(strict.Key(path, change), field), field)
					}
				}
			}
		}
	}
	return l
}

// escalations notes the steps of a policy, a target or the defaults. It returns the list,
// which may be a named one, or nil.
func (w *walker) escalations(path string, e *policy.Escalations) *stepList {
	switch {
	case e.Name != "":
		return w.named[e.Name]
	case e.Steps != nil:
		return w.steps(path, e.Steps)
	}
	return nil
}

// target notes a target, and all that it picks from if it is a choice. steps are those of
// its policy.
func (w *walker) target(path, metric string, t *policy.Target, steps *stepList) *timing {
	if t.By != "" {
		keys := slices.Sorted(maps.Keys(t.Values))
		w.choice(path, t.By, keys, t.Default != nil)
		all := &timing{path: path, by: t.By, keys: keys}
		values := strict.Key(path, "values")
		for _, key := range keys {
			value := t.Values[key]
			all.add(key, w.target(strict.Key(values, key), metric, &value, steps))
		}
		if t.Default != nil {
			all.addDefault(w.target(strict.Key(path, "default"), metric, t.Default, steps))
		}
		return all
	}
	one := &target{Target: t, path: path, policy: w.policy, metric: metric}
	w.targets = append(w.targets, one)
	one.hours = w.policyHours
	if !t.Schedule.IsZero() {
		one.hours = w.newHours(&t.Schedule)
	}
	walkChoice(w, strict.Key(path, "schedule"), &t.Schedule, w.scheduleName)
	if t.Pause != nil {
		w.condition(strict.Key(path, "pause"), t.Pause)
	}
	one.steps = w.escalations(strict.Key(path, "escalations"), &t.Escalations)
	if t.Escalations.IsZero() {
		one.steps = steps
	}
	if one.steps != nil {
		one.steps.targets = append(one.steps.targets, one)
	}
	if t.Until != "" {
		w.name(strict.Key(path, "until"), t.Until)
	}
	walkChoice(w, path+withinMark, &t.Within, func(time.Duration) {})
	one.time = newTiming(path+withinMark, one, &t.Within)
	return one.time
}

// newTiming returns the timing of a target with an amount of time, or another one.
func newTiming(path string, of *target, c *policy.Choice[time.Duration]) *timing {
	t := &timing{path: path, target: of, by: c.By}
	if c.By == "" {
		t.within, t.least, t.most = c.Value, c.Value, c.Value
		return t
	}
	t.keys = slices.Sorted(maps.Keys(c.Values))
	values := strict.Key(path, "values")
	for _, key := range t.keys {
		value := c.Values[key]
		t.add(key, newTiming(strict.Key(values, key), of, &value))
	}
	if c.Default != nil {
		t.addDefault(newTiming(strict.Key(path, "default"), of, c.Default))
	}
	return t
}

// add adds a value to a choice.
func (t *timing) add(key string, value *timing) {
	value.key = strict.Quote(key)
	t.values = append(t.values, value)
	t.bound(value)
}

// addDefault adds the default to a choice.
func (t *timing) addDefault(value *timing) {
	value.key = otherValues
	t.otherwise = value
	t.bound(value)
}

const otherValues = "other values"

// bound makes the amounts of time in a choice those of one more value.
func (t *timing) bound(value *timing) {
	if value.most > 0 {
		t.most = max(t.most, value.most)
		if t.least == 0 || value.least < t.least {
			t.least = value.least
		}
	}
}

// sure reports whether every issue gets a target.
func (t *timing) sure() bool {
	if t.by == "" {
		return t.target.Until == "" && t.target.hours.complete && (t.target.BusinessDays == nil || t.target.hours.opens)
	}
	for _, v := range t.values {
		if !v.sure() {
			return false
		}
	}
	return t.otherwise != nil && t.otherwise.sure()
}

// each calls yield with each timing in t that is not a choice.
func (t *timing) each(yield func(*timing)) {
	if t.by == "" {
		yield(t)
		return
	}
	for _, v := range t.values {
		v.each(yield)
	}
	if t.otherwise != nil {
		t.otherwise.each(yield)
	}
}

// choice notes a choice.
func (w *walker) choice(path, by string, keys []string, hasDefault bool) {
	w.name(strict.Key(path, "by"), by)
	w.choices = append(w.choices, choice{path, by, keys, hasDefault, w.policy})
}

// walkChoice notes a choice and those in it, and calls yield with each of its values.
func walkChoice[T time.Duration | string](w *walker, path string, c *policy.Choice[T], yield func(T)) {
	if c.By == "" {
		var none T
		if c.Value != none {
			yield(c.Value)
		}
		return
	}
	keys := slices.Sorted(maps.Keys(c.Values))
	w.choice(path, c.By, keys, c.Default != nil)
	values := strict.Key(path, "values")
	for _, key := range keys {
		value := c.Values[key]
		if value.By == "" {
			yield(value.Value)
			continue
		}
		walkChoice(w, strict.Key(values, key), &value, yield)
	}
	if c.Default != nil {
		walkChoice(w, strict.Key(path, "default"), c.Default, yield)
	}
}
