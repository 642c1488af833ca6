package policy_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
)

// A configuration can be written in Go. Constructors keep it short, Validate says what is
// wrong with it, and its JSON is the document that Parse reads.
func ExampleConfig() {
	config := policy.Config{
		Schedules: []businesshours.Schedule{{
			Name:     "desk",
			TimeZone: "Europe/London",
			Weekly:   businesshours.Weekly{"mon-fri": {"09:00-17:30"}},
		}},
		Policies: []policy.Policy{
			{
				ID: "enterprise",
				When: new(policy.All(
					policy.If("customer.tier", policy.Eq, "enterprise"),
					policy.Not(policy.If("tags", policy.Contains, "trial")),
				)),
				Targets: map[string]policy.Target{
					policy.FirstResponse: policy.WithinBy("priority", map[string]time.Duration{"urgent": 15 * time.Minute}, time.Hour),
					policy.Resolution:    policy.Within(16 * time.Hour),
				},
				Escalations: policy.Steps(
					policy.Escalation{At: "75%"},
					policy.Escalation{At: "breach", Do: []policy.Action{{"type": "slack", "channel": "#support"}}},
				),
			},
			{
				ID:       "others",
				Schedule: policy.Use("desk"),
				Targets:  map[string]policy.Target{policy.FirstResponse: policy.Within(8 * time.Hour)},
			},
		},
	}
	if err := config.Validate(); err != nil {
		fmt.Println(err)
		return
	}
	doc, err := json.MarshalIndent(config, "", "  ")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s\n", doc)
	// Output:
	// {
	//   "schedules": [
	//     {
	//       "name": "desk",
	//       "time_zone": "Europe/London",
	//       "weekly": {
	//         "mon-fri": [
	//           "09:00-17:30"
	//         ]
	//       }
	//     }
	//   ],
	//   "policies": [
	//     {
	//       "id": "enterprise",
	//       "when": {
	//         "all": [
	//           {
	//             "field": "customer.tier",
	//             "op": "eq",
	//             "value": "enterprise"
	//           },
	//           {
	//             "not": {
	//               "field": "tags",
	//               "op": "contains",
	//               "value": "trial"
	//             }
	//           }
	//         ]
	//       },
	//       "targets": {
	//         "first_response": {
	//           "by": "priority",
	//           "values": {
	//             "urgent": "15m0s"
	//           },
	//           "default": "1h0m0s"
	//         },
	//         "resolution": "16h0m0s"
	//       },
	//       "escalations": [
	//         {
	//           "at": "75%"
	//         },
	//         {
	//           "at": "breach",
	//           "do": [
	//             {
	//               "channel": "#support",
	//               "type": "slack"
	//             }
	//           ]
	//         }
	//       ]
	//     },
	//     {
	//       "id": "others",
	//       "schedule": "desk",
	//       "targets": {
	//         "first_response": "8h0m0s"
	//       }
	//     }
	//   ]
	// }
}
