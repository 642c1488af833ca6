package scenario_test

import (
	"fmt"
	"log"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla/scenario"
)

// What does this configuration promise? To read it is easier than to read the configuration,
// and to run it later shows which edits change a promise.
func ExampleOf() {
	cfg, err := policy.Parse([]byte(`{"policies": [{
		"id": "standard",
		"targets": {"first_response": {"by": "priority", "values": {"urgent": "1h"}, "default": "8h"}}
	}]}`))
	if err != nil {
		log.Fatal(err)
	}
	text, err := scenario.Of(cfg)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(string(text))
	// Output:
	// {
	//   "zone": "UTC",
	//   "scenarios": [
	//     {
	//       "name": "standard",
	//       "story": [
	//         {"at": "Mon 2026-06-01 10:00", "expect": {
	//           "first_response": {"policy": "standard", "target": "8h", "due": "Mon 2026-06-01 18:00"}
	//         }}
	//       ]
	//     },
	//     {
	//       "name": "standard, priority urgent",
	//       "issue": {"attributes": {"priority":"urgent"}},
	//       "story": [
	//         {"at": "Mon 2026-06-01 10:00", "expect": {
	//           "first_response": {"policy": "standard", "target": "1h", "due": "Mon 2026-06-01 11:00"}
	//         }}
	//       ]
	//     }
	//   ]
	// }
}
