package policy_test

import (
	"encoding/json"
	"fmt"

	"github.com/punctualgo/punctual/policy"
)

// "By noon of the next business day; what comes in after three in the afternoon counts as
// if it came the day after" is a target of business days.
func ExampleBusinessDays() {
	target := policy.Target{
		BusinessDays: &policy.BusinessDays{Days: 1, At: "12:00", Cutoff: "15:00"},
		Schedule:     policy.UseBy("customer.region", map[string]string{"emea": "london"}, "us-east"),
	}
	doc, err := json.Marshal(target)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s\n", doc)
	// Output:
	// {"business_days":1,"at":"12:00","cutoff":"15:00","schedule":{"by":"customer.region","values":{"emea":"london"},"default":"us-east"}}
}
