package whatif_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/whatif"
)

// A shorter promise would have been broken more often, if everybody had done as they did.
func ExampleBacktest() {
	within := func(d time.Duration) *sla.Engine {
		engine, err := sla.New(&policy.Config{Policies: []policy.Policy{
			{ID: "all", Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(d)}},
		}}, sla.Options{})
		if err != nil {
			log.Fatal(err)
		}
		return engine
	}
	monday := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	b, err := whatif.NewBacktest(within(4*time.Hour), within(2*time.Hour), whatif.Request{}, monday.AddDate(0, 0, 7))
	if err != nil {
		log.Fatal(err)
	}
	for id, after := range []time.Duration{1, 3, 5} {
		flips, err := b.Add(sla.Issue{
			ID: fmt.Sprint("I", id), CreatedAt: monday,
			Events: []sla.Event{sla.MessageFrom(sla.Agent, monday.Add(after*time.Hour))},
		})
		if err != nil {
			log.Fatal(err)
		}
		for _, f := range flips {
			fmt.Printf("%s %s: %s becomes %s, %s\n", f.IssueID, f.Metric, f.Was, f.Becomes, f.Why())
		}
	}
	r := b.Result()
	fmt.Printf("%.0f %% kept, was %.0f %%\n", 100*r.Proposed.Total.Compliance.Rate, 100*r.Current.Total.Compliance.Rate)
	// Output:
	// I1 first_response: met becomes missed, a shorter target: 2h in place of 4h
	// 33 % kept, was 67 %
}
