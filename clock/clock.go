// Package clock answers one question: what is the present?
//
// Nothing else in this module reads the machine's clock. What depends on the
// present takes it as an argument, or asks a [Source] that the host gives:
// [System] in production, a [Manual] in tests and simulations.
package clock

import (
	"sync"
	"time"
)

// A Source tells the present. It must be safe for concurrent use.
type Source interface {
	Now() time.Time
}

// System is the machine's clock.
type System struct{}

// Now returns the present according to [time.Now].
func (System) Now() time.Time { return time.Now() }

// A Manual is a clock that moves only when it is told to. Its zero value stands
// at the zero [time.Time]; it must not be copied after first use. It is safe for
// concurrent use.
type Manual struct {
	mu  sync.Mutex
	now time.Time
}

// NewManual returns a clock that stands at t.
func NewManual(t time.Time) *Manual { return &Manual{now: t} }

// Now returns the instant at which the clock stands.
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

// Advance moves the clock by d, back if d is negative, and returns where it then
// stands.
func (m *Manual) Advance(d time.Duration) time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
	return m.now
}
