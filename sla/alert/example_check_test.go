package alert_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
)

// A warning of Friday evening waits for Monday morning. The issue is answered on Friday night,
// so that nobody is warned on Monday.
func ExamplePlanner_Check() {
	cfg, err := policy.Parse([]byte(`{
	  "schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}}],
	  "policies": [{"id": "standard", "targets": {"first_response": "4h"}, "escalations": [
	    {"at": "1h before", "do": [{"type": "slack", "channel": "#support", "hours": "desk"}]}]}]}`))
	if err != nil {
		log.Fatal(err)
	}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	planner, err := alert.New(cfg, alert.Options{})
	if err != nil {
		log.Fatal(err)
	}
	friday := time.Date(2026, 3, 6, 20, 0, 0, 0, time.UTC)
	issue := sla.Issue{ID: "ISS-42", CreatedAt: friday}
	evening := friday.Add(3 * time.Hour) // 18:00 in New York
	result, err := engine.EvaluateAt(issue, evening)
	if err != nil {
		log.Fatal(err)
	}
	step := result.Transitions[len(result.Transitions)-1]
	alerts, err := planner.Alerts(context.Background(), step, alert.Issue{ID: issue.ID}, result)
	if err != nil {
		log.Fatal(err)
	}

	check := planner.Check(alerts[0], result, evening)
	fmt.Println(check.Verdict, check.Reason)

	issue.Events = append(issue.Events, sla.MessageFrom(sla.Agent, evening.Add(30*time.Minute)))
	monday := check.Until
	if result, err = engine.EvaluateAt(issue, monday); err != nil {
		log.Fatal(err)
	}
	check = planner.Check(alerts[0], result, monday)
	fmt.Println(check.Verdict, check.Reason)
	// Output:
	// wait not before Mon 9 Mar 09:00 EDT
	// drop answered Fri 6 Mar 18:30 EST
}
