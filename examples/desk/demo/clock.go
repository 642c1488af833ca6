package demo

import (
	"sync"
	"time"
)

// A Clock is the present of a demo: it goes as fast as the machine's clock, and can be moved ahead. It
// is safe for concurrent use.
type Clock struct {
	mu      sync.Mutex
	offset  time.Duration // ahead of the machine's clock
	stopped time.Time     // where it stands while the past is played, or zero
}

// Now implements clock.Source.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.stopped.IsZero() {
		return c.stopped
	}
	return time.Now().Add(c.offset).UTC()
}

// Offset returns how far the clock is ahead of the machine's.
func (c *Clock) Offset() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.offset
}

// stop has the clock stand at an instant.
func (c *Clock) stop(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stopped = t
}

// start has the clock go, from an instant on.
func (c *Clock) start(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stopped, c.offset = time.Time{}, time.Until(t)
}

// ahead moves the clock ahead.
func (c *Clock) ahead(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset += d
}
