package slatest

import (
	"fmt"
	"time"

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

// durationTo draws a duration from 0 to most. Because rapid prefers small numbers, it is one of nanoseconds, of
// seconds or of minutes.
func durationTo(t *rapid.T, most time.Duration, label string) time.Duration {
	unit := oneOf(t, "unit", time.Nanosecond, time.Second, time.Minute)
	return time.Duration(rapid.Int64Range(0, int64(most/unit)).Draw(t, label)) * unit
}
