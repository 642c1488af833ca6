package businesshours_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// The night shift from 22:00 to 06:00 is eight hours long, except on the two nights
// of the year in which the clocks change.
func ExampleCalendar_Between() {
	set, err := businesshours.Compile([]businesshours.Schedule{{
		Name:     "night",
		TimeZone: "Europe/Berlin",
		Weekly:   businesshours.Weekly{"mon-sun": {"22:00-06:00"}},
	}})
	if err != nil {
		log.Fatal(err)
	}
	night, _ := set.Calendar("night")

	for _, noon := range []time.Time{
		time.Date(2024, time.March, 29, 12, 0, 0, 0, night.Location()),
		time.Date(2024, time.March, 30, 12, 0, 0, 0, night.Location()),
		time.Date(2024, time.October, 26, 12, 0, 0, 0, night.Location()),
	} {
		fmt.Println(noon.Format(time.DateOnly), night.Between(noon, noon.AddDate(0, 0, 1)))
	}
	// Output:
	// 2024-03-29 8h0m0s
	// 2024-03-30 7h0m0s
	// 2024-10-26 9h0m0s
}
