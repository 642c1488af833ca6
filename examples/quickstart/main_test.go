package main

import (
	"log"
	"os"
)

// The output is part of the lesson.
func Example() {
	if err := run(os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// Fri 22 May 16:30 EDT, as it comes in
	//   first_response  running  1h0m0s of 1h0m0s left, due Tue 26 May 09:30
	//   resolution      running  12h0m0s of 12h0m0s left, due Wed 27 May 12:30
	//   next: first_response escalated warn the assignee at Tue 26 May 09:15
	//
	// Mon 25 May 12:00 EDT, on Memorial Day
	//   first_response  running  30m0s of 1h0m0s left, due Tue 26 May 09:30
	//   resolution      running  11h30m0s of 12h0m0s left, due Wed 27 May 12:30
	//   next: first_response escalated warn the assignee at Tue 26 May 09:15
	//
	// Tue 26 May 11:00 EDT, while it waits for the customer
	//   first_response  stopped  answered after 50m0s of 1h0m0s, due Tue 26 May 09:30
	//   resolution      paused   11h9m0s of 12h0m0s left
	//   next: nothing until somebody acts
	//
	// Tue 26 May 15:00 EDT, when the customer has been waiting for two hours
	//   first_response  stopped  answered after 50m0s of 1h0m0s, due Tue 26 May 09:30
	//   resolution      running  9h9m0s of 12h0m0s left, due Wed 27 May 16:09
	//   next_response   running  1h0m0s of 3h0m0s left, due Tue 26 May 16:00
	//   next: next_response escalated warn the assignee at Tue 26 May 15:15
}
