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

// An issue of low priority becomes urgent on Monday morning. By its new target it has been
// overdue since Friday. That is told in one message, however many reminders there were since.
func ExampleLatest_raised() {
	cfg := &policy.Config{Policies: []policy.Policy{{
		ID:      "standard",
		Targets: map[string]policy.Target{policy.Resolution: policy.WithinBy("priority", map[string]time.Duration{"urgent": time.Hour}, 100*time.Hour)},
		Escalations: policy.Escalations{Steps: []policy.Escalation{
			{At: "75%", Name: "warn", Do: []policy.Action{{"type": "slack", "channel": "#support"}}},
			{At: "breach", Every: time.Hour, Times: 50, Do: []policy.Action{{"type": "slack", "channel": "#support"}}},
		}},
	}}}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	planner, err := alert.New(cfg, alert.Options{})
	if err != nil {
		log.Fatal(err)
	}
	friday := time.Date(2026, 3, 6, 9, 0, 0, 0, time.UTC)
	track, _, err := engine.Track(sla.Issue{ID: "ISS-42", CreatedAt: friday, Attributes: map[string]any{"priority": "low"}})
	if err != nil {
		log.Fatal(err)
	}

	monday := friday.Add(72 * time.Hour)
	transitions, err := track.Apply(sla.SetAttribute("priority", "urgent", monday))
	if err != nil {
		log.Fatal(err)
	}
	result, err := track.ResultAt(monday)
	if err != nil {
		log.Fatal(err)
	}
	var send []alert.Alert
	for _, t := range transitions {
		alerts, err := planner.Alerts(context.Background(), t, alert.Issue{ID: t.IssueID}, result)
		if err != nil {
			log.Fatal(err)
		}
		for _, a := range alerts {
			if check := planner.Check(a, result, monday); check.Verdict == alert.Send {
				send = append(send, check.Alert)
			}
		}
	}
	for _, a := range alert.Latest(send) {
		fmt.Println("tell", a.Channel, "of", a.Issue.ID, a.Transition.Step)
		fmt.Println(a.Clock)
	}
	// Output:
	// tell slack:#support of ISS-42 breach
	// resolution: overdue by 71h, was due Fri 6 Mar 10:00 UTC
}
