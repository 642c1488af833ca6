package watch_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
	"github.com/punctualgo/punctual/sla/watch"
)

// A host keeps its open issues in memory, and a watcher says what comes due. People are told
// what still holds by then. The warning of ISS-2 does not hold any more, and one of its
// reminders is enough.
func Example() {
	tell := []policy.Action{{"type": "slack", "channel": "#support"}}
	cfg := &policy.Config{Policies: []policy.Policy{{
		ID: "standard", Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)},
		Escalations: policy.Escalations{Steps: []policy.Escalation{{At: "50%", Name: "warn", Do: tell}, {At: "breach", Every: 15 * time.Minute, Times: 10, Do: tell}}},
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
	w := watch.New()
	for i, id := range []string{"ISS-1", "ISS-2"} {
		track, _, err := engine.Track(sla.Issue{ID: id, CreatedAt: nine.Add(time.Duration(i) * 10 * time.Minute)})
		if err != nil {
			log.Fatal(err)
		}
		if err := w.Put(track); err != nil {
			log.Fatal(err)
		}
	}
	if _, err := w.Apply("ISS-1", sla.MessageFrom(sla.Agent, nine.Add(25*time.Minute))); err != nil {
		log.Fatal(err)
	}
	next, _ := w.Next()
	fmt.Println("sleep until", next.Format(time.TimeOnly))

	now := nine.Add(2 * time.Hour) // it slept too long
	var send []alert.Alert
	for t := range w.DueBy(now) {
		fmt.Println(t.At.Format(time.TimeOnly), t.IssueID, t.Kind, t.Step, t.Repeat)
		result, err := w.ResultAt(t.IssueID, now)
		if err != nil {
			log.Fatal(err)
		}
		alerts, err := planner.Alerts(context.Background(), t, alert.Issue{ID: t.IssueID}, result)
		if err != nil {
			log.Fatal(err)
		}
		for _, a := range alerts {
			check := planner.Check(a, result, now)
			if check.Verdict == alert.Send {
				send = append(send, check.Alert)
			}
		}
	}
	for _, a := range alert.Latest(send) {
		fmt.Println("tell", a.Channel, "of", a.Issue.ID, a.Transition.Step, a.Transition.Repeat, "and", len(a.StandsFor), "more")
	}
	// Output:
	// sleep until 09:40:00
	// 09:40:00 ISS-2 escalated warn 0
	// 10:10:00 ISS-2 breached  0
	// 10:10:00 ISS-2 escalated breach 0
	// 10:25:00 ISS-2 escalated breach 1
	// 10:40:00 ISS-2 escalated breach 2
	// 10:55:00 ISS-2 escalated breach 3
	// tell slack:#support of ISS-2 breach 3 and 3 more
}
