package sla_test

import (
	"bufio"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A sweep over many issues uses the memory of one result again. It asks how the clocks stand, and
// not what happened.
func ExampleEngine_ClocksInto() {
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{
		ID:      "standard",
		Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)},
	}}}, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	now := time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)
	issues := []sla.Issue{
		{ID: "ISS-1", CreatedAt: now.Add(-30 * time.Minute)},
		{ID: "ISS-2", CreatedAt: now.Add(-90 * time.Minute)},
		{ID: "ISS-3", CreatedAt: now.Add(-90 * time.Minute), Events: []sla.Event{sla.MessageFrom(sla.Agent, now.Add(-80*time.Minute))}},
	}
	var result sla.Result
	for i := range issues {
		if err := engine.ClocksInto(&result, issues[i], now); err != nil {
			log.Fatal(err)
		}
		c, _ := result.Clock(policy.FirstResponse)
		fmt.Println(issues[i].ID, c.State, "breached:", c.Breached)
	}
	// Output:
	// ISS-1 running breached: false
	// ISS-2 running breached: true
	// ISS-3 stopped breached: false
}

// A batch reads issues as lines of JSON. One decoder and one result are enough for all of them.
func ExampleDecoder() {
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{
		ID:      "standard",
		Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)},
	}}}, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	now := time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)
	lines := bufio.NewScanner(strings.NewReader(`{"id": "ISS-1", "created_at": "2026-03-09T11:30:00Z"}
{"id": "ISS-2", "created_at": "2026-03-09T10:00:00Z"}
{"source": "export", "issue": {"id": "ISS-3", "created_at": "2026-03-09T11:45:00Z"}}`))
	decoder := sla.Decoder{Field: "issue"}
	var result sla.Result
	for lines.Scan() {
		issue, err := decoder.Decode(lines.Bytes())
		if err != nil {
			log.Fatal(err)
		}
		if err := engine.EvaluateInto(&result, *issue, now); err != nil {
			log.Fatal(err)
		}
		last := result.Transitions[len(result.Transitions)-1]
		fmt.Println(issue.ID, last.Kind, last.At.Format(time.TimeOnly))
	}
	// Output:
	// ISS-1 started 11:30:00
	// ISS-2 breached 11:00:00
	// ISS-3 started 11:45:00
}
