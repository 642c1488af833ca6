package sla

import (
	"fmt"
	"math"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// An instant is a time.Time as the fold has it: in nanoseconds of Unix time, which
// reach from 1678 to 2262, and so beyond all that schedules answer for.
type instant int64

// never is no instant.
const never instant = math.MinInt64

// endOfTime is later than any threshold is reached.
const endOfTime instant = math.MaxInt64

// instantOf returns the instant of t, which is in range of schedules.
func instantOf(t time.Time) instant { return instant(t.UnixNano()) }

// presentOf returns the instant as of which something is asked, or an error if schedules
// do not answer for it.
func presentOf(now time.Time) (instant, error) {
	if !businesshours.InRange(now) {
		return never, fmt.Errorf("sla: as of %s: %w", format(now), businesshours.ErrOutOfRange)
	}
	return instantOf(now), nil
}

// time returns i as a time.Time, in UTC; never is the zero time.
func (i instant) time() time.Time {
	if i == never {
		return time.Time{}
	}
	const second = instant(time.Second)
	return time.Unix(int64(i/second), int64(i%second)).UTC()
}

// add returns the instant that is d later, or endOfTime.
func (i instant) add(d time.Duration) instant {
	if sum := i + instant(d); d < 0 || sum >= i {
		return sum
	}
	return endOfTime
}
