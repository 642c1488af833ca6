package lint_test

import (
	"fmt"
	"time"

	"github.com/punctualgo/punctual/policy/lint"
)

// The present is an argument. A configuration in which nothing is wrong today may run out
// of holidays, or of policies, while nobody touches it.
func ExampleOptions_asOf() {
	doc := []byte(`{
  "schedules": [{
    "name": "desk", "time_zone": "Europe/Berlin", "weekly": {"mon-fri": ["09:00-17:00"]},
    "holidays": [{"date": "2026-12-24"}, {"date": "2026-12-25"}]
  }],
  "defaults": {"schedule": "desk"},
  "policies": [{"id": "everyone", "targets": {"first_response": "4h"}}]
}`)
	for _, year := range []int{2026, 2027} {
		found := lint.CheckText(doc, lint.Options{AsOf: time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)})
		fmt.Println(year, len(found))
		for _, f := range found {
			fmt.Printf("%s: %s\n", f.Path, f.What)
		}
	}
	// Output:
	// 2026 0
	// 2027 1
	// schedules[0]: has holidays and exceptions of past years, and none in the coming year
}
