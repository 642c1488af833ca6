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

// What a step says is to be done becomes alerts, which go into the host's job queue. A
// worker renders them when it sends them.
func Example() {
	cfg, err := policy.Parse([]byte(`{
	  "schedules": [{"name": "desk", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}}],
	  "policies": [{"id": "standard", "targets": {"first_response": "1h"}, "escalations": [
	    {"at": "breach", "name": "tell", "do": [
	      {"type": "slack", "channel": "#support", "mentions": "assignee", "hours": "desk"}]}]}]}`))
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
	// It comes from a track, a watcher or an evaluation.
	step := sla.Transition{
		At: time.Date(2026, 3, 8, 21, 0, 0, 0, time.UTC), Kind: sla.KindEscalated, IssueID: "ISS-42",
		Policy: "standard", Metric: policy.FirstResponse, Cycle: 1, TargetSeq: 1, Step: "tell",
	}
	alerts, err := planner.Alerts(context.Background(), step, alert.Issue{ID: "ISS-42", Title: "<!channel> help"}, nil)
	if err != nil {
		log.Fatal(err)
	}
	var renderer alert.Renderer
	for _, a := range alerts {
		message, err := renderer.Slack(a)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(a.ID, "from", a.At.Format("Mon 15:04"))
		fmt.Println(string(message))
	}
	// Output:
	// 3b6727aea2258b8d9e8f6d05bed992c7-f1594aef from Mon 09:00
	// {"text":"First response: tell: ISS-42","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<@U024BE7LH> *First response: tell*\n*ISS-42* &lt;!channel&gt; help","verbatim":true}},{"type":"context","elements":[{"type":"mrkdwn","text":"standard · tell · Sun 8 Mar 21:00 UTC","verbatim":true}]}]}
}
