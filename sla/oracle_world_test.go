package sla_test

import (
	"cmp"
	"encoding/json"
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
			p.Targets[metric] = drawLevels(t, config, p)
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
	w.issue, w.now = clone(h.Issue), h.Now
	w.forgetFarDues()
	for range rapid.SampledFrom([]int{6, 3, 9, 12, 0}).Draw(t, "more events") {
		w.drawMore(t)
	}
	if n := len(w.issue.Events); n > 0 && rapid.Bool().Draw(t, "as of an event") {
		w.now = w.issue.Events[rapid.IntRange(0, n-1).Draw(t, "event")].At
		if r := evaluate(t, w.engine, w.issue, w.now); !r.NextCheck.IsZero() && rapid.Bool().Draw(t, "as of the next check") {
			w.now = r.NextCheck
		}
	}
	w.issue.Events = drawDelivery(t, w.issue.Events)
	if rapid.Bool().Draw(t, "through JSON") {
		w.throughJSON(t)
	}
	return w
}

// throughJSON writes and reads the configuration and the issue of w.
func (w *world) throughJSON(t fataler) {
	config, err := policy.Parse([]byte(document(w.config)))
	if err != nil {
		t.Fatalf("what was written is not read: %v\n%s", err, w)
	}
	var issue sla.Issue
	if err := json.Unmarshal([]byte(document(w.issue)), &issue); err != nil {
		t.Fatalf("what was written is not read: %v\n%s", err, w)
	}
	w.engine, w.issue = newEngine(t, config), issue
}

// forgetFarDues removes instants decades after the creation. First differed: a clock whose due
// instant is more than 50 years ahead has none, and how far ahead it is may be asked from its
// start or from the instant of the evaluation.
func (w *world) forgetFarDues() {
	forget := func(set map[string]any) {
		if at, ok := anInstant(set["due"]); ok && at.Sub(w.issue.CreatedAt) > 40*365*oracleDay {
			set["due"] = "some day"
		}
	}
	forget(w.issue.Attributes)
	for _, e := range w.issue.Events {
		forget(e.Set)
	}
}

// drawLevels draws a target for each of some priorities, of which two may be the same.
func drawLevels(t *rapid.T, config *policy.Config, p *policy.Policy) policy.Target {
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
	levels := map[string]policy.Target{"low": a, "high": b, "urgent": drawVariant(t, config, p, a)}
	return policy.TargetBy("priority", levels, oneOf(t, "otherwise", a, policy.Target{}))
}

// drawVariant draws a target that promises the same as another and is written in another way, so
// that it may be the same target, the same promise or neither.
func drawVariant(t *rapid.T, config *policy.Config, p *policy.Policy, of policy.Target) policy.Target {
	steps := slices.Clone(config.EscalationsOf(p, &of))
	switch rapid.IntRange(0, 5).Draw(t, "variant") {
	case 1:
		of.Escalations = policy.Steps(steps...)
	case 2:
		for i := range steps {
			steps[i].Name = cmp.Or(steps[i].Name, steps[i].At)
		}
		of.Escalations = policy.Steps(steps...)
	case 3:
		slices.Reverse(steps)
		of.Escalations = policy.Steps(steps...)
	case 4:
		of.Schedule = config.ScheduleOf(p, &of)
	case 5:
		if of.Pause != nil {
			of.Pause = new(policy.All(*of.Pause))
		}
	}
	return of
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
	switch rapid.IntRange(0, 8).Draw(t, "what") {
	case 0, 1:
		e = sla.SetAttribute("priority", oneOf[any](t, "priority", "low", "high", "urgent", "none"), at)
	case 2:
		e = sla.SetAttribute("status", oneOf(t, "status", "open", "pending", "resolved"), at)
	case 3:
		e = sla.SetAttribute("vip", rapid.Bool().Draw(t, "vip"), at)
	case 4:
		e = sla.SetAttribute(oneOf(t, "by region or due", "customer.region", "due"), oneOf(t, "value", "emea", "us", at.Add(3*time.Hour).Format(time.RFC3339Nano)), at)
	case 5:
		e = sla.SetAttribute("seats", oneOf[any](t, "seats", int64(5), uint8(100), float32(500.5), "5", nil), at)
	case 6:
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
