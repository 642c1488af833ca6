package policy

import (
	"fmt"
	"maps"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
)

// Limits of a configuration. They are generous for what people write, and keep
// what is computed from it bounded.
const (
	MaxConfigSize     = 1 << 20 // bytes of JSON
	MaxNesting        = strict.MaxDepth
	MaxPolicies       = 1_000
	MaxMetrics        = 64     // of one's own
	MaxConditions     = 256    // nodes of the conditions of a policy, or of a metric
	MaxAllConditions  = 20_000 // nodes of all conditions
	MaxList           = value.MaxList
	MaxText           = value.MaxText
	MaxRegexp         = 1_024 // bytes of an expression
	MaxRegexpProgram  = 1_000 // instructions that it compiles to
	MaxEscalations    = 64    // of a policy, or of a target
	MaxTimes          = 1_000 // repeats of an escalation step
	MaxBusinessDays   = 3_650
	MaxAllowance      = 87_600 * time.Hour // 10 years of open time
	MaxStatuses       = 1_000
	maxFieldName      = 128
	maxConditionDepth = strict.MaxDepth
)

// Validate reports every problem in c (up to 100), not only the first; each is an
// [*Error]. A configuration without problems is one that sla.New accepts.
func (c *Config) Validate() error {
	_, err := c.Compile(businesshours.Options{})
	return err
}

// Compile validates c and returns its compiled schedules. It is for packages that
// evaluate policies; others call [Config.Validate].
func (c *Config) Compile(options businesshours.Options) (*businesshours.Set, error) {
	v := validator{config: c, schedules: []string{businesshours.Always}}
	set, err := options.Compile(c.Schedules)
	if err != nil {
		v.AddError("", err)
	}
	for _, s := range c.Schedules {
		v.schedules = append(v.schedules, s.Name)
	}
	slices.Sort(v.schedules)
	v.all()
	if err := v.Err(); err != nil {
		return nil, err
	}
	return set, nil
}

// A validator collects the problems of a configuration.
type validator struct {
	strict.Problems
	config    *Config
	schedules []string // names, sorted
	metrics   []string // names, sorted
	nodes     int      // of all conditions so far
}

func (v *validator) all() {
	c := v.config
	oneOf(v, "profile", c.Profile, Standard, Pylon, Zendesk)
	oneOf(v, "match", c.Match, MatchFirst, MatchFirstPerMetric, MatchEach)
	oneOf(v, "on_change", c.OnChange, Recalculate, CarryOver, Restart, Keep)
	oneOf(v, "exact_fit", c.ExactFit, AtClose, AtNextOpen)

	if c.Statuses != nil && len(c.Statuses) == 0 {
		v.Add("statuses", "maps no status; leave it out for the default")
	}
	if v.atMost("statuses", "statuses", len(c.Statuses), MaxStatuses) {
		for _, status := range slices.Sorted(maps.Keys(c.Statuses)) {
			path := strict.Key("statuses", status)
			v.name(path, status)
			if c.Statuses[status] == "" {
				v.Add(path, "has no category")
			}
			oneOf(v, path, c.Statuses[status], Open, Pending, Hold, Resolved)
		}
	}

	for _, m := range BuiltIn(c.Profile) {
		v.metrics = append(v.metrics, m.Name)
	}
	if v.atMost("metrics", "metrics", len(c.Metrics), MaxMetrics) {
		for _, name := range slices.Sorted(maps.Keys(c.Metrics)) {
			v.metrics = append(v.metrics, name)
			v.metric(strict.Key("metrics", name), name, c.Metrics[name])
		}
	}
	slices.Sort(v.metrics)

	if v.atMost("policies", "policies", len(c.Policies), MaxPolicies) {
		first := make(map[string]int)
		for i, p := range c.Policies {
			path := strict.Index("policies", i)
			if k, ok := first[p.ID]; ok && p.ID != "" {
				v.Add(strict.Key(path, "id"), "%s is the id of policies[%d] already", strict.Quote(p.ID), k)
			} else {
				first[p.ID] = i
			}
			v.policy(path, p)
		}
	}
	if v.nodes > MaxAllConditions {
		v.Add("", "the conditions have %d parts in all, more than %d", v.nodes, MaxAllConditions)
	}
}

// oneOf checks a word that may be left out.
func oneOf[T ~string](v *validator, path string, word T, known ...T) {
	if word == "" || slices.Contains(known, word) {
		return
	}
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	v.Add(path, "unknown %s; must be one of %s", strict.Quote(string(word)), strings.Join(names, ", "))
}

func (v *validator) atMost(path, what string, n, limit int) bool {
	if n > limit {
		v.Add(path, "%d %s are more than %d", n, what, limit)
	}
	return n <= limit
}

func (v *validator) name(path, s string) {
	if err := strict.CheckName(s); err != nil {
		v.Add(path, "%w", err)
	}
}

func (v *validator) text(path, s string) {
	if err := strict.CheckText(s); err != nil {
		v.Add(path, "%w", err)
	}
}

// field checks the name of a field that a condition or choice reads.
func (v *validator) field(path, name string) {
	if err := CheckField(name); err != nil {
		v.Add(path, "%w", err)
	}
}

// CheckField checks the name of a field: letters, digits, underscores, hyphens and
// points, beginning with a letter or an underscore, at most 128 bytes.
func CheckField(name string) error {
	for i := range len(name) {
		c := name[i]
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_'
		if !letter && (i == 0 || (c < '0' || '9' < c) && c != '-' && c != '.') {
			return fmt.Errorf("%s is not a name of a field: ASCII letters, digits, \"_\", \"-\" and \".\", beginning with a letter or \"_\"", strict.Quote(name))
		}
	}
	if name == "" {
		return fmt.Errorf("name of a field is empty")
	}
	if len(name) > maxFieldName {
		return fmt.Errorf("name of a field is longer than %d bytes", maxFieldName)
	}
	return nil
}

func (v *validator) metric(path, name string, m Metric) {
	v.field(path, name)
	if len(m.Start) == 0 {
		v.Add(strict.Key(path, "start"), "has no trigger, so no clock would ever start")
	}
	nodes := 0
	for _, list := range []struct {
		field    string
		triggers []Trigger
	}{{"start", m.Start}, {"stop", m.Stop}, {"cancel", m.Cancel}, {"resume", m.Resume}} {
		path := strict.Key(path, list.field)
		if !v.atMost(path, "triggers", len(list.triggers), MaxList) {
			continue
		}
		for i, t := range list.triggers {
			v.trigger(strict.Index(path, i), t, &nodes)
		}
	}
	if m.Pause != nil {
		v.condition(strict.Key(path, "pause"), m.Pause, false, &nodes)
	}
	v.count(path, nodes)
}

var triggerNames = []string{
	"created", "created:customer", "created:agent", "created:bot", "created:third_party",
	"message:customer", "message:agent", "message:bot", "message:third_party",
	"note", "resolved", "reopened", "custom:", "set:",
}

func (v *validator) trigger(path string, t Trigger, nodes *int) {
	on := path
	if t.If != nil {
		on = strict.Key(path, "on")
		v.condition(strict.Key(path, "if"), t.If, true, nodes)
	}
	kind, arg, _ := strings.Cut(t.On, ":")
	switch {
	case kind == "custom" && arg != "":
		v.name(on, arg)
	case kind == "set" && arg != "":
		v.field(on, arg)
		if IsComputed(arg) {
			v.Add(on, "%s is computed and so never set; a change of the status is set:status, resolved or reopened", strict.Quote(arg))
		}
	case !slices.Contains(triggerNames[:len(triggerNames)-2], t.On):
		v.Add(on, "unknown trigger %s%s", strict.Quote(t.On), strict.DidYouMean(t.On, triggerNames))
	}
}

func (v *validator) policy(path string, p Policy) {
	v.name(strict.Key(path, "id"), p.ID)
	v.text(strict.Key(path, "name"), p.Name)
	v.text(strict.Key(path, "description"), p.Description)
	nodes := 0
	if p.When != nil {
		v.condition(strict.Key(path, "when"), p.When, false, &nodes)
	}
	if e := p.Effective; !e.From.IsZero() && !e.Until.IsZero() && !e.From.Before(e.Until) {
		v.Add(strict.Key(path, "effective"), "from is not before until, so the policy is never effective")
	}
	v.schedule(strict.Key(path, "schedule"), p.Schedule)
	if p.Targets == nil {
		v.Add(strict.Key(path, "targets"), "is required; {} promises nothing")
	}
	for _, name := range slices.Sorted(maps.Keys(p.Targets)) {
		path := strict.Key(strict.Key(path, "targets"), name)
		if _, ok := slices.BinarySearch(v.metrics, name); !ok {
			v.Add(path, "unknown metric %s%s", strict.Quote(name), strict.DidYouMean(name, v.metrics))
		}
		v.target(path, p.Targets[name], &nodes)
	}
	v.escalations(strict.Key(path, "escalations"), p.Escalations)
	v.count(path, nodes)
}

// count adds up the nodes of the conditions of one policy or metric.
func (v *validator) count(path string, nodes int) {
	v.nodes += nodes
	if nodes > MaxConditions {
		v.Add(path, "conditions have %d parts, more than %d", nodes, MaxConditions)
	}
}

func (v *validator) target(path string, t Target, nodes *int) {
	within := path
	if !t.short() {
		within = strict.Key(path, "within")
	}
	switch {
	case t.BusinessDays == nil:
		checkChoice(v, within, t.Within, func(path string, d time.Duration) {
			if d <= 0 {
				v.Add(path, "must be more than 0s, got %v", d)
			} else if d > MaxAllowance {
				v.Add(path, "%v is longer than %v", d, MaxAllowance)
			}
		})
	case !t.Within.IsZero():
		v.Add(path, "has both within and business_days")
	default:
		v.businessDays(path, *t.BusinessDays)
	}
	if !t.Schedule.IsZero() {
		v.schedule(strict.Key(path, "schedule"), t.Schedule)
	}
	if t.Pause != nil {
		v.condition(strict.Key(path, "pause"), t.Pause, false, nodes)
	}
	v.escalations(strict.Key(path, "escalations"), t.Escalations)
}

func (v *validator) businessDays(path string, b BusinessDays) {
	if b.Days < 0 || b.Days > MaxBusinessDays {
		v.Add(strict.Key(path, "business_days"), "must be from 0 to %d, got %d", MaxBusinessDays, b.Days)
	}
	if b.At != "" {
		at, err := businesshours.ParseTimeOfDay(b.At)
		if err != nil {
			v.Add(strict.Key(path, "at"), "%w", err)
		} else if at == 0 {
			v.Add(strict.Key(path, "at"), "\"00:00\" leaves no time on any day; the end of a day is \"24:00\"")
		}
	}
	if b.Cutoff != "" {
		if _, err := businesshours.ParseTimeOfDay(b.Cutoff); err != nil {
			v.Add(strict.Key(path, "cutoff"), "%w", err)
		}
	}
}

// schedule checks the schedule of a policy or target, where it is given.
func (v *validator) schedule(path string, c Choice[string]) {
	if c.IsZero() {
		return
	}
	checkChoice(v, path, c, func(path, name string) {
		if _, ok := slices.BinarySearch(v.schedules, name); !ok {
			v.Add(path, "unknown schedule %s%s", strict.Quote(name), strict.DidYouMean(name, v.schedules[:min(len(v.schedules), 100)]))
		}
	})
}

// checkChoice checks a choice, and each of its values with check.
func checkChoice[T time.Duration | string](v *validator, path string, c Choice[T], check func(path string, value T)) {
	var none T
	switch {
	case c.By == "" && (c.Values != nil || c.Default != none):
		v.Add(path, "has values to choose from, but not the field to choose by")
	case c.By == "":
		check(path, c.Value)
	case c.Value != none:
		v.Add(path, "has both a value and a field to choose by")
	default:
		v.field(strict.Key(path, "by"), c.By)
		if isEventField(c.By) {
			v.Add(strict.Key(path, "by"), "%s is a field of an event; only triggers see it", strict.Quote(c.By))
		}
		if len(c.Values) == 0 {
			v.Add(strict.Key(path, "values"), "is empty")
		}
		if !v.atMost(strict.Key(path, "values"), "values", len(c.Values), MaxList) {
			return
		}
		for _, key := range slices.Sorted(maps.Keys(c.Values)) {
			path := strict.Key(strict.Key(path, "values"), key)
			v.text(path, key)
			check(path, c.Values[key])
		}
		if c.Default != none {
			check(strict.Key(path, "default"), c.Default)
		}
	}
}

func (v *validator) escalations(path string, steps []Escalation) {
	if !v.atMost(path, "escalation steps", len(steps), MaxEscalations) {
		return
	}
	for i, e := range steps {
		path := strict.Index(path, i)
		if _, err := ParseThreshold(e.At); err != nil {
			v.Add(strict.Key(path, "at"), "%w", err)
		}
		if e.Name != "" {
			v.name(strict.Key(path, "name"), e.Name)
		}
		switch {
		case e.Every == 0 && e.Times == 0:
		case e.Every <= 0 || e.Every > MaxAllowance:
			v.Add(strict.Key(path, "every"), "must be more than 0s and at most %v, got %v", MaxAllowance, e.Every)
		case e.Times < 1 || e.Times > MaxTimes:
			v.Add(strict.Key(path, "times"), "must be from 1 to %d, got %d", MaxTimes, e.Times)
		}
		v.atMost(strict.Key(path, "do"), "actions", len(e.Do), MaxList)
	}
}

// condition checks c and what it is made of. event says whether the fields of an
// event may be seen.
func (v *validator) condition(path string, c *Condition, event bool, nodes *int) {
	v.conditionAt(path, c, event, nodes, 1)
}

func (v *validator) conditionAt(path string, c *Condition, event bool, nodes *int, depth int) {
	if *nodes++; *nodes > MaxConditions {
		return // reported by count; there may be millions
	}
	if depth > maxConditionDepth {
		v.Add(path, "nested more than %d deep", maxConditionDepth)
		*nodes = MaxConditions
		return
	}
	forms := 0
	for _, is := range []bool{c.All != nil, c.Any != nil, c.Not != nil, c.Field != "" || c.Op != "" || c.Value != nil} {
		if is {
			forms++
		}
	}
	if forms != 1 {
		v.Add(path, "must be one of all, any, not, or a comparison with field and op; is %d of them", forms)
		return
	}
	if c.Not != nil {
		v.conditionAt(strict.Key(path, "not"), c.Not, event, nodes, depth+1)
		return
	}
	for _, list := range []struct {
		field string
		parts []Condition
	}{{"all", c.All}, {"any", c.Any}} {
		for i := range list.parts {
			if *nodes > MaxConditions {
				return
			}
			v.conditionAt(strict.Index(strict.Key(path, list.field), i), &list.parts[i], event, nodes, depth+1)
		}
	}
	if c.All == nil && c.Any == nil {
		v.comparison(path, c, event)
	}
}

func (v *validator) comparison(path string, c *Condition, event bool) {
	v.field(strict.Key(path, "field"), c.Field)
	if isEventField(c.Field) && !event {
		v.Add(strict.Key(path, "field"), "%s is a field of an event; only triggers see it", strict.Quote(c.Field))
	}
	at := strict.Key(path, "value")
	val, err := value.Of(c.Value)
	want := func(kinds ...value.Kind) bool {
		names := map[value.Kind]string{value.Text: "a text", value.Number: "a number", value.Bool: "a boolean", value.List: "a list of texts"}
		if err == nil && slices.Contains(kinds, val.Kind) {
			return true
		}
		if err != nil && c.Value != nil {
			v.Add(at, "%w", err)
			return false
		}
		expected := make([]string, len(kinds))
		for i, k := range kinds {
			expected[i] = names[k]
		}
		v.Add(at, "%s needs %s", c.Op, strings.Join(expected, " or "))
		return false
	}
	switch c.Op {
	case Eq, Ne:
		want(value.Text, value.Number, value.Bool, value.List)
	case In, NotIn:
		if _, err := Values(c.Value); err != nil {
			v.Add(at, "%w", err)
		}
	case Exists, Missing:
		if c.Value != nil {
			v.Add(at, "%s takes no value", c.Op)
		}
	case Contains, StartsWith, EndsWith:
		want(value.Text)
	case ContainsAny, ContainsAll:
		want(value.List)
	case Matches:
		if want(value.Text) {
			if _, err := CompileRegexp(val.Text); err != nil {
				v.Add(at, "%w", err)
			}
		}
	case Gt, Gte, Lt, Lte:
		want(value.Number)
	case Before, After:
		if want(value.Text) {
			if _, err := strict.ParseTime(val.Text); err != nil {
				v.Add(at, "%w", err)
			}
		}
	case InHours, NotInHours:
		if want(value.Text) {
			v.schedule(at, Use(val.Text))
			if val.Text == "" {
				v.Add(at, "names no schedule")
			}
		}
	case "":
		v.Add(strict.Key(path, "op"), "is required; one of %s", strings.Join(ops, ", "))
	default:
		v.Add(strict.Key(path, "op"), "unknown operator %s%s", strict.Quote(string(c.Op)), strict.DidYouMean(string(c.Op), ops))
	}
}

// Values returns the elements of the list that In and NotIn compare with: texts,
// numbers, booleans and lists of texts.
func Values(list any) ([]value.Value, error) {
	var elements []any
	switch list := list.(type) {
	case []any:
		elements = list
	case []string:
		for _, s := range list {
			elements = append(elements, s)
		}
	default:
		return nil, fmt.Errorf("must be a list of texts, numbers, booleans and lists of texts")
	}
	if len(elements) > MaxList {
		return nil, fmt.Errorf("list of %d is longer than %d", len(elements), MaxList)
	}
	values := make([]value.Value, len(elements))
	for i, e := range elements {
		var err error
		if values[i], err = value.Of(e); err != nil {
			return nil, fmt.Errorf("element %d: %w", i, err)
		}
	}
	return values, nil
}

// CompileRegexp compiles the expression of a Matches condition. Its length and the
// size of its program are bounded, since both multiply the time that a match takes.
func CompileRegexp(expression string) (*regexp.Regexp, error) {
	if len(expression) > MaxRegexp {
		return nil, fmt.Errorf("expression of %d bytes is longer than %d", len(expression), MaxRegexp)
	}
	parsed, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		return nil, fmt.Errorf("%s is not a regular expression: %w", strict.Quote(expression), err)
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return nil, fmt.Errorf("%s is not a regular expression: %w", strict.Quote(expression), err)
	}
	if n := len(program.Inst); n > MaxRegexpProgram {
		return nil, fmt.Errorf("%s compiles to %d instructions, more than %d", strict.Quote(expression), n, MaxRegexpProgram)
	}
	return regexp.Compile(expression)
}
