package sla

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/human"
)

// String describes the clocks, one per line, with instants in UTC.
func (r Result) String() string {
	lines := make([]string, len(r.Clocks))
	for i := range r.Clocks {
		c := r.Clocks[i]
		alike := func(d Clock) bool { return d.Metric == c.Metric && d.Cycle == c.Cycle && d.Policy != c.Policy }
		lines[i] = c.String()
		if slices.ContainsFunc(r.Clocks, alike) { // under policy.MatchEach
			lines[i] = quiet(c.Policy) + ", " + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

// String is [Clock.In] in UTC.
func (c Clock) String() string { return c.In(time.UTC) }

// In describes the clock in one line for people, such as "first response: 1h 15m left, due Mon
// 10 Mar 11:30 EDT". Instants are in the given zone.
func (c Clock) In(zone *time.Location) string {
	at := func(t time.Time) string { return human.Instant(t, zoneOf(zone), c.StartedAt) }
	text := human.Name(c.Metric)
	if c.Cycle > 1 {
		text += fmt.Sprintf(" (%d)", c.Cycle)
	}
	left := human.Left(c.Remaining, c.Breached)
	switch c.State {
	case Stopped:
		if c.Breached {
			return text + ": missed on " + at(c.EndedAt) + ", " + left
		}
		return text + ": met on " + at(c.EndedAt) + ", with " + left
	case Cancelled:
		if c.Breached {
			return text + ": breached, and ended without a verdict on " + at(c.EndedAt)
		}
		return text + ": ended without a verdict on " + at(c.EndedAt)
	case Released:
		if c.Breached {
			return text + ": breached, and no target in force any more"
		}
		return text + ": no target in force"
	case Paused:
		return text + ": paused, " + left
	}
	text += ": " + left
	if c.DueAt.IsZero() {
		return text + ", never due: no open hours ahead"
	}
	if c.Breached {
		return text + ", was due " + at(c.DueAt)
	}
	return text + ", due " + at(c.DueAt)
}
