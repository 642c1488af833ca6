package stats_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/internal/stats"
	"github.com/punctualgo/punctual/internal/strict"
)

func TestSumsAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amounts := rapid.SliceOfN(rapid.Int64(), 1, 50).Draw(t, "amounts")
		amounts = append(amounts, rapid.SliceOf(rapid.SampledFrom([]int64{math.MaxInt64, math.MinInt64, -1, 0, 1})).Draw(t, "extremes")...)
		var sum, parts stats.Sum
		want := new(big.Int)
		for i, a := range amounts {
			sum.Add(a)
			var one stats.Sum
			one.Add(amounts[len(amounts)-1-i])
			parts.AddSum(one)
			want.Add(want, big.NewInt(a))
		}
		if sum.String() != want.String() || sum != parts {
			t.Fatalf("sum %v, in parts %v, want %v", sum, parts, want)
		}
		if read, err := stats.ParseSum(sum.String()); err != nil || read != sum {
			t.Fatalf("%v is read as %v, %v", sum, read, err)
		}
		n := int64(len(amounts))
		mean := new(big.Int).Div(want, big.NewInt(n))
		if got := sum.Mean(n); got != mean.Int64() {
			t.Fatalf("mean of %v is %d, want %v", amounts, got, mean)
		}
	})
}

// amounts returns n amounts from nanoseconds to years, and some below zero.
func amounts(n int, seed uint64) []int64 {
	r := rand.New(rand.NewPCG(seed, 1))
	list := make([]int64, n)
	for i := range list {
		list[i] = r.Int64N(1 << (1 + r.IntN(60)))
		if r.IntN(50) == 0 {
			list[i] = -list[i]
		}
	}
	return list
}

func distribution(list []int64) *stats.Distribution {
	d := new(stats.Distribution)
	for _, a := range list {
		d.Add(a)
	}
	return d
}

func TestPercentilesAreOfTheNearestRank(t *testing.T) {
	for _, n := range []int{1, 2, 3, 10, 19, 20, 21, 100, 101, stats.Kept - 1, stats.Kept, stats.Kept + 1, 20_000} {
		list := amounts(n, uint64(n))
		d := distribution(list)
		slices.Sort(list)
		if d.Exact() != (n <= stats.Kept) {
			t.Errorf("%d amounts are exact: %t", n, d.Exact())
		}
		ps := []int64{50, 90, 95, 100}
		got := d.Percentiles(ps...)
		for i, p := range ps {
			want := list[(int(p)*n+99)/100-1]
			if off := math.Abs(float64(got[i] - want)); n <= stats.Kept && off > 0 || off > 0.01*math.Abs(float64(want)) {
				t.Errorf("p%d of %d amounts is %d, want %d", p, n, got[i], want)
			}
		}
		if d.Max() != list[n-1] || d.N() != int64(n) {
			t.Errorf("max %d of %d, want %d of %d", d.Max(), d.N(), list[n-1], n)
		}
	}
}

// However amounts are split, and in whatever order the parts are merged, the state is the
// same: also where the parts keep their amounts, and the whole does not.
func TestStateDependsOnTheAmountsAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom([]int{0, 5, 4000, stats.Kept, stats.Kept + 1, 9000}).Draw(t, "n")
		list := amounts(n, rapid.Uint64().Draw(t, "seed"))
		whole := distribution(list)
		a, b := rapid.IntRange(0, n).Draw(t, "a"), rapid.IntRange(0, n).Draw(t, "b")
		a, b = min(a, b), max(a, b)
		parts := []*stats.Distribution{distribution(list[:a]), distribution(list[a:b]), distribution(list[b:])}
		parts = rapid.Permutation(parts).Draw(t, "parts")
		for i := range parts {
			if rapid.Bool().Draw(t, "read") {
				parts[i] = read(t, parts[i].AppendJSON(nil))
			}
		}
		parts[1].Merge(parts[2])
		parts[0].Merge(parts[1])
		if got, want := string(parts[0].AppendJSON(nil)), string(whole.AppendJSON(nil)); got != want {
			t.Fatalf("parts %.200s\nwhole %.200s", got, want)
		}
	})
}

func TestMergingWithItselfDoubles(t *testing.T) {
	for _, n := range []int{0, 3, stats.Kept/2 + 1, stats.Kept + 1} {
		list := amounts(n, 7)
		d := distribution(list)
		d.Merge(d)
		if got, want := string(d.AppendJSON(nil)), string(distribution(append(list, list...)).AppendJSON(nil)); got != want {
			t.Errorf("of %d amounts: %.100s, want %.100s", n, got, want)
		}
	}
}

func read(t *rapid.T, text []byte) *stats.Distribution {
	d := new(stats.Distribution)
	r := strict.NewReader(text)
	d.Read(r)
	if err := r.Close(); err != nil {
		t.Fatalf("%.200s: %v", text, err)
	}
	return d
}

func FuzzDistributionRead(f *testing.F) {
	f.Add(distribution(amounts(10, 1)).AppendJSON(nil))
	f.Add(distribution(amounts(stats.Kept+1, 1)).AppendJSON(nil))
	f.Add([]byte(`{"buckets":"AgI=","sum":"1","max":1}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		d := new(stats.Distribution)
		r := strict.NewReader(text)
		d.Read(r)
		if r.Close() != nil {
			return
		}
		if d.N() > 0 {
			d.Percentiles(50, 100)
		}
		again := new(stats.Distribution)
		r = strict.NewReader(d.AppendJSON(nil))
		again.Read(r)
		if err := r.Close(); err != nil || string(again.AppendJSON(nil)) != string(d.AppendJSON(nil)) {
			t.Errorf("%q is not read back: %v", d.AppendJSON(nil), err)
		}
	})
}

func TestWilsonInterval(t *testing.T) {
	tests := []struct {
		good, n   int64
		low, high float64
	}{
		{3, 4, 0.3006418423, 0.9544127391},
		{0, 1, 0, 0.7934506856227626},
		{1, 1, 0.20654931437723742, 1},
		{0, 1 << 40, 0, 3.4938e-12},
	}
	for _, tt := range tests {
		low, high := stats.Wilson(tt.good, tt.n)
		if math.Abs(low-tt.low) > 1e-9 || math.Abs(high-tt.high) > 1e-9 {
			t.Errorf("Wilson(%d, %d) = %v, %v, want %v, %v", tt.good, tt.n, low, high, tt.low, tt.high)
		}
	}
}

func TestPercentages(t *testing.T) {
	for _, text := range []string{"0%", "1%", "95%", "99.9%", "66.6%", "100%", "100.0%", "007%"} {
		if _, err := stats.ParsePercentage(text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{"", "%", "95", "-1%", "+1%", "100.1%", "1e1%", ".5%", "5.%", "1/2%", " 5%", "1_0%", "99.99999999999999999999999%", "٩%"} {
		if _, err := stats.ParsePercentage(text); err == nil {
			t.Errorf("%q is accepted", text)
		}
	}
}

// 66.6 % of 1000 is 666, exactly, although 0.666 is no float64.
func TestGoalsAreExact(t *testing.T) {
	p, err := stats.ParsePercentage("66.6%")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		good, n, left int64
		reached       bool
	}{
		{666, 1000, 0, true},
		{665, 1000, -1, false},
		{667, 1000, 1, true},
		{0, 1, -1, false},
		{1, 1, 0, true},
	}
	for _, tt := range tests {
		if reached, left := p.ReachedBy(tt.good, tt.n), p.Left(tt.good, tt.n); reached != tt.reached || left != tt.left {
			t.Errorf("%d of %d: reached %t, left %d, want %t, %d", tt.good, tt.n, reached, left, tt.reached, tt.left)
		}
	}
}
