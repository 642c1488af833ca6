package businesshours_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// Open spans are clipped to the interval, and a late shift is one span across midnight.
func ExampleCalendar_Spans() {
	set, err := businesshours.Compile([]businesshours.Schedule{{
		Name:     "desk",
		TimeZone: "Asia/Tokyo",
		Weekly: businesshours.Weekly{
			"mon-fri": {"09:00-12:00", "13:00-18:00"},
			"fri":     {"22:00-02:00"},
		},
	}})
	if err != nil {
		log.Fatal(err)
	}
	desk, _ := set.Calendar("desk")

	friday := time.Date(2024, time.June, 7, 10, 0, 0, 0, desk.Location())
	for span := range desk.Spans(friday, friday.AddDate(0, 0, 3)) {
		fmt.Println(span.Start.Format("Mon 15:04"), "to", span.End.Format("Mon 15:04"))
	}
	// Output:
	// Fri 10:00 to Fri 12:00
	// Fri 13:00 to Fri 18:00
	// Fri 22:00 to Sat 02:00
	// Mon 09:00 to Mon 10:00
}
