package lint_test

import (
	"fmt"

	"github.com/punctualgo/punctual/policy/lint"
)

// Each rule says exactly what it reports.
func ExampleRules() {
	for _, r := range lint.Rules() {
		if r.Name == "star-value" || r.Name == "new-unmapped" {
			fmt.Printf("%s (%s)\n  %s\n", r.Name, r.Level, r.Doc)
		}
	}
	// Output:
	// star-value (warning)
	//   A choice with the value "*", which stands for the text "*" and not for all others. At the value.
	// new-unmapped (warning)
	//   "statuses" with neither "new" nor "*": an issue without a status has the status "new", and cannot be evaluated. At the statuses.
}
