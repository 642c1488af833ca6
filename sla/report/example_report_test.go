package report_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

// A promise that was broken stays broken, also if the issue is resolved without an answer; and
// nobody is judged by spam.
func ExampleAccumulator() {
	engine := newEngine(map[string]policy.Target{policy.FirstResponse: policy.Within(2 * time.Hour)})
	forgotten := sla.Issue{
		ID: "I4", CreatedAt: monday, Attributes: map[string]any{"assignee": "bo"},
		Events: []sla.Event{sla.SetAttribute("status", "resolved", monday.Add(30*time.Hour))},
	}
	spam := sla.Issue{
		ID: "I5", CreatedAt: monday, Attributes: map[string]any{"assignee": "bo"},
		Events: []sla.Event{sla.CancelFor("spam", monday.Add(40*time.Hour))},
	}
	issues := []sla.Issue{
		answered("I1", "ann", 20*time.Minute), answered("I2", "ann", 115*time.Minute), answered("I3", "ann", 3*time.Hour), forgotten, spam,
	}

	a, err := report.New(engine, report.Request{By: []string{"assignee"}}, monday.AddDate(0, 0, 7))
	if err != nil {
		log.Fatal(err)
	}
	for _, issue := range issues {
		if err := a.Add(issue); err != nil {
			log.Fatal(err)
		}
	}
	for _, row := range a.Report().Rows {
		c := row.Compliance
		fmt.Printf("%v: %d of %d in time, perhaps %.0f to %.0f %%; near misses %d, void %d\n",
			row.Key[0], c.Good, c.N, 100*c.Low, 100*c.High, row.NearMisses, row.Outcomes.Void)
	}
	// Output:
	// ann: 2 of 3 in time, perhaps 21 to 94 %; near misses 1, void 0
	// bo: 0 of 1 in time, perhaps 0 to 79 %; near misses 0, void 1
}
