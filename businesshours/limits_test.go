package businesshours_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// The limits are what the documentation says.
func TestLimitsAreThoseDocumented(t *testing.T) {
	for _, tt := range []struct {
		name      string
		got, want int
	}{
		{"schedules", businesshours.MaxSchedules, 1000},
		{"intervals", businesshours.MaxIntervals, 96},
		{"holidays", businesshours.MaxHolidays, 10_000},
		{"exceptions", businesshours.MaxExceptions, 10_000},
		{"dates of a range", businesshours.MaxHolidayRange, 3660},
		{"revisions", businesshours.MaxRevisions, 1000},
		{"composite depth", businesshours.MaxCompositeDepth, 16},
		{"composite names", businesshours.MaxCompositeNames, 1000},
		{"composite intervals", businesshours.MaxCompositeIntervals, 20_000},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %d, documented as %d", tt.name, tt.got, tt.want)
		}
	}
}

// How deep a composite is depends on its deepest member, wherever it stands.
func TestCompositeIsAsDeepAsItsDeepestMember(t *testing.T) {
	const most = businesshours.MaxCompositeDepth
	deep := func(n int) string { return fmt.Sprint("c", n) }
	for name, of := range map[string]func(n int) businesshours.Schedule{
		"first in any_of":  func(n int) businesshours.Schedule { return composite(2, deep(n), "c0") },
		"last in any_of":   func(n int) businesshours.Schedule { return composite(2, "c0", deep(n)) },
		"first in none_of": func(n int) businesshours.Schedule { return composite(1, "c0", deep(n), "c1") },
		"last in none_of":  func(n int) businesshours.Schedule { return composite(1, "c0", "c1", deep(n)) },
		"twice":            func(n int) businesshours.Schedule { return composite(1, deep(n), "c0", deep(n)) },
	} {
		compile(t, append(nested(most-1), of(most-1)))
		_, err := businesshours.Compile(append(nested(most), of(most)))
		if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("nested %d levels deep, more than %d", most+1, most)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The intervals of a composite are those of all its members, of holidays and exceptions too.
func TestCompositeIntervalsCountTheFullestWeek(t *testing.T) {
	for name, tt := range map[string]struct {
		doc     businesshours.Schedule
		members int // of which a composite may consist
	}{
		"weekly":                {businesshours.Schedule{Weekly: businesshours.Weekly{"mon-sun": minutes(10)}}, 285},
		"some days":             {businesshours.Schedule{Weekly: businesshours.Weekly{"mon": minutes(10), "tue-wed": minutes(5)}}, 1000},
		"a revision":            {businesshours.Schedule{Weekly: businesshours.Weekly{"mon": minutes(1)}, Revisions: []businesshours.Revision{{From: "2026-01-01", Weekly: businesshours.Weekly{"mon-sun": minutes(10)}}}}, 285},
		"an exception":          {businesshours.Schedule{Weekly: businesshours.Weekly{"mon": minutes(1)}, Exceptions: map[string][]string{"2026-01-01": minutes(10)}}, 285},
		"a yearly one":          {businesshours.Schedule{Weekly: businesshours.Weekly{"mon": minutes(1)}, Exceptions: map[string][]string{"01-01": minutes(10)}}, 285},
		"past midnight":         {businesshours.Schedule{HolidaysClose: "shift", Weekly: businesshours.Weekly{"mon": {"22:00-06:00"}, "tue-sun": minutes(9)}}, 322},
		"a whole week":          {businesshours.Schedule{HolidaysClose: "shift", Weekly: businesshours.Weekly{"mon-sun": minutes(10)}}, 285},
		"up to midnight":        {businesshours.Schedule{Weekly: businesshours.Weekly{"mon-sun": append(minutes(10)[1:], "23:00-00:00")}}, 285},
		"shifts up to midnight": {businesshours.Schedule{HolidaysClose: "shift", Weekly: businesshours.Weekly{"mon-sun": append(minutes(9), "23:00-24:00")}}, 285},
		"always, not of":        {businesshours.Schedule{Weekly: businesshours.Weekly{"mon-sun": minutes(20)}}, 142},
	} {
		tt.doc.Name, tt.doc.TimeZone = "m", "UTC"
		names := make([]string, tt.members+1)
		for i := range names {
			names[i] = "m"
		}
		compile(t, []businesshours.Schedule{{Name: "a", AnyOf: names[:tt.members]}, tt.doc})
		_, err := businesshours.Compile([]businesshours.Schedule{{Name: "a", AnyOf: names}, tt.doc})
		if tt.members == businesshours.MaxCompositeNames {
			continue // that many are not refused for their intervals
		}
		if err == nil || !strings.Contains(err.Error(), "open intervals per week") {
			t.Errorf("%s: %d members: %v", name, tt.members+1, err)
		}
	}
}

// Holidays are moved by a year at most.
func TestPlusIsLimited(t *testing.T) {
	for _, tt := range []struct {
		plus int
		ok   bool
	}{{366, true}, {-366, true}, {367, false}, {-367, false}} {
		doc := inZone("UTC", "09:00-17:00")
		doc.Holidays = []businesshours.Holiday{{Every: "12-24", Plus: tt.plus}}
		if _, err := businesshours.Compile([]businesshours.Schedule{doc}); (err == nil) != tt.ok {
			t.Errorf("plus %d: %v", tt.plus, err)
		}
	}
}

// A zone has a name of 64 bytes at most, in two or three parts.
func TestZoneNamesAreLimited(t *testing.T) {
	utc := func(string) (*time.Location, error) { return time.UTC, nil }
	for _, tt := range []struct {
		zone string
		ok   bool
	}{
		{"Area/" + strings.Repeat("x", 59), true},
		{"Area/" + strings.Repeat("x", 60), false},
		{"A/B", true}, {"A/B/C", true}, {"A/B/C/D", false}, {"A", false}, {"A/", false}, {"/A", false}, {"A//B", false},
		{"right/UTC", false}, {"posix/UTC", false}, {"A/..", false}, {"A/b_c+d-e9", true},
	} {
		_, err := businesshours.Options{Location: utc}.Compile([]businesshours.Schedule{inZone(tt.zone, "09:00-17:00")})
		if (err == nil) != tt.ok {
			t.Errorf("%q: %v", tt.zone, err)
		}
	}
}
