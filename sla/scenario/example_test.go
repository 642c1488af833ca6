package scenario_test

import (
	"fmt"
	"log"

	"github.com/punctualgo/punctual/sla/scenario"
)

const promises = `{
  "config": {
    "schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [{"calendar": "us"}]}],
    "policies": [{"id": "standard", "schedule": "desk", "targets": {"first_response": "1h"}}]
  },
  "zone": "America/New_York",
  "scenarios": [{
    "name": "the Friday before Memorial Day",
    "story": [
      {"at": "Fri 2026-05-22 16:30", "expect": {"first_response": {"due": "Mon 2026-05-25 09:30"}}}
    ]
  }]
}`

// Somebody forgot that Monday is a holiday. The failure explains it.
func Example() {
	file, err := scenario.Parse([]byte(promises), scenario.Options{})
	if err != nil {
		log.Fatal(err) // every problem of the file, each with its line
	}
	failures, err := file.Run()
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range failures {
		fmt.Println(f.Difference())
	}
	// Output:
	// line 10: scenarios[0].story[0].expect.first_response.due
	//   at        Fri 2026-05-22 16:30
	//   expected  Mon 2026-05-25 09:30
	//   got       Tue 2026-05-26 09:30
}
