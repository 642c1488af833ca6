package businesshours_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// A retailer's desk works on Saturdays and keeps the federal holidays on their actual
// dates, but is open on Veterans Day. In 2020, Independence Day fell on a Saturday and was
// observed on Friday.
func ExampleHoliday_observed() {
	set, err := businesshours.Compile([]businesshours.Schedule{{
		Name:     "desk",
		TimeZone: "America/Chicago",
		Weekly:   businesshours.Weekly{"mon-sat": {"10:00-18:00"}},
		Holidays: []businesshours.Holiday{{
			Calendar: "us",
			Except:   []string{"Veterans Day"},
			Observed: "actual", // not "observed", nor "both", the default
		}},
	}})
	if err != nil {
		log.Fatal(err)
	}
	desk, _ := set.Calendar("desk")

	for _, date := range []string{"2020-07-03", "2020-07-04", "2020-11-11"} {
		day, err := time.ParseInLocation(time.DateOnly, date, desk.Location())
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(day.Format("Mon 2 Jan"), desk.Between(day, day.AddDate(0, 0, 1)))
	}
	// Output:
	// Fri 3 Jul 8h0m0s
	// Sat 4 Jul 0s
	// Wed 11 Nov 8h0m0s
}
