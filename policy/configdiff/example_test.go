package configdiff_test

import (
	"fmt"
	"log"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/policy/configdiff"
)

// What a change of a contract means, for those who did not write it.
func Example() {
	before, err := policy.Parse([]byte(`{"policies": [{"id": "enterprise", "targets": {
		"first_response": {"by": "priority", "values": {"urgent": "1h"}, "default": "4h"},
		"resolution": "16h"}}]}`))
	if err != nil {
		log.Fatal(err)
	}
	after, err := policy.Parse([]byte(`{"policies": [{"id": "enterprise", "targets": {
		"first_response": {"by": "priority", "values": {"urgent": "30m", "high": "2h"}, "default": "4h"},
		"resolution": {"business_days": 2}}}]}`))
	if err != nil {
		log.Fatal(err)
	}
	for _, change := range configdiff.Compare(before, after) {
		fmt.Println(change)
	}
	// Output:
	// enterprise, high: first response 4h → 2h
	// enterprise, urgent: first response 1h → 30m
	// enterprise: resolution 16h → 2 business days
}
