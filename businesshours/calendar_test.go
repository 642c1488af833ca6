package businesshours_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/businesshours"
)

// inZone is a schedule with the same hours every day.
func inZone(zone string, hours ...string) businesshours.Schedule {
	return businesshours.Schedule{Name: "a", TimeZone: zone, Weekly: businesshours.Weekly{"mon-sun": hours}}
}

func one(t testing.TB, doc businesshours.Schedule) *businesshours.Calendar {
	t.Helper()
	return named(t, compile(t, []businesshours.Schedule{doc}), doc.Name)
}

// Open time follows the wall clock across clock changes. The changes are in the past, in
// zones whose rules are settled.
func TestClockChanges(t *testing.T) {
	tests := []struct {
		name     string
		schedule businesshours.Schedule
		from, to string
		want     time.Duration
	}{
		{"spring forward keeps the working day", inZone("America/New_York", "09:00-17:00"), "2024-03-10T00:00-05:00", "2024-03-11T00:00-04:00", 8 * time.Hour},
		{"spring forward shortens the calendar day", inZone("America/New_York", "00:00-24:00"), "2024-03-10T00:00-05:00", "2024-03-11T00:00-04:00", 23 * time.Hour},
		{"fall back lengthens the calendar day", inZone("America/New_York", "00:00-24:00"), "2024-11-03T00:00-04:00", "2024-11-04T00:00-05:00", 25 * time.Hour},
		{"the night shift loses an hour", inZone("America/New_York", "22:00-06:00"), "2024-03-09T22:00-05:00", "2024-03-10T06:00-04:00", 7 * time.Hour},
		{"the night shift gains an hour", inZone("America/New_York", "22:00-06:00"), "2024-11-02T22:00-04:00", "2024-11-03T06:00-05:00", 9 * time.Hour},
		{"hours that are skipped are never open", inZone("America/New_York", "02:00-03:00"), "2024-03-10T00:00-05:00", "2024-03-11T00:00-04:00", 0},
		{"hours that begin in the gap begin at its end", inZone("America/New_York", "02:30-04:00"), "2024-03-10T00:00-05:00", "2024-03-11T00:00-04:00", time.Hour},
		{"hours that occur twice are open twice", inZone("America/New_York", "01:15-01:30"), "2024-11-03T00:00-04:00", "2024-11-04T00:00-05:00", 30 * time.Minute},

		{"a skipped midnight", inZone("America/Sao_Paulo", "00:00-02:00"), "2018-11-03T12:00-03:00", "2018-11-04T12:00-02:00", time.Hour},
		{"hours past a skipped midnight", inZone("America/Sao_Paulo", "23:00-01:30"), "2018-11-03T12:00-03:00", "2018-11-04T12:00-02:00", 90 * time.Minute},
		{"a repeated evening", inZone("America/Sao_Paulo", "23:00-24:00"), "2018-02-17T12:00-02:00", "2018-02-18T12:00-03:00", 2 * time.Hour},
		{"a skipped midnight east of UTC", inZone("Asia/Beirut", "00:00-02:00"), "2021-03-27T12:00+02:00", "2021-03-28T12:00+03:00", time.Hour},
		{"a repeated evening east of UTC", inZone("Asia/Beirut", "23:00-00:30"), "2021-10-30T12:00+03:00", "2021-10-31T12:00+02:00", 150 * time.Minute},
		{"a skipped date", inZone("Pacific/Apia", "09:00-17:00"), "2011-12-29T00:00-10:00", "2012-01-01T00:00+14:00", 16 * time.Hour},
		{"a skipped date around the clock", inZone("Pacific/Apia", "00:00-24:00"), "2011-12-29T00:00-10:00", "2012-01-01T00:00+14:00", 48 * time.Hour},
		{"an exception on a skipped date", businesshours.Schedule{Name: "a", TimeZone: "Pacific/Apia", Exceptions: map[string][]string{"2011-12-30": {"00:00-24:00"}}},
			"2011-12-28T00:00-10:00", "2012-01-02T00:00+14:00", 0},
		{"half an hour forward", inZone("Australia/Lord_Howe", "22:00-06:00"), "2024-10-05T12:00+10:30", "2024-10-06T12:00+11:00", 7*time.Hour + 30*time.Minute},
		{"half an hour back", inZone("Australia/Lord_Howe", "22:00-06:00"), "2024-04-06T12:00+11:00", "2024-04-07T12:00+10:30", 8*time.Hour + 30*time.Minute},
		{"two hours forward", inZone("Antarctica/Troll", "22:00-06:00"), "2024-03-30T12:00+00:00", "2024-03-31T12:00+02:00", 6 * time.Hour},
		{"two hours back", inZone("Antarctica/Troll", "22:00-06:00"), "2024-10-26T12:00+02:00", "2024-10-27T12:00+00:00", 10 * time.Hour},
		{"negative daylight saving, in spring", inZone("Europe/Dublin", "22:00-06:00"), "2024-03-30T12:00+00:00", "2024-03-31T12:00+01:00", 7 * time.Hour},
		{"negative daylight saving, in autumn", inZone("Europe/Dublin", "22:00-06:00"), "2024-10-26T12:00+01:00", "2024-10-27T12:00+00:00", 9 * time.Hour},
		{"a minute past midnight, so that a date comes back", inZone("America/St_Johns", "00:00-00:01"), "2006-10-28T12:00-02:30", "2006-10-29T12:00-03:30", 2 * time.Minute},
		{"Ramadan begins", inZone("Africa/Casablanca", "01:00-05:00"), "2024-03-09T12:00+01:00", "2024-03-10T12:00+00:00", 5 * time.Hour},
		{"Ramadan ends", inZone("Africa/Casablanca", "01:00-05:00"), "2024-04-13T12:00+00:00", "2024-04-14T12:00+01:00", 3 * time.Hour},
		{"an offset in seconds", inZone("Africa/Monrovia", "09:00-17:00"), "1971-06-01T09:44:29Z", "1971-06-01T09:44:31Z", time.Second},
		{"the end of an offset in seconds", inZone("Africa/Monrovia", "00:00-24:00"), "1972-01-06T00:44:30Z", "1972-01-08T00:00Z", 47*time.Hour + 15*time.Minute + 30*time.Second},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			loc := location(t, test.schedule.TimeZone)
			if loc == nil {
				return
			}
			from, to := at(t, test.from), at(t, test.to)
			for _, u := range []time.Time{from, to} {
				if _, offset := u.Zone(); offset != 0 && offset != offsetOf(loc, u) {
					t.Logf("left out: here the offset at %v is %d", u, offsetOf(loc, u))
					return
				}
			}
			if got := one(t, test.schedule).Between(from, to); got != test.want {
				t.Errorf("Between = %v, want %v", got, test.want)
			}
			if got := newSlow(t, []businesshours.Schedule{test.schedule}).between("a", from, to); got != test.want {
				t.Errorf("the reference has %v", got)
			}
		})
	}
}

// Amsterdam's clocks were 19 minutes and 32 seconds ahead until 1937, where the zone
// data go back so far.
func TestLocalMeanTime(t *testing.T) {
	opens := at(t, "1930-01-06T08:40:28Z")
	loc := location(t, "Europe/Amsterdam")
	if loc == nil || offsetOf(loc, opens) != 19*60+32 {
		t.Logf("left out: no local mean time of Amsterdam here")
		return
	}
	cal := one(t, inZone("Europe/Amsterdam", "09:00-17:00"))
	if got, err := cal.NextOpen(opens.Add(-time.Hour)); err != nil || !got.Equal(opens) {
		t.Errorf("NextOpen = %v, %v, want %v", got, err, opens)
	}
	if got := cal.Between(opens.Add(-time.Nanosecond), opens.Add(2)); got != 2 {
		t.Errorf("Between = %v, want 2ns", got)
	}
}

// Each local date gets the hours of its exception, holiday or weekly pattern.
func TestDates(t *testing.T) {
	const nights = `{"name": "a", "time_zone": "UTC", "weekly": {"mon-sun": ["22:00-06:00"]}, `
	const days = `{"name": "a", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}, `
	tests := []struct {
		name, schedule string
		from, to       string
		want           []string // open spans
	}{
		{"a holiday closes the date, and what the evening's shift would have had after midnight remains",
			nights + `"holidays": [{"date": "2026-01-01"}]}`, "2025-12-31T12:00Z", "2026-01-02T12:00Z",
			[]string{"2025-12-31T22:00Z", "2026-01-01T00:00Z", "2026-01-02T00:00Z", "2026-01-02T06:00Z"}},
		{"an exception stands in place of a holiday",
			days + `"holidays": [{"every": "12-24"}], "exceptions": {"2026-12-24": ["09:00-12:00"]}}`, "2026-12-24T00:00Z", "2026-12-25T00:00Z",
			[]string{"2026-12-24T09:00Z", "2026-12-24T12:00Z"}},
		{"an empty exception closes", days + `"exceptions": {"2026-03-03": []}}`, "2026-03-02T12:00Z", "2026-03-04T12:00Z",
			[]string{"2026-03-02T12:00Z", "2026-03-02T17:00Z", "2026-03-04T09:00Z", "2026-03-04T12:00Z"}},
		{"an exception opens a weekend, but not past midnight", nights + `"exceptions": {"2026-03-07": ["10:00-12:00", "23:00-24:00"]}}`,
			"2026-03-07T00:00Z", "2026-03-08T07:00Z",
			[]string{"2026-03-07T10:00Z", "2026-03-07T12:00Z", "2026-03-07T23:00Z", "2026-03-08T06:00Z"}},
		{"29 February of each year is in leap years", days + `"holidays": [{"every": "02-29"}]}`, "2027-03-01T00:00Z", "2027-03-01T12:00Z",
			[]string{"2027-03-01T09:00Z", "2027-03-01T12:00Z"}},
		{"29 February is closed", days + `"holidays": [{"every": "02-29"}]}`, "2028-02-29T00:00Z", "2028-03-01T00:00Z", nil},
		{"2100 is no leap year", days + `"holidays": [{"every": "02-29"}]}`, "2100-03-01T00:00Z", "2100-03-02T00:00Z",
			[]string{"2100-03-01T09:00Z", "2100-03-01T17:00Z"}},
		{"a revision is in force from its date on", days + `"revisions": [{"from": "2026-03-04"}, {"from": "2026-03-03", "weekly": {"tue": ["06:00-07:00"], "wed": ["06:00-07:00"]}}]}`,
			"2026-03-02T16:00Z", "2026-03-09T12:00Z",
			[]string{"2026-03-02T16:00Z", "2026-03-02T17:00Z", "2026-03-03T06:00Z", "2026-03-03T07:00Z"}},
		{"past midnight into a revision, the revision's pattern counts", nights + `"revisions": [{"from": "2026-03-04", "weekly": {"tue": ["23:00-01:00"]}}]}`,
			"2026-03-03T12:00Z", "2026-03-06T12:00Z",
			[]string{"2026-03-03T22:00Z", "2026-03-04T01:00Z"}},
		{"Saturday's night reaches into Sunday", `{"name": "a", "time_zone": "UTC", "weekly": {"sat": ["22:00-02:00"]}}`, "2026-03-06T00:00Z", "2026-03-13T00:00Z",
			[]string{"2026-03-07T22:00Z", "2026-03-08T02:00Z"}},
		{"a range may pass the end of the week", `{"name": "a", "time_zone": "UTC", "weekly": {"sat-sun": ["10:00-11:00"]}}`, "2026-03-06T00:00Z", "2026-03-13T00:00Z",
			[]string{"2026-03-07T10:00Z", "2026-03-07T11:00Z", "2026-03-08T10:00Z", "2026-03-08T11:00Z"}},
		{"a day named twice gets both", `{"name": "a", "time_zone": "UTC", "weekly": {"mon-tue": ["10:00-11:00"], "mon": ["10:30-12:00"]}}`, "2026-03-02T00:00Z", "2026-03-04T00:00Z",
			[]string{"2026-03-02T10:00Z", "2026-03-02T12:00Z", "2026-03-03T10:00Z", "2026-03-03T11:00Z"}},
		{"shifts that meet at midnight are one span", `{"name": "a", "time_zone": "UTC", "weekly": {"mon": ["20:00-24:00"], "tue": ["00:00-04:00"]}}`, "2026-03-02T21:00Z", "2026-03-04T00:00Z",
			[]string{"2026-03-02T21:00Z", "2026-03-03T04:00Z"}},
		{"the actual and the observed date of a country's holiday", `{"name": "a", "time_zone": "America/New_York", "weekly": {"mon-sun": ["12:00-13:00"]}, "holidays": [{"calendar": "us"}]}`,
			"2026-07-02T00:00-04:00", "2026-07-06T00:00-04:00",
			[]string{"2026-07-02T12:00-04:00", "2026-07-02T13:00-04:00", "2026-07-05T12:00-04:00", "2026-07-05T13:00-04:00"}},
		{"a range of dates is closed, both ends included", days + `"holidays": [{"date": "2026-08-04", "to": "2026-08-06"}]}`, "2026-08-03T12:00Z", "2026-08-07T12:00Z",
			[]string{"2026-08-03T12:00Z", "2026-08-03T17:00Z", "2026-08-07T09:00Z", "2026-08-07T12:00Z"}},
		{"a range of each year across the New Year", days + `"holidays": [{"every": "12-24", "to": "01-02"}]}`, "2026-12-23T12:00Z", "2027-01-04T12:00Z",
			[]string{"2026-12-23T12:00Z", "2026-12-23T17:00Z", "2027-01-04T09:00Z", "2027-01-04T12:00Z"}},
		{"a range of each year to 29 February ends on the 28th in other years", days + `"holidays": [{"every": "02-24", "to": "02-29"}]}`, "2027-02-23T12:00Z", "2027-03-01T12:00Z",
			[]string{"2027-02-23T12:00Z", "2027-02-23T17:00Z", "2027-03-01T09:00Z", "2027-03-01T12:00Z"}},
		{"a range of each year from 29 February begins on 1 March in other years", days + `"holidays": [{"every": "02-29", "to": "03-02"}]}`, "2027-02-26T12:00Z", "2027-03-03T12:00Z",
			[]string{"2027-02-26T12:00Z", "2027-02-26T17:00Z", "2027-03-03T09:00Z", "2027-03-03T12:00Z"}},
		{"Thanksgiving and the Friday after", days + `"holidays": [{"every": "4th thu of nov"}, {"every": "4th thu of nov", "plus": 1}]}`, "2026-11-25T12:00Z", "2026-11-30T12:00Z",
			[]string{"2026-11-25T12:00Z", "2026-11-25T17:00Z", "2026-11-30T09:00Z", "2026-11-30T12:00Z"}},
		{"the day after the fourth Thursday is not the fourth Friday", days + `"holidays": [{"every": "4th thu of oct", "plus": 1}]}`, "2026-10-22T00:00Z", "2026-10-24T00:00Z",
			[]string{"2026-10-22T09:00Z", "2026-10-22T17:00Z"}},
		{"the second Saturday of each month", `{"name": "a", "time_zone": "UTC", "weekly": {"sat": ["10:00-11:00"]}, "holidays": [{"every": "2nd sat"}]}`, "2026-02-08T00:00Z", "2026-03-22T00:00Z",
			[]string{"2026-02-21T10:00Z", "2026-02-21T11:00Z", "2026-02-28T10:00Z", "2026-02-28T11:00Z", "2026-03-07T10:00Z", "2026-03-07T11:00Z", "2026-03-21T10:00Z", "2026-03-21T11:00Z"}},
		{"a month without a fifth Monday has none", `{"name": "a", "time_zone": "UTC", "weekly": {"mon": ["10:00-11:00"]}, "holidays": [{"every": "5th mon"}]}`, "2026-03-24T00:00Z", "2026-05-05T00:00Z",
			[]string{"2026-04-06T10:00Z", "2026-04-06T11:00Z", "2026-04-13T10:00Z", "2026-04-13T11:00Z", "2026-04-20T10:00Z", "2026-04-20T11:00Z", "2026-04-27T10:00Z", "2026-04-27T11:00Z", "2026-05-04T10:00Z", "2026-05-04T11:00Z"}},
		{"1 March is no fifth day of the week of February", `{"name": "a", "time_zone": "UTC", "weekly": {"sun": ["10:00-11:00"]}, "holidays": [{"every": "5th sun of feb"}]}`, "2026-02-28T00:00Z", "2026-03-02T00:00Z",
			[]string{"2026-03-01T10:00Z", "2026-03-01T11:00Z"}},
		{"a date may be moved across one or two New Years", days + `"holidays": [{"every": "12-31", "plus": 1}, {"every": "01-01", "plus": -366}]}`, "2025-12-30T16:00Z", "2026-01-02T12:00Z",
			[]string{"2025-12-30T16:00Z", "2025-12-30T17:00Z", "2026-01-02T09:00Z", "2026-01-02T12:00Z"}},
		{"29 February is moved in leap years only", days + `"holidays": [{"every": "02-29", "plus": 1}]}`, "2027-03-01T00:00Z", "2027-03-02T00:00Z",
			[]string{"2027-03-01T09:00Z", "2027-03-01T17:00Z"}},
		{"an exception of each year", days + `"holidays": [{"every": "12-24"}], "exceptions": {"12-24": ["09:00-12:00"]}}`, "2026-12-24T00:00Z", "2026-12-25T00:00Z",
			[]string{"2026-12-24T09:00Z", "2026-12-24T12:00Z"}},
		{"a dated exception goes ahead of that of each year", days + `"exceptions": {"12-24": ["09:00-12:00"], "2026-12-24": ["10:00-11:00"]}}`, "2026-12-24T00:00Z", "2026-12-25T00:00Z",
			[]string{"2026-12-24T10:00Z", "2026-12-24T11:00Z"}},
		{"an exception on 29 February of each year is in leap years", days + `"exceptions": {"02-29": []}}`, "2027-02-26T00:00Z", "2027-03-02T00:00Z",
			[]string{"2027-02-26T09:00Z", "2027-02-26T17:00Z", "2027-03-01T09:00Z", "2027-03-01T17:00Z"}},
		{"a holiday that closes shifts leaves the evening before and takes its own night", nights + `"holidays_close": "shift", "holidays": [{"date": "2026-01-01"}]}`, "2025-12-31T12:00Z", "2026-01-02T23:00Z",
			[]string{"2025-12-31T22:00Z", "2026-01-01T06:00Z", "2026-01-02T22:00Z", "2026-01-02T23:00Z"}},
		{"where holidays close shifts, an exception may reach past midnight, and leaves the evening before", nights + `"holidays_close": "shift", "exceptions": {"2026-03-07": ["10:00-12:00", "23:00-02:00"]}}`,
			"2026-03-06T12:00Z", "2026-03-08T12:00Z",
			[]string{"2026-03-06T22:00Z", "2026-03-07T06:00Z", "2026-03-07T10:00Z", "2026-03-07T12:00Z", "2026-03-07T23:00Z", "2026-03-08T02:00Z"}},
		{"where holidays close shifts, an empty exception takes its own night", nights + `"holidays_close": "shift", "exceptions": {"03-07": []}}`, "2026-03-07T00:00Z", "2026-03-08T23:00Z",
			[]string{"2026-03-07T00:00Z", "2026-03-07T06:00Z", "2026-03-08T22:00Z", "2026-03-08T23:00Z"}},
		{"where holidays close shifts, the pattern of the evening counts past midnight", nights + `"holidays_close": "shift", "revisions": [{"from": "2026-03-04", "weekly": {"tue": ["23:00-01:00"]}}]}`,
			"2026-03-03T12:00Z", "2026-03-11T12:00Z",
			[]string{"2026-03-03T22:00Z", "2026-03-04T06:00Z", "2026-03-10T23:00Z", "2026-03-11T01:00Z"}},
		{"a shift that begins on a skipped date is open past midnight", `{"name": "a", "time_zone": "Pacific/Apia", "weekly": {"fri": ["22:00-06:00"]}, "holidays_close": "shift"}`,
			"2011-12-28T00:00-10:00", "2012-01-01T00:00+14:00", []string{"2011-12-31T00:00+14:00", "2011-12-31T06:00+14:00"}},
		{"a holiday on a skipped date takes the shift that begins on it", `{"name": "a", "time_zone": "Pacific/Apia", "weekly": {"thu-fri": ["22:00-06:00"]}, "holidays_close": "shift", "holidays": [{"date": "2011-12-30"}]}`,
			"2011-12-29T00:00-10:00", "2012-01-01T00:00+14:00", []string{"2011-12-29T22:00-10:00", "2011-12-31T00:00+14:00"}},
		{"an exception on a skipped date reaches past midnight", `{"name": "a", "time_zone": "Pacific/Apia", "holidays_close": "shift", "exceptions": {"2011-12-30": ["20:00-02:00"]}}`,
			"2011-12-28T00:00-10:00", "2012-01-01T00:00+14:00", []string{"2011-12-31T00:00+14:00", "2011-12-31T02:00+14:00"}},
		{"a revision from a skipped date is in force for the shift that begins on it", `{"name": "a", "time_zone": "Pacific/Apia", "weekly": {"fri": ["22:00-06:00"]}, "holidays_close": "shift", "revisions": [{"from": "2011-12-31"}]}`,
			"2011-12-28T00:00-10:00", "2012-01-08T00:00+14:00", []string{"2011-12-31T00:00+14:00", "2011-12-31T06:00+14:00"}},
		{"shifts around the clock, and a holiday", `{"name": "a", "time_zone": "UTC", "weekly": {"mon-sun": ["00:30-00:15"]}, "holidays_close": "shift", "holidays": [{"date": "2026-03-03"}]}`,
			"2026-03-02T12:00Z", "2026-03-05T12:00Z", []string{"2026-03-02T12:00Z", "2026-03-03T00:15Z", "2026-03-04T00:30Z", "2026-03-05T00:15Z", "2026-03-05T00:30Z", "2026-03-05T12:00Z"}},
		{"the actual dates of a country's holidays", `{"name": "a", "time_zone": "America/New_York", "weekly": {"mon-sun": ["12:00-13:00"]}, "holidays": [{"calendar": "us", "observed": "actual"}]}`,
			"2026-07-03T00:00-04:00", "2026-07-06T00:00-04:00",
			[]string{"2026-07-03T12:00-04:00", "2026-07-03T13:00-04:00", "2026-07-05T12:00-04:00", "2026-07-05T13:00-04:00"}},
		{"the observed dates of a country's holidays", `{"name": "a", "time_zone": "America/New_York", "weekly": {"mon-sun": ["12:00-13:00"]}, "holidays": [{"calendar": "us", "observed": "observed"}]}`,
			"2026-07-03T00:00-04:00", "2026-07-06T00:00-04:00",
			[]string{"2026-07-04T12:00-04:00", "2026-07-04T13:00-04:00", "2026-07-05T12:00-04:00", "2026-07-05T13:00-04:00"}},
		{"an observed date is the actual one where it is not moved", `{"name": "a", "time_zone": "America/New_York", "weekly": {"mon-fri": ["12:00-13:00"]}, "holidays": [{"calendar": "us", "observed": "observed"}]}`,
			"2026-05-22T00:00-04:00", "2026-05-27T00:00-04:00",
			[]string{"2026-05-22T12:00-04:00", "2026-05-22T13:00-04:00", "2026-05-26T12:00-04:00", "2026-05-26T13:00-04:00"}},
		{"an observed date in the year before", `{"name": "a", "time_zone": "America/New_York", "weekly": {"mon-sun": ["12:00-13:00"]}, "holidays": [{"calendar": "us", "observed": "observed"}]}`,
			"2021-12-31T00:00-05:00", "2022-01-02T00:00-05:00", []string{"2022-01-01T12:00-05:00", "2022-01-01T13:00-05:00"}},
		{"a country's holidays except some", `{"name": "a", "time_zone": "America/New_York", "weekly": {"mon-sun": ["12:00-13:00"]}, "holidays": [{"calendar": "us", "except": ["Independence Day"]}]}`,
			"2026-07-03T00:00-04:00", "2026-07-05T00:00-04:00",
			[]string{"2026-07-03T12:00-04:00", "2026-07-03T13:00-04:00", "2026-07-04T12:00-04:00", "2026-07-04T13:00-04:00"}},
		{"two entries for one country close what either closes", `{"name": "a", "time_zone": "America/New_York", "weekly": {"mon-sun": ["12:00-13:00"]},
			"holidays": [{"calendar": "us", "except": ["Independence Day", "Memorial Day"]}, {"calendar": "us", "except": ["Memorial Day"], "observed": "actual"}]}`,
			"2026-07-03T00:00-04:00", "2026-07-05T00:00-04:00", []string{"2026-07-03T12:00-04:00", "2026-07-03T13:00-04:00"}},
		{"a composite", `[{"name": "all", "any_of": ["a", "b"], "none_of": ["c"]},
			{"name": "a", "time_zone": "UTC", "weekly": {"mon": ["08:00-12:00"]}},
			{"name": "b", "time_zone": "Europe/Berlin", "weekly": {"mon": ["12:00-16:00"]}},
			{"name": "c", "time_zone": "UTC", "weekly": {"mon": ["09:00-10:00"]}}]`, "2026-03-02T00:00Z", "2026-03-03T00:00Z",
			[]string{"2026-03-02T08:00Z", "2026-03-02T09:00Z", "2026-03-02T10:00Z", "2026-03-02T15:00Z"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var want []businesshours.Span
			for pair := range slices.Chunk(test.want, 2) {
				want = append(want, businesshours.Span{Start: at(t, pair[0]), End: at(t, pair[1])})
			}
			from, to := at(t, test.from), at(t, test.to)
			docs := schedules(t, test.schedule)
			if diff := cmp.Diff(want, slices.Collect(calendar(t, test.schedule).Spans(from, to))); diff != "" {
				t.Errorf("Spans mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(want, newSlow(t, docs).spans(docs[0].Name, from, to)); diff != "" {
				t.Errorf("the reference has (-want +got):\n%s", diff)
			}
		})
	}
}

// Intervals are half-open, and time that runs out at closing is due at closing.
func TestAdd(t *testing.T) {
	cal := calendar(t, `{"name": "a", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-12:00", "13:00-17:00"]}}`)
	tests := []struct {
		name, from string
		add        time.Duration
		want       string
	}{
		{"within the morning", "2026-03-06T09:30-05:00", time.Hour, "2026-03-06T10:30-05:00"},
		{"across lunch", "2026-03-06T11:30-05:00", time.Hour, "2026-03-06T13:30-05:00"},
		{"due at closing, not at the next opening", "2026-03-06T16:00-05:00", time.Hour, "2026-03-06T17:00-05:00"},
		{"a nanosecond more is due on Monday, past the clock change", "2026-03-06T16:00-05:00", time.Hour + 1, "2026-03-09T09:00:00.000000001-04:00"},
		{"from a closed instant", "2026-03-07T16:00-05:00", time.Minute, "2026-03-09T09:01-04:00"},
		{"nothing", "2026-03-07T16:00:00.5-05:00", 0, "2026-03-07T16:00:00.5-05:00"},
		{"back within the morning", "2026-03-06T10:30-05:00", -time.Hour, "2026-03-06T09:30-05:00"},
		{"back, the latest instant is the end of the break", "2026-03-06T14:00-05:00", -time.Hour, "2026-03-06T13:00-05:00"},
		{"back from a closed instant", "2026-03-08T12:00-04:00", -time.Hour, "2026-03-06T16:00-05:00"},
		{"back by a nanosecond more", "2026-03-06T14:00-05:00", -time.Hour - 1, "2026-03-06T11:59:59.999999999-05:00"},
		{"fractions of a second", "2026-03-06T16:59:59.75-05:00", 500 * time.Millisecond, "2026-03-09T09:00:00.25-04:00"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := cal.Add(at(t, test.from), test.add)
			if err != nil || !got.Equal(at(t, test.want)) {
				t.Errorf("Add = %v, %v, want %v", got, err, test.want)
			}
		})
	}
}

// What is returned is in the location of what was given.
func TestLocationOfResults(t *testing.T) {
	cal := calendar(t, `{"name": "a", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}}`)
	zone := time.FixedZone("here", 3*3600)
	sunday := at(t, "2026-03-01T12:00Z").In(zone)
	got := map[string]time.Time{}
	got["Add"], _ = cal.Add(sunday, 1)
	got["Add back"], _ = cal.Add(sunday, -1)
	got["NextOpen"], _ = cal.NextOpen(sunday)
	got["NextClose"], _ = cal.NextClose(got["NextOpen"])
	for span := range cal.Spans(sunday, sunday.AddDate(0, 0, 2).UTC()) {
		got["Start"], got["End"] = span.Start, span.End
	}
	if len(got) != 6 {
		t.Fatalf("%d instants", len(got))
	}
	for name, u := range got {
		if u.Location() != zone {
			t.Errorf("%s = %v", name, u)
		}
	}
}

func TestSpansStops(t *testing.T) {
	cal := calendar(t, `{"name": "a", "time_zone": "UTC", "weekly": {"mon-sun": ["09:00-12:00", "13:00-17:00"]}}`)
	from := at(t, "2026-03-02T10:00Z")
	for span := range cal.Spans(from, businesshours.Latest) {
		if span.Duration() != 2*time.Hour {
			t.Errorf("the first span is %v", span)
		}
		break
	}
	for span := range cal.Spans(from, from) {
		t.Errorf("a span of nothing: %v", span)
	}
	for span := range cal.Spans(from, from.Add(-24*time.Hour)) {
		t.Errorf("a span of a stretch that ends before it begins: %v", span)
	}
}

// Searches end after 50 years.
func TestErrNotWithinHorizon(t *testing.T) {
	once := calendar(t, `{"name": "a", "time_zone": "UTC", "exceptions": {"2026-03-02": ["09:00-17:00"]}}`)
	set := compile(t, nil)
	morning, evening := at(t, "2026-03-02T09:00Z"), at(t, "2026-03-02T17:00Z")
	if got, err := once.Add(morning, 8*time.Hour); err != nil || !got.Equal(evening) {
		t.Errorf("Add of all that there is = %v, %v", got, err)
	}
	if got, err := once.Add(evening, -8*time.Hour); err != nil || !got.Equal(morning) {
		t.Errorf("Add back of all that there is = %v, %v", got, err)
	}
	tests := map[string]func() (time.Time, error){
		"Add of more":      func() (time.Time, error) { return once.Add(morning, 8*time.Hour+1) },
		"Add back of more": func() (time.Time, error) { return once.Add(evening, -8*time.Hour-1) },
		"NextOpen":         func() (time.Time, error) { return once.NextOpen(evening) },
		"NextClose":        func() (time.Time, error) { return named(t, set, businesshours.Always).NextClose(morning) },
		"from 51 years before": func() (time.Time, error) {
			return once.Add(morning.AddDate(-51, 0, 0), 1)
		},
		"from 51 years after": func() (time.Time, error) { return once.Add(morning.AddDate(51, 0, 0), -1) },
		"Allow": func() (time.Time, error) {
			allowed, err := once.Allow(morning, businesshours.BusinessDays{Days: 1})
			return morning.Add(allowed.Open), err
		},
	}
	for name, call := range tests {
		if got, err := call(); !errors.Is(err, businesshours.ErrNotWithinHorizon) {
			t.Errorf("%s = %v, %v", name, got, err)
		}
	}
	for _, years := range []int{-49, 49} {
		d := time.Duration(1)
		if years > 0 {
			d = -1
		}
		if got, err := once.Add(morning.AddDate(years, 0, 0), d); err != nil || got.Year() != 2026 {
			t.Errorf("Add from %d years away = %v, %v", years, got, err)
		}
	}
}

// Many goroutines that make a calendar's table grow at random places get the answers
// of a calendar that only one uses.
func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	docs := schedules(t, `[
		{"name": "us", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [{"calendar": "us"}]},
		{"name": "eu", "time_zone": "Europe/Berlin", "weekly": {"mon-sun": ["22:00-06:00"]}},
		{"name": "world", "any_of": ["us", "eu"]},
		{"name": "rest", "any_of": ["24x7"], "none_of": ["world"]}]`)
	shared := compile(t, docs)
	type answer struct {
		between time.Duration
		allowed businesshours.Allowance
		due     time.Time
		opens   time.Time
		open    bool
	}
	ask := func(set *businesshours.Set, seed uint64, n int) (answers []answer) {
		random := rand.New(rand.NewPCG(seed, 0))
		first, last := businesshours.Earliest.Add(margin).Unix(), businesshours.Latest.Add(-margin).Unix()
		for range n {
			cal, ok := set.Calendar([]string{"us", "eu", "world", "rest"}[random.IntN(4)])
			if !ok {
				panic("no such calendar")
			}
			a, b := time.Unix(first+random.Int64N(last-first), 0).UTC(), time.Unix(first+random.Int64N(last-first), 0).UTC()
			x := answer{between: cal.Between(a, b), open: cal.Open(a)}
			x.due, _ = cal.Add(a, time.Duration(random.Int64N(int64(20_000*time.Hour)))-10_000*time.Hour)
			x.opens, _ = cal.NextOpen(b)
			x.allowed, _ = cal.Allow(b, businesshours.BusinessDays{Days: random.IntN(1000)})
			answers = append(answers, x)
		}
		return answers
	}
	const goroutines, questions = 16, 12
	var answers [goroutines][]answer
	var wait sync.WaitGroup
	for i := range answers {
		wait.Go(func() { answers[i] = ask(shared, uint64(i), questions) })
	}
	wait.Wait()
	fresh := compile(t, docs)
	for i := range answers {
		if alone := ask(fresh, uint64(i), questions); !slices.Equal(alone, answers[i]) {
			t.Errorf("goroutine %d got %v, alone %v", i, answers[i], alone)
		}
	}
}

// Once its table is there, a calendar answers without allocating.
func TestAllocations(t *testing.T) {
	cal := calendar(t, `{"name": "a", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-12:00", "13:00-17:00"]}, "holidays": [{"calendar": "us"}]}`)
	from := at(t, "2026-03-06T14:00-05:00")
	to := from.AddDate(1, 0, 0)
	cal.Between(from, from.AddDate(2, 0, 0))
	for name, call := range map[string]func(){
		"Add":       func() { cal.Add(from, 100*time.Hour) },
		"Add back":  func() { cal.Add(to, -100*time.Hour) },
		"Between":   func() { cal.Between(from, to) },
		"Open":      func() { cal.Open(from) },
		"NextOpen":  func() { cal.NextOpen(from.Add(10 * time.Hour)) },
		"NextClose": func() { cal.NextClose(from) },
		"Allow":     func() { cal.Allow(from, businesshours.BusinessDays{Days: 10, At: 12 * 3600, HasAt: true}) },
	} {
		if n := testing.AllocsPerRun(100, call); n != 0 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
}

// A composite may have very many spans: 19,488 a week of 29 schedules.
func TestManySpans(t *testing.T) {
	const members, every, open = 29, 900, 15 // each interval 15 s, a member's every 900 s
	all := businesshours.Schedule{Name: "all"}
	var docs []businesshours.Schedule
	for m := range members {
		var texts []string
		for i := range businesshours.MaxIntervals {
			start := every*i + 2*open*m
			texts = append(texts, clockText(start)+"-"+clockText(start+open))
		}
		doc := inZone("UTC", texts...)
		doc.Name = clockText(m)
		docs = append(docs, doc)
		all.AnyOf = append(all.AnyOf, doc.Name)
	}
	cal := named(t, compile(t, append(docs, all)), "all")
	from := at(t, "2026-03-02T00:00Z")
	for day := range 14 {
		late := from.AddDate(0, 0, day).Add(23 * time.Hour)
		before := time.Duration(24*day+23) * 4 * members * open * time.Second
		if got := cal.Between(from, late); got != before {
			t.Errorf("Between(%v, %v) = %v, want %v", from, late, got, before)
		}
		if got, err := cal.Add(from, before+open*time.Second); err != nil || !got.Equal(late.Add(open*time.Second)) {
			t.Errorf("Add(%v, %v) = %v, %v", from, before+open*time.Second, got, err)
		}
		if !cal.Open(late) || cal.Open(late.Add(open*time.Second)) {
			t.Errorf("Open about %v: %v, %v", late, cal.Open(late), cal.Open(late.Add(open*time.Second)))
		}
	}
}
