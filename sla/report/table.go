package report

import (
	"slices"
	"strings"

	"github.com/punctualgo/punctual/internal/strict"
)

// A table holds a group for each key that came up.
type table[G any] struct {
	dimensions []dimension
	groups     map[string]*keyed[G]

	keys  [][]element // memory for each
	bytes []byte      // memory for at
}

// A keyed group is one with its key.
type keyed[G any] struct {
	key   []element
	bytes string // which tell the key apart
	group G
}

func newTable[G any](dimensions []dimension) table[G] {
	return table[G]{dimensions: dimensions, groups: make(map[string]*keyed[G]), keys: make([][]element, len(dimensions))}
}

// at returns the group with a key, a new one if there is none yet.
func (t *table[G]) at(key []element) *G {
	if g := t.find(key); g != nil {
		return g
	}
	k := &keyed[G]{key: slices.Clone(key), bytes: string(t.bytes)} // which find has set
	t.groups[k.bytes] = k
	return &k.group
}

// find returns the group with a key, or nil if there is none.
func (t *table[G]) find(key []element) *G {
	t.bytes = t.bytes[:0]
	for i := range key {
		t.bytes = key[i].appendBytes(t.bytes)
	}
	if k, ok := t.groups[string(t.bytes)]; ok {
		return &k.group
	}
	return nil
}

// each calls yield with the groups that a record is in.
func (t *table[G]) each(s *subject, yield func(*G)) {
	t.keysOf(s, func(key []element) { yield(t.at(key)) })
}

// keysOf calls yield with the keys of a record: each combination of the elements of its
// dimensions.
func (t *table[G]) keysOf(s *subject, yield func(key []element)) {
	for i := range t.dimensions {
		t.keys[i] = elementsOf(t.dimensions[i].value(s), t.keys[i][:0])
	}
	var key [MaxDimensions]element
	t.combine(key[:0], yield)
}

func (t *table[G]) combine(key []element, yield func(key []element)) {
	if len(key) == len(t.dimensions) {
		yield(key)
		return
	}
	for _, e := range t.keys[len(key)] {
		t.combine(append(key, e), yield)
	}
}

// listed returns the groups in the order of their keys.
func (t *table[G]) listed(o *ordering) []*keyed[G] {
	list := t.sorted()
	slices.SortStableFunc(list, func(a, b *keyed[G]) int { return o.compareKeys(t.dimensions, a.key, b.key) })
	return list
}

// sorted returns the groups in the order of what tells their keys apart, which needs nothing
// but the keys.
func (t *table[G]) sorted() []*keyed[G] {
	list := make([]*keyed[G], 0, len(t.groups))
	for _, k := range t.groups {
		list = append(list, k)
	}
	slices.SortFunc(list, func(a, b *keyed[G]) int { return strings.Compare(a.bytes, b.bytes) })
	return list
}

// values returns the key as it is in results.
func (k *keyed[G]) values() []any { return valuesOf(k.key) }

// valuesOf returns a key as it is in results.
func valuesOf(key []element) []any {
	values := make([]any, len(key))
	for i := range key {
		values[i] = key[i].value()
	}
	return values
}

// readKey reads what appendKey writes.
func (t *table[G]) readKey(r *strict.Reader) (key []element) {
	r.List(func(i int) {
		if i >= len(t.dimensions) {
			r.Refuse("no more elements than the request has dimensions")
			return
		}
		key = append(key, t.dimensions[i].readElement(r))
	})
	if len(key) < len(t.dimensions) {
		r.Fail("has fewer elements than the request has dimensions")
	}
	return key
}
