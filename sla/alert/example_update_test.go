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

// A step raises the priority. The host makes the changes, and applies them to the track as an
// event, because they may give the clocks other targets.
func ExampleAlert_Changes() {
	cfg := &policy.Config{Policies: []policy.Policy{{
		ID: "standard", Targets: map[string]policy.Target{policy.Resolution: policy.Within(8 * time.Hour)},
		Escalations: policy.Steps(policy.Escalation{At: "75%", Do: []policy.Action{{
			"type": policy.ActionUpdate, "set": map[string]any{"priority": "urgent"}, "add": map[string]any{"tags": []any{"at risk"}},
		}}}),
	}}}
	planner, err := alert.New(cfg, alert.Options{})
	if err != nil {
		log.Fatal(err)
	}
	step := sla.Transition{Kind: sla.KindEscalated, Policy: "standard", Metric: policy.Resolution, Step: "75%", IssueID: "ISS-42", TargetSeq: 1}
	alerts, err := planner.Alerts(context.Background(), step, alert.Issue{ID: "ISS-42"}, sla.Result{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(alerts[0].Changes(map[string]any{"priority": "low", "tags": []string{"vip"}}))
	// Output:
	// map[priority:urgent tags:[vip at risk]]
}
