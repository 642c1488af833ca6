package holiday_test

import (
	"testing"

	"github.com/punctualgo/punctual/businesshours/holiday"
)

// The dates of a year, of calendars from package cal, from rules and with tables.
func BenchmarkIn(b *testing.B) {
	for _, code := range []string{"us", "gb", "de-BY", "ca", "mx", "ru", "kr", "ae"} {
		b.Run("code="+code, func(b *testing.B) {
			c, err := holiday.Lookup(code)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				c.In(2026)
			}
		})
	}
}
