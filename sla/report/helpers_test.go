package report_test

import (
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// monday is a Monday morning, nine o'clock.
var monday = time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)

// newEngine compiles a configuration with one policy, or ends the example.
func newEngine(targets map[string]policy.Target) *sla.Engine {
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{ID: "all", Targets: targets}}}, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	return engine
}

// answered is an issue of an assignee that was answered after some time.
func answered(id, assignee string, after time.Duration) sla.Issue {
	return sla.Issue{
		ID: id, CreatedAt: monday, Attributes: map[string]any{"assignee": assignee},
		Events: []sla.Event{sla.MessageFrom(sla.Agent, monday.Add(after))},
	}
}
