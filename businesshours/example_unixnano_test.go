package businesshours_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// Programs that store instants as integers, such as in a database column or a large slice,
// do not need time.Time.
func ExampleCalendar_BetweenUnixNano() {
	set, err := businesshours.Compile([]businesshours.Schedule{{
		Name:     "desk",
		TimeZone: "Europe/Berlin",
		Weekly:   businesshours.Weekly{"mon-fri": {"09:00-17:00"}},
	}})
	if err != nil {
		log.Fatal(err)
	}
	desk, _ := set.Calendar("desk")

	var asked, answered int64 = 1779458400_000000000, 1779699600_000000000 // Friday 16:00, Monday 11:00
	took := desk.BetweenUnixNano(asked, answered)
	due, err := desk.AddUnixNano(asked, 4*time.Hour)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(took, "of", 4*time.Hour, "and", time.Duration(due-answered), "left on the wall clock")
	// Output:
	// 3h0m0s of 4h0m0s and 1h0m0s left on the wall clock
}
