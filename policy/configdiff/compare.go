package configdiff

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/policy"
)

// Compare returns what changes from one valid configuration to another, in the order in which
// a configuration is written, the policies last.
func Compare(before, after *policy.Config) []Change {
	c := &comparison{before: before, after: after}
	c.settings()
	compareMaps(c, KindStatus, before.AllStatuses(), after.AllStatuses(), func(category policy.Category) string { return string(category) })
	compareMaps(c, KindField, before.Fields, after.Fields, fieldText)
	c.metrics()
	c.schedules()
	c.policies()
	return c.changes
}

// A comparison collects changes.
type comparison struct {
	before, after *policy.Config
	renamed       map[string]string // new names of schedules by their old ones
	changes       []Change
}

// differ adds a change of a part of a thing, unless it is none.
func (c *comparison) differ(kind Kind, name, what, before, after string) {
	if before != after {
		c.changes = append(c.changes, Change{Kind: kind, Name: name, What: what, Before: before, After: after})
	}
}

// settings compares what applies to all policies.
func (c *comparison) settings() {
	for _, s := range []struct{ name, before, after, usual string }{
		{"profile", string(c.before.Profile), string(c.after.Profile), string(policy.Standard)},
		{"match", string(c.before.Match), string(c.after.Match), string(policy.MatchFirst)},
		{"on_change", string(c.before.OnChange), string(c.after.OnChange), string(policy.Recalculate)},
		{"exact_fit", string(c.before.ExactFit), string(c.after.ExactFit), string(policy.AtClose)},
	} {
		c.differ(KindSetting, s.name, "", or(s.before, s.usual), or(s.after, s.usual))
	}
}

// or returns text, or another one if it is empty.
func or(text, usual string) string {
	if text == "" {
		return usual
	}
	return text
}

// compareMaps compares things that have a name and are described by a text.
func compareMaps[T any](c *comparison, kind Kind, before, after map[string]T, text func(T) string) {
	for _, name := range union(before, after) {
		c.differ(kind, name, "", textIn(before, name, text), textIn(after, name, text))
	}
}

// textIn returns the text of an element of a map, or none.
func textIn[T any](m map[string]T, name string, text func(T) string) string {
	if v, ok := m[name]; ok {
		return text(v)
	}
	return ""
}

// union returns the keys of two maps, sorted.
func union[T any](a, b map[string]T) []string {
	keys := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.Sort(keys)
	return slices.Compact(keys)
}

// fieldText returns a declaration in words.
func fieldText(f policy.Field) string {
	if len(f.Values) == 0 {
		return string(f.Type)
	}
	return string(f.Type) + " of " + strings.Join(f.Values, ", ")
}

// metrics compares the metrics that the configurations define. One that only one of them
// defines is compared with the built-in one of the name, if there is one.
func (c *comparison) metrics() {
	before, after := definitions(c.before), definitions(c.after)
	for _, name := range union(c.before.Metrics, c.after.Metrics) {
		b, had := before[name]
		a, has := after[name]
		if !had || !has {
			c.differ(KindMetric, name, "", textIn(before, name, metricText), textIn(after, name, metricText))
			continue
		}
		c.differ(KindMetric, name, "start", triggersText(b.Start), triggersText(a.Start))
		c.differ(KindMetric, name, "stop", triggersText(b.Stop), triggersText(a.Stop))
		c.differ(KindMetric, name, "cancel", triggersText(b.Cancel), triggersText(a.Cancel))
		c.differ(KindMetric, name, "resume", triggersText(b.Resume), triggersText(a.Resume))
		c.differ(KindMetric, name, "pause", pauseText(b.Pause), pauseText(a.Pause))
		c.differ(KindMetric, name, "repeat", fmt.Sprint(b.Repeat), fmt.Sprint(a.Repeat))
	}
}

// definitions returns all metrics of a configuration by name.
func definitions(cfg *policy.Config) map[string]policy.Metric {
	all := make(map[string]policy.Metric)
	for _, m := range policy.BuiltIn(cfg.Profile) {
		all[m.Name] = m.Metric
	}
	maps.Copy(all, cfg.Metrics)
	return all
}

// metricText returns a metric in words.
func metricText(m policy.Metric) string {
	return "start " + triggersText(m.Start) + "; stop " + triggersText(m.Stop) + "; pause " + pauseText(m.Pause)
}

// pauseText returns the condition of a pause in words.
func pauseText(c *policy.Condition) string {
	if c == nil {
		return "never"
	}
	return conditionText(c)
}

// triggersText returns triggers in words.
func triggersText(list []policy.Trigger) string {
	if len(list) == 0 {
		return "never"
	}
	parts := make([]string, len(list))
	for i, t := range list {
		parts[i] = t.On
		if t.If != nil {
			parts[i] += " if " + conditionText(t.If)
		}
	}
	return strings.Join(parts, "; ")
}

// policies compares policies, and what those that are in both promise.
func (c *comparison) policies() {
	pairs := pairPolicies(c.before.Policies, c.after.Policies)
	for _, pair := range pairs {
		switch {
		case pair.after == nil:
			c.differ(KindPolicy, PolicyName(pair.before), "", summary(c.before, pair.before), "")
		case pair.before == nil:
			c.differ(KindPolicy, PolicyName(pair.after), "", "", summary(c.after, pair.after))
		default:
			c.policy(pair.before, pair.after)
		}
	}
	for _, m := range moved(pairs) {
		c.differ(KindPolicy, m.after.ID, "place", fmt.Sprint(m.beforeAt+1), fmt.Sprint(m.afterAt+1))
	}
}

// PolicyName returns how people know a policy: its ID, and its name in parentheses.
func PolicyName(p *policy.Policy) string {
	if p.Name == "" || p.Name == p.ID {
		return p.ID
	}
	return p.ID + " (" + p.Name + ")"
}

// summary returns what a policy promises, and for whom, in a line.
func summary(cfg *policy.Config, p *policy.Policy) string {
	parts := []string{"when " + conditionText(p.When)}
	if p.When == nil {
		parts[0] = "for all issues"
	}
	for _, promise := range Promises(cfg, p) {
		parts = append(parts, promise.String())
	}
	return strings.Join(parts, "; ")
}

// policy compares two states of a policy.
func (c *comparison) policy(before, after *policy.Policy) {
	name := after.ID
	c.differ(KindPolicy, name, "ID", before.ID, after.ID)
	c.differ(KindPolicy, name, "when", conditionText(before.When), conditionText(after.When))
	c.differ(KindPolicy, name, "effective from", instantText(before.Effective.From), instantText(after.Effective.From))
	c.differ(KindPolicy, name, "effective until", instantText(before.Effective.Until), instantText(after.Effective.Until))

	metrics := metricsOf(c.before, before)
	for _, m := range metricsOf(c.after, after) {
		if !slices.Contains(metrics, m) {
			metrics = append(metrics, m)
		}
	}
	parts := &promiseChanges{renamed: c.renamed}
	for _, metric := range metrics {
		b := side{c.before, before, targetOf(before, metric)}
		a := side{c.after, after, targetOf(after, metric)}
		pairs, ok := promisePairs(b, a)
		if !ok {
			c.differ(KindPromise, name, words(metric), jsonText(b.t), jsonText(a.t))
		}
		for _, pair := range pairs {
			parts.compare(name, metric, pair)
		}
	}
	c.changes = append(c.changes, parts.all()...)
}

// instantText returns a bound of a period.
func instantText(t time.Time) string {
	if t.IsZero() {
		return "any time"
	}
	return t.UTC().Format(time.RFC3339)
}

// promiseChanges collects the changes of the promises of one policy.
type promiseChanges struct {
	renamed map[string]string
	common  int // promises that are in both
	list    []Change
}

// compare compares two promises.
func (p *promiseChanges) compare(name, metric string, pair promisePair) {
	before, after := pair.before, pair.after
	add := func(what, b, a string) {
		if b != a {
			p.list = append(p.list, Change{Kind: KindPromise, Name: name, Cases: pair.cases, Metric: metric, What: what, Before: b, After: a})
		}
	}
	switch {
	case before == nil && after == nil:
	case before == nil:
		add("", "", after.Allows+" on "+after.Schedule)
	case after == nil:
		add("", before.Allows+" on "+before.Schedule, "")
	default:
		p.common++
		add("", before.Allows, after.Allows)
		if p.renamed[before.Schedule] != after.Schedule {
			add("schedule", before.Schedule, after.Schedule)
		}
		add("pause", or(before.Pause, "as the metric says"), or(after.Pause, "as the metric says"))
		add("steps", or(strings.Join(before.Steps, ", "), "none"), or(strings.Join(after.Steps, ", "), "none"))
	}
}

// all returns the changes. A part that changes in the same way for all promises, of which
// there are several, is one change.
func (p *promiseChanges) all() []Change {
	type part struct{ what, before, after string }
	number := make(map[part]int)
	for _, c := range p.list {
		number[part{c.What, c.Before, c.After}]++
	}
	var list []Change
	told := make(map[part]bool)
	for _, c := range p.list {
		key := part{c.What, c.Before, c.After}
		if c.What != "" && p.common > 1 && number[key] == p.common {
			if told[key] {
				continue
			}
			told[key] = true
			c.Cases, c.Metric = nil, ""
		}
		list = append(list, c)
	}
	return list
}
