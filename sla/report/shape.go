package report

import (
	"math"
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/stats"
)

// A Bin is how many amounts of time are in [From, To).
type Bin struct {
	From, To time.Duration
	N        int64
}

// binEdges are where bins begin: at zero, and from a second on at four places between each
// power of two and the next.
var binEdges = func() []time.Duration {
	edges := []time.Duration{0}
	for power := time.Second; power <= math.MaxInt64/8; power *= 2 {
		for quarter := range time.Duration(4) {
			edges = append(edges, power+quarter*power/4)
		}
	}
	return edges
}()

// shapeOf returns the bins of amounts that are not empty.
func shapeOf(d *stats.Distribution) (bins []Bin) {
	for _, c := range d.Counts() {
		i, ok := slices.BinarySearch(binEdges, time.Duration(c.Middle))
		if !ok {
			i--
		}
		i = min(max(i, 0), len(binEdges)-2)
		if n := len(bins); n > 0 && bins[n-1].From == binEdges[i] {
			bins[n-1].N += c.N
		} else {
			bins = append(bins, Bin{binEdges[i], binEdges[i+1], c.N})
		}
	}
	return bins
}
