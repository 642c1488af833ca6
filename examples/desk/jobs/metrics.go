package jobs

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/punctualgo/punctual/examples/desk/store"
)

// lateness are the upper bounds of the buckets, in seconds.
var lateness = []float64{0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600}

// Metrics count what this process sends. They are safe for concurrent use.
type Metrics struct {
	mu      sync.Mutex
	counts  map[[2]string]int64 // by type and result
	buckets map[string][]int64  // by type; the last is +Inf
	sums    map[string]float64
}

// NewMetrics returns metrics of which nothing was counted.
func NewMetrics() *Metrics {
	return &Metrics{counts: make(map[[2]string]int64), buckets: make(map[string][]int64), sums: make(map[string]float64)}
}

// sent counts a message, and how long after it was made it was sent.
func (m *Metrics) sent(message *store.Message, now time.Time) {
	late := now.Sub(message.DueAt).Seconds()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.counts[[2]string{message.Type, "sent"}]++
	if m.buckets[message.Type] == nil {
		m.buckets[message.Type] = make([]int64, len(lateness)+1)
	}
	i, _ := slices.BinarySearch(lateness, late)
	m.buckets[message.Type][i]++
	m.sums[message.Type] += late
}

// failed counts an attempt that failed.
func (m *Metrics) failed(message *store.Message) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.counts[[2]string{message.Type, "failed"}]++
}

// Write writes the metrics in the text form of Prometheus.
func (m *Metrics) Write(w io.Writer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	fmt.Fprintln(w, "# HELP desk_send_attempts_total Attempts to send a message, by type and result.\n# TYPE desk_send_attempts_total counter")
	keys := slices.SortedFunc(maps.Keys(m.counts), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	for _, k := range keys {
		fmt.Fprintf(w, "desk_send_attempts_total{type=%q,result=%q} %d\n", k[0], k[1], m.counts[k])
	}
	fmt.Fprintln(w, "# HELP desk_announcement_lateness_seconds How long after its instant an announcement was sent, hours of recipients aside.\n"+
		"# TYPE desk_announcement_lateness_seconds histogram")
	for _, kind := range slices.Sorted(maps.Keys(m.buckets)) {
		var sum int64
		for i, n := range m.buckets[kind] {
			sum += n
			bound := "+Inf"
			if i < len(lateness) {
				bound = fmt.Sprint(lateness[i])
			}
			fmt.Fprintf(w, "desk_announcement_lateness_seconds_bucket{type=%q,le=%q} %d\n", kind, bound, sum)
		}
		fmt.Fprintf(w, "desk_announcement_lateness_seconds_sum{type=%q} %g\n", kind, m.sums[kind])
		fmt.Fprintf(w, "desk_announcement_lateness_seconds_count{type=%q} %d\n", kind, sum)
	}
}
