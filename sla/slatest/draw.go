package slatest

import (
	"fmt"

	"pgregory.net/rapid"
)

func oneOf[T any](t *rapid.T, label string, of ...T) T {
	if len(of) == 0 {
		panic(fmt.Sprintf("slatest: no %s to draw from", label))
	}
	return rapid.SampledFrom(of).Draw(t, label)
}

// chance is true once in n times; shrinking makes it false.
func chance(t *rapid.T, n int, label string) bool {
	return rapid.IntRange(0, n-1).Draw(t, label) == n-1
}
