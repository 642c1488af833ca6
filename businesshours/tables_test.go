package businesshours_test

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// thousand returns a thousand schedules of one zone, each with other hours.
func thousand() (docs []businesshours.Schedule) {
	for i := range businesshours.MaxSchedules {
		hours := fmt.Sprintf("%02d:%02d-23:00", i%20, i%59)
		docs = append(docs, businesshours.Schedule{Name: fmt.Sprint("s", i), TimeZone: "America/New_York", Weekly: businesshours.Weekly{"mon-fri": {hours}}})
	}
	return docs
}

// A question builds the stretch of time that it is about. Of stretches that lie far apart,
// nothing between is built.
func TestFarStretchesAreTablesOfTheirOwn(t *testing.T) {
	cal := one(t, inZone("America/New_York", "09:00-17:00"))
	want := func(tables, blocks int) {
		t.Helper()
		if n, weeks := cal.Tables(); n != tables || weeks != blocks*businesshours.BlockWeeks {
			t.Errorf("%d tables of %d weeks, want %d of %d blocks", n, weeks, tables, blocks)
		}
	}
	want(0, 0)
	cal.Open(at(t, "2024-03-04T12:00Z"))
	want(1, 1)
	cal.Open(at(t, "2189-01-05T12:00Z"))
	want(2, 2)
	cal.Open(at(t, "1900-01-05T12:00Z"))
	want(3, 3)
	for _, text := range []string{"2024-03-04T12:00Z", "2189-01-05T12:00Z", "1900-01-05T12:00Z"} {
		cal.NextOpen(at(t, text))
		cal.Between(at(t, text), at(t, text).Add(time.Hour))
	}
	want(3, 3)

	// What lies near is joined, and what a question spans.
	block := time.Duration(businesshours.BlockWeeks) * 7 * 24 * time.Hour
	cal.Open(at(t, "2024-03-04T12:00Z").Add((businesshours.NearBlocks + 1) * block))
	want(3, 3+businesshours.NearBlocks+1)
	cal.Open(at(t, "2024-03-04T12:00Z").Add((2*businesshours.NearBlocks + 3) * block))
	want(4, 4+businesshours.NearBlocks+1)
	cal.Open(at(t, "2024-03-04T12:00Z").Add(-(businesshours.NearBlocks + 1) * block))
	want(4, 4+2*(businesshours.NearBlocks+1))
	cal.Open(at(t, "2024-03-04T12:00Z").Add(-(2*businesshours.NearBlocks + 3) * block))
	want(5, 5+2*(businesshours.NearBlocks+1))
	cal.Between(at(t, "2024-03-04T12:00Z"), at(t, "2189-01-05T12:00Z"))
	if n, _ := cal.Tables(); n != 3 {
		t.Errorf("%d tables, want 3", n)
	}
}

// A table grows on the side on which more is asked for, by an eighth.
func TestTablesGrowOnOneSide(t *testing.T) {
	const first, blocks = 572, 16
	for name, tt := range map[string]struct{ from, to, want int }{ // blocks from the first on
		"within":               {0, blocks, blocks},
		"before":               {-1, 0, blocks + 2},
		"before and all of it": {-1, blocks, blocks + 2},
		"after":                {blocks, blocks + 1, blocks + 2},
		"after and all of it":  {0, blocks + 1, blocks + 2},
		"both":                 {-1, blocks + 1, blocks + 4},
		"far before":           {-3, 1, blocks + 3},
		"far after":            {blocks - 1, blocks + 3, blocks + 3},
	} {
		cal := one(t, inZone("UTC", "09:00-17:00"))
		cal.Between(businesshours.BlockStart(first), businesshours.BlockStart(first+blocks).Add(-1))
		cal.Between(businesshours.BlockStart(first+tt.from), businesshours.BlockStart(first+tt.to).Add(-1))
		if n, weeks := cal.Tables(); n != 1 || weeks != tt.want*businesshours.BlockWeeks {
			t.Errorf("%s: %d tables of %d weeks, want %d blocks", name, n, weeks, tt.want)
		}
	}
}

// Spans are looked for in the blocks that are asked about, and in no others.
func TestSpansBuildWhatIsAsked(t *testing.T) {
	cal := named(t, compile(t, nil), businesshours.Always)
	for range cal.Spans(businesshours.BlockStart(572), businesshours.BlockStart(573)) {
	}
	if _, weeks := cal.Tables(); weeks != businesshours.BlockWeeks {
		t.Errorf("%d weeks built of one block", weeks)
	}
}

// What is costly to build is built only as far as it is asked for.
func TestCostlyWeeksAreBuiltAsAsked(t *testing.T) {
	doc := inZone("UTC", "09:00-17:00")
	for len(doc.Holidays) < 3000 {
		doc.Holidays = append(doc.Holidays, businesshours.Holiday{Every: "2nd sat", Plus: 1})
	}
	cal := one(t, doc)
	if cal.MostWork() <= businesshours.SpareWork {
		t.Fatalf("a block takes %d steps, which is not much", cal.MostWork())
	}
	const first, blocks = 572, 16
	want := func(tables, blocks int) {
		t.Helper()
		if n, weeks := cal.Tables(); n != tables || weeks != blocks*businesshours.BlockWeeks {
			t.Errorf("%d tables of %d weeks, want %d of %d blocks", n, weeks, tables, blocks)
		}
	}
	cal.Between(businesshours.BlockStart(first), businesshours.BlockStart(first+blocks).Add(-1))
	want(1, blocks)
	cal.Open(businesshours.BlockStart(first + blocks))
	want(1, blocks+1)
	cal.Open(businesshours.BlockStart(first - 1))
	want(1, blocks+2)
	cal.Open(businesshours.BlockStart(first - 3))
	want(2, blocks+3)
}

// To ask about later and later blocks, or about earlier and earlier ones, takes no more memory
// than some times what the table takes in the end.
func TestGrowingTakesLittleMemory(t *testing.T) {
	const first, last = 200, 900
	for _, back := range []bool{false, true} {
		cal := named(t, compile(t, nil), businesshours.Always)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for n := first; n <= last; n++ {
			block := n
			if back {
				block = first + last - n
			}
			cal.Open(businesshours.BlockStart(block))
		}
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; n > 8<<20 {
			t.Errorf("back: %v: %d bytes were allocated", back, n)
		}
	}
}

// A calendar keeps a few tables of stretches that lie far apart, and among them the longest.
func TestTablesAreFew(t *testing.T) {
	cal := one(t, inZone("America/New_York", "09:00-17:00"))
	cal.Between(at(t, "2020-01-01T00:00Z"), at(t, "2030-01-01T00:00Z"))
	_, longest := cal.Tables()
	kept := 1
	for year := 1900; year < 2190; year += 5 {
		if year >= 2015 && year <= 2035 {
			continue
		}
		at := time.Date(year, 3, 3, 12, 0, 0, 0, time.UTC)
		if got, want := cal.Between(at, at.Add(7*24*time.Hour)), 56*time.Hour; got != want {
			t.Errorf("%v: a week has %v, want %v", at, got, want)
		}
		n, weeks := cal.Tables()
		if n > businesshours.MaxTables || weeks < longest || weeks > longest+2*businesshours.MaxTables*businesshours.BlockWeeks {
			t.Fatalf("%v: %d tables of %d weeks; the longest has %d", at, n, weeks, longest)
		}
		if kept++; kept > businesshours.MaxTables {
			kept = 2 // the longest and the last
		}
		if n != kept {
			t.Errorf("%v: %d tables, want %d", at, n, kept)
		}
	}
}

// Once there is a table of each of some stretches, questions about them allocate nothing.
func TestAllocationsOfFarStretches(t *testing.T) {
	cal := one(t, inZone("America/New_York", "09:00-17:00"))
	var stretches []time.Time
	for year := 1910; len(stretches) < businesshours.MaxTables; year += 20 {
		stretches = append(stretches, time.Date(year, 3, 3, 15, 0, 0, 0, time.UTC))
	}
	if n := testing.AllocsPerRun(10, func() {
		for _, u := range stretches {
			cal.Open(u)
			cal.Add(u, time.Hour)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// A thousand schedules that are asked about an instant far away build one block each, and share
// the weeks that are alike.
func TestAThousandSchedulesFarAway(t *testing.T) {
	set := compile(t, thousand())
	for _, text := range []string{"2024-03-04T12:00:00Z", "2189-01-05T23:30:00Z", "1900-01-05T23:30:00Z"} {
		for i := range businesshours.MaxSchedules {
			named(t, set, fmt.Sprint("s", i)).Open(at(t, text))
		}
	}
	sum := 0
	for i := range businesshours.MaxSchedules {
		_, weeks := named(t, set, fmt.Sprint("s", i)).Tables()
		sum += weeks
	}
	if want := 3 * businesshours.MaxSchedules * businesshours.BlockWeeks; sum != want {
		t.Errorf("%d weeks built, want %d", sum, want)
	}
	// There is one week at winter time of each, and one at summer time.
	if n := set.DistinctWeeks(); n != 2*businesshours.MaxSchedules {
		t.Errorf("%d distinct weeks", n)
	}
}

// A search builds little more than it needs, whatever it finds on its way.
func TestSearchBuildsWhatItNeeds(t *testing.T) {
	from := at(t, "2016-03-09T15:30Z")
	for _, tt := range []struct {
		name string
		doc  businesshours.Schedule
		open time.Duration
		most int // weeks
	}{
		{"an hour", office("America/New_York", "us", "09:00-17:00"), time.Hour, 16},
		{"a year", office("America/New_York", "us", "09:00-17:00"), 2000 * time.Hour, 80},
		{"a year back", office("America/New_York", "us", "09:00-17:00"), -2000 * time.Hour, 80},
		{"ten years", office("America/New_York", "us", "09:00-17:00"), 20000 * time.Hour, 576},
		{"ten years back", office("America/New_York", "us", "09:00-17:00"), -20000 * time.Hour, 576},
		{"too much", office("America/New_York", "us", "09:00-17:00"), 200000 * time.Hour, 2660},
		{"after three years", businesshours.Schedule{Name: "a", TimeZone: "America/New_York", Exceptions: map[string][]string{"2019-03-03": {"09:00-17:00"}}}, time.Hour, 272},
		{"after 45 years", businesshours.Schedule{Name: "a", TimeZone: "America/New_York", Exceptions: map[string][]string{"2061-03-03": {"09:00-17:00"}}}, time.Hour, 2660},
		{"before 45 years", businesshours.Schedule{Name: "a", TimeZone: "America/New_York", Exceptions: map[string][]string{"1971-03-03": {"09:00-17:00"}}}, -time.Hour, 2660},
	} {
		cal := one(t, tt.doc)
		cal.Add(from, tt.open)
		if _, weeks := cal.Tables(); weeks > tt.most {
			t.Errorf("%s: %d weeks built, more than %d", tt.name, weeks, tt.most)
		}
	}
}

// Business days build little more than they need, too.
func TestAllowBuildsWhatItNeeds(t *testing.T) {
	for _, tt := range []struct{ days, most int }{{0, 16}, {5, 16}, {250, 80}, {2500, 960}} {
		cal := one(t, office("America/New_York", "us", "09:00-17:00"))
		if _, err := cal.Allow(businesshours.BlockStart(572), businesshours.BusinessDays{Days: tt.days}); err != nil {
			t.Fatal(err)
		}
		if _, weeks := cal.Tables(); weeks > tt.most {
			t.Errorf("%d days: %d weeks built, more than %d", tt.days, weeks, tt.most)
		}
	}
}

// Where one block ends and the next begins, and at the ends of the range, calendars agree with the
// reference: whatever rule gives the dates there their hours, and however far the zone is from UTC.
func TestSeamsOfBlocks(t *testing.T) {
	const reach = 26 * time.Hour
	seams := []time.Time{businesshours.BlockStart(300), businesshours.BlockStart(572), businesshours.Earliest, businesshours.Latest}
	rules := map[string]func(doc *businesshours.Schedule, date string, hours []string){
		"exception": func(doc *businesshours.Schedule, date string, hours []string) {
			doc.Exceptions = map[string][]string{date: hours}
		},
		"yearly exception": func(doc *businesshours.Schedule, date string, hours []string) {
			doc.Exceptions = map[string][]string{date[len("2006-"):]: hours}
		},
		"holiday": func(doc *businesshours.Schedule, date string, _ []string) {
			doc.Holidays = []businesshours.Holiday{{Date: date}}
		},
		"yearly holiday": func(doc *businesshours.Schedule, date string, _ []string) {
			doc.Holidays = []businesshours.Holiday{{Every: date[len("2006-"):]}}
		},
		"revision": func(doc *businesshours.Schedule, date string, hours []string) {
			doc.Revisions = []businesshours.Revision{{From: date, Weekly: businesshours.Weekly{"mon-sun": hours}}}
		},
	}
	for _, seam := range seams {
		for _, zone := range []string{"UTC", "Etc/GMT-14", "Etc/GMT+12", "America/New_York"} {
			for name, rule := range rules {
				for day := -2; day <= 2; day++ {
					date := seam.AddDate(0, 0, day).Format(time.DateOnly)
					docs := []businesshours.Schedule{inZone(zone, "04:00-11:00", "13:00-20:00"), inZone(zone, "13:00-20:00", "21:00-11:00")}
					rule(&docs[0], date, []string{"00:00-02:00", "12:00-13:00", "22:00-24:00"})
					rule(&docs[1], date, []string{"12:00-13:00", "22:00-02:00"})
					docs[1].Name, docs[1].HolidaysClose = "b", "shift"
					set, slow := compile(t, docs), newSlow(t, docs)
					from, to := maxTime(seam.Add(-reach), businesshours.Earliest), minTime(seam.Add(reach), businesshours.Latest)
					for _, doc := range docs {
						cal := named(t, set, doc.Name)
						open := time.Duration(0)
						for u := from; u.Before(to); u = u.Add(time.Hour) {
							isOpen := slow.open(doc.Name, u)
							if got := cal.Open(u); got != isOpen {
								t.Errorf("%s, %s on %s, %q: open at %v: %v, want %v", zone, name, date, doc.HolidaysClose, u, got, isOpen)
							}
							if isOpen {
								open += time.Hour
							}
						}
						if got := cal.Between(from, to); got != open {
							t.Errorf("%s, %s on %s, %q: from %v to %v: %v, want %v", zone, name, date, doc.HolidaysClose, from, to, got, open)
						}
					}
				}
			}
		}
	}
}

// Answers do not depend on what was asked before.
func TestAnswersDoNotDependOnTables(t *testing.T) {
	docs := []businesshours.Schedule{
		{Name: "world", AnyOf: []string{"us", "gb"}, NoneOf: []string{"lunch"}},
		office("America/New_York", "us", "09:00-17:00"), office("Europe/London", "gb", "09:00-17:00"),
		{Name: "lunch", TimeZone: "Europe/London", Weekly: businesshours.Weekly{"mon-fri": {"12:00-13:00"}}},
	}
	var instants []time.Time
	for year := 1901; year < 2190; year += 23 {
		instants = append(instants, time.Date(year, 7, 5, 14, 59, 59, 7, time.UTC), time.Date(year, 12, 31, 23, 0, 0, 0, time.UTC))
	}
	ask := func(cal *businesshours.Calendar, u, v time.Time) string {
		end, err := cal.Add(u, 300*time.Hour)
		next, _ := cal.NextClose(v)
		allowed, _ := cal.Allow(u, businesshours.BusinessDays{Days: 3})
		return fmt.Sprint(cal.Between(u, v), end, err, cal.Open(v), next, allowed)
	}
	used := named(t, compile(t, docs), "world")
	for i, u := range instants {
		for _, v := range []time.Time{u.AddDate(0, 0, 9), instants[(7*i+3)%len(instants)]} {
			if got, want := ask(used, u, v), ask(named(t, compile(t, docs), "world"), u, v); got != want {
				t.Fatalf("%v, %v: %s, a new calendar says %s", u, v, got, want)
			}
		}
	}
}

// Goroutines may ask about stretches far apart at once.
func TestTablesAreBuiltConcurrently(t *testing.T) {
	docs := []businesshours.Schedule{{Name: "both", AnyOf: []string{"us", "gb"}}, office("America/New_York", "us", "09:00-17:00"), office("Europe/London", "gb", "09:00-17:00")}
	set, alone := compile(t, docs), compile(t, docs)
	var wait sync.WaitGroup
	for g := range 8 {
		wait.Go(func() {
			for i := range 40 {
				u := time.Date(1910+(37*i+g*11)%270, 3, 1, 12, 0, 0, 0, time.UTC)
				name := []string{"both", "us"}[i%2]
				cal := named(t, set, name)
				end, err := cal.Add(u, 40*time.Hour)
				if err != nil || cal.Between(u, end) != 40*time.Hour {
					t.Errorf("Add(%v) = %v, %v", u, end, err)
				}
				cal.Allow(u, businesshours.BusinessDays{Days: 40})
			}
		})
	}
	wait.Wait()
	for year := 1910; year < 2180; year += 9 {
		u := time.Date(year, 3, 1, 12, 0, 0, 0, time.UTC)
		got, _ := named(t, set, "both").Allow(u, businesshours.BusinessDays{Days: 40})
		want, _ := named(t, alone, "both").Allow(u, businesshours.BusinessDays{Days: 40})
		if got != want {
			t.Errorf("Allow(%v) = %v, want %v", u, got, want)
		}
	}
}

// The changes of a zone are those that probing the offset once a day finds.
func TestChangesOfZones(t *testing.T) {
	for _, zone := range allZones() {
		loc := location(t, zone)
		if loc == nil {
			continue
		}
		got := businesshours.ChangesOf(loc, businesshours.Earliest, businesshours.Latest)
		want := transitions(loc)
		// Where the offset changes twice within a day, probing may miss both.
		got = slices.DeleteFunc(got, func(u time.Time) bool {
			_, known := slices.BinarySearchFunc(want, u, time.Time.Compare)
			return !known && offsetOf(loc, u.Add(-24*time.Hour)) == offsetOf(loc, u.Add(24*time.Hour))
		})
		if !slices.EqualFunc(got, want, time.Time.Equal) {
			t.Errorf("%s: %d changes, want %d", zone, len(got), len(want))
		}
	}
}
