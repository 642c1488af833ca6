package policy_test

import (
	"fmt"

	"github.com/punctualgo/punctual/policy"
)

// Where fields are declared, a condition that could never hold is an error, and not a
// policy that never applies.
func ExampleField() {
	_, err := policy.Parse([]byte(`{
  "fields": {
    "priority": {"type": "text", "values": ["urgent", "high", "normal", "low"]},
    "seats": {"type": "number"}
  },
  "policies": [{
    "id": "gold",
    "when": {"all": [
      {"field": "priorty", "op": "eq", "value": "high"},
      {"field": "seats", "op": "eq", "value": "50"}
    ]},
    "targets": {"first_response": {"by": "priority", "values": {"Urgent": "15m"}, "default": "4h"}}
  }]
}`))
	fmt.Println(err)
	// Output:
	// line 9: policies[0].when.all[0].field: attribute "priorty" is not declared in fields; did you mean "priority"?
	// line 10: policies[0].when.all[1].value: must be a number, as "seats" is
	// line 12: policies[0].targets.first_response.values.Urgent: "Urgent" is not a value of "priority"; did you mean "urgent"?
}
