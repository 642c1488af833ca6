package businesshours_test

import (
	"testing"

	"github.com/punctualgo/punctual/businesshours"
)

// Schedules have the same hours if they differ at most in name and in how the weekly hours are
// written.
func TestSameHours(t *testing.T) {
	const of = `{"name": "a", "time_zone": "Europe/Berlin", "weekly": {"mon-fri": ["09:00-17:00"], "sat": ["22:00-02:00"]}`
	whole := func(rest string) string { return of + rest + `}` }
	const members = `, {"name": "c", "time_zone": "UTC", "weekly": {"mon": ["09:00-17:00"]}}, {"name": "d", "time_zone": "UTC", "weekly": {"mon": ["09:00-12:00", "12:00-17:00"]}},
		{"name": "e", "time_zone": "UTC", "weekly": {"mon": ["09:00-16:00"]}}]`
	for _, tt := range []struct {
		name string
		a, b string // the first schedule of each is compared
		want bool
	}{
		{"another name", whole(``), `{"name": "b", "time_zone": "Europe/Berlin", "weekly": {"mon-fri": ["09:00-17:00"], "sat": ["22:00-02:00"]}}`, true},
		{"hours written otherwise", whole(``), `{"name": "b", "time_zone": "Europe/Berlin", "weekly": {"mon-wed": ["09:00-17:00"], "thu-fri": ["12:00-17:00", "09:00-12:00"], "sat": ["22:00-24:00"], "sun": ["00:00-02:00"]}}`, true},
		{"other hours", whole(``), `{"name": "b", "time_zone": "Europe/Berlin", "weekly": {"mon-fri": ["09:00-17:00"], "sat": ["22:00-03:00"]}}`, false},
		{"another zone", whole(``), `{"name": "a", "time_zone": "Europe/Paris", "weekly": {"mon-fri": ["09:00-17:00"], "sat": ["22:00-02:00"]}}`, false},
		{"what a holiday closes", whole(``), whole(`, "holidays_close": "shift"`), false},
		{"the same holidays", whole(`, "holidays": [{"date": "2026-05-01"}, {"every": "12-25"}, {"every": "12-24", "to": "01-02"}, {"every": "easter", "plus": 1}, {"calendar": "us"}]`),
			whole(`, "holidays": [{"date": "2026-05-01", "to": "2026-05-01"}, {"every": "12-25"}, {"every": "12-24", "to": "01-02"}, {"every": "easter", "plus": 1}, {"calendar": "us", "observed": "both"}]`), true},
		{"a holiday more", whole(``), whole(`, "holidays": [{"date": "2026-05-01"}]`), false},
		{"a date otherwise", whole(`, "holidays": [{"date": "2026-05-01"}]`), whole(`, "holidays": [{"date": "2026-05-02"}]`), false},
		{"a date of another name", whole(`, "holidays": [{"date": "2026-05-01"}]`), whole(`, "holidays": [{"date": "2026-05-01", "name": "x"}]`), false},
		{"a date of each year otherwise", whole(`, "holidays": [{"every": "05-01"}]`), whole(`, "holidays": [{"every": "05-02"}]`), false},
		{"a date moved", whole(`, "holidays": [{"every": "05-01"}]`), whole(`, "holidays": [{"every": "05-01", "plus": 1}]`), false},
		{"a range otherwise", whole(`, "holidays": [{"every": "12-24", "to": "01-02"}]`), whole(`, "holidays": [{"every": "12-24", "to": "01-03"}]`), false},
		{"a date and a date of each year", whole(`, "holidays": [{"date": "2026-05-01"}]`), whole(`, "holidays": [{"every": "05-01"}]`), false},
		{"a range of each year and a date of each year", whole(`, "holidays": [{"every": "05-01", "to": "05-01"}]`), whole(`, "holidays": [{"every": "05-01"}]`), false},
		{"a country and a date", whole(`, "holidays": [{"calendar": "us"}]`), whole(`, "holidays": [{"every": "05-01"}]`), false},
		{"another country", whole(`, "holidays": [{"calendar": "us"}]`), whole(`, "holidays": [{"calendar": "gb"}]`), false},
		{"a country without a holiday", whole(`, "holidays": [{"calendar": "us"}]`), whole(`, "holidays": [{"calendar": "us", "except": ["Juneteenth"]}]`), false},
		{"exceptions otherwise", whole(`, "exceptions": {"2026-05-01": []}`), whole(`, "exceptions": {"2026-05-01": ["09:00-12:00"]}`), false},
		{"exceptions of each year otherwise", whole(`, "exceptions": {"05-01": []}`), whole(`, "exceptions": {"05-02": []}`), false},
		{"exceptions written otherwise", whole(`, "exceptions": {"05-01": ["09:00-12:00"]}`), whole(`, "exceptions": {"05-01": ["09:00-10:00", "10:00-12:00"]}`), true},

		{"always open", `{"name": "a", "always": true}`, `{"name": "b", "always": true}`, true},
		{"always open, with business days elsewhere", `{"name": "a", "always": true}`, `{"name": "b", "time_zone": "Europe/Berlin", "always": true}`, false},
		{"always open and weekly", `{"name": "a", "always": true}`, `{"name": "b", "time_zone": "UTC", "weekly": {"mon-sun": ["00:00-24:00"]}}`, false},
		{"weekly and always open", `{"name": "b", "time_zone": "UTC", "weekly": {"mon-sun": ["00:00-24:00"]}}`, `{"name": "a", "always": true}`, false},
		{"always open and a composite", `{"name": "a", "always": true}`, `{"name": "b", "any_of": ["24x7"]}`, false},
		{"a composite and always open", `{"name": "b", "any_of": ["24x7"]}`, `{"name": "a", "always": true}`, false},
		{"a composite and weekly", `[{"name": "a", "any_of": ["c"]}` + members, `{"name": "b", "time_zone": "UTC", "weekly": {"mon": ["09:00-17:00"]}}`, false},
		{"weekly and a composite", `{"name": "b", "time_zone": "UTC", "weekly": {"mon": ["09:00-17:00"]}}`, `[{"name": "a", "any_of": ["c"]}` + members, false},
		{"members with the same hours", `[{"name": "a", "any_of": ["c", "e"], "none_of": ["d"]}` + members, `[{"name": "a", "any_of": ["d", "e"], "none_of": ["c"]}` + members, true},
		{"another member", `[{"name": "a", "any_of": ["c"]}` + members, `[{"name": "a", "any_of": ["e"]}` + members, false},
		{"another member that is excluded", `[{"name": "a", "any_of": ["24x7"], "none_of": ["c"]}` + members, `[{"name": "a", "any_of": ["24x7"], "none_of": ["e"]}` + members, false},
		{"a member more", `[{"name": "a", "any_of": ["c"]}` + members, `[{"name": "a", "any_of": ["c", "d"]}` + members, false},
	} {
		a, b := calendar(t, tt.a), calendar(t, tt.b)
		if got := a.SameHours(b); got != tt.want {
			t.Errorf("%s: SameHours = %v", tt.name, got)
		}
		if !a.SameHours(a) || !b.SameHours(b) {
			t.Errorf("%s: it has not the same hours as itself", tt.name)
		}
	}
}

// Within bounds it is the instants that count, however they come about.
func TestSameHoursBetween(t *testing.T) {
	const day = `"time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}`
	from, to := at(t, "2026-03-02T12:00Z"), at(t, "2026-03-06T12:00Z") // Monday to Friday
	for _, tt := range []struct {
		name, other string
		want        bool
	}{
		{"the same", `{"name": "b", ` + day + `}`, true},
		{"a composite of the same", `[{"name": "b", "any_of": ["c"]}, {"name": "c", ` + day + `}]`, true},
		{"other hours before", `{"name": "b", ` + day + `, "exceptions": {"2026-03-02": ["10:00-17:00"]}}`, true},
		{"other hours after", `{"name": "b", ` + day + `, "exceptions": {"2026-03-06": ["09:00-12:00"]}}`, true},
		{"an hour more", `{"name": "b", ` + day + `, "exceptions": {"2026-03-04": ["09:00-18:00"]}}`, false},
		{"an hour less", `{"name": "b", ` + day + `, "exceptions": {"2026-03-04": ["09:00-16:00"]}}`, false},
		{"as long, from another hour on", `{"name": "b", ` + day + `, "exceptions": {"2026-03-04": ["08:00-16:00"]}}`, false},
		{"as long, but interrupted", `{"name": "b", ` + day + `, "exceptions": {"2026-03-04": ["09:00-12:00", "13:00-18:00"]}}`, false},
		{"as long, on another day", `{"name": "b", ` + day + `, "exceptions": {"2026-03-04": [], "2026-03-05": ["01:00-17:00"]}}`, false},
		{"as long in fewer spans", `{"name": "b", "time_zone": "UTC", "exceptions": {"2026-03-03": ["00:00-24:00"], "2026-03-04": ["00:00-08:00"]}}`, false},
		{"closed", `{"name": "b", "time_zone": "UTC", "exceptions": {"2020-03-03": ["00:00-24:00"]}}`, false},
	} {
		a, b := calendar(t, `{"name": "a", `+day+`}`), calendar(t, tt.other)
		for _, pair := range [][2]*businesshours.Calendar{{a, b}, {b, a}} {
			if got := pair[0].SameHoursBetween(pair[1], from, to); got != tt.want {
				t.Errorf("%s: %s and %s: %v", tt.name, pair[0].Name(), pair[1].Name(), got)
			}
		}
	}
}
