package policy

import (
	"maps"
	"slices"
)

// A Metric says when a clock starts, stops, pauses and resumes.
type Metric struct {
	Start  []Trigger  `json:"start,omitzero"`   // any of these starts a clock
	Stop   []Trigger  `json:"stop,omitzero"`    // any of these ends it with a verdict: met, unless breached
	Cancel []Trigger  `json:"cancel,omitzero"`  // any of these ends it without a verdict
	Resume []Trigger  `json:"resume,omitzero"`  // any of these makes a stopped clock run on
	Pause  *Condition `json:"pause,omitempty"`  // the clock does not count while this holds
	Repeat bool       `json:"repeat,omitempty"` // a start after an end begins another clock
}

// A Trigger is the name of a kind of event, with an optional condition on the fields that
// the issue has after the event, and on those of the event: event.by, event.team and
// event.channel. The names are
//
//	created, created:FROM   the issue was created, by FROM
//	message:FROM            a message; a customer's only if it needs a reply
//	note                    an internal note
//	custom:NAME             a custom event
//	set:FIELD               an attribute's value changed, or was there at creation
//	resolved                the status category became resolved
//	reopened                it was resolved, and no longer is
//
// where FROM is customer, agent, bot or third_party.
type Trigger struct {
	On string
	If *Condition
}

// The built-in metrics.
const (
	FirstResponse  = "first_response"
	NextResponse   = "next_response"
	Resolution     = "resolution"
	PeriodicUpdate = "periodic_update"
	PausableUpdate = "pausable_update"
	RequesterWait  = "requester_wait"
	AgentWork      = "agent_work"
	Assignment     = "assignment"
	Ownership      = "ownership"
)

// A NamedMetric is a metric and its name.
type NamedMetric struct {
	Name string
	Metric
}

// BuiltIn returns the built-in metrics as a profile defines them, in the order in which
// results list them. They are data of the same form as the metrics of a Config.
func BuiltIn(profile Profile) []NamedMetric {
	var (
		unresolved   = If(StatusCategory, Ne, string(Resolved))
		responded    = If(Responded, Eq, true)
		notResponded = If(Responded, Eq, false)
		unanswered   = If(Unanswered, Eq, true)

		onPending       = func() *Condition { return new(If(StatusCategory, Eq, string(Pending))) }
		onHold          = func() *Condition { return new(If(StatusCategory, Eq, string(Hold))) }
		unlessOpen      = func() *Condition { return new(If(StatusCategory, Ne, string(Open))) }
		onPendingOrHold = func() *Condition {
			return new(If(StatusCategory, In, []string{string(Pending), string(Hold)}))
		}
		never = func() *Condition { return nil }
	)
	on := func(names ...string) (triggers []Trigger) {
		for _, name := range names {
			triggers = append(triggers, Trigger{On: name})
		}
		return triggers
	}
	when := func(name string, conditions ...Condition) Trigger {
		return Trigger{name, new(All(conditions...))}
	}
	untilResolved := func(pause *Condition) Metric {
		return Metric{
			Start: []Trigger{when("created", unresolved), {On: "reopened"}},
			Stop:  on("resolved"), Resume: on("reopened"), Pause: pause,
		}
	}
	update := func(pause *Condition) Metric {
		return Metric{
			Start: []Trigger{when("message:agent", unresolved)},
			Stop:  on("message:agent"), Cancel: on("resolved"), Pause: pause, Repeat: true,
		}
	}
	metrics := []NamedMetric{
		{FirstResponse, Metric{
			Start: []Trigger{
				when("created:customer", unresolved),
				when("message:customer", notResponded, unresolved),
				when("reopened", notResponded, unanswered),
			},
			Stop: on("message:agent"), Cancel: on("resolved"), Repeat: true,
		}},
		{NextResponse, Metric{
			Start: []Trigger{
				when("message:customer", responded, unresolved),
				when("reopened", responded, unanswered),
			},
			Stop: on("message:agent"), Cancel: on("resolved"), Repeat: true,
		}},
		{Resolution, untilResolved(onPendingOrHold())},
		{PeriodicUpdate, update(nil)},
		{PausableUpdate, update(onPending())},
		{RequesterWait, untilResolved(onPending())},
		{AgentWork, untilResolved(onPendingOrHold())},
		{Assignment, Metric{
			Start: []Trigger{when("created", unresolved, If("assignee", Missing, nil))},
			Stop:  []Trigger{when("set:assignee", If("assignee", Exists, nil))}, Cancel: on("resolved"),
		}},
		{Ownership, Metric{
			Start: []Trigger{when("set:team", unresolved, If("team", Exists, nil))},
			Stop:  on("set:team", "resolved"), Repeat: true,
		}},
	}
	pauses := map[Profile]map[string]func() *Condition{
		Pylon:   {FirstResponse: unlessOpen, NextResponse: unlessOpen, Resolution: onHold},
		Zendesk: {Resolution: never},
	}
	for i := range metrics {
		if pause, ok := pauses[profile][metrics[i].Name]; ok {
			metrics[i].Pause = pause()
		}
	}
	return metrics
}

// AllMetrics returns the metrics that policies of c can have targets for, in the order in
// which results list them: the built-in ones, as c.Profile or c.Metrics defines them, then
// the others in c.Metrics by name.
func (c *Config) AllMetrics() []NamedMetric {
	metrics := BuiltIn(c.Profile)
	for i := range metrics {
		if own, ok := c.Metrics[metrics[i].Name]; ok {
			metrics[i].Metric = own
		}
	}
	builtIn := len(metrics)
	for _, name := range slices.Sorted(maps.Keys(c.Metrics)) {
		if !slices.ContainsFunc(metrics[:builtIn], func(m NamedMetric) bool { return m.Name == name }) {
			metrics = append(metrics, NamedMetric{name, c.Metrics[name]})
		}
	}
	return metrics
}
