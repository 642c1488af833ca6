package sla

import (
	"fmt"
	"math"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// An instant is a point in time, in nanoseconds of Unix time. It ranges from 1678 to 2262, which
// is more than schedules support.
type instant int64

const (
	// never is the absence of an instant. It is earlier than all others.
	never instant = math.MinInt64

	// endOfTime is later than any instant at which something happens.
	endOfTime instant = math.MaxInt64
)

// instantOf returns t, which must be in the range of schedules, as an instant.
func instantOf(t time.Time) instant { return instant(t.UnixNano()) }

// presentOf returns now as an instant, or an error if it is out of the range of schedules.
func presentOf(now time.Time) (instant, error) {
	if !businesshours.InRange(now) {
		return never, fmt.Errorf("sla: as of %s: %w", format(now), businesshours.ErrOutOfRange)
	}
	return instantOf(now), nil
}

// time returns i in UTC, or the zero time for never.
func (i instant) time() time.Time {
	if i == never {
		return time.Time{}
	}
	const second = instant(time.Second)
	return time.Unix(int64(i/second), int64(i%second)).UTC()
}

// add returns i plus d, or endOfTime if that is out of range.
func (i instant) add(d time.Duration) instant {
	if sum := i + instant(d); d < 0 || sum >= i {
		return sum
	}
	return endOfTime
}

// A stretch is a half-open range of instants, [from, until).
type stretch struct{ from, until instant }

func (s stretch) contains(at instant) bool { return s.from <= at && at < s.until }

// format returns t as results and errors show it: in RFC 3339 and UTC.
func format(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
