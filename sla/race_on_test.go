//go:build race

package sla_test

// Under the race detector a sync.Pool forgets at random.
const raceDetector = true
