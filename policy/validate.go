package policy

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/threshold"
	"github.com/punctualgo/punctual/internal/value"
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
	if c == nil {
		return nil, errors.New("policy: the configuration is nil")
	}
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

	// How many there are so far, in all.
	nodes  int // of conditions
	values int // of lists and choices
	steps  int // of escalations

	regexps     map[string]error // what is wrong with each, if anything
	regexpBytes int
	regexpSize  int // instructions
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
				v.Add(path, "has no category: open, pending, hold or resolved")
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
		v.Add("", "the conditions have more than %d parts in all", MaxAllConditions)
	}
	if v.values > MaxAllValues {
		v.Add("", "lists and choices have more than %d values in all", MaxAllValues)
	}
	if v.steps > MaxAllSteps {
		v.Add("", "there are more than %d escalation steps in all", MaxAllSteps)
	}
	if v.regexpBytes > MaxAllRegexps {
		v.Add("", "the regular expressions have more than %d bytes in all", MaxAllRegexps)
	}
	if v.regexpSize > MaxAllPrograms {
		v.Add("", "the regular expressions compile to more than %d instructions in all", MaxAllPrograms)
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
	v.add(path, strict.CheckName(s))
}

func (v *validator) text(path, s string) { v.add(path, strict.CheckText(s)) }

// add reports err of the field at path, if there is one.
func (v *validator) add(path string, err error) {
	if err != nil {
		v.Add(path, "%w", err)
	}
}

// field checks the name of a field that a condition or choice reads.
func (v *validator) field(path, name string) {
	v.add(path, strict.CheckField(name))
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
		v.condition(strict.Key(path, "pause"), m.Pause, 4, false, &nodes)
	}
	v.count(path, nodes)
}

// triggerNames are the triggers that have no argument of the user's own.
var triggerNames = []string{
	"created", "created:customer", "created:agent", "created:bot", "created:third_party",
	"message:customer", "message:agent", "message:bot", "message:third_party",
	"note", "resolved", "reopened",
}

func (v *validator) trigger(path string, t Trigger, nodes *int) {
	on := path
	if t.If != nil {
		on = strict.Key(path, "on")
		v.condition(strict.Key(path, "if"), t.If, 6, true, nodes)
	}
	kind, arg, _ := strings.Cut(t.On, ":")
	switch {
	case kind == "custom" && arg != "":
		v.name(on, arg)
	case kind == "set" && arg != "":
		v.field(on, arg)
		if isEventField(arg) {
			v.Add(on, "%s is a field of an event, not an attribute that is set", strict.Quote(arg))
		} else if IsComputed(arg) {
			v.Add(on, "%s is computed and so never set; a change of the status is set:status, resolved or reopened", strict.Quote(arg))
		}
	case t.On == "":
		v.Add(on, "names no trigger")
	case slices.Contains(triggerNames, t.On):
	case kind == "custom" || kind == "set":
		v.Add(on, "%s needs a name after it, as in \"custom:engineer_dispatched\" or \"set:assignee\"", strict.Quote(t.On))
	default:
		v.Add(on, "unknown trigger %s%s", strict.Quote(t.On), oneOfThese(t.On, triggerNames, "custom:NAME", "set:FIELD"))
	}
}

// oneOfThese suggests the known word nearest to one that is not known, or all words that
// there are.
func oneOfThese(word string, known []string, more ...string) string {
	if hint := strict.DidYouMean(word, known); hint != "" {
		return hint
	}
	return "; it is one of " + strings.Join(slices.Concat(known, more), ", ")
}

func (v *validator) policy(path string, p Policy) {
	v.name(strict.Key(path, "id"), p.ID)
	v.text(strict.Key(path, "name"), p.Name)
	v.text(strict.Key(path, "description"), p.Description)
	nodes := 0
	if p.When != nil {
		v.condition(strict.Key(path, "when"), p.When, 4, false, &nodes)
	}
	effective := strict.Key(path, "effective")
	v.instant(strict.Key(effective, "from"), p.Effective.From)
	v.instant(strict.Key(effective, "until"), p.Effective.Until)
	if e := p.Effective; !e.From.IsZero() && !e.Until.IsZero() && !e.From.Before(e.Until) {
		v.Add(effective, "from is not before until, so the policy is never effective")
	}
	v.schedule(strict.Key(path, "schedule"), p.Schedule)
	targets := strict.Key(path, "targets")
	if p.Targets == nil {
		v.Add(targets, "is required; {} promises nothing")
	}
	for _, name := range slices.Sorted(maps.Keys(p.Targets)) {
		path := strict.Key(targets, name)
		if _, ok := slices.BinarySearch(v.metrics, name); !ok {
			v.Add(path, "%w", strict.UnknownName("metric", name, v.metrics))
		}
		v.target(path, p.Targets[name], &nodes)
	}
	v.escalations(strict.Key(path, "escalations"), p.Escalations, 7)
	v.count(path, nodes)
}

// instant checks an instant, where it is given.
func (v *validator) instant(path string, t time.Time) {
	if !t.IsZero() && !businesshours.InRange(t) {
		v.Add(path, "instant is not from 1900-01-01 to 2190-01-01")
	}
}

// count adds up the nodes of the conditions of one policy or metric.
func (v *validator) count(path string, nodes int) {
	v.nodes += nodes
	if nodes > MaxConditions {
		v.Add(path, "conditions have more than %d parts", MaxConditions)
	}
}

func (v *validator) target(path string, t Target, nodes *int) {
	within := strict.Key(path, "within") // Parse leaves it out again for a short target
	switch {
	case t.BusinessDays == nil && t.Within.IsZero():
		v.Add(path, "has neither within nor business_days")
	case t.BusinessDays == nil:
		checkChoice(v, within, t.Within, func(d time.Duration) error {
			if d <= 0 {
				return fmt.Errorf("must be more than 0s, got %v", d)
			}
			if d > MaxAllowance {
				return fmt.Errorf("%v is longer than %s", d, maxAllowanceText)
			}
			return nil
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
		v.condition(strict.Key(path, "pause"), t.Pause, 6, false, nodes)
	}
	if len(t.Escalations) > 0 {
		v.escalations(strict.Key(path, "escalations"), t.Escalations, 9)
	}
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
	checkChoice(v, path, c, func(name string) error {
		if _, ok := slices.BinarySearch(v.schedules, name); !ok {
			return strict.UnknownName("schedule", name, v.schedules[:min(len(v.schedules), 100)])
		}
		return nil
	})
}

// checkChoice checks a choice, and each of its values with check.
func checkChoice[T time.Duration | string](v *validator, path string, c Choice[T], check func(value T) error) {
	var none T
	switch {
	case c.By == "" && (c.Values != nil || c.Default != none):
		v.Add(path, "has values to choose from, but not the field to choose by")
	case c.By == "":
		v.add(path, check(c.Value))
	case c.Value != none:
		v.Add(path, "has both a value and a field to choose by")
	default:
		v.field(strict.Key(path, "by"), c.By)
		if isEventField(c.By) {
			v.Add(strict.Key(path, "by"), "%s is a field of an event; only triggers see it", strict.Quote(c.By))
		}
		if c.Values == nil {
			v.Add(strict.Key(path, "values"), "is required: what to choose, by the text in %s", strict.Quote(c.By))
		} else if len(c.Values) == 0 {
			v.Add(strict.Key(path, "values"), "is empty")
		}
		if !v.atMost(strict.Key(path, "values"), "values", len(c.Values), MaxList) {
			return
		}
		v.values += len(c.Values)
		var bad []string
		for key, value := range c.Values {
			if strict.CheckText(key) != nil || check(value) != nil {
				bad = append(bad, key)
			}
		}
		slices.Sort(bad)
		for _, key := range bad {
			path := strict.Key(strict.Key(path, "values"), key)
			v.text(path, key)
			v.add(path, check(c.Values[key]))
		}
		if c.Default != none {
			v.add(strict.Key(path, "default"), check(c.Default))
		}
	}
}

// escalations checks steps, whose actions are as deep in a document as given.
func (v *validator) escalations(path string, steps []Escalation, depth int) {
	if !v.atMost(path, "escalation steps", len(steps), MaxEscalations) {
		return
	}
	v.steps += len(steps)
	for i, e := range steps {
		path := strict.Index(path, i)
		if _, err := threshold.Parse(e.At); err != nil {
			v.Add(strict.Key(path, "at"), "%w", err)
		}
		if e.Name != "" {
			v.name(strict.Key(path, "name"), e.Name)
		}
		switch {
		case e.Every == 0 && e.Times == 0:
		case e.Every == 0:
			v.Add(path, "has times without every")
		case e.Times == 0:
			v.Add(path, "has every without times, from 1 to %d", MaxTimes)
		case e.Every < 0 || e.Every > MaxAllowance:
			v.Add(strict.Key(path, "every"), "must be more than 0s and at most %s, got %v", maxAllowanceText, e.Every)
		case e.Times < 0 || e.Times > MaxTimes:
			v.Add(strict.Key(path, "times"), "must be from 1 to %d, got %d", MaxTimes, e.Times)
		}
		if v.atMost(strict.Key(path, "do"), "actions", len(e.Do), MaxList) {
			for k, action := range e.Do {
				if action == nil {
					v.Add(strict.Index(strict.Key(path, "do"), k), "is null")
				} else if err := checkAction(map[string]any(action), depth); err != nil {
					v.Add(strict.Index(strict.Key(path, "do"), k), "%w", err)
				} else {
					v.knownAction(strict.Index(strict.Key(path, "do"), k), action)
				}
			}
		}
	}
}

var errTooDeep = fmt.Errorf("nested more than %d deep in the document", MaxNesting)

// checkAction checks that a part of an action, as deep in a document as given, is a
// value of JSON.
func checkAction(part any, depth int) error {
	switch part := part.(type) {
	case map[string]any:
		if depth > MaxNesting {
			return errTooDeep
		}
		first, problem := "", error(nil) // by name
		for name, value := range part {
			if err := checkAction(value, depth+1); err != nil && (problem == nil || name < first) {
				first, problem = name, err
			}
		}
		if problem != nil {
			return fmt.Errorf("%s: %w", strict.Quote(first), problem)
		}
	case []any:
		if depth > MaxNesting {
			return errTooDeep
		}
		for _, element := range part {
			if err := checkAction(element, depth+1); err != nil {
				return err
			}
		}
	case string:
		if !utf8.ValidString(part) {
			return fmt.Errorf("is not valid UTF-8")
		}
	case json.Number, bool, nil:
	default:
		if _, err := value.Of(part); err != nil {
			return fmt.Errorf("%T is not a value of JSON", part)
		}
	}
	return nil
}
