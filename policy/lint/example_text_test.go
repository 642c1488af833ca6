package lint_test

import (
	"fmt"
	"time"

	"github.com/punctualgo/punctual/policy/lint"
)

// A configuration that is valid may still not do what was meant. Here the second policy
// never gives a target, and the urgent issues get more time than the others.
func ExampleCheckText() {
	doc := []byte(`{
  "policies": [
    {"id": "everyone", "targets": {
      "first_response": {"by": "priority", "values": {"urgent": "4h", "high": "1h"}, "default": "8h"}
    }},
    {"id": "enterprise",
     "when": {"field": "customer.tier", "op": "eq", "value": "enterprise"},
     "targets": {"first_response": "15m"}}
  ]
}`)
	for _, f := range lint.CheckText(doc, lint.Options{AsOf: time.Date(2026, 3, 9, 15, 0, 0, 0, time.UTC)}) {
		fmt.Printf("line %d, %s (%s)\n  %s:\n  %s;\n  %s\n", f.Line, f.Rule, f.Level, f.Path, f.What, f.Mend)
	}
	// Output:
	// line 4, urgency-order (warning)
	//   policies[0].targets.first_response.values.urgent:
	//   "urgent" gets more time than "high", which is less urgent;
	//   swap or correct the two
	// line 6, shadowed-policy (warning)
	//   policies[1]:
	//   never gives a target: policies[0], "everyone", comes first, has no condition and is effective whenever it is;
	//   move it up, change its condition, or remove it
}
