package policy_test

import (
	"errors"
	"fmt"

	"github.com/punctualgo/punctual/policy"
)

// Parse reports every problem of a document at once, each with its line, so that its
// author can fix them all in one go.
func ExampleParse() {
	_, err := policy.Parse([]byte(`{
  "schedules": [
    {"name": "desk", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}}
  ],
  "policies": [
    {
      "id": "gold",
      "schedule": "dask",
      "targets": {
        "first_respons": "1h",
        "resolution": "-8h",
        "assignment": {"business_days": 1, "cutoff": "25:00"}
      },
      "escalatoins": [{"at": "75%"}]
    }
  ]
}`))
	fmt.Println(err)

	problem, _ := errors.AsType[*policy.Error](err)
	fmt.Printf("\nThe first is on line %d, of %s.\n", problem.Line, problem.Path)
	// Output:
	// line 8: policies[0].schedule: unknown schedule "dask"; did you mean "desk"?
	// line 10: policies[0].targets.first_respons: unknown metric "first_respons"; did you mean "first_response"?
	// line 11: policies[0].targets.resolution: must be more than 0s, got -8h0m0s
	// line 12: policies[0].targets.assignment.cutoff: "25:00" is not a time of day such as "09:30", from "00:00" to "24:00"
	// line 14: policies[0].escalatoins: unknown field; did you mean "escalations"?
	//
	// The first is on line 8, of policies[0].schedule.
}
