package stats

import "math/bits"

// A bucket is a range of amounts that are told apart no more once a distribution has more
// than it keeps. The buckets between two powers of two are of equal width, and subBuckets in
// number, so that no amount is further from the middle of its bucket than 1 in 2*subBuckets
// of itself. Buckets are in the order of their amounts; small amounts have one each.
type bucket int32

const (
	subBits    = 6
	subBuckets = 1 << subBits
)

// bucketOf returns the bucket of an amount.
func bucketOf(amount int64) bucket {
	if amount < 0 {
		return -1 - bucketOf(-1-amount)
	}
	exponent := bits.Len64(uint64(amount)) - 1 - subBits
	if exponent <= 0 {
		return bucket(amount)
	}
	return bucket(exponent)<<subBits + bucket(amount>>exponent)
}

// bounds returns the least amount of a bucket, and the greatest.
func (b bucket) bounds() (least, greatest int64) {
	if b < 0 {
		least, greatest = (-1 - b).bounds()
		return -1 - greatest, -1 - least
	}
	if b < 2*subBuckets {
		return int64(b), int64(b)
	}
	exponent := b>>subBits - 1
	least = int64(b&(subBuckets-1)|subBuckets) << exponent
	return least, least + (1<<exponent - 1)
}

// middle returns the amount that stands for those of a bucket.
func (b bucket) middle() int64 {
	least, greatest := b.bounds()
	return least + (greatest-least)/2
}
