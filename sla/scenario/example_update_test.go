package scenario_test

import (
	"fmt"
	"log"
	"strings"

	"github.com/punctualgo/punctual/sla/scenario"
)

// An update writes what came in place of what was expected, and nothing else: whoever
// reviews the change sees it in the diff.
func ExampleFile_Update() {
	file, err := scenario.Parse([]byte(promises), scenario.Options{})
	if err != nil {
		log.Fatal(err)
	}
	text, _, err := file.Update()
	if err != nil {
		log.Fatal(err)
	}
	before := strings.Split(promises, "\n")
	for i, line := range strings.Split(string(text), "\n") {
		if line != before[i] {
			fmt.Println("-" + before[i])
			fmt.Println("+" + line)
		}
	}
	// Output:
	// -      {"at": "Fri 2026-05-22 16:30", "expect": {"first_response": {"due": "Mon 2026-05-25 09:30"}}}
	// +      {"at": "Fri 2026-05-22 16:30", "expect": {"first_response": {"due": "Tue 2026-05-26 09:30"}}}
}
