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

// A breach on Sunday evening is told on Monday morning, when the desk opens. The message says
// what is true by then.
func Example() {
	cfg, err := policy.Parse([]byte(`{
	  "schedules": [{"name": "desk", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}}],
	  "policies": [{"id": "standard", "targets": {"first_response": "1h"}, "escalations": [
	    {"at": "breach", "do": [
	      {"type": "slack", "channel": "#support", "mentions": "assignee", "hours": "desk"}]}]}]}`))
	if err != nil {
		log.Fatal(err)
	}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	planner, err := alert.New(cfg, alert.Options{
		Directory: alert.DirectoryFunc(func(_ context.Context, role string, _ alert.Issue, _ sla.Transition) ([]alert.Recipient, error) {
			return []alert.Recipient{{Name: "Ann", Slack: "U024BE7LH"}}, nil // from the host's tables
		}),
	})
	if err != nil {
		log.Fatal(err)
	}
	sunday := time.Date(2026, 3, 8, 20, 0, 0, 0, time.UTC)
	track, _, err := engine.Track(sla.Issue{ID: "ISS-42", CreatedAt: sunday})
	if err != nil {
		log.Fatal(err)
	}

	// When the clock is due, a worker stores the alerts, in one transaction with the track.
	now := track.NextCheck()
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
		alerts, err := planner.Alerts(context.Background(), t, alert.Issue{ID: t.IssueID, Title: "<!channel> help"}, result)
		if err != nil {
			log.Fatal(err)
		}
		for _, a := range alerts {
			fmt.Println(t.At.Format("Mon 15:04"), "told from", a.At.Format("Mon 15:04"))
			text, err := json.Marshal(a)
			if err != nil {
				log.Fatal(err)
			}
			outbox = append(outbox, text)
		}
	}

	// When alerts are due, a worker checks each, and sends those that still hold.
	now = time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	if result, err = track.ResultAt(now); err != nil {
		log.Fatal(err)
	}
	var send []alert.Alert
	for _, text := range outbox {
		var a alert.Alert
		if err := json.Unmarshal(text, &a); err != nil {
			log.Fatal(err)
		}
		if check := planner.Check(a, result, now); check.Verdict == alert.Send {
			send = append(send, check.Alert)
		}
	}
	var renderer alert.Renderer
	for _, a := range alert.Latest(send) {
		message, err := renderer.Slack(a)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(string(message))
	}
	// Output:
	// Sun 21:00 told from Mon 09:00
	// {"text":"First response breached: ISS-42","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U024BE7LH> *First response breached*\n*ISS-42* &lt;!channel&gt; help\noverdue by 12h (was due Sun 8 Mar 21:00 UTC)","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"standard · breach · Sun 8 Mar 21:00 UTC","verbatim":true}]}]}
}
