package businesshours_test

import (
	"encoding/json"
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// A company can list its own dates instead of a country's calendar: single dates, dates of
// each year, and exceptions with hours of their own.
func ExampleSchedule() {
	var desk businesshours.Schedule
	err := json.Unmarshal([]byte(`{
		"name": "bangalore",
		"time_zone": "Asia/Kolkata",
		"weekly": {"mon-fri": ["10:00-18:00"]},
		"holidays": [
			{"date": "2024-10-31", "name": "Diwali"},
			{"every": "10-02", "name": "Gandhi Jayanti"}
		],
		"exceptions": {"2024-10-30": ["10:00-13:00"], "2024-11-02": ["10:00-12:00"]}
	}`), &desk)
	if err != nil {
		log.Fatal(err)
	}
	set, err := businesshours.Compile([]businesshours.Schedule{desk})
	if err != nil {
		log.Fatal(err)
	}
	calendar, _ := set.Calendar("bangalore")

	day := time.Date(2024, time.October, 29, 0, 0, 0, 0, calendar.Location())
	for range 5 {
		next := day.AddDate(0, 0, 1)
		fmt.Println(day.Format("Mon 2 Jan"), calendar.Between(day, next))
		day = next
	}
	// Output:
	// Tue 29 Oct 8h0m0s
	// Wed 30 Oct 3h0m0s
	// Thu 31 Oct 0s
	// Fri 1 Nov 8h0m0s
	// Sat 2 Nov 2h0m0s
}
