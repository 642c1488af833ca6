package policy_test

import (
	"fmt"
	"strings"

	"github.com/punctualgo/punctual/policy"
)

// A form asks for the parameters of a template. What is wrong with an answer is said at the
// parameter.
func ExampleTemplate_Document() {
	for _, template := range policy.Templates() {
		if template.Name != "due-date" {
			continue
		}
		fmt.Println(template.Title)
		_, err := template.Document(map[string]string{"zone": "London", "respond": "2 hours"})
		fmt.Println(err)
		text, err := template.Document(map[string]string{"zone": "Europe/London", "country": "gb-ENG", "respond": "2h"})
		if err != nil {
			fmt.Println(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			if i < 10 {
				fmt.Println(line)
			}
		}
	}
	// Output:
	// An agreed due date takes precedence over the targets
	// respond: "2 hours" is not a duration such as "90m" or "1h30m"; did you mean "2h"?
	// zone: "London" is not an accepted time zone; did you mean "Europe/London"?
	// {
	//   "schedules": [
	//     {
	//       "name": "office",
	//       "time_zone": "Europe/London",
	//       "weekly": {"mon-fri": ["09:00-17:00"]},
	//       "holidays": [{"calendar": "gb-ENG"}]
	//     }
	//   ],
	//   "match": "first_per_metric",
}
