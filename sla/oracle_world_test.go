package sla_test

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/slatest"
)

// drawBusyWorld draws a world in which most issues have clocks: few policies have conditions, and
// each has targets for metrics that every issue has. The history is drawn for the configuration,
// near its own dates and with its own values.
func drawBusyWorld(t *rapid.T) *world {
	config := drawConfig(t)
	for i := range config.Policies {
		p := &config.Policies[i]
		if chance(t, 3, "another condition") {
			p.When = new(oneOf(t, "condition", policy.If("vip", policy.Eq, true), policy.If("priority", policy.Ne, "low")))
		} else if rapid.Bool().Draw(t, "without condition") {
			p.When = nil
		}
		for range rapid.IntRange(0, 2).Draw(t, "more targets") {
			metric := oneOf(t, "metric", policy.Resolution, policy.PeriodicUpdate, policy.NextResponse, policy.Ownership, policy.RequesterWait)
			p.Targets[metric] = drawLevels(t, config)
		}
	}
	if chance(t, 3, "declared") {
		declare(config)
	}
	d := slatest.Domain{MaxEvents: 20}
	if rapid.Bool().Draw(t, "what is chosen by changes often") {
		d.Fields = choosing
	}
	w := &world{config: config, engine: newEngine(t, config)}
	h := slatest.Histories(config, d).Draw(t, "history")
	w.issue, w.now = h.Issue, h.Now
	for range rapid.SampledFrom([]int{6, 3, 9, 12, 0}).Draw(t, "more events") {
		w.drawMore(t)
	}
	w.issue.Events = drawDelivery(t, w.issue.Events)
	return w
}

// drawLevels draws a target for each of some priorities, of which two may be the same.
func drawLevels(t *rapid.T, config *policy.Config) policy.Target {
	targets := slatest.Targets(config.Schedules, slatest.Domain{})
	if rapid.Bool().Draw(t, "hours by priority") {
		targets = rapid.Custom(func(t *rapid.T) policy.Target {
			return policy.Within(oneOf(t, "hours", time.Hour, 2*time.Hour, 4*time.Hour, 8*time.Hour))
		})
	}
	a, b := targets.Draw(t, "a target"), targets.Draw(t, "another target")
	if a.By != "" || b.By != "" {
		return a
	}
	levels := map[string]policy.Target{"low": a, "high": b, "urgent": oneOf(t, "urgent", a, b)}
	return policy.TargetBy("priority", levels, oneOf(t, "otherwise", a, policy.Target{}))
}

// drawMore adds an event after all others: at the instant of the last one, when a clock is due or at
// an opening or closing, or some time later. Most change what decides about targets and states.
func (w *world) drawMore(t *rapid.T) {
	at := w.issue.CreatedAt
	for _, e := range w.issue.Events {
		at = latest(at, e.At)
	}
	switch rapid.IntRange(0, 4).Draw(t, "when") {
	case 1:
		if r := evaluate(t, w.engine, w.issue, at); !r.NextCheck.IsZero() && r.NextCheck.Sub(at) < 10*oracleDay {
			at = r.NextCheck
		}
	case 2:
		at = at.Truncate(30 * time.Minute).Add(time.Duration(rapid.IntRange(1, 48).Draw(t, "half hours")) * 30 * time.Minute)
	case 3:
		at = at.Add(time.Duration(rapid.Int64Range(1, int64(10*time.Hour)).Draw(t, "later")))
	case 4:
		at = at.Add(oneOf(t, "an hour later", time.Hour, 2*time.Hour, 4*time.Hour))
	}
	e := sla.MessageFrom(oneOf(t, "from", sla.Customer, sla.Agent), at)
	switch rapid.IntRange(0, 7).Draw(t, "what") {
	case 0, 1:
		e = sla.SetAttribute("priority", oneOf[any](t, "priority", "low", "high", "urgent", "none"), at)
	case 2:
		e = sla.SetAttribute("status", oneOf(t, "status", "open", "pending", "resolved"), at)
	case 3:
		e = sla.SetAttribute("vip", rapid.Bool().Draw(t, "vip"), at)
	case 4:
		e = sla.SetAttribute(oneOf(t, "by region or due", "customer.region", "due"), oneOf(t, "value", "emea", "us", at.Add(3*time.Hour).Format(time.RFC3339Nano)), at)
	case 5:
		e = slatest.Events(w.config, at, slatest.Domain{}).Draw(t, "event")
	}
	w.issue.Events = append(w.issue.Events, e)
	w.now = latest(w.now, at)
}

// choosing are the fields by which policies, targets and schedules are chosen most.
var choosing = map[string][]any{
	"priority": {"low", "high", "urgent"}, "customer.region": {"emea", "us", "apac"}, "vip": {true, false},
	"due": {"2024-03-10T07:30:00Z", "soon"}, "tags": {[]string{"vip"}, []string{"vip", "beta"}},
}

// declare declares the fields that configurations read, if what they do with them suits the types.
func declare(config *policy.Config) {
	config.Fields = map[string]policy.Field{
		"priority": {Type: policy.FieldText, Values: []string{"low", "high", "urgent"}}, "customer.region": {Type: policy.FieldText},
		"assignee": {Type: policy.FieldText}, "team": {Type: policy.FieldText}, "tags": {Type: policy.FieldList},
		"seats": {Type: policy.FieldNumber}, "vip": {Type: policy.FieldBoolean}, "due": {Type: policy.FieldInstant},
	}
	if config.Validate() != nil {
		config.Fields = nil
	}
}

// drawDelivery draws another order for the list of events, in which those of one instant stay as
// they are, and some that have an ID are there again.
func drawDelivery(t *rapid.T, events []sla.Event) []sla.Event {
	for _, e := range slices.Clone(events) {
		if e.ID != "" && chance(t, 2, "again") {
			events = append(events, e)
		}
	}
	if rapid.Bool().Draw(t, "latest first") {
		slices.SortStableFunc(events, func(a, b sla.Event) int { return b.At.Compare(a.At) })
	}
	return events
}

// noteWorld notes what w has of which the rules that apply do not tell.
func (w *world) noteWorld(note func(rule string)) {
	c := w.config
	note("match: " + orDefault(string(c.Match), "first"))
	note("profile: " + orDefault(string(c.Profile), "standard"))
	note("exact fit: " + orDefault(string(c.ExactFit), "close"))
	if c.Fields != nil {
		note("fields: declared")
	}
	if _, ok := c.Statuses["*"]; ok {
		note("statuses: all others")
	}
	if w.now.Before(w.issue.CreatedAt) {
		note("as of: before the creation")
	}
	if !slices.IsSortedFunc(w.issue.Events, func(a, b sla.Event) int { return a.At.Compare(b.At) }) {
		note("event: in another order in the list")
	}
	seen := map[time.Time]bool{w.issue.CreatedAt: true}
	for _, e := range w.issue.Events {
		if seen[e.At] {
			note("event: at the instant of another")
		}
		seen[e.At] = true
	}
}

func orDefault(text, otherwise string) string {
	if text == "" {
		return otherwise + " by default"
	}
	return text
}
