package policy

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
)

// Validate reports every problem in c (up to 100), not only the first. Each is an
// [*Error]. If there are none, sla.New accepts c.
func (c *Config) Validate() error {
	_, err := c.Compile(businesshours.Options{})
	return err
}

// Compile validates c as [Config.Validate] does, and returns its schedules, compiled. The
// options say where time zones come from. sla.New calls it; so may a host that measures
// open time of its own in the schedules of c.
func (c *Config) Compile(options businesshours.Options) (*businesshours.Set, error) {
	set, err := c.compile(options)
	problems, _ := strict.List(err)
	for _, e := range problems {
		e.Path = strings.ReplaceAll(e.Path, withinMark, withinField)
	}
	return set, err
}

// compile is Compile with [withinMark] in the paths of problems.
func (c *Config) compile(options businesshours.Options) (*businesshours.Set, error) {
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
	config     *Config
	schedules  []string                // names, sorted
	metrics    []string                // names, sorted
	checkField func(string) error      // in place of the rules for fields; nil for these
	lists      []string                // names of escalations, sorted
	fields     []string                // names of those that are declared
	declared   map[string]*declaration // all fields there are; nil if none need be declared

	// Counts over the whole configuration, so far.
	nodes        int // of conditions
	values       int // of lists, choices and fields
	targets      int
	steps        int // of escalations
	actions      int
	actionValues int // fields of objects and elements of lists

	regexps     map[string]error // what is wrong with each expression
	regexpBytes int
	regexpSize  int // instructions
}

// all checks the whole configuration.
func (v *validator) all() {
	c := v.config
	oneOf(v, "profile", c.Profile, Standard, Pylon, Zendesk)
	oneOf(v, "match", c.Match, MatchFirst, MatchFirstPerMetric, MatchEach)
	oneOf(v, "on_change", c.OnChange, Recalculate, CarryOver, Restart, Keep)
	oneOf(v, "exact_fit", c.ExactFit, AtClose, AtNextOpen)
	v.statuses()
	v.declarations()
	v.allMetrics()
	v.namedEscalations()
	v.defaults()
	v.policies()
	v.totals()
}

func (v *validator) statuses() {
	statuses := v.config.Statuses
	if statuses != nil && len(statuses) == 0 {
		v.Add("statuses", "maps no status; leave it out for the default")
	}
	if !v.atMost("statuses", "statuses", len(statuses), MaxStatuses) {
		return
	}
	for _, status := range slices.Sorted(maps.Keys(statuses)) {
		path := strict.Key("statuses", status)
		v.name(path, status)
		if statuses[status] == "" {
			v.Add(path, "has no category: open, pending, hold or resolved")
		}
		oneOf(v, path, statuses[status], Open, Pending, Hold, Resolved)
	}
}

func (v *validator) defaults() {
	d := &v.config.Defaults
	v.schedule("defaults.schedule", &d.Schedule)
	v.escalations("defaults.escalations", &d.Escalations, 3)
}

func (v *validator) policies() {
	policies := v.config.Policies
	if !v.atMost("policies", "policies", len(policies), MaxPolicies) {
		return
	}
	first := make(map[string]int)
	for i := range policies {
		p := &policies[i]
		path := strict.Index("policies", i)
		if k, ok := first[p.ID]; ok && p.ID != "" {
			v.Add(strict.Key(path, "id"), "%s is the id of policies[%d] already", strict.Quote(p.ID), k)
		} else {
			first[p.ID] = i
		}
		v.policy(path, p)
	}
}

// totals checks the limits that hold for the whole configuration.
func (v *validator) totals() {
	if v.nodes > MaxAllConditions {
		v.Add("", "the conditions have more than %d parts in all", MaxAllConditions)
	}
	if v.values > MaxAllValues {
		v.Add("", "lists, choices and fields have more than %d values in all", MaxAllValues)
	}
	if v.targets > MaxAllTargets {
		v.Add("", "there are more than %d targets in all", MaxAllTargets)
	}
	if v.steps > MaxAllSteps {
		v.Add("", "there are more than %d escalation steps in all", MaxAllSteps)
	}
	if v.actions > MaxAllActions {
		v.Add("", "there are more than %d actions in all", MaxAllActions)
	}
	if v.actionValues > MaxAllActionValues {
		v.Add("", "actions have more than %d values in all", MaxAllActionValues)
	}
	if v.regexpBytes > MaxAllRegexps {
		v.Add("", "the regular expressions have more than %d bytes in all", MaxAllRegexps)
	}
	if v.regexpSize > MaxAllPrograms {
		v.Add("", "the regular expressions compile to more than %d instructions in all", MaxAllPrograms)
	}
}

func (v *validator) policy(path string, p *Policy) {
	v.name(strict.Key(path, "id"), p.ID)
	v.text(strict.Key(path, "name"), p.Name)
	v.text(strict.Key(path, "description"), p.Description)
	nodes := 0
	if p.When != nil {
		v.condition(strict.Key(path, "when"), p.When, 4, false, &nodes)
	}
	v.effective(strict.Key(path, "effective"), p.Effective)
	v.schedule(strict.Key(path, "schedule"), &p.Schedule)
	targets := strict.Key(path, "targets")
	if p.Targets == nil {
		v.Add(targets, "is required; {} promises nothing")
	}
	for _, name := range slices.Sorted(maps.Keys(p.Targets)) {
		path := strict.Key(targets, name)
		if _, ok := slices.BinarySearch(v.metrics, name); !ok {
			v.Add(path, "%w", v.unknownMetric(name))
		}
		t := p.Targets[name]
		v.target(path, &t, 5, 0, &nodes)
	}
	v.escalations(strict.Key(path, "escalations"), &p.Escalations, 4)
	v.count(path, nodes)
}

func (v *validator) effective(path string, e Effective) {
	v.instant(strict.Key(path, "from"), e.From)
	v.instant(strict.Key(path, "until"), e.Until)
	if !e.From.IsZero() && !e.Until.IsZero() && !e.From.Before(e.Until) {
		v.Add(path, "from is not before until, so the policy is never effective")
	}
}

// instant checks an instant, if it is given.
func (v *validator) instant(path string, t time.Time) {
	if !t.IsZero() && !businesshours.InRange(t) {
		v.Add(path, "instant is not from 1900-01-01 to 2190-01-01")
	}
}

// oneOf checks a word that may be left out.
func oneOf[T ~string](v *validator, path string, word T, known ...T) {
	if word == "" || slices.Contains(known, word) {
		return
	}
	v.Add(path, "unknown %s; must be one of %s", strict.Quote(string(word)), join(known))
}

// join lists words for a message.
func join[T ~string](words []T) string {
	var b strings.Builder
	for i, word := range words {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(word))
	}
	return b.String()
}

// atMost reports whether n things are within a limit, and adds a problem if not.
func (v *validator) atMost(path, things string, n, limit int) bool {
	if n > limit {
		v.Add(path, "%d %s are more than %d", n, things, limit)
	}
	return n <= limit
}

func (v *validator) name(path, s string) { v.add(path, strict.CheckName(s)) }

func (v *validator) text(path, s string) { v.add(path, strict.CheckText(s)) }

// add adds err as a problem, unless it is nil.
func (v *validator) add(path string, err error) {
	if err != nil {
		v.Add(path, "%w", err)
	}
}

// count adds the nodes of the conditions of one policy or metric to the total.
func (v *validator) count(path string, nodes int) {
	v.nodes += nodes
	if nodes > MaxConditions {
		v.Add(path, "conditions have more than %d parts", MaxConditions)
	}
}

// A missing is the problem of a name or value that a section of the configuration does
// not define. Parse does not report it if the section could not be read, or, if deep is
// set, a part of the section.
type missing struct {
	section string
	deep    bool
	err     error
}

func (m *missing) Error() string { return m.err.Error() }
func (m *missing) Unwrap() error { return m.err }

// unknown returns the problem of a name of something that a section does not define.
func unknown(section, what, name string, known []string) error {
	return &missing{section: section, err: strict.UnknownName(what, name, some(known))}
}

// some returns as many names as suggestions are sought among.
func some(names []string) []string { return names[:min(len(names), 100)] }

// suggest suggests the known word nearest to an unknown one, or lists all of them.
func suggest(word string, known []string, more ...string) string {
	if hint := strict.DidYouMean(word, known); hint != "" {
		return hint
	}
	return "; it is one of " + strings.Join(slices.Concat(known, more), ", ")
}

var errTooDeep = fmt.Errorf("nested more than %d deep in the document", MaxNesting)
