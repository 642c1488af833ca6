package holiday_test

import (
	"slices"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/hu"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/us"
)

// Of a calendar that is package cal's own, whatever year's holiday falls into a year is
// there, and nothing else.
func TestInIsAllThatFallsIntoTheYear(t *testing.T) {
	for code, holidays := range map[string][]*cal.Holiday{
		"us": us.Holidays, "ie": ie.Holidays, "de-BY": de.HolidaysBY, "au-VIC": au.HolidaysVIC,
		"hu": hu.Holidays, "jp": jp.Holidays,
	} {
		c := lookup(t, code)
		for year := 1950; year <= 2060; year++ {
			var want []string
			for _, h := range holidays {
				for y := year - 3; y <= year+3; y++ {
					actual, observed := h.Calc(y)
					for i, on := range []time.Time{actual, observed} {
						on = on.Add(12 * time.Hour)
						if !actual.IsZero() && on.Year() == year && (i == 0 || !observed.Equal(actual)) {
							want = append(want, on.Format(time.DateOnly)+h.Name)
						}
					}
				}
			}
			var got []string
			for _, d := range c.In(year) {
				got = append(got, time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)+d.Name)
			}
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%s in %d:\n got %q\nwant %q", code, year, got, want)
			}
		}
	}
}
