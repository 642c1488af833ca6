package businesshours_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/businesshours/holiday"
)

// closedDates returns the dates from from to to on which a desk with these holidays, which
// is otherwise open around the clock, is closed.
func closedDates(t *testing.T, from, to string, holidays ...businesshours.Holiday) (dates []string) {
	t.Helper()
	cal := one(t, businesshours.Schedule{Name: "a", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-sun": {"00:00-24:00"}}, Holidays: holidays})
	end := at(t, to+"T00:00Z")
	for u := at(t, from+"T00:00Z"); !u.After(end); u = u.AddDate(0, 0, 1) {
		if !cal.Open(u) {
			dates = append(dates, u.Format(time.DateOnly))
		}
	}
	return dates
}

// Schedules that use one calendar differently do not share what they leave out.
func TestSchedulesShareACalendar(t *testing.T) {
	set := compile(t, schedules(t, `[
		{"name": "all", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [{"calendar": "us"}]},
		{"name": "some", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [{"calendar": "us", "except": ["Memorial Day"]}]},
		{"name": "most", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [{"calendar": "us", "except": ["Juneteenth"]}]}]`))
	for name, want := range map[string][2]bool{"all": {false, false}, "some": {true, false}, "most": {false, true}} {
		cal := named(t, set, name)
		if got := [2]bool{cal.Open(at(t, "2024-05-27T12:00-04:00")), cal.Open(at(t, "2024-06-19T12:00-04:00"))}; got != want {
			t.Errorf("%s is open on Memorial Day and Juneteenth: %v, want %v", name, got, want)
		}
	}
}

// Easter Sundays as published, including the earliest and the latest possible dates.
func TestEaster(t *testing.T) {
	for every, sundays := range map[string]string{
		"easter": "1913-03-23 1943-04-25 1954-04-18 1961-04-02 1981-04-19 2000-04-23 2008-03-23 2011-04-24 2019-04-21 2024-03-31 2025-04-20 2026-04-05 2027-03-28 " +
			"2028-04-16 2029-04-01 2030-04-21 2038-04-25 2049-04-18 2076-04-19 2100-03-28 2160-03-23",
		"orthodox easter": "1916-04-23 1983-05-08 2000-04-30 2010-04-04 2013-05-05 2016-05-01 2019-04-28 2021-05-02 2024-05-05 2025-04-20 2026-04-12 2027-05-02 " +
			"2028-04-16 2029-04-08 2030-04-28 2100-05-02",
	} {
		for sunday := range strings.FieldsSeq(sundays) {
			year := sunday[:4]
			if got := closedDates(t, year+"-01-01", year+"-12-31", businesshours.Holiday{Every: every}); fmt.Sprint(got) != "["+sunday+"]" {
				t.Errorf("%s is on %v, want %s", every, got, sunday)
			}
		}
	}
}

// Easter agrees with the church tables in all years.
func TestEasterTables(t *testing.T) {
	for _, h := range []businesshours.Holiday{{Every: "easter"}, {Every: "orthodox easter"}, {Every: "easter", Plus: 366}, {Every: "orthodox easter", Plus: -366}} {
		sunday := slowEaster
		if strings.HasPrefix(h.Every, "orthodox") {
			sunday = slowOrthodoxEaster
		}
		want := []string{}
		for year := 1901; year < 2191; year++ {
			if d := sunday(year).plus(h.Plus).String(); "1903" <= d && d < "2189" {
				want = append(want, d)
			}
		}
		if got := closedDates(t, "1903-01-01", "2188-12-31", h); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%+v is on %v, want %v", h, got, want)
		}
	}
}

// Of every calendar, the actual and the observed dates together are both, each holiday has
// an observed date, and leaving out all names leaves no holiday.
func TestObservedOfAllCalendars(t *testing.T) {
	t.Parallel()
	const from, to = "2015-01-01", "2030-12-31"
	for _, code := range holiday.Codes() {
		country, err := holiday.Lookup(code)
		if err != nil {
			t.Fatal(err)
		}
		of := func(observed string, except ...string) map[string]bool {
			set := make(map[string]bool)
			for _, date := range closedDates(t, from, to, businesshours.Holiday{Calendar: code, Observed: observed, Except: except}) {
				set[date] = true
			}
			return set
		}
		both, actual, observed := of(""), of("actual"), of("observed")
		for date := range both {
			if !actual[date] && !observed[date] {
				t.Errorf("%s: %s is neither an actual nor an observed date", code, date)
			}
		}
		for _, set := range []map[string]bool{actual, observed} {
			for date := range set {
				if !both[date] {
					t.Errorf("%s: %s is not among both dates", code, date)
				}
			}
		}
		moved := false
		for year := 2015; year <= 2030; year++ {
			for _, d := range country.In(year) {
				date := localDate{d.Year, d.Month, d.Day}.String()
				moved = moved || d.Observed
				if d.Observed && !observed[date] || !d.Observed && (!actual[date] || !d.Moved && !observed[date]) {
					t.Errorf("%s: %s, %s, is missing", code, date, d.Name)
				}
			}
		}
		if !moved && len(observed) != len(actual) {
			t.Errorf("%s: no holiday is moved, but there are %d observed dates and %d actual ones", code, len(observed), len(actual))
		}
		if left := of("both", country.Names()...); len(left) > 0 {
			t.Errorf("%s without all its holidays has %v", code, left)
		}
	}
}

// Of several days of one holiday, the one that falls on a Sunday is observed on another day, and
// the others on their own. A bridge to the weekend moves nothing.
func TestObservedAmongSeveralDays(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		code, from, to string
		want           []string
	}{
		// Three days from a Sunday on, and Thursday is another holiday's.
		{"kr", "2025-10-04", "2025-10-08", []string{"2025-10-06", "2025-10-07", "2025-10-08"}},
		{"kr", "2023-01-20", "2023-01-25", []string{"2023-01-21", "2023-01-23", "2023-01-24"}},
		{"cl", "2018-09-16", "2018-09-20", []string{"2018-09-17", "2018-09-18", "2018-09-19"}},
		{"us", "2026-07-01", "2026-07-06", []string{"2026-07-03"}},
	} {
		if got := closedDates(t, tt.from, tt.to, businesshours.Holiday{Calendar: tt.code, Observed: "observed"}); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.code, got, tt.want)
		}
	}
}

// manyHolidays are schedules with as many holidays as are accepted, of the kinds that take most
// time to compile.
func manyHolidays() map[string]businesshours.Schedule {
	kinds := map[string]func(i int) businesshours.Holiday{
		"long ranges": func(i int) businesshours.Holiday {
			first := time.Date(2020, 1, 1+i%1000, 0, 0, 0, 0, time.UTC)
			return businesshours.Holiday{Date: first.Format(time.DateOnly), To: first.AddDate(0, 0, businesshours.MaxHolidayRange-1).Format(time.DateOnly)}
		},
		"ranges of each year": func(i int) businesshours.Holiday { return businesshours.Holiday{Every: "12-31", To: "12-30"} },
		"days of each month":  func(i int) businesshours.Holiday { return businesshours.Holiday{Every: "5th sat", Plus: i%733 - 366} },
		"Easter":              func(i int) businesshours.Holiday { return businesshours.Holiday{Every: "easter", Plus: i%733 - 366} },
		"calendars": func(i int) businesshours.Holiday {
			return businesshours.Holiday{Calendar: "us", Observed: "observed", Except: []string{"Labor Day", "Memorial Day"}}
		},
	}
	schedules := make(map[string]businesshours.Schedule)
	for name, kind := range kinds {
		s := businesshours.Schedule{Name: "a", TimeZone: "Europe/Berlin", Weekly: businesshours.Weekly{"mon-sun": {"22:00-06:00"}}, HolidaysClose: "shift"}
		for i := range businesshours.MaxHolidays {
			s.Holidays = append(s.Holidays, kind(i))
		}
		schedules[name] = s
	}
	return schedules
}

// A desk is never open longer for as many holidays as are accepted than for any one of them.
func TestManyHolidays(t *testing.T) {
	from := at(t, "2026-03-01T00:00Z")
	to := from.AddDate(1, 0, 0)
	for name, s := range manyHolidays() {
		got := one(t, s).Between(from, to)
		for _, h := range []businesshours.Holiday{s.Holidays[0], s.Holidays[len(s.Holidays)-1]} {
			few := s
			few.Holidays = []businesshours.Holiday{h}
			if most := one(t, few).Between(from, to); got > most {
				t.Errorf("%s: open for %v, and for %v with %+v alone", name, got, most, h)
			}
		}
	}
}

func BenchmarkManyHolidays(b *testing.B) {
	for name, s := range manyHolidays() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				cal := one(b, s)
				from := at(b, "2026-03-01T00:00Z")
				cal.Between(from, from.AddDate(1, 0, 0))
			}
		})
	}
}
