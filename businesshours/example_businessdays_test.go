package businesshours_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// "By noon of the next business day. Requests after 15:00 count as the next day's." The
// allowance is an amount of open time like any other.
func ExampleCalendar_Allow() {
	set, err := businesshours.Compile([]businesshours.Schedule{{
		Name:     "desk",
		TimeZone: "Europe/Paris",
		Weekly:   businesshours.Weekly{"mon-fri": {"09:00-17:00"}},
	}})
	if err != nil {
		log.Fatal(err)
	}
	desk, _ := set.Calendar("desk")
	nextNoon := businesshours.BusinessDays{Days: 1, At: 12 * 3600, HasAt: true, Cutoff: 15 * 3600, HasCutoff: true}

	for _, hour := range []int{14, 16} {
		start := time.Date(2024, time.June, 6, hour, 0, 0, 0, desk.Location()) // a Thursday
		allowed, err := desk.Allow(start, nextNoon)
		if err != nil {
			log.Fatal(err)
		}
		due, err := desk.Add(start, allowed.Open)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(start.Format("Mon 15:04"), "+", allowed.Open, "is", due.Format("Mon 15:04"))
	}
	// Output:
	// Thu 14:00 + 6h0m0s is Fri 12:00
	// Thu 16:00 + 12h0m0s is Mon 12:00
}
