package policy_test

import (
	"fmt"
	"time"

	"github.com/punctualgo/punctual/policy"
)

// Steps that many policies share have a name, and the defaults apply where neither a
// target nor its policy says otherwise.
func ExampleUseSteps() {
	config := policy.Config{
		Escalations: map[string][]policy.Escalation{
			"usual": {{At: "75%"}, {At: "breach"}},
			"loud":  {{At: "50%"}, {At: "breach", Every: time.Hour, Times: 3}},
		},
		Defaults: policy.Defaults{Escalations: policy.UseSteps("usual")},
		Policies: []policy.Policy{
			{ID: "enterprise", Escalations: policy.UseSteps("loud"), Targets: map[string]policy.Target{
				policy.FirstResponse:  policy.Within(time.Hour),
				policy.PeriodicUpdate: {Within: policy.Within(8 * time.Hour).Within, Escalations: policy.Steps()}, // none
			}},
			{ID: "others", Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(4 * time.Hour)}},
		},
	}
	if err := config.Validate(); err != nil {
		fmt.Println(err)
		return
	}
	for i := range config.Policies {
		p := &config.Policies[i]
		for _, metric := range []string{policy.FirstResponse, policy.PeriodicUpdate} {
			if target, ok := p.Targets[metric]; ok {
				fmt.Println(p.ID, metric, len(config.EscalationsOf(p, &target)), "steps")
			}
		}
	}
	// Output:
	// enterprise first_response 2 steps
	// enterprise periodic_update 0 steps
	// others first_response 2 steps
}
