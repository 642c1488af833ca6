package sla

import "slices"

// another returns s with one more element. The value of the element is arbitrary.
func another[T any](s []T) []T {
	if len(s) == cap(s) {
		s = larger(s)
	}
	return s[:len(s)+1]
}

// larger returns s, which is full, with its capacity doubled. Append grows large slices by less,
// which leaves more garbage behind.
func larger[T any](s []T) []T { return slices.Grow(s, max(len(s), 16)) }
