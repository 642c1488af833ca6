package businesshours

import (
	"errors"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"
	"time"
)

// Earliest and Latest are the first and the last instant that calendars accept. For an
// instant outside this range, methods that return an error return [ErrOutOfRange]; other
// methods use the nearer bound instead.
var (
	Earliest = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	Latest   = time.Date(2190, 1, 1, 0, 0, 0, 0, time.UTC)
)

const (
	earliestSecond = -2208988800
	latestSecond   = 6942585600

	earliestNano = earliestSecond * nanosPerSecond
	latestNano   = latestSecond * nanosPerSecond

	// horizon is how far a search looks, in nanoseconds: 50 years.
	horizon = horizonDays * secondsPerDay * nanosPerSecond

	horizonDays = 18_263
)

var (
	// ErrNotWithinHorizon means that the requested instant is not within 50 years: the
	// schedule has too little open time, or never closes.
	ErrNotWithinHorizon = errors.New("businesshours: no such instant within 50 years")

	// ErrNeverOpens is wrapped by the problem of a schedule that has no open time at all.
	ErrNeverOpens = errors.New("never opens")

	// ErrOutOfRange means that an instant is before [Earliest] or after [Latest].
	ErrOutOfRange = errors.New("businesshours: instant is not from 1900-01-01 to 2190-01-01")
)

// A Calendar is a compiled schedule. It measures and adds open time, and tells when the
// schedule is open. It is immutable and safe for concurrent use.
//
// The first question about a part of the time line builds a table for it; later questions
// only look it up. Returned instants are in the location of the instant passed in.
type Calendar struct {
	name     string
	location *time.Location
	weekly   *weeklyHours // nil if the calendar is a composite or always open
	parts    *composite   // nil if the calendar is not a composite
	tabulator

	businessDates atomic.Pointer[businessDates] // nil until first needed
	businessMu    sync.Mutex                    // held while extending businessDates
}

// A composite is open when any of anyOf is open and none of noneOf is.
type composite struct {
	anyOf, noneOf []*Calendar
}

// Name returns the name of the schedule.
func (c *Calendar) Name() string { return c.name }

// Location returns the time zone of the schedule, in which times of day are read and
// business days are counted.
func (c *Calendar) Location() *time.Location { return c.location }

// Between returns the open time in [a, b). If b is before a, it returns -Between(b, a).
func (c *Calendar) Between(a, b time.Time) time.Duration { return c.between(clamp(a), clamp(b)) }

// BetweenUnixNano is like [Calendar.Between], for instants as [time.Time.UnixNano] returns
// them.
func (c *Calendar) BetweenUnixNano(a, b int64) time.Duration {
	return c.between(min(max(a, earliestNano), latestNano), min(max(b, earliestNano), latestNano))
}

// Add returns the instant at which the open time d has passed since t: the earliest u with
// Between(t, u) == d. So time that runs out exactly at closing ends at closing, not at the
// next opening. For a negative d, Add returns the latest u with Between(u, t) == -d. For
// d == 0, it returns t. The result may be after [Latest] or before [Earliest].
//
// Add returns [ErrNotWithinHorizon] if there is not enough open time within 50 years, and
// [ErrOutOfRange] if t is out of range.
func (c *Calendar) Add(t time.Time, d time.Duration) (time.Time, error) {
	if !InRange(t) {
		return time.Time{}, outOfRange(t)
	}
	u, ok := c.add(t.UnixNano(), d)
	if !ok {
		return time.Time{}, ErrNotWithinHorizon
	}
	return time.Unix(0, u).In(t.Location()), nil
}

// AddUnixNano is like [Calendar.Add], for instants as [time.Time.UnixNano] returns them.
func (c *Calendar) AddUnixNano(t int64, d time.Duration) (int64, error) {
	if t < earliestNano || t > latestNano {
		return 0, outOfRange(timeOf(t, time.UTC))
	}
	u, ok := c.add(t, d)
	if !ok {
		return 0, ErrNotWithinHorizon
	}
	return u, nil
}

// add implements AddUnixNano for t in range. It returns false if the result is not within
// the horizon.
func (c *Calendar) add(t int64, d time.Duration) (u int64, ok bool) {
	if d == 0 {
		return t, true
	}
	if d < -horizon || d > horizon {
		return 0, false
	}
	tab, n, _ := c.count(t)
	// Forward, the result is the end of the last open nanosecond of d; backward, it is the
	// start of the first.
	forward := int64(less(0, int64(d)))
	u, ok = c.when(tab, n+int64(d)-forward, t-horizon, t+horizon)
	return u + forward, ok
}

// Open reports whether the calendar is open at t.
func (c *Calendar) Open(t time.Time) bool {
	_, _, open := c.count(clamp(t))
	return open
}

// NextOpen returns the earliest instant at or after t at which the calendar is open. Its
// errors are those of [Calendar.Add].
func (c *Calendar) NextOpen(t time.Time) (time.Time, error) {
	if !InRange(t) {
		return time.Time{}, outOfRange(t)
	}
	at := t.UnixNano()
	tab, n, open := c.count(at)
	if open {
		return t, nil
	}
	u, ok := c.when(tab, n, at, at+horizon)
	if !ok {
		return time.Time{}, ErrNotWithinHorizon
	}
	return timeOf(u, t.Location()), nil
}

// NextClose returns the earliest instant at or after t at which the calendar is closed.
// Its errors are those of [Calendar.Add].
func (c *Calendar) NextClose(t time.Time) (time.Time, error) {
	if !InRange(t) {
		return time.Time{}, outOfRange(t)
	}
	at := t.UnixNano()
	if _, _, open := c.count(at); !open {
		return t, nil
	}
	u, ok := c.closing(at, at+horizon)
	if !ok {
		return time.Time{}, ErrNotWithinHorizon
	}
	return timeOf(u, t.Location()), nil
}

// A Span is a stretch of open time, [Start, End).
type Span struct {
	Start, End time.Time
}

// Duration returns the length of s.
func (s Span) Duration() time.Duration { return s.End.Sub(s.Start) }

// Spans returns the open spans in [a, b), in order, clipped to that interval. Spans that
// touch, such as the two parts of a shift across midnight, are merged. Instants are in a's
// location.
func (c *Calendar) Spans(a, b time.Time) iter.Seq[Span] {
	return func(yield func(Span) bool) {
		from, to, loc := clamp(a), clamp(b), a.Location()
		for {
			tab, n, open := c.count(from)
			if !open {
				next, ok := c.when(tab, n, from, to)
				if !ok {
					return
				}
				from = next
			}
			if from >= to {
				return
			}
			end, ok := c.closing(from, to)
			if !ok {
				end = to
			}
			if !yield(Span{timeOf(from, loc), timeOf(end, loc)}) || !ok {
				return
			}
			from = end
		}
	}
}

// InRange reports whether t lies between [Earliest] and [Latest], both included.
func InRange(t time.Time) bool {
	sec := t.Unix()
	return uint64(sec-earliestSecond) < latestSecond-earliestSecond || sec == latestSecond && t.Nanosecond() == 0
}

func outOfRange(t time.Time) error { return fmt.Errorf("%w: %v", ErrOutOfRange, t) }

// clamp returns t in nanoseconds of Unix time, limited to the range.
func clamp(t time.Time) int64 {
	switch {
	case InRange(t):
		return t.UnixNano()
	case t.Unix() < earliestSecond: // t.Before would be wrong about the far ends of time.Time
		return earliestNano
	}
	return latestNano
}

// timeOf converts nanoseconds of Unix time to a time in loc.
func timeOf(t int64, loc *time.Location) time.Time { return time.Unix(0, t).In(loc) }
