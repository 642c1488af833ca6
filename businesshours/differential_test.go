package businesshours_test

import (
	"archive/zip"
	"fmt"
	"go/build"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// zonesOfGo returns the names of all zones in Go's zone data that schedules accept, or those
// of TestAllZones if the data are missing.
func zonesOfGo() (zones []string) {
	data, err := zip.OpenReader(filepath.Join(build.Default.GOROOT, "lib", "time", "zoneinfo.zip"))
	if err != nil {
		return allZones()
	}
	defer data.Close()
	for _, f := range data.File {
		if strings.Contains(f.Name, "/") && !strings.HasSuffix(f.Name, "/") {
			if _, err := loadLocation(f.Name); err == nil {
				zones = append(zones, f.Name)
			}
		}
	}
	return zones
}

// Random schedules and composites agree with the reference in every zone, around its clock
// changes and elsewhere. There are a million comparisons, or 10 million with
// PUNCTUAL_LONG=1.
func TestDifferential(t *testing.T) {
	t.Parallel()
	wanted := 1_000_000
	if os.Getenv("PUNCTUAL_LONG") != "" {
		wanted = 10_000_000
	}
	zones := zonesOfGo()
	var mu sync.Mutex
	total := 0
	var wait sync.WaitGroup
	work := make(chan uint64)
	for range 2 {
		wait.Go(func() {
			for seed := range work {
				n, err := differ(t, zones, seed)
				mu.Lock()
				total += n
				if err != nil {
					t.Errorf("seed %d: %v", seed, err)
				}
				mu.Unlock()
			}
		})
	}
	for seed := uint64(0); ; seed++ {
		work <- seed
		mu.Lock()
		done := total >= wanted && seed >= uint64(len(zones)) || t.Failed()
		mu.Unlock()
		if done {
			break
		}
	}
	close(work)
	wait.Wait()
	t.Logf("%d comparisons over %d zones", total, len(zones))
	if total < wanted && !t.Failed() {
		t.Errorf("%d comparisons, want %d", total, wanted)
	}
}

// differ compares a calendar with the reference over a day and a half, and returns how many
// comparisons it made. The seed determines the zone and everything else.
func differ(t *testing.T, zones []string, seed uint64) (n int, err error) {
	random := rand.New(rand.NewPCG(seed, 1))
	zone := zones[seed%uint64(len(zones))]
	center := randomInstant(random, zone)
	docs := []businesshours.Schedule{
		randomSchedule(random, "a", zone, center),
		randomSchedule(random, "b", zones[random.IntN(len(zones))], center),
		{Name: "either", AnyOf: []string{"a", "b"}},
		{Name: "neither", AnyOf: []string{"24x7"}, NoneOf: []string{"a", "b"}},
	}
	set, err := businesshours.Compile(docs)
	if err != nil {
		return 0, err
	}
	slow := newSlow(t, docs)
	name := []string{"a", "a", "either", "neither"}[random.IntN(4)]
	cal, _ := set.Calendar(name)
	from, to := center.Add(-18*time.Hour), center.Add(18*time.Hour)
	unit := 15 * time.Minute
	if u := slow.unit(from, to); u < unit {
		unit = time.Minute
		to = from.Add(6 * time.Hour)
		if u < unit {
			unit, to = time.Second, from.Add(10*time.Minute)
		}
	}
	var open time.Duration
	for u := from; u.Before(to); u = u.Add(unit) {
		isOpen := slow.open(name, u)
		if got := cal.Open(u); got != isOpen {
			return n, fmt.Errorf("%s in %s: Open(%v) = %v, want %v\n%s", name, zone, u, got, isOpen, document(docs))
		}
		if got := cal.Between(from, u); got != open {
			return n, fmt.Errorf("%s in %s: Between(%v, %v) = %v, want %v\n%s", name, zone, from, u, got, open, document(docs))
		}
		n += 2
		if !isOpen {
			continue
		}
		// The open unit ends at u + unit, and half of it has passed half-way.
		if got, err := cal.Add(from, open+unit); err != nil || !got.Equal(u.Add(unit)) {
			return n, fmt.Errorf("%s in %s: Add(%v, %v) = %v, %v, want %v\n%s", name, zone, from, open+unit, got, err, u.Add(unit), document(docs))
		}
		if got, err := cal.Add(u.Add(unit), -unit/2); err != nil || !got.Equal(u.Add(unit/2)) {
			return n, fmt.Errorf("%s in %s: Add(%v, %v) = %v, %v, want %v\n%s", name, zone, u.Add(unit), -unit/2, got, err, u.Add(unit/2), document(docs))
		}
		n += 2
		open += unit
	}
	return n, nil
}

func document(docs []businesshours.Schedule) string { return fmt.Sprintf("%+v", docs) }

// randomInstant returns an instant near a clock change in a random year, if there is one.
func randomInstant(random *rand.Rand, zone string) time.Time {
	day := time.Date(1901+random.IntN(288), 1, 1, 0, 0, 0, 0, time.UTC)
	loc, err := loadLocation(zone)
	if err != nil {
		return day
	}
	day = day.AddDate(0, 0, random.IntN(366))
	for range 366 {
		if offsetOf(loc, day) != offsetOf(loc, day.AddDate(0, 0, 1)) {
			break
		}
		day = day.AddDate(0, 0, 1)
	}
	return day.Add(time.Duration(random.IntN(96)) * 15 * time.Minute)
}

// randomSchedule returns a schedule with hours on quarters and with dates near an instant.
func randomSchedule(random *rand.Rand, name, zone string, center time.Time) businesshours.Schedule {
	days := []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun", "mon-fri", "sat-sun", "mon-sun", "thu-tue"}
	interval := func(past bool) string {
		start, end := random.IntN(96), random.IntN(97)
		if !past && end < start {
			start, end = min(start, end), max(start, end)
		}
		if start == end {
			start, end = 0, 96
		}
		return clockText(900*start) + "-" + clockText(900*end)
	}
	date := func() localDate {
		return localDateOf(center.AddDate(0, 0, random.IntN(5)-2))
	}
	s := businesshours.Schedule{Name: name, TimeZone: zone, Weekly: businesshours.Weekly{}}
	for range 1 + random.IntN(4) {
		key := days[random.IntN(len(days))]
		s.Weekly[key] = append(s.Weekly[key], interval(true))
	}
	shift := random.IntN(2) == 0
	if shift {
		s.HolidaysClose = "shift"
	}
	switch d := date(); random.IntN(9) {
	case 0, 1, 2:
		s.Holidays = []businesshours.Holiday{{Date: d.String()}}
	case 3:
		s.Holidays = []businesshours.Holiday{{Date: d.String(), To: d.plus(random.IntN(3)).String()}}
	case 4:
		plus := random.IntN(733) - 366
		s.Holidays = []businesshours.Holiday{{Every: d.plus(-plus).String()[len("2006-"):], Plus: plus}}
	case 5:
		s.Holidays = []businesshours.Holiday{{Every: fmt.Sprintf("%d%s %s", (d.Day-1)/7+1, []string{"st", "nd", "rd", "th", "th"}[(d.Day-1)/7], weekdays[d.weekday()])}}
	}
	switch d := date().String(); random.IntN(6) {
	case 0, 1:
		s.Exceptions = map[string][]string{d: {interval(shift), interval(shift)}}
	case 2:
		s.Exceptions = map[string][]string{d[len("2006-"):]: {interval(shift)}}
	}
	if random.IntN(4) == 0 {
		s.Revisions = []businesshours.Revision{{From: date().String(), Weekly: businesshours.Weekly{"mon-sun": {interval(true)}}}}
	}
	return s
}
