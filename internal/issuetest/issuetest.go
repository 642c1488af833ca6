// Package issuetest makes issues and configurations for tests of what many issues tell
// together.
package issuetest

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
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
		cfg, err := policy.Parse([]byte(text))
		if err != nil {
			panic(err)
		}
		engine, err := sla.New(cfg, sla.Options{})
		if err != nil {
			panic(err)
		}
		engines = append(engines, engine)
	}
	return engines
}

// Issues draws some issues.
func Issues(t *rapid.T) []sla.Issue {
	issues := make([]sla.Issue, rapid.IntRange(0, 12).Draw(t, "issues"))
	for i := range issues {
		issues[i] = issue(t, fmt.Sprint("I", i))
	}
	return issues
}

// issue draws an issue.
func issue(t *rapid.T, id string) sla.Issue {
	at := Start.Add(minutes(t, 20*24*60))
	i := sla.Issue{ID: id, CreatedAt: at, Attributes: map[string]any{}}
	for _, name := range []string{"priority", "assignee", "tags", "seats"} {
		if value := attribute(t, name); value != nil {
			i.Attributes[name] = value
		}
	}
	for range rapid.IntRange(0, 7).Draw(t, "events") {
		at = at.Add(minutes(t, 3*24*60))
		e := event(t, at)
		e.By, e.Team = pick(t, "by", "", "ann", "bo"), pick(t, "team", "", "tier1")
		i.Events = append(i.Events, e)
	}
	return i
}

// event draws an event.
func event(t *rapid.T, at time.Time) sla.Event {
	switch rapid.IntRange(0, 9).Draw(t, "event") {
	case 0, 1, 2:
		return sla.MessageFrom(sla.Agent, at)
	case 3, 4:
		return sla.MessageFrom(sla.Customer, at)
	case 5, 6:
		return sla.SetAttribute("status", pick(t, "status", "open", "pending", "resolved", "resolved"), at)
	case 7:
		if rapid.IntRange(0, 3).Draw(t, "cancel") == 0 {
			return sla.CancelFor("spam", at)
		}
	}
	name := pick(t, "attribute", "priority", "assignee", "tags", "seats")
	return sla.SetAttribute(name, attribute(t, name), at)
}

// attribute draws the value of an attribute, which may be nil.
func attribute(t *rapid.T, name string) any {
	switch name {
	case "tags":
		return rapid.SampledFrom([]any{nil, []string{}, []string{"vip"}, []string{"vip", "beta"}, []string{"beta", "beta"}}).Draw(t, name)
	case "seats":
		return rapid.SampledFrom([]any{nil, 5.0, 50.0}).Draw(t, name)
	case "assignee":
		return rapid.SampledFrom([]any{nil, "ann", "bo"}).Draw(t, name)
	}
	return rapid.SampledFrom([]any{nil, "high", "low"}).Draw(t, name)
}

func minutes(t *rapid.T, most int) time.Duration {
	return time.Duration(rapid.IntRange(0, most).Draw(t, "minutes")) * time.Minute
}

func pick(t *rapid.T, label string, list ...string) string {
	return rapid.SampledFrom(list).Draw(t, label)
}
