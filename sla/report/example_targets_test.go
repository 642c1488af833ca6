package report_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla/report"
)

// Start with promises that you can keep: the past says which, and what they mean for an issue
// that waits already.
func ExampleTargetsAccumulator() {
	engine := newEngine(map[string]policy.Target{policy.FirstResponse: policy.Within(2 * time.Hour)})
	a, err := report.NewTargets(engine, report.TargetsRequest{Goal: "80%"}, monday.AddDate(0, 0, 7))
	if err != nil {
		log.Fatal(err)
	}
	for i := range 10 {
		if err := a.Add(answered(fmt.Sprint("I", i), "ann", time.Duration(i+1)*25*time.Minute)); err != nil {
			log.Fatal(err)
		}
	}
	row := a.Targets().Rows[0]
	fmt.Printf("%v: %.0f %% now; %.0f %% would keep %v, and exactly it takes %v\n",
		row.Key[0], 100*row.Now.Rate, 100*row.AtTarget.Rate, row.Target, *row.Exact)

	waiting := answered("new", "ann", 30*time.Hour)
	forecasts, err := a.ForecastAt(waiting, monday.Add(70*time.Minute))
	if err != nil {
		log.Fatal(err)
	}
	kept := forecasts[0].Kept
	fmt.Printf("of %d that waited as long, %d were answered in time\n", kept.N, kept.Good)
	// Output:
	// first_response: 40 % now; 90 % would keep 4h0m0s, and exactly it takes 3h20m0s
	// of 8 that waited as long, 2 were answered in time
}
