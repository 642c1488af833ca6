package configdiff

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/policy"
)

// A Case is a value of a field by which a promise is chosen.
type Case struct {
	Field string `json:"field"`
	Value string `json:"value,omitempty"`
	Other bool   `json:"other,omitempty"` // any value that has no choice of its own, or none
}

// String returns the value, or "any other" and the field.
func (c Case) String() string {
	if c.Other {
		return "any other " + c.Field
	}
	return c.Value
}

// A Promise is what a policy promises for a metric in some cases. All of it is in words.
type Promise struct {
	Metric   string   // as in the configuration
	Cases    []Case   // in the order in which they are chosen by
	Allows   string   // such as "1h", "2 business days" or "until due_date"
	Schedule string   // its name
	Pause    string   // when the target pauses; empty where the metric says so
	Steps    []string // the escalation steps
}

// String returns the promise in a line, such as "first response: 1h on desk (urgent)".
func (p Promise) String() string {
	text := words(p.Metric) + ": " + p.Allows + " on " + p.Schedule
	if len(p.Cases) > 0 {
		text += " (" + casesText(p.Cases) + ")"
	}
	return text
}

// casesText lists cases.
func casesText(cases []Case) string {
	list := make([]string, len(cases))
	for i, c := range cases {
		list[i] = c.String()
	}
	return strings.Join(list, ", ")
}

// Promises returns what a policy of cfg, which must be valid, promises: by metric, then by
// the values that it chooses by.
func Promises(cfg *policy.Config, p *policy.Policy) []Promise {
	var list []Promise
	for _, metric := range metricsOf(cfg, p) {
		s := side{cfg, p, targetOf(p, metric)}
		pairs, ok := promisePairs(s, s)
		if !ok {
			list = append(list, Promise{Metric: metric, Allows: "too many combinations to list", Schedule: "as chosen"})
		}
		for _, pair := range pairs {
			if promise := pair.after; promise != nil {
				promise.Metric, promise.Cases = metric, pair.cases
				list = append(list, *promise)
			}
		}
	}
	return list
}

// metricsOf returns the metrics for which a policy has targets: built-in ones in their order,
// then others by name.
func metricsOf(cfg *policy.Config, p *policy.Policy) []string {
	if p == nil {
		return nil
	}
	var list []string
	for _, m := range policy.BuiltIn(cfg.Profile) {
		if _, ok := p.Targets[m.Name]; ok {
			list = append(list, m.Name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.Targets)) {
		if !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}

// targetOf returns the target of a policy for a metric, or nil.
func targetOf(p *policy.Policy, metric string) *policy.Target {
	if t, ok := p.Targets[metric]; ok {
		return &t
	}
	return nil
}

// A side is a target of one of two configurations that are compared.
type side struct {
	cfg *policy.Config
	p   *policy.Policy
	t   *policy.Target // nil if there is none
}

// A question is a field by which a side chooses next, and the texts that have a choice of
// their own. The zero value means that nothing is left to choose.
type question struct {
	field  string
	values []string
}

// maxCombinations is how many combinations of values are looked at for one target.
const maxCombinations = 10_000

// A promisePair is the promises of two sides in some cases. Either is nil where there is none.
type promisePair struct {
	cases         []Case
	before, after *Promise
}

// promisePairs returns the promises of two sides for each combination of values for which
// they may differ. It reports false if there are too many.
func promisePairs(before, after side) (pairs []promisePair, ok bool) {
	var visit func(cases []Case) bool
	visit = func(cases []Case) bool {
		b, one := before.resolve(cases)
		a, other := after.resolve(cases)
		field := or(b.field, a.field)
		if field == "" {
			pairs = append(pairs, promisePair{cases, one, other})
			return len(pairs) <= maxCombinations
		}
		var values []string
		for _, q := range []question{b, a} {
			if q.field == field {
				values = append(values, q.values...)
			}
		}
		slices.Sort(values)
		for _, value := range slices.Compact(values) {
			if !visit(append(slices.Clip(cases), Case{Field: field, Value: value})) {
				return false
			}
		}
		return visit(append(slices.Clip(cases), Case{Field: field, Other: true}))
	}
	if !visit(nil) {
		return nil, false
	}
	return pairs, true
}

// resolve returns the promise of s in some cases, or what else it chooses by. It returns
// neither if there is no promise.
func (s side) resolve(cases []Case) (question, *Promise) {
	t := s.t
	for t != nil && t.By != "" {
		c, ok := find(cases, t.By)
		if !ok {
			return question{t.By, slices.Collect(maps.Keys(t.Values))}, nil
		}
		if picked, ok := t.Values[c.Value]; ok && !c.Other {
			t = &picked
		} else {
			t = t.Default
		}
	}
	if t == nil {
		return question{}, nil
	}
	within, open, ok := pick(t.Within, cases)
	if open.field != "" || !ok {
		return open, nil
	}
	schedule, open, ok := pick(s.cfg.ScheduleOf(s.p, t), cases)
	if open.field != "" || !ok {
		return open, nil
	}
	promise := &Promise{Allows: allowance(t, within), Schedule: schedule}
	if t.Pause != nil {
		promise.Pause = conditionText(t.Pause)
	}
	for _, e := range s.cfg.EscalationsOf(s.p, t) {
		promise.Steps = append(promise.Steps, stepText(&e))
	}
	return question{}, promise
}

// pick returns what a choice picks in some cases, or what else it chooses by. It reports
// false if it picks nothing.
func pick[T time.Duration | string](c policy.Choice[T], cases []Case) (value T, open question, ok bool) {
	for c.By != "" {
		found, ok := find(cases, c.By)
		if !ok {
			return value, question{c.By, slices.Collect(maps.Keys(c.Values))}, false
		}
		picked, ok := c.Values[found.Value]
		switch {
		case ok && !found.Other:
			c = picked
		case c.Default == nil:
			return value, question{}, false
		default:
			c = *c.Default
		}
	}
	return c.Value, question{}, true
}

// find returns the case of a field.
func find(cases []Case, field string) (Case, bool) {
	for _, c := range cases {
		if c.Field == field {
			return c, true
		}
	}
	return Case{}, false
}

// allowance returns what a target that chooses nothing allows.
func allowance(t *policy.Target, within time.Duration) string {
	switch d := t.BusinessDays; {
	case t.Until != "":
		return "until " + t.Until
	case d != nil:
		text := fmt.Sprintf("%d business days", d.Days)
		if d.Days == 1 {
			text = "1 business day"
		}
		switch d.At {
		case "":
		case policy.AtStart:
			text += " at the time of the start"
		default:
			text += " at " + d.At
		}
		if d.Cutoff != "" {
			text += ", cutoff " + d.Cutoff
		}
		return text
	}
	return durationText(within)
}

// durationText returns d without units that are zero at its end: "1h" for "1h0m0s".
func durationText(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// stepText returns an escalation step in words.
func stepText(e *policy.Escalation) string {
	parts := []string{e.At}
	if e.Name != "" {
		parts = append(parts, e.Name)
	}
	if e.Times > 0 {
		parts = append(parts, fmt.Sprintf("repeated %d times every %s", e.Times, durationText(e.Every)))
	}
	for _, action := range e.Do {
		parts = append(parts, jsonText(action))
	}
	return strings.Join(parts, " ")
}

// jsonText returns the JSON of a part of a valid configuration.
func jsonText(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err.Error()
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// words returns a name with spaces.
func words(name string) string { return strings.ReplaceAll(name, "_", " ") }
