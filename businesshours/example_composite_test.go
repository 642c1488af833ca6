package businesshours_test

import (
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// Two desks follow the sun, except during maintenance. The composite is open when either
// desk is open and there is no maintenance.
func ExampleCompile_followTheSun() {
	office := businesshours.Weekly{"mon-fri": {"09:00-17:00"}}
	set, err := businesshours.Compile([]businesshours.Schedule{
		{Name: "london", TimeZone: "Europe/London", Weekly: office},
		{Name: "new-york", TimeZone: "America/New_York", Weekly: office},
		{Name: "maintenance", TimeZone: "UTC", Weekly: businesshours.Weekly{"wed": {"12:00-12:30"}}},
		{Name: "world", AnyOf: []string{"london", "new-york"}, NoneOf: []string{"maintenance"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	world, _ := set.Calendar("world")

	day := time.Date(2024, time.January, 17, 0, 0, 0, 0, time.UTC) // a Wednesday
	for span := range world.Spans(day, day.AddDate(0, 0, 1)) {
		fmt.Println(span.Start.Format(time.TimeOnly), "to", span.End.Format(time.TimeOnly))
	}
	// Output:
	// 09:00:00 to 12:00:00
	// 12:30:00 to 22:00:00
}
