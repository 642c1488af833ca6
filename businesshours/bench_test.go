package businesshours_test

import (
	"github.com/punctualgo/punctual/businesshours"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"
)

func BenchmarkX(b *testing.B) {
	simple := businesshours.Schedule{Name: "us", TimeZone: "America/New_York", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}, Holidays: []businesshours.Holiday{{Calendar: "us"}}}
	three := businesshours.Schedule{Name: "us", TimeZone: "America/New_York", Weekly: businesshours.Weekly{"mon-fri": {"08:00-10:00", "11:00-13:00", "14:00-18:00"}}, Holidays: []businesshours.Holiday{{Calendar: "us"}}}
	emea := businesshours.Schedule{Name: "emea", TimeZone: "Europe/London", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}, Holidays: []businesshours.Holiday{{Calendar: "gb"}}}
	apac := businesshours.Schedule{Name: "apac", TimeZone: "Asia/Tokyo", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}, Holidays: []businesshours.Holiday{{Calendar: "jp"}}}
	world := businesshours.Schedule{Name: "us", AnyOf: []string{"us2", "emea", "apac"}}
	us2 := simple
	us2.Name = "us2"
	names := []string{"simple", "three", "composite"}
	for i, ss := range [][]businesshours.Schedule{{simple}, {three}, {world, us2, emea, apac}} {
		name := names[i]
		set, err := businesshours.Compile(ss)
		if err != nil {
			b.Fatal(err)
		}
		cal, _ := set.Calendar("us")
		ts := make([]time.Time, 4096)
		for i := range ts {
			ts[i] = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rand.Int64N(int64(30 * 365 * 24 * time.Hour))))
		}
		var m1, m2 runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m1)
		for y := 2000; y <= 2030; y++ {
			cal.Add(time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC), 8*time.Hour)
		}
		for _, t := range ts {
			cal.Add(t, 8*time.Hour)
			cal.Open(t)
		}
		runtime.GC()
		runtime.ReadMemStats(&m2)
		b.Logf("%s held %d", name, m2.HeapAlloc-m1.HeapAlloc)
		b.Run(name+"/add8h", func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				i++
				cal.Add(ts[i&4095], 8*time.Hour)
			}
		})
		b.Run(name+"/add2000h", func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				i++
				cal.Add(ts[i&4095], 2000*time.Hour)
			}
		})
		b.Run(name+"/add20000h", func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				i++
				cal.Add(ts[i&4095], 20000*time.Hour)
			}
		})
		b.Run(name+"/between", func(b *testing.B) {
			i := 0
			for b.Loop() {
				i++
				cal.Between(ts[i&4095], ts[(i*7)&4095])
			}
		})
		b.Run(name+"/open", func(b *testing.B) {
			i := 0
			for b.Loop() {
				i++
				cal.Open(ts[i&4095])
			}
		})
		b.Run(name+"/nextopen", func(b *testing.B) {
			i := 0
			for b.Loop() {
				i++
				cal.NextOpen(ts[i&4095])
			}
		})
		b.Run(name+"/nextclose", func(b *testing.B) {
			i := 0
			for b.Loop() {
				i++
				cal.NextClose(ts[i&4095])
			}
		})
		b.Run(name+"/compile", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				businesshours.Compile(ss)
			}
		})
		b.Run(name+"/firstyear", func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				set, _ := businesshours.Compile(ss)
				cal, _ := set.Calendar("us")
				i++
				y := 2000 + i%30
				cal.Between(time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(y+1, 1, 1, 0, 0, 0, 0, time.UTC))
			}
		})
	}
}
