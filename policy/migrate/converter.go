package migrate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
)

// A converter builds a configuration and collects notes.
type converter struct {
	cfg         policy.Config
	notes       []Note
	unconverted int
}

func newConverter(profile policy.Profile, statuses map[string]policy.Category) *converter {
	return &converter{cfg: policy.Config{Profile: profile, Statuses: statuses}}
}

// finish checks the configuration and returns it.
func (c *converter) finish(product string) (*policy.Config, []Note, error) {
	if len(c.cfg.Policies) == 0 {
		return nil, c.notes, fmt.Errorf("migrate: %s: the document has no policy to convert", product)
	}
	if err := c.cfg.Validate(); err != nil {
		return nil, c.notes, fmt.Errorf("migrate: %s: the configuration made of the document is not valid: %w", product, err)
	}
	return &c.cfg, c.notes, nil
}

// declare declares an attribute that the configuration reads.
func (c *converter) declare(name string, typ policy.FieldType) {
	if name == policy.Status || policy.IsComputed(name) {
		return
	}
	if c.cfg.Fields == nil {
		c.cfg.Fields = make(map[string]policy.Field)
	}
	if _, ok := c.cfg.Fields[name]; !ok {
		c.cfg.Fields[name] = policy.Field{Type: typ}
	}
}

// standIn returns a condition for one that cannot be expressed, and notes it.
func (c *converter) standIn(n node, format string, args ...any) policy.Condition {
	c.unconverted++
	name := "unconverted_" + strconv.Itoa(c.unconverted)
	c.declare(name, policy.FieldBoolean)
	n.note(fmt.Sprintf("rewrite the condition on %q, or set this attribute to true on the issues for which it holds", name), format, args...)
	return policy.If(name, policy.Eq, true)
}

// addSchedule adds a schedule under a name that no other one has, and returns the name. It
// returns "" for a schedule that is never open.
func (c *converter) addSchedule(n node, name, id string, s businesshours.Schedule) string {
	if len(s.Weekly) == 0 {
		n.note("add hours to it, or remove it", "the schedule has no hours and is left out; what counts on it counts at all times")
		return ""
	}
	s.Name = c.unique(name, id, "schedule", func(name string) bool {
		return name == businesshours.Always || slices.ContainsFunc(c.cfg.Schedules, func(s businesshours.Schedule) bool { return s.Name == name })
	})
	c.cfg.Schedules = append(c.cfg.Schedules, s)
	return s.Name
}

// unique returns a name that is not taken, made of a name and an id, which may be empty.
func (c *converter) unique(name, id, kind string, taken func(string) bool) string {
	name, id = clean(name), clean(id)
	candidates := []string{name, id}
	if name != "" && id != "" {
		candidates = append(candidates, name+" ("+id+")")
	}
	for _, candidate := range candidates {
		if candidate != "" && !taken(candidate) {
			return candidate
		}
	}
	for i := 1; ; i++ {
		if candidate := kind + "-" + strconv.Itoa(i); !taken(candidate) {
			return candidate
		}
	}
}

// clean returns a text as a name: on one line and of bounded length.
func clean(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, name)
	const most = 500 // bytes, so that two of them are still a name
	if len(name) > most {
		name = strings.ToValidUTF8(name[:most], "")
	}
	return strings.TrimSpace(name)
}

// addPolicy adds a policy under an id that no other one has.
func (c *converter) addPolicy(id, name, description string, p policy.Policy) {
	p.ID = c.unique(id, "", "policy", func(id string) bool {
		return slices.ContainsFunc(c.cfg.Policies, func(p policy.Policy) bool { return p.ID == id })
	})
	p.Name, p.Description = clean(name), clean(description)
	c.cfg.Policies = append(c.cfg.Policies, p)
}

// choose returns the choice among schedules by an attribute that has their ids, or the
// schedule itself if there is only one.
func (c *converter) choose(field string, names map[string]string, usual string) policy.Choice[string] {
	if len(names) <= 1 {
		return policy.Use(usual)
	}
	c.declare(field, policy.FieldText)
	return policy.UseBy(field, names, usual)
}

// A promise is what a source allows for a metric and a priority.
type promise struct {
	priority string
	within   time.Duration
	schedule policy.Choice[string]
	pause    *policy.Condition
	steps    []policy.Escalation
}

// target returns the target that has all of the promises, which differ in priority.
func (c *converter) target(promises []promise) policy.Target {
	one := func(p promise) policy.Target {
		t := policy.Within(p.within)
		t.Schedule, t.Pause = p.schedule, p.pause
		if len(p.steps) > 0 {
			t.Escalations = policy.Steps(p.steps...)
		}
		return t
	}
	c.declare("priority", policy.FieldText)
	same := true
	for _, p := range promises {
		same = same && p.likewise(promises[0])
	}
	if same {
		within := make(map[string]time.Duration)
		for _, p := range promises {
			within[p.priority] = p.within
		}
		t := one(promises[0])
		t.Within = policy.WithinBy("priority", within, 0).Within
		return t
	}
	values := make(map[string]policy.Target)
	for _, p := range promises {
		values[p.priority] = one(p)
	}
	return policy.TargetBy("priority", values, policy.Target{})
}

// likewise reports whether p and q differ at most in priority and time. Both are of one
// metric of one policy, so steps are the same if there are any.
func (p promise) likewise(q promise) bool {
	return len(p.steps) == len(q.steps) && p.schedule.By == q.schedule.By && p.schedule.Value == q.schedule.Value
}

// all returns the condition that all conditions hold, or nil if there are none.
func all(conditions []policy.Condition) *policy.Condition {
	switch len(conditions) {
	case 0:
		return nil
	case 1:
		return &conditions[0]
	}
	return new(policy.All(conditions...))
}

// define defines a metric in place of a built-in one, or besides them.
func (c *converter) define(name string, m policy.Metric) {
	if c.cfg.Metrics == nil {
		c.cfg.Metrics = make(map[string]policy.Metric)
	}
	c.cfg.Metrics[name] = m
}

// firstResolution returns a metric that ends for good when an issue is first resolved.
func firstResolution(pause *policy.Condition) policy.Metric {
	return policy.Metric{
		Start: []policy.Trigger{{On: "created", If: new(unresolved())}, {On: "reopened"}},
		Stop:  []policy.Trigger{{On: "resolved"}},
		Pause: pause,
	}
}

func unresolved() policy.Condition {
	return policy.If(policy.StatusCategory, policy.Ne, string(policy.Resolved))
}
