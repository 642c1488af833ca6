package policy_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"pgregory.net/rapid"
)

// A generator draws the parts of a valid configuration. It uses every feature, each in the
// form in which it is read: numbers are float64, lists of only texts []string, instants in
// UTC.
type generator struct {
	t         *rapid.T
	schedules []string // names so far
	metrics   []string // names
	lists     []string // names of escalations
	nodes     int      // conditions so far, to stay below the limit of a policy
	declared  bool     // fields are, so that only these are read, as their type allows
}

// declaredFields are those that a configuration declares, if any.
var declaredFields = map[string]policy.Field{
	"priority": {Type: policy.FieldText}, "channel": {Type: policy.FieldText, Values: []string{"", "slack", "email"}},
	"seats": {Type: policy.FieldNumber}, "vip": {Type: policy.FieldBoolean}, "due_date": {Type: policy.FieldInstant},
	"tags": {Type: policy.FieldList}, "skills": {Type: policy.FieldList, Values: []string{"go", "sql"}},
}

// configs generates valid configurations.
func configs() *rapid.Generator[*policy.Config] {
	return rapid.Custom(func(t *rapid.T) *policy.Config {
		g := generator{t: t, schedules: []string{businesshours.Always}}
		c := &policy.Config{
			Profile:  oneOf(t, "", policy.Standard, policy.Pylon, policy.Zendesk),
			Match:    oneOf(t, "", policy.MatchFirst, policy.MatchFirstPerMetric, policy.MatchEach),
			OnChange: oneOf(t, "", policy.Recalculate, policy.CarryOver, policy.Restart, policy.Keep),
			ExactFit: oneOf(t, "", policy.AtClose, policy.AtNextOpen),
		}
		if g.declared = g.flip(); g.declared {
			c.Fields = maps.Clone(declaredFields)
		}
		c.Schedules = list(t, 4, func(i int) businesshours.Schedule { return g.schedule(fmt.Sprintf("s%d", i)) })
		if g.flip() {
			c.Statuses = map[string]policy.Category{policy.OtherStatuses: g.category(), policy.NewStatus: g.category()}
			c.Statuses[g.name()] = g.category()
		}
		for _, m := range policy.BuiltIn(c.Profile) {
			g.metrics = append(g.metrics, m.Name)
		}
		if g.flip() {
			c.Metrics = map[string]policy.Metric{policy.Resolution: g.metric(), "on_site": g.metric()}
			g.metrics = append(g.metrics, "on_site")
		}
		if g.flip() {
			c.Escalations = map[string][]policy.Escalation{"usual": g.steps(), g.name(): g.steps()}
			for name, steps := range c.Escalations {
				if steps == nil {
					c.Escalations[name] = []policy.Escalation{}
				}
			}
			g.lists = slices.Sorted(maps.Keys(c.Escalations))
		}
		if g.flip() {
			c.Defaults = policy.Defaults{Schedule: g.useSchedule(), Escalations: g.escalations()}
		}
		c.Policies = list(t, 3, g.policy)
		return c
	})
}

// oneOf draws one of values.
func oneOf[T any](t *rapid.T, values ...T) T { return rapid.SampledFrom(values).Draw(t, "one of") }

// list draws a list of at most limit elements: none, an empty one, or some.
func list[T any](t *rapid.T, limit int, element func(i int) T) []T {
	n := rapid.IntRange(-1, limit).Draw(t, "length")
	if n < 0 {
		return nil
	}
	elements := make([]T, n)
	for i := range elements {
		elements[i] = element(i)
	}
	return elements
}

func (g *generator) flip() bool { return rapid.Bool().Draw(g.t, "flip") }

func (g *generator) int(low, high int) int { return rapid.IntRange(low, high).Draw(g.t, "int") }

// text draws any text, and name one that may be a name.
func (g *generator) text() string { return rapid.StringN(0, 20, -1).Draw(g.t, "text") }

func (g *generator) name() string {
	return rapid.StringMatching(`[^\pC\pZ\s]([^\pC]{0,10}[^\pC\pZ\s])?`).Draw(g.t, "name")
}

// field draws the name of an attribute that suits one of types, or any if there are none.
func (g *generator) field(types ...policy.FieldType) string {
	if g.declared {
		suits := func(name string) bool {
			f := declaredFields[name]
			return f.Values == nil && (len(types) == 0 || slices.Contains(types, f.Type))
		}
		names := slices.DeleteFunc(slices.Sorted(maps.Keys(declaredFields)), func(name string) bool { return !suits(name) })
		return oneOf(g.t, names...)
	}
	return oneOf(g.t, "priority", "customer.tier", "_x-1", "status", "tags", rapid.StringMatching(`[A-Za-z_][A-Za-z0-9_.-]{0,20}`).Draw(g.t, "field"))
}

func (g *generator) category() policy.Category {
	return oneOf(g.t, policy.Open, policy.Pending, policy.Hold, policy.Resolved)
}

func (g *generator) allowance() time.Duration {
	if g.flip() {
		return time.Duration(g.int(1, 1000)) * oneOf(g.t, time.Microsecond, time.Second, time.Minute, time.Hour/2)
	}
	return time.Duration(rapid.Int64Range(1, int64(policy.MaxAllowance)).Draw(g.t, "allowance"))
}

func (g *generator) instant() time.Time {
	seconds := rapid.Int64Range(-2e9, 6e9).Draw(g.t, "seconds") // 1906 to 2160
	return time.Unix(seconds, oneOf[int64](g.t, 0, 1, 120_000_000)).UTC()
}

func (g *generator) timeOfDay() string {
	return oneOf(g.t, "00:00", "00:01", "09:00", "17:30:15", "24:00")
}

func (g *generator) schedule(name string) businesshours.Schedule {
	s := businesshours.Schedule{Name: name}
	switch g.int(0, 2) {
	case 0:
		s.Always = true
		s.TimeZone = oneOf(g.t, "", "Asia/Tokyo")
	case 1:
		s.AnyOf = []string{oneOf(g.t, g.schedules...), oneOf(g.t, g.schedules...)}
		s.NoneOf = list(g.t, 2, func(int) string { return oneOf(g.t, g.schedules...) })
	default:
		s.TimeZone = oneOf(g.t, "UTC", "America/New_York", "Europe/Berlin")
		s.Weekly = businesshours.Weekly{
			"mon-fri": {"09:00-12:00", "13:00-17:30:30"}, "sat": {"22:00-02:00"}, oneOf(g.t, "sun", "fri-mon"): {},
		}
		s.Holidays = list(g.t, 3, func(int) businesshours.Holiday {
			return oneOf(g.t,
				businesshours.Holiday{Calendar: "us"}, businesshours.Holiday{Calendar: "de-BY"},
				businesshours.Holiday{Date: "2026-12-24", Name: g.text()}, businesshours.Holiday{Every: "02-29"})
		})
		if g.flip() {
			s.Exceptions = map[string][]string{"2026-12-24": {"09:00-24:00"}, "2026-12-27": {}}
		}
		if g.flip() {
			s.Revisions = []businesshours.Revision{{From: "2026-07-01", Weekly: businesshours.Weekly{"mon": {"08:00-18:00"}}}}
		}
	}
	g.schedules = append(g.schedules, name)
	return s
}

func (g *generator) metric() policy.Metric {
	g.nodes = 0
	triggers := func() []policy.Trigger { return list(g.t, 2, func(int) policy.Trigger { return g.trigger() }) }
	m := policy.Metric{
		Start: []policy.Trigger{g.trigger()},
		Stop:  triggers(), Cancel: triggers(), Resume: triggers(),
		Repeat: g.flip(),
	}
	m.Pause = g.maybe(false)
	return m
}

func (g *generator) trigger() policy.Trigger {
	on := oneOf(g.t, "created", "created:bot", "message:customer", "message:third_party", "note", "resolved", "reopened",
		"set:"+g.field(), "custom:"+g.name())
	return policy.Trigger{On: on, If: g.maybe(true)}
}

// maybe draws a condition, or none.
func (g *generator) maybe(event bool) *policy.Condition {
	if g.flip() {
		return nil
	}
	return new(g.condition(event, 3))
}

func (g *generator) condition(event bool, depth int) policy.Condition {
	g.nodes++
	if depth == 0 || g.nodes > policy.MaxConditions/2 {
		return g.comparison(event)
	}
	parts := func() []policy.Condition {
		return append([]policy.Condition{}, list(g.t, 3, func(int) policy.Condition { return g.condition(event, depth-1) })...)
	}
	switch g.int(0, 5) {
	case 0:
		return policy.All(parts()...)
	case 1:
		return policy.Any(parts()...)
	case 2:
		return policy.Not(g.condition(event, depth-1))
	}
	return g.comparison(event)
}

func (g *generator) comparison(event bool) policy.Condition {
	if g.declared && g.int(0, 3) == 0 {
		return oneOf(g.t,
			policy.If("channel", policy.In, []string{"", "email"}), policy.If("channel", policy.StartsWith, "sl"), policy.If("channel", policy.Ne, "slack"),
			policy.If("skills", policy.Contains, "go"), policy.If("skills", policy.Eq, []string{"sql", "go"}), policy.If("skills", policy.ContainsAll, []string{}),
			policy.If(policy.Responded, policy.Eq, true), policy.If(policy.CreatedAt, policy.InHours, businesshours.Always), policy.If(policy.Status, policy.Exists, nil))
	}
	number := func() any { return rapid.Float64Range(-1<<52, 1<<52).Draw(g.t, "number") }
	texts := func() []string {
		return append([]string{}, list(g.t, 3, func(int) string { return g.text() })...)
	}
	op := oneOf(g.t, policy.Eq, policy.Ne, policy.In, policy.NotIn, policy.Exists, policy.Missing,
		policy.Contains, policy.ContainsAny, policy.ContainsAll, policy.StartsWith, policy.EndsWith, policy.Matches,
		policy.Gt, policy.Gte, policy.Lt, policy.Lte, policy.Before, policy.After, policy.InHours, policy.NotInHours)
	var value any
	types := []policy.FieldType{policy.FieldText}
	switch op {
	case policy.Exists, policy.Missing:
		types = nil
	case policy.Eq, policy.Ne:
		k := g.int(0, 3)
		value = []any{g.text(), number(), g.flip(), texts()}[k]
		types[0] = []policy.FieldType{policy.FieldText, policy.FieldNumber, policy.FieldBoolean, policy.FieldList}[k]
	case policy.In, policy.NotIn:
		value = texts()
		if !g.declared && g.flip() {
			value = []any{g.text(), number(), g.flip(), texts()}
		}
	case policy.Contains, policy.StartsWith, policy.EndsWith:
		value = g.text()
	case policy.ContainsAny, policy.ContainsAll:
		value, types[0] = texts(), policy.FieldList
	case policy.Matches:
		value = oneOf(g.t, "", "^vip", `(?i)\bout(age|ed)\b`, `\pL{2,9}`)
	case policy.Gt, policy.Gte, policy.Lt, policy.Lte:
		value, types[0] = number(), policy.FieldNumber
	case policy.Before, policy.After:
		value, types[0] = g.instant().Format(time.RFC3339Nano), policy.FieldInstant
	case policy.InHours, policy.NotInHours:
		value, types[0] = oneOf(g.t, g.schedules...), policy.FieldInstant
	}
	field := g.field(types...)
	if event && slices.Equal(types, []policy.FieldType{policy.FieldText}) && g.flip() {
		field = oneOf(g.t, policy.EventBy, policy.EventTeam, policy.EventChannel)
	}
	return policy.If(field, op, value)
}

func (g *generator) policy(i int) policy.Policy {
	g.nodes = 0
	p := policy.Policy{
		ID:          fmt.Sprint(g.name(), i),
		Name:        g.text(),
		Description: g.text(),
		When:        g.maybe(false),
		Schedule:    g.useSchedule(),
		Targets:     make(map[string]policy.Target),
		Escalations: g.escalations(),
	}
	if g.flip() {
		p.Effective.From = g.instant()
	}
	if g.flip() {
		p.Effective.Until = p.Effective.From.Add(time.Hour)
		if p.Effective.From.IsZero() {
			p.Effective.Until = g.instant()
		}
	}
	for range g.int(0, 4) {
		p.Targets[oneOf(g.t, g.metrics...)] = g.target(policy.MaxChoiceDepth)
	}
	return p
}

func (g *generator) useSchedule() policy.Choice[string] {
	if g.flip() {
		return policy.Choice[string]{}
	}
	return choice(g, policy.MaxChoiceDepth, func() string { return oneOf(g.t, g.schedules...) })
}

// choice draws a value, or a choice at most depth deep.
func choice[T time.Duration | string](g *generator, depth int, value func() T) policy.Choice[T] {
	if depth == 0 || g.flip() {
		return policy.Choice[T]{Value: value()}
	}
	c := policy.Choice[T]{By: g.field(policy.FieldText), Values: map[string]policy.Choice[T]{"high": choice(g, depth-1, value)}}
	if g.flip() {
		c.Values[g.text()] = choice(g, depth-1, value)
	}
	if g.flip() {
		c.Default = new(choice(g, depth-1, value))
	}
	return c
}

// target draws a target whose choices are at most depth deep.
func (g *generator) target(depth int) policy.Target {
	if depth > 0 && g.int(0, 3) == 0 {
		t := policy.Target{By: g.field(policy.FieldText), Values: map[string]policy.Target{"high": g.target(depth - 1)}}
		if g.flip() {
			t.Values[g.text()] = g.target(depth - 1)
		}
		if g.flip() {
			t.Default = new(g.target(depth - 1))
		}
		return t
	}
	var t policy.Target
	switch g.int(0, 3) {
	case 0:
		t = policy.UntilField(g.field(policy.FieldInstant))
	case 1:
		t = policy.WithinDays(g.int(0, policy.MaxBusinessDays), oneOf(g.t, "", policy.AtStart, g.timeOfDay()))
		t.BusinessDays.Cutoff = oneOf(g.t, "", "00:00", g.timeOfDay())
	default:
		t.Within = choice(g, depth, g.allowance)
	}
	if g.flip() {
		t.Pause, t.Escalations = g.maybe(false), g.escalations()
	}
	if g.flip() {
		t.Schedule = choice(g, depth, func() string { return oneOf(g.t, g.schedules...) })
	}
	return t
}

func (g *generator) escalations() policy.Escalations {
	if len(g.lists) > 0 && g.flip() {
		return policy.UseSteps(oneOf(g.t, g.lists...))
	}
	return policy.Escalations{Steps: g.steps()}
}

func (g *generator) steps() []policy.Escalation {
	return list(g.t, 3, func(int) policy.Escalation {
		e := policy.Escalation{
			At:   oneOf(g.t, "1%", "75%", "1000%", "breach", g.allowance().String()+" before", "2h after"),
			Name: oneOf(g.t, "", g.name()),
		}
		if g.flip() {
			e.Every, e.Times = g.allowance(), g.int(1, policy.MaxTimes)
		}
		e.Do = list(g.t, 2, func(int) policy.Action {
			return policy.Action{"type": g.text(), g.text(): oneOf[any](g.t,
				nil, g.flip(), json.Number("1e+3"), json.Number("90071992547409930"), []any{"a", json.Number("-0.50")}, map[string]any{g.text(): []any{}})}
		})
		return e
	})
}
