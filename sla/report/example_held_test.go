package report_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

// Who resolved an issue late need not be who let it lie: held time says in whose time the clock
// ran.
func ExampleHeldAccumulator() {
	engine := newEngine(map[string]policy.Target{policy.Resolution: policy.Within(8 * time.Hour)})
	a, err := report.NewHeld(engine, report.HeldRequest{Field: "assignee"}, monday.AddDate(0, 0, 7))
	if err != nil {
		log.Fatal(err)
	}
	err = a.Add(sla.Issue{
		ID: "I1", CreatedAt: monday, Attributes: map[string]any{"assignee": "ann"},
		Events: []sla.Event{
			sla.SetAttribute("assignee", "bo", monday.Add(7*time.Hour)),
			sla.SetAttribute("status", "resolved", monday.Add(9*time.Hour)),
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, row := range a.Held().Rows {
		fmt.Printf("%v held it for %.0f h; breached while %d\n", row.Value, row.Seconds/3600, row.Breached)
	}
	// Output:
	// ann held it for 7 h; breached while 0
	// bo held it for 2 h; breached while 1
}
