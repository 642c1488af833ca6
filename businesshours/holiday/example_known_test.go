package holiday_test

import (
	"fmt"

	"github.com/punctualgo/punctual/businesshours/holiday"
)

// Korea's Lunar New Year follows the moon: beyond the years that the tables cover, only
// the holidays with a date of their own are known.
func ExampleCalendar_Known() {
	korea, err := holiday.Lookup("kr")
	if err != nil {
		panic(err)
	}
	first, last := korea.Known()
	fmt.Println("known from", first, "to", last)
	for _, year := range []int{2027, 2040} {
		for _, d := range korea.In(year) {
			if d.Month == 2 {
				fmt.Printf("%d-%02d-%02d %s, observed: %t\n", d.Year, d.Month, d.Day, d.Name, d.Observed)
			}
		}
	}
	// Output:
	// known from 2020 to 2029
	// 2027-02-06 설날, observed: false
	// 2027-02-07 설날, observed: false
	// 2027-02-08 설날, observed: false
	// 2027-02-09 설날, observed: true
}
