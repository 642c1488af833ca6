package sla_test

import (
	"maps"
	"slices"

	"github.com/punctualgo/punctual/policy"
)

// The statuses that a configuration has if it does not say.
var oracleStatuses = map[string]policy.Category{
	"new": "open", "open": "open", "in_progress": "open", "waiting_on_you": "open", "on_you": "open",
	"pending": "pending", "waiting_on_customer": "pending", "on_customer": "pending",
	"hold": "hold", "on_hold": "hold",
	"resolved": "resolved", "solved": "resolved", "closed": "resolved",
}

// oracleMetrics are the metrics of a configuration, in metric order: the table of the built-in
// ones as a profile and the configuration change it, then custom ones.
func oracleMetrics(config *policy.Config) (metrics []policy.NamedMetric) {
	category := func(op policy.Op, value any) policy.Condition { return policy.If("status_category", op, value) }
	unresolved := category("ne", "resolved")
	responded, unanswered := policy.If("responded", "eq", true), policy.If("unanswered", "eq", true)
	on := func(name string, conditions ...policy.Condition) policy.Trigger {
		return policy.Trigger{On: name, If: new(policy.All(conditions...))}
	}
	always := func(names ...string) (triggers []policy.Trigger) {
		for _, name := range names {
			triggers = append(triggers, policy.Trigger{On: name})
		}
		return triggers
	}
	pendingOrHold, pending := new(category("in", []string{"pending", "hold"})), new(category("eq", "pending"))
	work := func(pause *policy.Condition) policy.Metric {
		return policy.Metric{
			Start: []policy.Trigger{on("created", unresolved), {On: "reopened"}}, Stop: always("resolved"), Resume: always("reopened"), Pause: pause,
		}
	}
	response := func(start ...policy.Trigger) policy.Metric {
		return policy.Metric{Start: start, Stop: always("message:agent"), Cancel: always("resolved"), Repeat: true}
	}
	table := map[string]policy.Metric{
		"first_response": response(on("created:customer", unresolved), on("message:customer", policy.Not(responded), unresolved),
			on("reopened", policy.Not(responded), unanswered)),
		"next_response":   response(on("message:customer", responded, unresolved), on("reopened", responded, unanswered)),
		"resolution":      work(pendingOrHold),
		"periodic_update": response(on("message:agent", unresolved)),
		"pausable_update": response(on("message:agent", unresolved)),
		"requester_wait":  work(pending),
		"agent_work":      work(pendingOrHold),
		"assignment": {
			Start: []policy.Trigger{on("created", unresolved, policy.If("assignee", "missing", nil))},
			Stop:  []policy.Trigger{on("set:assignee", policy.If("assignee", "exists", nil))}, Cancel: always("resolved"),
		},
		"ownership": {
			Start: []policy.Trigger{on("set:team", unresolved, policy.If("team", "exists", nil))},
			Stop:  always("set:team", "resolved"), Repeat: true,
		},
	}
	pauses := map[string]*policy.Condition{"pausable_update": pending}
	switch config.Profile {
	case "pylon":
		notOpen := new(category("ne", "open"))
		pauses["first_response"], pauses["next_response"] = notOpen, notOpen
		pauses["resolution"] = new(category("eq", "hold"))
	case "zendesk":
		pauses["resolution"] = nil
	}
	for name, pause := range pauses {
		m := table[name]
		m.Pause = pause
		table[name] = m
	}

	order := []string{
		"first_response", "next_response", "resolution", "periodic_update", "pausable_update", "requester_wait", "agent_work",
		"assignment", "ownership",
	}
	for _, name := range slices.Sorted(maps.Keys(config.Metrics)) {
		if table[name].Start == nil {
			order = append(order, name)
		}
	}
	for _, name := range order {
		m, replaced := config.Metrics[name]
		if !replaced {
			m = table[name]
		}
		metrics = append(metrics, policy.NamedMetric{Name: name, Metric: m})
	}
	return metrics
}
