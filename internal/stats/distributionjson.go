package stats

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"slices"
	"strconv"

	"github.com/punctualgo/punctual/internal/strict"
)

// maxCount bounds what is read, so that counts that are merged do not overflow.
const maxCount = 1 << 53

var errDamaged = errors.New("is not what a distribution wrote")

// AppendJSON appends the JSON form of d to b: an object with the amounts, packed, or with the
// counts of the buckets and what they do not tell. It is a function of the set alone.
func (d *Distribution) AppendJSON(b []byte) []byte {
	if d.Exact() {
		slices.Sort(d.amounts)
		b = append(b, `{"amounts":"`...)
		b = base64.StdEncoding.AppendEncode(b, packAmounts(d.amounts))
		return append(b, `"}`...)
	}
	var packed []byte
	last := bucket(0)
	for _, k := range d.sortedBuckets() {
		packed = binary.AppendVarint(packed, int64(k-last))
		packed = binary.AppendUvarint(packed, uint64(d.buckets[k]))
		last = k
	}
	b = append(append(append(b, `{"sum":"`...), d.sum.String()...), `","max":`...)
	b = append(strconv.AppendInt(b, d.max, 10), `,"buckets":"`...)
	b = base64.StdEncoding.AppendEncode(b, packed)
	return append(b, `"}`...)
}

// packAmounts packs sorted amounts.
func packAmounts(amounts []int64) (packed []byte) {
	last := int64(0)
	for _, amount := range amounts {
		packed = binary.AppendVarint(packed, amount-last)
		last = amount
	}
	return packed
}

var distributionFields = []string{"amounts", "sum", "max", "buckets"}

// Read reads the JSON form of d, and reports to the reader if it is damaged.
func (d *Distribution) Read(r *strict.Reader) {
	*d = Distribution{}
	var amounts, buckets, sum string
	var top int64
	r.Object(distributionFields, func(name string) {
		switch name {
		case "amounts":
			amounts = r.Text()
		case "buckets":
			buckets = r.Text()
		case "sum":
			sum = r.Text()
		case "max":
			raw, _ := r.Raw()
			top, _ = strconv.ParseInt(raw, 10, 64)
		}
	})
	if r.Broken() {
		return
	}
	err := d.unpackAmounts(amounts)
	if buckets != "" {
		err = d.unpackBuckets(buckets, sum, top)
	}
	if err != nil {
		r.Fail("%w", err)
	}
}

// unpackAmounts adds the amounts that packAmounts packed.
func (d *Distribution) unpackAmounts(text string) error {
	packed, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return errDamaged
	}
	last := int64(0)
	for i := 0; len(packed) > 0; i++ {
		step, n := binary.Varint(packed)
		next := last + step
		if n <= 0 || i == Kept || i > 0 && next < last {
			return errDamaged
		}
		last, packed = next, packed[n:]
		d.Add(last)
	}
	return nil
}

// unpackBuckets sets the counts of the buckets.
func (d *Distribution) unpackBuckets(text, sum string, top int64) error {
	packed, err := base64.StdEncoding.DecodeString(text)
	if err != nil || d.n > 0 {
		return errDamaged
	}
	if d.sum, err = ParseSum(sum); err != nil {
		return errDamaged
	}
	d.max, d.buckets = top, make(map[bucket]int64)
	least, greatest := bucketOf(-1<<63), bucketOf(1<<63-1)
	last := int64(0)
	for len(packed) > 0 {
		step, n := binary.Varint(packed)
		count, m := binary.Uvarint(packed[max(n, 0):])
		if n <= 0 || m <= 0 || count == 0 || count > maxCount || len(d.buckets) > 0 && step <= 0 || step > int64(greatest-least) || step < int64(least) {
			return errDamaged
		}
		last += step
		if last < int64(least) || last > int64(greatest) {
			return errDamaged
		}
		d.buckets[bucket(last)] = int64(count)
		d.n += int64(count)
		packed = packed[n+m:]
		if d.n > maxCount {
			return errDamaged
		}
	}
	if d.Exact() || bucketOf(top) != bucket(last) {
		return errDamaged
	}
	return nil
}
