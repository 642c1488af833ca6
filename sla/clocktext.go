package sla

import (
	"fmt"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/human"
)

// String describes the clocks, one per line, with instants in UTC.
func (r Result) String() string {
	type name struct {
		metric string
		cycle  int
	}
	first := make(map[name]string) // the policy of the first clock of a name
	several := make(map[name]bool) // under policy.MatchEach
	for i := range r.Clocks {
		c := &r.Clocks[i]
		of := name{c.Metric, c.Cycle}
		if p, ok := first[of]; !ok {
			first[of] = c.Policy
		} else if p != c.Policy {
			several[of] = true
		}
	}
	lines := make([]string, len(r.Clocks))
	for i := range r.Clocks {
		c := &r.Clocks[i]
		lines[i] = c.String()
		if several[name{c.Metric, c.Cycle}] {
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
