package clock_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/punctualgo/punctual/clock"
)

func TestManualMovesOnlyWhenTold(t *testing.T) {
	var m clock.Manual
	if !m.Now().IsZero() {
		t.Errorf("a new Manual stands at %v, want the zero time", m.Now())
	}
	start := time.Date(2026, 3, 6, 9, 0, 0, 0, time.UTC)
	m.Set(start)
	if got := m.Now(); !got.Equal(start) {
		t.Errorf("Now after Set = %v, want %v", got, start)
	}
	if got := m.Advance(-time.Nanosecond); !got.Equal(start.Add(-time.Nanosecond)) {
		t.Errorf("Advance(-1ns) = %v", got)
	}
	if got := m.Now(); !got.Equal(start.Add(-time.Nanosecond)) {
		t.Errorf("Now after Advance = %v", got)
	}
}

func TestSystemIsTheMachinesClock(t *testing.T) {
	before := time.Now()
	got := clock.System{}.Now()
	if got.Before(before) || got.After(time.Now()) {
		t.Errorf("System tells %v, the machine %v", got, before)
	}
}

// A test or a simulation controls the clock.
func ExampleManual() {
	m := clock.NewManual(time.Date(2026, 3, 6, 16, 30, 0, 0, time.UTC))
	var present clock.Source = m
	m.Advance(90 * time.Minute)
	fmt.Println(present.Now().Format(time.Kitchen))
	// Output: 6:00PM
}
