// Package issuetest makes issues and configurations for tests of what many issues tell
// together.
package issuetest

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/slatest"
)

// Start is when the first issues are created.
var Start = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

// AsOf is when all issues have happened.
var AsOf = Start.AddDate(0, 2, 0)

var configs = []string{
	// One desk, and a pause while the customer is asked.
	`{
	  "schedules": [{"name": "desk", "time_zone": "Europe/Berlin", "weekly": {"mon-fri": ["09:00-17:00"]}}],
	  "policies": [{"id": "all", "schedule": "desk", "targets": {
	    "first_response": {"by": "priority", "values": {"high": "1h", "low": "8h"}, "default": "4h"},
	    "next_response": "4h",
	    "resolution": {"within": {"by": "priority", "values": {"high": "8h"}, "default": "24h"}}
	  }, "escalations": [{"at": "75%"}, {"at": "breach"}]}]
	}`,
	// Customers with a contract have their own policy, and each policy its clocks.
	`{
	  "match": "each", "on_change": "carry_over",
	  "policies": [
	    {"id": "vip", "when": {"field": "tags", "op": "contains", "value": "vip"}, "targets": {"first_response": "30m", "resolution": "12h"}},
	    {"id": "other", "targets": {"first_response": "2h", "periodic_update": "6h"}}
	  ]
	}`,
	// As the first, with a shorter target for what is neither high nor low, and other hours.
	`{
	  "schedules": [{"name": "desk", "time_zone": "Europe/Berlin", "weekly": {"mon-fri": ["08:00-18:00"]}}],
	  "on_change": "restart",
	  "policies": [
	    {"id": "vip", "when": {"field": "tags", "op": "contains", "value": "vip"}, "targets": {"resolution": "6h"}},
	    {"id": "all", "schedule": "desk", "targets": {"first_response": {"by": "priority", "values": {"high": "1h", "low": "8h"}, "default": "2h"}, "resolution": "16h"}}
	  ]
	}`,
}

// Engines returns an engine for each of some configurations that differ in what matters.
func Engines() []*sla.Engine {
	var engines []*sla.Engine
	for _, text := range configs {
		engine, err := sla.New(parse(text), sla.Options{})
		if err != nil {
			panic(err)
		}
		engines = append(engines, engine)
	}
	return engines
}

// Issues draws some issues.
func Issues(t *rapid.T) []sla.Issue {
	issues := rapid.SliceOfN(drawn, 0, 12).Draw(t, "issues")
	for i := range issues {
		issues[i].ID = fmt.Sprint("I", i)
	}
	return issues
}

// drawn are issues under the first configuration.
var drawn = slatest.Issues(parse(configs[0]), slatest.Domain{
	Statuses: []string{"open", "pending", "resolved"},
	Fields: map[string][]any{
		"priority": {"high", "low"},
		"assignee": {"ann", "bo"},
		"tags":     {[]string{}, []string{"vip"}, []string{"vip", "beta"}, []string{"beta", "beta"}},
		"seats":    {5.0, 50.0},
	},
	From: Start, Until: AsOf, MaxEvents: 7,
})

func parse(text string) *policy.Config {
	cfg, err := policy.Parse([]byte(text))
	if err != nil {
		panic(err)
	}
	return cfg
}
