package businesshours

import (
	"errors"
	"fmt"
	"iter"
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

	// horizon is how far any search looks, in seconds: 50 years.
	horizon = 18_263 * secondsPerDay
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
}

// A composite is open when any of anyOf is, and none of noneOf.
type composite struct {
	anyOf, noneOf []*Calendar
}

// weeksOf builds the weeks of a block by the rules of the schedule. built holds what
// was built on the way.
func (c *Calendar) weeksOf(block int, intern *interner, built map[*Calendar]*[blockWeeks]*week) *[blockWeeks]*week {
	switch {
	case c.weekly != nil:
		return c.weekly.weeksOf(block, intern)
	case c.parts != nil:
		return c.parts.weeksOf(block, intern, built)
	}
	return alwaysOpen(intern)
}

// Name returns the name of the schedule.
func (c *Calendar) Name() string { return c.name }

// Location returns the zone of the schedule: the one in which its times of day are
// read and its business days counted.
func (c *Calendar) Location() *time.Location { return c.location }

// Between returns the open time in [a, b). For b before a it is -Between(b, a).
func (c *Calendar) Between(a, b time.Time) time.Duration {
	aSec, aNano := clamp(a)
	bSec, bNano := clamp(b)
	aOpen, open := c.at(aSec)
	if !open {
		aNano = 0
	}
	bOpen, open := c.at(bSec)
	if !open {
		bNano = 0
	}
	return time.Duration((bOpen-aOpen)*int64(time.Second) + bNano - aNano)
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
	sec, nano := t.Unix(), int64(t.Nanosecond())
	if outOfRange(sec, nano) {
		return time.Time{}, fmt.Errorf("%w: %v", ErrOutOfRange, t)
	}
	if d == 0 {
		return t, nil
	}
	tab, i, second := c.locate(sec)
	in, open := tab.weeks[i].week.at(second)
	n := tab.weeks[i].base + int64(in)
	if !open {
		nano = 0
	}
	// What is looked for is where B reaches n open seconds and nano.
	n += int64(d / time.Second)
	nano += int64(d % time.Second)
	if nano < 0 {
		n--
		nano += int64(time.Second)
	} else if nano >= int64(time.Second) {
		n++
		nano -= int64(time.Second)
	}
	// That is in the second after the n-th open one, or, if it is on the edge and
	// the earliest instant is wanted, at the end of the n-th.
	atEnd := nano == 0 && d > 0
	if !atEnd {
		n++
	}
	u, ok := tab.second(n)
	if !ok {
		u, ok = c.secondBeyond(tab, n, sec-horizon, sec+horizon)
	}
	if !ok || u < sec-horizon || u >= sec+horizon {
		return time.Time{}, ErrNotWithinHorizon
	}
	if atEnd {
		u++
	}
	return time.Unix(u, nano).In(t.Location()), nil
}

// Open reports whether the calendar is open at t.
func (c *Calendar) Open(t time.Time) bool {
	sec, _ := clamp(t)
	_, open := c.at(sec)
	return open
}

// NextOpen returns the earliest instant at or after t at which the calendar is
// open. The errors are those of [Calendar.Add].
func (c *Calendar) NextOpen(t time.Time) (time.Time, error) {
	sec, nano := t.Unix(), int64(t.Nanosecond())
	if outOfRange(sec, nano) {
		return time.Time{}, fmt.Errorf("%w: %v", ErrOutOfRange, t)
	}
	tab, i, second := c.locate(sec)
	in, open := tab.weeks[i].week.at(second)
	n := tab.weeks[i].base + int64(in)
	if open {
		return t, nil
	}
	u, ok := c.second(tab, n+1, sec, sec+horizon)
	if !ok {
		return time.Time{}, ErrNotWithinHorizon
	}
	return time.Unix(u, 0).In(t.Location()), nil
}

// NextClose returns the earliest instant at or after t at which the calendar is
// closed. The errors are those of [Calendar.Add].
func (c *Calendar) NextClose(t time.Time) (time.Time, error) {
	sec, nano := t.Unix(), int64(t.Nanosecond())
	if outOfRange(sec, nano) {
		return time.Time{}, fmt.Errorf("%w: %v", ErrOutOfRange, t)
	}
	if _, open := c.at(sec); !open {
		return t, nil
	}
	u, ok := c.closing(sec, sec+horizon)
	if !ok {
		return time.Time{}, ErrNotWithinHorizon
	}
	return time.Unix(u, 0).In(t.Location()), nil
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
		aSec, aNano := clamp(a)
		bSec, bNano := clamp(b)
		at := aSec
		for {
			tab, i, second := c.locate(at)
			in, open := tab.weeks[i].week.at(second)
			n := tab.weeks[i].base + int64(in)
			if !open {
				next, ok := c.second(tab, n+1, at, bSec+1)
				if !ok {
					return
				}
				at, aNano = next, 0
			}
			s := Span{time.Unix(at, aNano).In(a.Location()), time.Unix(bSec, bNano).In(a.Location())}
			if !s.Start.Before(s.End) {
				return
			}
			end, ok := c.closing(at, bSec+1)
			if ok {
				s.End = time.Unix(end, 0).In(a.Location())
			}
			if !yield(s) || !ok {
				return
			}
			at, aNano = end, 0
		}
	}
}

// InRange reports whether t is an instant from [Earliest] to [Latest].
func InRange(t time.Time) bool { return !outOfRange(t.Unix(), int64(t.Nanosecond())) }

func outOfRange(sec, nano int64) bool {
	return sec < earliestSecond || sec > latestSecond || sec == latestSecond && nano > 0
}

// clamp returns t in Unix seconds and nanoseconds, or the bound that it is beyond.
func clamp(t time.Time) (sec, nano int64) {
	sec, nano = t.Unix(), int64(t.Nanosecond())
	if sec < earliestSecond {
		return earliestSecond, 0
	}
	if sec >= latestSecond {
		return latestSecond, 0
	}
	return sec, nano
}
