package businesshours_test

import (
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/businesshours"
)

// Methods with an error refuse instants outside the range; others use the nearer bound.
func TestErrOutOfRange(t *testing.T) {
	cal := named(t, compile(t, nil), businesshours.Always)
	for _, u := range []time.Time{{}, businesshours.Earliest.Add(-1), businesshours.Latest.Add(1), time.Unix(1<<62, 0), time.Unix(-1<<62, 0)} {
		var errs [4]error
		_, errs[0] = cal.Add(u, 0)
		_, errs[1] = cal.NextOpen(u)
		_, errs[2] = cal.NextClose(u)
		_, errs[3] = cal.Allow(u, businesshours.BusinessDays{})
		for i, err := range errs {
			if !errors.Is(err, businesshours.ErrOutOfRange) {
				t.Errorf("operation %d of %v: %v", i, u, err)
			}
		}
		bound := businesshours.Earliest
		if u.After(businesshours.Latest) {
			bound = businesshours.Latest
		}
		noon := at(t, "2026-03-02T12:00Z")
		if got, want := cal.Between(u, noon), noon.Sub(bound); got != want {
			t.Errorf("Between(%v, %v) = %v, want %v", u, noon, got, want)
		}
		if got := cal.Between(u, bound); got != 0 {
			t.Errorf("Between(%v, %v) = %v", u, bound, got)
		}
	}
	want := []businesshours.Span{{Start: businesshours.Earliest, End: businesshours.Latest}}
	if diff := cmp.Diff(want, slices.Collect(cal.Spans(time.Unix(-1<<62, 0).UTC(), time.Unix(1<<62, 0)))); diff != "" {
		t.Errorf("Spans of all time mismatch (-want +got):\n%s", diff)
	}
}

// Instants at the ends of time.Time, where time.Time.Before overflows, are handled.
func TestEndsOfTime(t *testing.T) {
	cal := named(t, compile(t, nil), businesshours.Always)
	noon := at(t, "2026-03-02T12:00Z")
	for _, tt := range []struct {
		end   int64
		bound time.Time
	}{{math.MaxInt64, businesshours.Latest}, {math.MinInt64, businesshours.Earliest}} {
		if got, want := cal.Between(noon, time.Unix(tt.end, 0)), tt.bound.Sub(noon); got != want {
			t.Errorf("from %v to second %d: %v, want %v", noon, tt.end, got, want)
		}
	}
	if spans := slices.Collect(cal.Spans(noon, time.Unix(math.MaxInt64, 0))); len(spans) != 1 || !spans[0].End.Equal(businesshours.Latest) {
		t.Errorf("spans from %v on: %v", noon, spans)
	}
}

// Both bounds of the range are in it.
func TestRangeIsInclusive(t *testing.T) {
	for _, bound := range []time.Time{businesshours.Earliest, businesshours.Latest.Add(-time.Hour), businesshours.Latest} {
		for _, name := range []string{"24x7", "a"} {
			cal := named(t, compile(t, []businesshours.Schedule{inZone("UTC", "00:00-24:00")}), name)
			if got, err := cal.Add(bound, 0); err != nil || !got.Equal(bound) {
				t.Errorf("%s: Add(%v, 0) = %v, %v", name, bound, got, err)
			}
			if got, err := cal.NextOpen(bound); err != nil || !got.Equal(bound) {
				t.Errorf("%s: NextOpen(%v) = %v, %v", name, bound, got, err)
			}
			if bound.Equal(businesshours.Earliest) {
				continue
			}
			if got, err := cal.Add(bound, -time.Hour); err != nil || !got.Equal(bound.Add(-time.Hour)) {
				t.Errorf("%s: Add(%v, -1h) = %v, %v", name, bound, got, err)
			}
			if got := cal.Between(bound.Add(-time.Hour), bound); got != time.Hour {
				t.Errorf("%s: the hour before %v has %v", name, bound, got)
			}
		}
	}
}

// Instants as numbers have the same bounds as instants as times.
func TestRangeOfUnixNano(t *testing.T) {
	cal := calendar(t, `{"name": "a", "always": true}`)
	first, last := businesshours.Earliest.UnixNano(), businesshours.Latest.UnixNano()
	if got := cal.BetweenUnixNano(math.MinInt64, math.MaxInt64); got != time.Duration(last-first) {
		t.Errorf("all of time has %v", got)
	}
	for _, bound := range []int64{first, last} {
		if got, err := cal.AddUnixNano(bound, time.Hour); err != nil || got != bound+int64(time.Hour) {
			t.Errorf("an hour after %v is %v, %v", bound, got, err)
		}
	}
	for _, beyond := range []int64{math.MinInt64, first - 1, last + 1, math.MaxInt64} {
		if got, err := cal.AddUnixNano(beyond, time.Hour); !errors.Is(err, businesshours.ErrOutOfRange) {
			t.Errorf("an hour after %v is %v, %v", beyond, got, err)
		}
	}
	for _, d := range []time.Duration{math.MinInt64, math.MaxInt64} {
		if got, err := cal.AddUnixNano(0, d); !errors.Is(err, businesshours.ErrNotWithinHorizon) {
			t.Errorf("%v after 1970 is %v, %v", d, got, err)
		}
	}
}

// A calendar whose table covers all of time, which is longer than a Duration can be,
// answers like a fresh one.
func TestAllOfTime(t *testing.T) {
	horizon := 18263*24*time.Hour - time.Second
	docs := []businesshours.Schedule{
		{Name: "always", Always: true},
		inZone("America/New_York", "09:00-17:00"),
		{Name: "rarely", TimeZone: "UTC", Weekly: businesshours.Weekly{}, Exceptions: map[string][]string{"2000-01-03": {"09:00-17:00"}}},
		{Name: "nearly", AnyOf: []string{"always"}, NoneOf: []string{"rarely"}},
	}
	instants := []time.Time{businesshours.Earliest, at(t, "1939-12-31T12:00Z"), at(t, "1969-12-31T23:59Z"), at(t, "2026-03-02T12:00Z"), businesshours.Latest}
	amounts := []time.Duration{-horizon, -time.Hour, time.Hour, 40 * 365 * 24 * time.Hour, horizon}
	for _, doc := range docs {
		for first := range instants {
			asked := named(t, compile(t, docs), doc.Name)
			inOrder := slices.Concat(instants[first:], instants[:first])
			for range 2 { // by the second time the calendar has reached all of time
				for _, u := range inOrder {
					for _, d := range amounts {
						fresh := named(t, compile(t, docs), doc.Name)
						want, wantErr := fresh.Add(u, d)
						if got, err := asked.Add(u, d); !got.Equal(want) || !errors.Is(err, wantErr) {
							t.Fatalf("%s: Add(%v, %v) = %v, %v; asked for the first time: %v, %v", doc.Name, u, d, got, err, want, wantErr)
						}
					}
					for _, n := range []int{0, 900} {
						days := businesshours.BusinessDays{Days: n}
						want, wantErr := named(t, compile(t, docs), doc.Name).Allow(u, days)
						if got, err := asked.Allow(u, days); got != want || !errors.Is(err, wantErr) {
							t.Fatalf("%s: %d days from %v: %v, %v; asked for the first time: %v, %v", doc.Name, n, u, got, err, want, wantErr)
						}
					}
				}
			}
		}
	}
}

// A search looks exactly 18,263 days ahead, which covers any 50 years.
func TestHorizonToTheSecond(t *testing.T) {
	docs := schedules(t, `[{"name": "a", "time_zone": "UTC", "weekly": {}, "exceptions": {"2076-01-01": ["00:00:00-00:00:01"]}}, {"name": "not", "any_of": ["24x7"], "none_of": ["a"]}]`)
	cal, not := named(t, compile(t, docs), "a"), named(t, compile(t, docs), "not")
	opens := at(t, "2076-01-01T00:00Z")
	from := opens.Add(-18263 * 24 * time.Hour)
	for _, late := range []time.Duration{0, 1} {
		from := from.Add(late * time.Second)
		next, err := cal.NextOpen(from)
		due, addErr := cal.Add(from, time.Second)
		closes, closeErr := not.NextClose(from)
		if late == 0 && !errors.Is(closeErr, businesshours.ErrNotWithinHorizon) || late > 0 && (closeErr != nil || !closes.Equal(opens)) {
			t.Errorf("from %v: NextClose of the complement %v, %v", from, closes, closeErr)
		}
		if late == 0 {
			if !errors.Is(err, businesshours.ErrNotWithinHorizon) || !errors.Is(addErr, businesshours.ErrNotWithinHorizon) {
				t.Errorf("from %v: NextOpen %v, %v; Add %v, %v; want that it is too far", from, next, err, due, addErr)
			}
			continue
		}
		if err != nil || !next.Equal(opens) || addErr != nil || !due.Equal(opens.Add(time.Second)) {
			t.Errorf("from %v: NextOpen %v, %v; Add %v, %v", from, next, err, due, addErr)
		}
	}
}

// An amount of exactly 18,263 days lies within the horizon, and a nanosecond more does not.
func TestHorizonOfAmounts(t *testing.T) {
	const horizon = businesshours.HorizonDays * 24 * time.Hour
	cal := named(t, compile(t, nil), businesshours.Always)
	for _, from := range []time.Time{businesshours.Earliest, at(t, "2026-03-02T12:00:00.000000007Z"), businesshours.Latest} {
		for _, d := range []time.Duration{horizon, -horizon} {
			if got, err := cal.Add(from, d); err != nil || !got.Equal(from.Add(d)) {
				t.Errorf("Add(%v, %v) = %v, %v", from, d, got, err)
			}
			if got, err := cal.Add(from, d+d/d.Abs()); !errors.Is(err, businesshours.ErrNotWithinHorizon) {
				t.Errorf("Add(%v, %v) = %v, %v", from, d+d/d.Abs(), got, err)
			}
		}
	}
}
