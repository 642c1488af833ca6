// Package clock answers one question: what is the present?
//
// Nothing else in this module reads the machine's clock. Code that depends on the
// present takes it as an argument, or asks a [Source] that the host provides:
// [System] in production, [Manual] in tests and simulations.
package clock

import (
	"sync"
	"time"
)

// A Source tells the present time. It must be safe for concurrent use.
type Source interface {
	Now() time.Time
}

// System is the machine's clock.
type System struct{}

// Now returns [time.Now].
func (System) Now() time.Time { return time.Now() }

// A Manual is a clock that moves only when told to. The zero value stands at the
// zero [time.Time]. A Manual must not be copied after first use. It is safe for
// concurrent use.
type Manual struct {
	mu  sync.Mutex
	now time.Time
}

// NewManual returns a clock set to t.
func NewManual(t time.Time) *Manual { return &Manual{now: t} }

// Now returns the instant to which the clock is set.
func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// Set moves the clock to t, forward or back.
func (m *Manual) Set(t time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = t
}

// Advance moves the clock by d and returns the new time. A negative d moves it back.
func (m *Manual) Advance(d time.Duration) time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
	return m.now
}
