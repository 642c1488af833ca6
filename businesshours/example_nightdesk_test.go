package businesshours_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// At a desk that works nights, a holiday should close the night that begins on it. By
// default it closes the calendar date instead, and so parts of two nights.
func ExampleSchedule_holidaysClose() {
	night := businesshours.Schedule{
		Name:     "by date",
		TimeZone: "Asia/Manila",
		Weekly:   businesshours.Weekly{"mon-fri": {"22:00-06:00"}},
		Holidays: []businesshours.Holiday{{Date: "2024-06-12", Name: "Independence Day"}},
	}
	whole := night
	whole.Name = "by shift"
	whole.HolidaysClose = "shift"
	set, err := businesshours.Compile([]businesshours.Schedule{night, whole})
	if err != nil {
		log.Fatal(err)
	}

	for _, name := range []string{"by date", "by shift"} {
		desk, _ := set.Calendar(name)
		fmt.Println(name)
		tuesday := time.Date(2024, time.June, 11, 12, 0, 0, 0, desk.Location())
		for span := range desk.Spans(tuesday, tuesday.AddDate(0, 0, 3)) {
			fmt.Println(" ", span.Start.Format("Mon 15:04"), "to", span.End.Format("Mon 15:04"))
		}
	}
	// Output:
	// by date
	//   Tue 22:00 to Wed 00:00
	//   Thu 00:00 to Thu 06:00
	//   Thu 22:00 to Fri 06:00
	// by shift
	//   Tue 22:00 to Wed 06:00
	//   Thu 22:00 to Fri 06:00
}
