package businesshours_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// Thanksgiving is the fourth Thursday of November. The Friday after it is not always the
// fourth Friday, so it is that Thursday plus a day.
func ExampleHoliday_dayOfTheWeek() {
	set, err := businesshours.Compile([]businesshours.Schedule{{
		Name:     "desk",
		TimeZone: "America/New_York",
		Weekly:   businesshours.Weekly{"mon-fri": {"09:00-17:00"}},
		Holidays: []businesshours.Holiday{
			{Every: "4th thu of nov", Name: "Thanksgiving"},
			{Every: "4th thu of nov", Plus: 1, Name: "Day after Thanksgiving"},
			{Every: "last mon of may", Name: "Memorial Day"},
			{Every: "easter", Plus: -2, Name: "Good Friday"},
		},
	}})
	if err != nil {
		log.Fatal(err)
	}
	desk, _ := set.Calendar("desk")

	newYear := time.Date(2024, time.January, 1, 0, 0, 0, 0, desk.Location())
	for day, name := range desk.Holidays(newYear, newYear.AddDate(1, 0, 0)) {
		fmt.Println(day.Start.Format("Mon 2 Jan"), name)
	}
	// Output:
	// Fri 29 Mar Good Friday
	// Mon 27 May Memorial Day
	// Thu 28 Nov Thanksgiving
	// Fri 29 Nov Day after Thanksgiving
}
