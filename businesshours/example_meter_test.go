package businesshours_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// A meter refuses questions that take more work than you allow, such as those about instants that
// a customer chose.
func ExampleMeter() {
	set, err := businesshours.Compile([]businesshours.Schedule{{
		Name: "desk", TimeZone: "Europe/Paris", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}},
		Holidays: []businesshours.Holiday{{Calendar: "fr"}},
	}})
	if err != nil {
		log.Fatal(err)
	}
	cal, _ := set.Calendar("desk")

	var meter businesshours.Meter
	meter.Reset(50_000) // steps, about 0.3 ms
	desk := meter.Of(cal)
	friday := time.Date(2026, 3, 13, 15, 0, 0, 0, time.UTC)
	due, err := desk.AddUnixNano(friday.UnixNano(), 8*time.Hour)
	fmt.Println(time.Unix(0, due).UTC(), err)
	_, err = desk.AddUnixNano(friday.UnixNano(), 80_000*time.Hour) // in 40 years
	fmt.Println(err)
	// Output:
	// 2026-03-16 15:00:00 +0000 UTC <nil>
	// businesshours: more work than allowed
}
