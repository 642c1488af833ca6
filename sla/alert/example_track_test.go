package alert_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
)

// A worker advances a track, and puts into its outbox the alerts of what came due: each
// with the clock as it stands, so that the message says since when it is overdue. They
// come out of it as they were, and are rendered when they are sent.
func ExamplePlanner_Alerts() {
	cfg := &policy.Config{Policies: []policy.Policy{{
		ID: "standard", Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)},
		Escalations: policy.Steps(policy.Escalation{At: "breach", Do: []policy.Action{{"type": "slack", "channel": "#support"}}}),
	}}}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	planner, err := alert.New(cfg, alert.Options{})
	if err != nil {
		log.Fatal(err)
	}
	nine := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	track, _, err := engine.Track(sla.Issue{ID: "ISS-42", CreatedAt: nine})
	if err != nil {
		log.Fatal(err)
	}

	now := nine.Add(80 * time.Minute)
	transitions, err := track.AdvanceTo(now)
	if err != nil {
		log.Fatal(err)
	}
	result, err := track.ResultAt(now)
	if err != nil {
		log.Fatal(err)
	}
	var outbox [][]byte
	for _, t := range transitions {
		clock, _ := result.Clock(t.Metric)
		alerts, err := planner.Alerts(context.Background(), t, alert.Issue{ID: t.IssueID, Title: "Printer on fire"}, &clock)
		if err != nil {
			log.Fatal(err)
		}
		for _, a := range alerts {
			text, err := json.Marshal(a)
			if err != nil {
				log.Fatal(err)
			}
			outbox = append(outbox, text)
		}
	}

	for _, text := range outbox {
		var a alert.Alert
		if err := json.Unmarshal(text, &a); err != nil {
			log.Fatal(err)
		}
		var renderer alert.Renderer
		message, err := renderer.Slack(a)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(string(message))
	}
	// Output:
	// {"text":"First response breached: ISS-42","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*First response breached*\n*ISS-42* Printer on fire\noverdue by 20m (due Mon 9 Mar 10:00 UTC)","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"standard · breach · Mon 9 Mar 10:00 UTC","verbatim":true}]}]}
}
