package businesshours_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// The desk closes at noon on 24 December of each year. In 2025 it stays open until 14:00:
// a dated exception has precedence over one of each year.
func ExampleSchedule_yearlyException() {
	set, err := businesshours.Compile([]businesshours.Schedule{{
		Name:     "desk",
		TimeZone: "Europe/Berlin",
		Weekly:   businesshours.Weekly{"mon-fri": {"09:00-17:00"}},
		Exceptions: map[string][]string{
			"12-24":      {"09:00-12:00"},
			"2025-12-24": {"09:00-14:00"},
		},
	}})
	if err != nil {
		log.Fatal(err)
	}
	desk, _ := set.Calendar("desk")

	for year := 2023; year <= 2026; year++ {
		eve := time.Date(year, time.December, 24, 0, 0, 0, 0, desk.Location())
		fmt.Println(eve.Format("Mon 2 Jan 2006"), desk.Between(eve, eve.AddDate(0, 0, 1)))
	}
	// Output:
	// Sun 24 Dec 2023 3h0m0s
	// Tue 24 Dec 2024 3h0m0s
	// Wed 24 Dec 2025 5h0m0s
	// Thu 24 Dec 2026 3h0m0s
}
