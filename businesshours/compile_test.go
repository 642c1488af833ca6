package businesshours_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/businesshours"
)

// problems returns the problems that err joins.
func problems(t tb, err error) (list []*businesshours.Error) {
	t.Helper()
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("%v (%T) joins no problems", err, err)
	}
	for _, err := range joined.Unwrap() {
		e, ok := errors.AsType[*businesshours.Error](err)
		if !ok {
			t.Fatalf("%v (%T) is not an *Error", err, err)
		}
		list = append(list, e)
	}
	return list
}

// desk is a valid schedule without its closing brace, for tests to extend.
const desk = `{"name": "desk", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}`

func TestCompileProblems(t *testing.T) {
	const hours = `"weekly": {"mon": ["09:00-17:00"]}`
	weekly := func(pattern string) string { return `{"name": "a", "time_zone": "UTC", "weekly": {` + pattern + `}}` }
	tests := []struct {
		name, schedules string
		path, message   string // of the one problem; message is a part of it
	}{
		{"no hours at all", `{"name": "a", "time_zone": "UTC"}`, "schedules[0]", "never opens"},
		{"no hours on any day", weekly(`"mon-fri": []`), "schedules[0]", "never opens"},
		{"exceptions that only close", `{"name": "a", "time_zone": "UTC", "exceptions": {"2026-01-02": []}}`, "schedules[0]", "never opens"},
		{"composite of nothing", `{"name": "a", "any_of": []}`, "schedules[0]", "any_of is empty"},
		{"composite of exclusions only", `[` + desk + `}, {"name": "a", "none_of": ["desk"]}]`, "schedules[1]", "any_of is empty"},

		{"no name", `{"time_zone": "UTC", ` + hours + `}`, "schedules[0].name", "is required"},
		{"name with spaces around it", `{"name": " a", "time_zone": "UTC", ` + hours + `}`, "schedules[0].name", "a space at an end"},
		{"name with a control character", `{"name": "a\u0007b", "time_zone": "UTC", ` + hours + `}`, "schedules[0].name", "control character"},
		{"name that is taken always", `{"name": "24x7", "always": true}`, "schedules[0].name", "is predefined"},
		{"name given twice", `[` + desk + `}, ` + desk + `}]`, "schedules[1].name", "schedules[0] already"},
		{"name of 1025 bytes", `{"name": "` + strings.Repeat("a", 1025) + `", "always": true}`, "schedules[0].name", "longer than 1024 bytes"},

		{"interval without length", weekly(`"mon": ["09:00-12:00", "17:00-17:00"]`), "schedules[0].weekly.mon[1]", "00:00-24:00"},
		{"start at the end of the day", weekly(`"mon": ["24:00-02:00"]`), "schedules[0].weekly.mon[0]", "starts at the end of the day"},
		{"hour 25", weekly(`"mon": ["24:00-25:00"]`), "schedules[0].weekly.mon[0]", `end "25:00" is not a time of day`},
		{"past 24:00", weekly(`"mon": ["09:00-24:01"]`), "schedules[0].weekly.mon[0]", `"24:01"`},
		{"minute 60", weekly(`"mon": ["09:60-12:00"]`), "schedules[0].weekly.mon[0]", `start "09:60"`},
		{"second 60", weekly(`"mon": ["09:00:60-12:00"]`), "schedules[0].weekly.mon[0]", `"09:00:60"`},
		{"one digit of an hour", weekly(`"mon": ["9:00-17:00"]`), "schedules[0].weekly.mon[0]", `did you mean "09:00"?`},
		{"spaces about the dash", weekly(`"mon": ["09:00 - 17:00"]`), "schedules[0].weekly.mon[0]", `"09:00 "`},
		{"no dash", weekly(`"mon": ["09:00"]`), "schedules[0].weekly.mon[0]", "is not an interval"},
		{"an en dash", weekly(`"mon": ["09:00–17:00"]`), "schedules[0].weekly.mon[0]", "is not an interval"},
		{"a range of one day", weekly(`"mon-mon": ["09:00-17:00"]`), "schedules[0].weekly.mon-mon", "not a day"},
		{"a day in capitals", weekly(`"Mon": ["09:00-17:00"]`), "schedules[0].weekly.Mon", "not a day"},
		{"no such day", weekly(`"fir": ["09:00-17:00"]`), "schedules[0].weekly.fir", "not a day"},
		{"a range of three", weekly(`"mon-tue-wed": ["09:00-17:00"]`), "schedules[0].weekly.mon-tue-wed", "not a day"},
		{"a day in full", weekly(`"Monday": ["09:00-17:00"]`), "schedules[0].weekly.Monday", `did you mean "mon"?`},
		{"days in full", weekly(`"Monday - Friday": ["09:00-17:00"]`), `schedules[0].weekly["Monday - Friday"]`, `did you mean "mon-fri"?`},
		{"weekdays", weekly(`"weekdays": ["09:00-17:00"]`), "schedules[0].weekly.weekdays", `did you mean "mon-fri"?`},
		{"Thursday by four letters", weekly(`"thur": ["09:00-17:00"]`), "schedules[0].weekly.thur", `did you mean "thu"?`},
		{"a list of days", weekly(`"mon,wed": ["09:00-17:00"]`), `schedules[0].weekly["mon,wed"]`, "write an entry for each day"},
		{"am and pm", weekly(`"mon": ["9am-5pm"]`), "schedules[0].weekly.mon[0]", `did you mean "09:00"?`},
		{"an en dash and no zero", weekly(`"mon": ["9:00 – 17:00"]`), "schedules[0].weekly.mon[0]", `did you mean "09:00-17:00"?`},
		{"times without a colon", weekly(`"mon": ["0900-1730"]`), "schedules[0].weekly.mon[0]", `did you mean "09:00"?`},
		{"an empty day", weekly(`"": ["09:00-17:00"]`), `schedules[0].weekly[""]`, "not a day"},

		{"exception past midnight", desk + `, "exceptions": {"2026-01-02": ["22:00-02:00"]}}`, "schedules[0].exceptions.2026-01-02[0]", "past midnight"},
		{"exception without length", desk + `, "exceptions": {"2026-01-02": ["22:00-22:00"]}}`, "schedules[0].exceptions.2026-01-02[0]", "is empty"},
		{"exception on no date", desk + `, "exceptions": {"2026-02-29": []}}`, "schedules[0].exceptions.2026-02-29", "is not a date"},
		{"exception on no date of each year", desk + `, "exceptions": {"02-30": []}}`, "schedules[0].exceptions.02-30", "is not a date"},
		{"exception without a zero", desk + `, "exceptions": {"12-1": []}}`, "schedules[0].exceptions.12-1", "is not a date"},
		{"exception of each year with a slash", desk + `, "exceptions": {"12/24": []}}`, `schedules[0].exceptions["12/24"]`, `did you mean "12-24"?`},
		{"holiday of each year as a date", desk + `, "holidays": [{"every": "2026-12-24"}]}`, "schedules[0].holidays[0].every", `write it as "date"`},
		{"exception with slashes", desk + `, "exceptions": {"2026/12/24": []}}`, `schedules[0].exceptions["2026/12/24"]`, `did you mean "2026-12-24"?`},
		{"shift's exception without length", desk + `, "holidays_close": "shift", "exceptions": {"2026-01-02": ["22:00-22:00"]}}`, "schedules[0].exceptions.2026-01-02[0]", "is empty"},
		{"shift's exception from 24:00", desk + `, "holidays_close": "shift", "exceptions": {"2026-01-02": ["24:00-02:00"]}}`, "schedules[0].exceptions.2026-01-02[0]", "starts at the end of the day"},
		{"holidays that close something else", desk + `, "holidays_close": "shifts"}`, "schedules[0].holidays_close", `did you mean "shift"?`},
		{"always open with what holidays close", `{"name": "a", "always": true, "holidays_close": "date"}`, "schedules[0]", "always open"},

		{"holiday of nothing", desk + `, "holidays": [{"name": "x"}]}`, "schedules[0].holidays[0]", "exactly one of calendar, date and every, has 0"},
		{"holiday of two", desk + `, "holidays": [{"date": "2026-01-02", "every": "01-02"}]}`, "schedules[0].holidays[0]", "has 2"},
		{"holiday of three", desk + `, "holidays": [{"calendar": "us", "date": "2026-01-02", "every": "01-02"}]}`, "schedules[0].holidays[0]", "has 3"},
		{"holiday calendar that there is not", desk + `, "holidays": [{"calendar": "de-by"}]}`, "schedules[0].holidays[0].calendar", `did you mean "de-BY"?`},
		{"holiday on no date", desk + `, "holidays": [{"calendar": "us"}, {"date": "2026-13-01"}]}`, "schedules[0].holidays[1].date", "is not a date"},
		{"holiday date with a time", desk + `, "holidays": [{"date": "2026-01-01T00:00:00Z"}]}`, "schedules[0].holidays[0].date", "is not a date"},
		{"30 February of each year", desk + `, "holidays": [{"every": "02-30"}]}`, "schedules[0].holidays[0].every", "is not a date of each year"},
		{"each year without a zero", desk + `, "holidays": [{"every": "1-2"}]}`, "schedules[0].holidays[0].every", "is not a date of each year"},
		{"each year with a year", desk + `, "holidays": [{"every": "2026-01-02"}]}`, "schedules[0].holidays[0].every", "is not a date of each year"},
		{"holiday's name too long", desk + `, "holidays": [{"every": "01-02", "name": "` + strings.Repeat("é", 513) + `"}]}`, "schedules[0].holidays[0].name", "longer than 1024 bytes"},

		{"range that ends before it begins", desk + `, "holidays": [{"date": "2026-01-02", "to": "2026-01-01"}]}`, "schedules[0].holidays[0].to", "is before the first date"},
		{"range to no date", desk + `, "holidays": [{"date": "2026-01-02", "to": "01-04"}]}`, "schedules[0].holidays[0].to", "is not a date"},
		{"range of a calendar", desk + `, "holidays": [{"calendar": "us", "to": "2026-01-02"}]}`, "schedules[0].holidays[0].to", "needs a date"},
		{"yearly range to a date", desk + `, "holidays": [{"every": "12-24", "to": "2027-01-02"}]}`, "schedules[0].holidays[0].to", "is not a date of each year"},
		{"yearly range to a day of the week", desk + `, "holidays": [{"every": "12-24", "to": "2nd sat"}]}`, "schedules[0].holidays[0].to", "is not a date of each year"},
		{"range from a day of the week", desk + `, "holidays": [{"every": "4th thu of nov", "to": "11-30"}]}`, "schedules[0].holidays[0].to", "must begin on a date"},
		{"range from Easter", desk + `, "holidays": [{"every": "easter", "to": "05-01"}]}`, "schedules[0].holidays[0].to", "must begin on a date"},
		{"moved range", desk + `, "holidays": [{"every": "12-24", "to": "01-02", "plus": 1}]}`, "schedules[0].holidays[0].plus", "cannot move a range"},
		{"moved range of dates", desk + `, "holidays": [{"date": "2026-12-24", "to": "2026-12-26", "plus": 1}]}`, "schedules[0].holidays[0].plus", "moves only dates of every"},
		{"moved date", desk + `, "holidays": [{"date": "2026-12-31", "plus": 1}]}`, "schedules[0].holidays[0].plus", `write "2027-01-01" as the date`},
		{"date moved as far as any", desk + `, "holidays": [{"date": "2026-12-31", "plus": 366}]}`, "schedules[0].holidays[0].plus", `write "2028-01-01" as the date`},
		{"date moved back as far as any", desk + `, "holidays": [{"date": "2026-12-31", "plus": -366}]}`, "schedules[0].holidays[0].plus", `write "2025-12-30" as the date`},
		{"date moved too far", desk + `, "holidays": [{"date": "2026-12-31", "plus": 367}]}`, "schedules[0].holidays[0].plus", "write the dates that are meant"},
		{"date moved back too far", desk + `, "holidays": [{"date": "2026-12-31", "plus": -367}]}`, "schedules[0].holidays[0].plus", "write the dates that are meant"},
		{"moved calendar", desk + `, "holidays": [{"calendar": "us", "plus": 1}]}`, "schedules[0].holidays[0].plus", "moves only dates of every"},
		{"moved too far ahead", desk + `, "holidays": [{"every": "easter", "plus": 367}]}`, "schedules[0].holidays[0].plus", "from -366 to 366 days, got 367"},
		{"moved too far back", desk + `, "holidays": [{"every": "easter", "plus": -367}]}`, "schedules[0].holidays[0].plus", "from -366 to 366 days, got -367"},
		{"sixth Monday", desk + `, "holidays": [{"every": "6th mon of may"}]}`, "schedules[0].holidays[0].every", "is not a date of each year"},
		{"day of no month", desk + `, "holidays": [{"every": "1st mon of mai"}]}`, "schedules[0].holidays[0].every", "is not a date of each year"},
		{"day of an empty month", desk + `, "holidays": [{"every": "1st mon of "}]}`, "schedules[0].holidays[0].every", "is not a date of each year"},
		{"ordinal alone", desk + `, "holidays": [{"every": "last"}]}`, "schedules[0].holidays[0].every", "is not a date of each year"},
		{"two spaces", desk + `, "holidays": [{"every": "2nd  sat"}]}`, "schedules[0].holidays[0].every", `did you mean "2nd sat"?`},
		{"Thanksgiving in words", desk + `, "holidays": [{"every": "fourth Thursday in November"}]}`, "schedules[0].holidays[0].every", `did you mean "4th thu of nov"?`},
		{"capitals", desk + `, "holidays": [{"every": "Last Mon of May"}]}`, "schedules[0].holidays[0].every", `did you mean "last mon of may"?`},
		{"Good Friday in words", desk + `, "holidays": [{"every": "Good Friday"}]}`, "schedules[0].holidays[0].every", `"easter", "plus": -2`},
		{"the day before the month", desk + `, "holidays": [{"every": "25-12"}]}`, "schedules[0].holidays[0].every", `did you mean "12-25"?`},
		{"date with slashes", desk + `, "holidays": [{"date": "12/24/2026"}]}`, "schedules[0].holidays[0].date", `did you mean "2026-12-24"?`},
		{"ambiguous date with slashes", desk + `, "holidays": [{"date": "03/04/2026"}]}`, "schedules[0].holidays[0].date", `such as "2026-12-24"`},
		{"except without a calendar", desk + `, "holidays": [{"every": "12-24", "except": []}]}`, "schedules[0].holidays[0].except", "needs a calendar"},
		{"observed without a calendar", desk + `, "holidays": [{"every": "12-24", "observed": "both"}]}`, "schedules[0].holidays[0].observed", "needs a calendar"},
		{"observed otherwise", desk + `, "holidays": [{"calendar": "us", "observed": "actuals"}]}`, "schedules[0].holidays[0].observed", `did you mean "actual"?`},
		{"except of no holiday", desk + `, "holidays": [{"calendar": "us", "except": ["Memorial Day", "Labour Day"]}]}`, "schedules[0].holidays[0].except[1]", `calendar "us" has no holiday "Labour Day"; did you mean "Labor Day"?`},
		{"except of a part of a name", desk + `, "holidays": [{"calendar": "us", "except": ["christmas"]}]}`, "schedules[0].holidays[0].except[0]", `did you mean "Christmas Day"?`},
		{"except of four letters of a name", desk + `, "holidays": [{"calendar": "us", "except": ["june"]}]}`, "schedules[0].holidays[0].except[0]", `did you mean "Juneteenth"?`},
		{"except of three letters of a name", desk + `, "holidays": [{"calendar": "us", "except": ["jun"]}]}`, "schedules[0].holidays[0].except[0]", `its holidays are "Christmas Day", `},
		{"except of 64 bytes of a name", desk + `, "holidays": [{"calendar": "bg", "except": ["Освобождението на България от осма"]}]}`, "schedules[0].holidays[0].except[0]", `did you mean "\u0414\u0435\u043d `},
		{"except of 65 bytes of a name", desk + `, "holidays": [{"calendar": "bg", "except": [" Освобождението на България от осма"]}]}`, "schedules[0].holidays[0].except[0]", `its holidays are "`},
		{"except of something else", desk + `, "holidays": [{"calendar": "us", "except": ["Oktoberfest"]}]}`, "schedules[0].holidays[0].except[0]", `its holidays are "Christmas Day", `},

		{"revision from no date", desk + `, "revisions": [{"weekly": {}}]}`, "schedules[0].revisions[0].from", "is not a date"},
		{"two revisions from one date", desk + `, "revisions": [{"from": "2026-01-02"}, {"from": "2026-01-02"}]}`, "schedules[0].revisions[1].from", "another revision already starts on 2026-01-02"},
		{"bad interval in a revision", desk + `, "revisions": [{"from": "2026-01-02", "weekly": {"sat": ["x"]}}]}`, "schedules[0].revisions[0].weekly.sat[0]", "is not an interval"},

		{"always open with hours", `{"name": "a", "time_zone": "UTC", "always": true, ` + hours + `}`, "schedules[0]", "always open"},
		{"always open with holidays", `{"name": "a", "always": true, "holidays": []}`, "schedules[0]", "always open"},
		{"always open with members", `{"name": "a", "always": true, "any_of": ["24x7"]}`, "schedules[0]", "always open"},
		{"composite with hours", `{"name": "a", "time_zone": "UTC", "any_of": ["24x7"], ` + hours + `}`, "schedules[0]", "is a composite"},
		{"composite with exceptions", `{"name": "a", "any_of": ["24x7"], "exceptions": {}}`, "schedules[0]", "is a composite"},
		{"unknown member", `[` + desk + `}, {"name": "a", "any_of": ["desk", "desc"]}]`, "schedules[1].any_of[1]", `unknown schedule "desc"; did you mean "desk"?`},
		{"unknown member excluded", `{"name": "a", "any_of": ["24x7"], "none_of": ["maintenance"]}`, "schedules[0].none_of[0]", `unknown schedule "maintenance"`},
		{"composite of itself", `{"name": "a", "any_of": ["24x7", "a"]}`, "schedules[0]", `"a" contains itself: "a" → "a"`},
		{"composite less itself", `{"name": "a", "any_of": ["24x7"], "none_of": ["a"]}`, "schedules[0]", `"a" contains itself`},
		{"composites of each other", `[{"name": "a", "any_of": ["b"]}, {"name": "b", "any_of": ["24x7", "c"]}, {"name": "c", "any_of": ["24x7"], "none_of": ["a"]}]`, "schedules[0]", `"a" contains itself: "a" → "b" → "c" → "a"`},
		{"composites around those of each other", `[{"name": "x", "any_of": ["a"]}, {"name": "a", "any_of": ["b"]}, {"name": "b", "any_of": ["a"]}, {"name": "y", "any_of": ["x"]}]`, "schedules[1]", `"a" contains itself: "a" → "b" → "a"`},
	}
	for _, zone := range []string{
		"Local", "localtime", "GMT", "EST5EDT", "posixrules", "Factory", "right/UTC", "posix/UTC", "posix/Europe/Berlin", "Europe//Berlin",
		"/Europe/Berlin", "Europe/Berlin/", "../Europe/Berlin", "Europe/..", "Europe/Ber lin", "Europe/Bérlin", "a/b/c/d", "+01:00",
		"Europe/" + strings.Repeat("a", 58),
	} {
		quoted, _ := json.Marshal(zone)
		tests = append(tests, struct{ name, schedules, path, message string }{
			"zone " + zone, `{"name": "a", "time_zone": ` + string(quoted) + `, ` + hours + `}`, "schedules[0].time_zone", "is not an accepted time zone",
		})
	}
	for zone, hint := range map[string]string{
		"Berlin": `did you mean "Europe/Berlin"?`, "europe/berlin": `did you mean "Europe/Berlin"?`, "Europe/Berln": `did you mean "Europe/Berlin"?`,
		"new york": `did you mean "America/New_York"?`, "America/New York": `did you mean "America/New_York"?`, "utc": `did you mean "UTC"?`,
		"San Francisco": `did you mean "America/Los_Angeles"?`, "Londn": `did you mean "Europe/London"?`, "Asia/Bangalore": `did you mean "Asia/Kolkata"?`,
		"CEST": `an abbreviation; write an IANA name such as "Europe/Berlin"`, "PST": `such as "America/Los_Angeles"`, "UTC+2": "is an offset",
		"GMT-05:30": "is an offset", "Nowhere": `or an IANA name`,
	} {
		quoted, _ := json.Marshal(zone)
		tests = append(tests, struct{ name, schedules, path, message string }{
			"zone meant by " + zone, `{"name": "a", "time_zone": ` + string(quoted) + `, ` + hours + `}`, "schedules[0].time_zone", hint,
		})
	}
	tests = append(tests,
		struct{ name, schedules, path, message string }{"no zone", `{"name": "a", ` + hours + `}`, "schedules[0].time_zone", "is required"},
		struct{ name, schedules, path, message string }{"no such zone", `{"name": "a", "time_zone": "Europe/Berlino", ` + hours + `}`, "schedules[0].time_zone", "Europe/Berlino"},
		struct{ name, schedules, path, message string }{"composite in no such zone", `{"name": "a", "time_zone": "Local", "any_of": ["24x7"]}`, "schedules[0].time_zone", "is not an accepted time zone"},
	)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := businesshours.Compile(schedules(t, test.schedules))
			if err == nil {
				t.Fatal("compiles")
			}
			list := problems(t, err)
			if list[0].Path != test.path || !strings.Contains(list[0].Err.Error(), test.message) {
				t.Errorf("got  %v\nwant %s: … %s …", list[0], test.path, test.message)
			}
			if len(list) > 1 {
				t.Errorf("another problem is reported: %v", list[1])
			}
			if text := list[0].Error(); len(text) > 1024 {
				t.Errorf("the text of the error has %d bytes", len(text))
			}
		})
	}
}

// Odd-looking but valid schedules compile.
func TestCompileAccepts(t *testing.T) {
	for _, text := range []string{
		`{"name": "Ünïcode / name", "always": true}`,
		`{"name": "a", "time_zone": "America/Argentina/Buenos_Aires", "weekly": {"fri-mon": ["22:00-00:00", "00:00-24:00"]}}`,
		`{"name": "a", "time_zone": "Etc/GMT+5", "exceptions": {"2024-02-29": ["09:00:01-09:00:02"]}}`,
		`{"name": "a", "time_zone": "UTC", "revisions": [{"from": "2026-01-01", "weekly": {"sun": ["12:00-13:00"]}}]}`,
		`{"name": "a", "time_zone": "UTC", "weekly": {"mon": ["09:00-10:00"], "mon-tue": ["09:00-10:00"]}, "holidays": [{"every": "02-29"}, {"every": "02-29"}]}`,
		`{"name": "a", "time_zone": "UTC", "weekly": {"mon": ["22:00-21:59:59", "23:00-00:00"]}, "holidays_close": "shift", "exceptions": {"02-29": ["00:00-24:00"]}}`,
		`{"name": "a", "time_zone": "UTC", "weekly": {"mon": ["09:00-17:00"]}, "holidays_close": "date", "holidays": [
			{"calendar": "us", "except": [], "observed": "both"}, {"calendar": "us", "except": ["Labor Day", "Labor Day"], "observed": "actual"}, {"calendar": "us", "observed": "observed"},
			{"date": "2026-01-02", "to": "2026-01-02"}, {"every": "02-29", "to": "02-29"}, {"every": "01-02", "to": "01-01"}, {"every": "02-29", "plus": 366},
			{"every": "5th sun of feb", "plus": -366}, {"every": "last sat"}, {"every": "orthodox easter", "plus": 0}]}`,
		`[{"name": "later", "any_of": ["desk", "desk"], "none_of": []}, ` + desk + `}]`,
	} {
		compile(t, schedules(t, text))
	}
}

// Every problem is reported, not only the first, in the order of the documents.
func TestCompileReportsAll(t *testing.T) {
	_, err := businesshours.Compile(schedules(t, `[
		{"name": "", "time_zone": "Mars/Olympus", "weekly": {"mon": ["x", "09:00-17:00"], "tuesday": ["10:00-11:00"]},
		 "holidays": [{}, {"calendar": "xx", "observed": "?"}, {"date": "?", "to": "?"}, {"every": "?", "to": "?", "plus": 1}, {"every": "?", "plus": 1000},
		   {"calendar": "us", "except": ["?", "?"], "to": "2026-01-01", "plus": 1}],
		 "holidays_close": "?", "exceptions": {"never": []}, "revisions": [{"from": "?"}]},
		{"name": "b", "any_of": ["c"]}]`))
	var got []string
	for _, e := range problems(t, err) {
		got = append(got, e.Path)
	}
	want := []string{
		"schedules[0].name", "schedules[0].time_zone", "schedules[0].holidays_close", "schedules[0].weekly.mon[0]", "schedules[0].weekly.tuesday",
		"schedules[0].holidays[0]", "schedules[0].holidays[1].calendar", "schedules[0].holidays[1].observed",
		"schedules[0].holidays[2].date", "schedules[0].holidays[2].to",
		"schedules[0].holidays[3].every", "schedules[0].holidays[3].plus", "schedules[0].holidays[3].to",
		"schedules[0].holidays[4].every", "schedules[0].holidays[4].plus",
		"schedules[0].holidays[5].plus", "schedules[0].holidays[5].to", "schedules[0].holidays[5].except[0]", "schedules[0].holidays[5].except[1]",
		"schedules[0].exceptions.never",
		"schedules[0].revisions[0].from", "schedules[1].any_of[0]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("paths mismatch (-want +got):\n%s", diff)
	}
}

// At most 100 problems are reported; the last one counts the rest.
func TestCompileReportsAHundred(t *testing.T) {
	_, err := businesshours.Compile(make([]businesshours.Schedule, 100)) // three problems each
	if err == nil {
		t.Fatal("compiles")
	}
	lines := strings.Split(err.Error(), "\n")
	if last := lines[len(lines)-1]; len(lines) != 100 || last != "and 201 more problems" {
		t.Errorf("%d problems, the last %q", len(lines), last)
	}
}

// intervals returns n intervals of a day.
func intervals(n int) (texts []string) {
	for i := range n {
		texts = append(texts, clockText(600*i)+"-"+clockText(600*i+300))
	}
	return texts
}

// Each limit is accepted, and one more is not.
func TestLimits(t *testing.T) {
	monday := func(n int) businesshours.Schedule {
		return businesshours.Schedule{Name: "a", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon": intervals(n), "thu": intervals(1)}}
	}
	day := func(i int) string { return time.Date(1990, 1, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) }
	one := func(s businesshours.Schedule) []businesshours.Schedule { return []businesshours.Schedule{s} }
	tests := []struct {
		name  string
		limit int
		docs  func(n int) []businesshours.Schedule
		path  string
	}{
		{"schedules", businesshours.MaxSchedules, func(n int) (docs []businesshours.Schedule) {
			for i := range n {
				docs = append(docs, businesshours.Schedule{Name: fmt.Sprint("s", i), Always: true})
			}
			return docs
		}, "schedules"},
		{"intervals", businesshours.MaxIntervals, func(n int) []businesshours.Schedule { return one(monday(n)) }, "schedules[0].weekly.mon"},
		{"intervals of two entries", businesshours.MaxIntervals, func(n int) []businesshours.Schedule {
			s := monday(n - 1)
			s.Weekly["sun-tue"] = []string{"23:00-24:00"}
			return one(s)
		}, "schedules[0].weekly"},
		{"intervals of an exception", businesshours.MaxIntervals, func(n int) []businesshours.Schedule {
			s := monday(1)
			s.Exceptions = map[string][]string{"2026-01-01": intervals(n)}
			return one(s)
		}, "schedules[0].exceptions.2026-01-01"},
		{"intervals of a revision", businesshours.MaxIntervals, func(n int) []businesshours.Schedule {
			s := monday(1)
			s.Revisions = []businesshours.Revision{{From: "2026-01-01", Weekly: monday(n).Weekly}}
			return one(s)
		}, "schedules[0].revisions[0].weekly.mon"},
		{"dates of a range", businesshours.MaxHolidayRange, func(n int) []businesshours.Schedule {
			s := monday(1)
			s.Holidays = []businesshours.Holiday{{Date: day(0), To: day(n - 1)}}
			return one(s)
		}, "schedules[0].holidays[0].to"},
		{"yearly exceptions and others", businesshours.MaxExceptions, func(n int) []businesshours.Schedule {
			s := monday(1)
			s.Exceptions = map[string][]string{"02-29": {"09:00-17:00"}}
			for i := range n - 1 {
				s.Exceptions[day(i)] = nil
			}
			return one(s)
		}, "schedules[0].exceptions"},
		{"holidays", businesshours.MaxHolidays, func(n int) []businesshours.Schedule {
			s := monday(1)
			for i := range n {
				s.Holidays = append(s.Holidays, businesshours.Holiday{Date: day(i)})
			}
			return one(s)
		}, "schedules[0].holidays"},
		{"exceptions", businesshours.MaxExceptions, func(n int) []businesshours.Schedule {
			s := monday(1)
			s.Exceptions = make(map[string][]string)
			for i := range n {
				s.Exceptions[day(i)] = nil
			}
			return one(s)
		}, "schedules[0].exceptions"},
		{"revisions", businesshours.MaxRevisions, func(n int) []businesshours.Schedule {
			s := monday(1)
			for i := range n {
				s.Revisions = append(s.Revisions, businesshours.Revision{From: day(i), Weekly: monday(1).Weekly})
			}
			return one(s)
		}, "schedules[0].revisions"},
		{"members", businesshours.MaxCompositeNames, func(n int) []businesshours.Schedule {
			return one(businesshours.Schedule{Name: "a", AnyOf: slices.Repeat([]string{"24x7"}, n)})
		}, "schedules[0].any_of"},
		{"members excluded", businesshours.MaxCompositeNames, func(n int) []businesshours.Schedule {
			return one(businesshours.Schedule{Name: "a", AnyOf: []string{"24x7"}, NoneOf: slices.Repeat([]string{"24x7"}, n)})
		}, "schedules[0].none_of"},
		{"depth, the outermost first", businesshours.MaxCompositeDepth, func(n int) []businesshours.Schedule {
			docs := nested(n)
			slices.Reverse(docs)
			return docs
		}, "schedules[0]"},
		{"depth, the outermost last", businesshours.MaxCompositeDepth, nested, "schedules[17]"},
		{"intervals of members and theirs", businesshours.MaxCompositeIntervals, func(n int) []businesshours.Schedule {
			leaf, all := inZone("UTC"), businesshours.Schedule{Name: "all"}
			leaf.Weekly = businesshours.Weekly{"mon": {"09:00-17:00"}}
			thousand := businesshours.Schedule{Name: "thousand", AnyOf: slices.Repeat([]string{leaf.Name}, 1000)}
			for range n / 2000 {
				all.AnyOf = append(all.AnyOf, thousand.Name) // a thousand there, and here
			}
			for range n % 2000 {
				all.AnyOf = append(all.AnyOf, leaf.Name)
			}
			return []businesshours.Schedule{all, thousand, leaf}
		}, "schedules[0]"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set := compile(t, test.docs(test.limit))
			for _, doc := range test.docs(test.limit)[:1] {
				cal := named(t, set, doc.Name)
				from := at(t, "2026-01-01T00:00Z")
				cal.Between(from, from.AddDate(1, 0, 0)) // it works, too
			}
			_, err := businesshours.Compile(test.docs(test.limit + 1))
			if err == nil {
				t.Fatalf("%d are accepted", test.limit+1)
			}
			if list := problems(t, err); len(list) != 1 || list[0].Path != test.path || !strings.Contains(list[0].Error(), fmt.Sprint("more than ", test.limit)) {
				t.Errorf("%d: %v, want a problem of %s", test.limit+1, err, test.path)
			}
		})
	}
}

// nested returns desk and composites of it, n deep.
func nested(n int) []businesshours.Schedule {
	docs := []businesshours.Schedule{{Name: "c0", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon": {"09:00-17:00"}}}}
	for i := 1; i <= n; i++ {
		docs = append(docs, businesshours.Schedule{Name: fmt.Sprint("c", i), AnyOf: []string{fmt.Sprint("c", i-1)}})
	}
	return docs
}

// A host may supply its own zones. Nothing panics, whatever it returns.
func TestOptionsLocation(t *testing.T) {
	docs := schedules(t, `{"name": "a", "time_zone": "Mars/Olympus", "weekly": {"mon-sun": ["09:00-17:00"]}}`)
	with := func(loc *time.Location, err error) (*businesshours.Set, error) {
		return businesshours.Options{Location: func(name string) (*time.Location, error) {
			if name != "Mars/Olympus" {
				t.Errorf("asked for zone %q", name)
			}
			return loc, err
		}}.Compile(docs)
	}
	for _, fails := range []error{errors.New("no such planet"), nil} {
		_, err := with(nil, fails)
		if err == nil || problems(t, err)[0].Path != "schedules[0].time_zone" || !strings.Contains(err.Error(), "Mars/Olympus") {
			t.Errorf("where the host has no zone, and the error %v: %v", fails, err)
		}
	}
	noon := at(t, "2026-03-02T12:00Z")
	for _, hours := range []int{0, 14, -14, 23, -23} {
		set, err := with(time.FixedZone("fixed", hours*3600), nil)
		if err != nil {
			t.Fatal(err)
		}
		opens := time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("fixed", hours*3600))
		cal := named(t, set, "a")
		if got, err := cal.NextOpen(opens.Add(-time.Hour)); err != nil || !got.Equal(opens) {
			t.Errorf("at %+d hours NextOpen = %v, %v, want %v", hours, got, err, opens)
		}
	}
	for _, offset := range []int{100 * 3600, -100 * 3600, 1<<31 - 1, -1 << 31} {
		set, err := with(time.FixedZone("absurd", offset), nil)
		if err != nil {
			continue // refused
		}
		cal := named(t, set, "a")
		if got := cal.Between(noon, noon.AddDate(0, 0, 1)); got < 0 || got > 24*time.Hour {
			t.Errorf("at offset %d a day has %v open", offset, got)
		}
		due, err := cal.Add(noon, time.Hour)
		if err == nil && cal.Between(noon, due) != time.Hour {
			t.Errorf("at offset %d Add = %v", offset, due)
		}
		if allowed, err := cal.Allow(noon, businesshours.BusinessDays{Days: 1}); err == nil && allowed.Open <= 0 {
			t.Errorf("at offset %d Allow = %v", offset, allowed)
		}
	}
}

// A set has its schedules and "24x7", in their zones. Changing the documents afterwards
// does not change the set.
func TestSet(t *testing.T) {
	docs := schedules(t, `[`+desk+`}, {"name": "world", "any_of": ["desk"], "time_zone": "Asia/Tokyo"}, {"name": "all", "always": true}]`)
	set := compile(t, docs)
	for name, zone := range map[string]string{"desk": "UTC", "world": "Asia/Tokyo", "all": "UTC", businesshours.Always: "UTC"} {
		cal := named(t, set, name)
		if cal.Name() != name || cal.Location().String() != zone {
			t.Errorf("calendar %q has the name %q and the zone %v", name, cal.Name(), cal.Location())
		}
	}
	if cal, ok := set.Calendar("Desk"); ok {
		t.Errorf("names are the same in other case: %v", cal.Name())
	}
	docs[0].Weekly["mon-fri"][0] = "00:00-01:00"
	monday := at(t, "2026-03-02T00:00Z")
	if got := named(t, set, "desk").Between(monday, monday.AddDate(0, 0, 1)); got != 8*time.Hour {
		t.Errorf("after the document changed, Monday has %v", got)
	}
}
