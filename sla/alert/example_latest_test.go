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

// A worker was down over a weekend, in which an issue was breached and forty reminders came
// due. One message is sent, and says what is true on Monday.
func ExampleLatest() {
	cfg := &policy.Config{Policies: []policy.Policy{{
		ID: "standard", Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)},
		Escalations: policy.Escalations{Steps: []policy.Escalation{
			{At: "75%", Name: "warn", Do: []policy.Action{{"type": "slack", "channel": "#support"}}},
			{At: "breach", Every: time.Hour, Times: 40, Do: []policy.Action{{"type": "slack", "channel": "#support"}}},
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
	saturday := time.Date(2026, 3, 7, 9, 0, 0, 0, time.UTC)
	track, _, err := engine.Track(sla.Issue{ID: "ISS-42", CreatedAt: saturday})
	if err != nil {
		log.Fatal(err)
	}

	monday := saturday.Add(48 * time.Hour)
	transitions, err := track.AdvanceTo(monday)
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
			check := planner.Check(a, result, monday)
			if check.Verdict != alert.Send {
				fmt.Printf("%s of %s: %s\n", check.Verdict, t.Step, check.Reason)
				continue
			}
			send = append(send, check.Alert)
		}
	}
	fmt.Println(len(send), "alerts hold")
	var renderer alert.Renderer
	for _, a := range alert.Latest(send) {
		message, err := renderer.Slack(a)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(string(message))
	}
	// Output:
	// drop of warn: breached Sat 7 Mar 10:00 UTC; another alert tells it
	// 41 alerts hold
	// {"text":"First response breached, reminder 40: ISS-42","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*First response breached, reminder 40*\n*ISS-42*\noverdue by 47h (was due Sat 7 Mar 10:00 UTC)","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"standard · breach · Mon 9 Mar 02:00 UTC · in place of 40 earlier alerts","verbatim":true}]}]}
}
