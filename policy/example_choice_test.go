package policy_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/punctualgo/punctual/policy"
)

// A target may be picked by a field, and each of those to pick from may have another form:
// an hour for what is urgent, two business days for what is not, and otherwise until the
// due date of the issue.
func ExampleTargetBy() {
	urgent := policy.Within(time.Hour)
	urgent.Schedule = policy.Use("24x7")
	target := policy.TargetBy("priority", map[string]policy.Target{
		"urgent": urgent,
		"high":   policy.Within(4 * time.Hour),
		"low":    policy.WithinDays(2, policy.AtStart),
	}, policy.UntilField("due_date"))

	doc, err := json.MarshalIndent(target, "", "  ")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s\n", doc)
	// Output:
	// {
	//   "by": "priority",
	//   "values": {
	//     "high": "4h0m0s",
	//     "low": {
	//       "business_days": 2,
	//       "at": "start"
	//     },
	//     "urgent": {
	//       "within": "1h0m0s",
	//       "schedule": "24x7"
	//     }
	//   },
	//   "default": {
	//     "until": "due_date"
	//   }
	// }
}
