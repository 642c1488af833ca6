package businesshours_test

import (
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// Every set has the schedule "24x7", which is always open.
func ExampleSet_Calendar() {
	set, err := businesshours.Compile(nil)
	if err != nil {
		log.Fatal(err)
	}
	always, ok := set.Calendar(businesshours.Always)
	fmt.Println(ok, always.Name(), always.Location())

	newYear := time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC)
	fmt.Println(always.Between(newYear, newYear.AddDate(1, 0, 0)))
	_, err = always.NextClose(newYear)
	fmt.Println(errors.Is(err, businesshours.ErrNotWithinHorizon))
	// Output:
	// true 24x7 UTC
	// 8784h0m0s
	// true
}
