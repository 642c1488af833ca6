package report_test

import (
	"encoding/json"
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla/report"
)

// Parts are computed where the issues are, stored or sent as JSON, and joined.
func ExampleAccumulator_Merge() {
	engine := newEngine(map[string]policy.Target{policy.FirstResponse: policy.Within(2 * time.Hour)})
	part := func(assignee string, after time.Duration) []byte {
		a, err := report.New(engine, report.Request{By: []string{"assignee"}}, monday.AddDate(0, 0, 7))
		if err != nil {
			log.Fatal(err)
		}
		if err := a.Add(answered("I", assignee, after)); err != nil {
			log.Fatal(err)
		}
		text, err := json.Marshal(a)
		if err != nil {
			log.Fatal(err)
		}
		return text
	}

	total := new(report.Accumulator)
	if err := json.Unmarshal(part("ann", time.Hour), total); err != nil {
		log.Fatal(err)
	}
	other := new(report.Accumulator)
	if err := json.Unmarshal(part("bo", 3*time.Hour), other); err != nil {
		log.Fatal(err)
	}
	if err := total.Merge(other); err != nil {
		log.Fatal(err)
	}
	fmt.Print(total.Report().Table().Markdown())
	// Output:
	// | assignee | clocks | issues | met | missed | overdue | open | dropped | void | rate | 95% interval | near | elapsed p50 | elapsed p90 | late p90 | paused |
	// | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
	// | ann | 1 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 100.0% | 21–100 | 0 | 1h | 1h | – | 0.0% |
	// | bo | 1 | 1 | 0 | 1 | 0 | 0 | 0 | 0 | 0.0% | 0–79 | 0 | 3h | 3h | 1h | 0.0% |
	// | total | 2 | 2 | 1 | 1 | 0 | 0 | 0 | 0 | 50.0% | 9–91 | 0 | 1h | 3h | 1h | 0.0% |
}
