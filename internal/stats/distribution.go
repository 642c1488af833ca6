package stats

import (
	"maps"
	"slices"
)

// Kept is how many amounts a distribution keeps. Of more it keeps how many there are in each
// bucket.
const Kept = 4096

// A Distribution is a set of amounts, of which some may be equal. Its state is a function of
// the set alone. Its zero value is empty.
type Distribution struct {
	n       int64
	sum     Sum
	max     int64
	amounts []int64          // up to Kept, in no order
	buckets map[bucket]int64 // of more
}

// N returns how many amounts there are.
func (d *Distribution) N() int64 { return d.n }

// Mean returns the mean, floored. There must be an amount.
func (d *Distribution) Mean() int64 { return d.sum.Mean(d.n) }

// Max returns the greatest amount. There must be one.
func (d *Distribution) Max() int64 { return d.max }

// Exact reports whether the distribution knows its amounts one by one.
func (d *Distribution) Exact() bool { return d.n <= Kept }

// Add adds an amount.
func (d *Distribution) Add(amount int64) {
	d.count(1, amount)
	d.sum.Add(amount)
	if d.Exact() {
		d.amounts = append(d.amounts, amount)
		return
	}
	d.coarsen()
	d.buckets[bucketOf(amount)]++
}

// Merge adds all amounts of another distribution, which it leaves as it is.
func (d *Distribution) Merge(other *Distribution) {
	if other.n == 0 {
		return
	}
	if other == d {
		same := *d
		same.buckets = maps.Clone(d.buckets)
		other = &same
	}
	d.count(other.n, other.max)
	d.sum.AddSum(other.sum)
	if d.Exact() {
		d.amounts = append(d.amounts, other.amounts...)
		return
	}
	d.coarsen()
	for _, amount := range other.amounts {
		d.buckets[bucketOf(amount)]++
	}
	for b, n := range other.buckets {
		d.buckets[b] += n
	}
}

// count counts n more amounts, of which the greatest is max.
func (d *Distribution) count(n, max int64) {
	if d.n == 0 || d.max < max {
		d.max = max
	}
	d.n += n
}

// coarsen turns the amounts into buckets, if that was not done yet.
func (d *Distribution) coarsen() {
	if d.buckets != nil {
		return
	}
	d.buckets = make(map[bucket]int64)
	for _, amount := range d.amounts {
		d.buckets[bucketOf(amount)]++
	}
	d.amounts = nil
}

// A Count is how many amounts there are of about one size.
type Count struct {
	Least, Greatest int64 // the bounds of the amounts; equal in an exact distribution
	Middle          int64 // what stands for them
	N               int64
}

// Counts returns the amounts in ascending order, equal ones, or those of a bucket, in one.
func (d *Distribution) Counts() (counts []Count) {
	if d.Exact() {
		slices.Sort(d.amounts)
		for _, amount := range d.amounts {
			if n := len(counts); n > 0 && counts[n-1].Middle == amount {
				counts[n-1].N++
			} else {
				counts = append(counts, Count{amount, amount, amount, 1})
			}
		}
		return counts
	}
	for _, b := range d.sortedBuckets() {
		least, greatest := b.bounds()
		counts = append(counts, Count{least, greatest, b.middle(), d.buckets[b]})
	}
	return counts
}

// sortedBuckets returns the buckets that are not empty, in order.
func (d *Distribution) sortedBuckets() []bucket {
	list := make([]bucket, 0, len(d.buckets))
	for b := range d.buckets {
		list = append(list, b)
	}
	slices.Sort(list)
	return list
}

// Percentiles returns for each percentage p, in ascending order, the amount of the nearest
// rank: of n sorted amounts the ceil(p·n/100)-th. There must be an amount. If the
// distribution is not exact, each is off by at most 1 % of itself.
func (d *Distribution) Percentiles(percentages ...int64) []int64 {
	if d.Exact() {
		slices.Sort(d.amounts)
		amounts := make([]int64, len(percentages))
		for i, p := range percentages {
			amounts[i] = d.amounts[rank(p, d.n)-1]
		}
		return amounts
	}
	var amounts []int64
	seen := int64(0)
	for _, c := range d.Counts() {
		seen += c.N
		for len(amounts) < len(percentages) && rank(percentages[len(amounts)], d.n) <= seen {
			amounts = append(amounts, min(c.Middle, d.max))
		}
	}
	return amounts
}

// rank returns which of n sorted amounts is that of a percentage, from 1.
func rank(percentage, n int64) int64 {
	hundreds, rest := n/100, n%100 // so that nothing overflows
	return max(1, percentage*hundreds+(percentage*rest+99)/100)
}
