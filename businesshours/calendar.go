package businesshours

import (
	"errors"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"
	"time"
)

// Earliest and Latest bound the instants that calendars work with, both included.
// Instants beyond them are refused by methods that return an error; others take
// them for the nearer bound.
var (
	Earliest = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	Latest   = time.Date(2190, 1, 1, 0, 0, 0, 0, time.UTC)
)

const (
	earliestSecond = -2208988800
	latestSecond   = 6942585600

	earliestNano = earliestSecond * nanosPerSecond
	latestNano   = latestSecond * nanosPerSecond

	// horizon is how far any search looks, in nanoseconds: 50 years.
	horizon = horizonDays * secondsPerDay * nanosPerSecond

	horizonDays = 18_263
)

var (
	// ErrNotWithinHorizon is returned where the instant asked for does not come
	// within 50 years: a schedule has no more open time, or never closes.
	ErrNotWithinHorizon = errors.New("businesshours: no such instant within 50 years")

	// ErrOutOfRange is returned for an instant before [Earliest] or after [Latest].
	ErrOutOfRange = errors.New("businesshours: instant is not from 1900-01-01 to 2190-01-01")
)

// A Calendar is a compiled schedule. It is immutable and safe for concurrent use.
//
// It tabulates the open time of the part of the time line that it is asked about,
// once, and answers from the table. Returned instants are in the location of the
// instant given.
type Calendar struct {
	name     string
	location *time.Location
	weekly   *weeklyHours // one of three forms: nil if always open or composite
	parts    *composite   // nil if not composite
	tabulator

	businessDates atomic.Pointer[businessDates] // nil until they are asked for
	businessMu    sync.Mutex                    // held while there are made more of them
}

// A composite is open when any of anyOf is, and none of noneOf.
type composite struct {
	anyOf, noneOf []*Calendar
}

// weeksOf builds the weeks of a block by the rules of the schedule. built has those of
// other calendars that were built on the way.
func (c *Calendar) weeksOf(block int, built map[*Calendar]*[blockWeeks]hours) *[blockWeeks]hours {
	switch {
	case c.weekly != nil:
		return c.weekly.weeksOf(block)
	case c.parts != nil:
		return c.parts.weeksOf(block, built)
	}
	return alwaysOpen()
}

// Name returns the name of the schedule.
func (c *Calendar) Name() string { return c.name }

// Location returns the zone of the schedule: the one in which its times of day are
// read and its business days counted.
func (c *Calendar) Location() *time.Location { return c.location }

// Between returns the open time in [a, b). For b before a it is -Between(b, a).
func (c *Calendar) Between(a, b time.Time) time.Duration { return c.between(clamp(a), clamp(b)) }

// BetweenUnixNano is [Calendar.Between] for instants in nanoseconds of Unix time, as
// [time.Time.UnixNano] has them.
func (c *Calendar) BetweenUnixNano(a, b int64) time.Duration {
	return c.between(min(max(a, earliestNano), latestNano), min(max(b, earliestNano), latestNano))
}

// Add returns the instant at which open time d will have passed since t: the
// earliest u for which Between(t, u) == d. Open time that runs out at closing is
// so due at closing, not at the next opening. For a negative d it is the latest u
// for which Between(u, t) == -d; for d == 0 it is t. It may lie beyond [Latest], or
// before [Earliest].
//
// The error is [ErrNotWithinHorizon] if there is not enough open time within 50
// years, or [ErrOutOfRange].
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

// AddUnixNano is [Calendar.Add] for instants in nanoseconds of Unix time.
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

// add is AddUnixNano for an instant in range, or false if it is not within the horizon.
func (c *Calendar) add(t int64, d time.Duration) (u int64, ok bool) {
	if d == 0 {
		return t, true
	}
	if d < -horizon || d > horizon {
		return 0, false
	}
	n, _ := c.count(t)
	// The earliest instant by which d has passed is the end of its last nanosecond, and
	// the latest with as much ahead the beginning of its first.
	forward := int64(less(0, int64(d)))
	u, ok = c.when(n+int64(d)-forward, t-horizon, t+horizon)
	return u + forward, ok
}

// Open reports whether the calendar is open at t.
func (c *Calendar) Open(t time.Time) bool {
	_, open := c.count(clamp(t))
	return open
}

// NextOpen returns the earliest instant at or after t at which the calendar is
// open. The errors are those of [Calendar.Add].
func (c *Calendar) NextOpen(t time.Time) (time.Time, error) {
	if !InRange(t) {
		return time.Time{}, outOfRange(t)
	}
	at := t.UnixNano()
	n, open := c.count(at)
	if open {
		return t, nil
	}
	u, ok := c.when(n, at, at+horizon)
	if !ok {
		return time.Time{}, ErrNotWithinHorizon
	}
	return timeOf(u, t.Location()), nil
}

// NextClose returns the earliest instant at or after t at which the calendar is
// closed. The errors are those of [Calendar.Add].
func (c *Calendar) NextClose(t time.Time) (time.Time, error) {
	if !InRange(t) {
		return time.Time{}, outOfRange(t)
	}
	at := t.UnixNano()
	if _, open := c.count(at); !open {
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

// Spans yields the open spans that intersect [a, b), clipped to it, in order.
// Spans that touch, such as two evenings' shifts that meet at midnight, are one.
// Instants are in a's location.
func (c *Calendar) Spans(a, b time.Time) iter.Seq[Span] {
	return func(yield func(Span) bool) {
		from, to, loc := clamp(a), clamp(b), a.Location()
		for {
			n, open := c.count(from)
			if !open {
				next, ok := c.when(n, from, to)
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

// InRange reports whether t is an instant from [Earliest] to [Latest].
func InRange(t time.Time) bool {
	sec := t.Unix()
	return uint64(sec-earliestSecond) < latestSecond-earliestSecond || sec == latestSecond && t.Nanosecond() == 0
}

func outOfRange(t time.Time) error { return fmt.Errorf("%w: %v", ErrOutOfRange, t) }

// clamp returns t in nanoseconds of Unix time, or the bound that it is beyond.
func clamp(t time.Time) int64 {
	switch {
	case InRange(t):
		return t.UnixNano()
	case t.Unix() < earliestSecond: // t.Before would be wrong about the far ends of time.Time
		return earliestNano
	}
	return latestNano
}

// timeOf returns an instant as a time in a location.
func timeOf(t int64, loc *time.Location) time.Time { return time.Unix(0, t).In(loc) }
