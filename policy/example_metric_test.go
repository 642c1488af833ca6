package policy_test

import (
	"fmt"
	"time"

	"github.com/punctualgo/punctual/policy"
)

// A host's own metric is data like the built-in ones. This one is the time until an
// engineer is on site, which does not count while the customer is asked something.
func ExampleMetric() {
	onSite := policy.Metric{
		Start:  []policy.Trigger{{On: "custom:engineer_requested"}},
		Stop:   []policy.Trigger{{On: "custom:engineer_arrived"}},
		Cancel: []policy.Trigger{{On: "resolved"}, {On: "set:team", If: new(policy.If("team", policy.Ne, "field"))}},
		Pause:  new(policy.If(policy.StatusCategory, policy.Eq, string(policy.Pending))),
		Repeat: true, // each request is a cycle of its own
	}
	config := policy.Config{
		Metrics: map[string]policy.Metric{"on_site": onSite},
		Policies: []policy.Policy{{
			ID:      "field service",
			Targets: map[string]policy.Target{"on_site": policy.Within(4 * time.Hour)},
		}},
	}
	fmt.Println("problems:", config.Validate())

	metrics := config.AllMetrics()
	last := metrics[len(metrics)-1]
	fmt.Println(last.Name, "starts with", last.Start[0].On)
	// Output:
	// problems: <nil>
	// on_site starts with custom:engineer_requested
}
