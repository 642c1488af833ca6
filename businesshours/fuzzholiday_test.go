package businesshours_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// A rule of holidays closes the days that it yields and no others, is moved by as many days as it
// says, and is the same when it was written and read.
func FuzzHolidayRule(f *testing.F) {
	for _, rule := range []string{
		"12-25", "02-29", "4th thu of nov", "last fri of nov", "2nd sat", "last sun", "easter", "orthodox easter", "1st mon of jan",
		"5th mon of feb", "fri", "easter monday", "13-01", "02-30", "", "last", "4th  thu of nov",
	} {
		f.Add(rule, "", int16(0), uint8(126))
		f.Add(rule, "01-02", int16(-366), uint8(0))
		f.Add(rule, "", int16(366), uint8(255))
	}
	compile := func(h businesshours.Holiday) (*businesshours.Calendar, error) {
		set, err := businesshours.Compile([]businesshours.Schedule{{
			Name: "a", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-sun": {"00:00-24:00"}}, Holidays: []businesshours.Holiday{h},
		}})
		if err != nil {
			return nil, err
		}
		calendar, _ := set.Calendar("a")
		return calendar, nil
	}
	f.Fuzz(func(t *testing.T, every, to string, plus int16, since uint8) {
		rule := businesshours.Holiday{Every: every, To: to, Plus: int(plus)}
		cal, err := compile(rule)
		if err != nil {
			for _, e := range problems(t, err) {
				if len(e.Error()) > 1024 {
					t.Errorf("an error of %d bytes: %v", len(e.Error()), e)
				}
			}
			return
		}
		start := time.Date(1902+int(since), 1, 1, 0, 0, 0, 0, time.UTC)
		end := start.AddDate(2, 0, 0)
		var closed []time.Time
		for day := start; day.Before(end); day = day.AddDate(0, 0, 1) {
			switch open := cal.Between(day, day.AddDate(0, 0, 1)); open {
			case 0:
				closed = append(closed, day)
			case 24 * time.Hour:
			default:
				t.Fatalf("%+v: %v is open for %v", rule, day, open)
			}
		}
		var named []time.Time
		for span := range cal.Holidays(start, end) {
			for day := span.Start; day.Before(span.End); day = day.AddDate(0, 0, 1) {
				named = append(named, day)
			}
		}
		slices.SortFunc(named, time.Time.Compare)
		if named = slices.Compact(named); !slices.EqualFunc(named, closed, time.Time.Equal) {
			t.Fatalf("%+v: %v are closed, and %v holidays", rule, closed, named)
		}

		// The same rule without the move closes the days that lie so many days before.
		rule.Plus = 0
		if unmoved, err := compile(rule); err != nil {
			t.Fatalf("%+v: %v", rule, err)
		} else if to == "" {
			for _, day := range closed {
				before := day.AddDate(0, 0, -int(plus))
				if unmoved.Open(before) {
					t.Fatalf("%q moves %d days to %v from %v, which is no holiday", every, plus, day, before)
				}
			}
		}
		text, err := json.Marshal(rule)
		if err != nil {
			t.Fatal(err)
		}
		var again businesshours.Holiday
		if err := json.Unmarshal(text, &again); err != nil || again.Every != every || again.To != to {
			t.Fatalf("%s is read as %+v, %v", text, again, err)
		}
	})
}
