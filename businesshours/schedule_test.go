package businesshours_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
)

// A document is read strictly: what encoding/json lets pass is an error, with its
// path and line.
func TestScheduleStrictJSON(t *testing.T) {
	tests := []struct {
		name, text string
		line       int
		path       string
		message    string
	}{
		{"not an object", `[]`, 1, "", "must be an object, got a list"},
		{"null", `null`, 1, "", "must be an object, got null"},
		{"nothing", ``, 1, "", "unexpected end"},
		{"unknown field", "{\n\"name\": \"a\",\n\"weekley\": {}}", 3, "weekley", `did you mean "weekly"?`},
		{"another case", "{\"Name\": \"a\"}", 1, "Name", `did you mean "name"?`},
		{"duplicate field", "{\"name\": \"a\",\n\"name\": \"a\"}", 2, "name", "duplicate field"},
		{"duplicate day", "{\"weekly\": {\"mon\": [],\n\n\"mon\": []}}", 3, "weekly.mon", "duplicate field"},
		{"duplicate day, escaped", "{\"weekly\": {\"mon\": [],\n\"\\u006don\": []}}", 2, "weekly.mon", "duplicate field"},
		{"duplicate exception", `{"exceptions": {"2026-01-01": [], "2026-01-01": []}}`, 1, "exceptions.2026-01-01", "duplicate field"},
		{"null field", `{"weekly": null}`, 1, "weekly", "must be an object, got null"},
		{"null element", "{\"weekly\": {\"mon\": [\"09:00-10:00\",\nnull]}}", 2, "weekly.mon[1]", "must be a text, got null"},
		{"number for a text", `{"name": 7}`, 1, "name", "must be a text, got a number"},
		{"text for a boolean", `{"always": "true"}`, 1, "always", "must be a boolean, got a text"},
		{"text for a list", `{"weekly": {"mon": "09:00-10:00"}}`, 1, "weekly.mon", `must be a list, got a text; write ["09:00-10:00"]`},
		{"unclear text for a list", `{"weekly": {"mon": "open"}}`, 1, "weekly.mon", `must be a list, got a text; write ["09:00-17:00"]`},
		{"null for a list", `{"weekly": {"sun": null}}`, 1, "weekly.sun", `must be a list, got null; write [] for a day without hours`},
		{"object for a list", `{"exceptions": {"12-24": {}}}`, 1, "exceptions.12-24", `must be a list such as ["09:00-17:00"], got an object`},
		{"country as a text", `{"holidays": ["us"]}`, 1, "holidays[0]", `must be an object, got a text; write {"calendar": "us"}`},
		{"country in capitals", `{"holidays": ["US"]}`, 1, "holidays[0]", `write {"calendar": "us"}`},
		{"date as a text", `{"holidays": [{"calendar": "us"}, "2026-12-25"]}`, 1, "holidays[1]", `must be an object, got a text; write {"date": "2026-12-25"}`},
		{"date of each year as a text", `{"holidays": ["12-25"]}`, 1, "holidays[0]", `write {"every": "12-25"}`},
		{"Easter as a text", `{"holidays": ["easter"]}`, 1, "holidays[0]", `write {"every": "easter"}`},
		{"unclear text for a holiday", `{"holidays": ["Christmas"]}`, 1, "holidays[0]", `such as {"calendar": "us"} or {"date": "2026-12-25"}`},
		{"country in place of the list", `{"holidays": "de-BY"}`, 1, "holidays", `must be a list, got a text; write [{"calendar": "de-BY"}]`},
		{"holiday in place of the list", `{"holidays": {"calendar": "us"}}`, 1, "holidays", `must be a list such as [{"calendar": "us"}], got an object`},
		{"text for a number of days", `{"holidays": [{"every": "easter", "plus": "-2"}]}`, 1, "holidays[0].plus", "must be a number, got a text"},
		{"fraction for a number of days", `{"holidays": [{"every": "easter", "plus": 0.5}]}`, 1, "holidays[0].plus", "must be an integer"},
		{"text for a list of names", `{"holidays": [{"calendar": "us", "except": "Labor Day"}]}`, 1, "holidays[0].except", "must be a list, got a text"},
		{"empty end of a range", `{"holidays": [{"every": "12-24", "to": ""}]}`, 1, "holidays[0].to", "is empty"},
		{"empty choice of dates", `{"holidays": [{"calendar": "us", "observed": ""}]}`, 1, "holidays[0].observed", "is empty"},
		{"empty choice of what closes", `{"holidays_close": ""}`, 1, "holidays_close", "is empty"},
		{"unknown field of a holiday", "{\"holidays\": [{\"date\": \"2026-01-01\"},\n{\"calender\": \"us\"}]}", 2, "holidays[1].calender", `did you mean "calendar"?`},
		{"unknown field of a revision", `{"revisions": [{"date": "2026-01-01"}]}`, 1, "revisions[0].date", "unknown field"},
		{"invalid UTF-8", "{\"name\":\n\"\xff\"}", 2, "", "invalid UTF-8"},
		{"half a surrogate pair", `{"name": "\ud83d"}`, 1, "name", "surrogate"},
		{"trailing data", "{\"name\": \"a\"}\n{}", 2, "", "unexpected text after the document"},
		{"trailing comma", `{"name": "a",}`, 1, "", "unexpected comma"},
		{"comment", "{ // a\n}", 1, "", "expected a field name"},
		{"too deep", `{"x": ` + strings.Repeat("[", 32), 1, "x[0]", "nested more than 32 deep"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var s businesshours.Schedule
			err := s.UnmarshalJSON([]byte(test.text))
			if err == nil {
				t.Fatalf("read as %+v", s)
			}
			list := problems(t, err)
			e := list[len(list)-1]
			if !strings.HasPrefix(e.Path, test.path) || test.path == "" && e.Path != "" || e.Line != test.line || !strings.Contains(e.Err.Error(), test.message) {
				t.Errorf("got  %v\nwant line %d: %s: … %s …", e, test.line, test.path, test.message)
			}
		})
	}
}

// One pass finds all problems.
func TestScheduleReportsAll(t *testing.T) {
	var s businesshours.Schedule
	err := s.UnmarshalJSON([]byte("{\"name\": 1,\n\"x\": {\"y\": [1, 2]},\n\"weekly\": {\"mon\": [true]},\n\"always\": 0}"))
	var got []string
	for _, e := range problems(t, err) {
		got = append(got, fmt.Sprint(e.Line, " ", e.Path))
	}
	if diff := cmp.Diff([]string{"1 name", "2 x", "3 weekly.mon[0]", "4 always"}, got); diff != "" {
		t.Errorf("problems mismatch (-want +got):\n%s", diff)
	}
}

// Reading a document replaces what the schedule had before.
func TestScheduleIsReadAnew(t *testing.T) {
	s := businesshours.Schedule{Name: "old", Always: true, AnyOf: []string{"x"}}
	if err := json.Unmarshal([]byte(`{"name": "new"}`), &s); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(businesshours.Schedule{Name: "new"}, s); diff != "" {
		t.Errorf("schedule mismatch (-want +got):\n%s", diff)
	}
}

// A document with all forms of holidays is the same as JSON and as a Go literal.
func TestScheduleJSON(t *testing.T) {
	const text = `{"name":"us-east","time_zone":"America/New_York",` +
		`"weekly":{"fri":["09:00-15:00"],"mon-thu":["09:00-12:00","13:00-17:30"],"sat":["22:00-02:00"]},` +
		`"holidays":[{"calendar":"us","except":["Veterans Day"],"observed":"both"},{"date":"2026-12-24","name":"Christmas Eve"},` +
		`{"date":"2026-08-03","to":"2026-08-14"},{"every":"12-31"},{"every":"12-24","to":"01-02"},` +
		`{"every":"4th thu of nov","plus":1},{"every":"2nd sat"},{"every":"last mon of may"},{"every":"easter","plus":-2}],` +
		`"holidays_close":"date",` +
		`"exceptions":{"12-31":["09:00-13:00"],"2026-11-28":[],"2026-12-24":["09:00-12:00"]},` +
		`"revisions":[{"from":"2026-07-01","weekly":{"mon-fri":["08:00-18:00"]}}]}`
	want := businesshours.Schedule{
		Name: "us-east", TimeZone: "America/New_York",
		Weekly: businesshours.Weekly{"mon-thu": {"09:00-12:00", "13:00-17:30"}, "fri": {"09:00-15:00"}, "sat": {"22:00-02:00"}},
		Holidays: []businesshours.Holiday{
			{Calendar: "us", Except: []string{"Veterans Day"}, Observed: "both"}, {Date: "2026-12-24", Name: "Christmas Eve"},
			{Date: "2026-08-03", To: "2026-08-14"}, {Every: "12-31"}, {Every: "12-24", To: "01-02"},
			{Every: "4th thu of nov", Plus: 1}, {Every: "2nd sat"}, {Every: "last mon of may"}, {Every: "easter", Plus: -2},
		},
		HolidaysClose: "date",
		Exceptions:    map[string][]string{"2026-12-24": {"09:00-12:00"}, "12-31": {"09:00-13:00"}, "2026-11-28": {}},
		Revisions:     []businesshours.Revision{{From: "2026-07-01", Weekly: businesshours.Weekly{"mon-fri": {"08:00-18:00"}}}},
	}
	if diff := cmp.Diff(want, schedules(t, text)[0]); diff != "" {
		t.Errorf("read mismatch (-want +got):\n%s", diff)
	}
	if got, err := json.Marshal(want); err != nil || string(got) != text {
		t.Errorf("Marshal = %s, %v\nwant      %s", got, err, text)
	}
}

// Unmarshal(Marshal(s)) = s.
func TestScheduleJSONRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		for _, want := range drawWorld(t).docs {
			want.Name += rapid.String().Draw(t, "name")
			text, err := json.Marshal(want)
			if err != nil {
				t.Fatal(err)
			}
			var got businesshours.Schedule
			if err := json.Unmarshal(text, &got); err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s read again (-want +got):\n%s", text, diff)
			}
		}
	})
}
