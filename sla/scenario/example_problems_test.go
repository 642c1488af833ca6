package scenario_test

import (
	"fmt"
	"strings"

	"github.com/punctualgo/punctual/sla/scenario"
)

// A file with problems is refused with all of them at once.
func ExampleParse_problems() {
	text := strings.NewReplacer("Fri", "Thu", "first_response\": {", "first_reply\": {", "scenarios", "stories").Replace(promises)
	_, err := scenario.Parse([]byte(text), scenario.Options{})
	fmt.Println(err)

	text = strings.NewReplacer("Fri 2026", "Thu 2026", "first_response\": {", "first_respons\": {").Replace(promises)
	_, err = scenario.Parse([]byte(text), scenario.Options{})
	fmt.Println(err)
	// Output:
	// line 1: scenarios: is required: a list of scenarios
	// line 7: stories: unknown field
	// line 10: scenarios[0].story[0].at: 2026-05-22 is not a Thu but a Fri; correct the weekday or the date
	// line 10: scenarios[0].story[0].expect.first_respons: unknown metric "first_respons"; did you mean "first_response"?
}
