package watch_test

import (
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/watch"
)

// filled returns a watcher of n ordinary issues, created over a day.
func filled(b *testing.B, engine *sla.Engine, n int) *watch.Watcher {
	w := watch.New()
	for i := range n {
		at := start.Add(time.Duration(i%86400) * time.Second)
		w.Put(track(b, engine, sla.Issue{
			ID: fmt.Sprint("ISS-", i), CreatedAt: at,
			Attributes: map[string]any{"priority": []string{"urgent", "low"}[i%2], "channel": "email"},
			Events:     []sla.Event{sla.MessageFrom(sla.Agent, at.Add(time.Minute)), sla.MessageFrom(sla.Customer, at.Add(time.Hour))},
		}))
	}
	return w
}

// BenchmarkWatcher measures a watcher of a hundred thousand and of a million issues: the
// memory for each issue, one event, one transition that comes due, and one call of Next.
func BenchmarkWatcher(b *testing.B) {
	engine := newEngine(b)
	for _, n := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprintf("issues=%d", n), func(b *testing.B) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			w := filled(b, engine, n)
			runtime.GC()
			runtime.ReadMemStats(&after)
			held := float64(after.HeapAlloc-before.HeapAlloc) / float64(n)
			at := start.Add(26 * time.Hour)
			for range w.DueBy(at) {
			}
			b.Run("Apply", func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					e := sla.MessageFrom(sla.Agent, at)
					if i&1 == 1 {
						e = sla.MessageFrom(sla.Customer, at)
					}
					at = at.Add(time.Microsecond)
					if _, err := w.Apply(fmt.Sprint("ISS-", i*7919%n), e); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(held, "B/issue")
			})
			b.Run("Next", func(b *testing.B) {
				for b.Loop() {
					w.Next()
				}
			})
			b.Run("Due", func(b *testing.B) {
				b.ReportAllocs()
				due := 0
				for due < b.N {
					for range w.DueBy(at.Add(1000 * time.Hour)) {
						if due++; due == b.N {
							break
						}
					}
					if due < b.N {
						b.StopTimer()
						w = filled(b, engine, n)
						b.StartTimer()
					}
				}
			})
		})
	}
}

// BenchmarkApply applies events from as many goroutines as there are cores, to issues of their
// own. Compare -cpu 1,2.
func BenchmarkApply(b *testing.B) {
	engine := newEngine(b)
	const n = 100_000
	w := filled(b, engine, n)
	begin := start.Add(26 * time.Hour)
	for range w.DueBy(begin) {
	}
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprint("ISS-", i)
	}
	var goroutines, last atomic.Int64
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		g := int(goroutines.Add(1) - 1)
		for i := 0; pb.Next(); i++ {
			at := begin.Add(time.Duration(last.Add(1)) * time.Microsecond)
			e := sla.MessageFrom(sla.Agent, at)
			if i&1 == 1 {
				e = sla.MessageFrom(sla.Customer, at)
			}
			if _, err := w.Apply(ids[(i*7919%(n/64)*64+g)%n], e); err != nil {
				b.Error(err)
				return
			}
		}
	})
}
