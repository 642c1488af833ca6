package businesshours_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// The desk has a summer break this year, and closes between Christmas and the New Year
// every year. Both ends of a range are closed.
func ExampleHoliday_range() {
	set, err := businesshours.Compile([]businesshours.Schedule{{
		Name:     "desk",
		TimeZone: "Europe/Paris",
		Weekly:   businesshours.Weekly{"mon-fri": {"09:00-17:00"}},
		Holidays: []businesshours.Holiday{
			{Date: "2024-08-05", To: "2024-08-16", Name: "Summer break"},
			{Every: "12-24", To: "01-01", Name: "Year-end break"},
		},
	}})
	if err != nil {
		log.Fatal(err)
	}
	desk, _ := set.Calendar("desk")

	for _, evening := range []time.Time{
		time.Date(2024, time.August, 2, 18, 0, 0, 0, desk.Location()),
		time.Date(2024, time.December, 23, 18, 0, 0, 0, desk.Location()),
	} {
		opens, err := desk.NextOpen(evening)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("closed on", evening.Format("Mon 2 Jan"), "and open again on", opens.Format("Mon 2 Jan 2006"))
	}
	// Output:
	// closed on Fri 2 Aug and open again on Mon 19 Aug 2024
	// closed on Mon 23 Dec and open again on Thu 2 Jan 2025
}
