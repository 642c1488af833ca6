package alert_test

import (
	"fmt"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
)

// When the desk opens, everything that was held overnight is due at once. Two alerts are sent,
// and one that sums up the rest.
func ExampleLimit_Digest() {
	nine := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	var due []alert.Alert // those that planner.Check says to send
	for i := range 40 {
		id := fmt.Sprintf("ISS-%02d", i)
		due = append(due, alert.Alert{
			ID: "a-" + id, At: nine, Type: policy.ActionSlack, Channel: "slack:#support", Issue: alert.Issue{ID: id},
			Transition: sla.Transition{Kind: sla.KindEscalated, Metric: policy.FirstResponse, Step: "breach"},
		})
	}
	for _, a := range (alert.Limit{Alerts: 2, Per: time.Minute}).Digest(due) {
		fmt.Println(a.Issue.ID, len(a.Digest), len(a.IDs()))
	}
	// Output:
	// ISS-00 0 1
	// ISS-01 0 1
	// ISS-39 38 39
}
