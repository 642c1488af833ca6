package migrate_test

import (
	"encoding/json"
	"fmt"
	"log"

	"github.com/punctualgo/punctual/policy/migrate"
)

// A policy with a condition that has no counterpart: the note says so, and the policy applies
// to nothing until somebody decides what it means.
func Example() {
	cfg, notes, err := migrate.Zendesk([]byte(`{"sla_policies": [{
		"id": 25, "title": "Gold",
		"filter": {"all": [
			{"field": "organization_id", "operator": "is", "value": 4711},
			{"field": "satisfaction_score", "operator": "changed", "value": "bad"}
		]},
		"policy_metrics": [{"priority": "urgent", "metric": "first_reply_time", "target": 30, "business_hours": false}]
	}]}`), nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, n := range notes {
		fmt.Printf("%s\n  %s\n  %s\n", n.Path, n.What, n.Mend)
	}
	text, err := json.Marshal(cfg.Policies)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(text))
	// Output:
	// sla_policies[0].filter.all[1].operator
	//   the condition cannot be expressed: there is no operator "changed" for satisfaction_score
	//   rewrite the condition on "unconverted_1", or set this attribute to true on the issues for which it holds
	// [{"id":"25","name":"Gold","when":{"all":[{"field":"organization_id","op":"eq","value":"4711"},{"field":"unconverted_1","op":"eq","value":true}]},"targets":{"first_response":{"within":{"by":"priority","values":{"urgent":"30m0s"}},"schedule":"24x7"}}}]
}
