// Package stats sums, ranks and compares amounts exactly and in any order: what it answers
// about a set of amounts does not depend on the order in which they came, nor on how the set
// was split into parts that were merged.
package stats

import (
	"fmt"
	"math/big"
	"math/bits"
)

// A Sum is a sum of amounts of 64 bits. It does not overflow: 128 bits hold more amounts than
// can be counted. Its zero value is zero.
type Sum struct {
	hi int64
	lo uint64
}

// Add adds an amount.
func (s *Sum) Add(amount int64) { s.AddSum(Sum{amount >> 63, uint64(amount)}) }

// AddSum adds another sum.
func (s *Sum) AddSum(t Sum) {
	lo, carry := bits.Add64(s.lo, t.lo, 0)
	hi, _ := bits.Add64(uint64(s.hi), uint64(t.hi), carry)
	s.hi, s.lo = int64(hi), lo
}

// IsZero reports whether the sum is zero.
func (s Sum) IsZero() bool { return s == Sum{} }

// Compare returns -1, 0 or +1 as s is less than t, equal to it, or more.
func (s Sum) Compare(t Sum) int { return s.big().Cmp(t.big()) }

// Mean returns the sum divided by n, floored.
func (s Sum) Mean(n int64) int64 {
	// Div rounds towards minus infinity, as n is positive.
	return new(big.Int).Div(s.big(), big.NewInt(n)).Int64()
}

// Per returns the sum divided by another, which is not zero.
func (s Sum) Per(t Sum) float64 {
	f, _ := new(big.Rat).SetFrac(s.big(), t.big()).Float64()
	return f
}

// big returns the sum as a big integer.
func (s Sum) big() *big.Int {
	b := new(big.Int).Lsh(big.NewInt(s.hi), 64)
	return b.Or(b, new(big.Int).SetUint64(s.lo))
}

// String returns the sum in decimal.
func (s Sum) String() string { return s.big().String() }

// ParseSum parses what [Sum.String] returns.
func ParseSum(text string) (s Sum, err error) {
	b, ok := new(big.Int).SetString(text, 10)
	if !ok || b.String() != text || b.BitLen() > 126 {
		return s, fmt.Errorf("%.40q is not a sum", text)
	}
	s.lo = new(big.Int).And(b, new(big.Int).SetUint64(1<<64-1)).Uint64()
	s.hi = new(big.Int).Rsh(b, 64).Int64()
	return s, nil
}
