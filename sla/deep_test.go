package sla_test

import (
	"os"
	"strconv"
	"testing"
)

// deep is how many cases a test tries: an ordinary number, or as many as the environment variable
// PUNCTUAL_DEEP says.
func deep(t testing.TB, ordinary int) int {
	text := os.Getenv("PUNCTUAL_DEEP")
	if text == "" {
		return ordinary
	}
	cases, err := strconv.Atoi(text)
	if err != nil || cases < 1 {
		t.Fatalf("PUNCTUAL_DEEP is %q, want a number of cases", text)
	}
	return cases
}
