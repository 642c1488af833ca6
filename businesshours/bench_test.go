package businesshours_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/us"

	"github.com/punctualgo/punctual/businesshours"
)

// measured lists the schedules to measure, with working days and national holidays.
var measured = []struct {
	name string
	docs []businesshours.Schedule // the first is measured
}{
	{"simple", []businesshours.Schedule{office("America/New_York", "us", "09:00-17:00")}},
	{"three-intervals", []businesshours.Schedule{office("America/New_York", "us", "08:00-10:00", "11:00-13:00", "14:00-18:00")}},
	{"composite", []businesshours.Schedule{
		{Name: "world", AnyOf: []string{"us", "gb", "jp"}},
		office("America/New_York", "us", "09:00-17:00"), office("Europe/London", "gb", "09:00-17:00"), office("Asia/Tokyo", "jp", "09:00-17:00"),
	}},
	{"24x7", []businesshours.Schedule{{Name: "always", Always: true}}},
	{"nights", []businesshours.Schedule{{
		Name: "nights", TimeZone: "America/New_York", Weekly: businesshours.Weekly{"mon-fri": {"22:00-06:00"}}, HolidaysClose: "shift",
		Holidays: []businesshours.Holiday{
			{Calendar: "us", Observed: "observed", Except: []string{"Veterans Day"}}, {Every: "4th thu of nov", Plus: 1}, {Every: "easter", Plus: -2}, {Every: "12-24", To: "01-02"},
		},
		Exceptions: map[string][]string{"12-23": {"22:00-02:00"}},
	}}},
}

func office(zone, country string, hours ...string) businesshours.Schedule {
	return businesshours.Schedule{
		Name: country, TimeZone: zone,
		Weekly: businesshours.Weekly{"mon-fri": hours}, Holidays: []businesshours.Holiday{{Calendar: country}},
	}
}

var distances = []struct {
	name string
	open time.Duration // to add, of 9-17 hours
	days int           // to measure between
}{{"8h", 8 * time.Hour, 1}, {"1y", 2000 * time.Hour, 365}, {"10y", 20000 * time.Hour, 3653}}

const instantCount = 1 << 12

// randomInstants returns instants in the 30 years from 2000 on. fixedInstants returns the
// same instant many times.
func randomInstants() (at [instantCount]time.Time) {
	random := rand.New(rand.NewPCG(1, 2))
	for i := range at {
		at[i] = time.Unix(946684800+random.Int64N(30*365*24*3600), random.Int64N(1e9)).UTC()
	}
	return at
}

func fixedInstants() (at [instantCount]time.Time) {
	for i := range at {
		at[i] = time.Date(2016, 3, 9, 15, 30, 0, 0, time.UTC)
	}
	return at
}

// warm returns the calendar of the first of docs, with its table built for all instants
// that are measured.
func warm(b *testing.B, docs []businesshours.Schedule) *businesshours.Calendar {
	cal := named(b, compile(b, docs), docs[0].Name)
	cal.Between(time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2048, 1, 1, 0, 0, 0, 0, time.UTC))
	return cal
}

// each runs a benchmark for every schedule and both kinds of instants.
func each(b *testing.B, run func(b *testing.B, cal *businesshours.Calendar, at *[instantCount]time.Time)) {
	random, fixed := randomInstants(), fixedInstants()
	for _, m := range measured {
		cal := warm(b, m.docs)
		b.Run("schedule="+m.name+"/instants=random", func(b *testing.B) { run(b, cal, &random) })
		b.Run("schedule="+m.name+"/instants=fixed", func(b *testing.B) { run(b, cal, &fixed) })
	}
}

func BenchmarkAdd(b *testing.B) {
	each(b, func(b *testing.B, cal *businesshours.Calendar, at *[instantCount]time.Time) {
		for _, d := range distances {
			b.Run("distance="+d.name, func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					cal.Add(at[i%instantCount], d.open)
				}
			})
		}
	})
}

func BenchmarkBetween(b *testing.B) {
	each(b, func(b *testing.B, cal *businesshours.Calendar, at *[instantCount]time.Time) {
		for _, d := range distances {
			var to [instantCount]time.Time
			for i := range at {
				to[i] = at[i].AddDate(0, 0, d.days)
			}
			b.Run("distance="+d.name, func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					cal.Between(at[i%instantCount], to[i%instantCount])
				}
			})
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	each(b, func(b *testing.B, cal *businesshours.Calendar, at *[instantCount]time.Time) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			cal.Open(at[i%instantCount])
		}
	})
}

func BenchmarkNextOpen(b *testing.B) {
	each(b, func(b *testing.B, cal *businesshours.Calendar, at *[instantCount]time.Time) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			cal.NextOpen(at[i%instantCount])
		}
	})
}

// BenchmarkAllow finds the last of some business days, or finds that there is none.
func BenchmarkAllow(b *testing.B) {
	start := time.Date(2024, 3, 5, 15, 0, 0, 0, time.UTC)
	for _, days := range []int{0, 1, 10, 3650} {
		cal := one(b, inZone("America/New_York", "09:00-17:00"))
		b.Run(fmt.Sprintf("days=%d", days), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				cal.Allow(start, businesshours.BusinessDays{Days: days})
			}
		})
	}
	closed := one(b, businesshours.Schedule{Name: "a", TimeZone: "America/New_York", Exceptions: map[string][]string{"2020-06-03": {"09:00-17:00"}}})
	b.Run("closed", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			closed.Allow(start, businesshours.BusinessDays{})
		}
	})
}

func BenchmarkNextClose(b *testing.B) {
	for _, m := range measured[:3] { // the next never closes
		cal := warm(b, m.docs)
		random := randomInstants()
		b.Run("schedule="+m.name+"/instants=random", func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				cal.NextClose(random[i%instantCount])
			}
		})
	}
}

// BenchmarkParallel shows, with -cpu 1,2, that there is no lock once the table is built.
func BenchmarkParallel(b *testing.B) {
	cal := warm(b, measured[0].docs)
	random := randomInstants()
	b.RunParallel(func(pb *testing.PB) {
		for i := 0; pb.Next(); i++ {
			cal.Add(random[i%instantCount], 8*time.Hour)
		}
	})
}

func BenchmarkCompile(b *testing.B) {
	for _, m := range measured {
		b.Run("schedule="+m.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := businesshours.Compile(m.docs); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkFirstYear measures the first question about a year, as build-ns/op.
func BenchmarkFirstYear(b *testing.B) {
	for _, m := range measured {
		b.Run("schedule="+m.name, func(b *testing.B) {
			b.ReportAllocs()
			var spent time.Duration
			n := 0
			for ; b.Loop(); n++ {
				cal := named(b, compile(b, m.docs), m.docs[0].Name)
				from := time.Date(2000+n%30, 1, 1, 0, 0, 0, 0, time.UTC)
				start := time.Now()
				cal.Between(from, from.AddDate(1, 0, 0))
				spent += time.Since(start)
			}
			b.ReportMetric(float64(spent.Nanoseconds())/float64(n), "build-ns/op")
		})
	}
}

// BenchmarkMemory reports the bytes that a schedule holds when compiled, and with a table of
// 30 years.
func BenchmarkMemory(b *testing.B) {
	for _, m := range measured {
		b.Run("schedule="+m.name, func(b *testing.B) {
			const copies = 50
			held := func() float64 {
				var stats runtime.MemStats
				runtime.GC()
				runtime.GC()
				runtime.ReadMemStats(&stats)
				return float64(stats.HeapAlloc) / copies
			}
			location := func(name string) (*time.Location, error) { return loadLocation(name) }
			for b.Loop() {
				var cals [copies]*businesshours.Calendar
				before := held()
				for i := range cals {
					set, err := businesshours.Options{Location: location}.Compile(m.docs)
					if err != nil {
						b.Fatal(err)
					}
					cals[i] = named(b, set, m.docs[0].Name)
				}
				compiled := held()
				for _, cal := range cals {
					for year := 2000; year < 2030; year++ {
						cal.Open(time.Date(year, 7, 1, 0, 0, 0, 0, time.UTC))
					}
				}
				b.ReportMetric(compiled-before, "compiled-B")
				b.ReportMetric(held()-compiled, "30y-B")
				runtime.KeepAlive(&cals)
			}
		})
	}
}

// BenchmarkPeers asks the same questions of alternatives: the working hours of rickar/cal,
// with and without its cache, a walk day by day, and one as helpdesks have it. All use 9-17 in
// New York.
func BenchmarkPeers(b *testing.B) {
	newYork := location(b, "America/New_York")
	random := randomInstants()
	for i := range random {
		random[i] = random[i].In(newYork)
	}
	var ends [3][instantCount]time.Time
	for k, d := range distances {
		for i, t := range random {
			ends[k][i] = t.AddDate(0, 0, d.days)
		}
	}
	rickar := func(cached bool) *cal.BusinessCalendar {
		c := cal.NewBusinessCalendar()
		c.Cacheable = cached
		c.SetWorkHours(9*time.Hour, 17*time.Hour)
		c.AddHoliday(us.Holidays...)
		return c
	}
	plain, cached := rickar(false), rickar(true)
	punctual := warm(b, measured[0].docs)
	walk := newWalker(newYork)
	helpdesk := newHelpdesk(newYork)
	for _, peer := range []struct {
		name    string
		add     func(t time.Time, d time.Duration)
		between func(a, b time.Time)
	}{
		{"punctual", func(t time.Time, d time.Duration) { punctual.Add(t, d) }, func(a, b time.Time) { punctual.Between(a, b) }},
		{"walking-days", func(t time.Time, d time.Duration) { walk.add(t, d) }, func(a, b time.Time) { walk.between(a, b) }},
		{"helpdesk", func(t time.Time, d time.Duration) { helpdesk.add(t, d) }, func(a, b time.Time) { helpdesk.between(a, b) }},
		{"rickar-cal", func(t time.Time, d time.Duration) { plain.AddWorkHours(t, d) }, func(a, b time.Time) { plain.WorkHoursInRange(a, b) }},
		{"rickar-cal-cacheable", func(t time.Time, d time.Duration) { cached.AddWorkHours(t, d) }, func(a, b time.Time) { cached.WorkHoursInRange(a, b) }},
	} {
		for k, d := range distances {
			b.Run(fmt.Sprintf("op=add/distance=%s/by=%s", d.name, peer.name), func(b *testing.B) {
				for i := 0; b.Loop(); i++ {
					peer.add(random[i%instantCount], d.open)
				}
			})
			b.Run(fmt.Sprintf("op=between/distance=%s/by=%s", d.name, peer.name), func(b *testing.B) {
				for i := 0; b.Loop(); i++ {
					peer.between(random[i%instantCount], ends[k][i%instantCount])
				}
			})
		}
	}
}
