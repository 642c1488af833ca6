package policy_test

import (
	"encoding/json"
	"fmt"

	"github.com/punctualgo/punctual/policy"
)

// The built-in metrics are data: they can be read, and copied to make new ones.
func ExampleBuiltIn() {
	for _, metric := range policy.BuiltIn(policy.Zendesk) {
		if metric.Pause == nil {
			fmt.Println(metric.Name, "never pauses")
			continue
		}
		pause, err := json.Marshal(metric.Pause)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s pauses while %s\n", metric.Name, pause)
	}
	// Output:
	// first_response never pauses
	// next_response never pauses
	// resolution never pauses
	// periodic_update never pauses
	// pausable_update pauses while {"field":"status_category","op":"eq","value":"pending"}
	// requester_wait pauses while {"field":"status_category","op":"eq","value":"pending"}
	// agent_work pauses while {"field":"status_category","op":"in","value":["pending","hold"]}
	// assignment never pauses
	// ownership never pauses
}
