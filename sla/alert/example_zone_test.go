package alert_test

import (
	"context"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
)

// Messages tell times in the zone of the schedule, and e-mail in that of its recipients if the
// directory knows it.
func ExampleRecipient_zone() {
	cfg, err := policy.Parse([]byte(`{
	  "schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}}],
	  "policies": [{"id": "standard", "schedule": "desk", "targets": {"first_response": "4h"}, "escalations": [
	    {"at": "1h before", "do": [{"type": "slack", "channel": "#support"}, {"type": "email", "to": "assignee"}]}]}]}`))
	if err != nil {
		log.Fatal(err)
	}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	planner, err := alert.New(cfg, alert.Options{
		Directory: alert.DirectoryFunc(func(_ context.Context, role string, _ alert.Issue, _ sla.Transition) ([]alert.Recipient, error) {
			return []alert.Recipient{{Name: "Ann", Email: "ann@example.com", Zone: "Europe/London"}}, nil
		}),
	})
	if err != nil {
		log.Fatal(err)
	}
	now := time.Date(2026, 3, 6, 20, 0, 0, 0, time.UTC)
	result, err := engine.EvaluateAt(sla.Issue{ID: "ISS-42", CreatedAt: now.Add(-3 * time.Hour)}, now)
	if err != nil {
		log.Fatal(err)
	}
	step := result.Transitions[len(result.Transitions)-1]
	alerts, err := planner.Alerts(context.Background(), step, alert.Issue{ID: "ISS-42"}, result)
	if err != nil {
		log.Fatal(err)
	}
	renderer := alert.Renderer{From: "desk@example.com"}
	for _, a := range alerts {
		check := planner.Check(a, result, now)
		if check.Verdict != alert.Send {
			continue
		}
		var text string
		switch a.Type {
		case policy.ActionSlack:
			message, err := renderer.Slack(check.Alert)
			if err != nil {
				log.Fatal(err)
			}
			text = string(message)
		case policy.ActionEmail:
			message, err := renderer.Email(check.Alert)
			if err != nil {
				log.Fatal(err)
			}
			text = string(message.Data)
		}
		_, due, _ := strings.Cut(text, "Fri 6 Mar ")
		fmt.Println(a.Type, due[:9])
	}
	// Output:
	// slack 16:00 EST
	// email 21:00 GMT
}
