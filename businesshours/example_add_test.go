package businesshours_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// A ticket filed on Friday afternoon is due on Tuesday morning, because Monday is
// Memorial Day.
func ExampleCalendar_Add() {
	set, err := businesshours.Compile([]businesshours.Schedule{{
		Name:     "desk",
		TimeZone: "America/New_York",
		Weekly:   businesshours.Weekly{"mon-fri": {"09:00-17:00"}},
		Holidays: []businesshours.Holiday{{Calendar: "us"}},
	}})
	if err != nil {
		log.Fatal(err)
	}
	desk, _ := set.Calendar("desk")

	filed := time.Date(2026, time.May, 22, 16, 0, 0, 0, desk.Location())
	due, err := desk.Add(filed, 2*time.Hour)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(due.Format(time.RFC1123))
	// Output:
	// Tue, 26 May 2026 10:00:00 EDT
}
