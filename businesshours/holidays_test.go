package businesshours_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

func TestHolidays(t *testing.T) {
	set, err := businesshours.Compile([]businesshours.Schedule{
		{Name: "us", TimeZone: "America/New_York", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}, Holidays: []businesshours.Holiday{
			{Calendar: "us"}, {Date: "2026-05-26", Name: "Offsite"}, {Every: "05-27"}, {Date: "2026-05-28", Name: "cancelled"}},
			Exceptions: map[string][]string{"2026-05-28": {"09:00-17:00"}}},
		{Name: "uk", TimeZone: "Europe/London", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}, Holidays: []businesshours.Holiday{{Calendar: "gb"}}},
		{Name: "both", AnyOf: []string{"us", "uk"}},
		{Name: "always", Always: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	a := time.Date(2026, 5, 22, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		schedule string
		b        time.Time
		want     []string
	}{
		{"us", a.AddDate(0, 0, 8), []string{"25T04:00 26T04:00 Memorial Day", "26T04:00 27T04:00 Offsite", "27T04:00 28T04:00 "}},
		{"us", time.Date(2026, 5, 25, 16, 0, 0, 0, time.UTC), []string{"25T04:00 25T16:00 Memorial Day"}},
		{"uk", a.AddDate(0, 0, 8), []string{"24T23:00 25T23:00 Spring Bank Holiday"}},
		{"both", a.AddDate(0, 0, 4), []string{"24T23:00 25T23:00 Spring Bank Holiday", "25T23:00 26T04:00 Memorial Day", "26T04:00 26T12:00 Offsite"}},
		{"always", a.AddDate(0, 0, 8), nil},
		{"us", a, nil},
	} {
		c, _ := set.Calendar(tt.schedule)
		var got []string
		for s, name := range c.Holidays(a, tt.b) {
			if c.Between(s.Start, s.End) != 0 && tt.schedule != "both" {
				t.Errorf("%s is open on %s", tt.schedule, name)
			}
			got = append(got, fmt.Sprintf("%s %s %s", s.Start.Format("02T15:04"), s.End.Format("02T15:04"), name))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s to %v:\n got %s\nwant %s", tt.schedule, tt.b, strings.Join(got, ", "), strings.Join(tt.want, ", "))
		}
	}
	c, _ := set.Calendar("us")
	for range c.Holidays(a, a.AddDate(0, 0, 8)) {
		break
	}
}
