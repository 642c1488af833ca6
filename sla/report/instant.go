package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/sla"
)

// An Instant is one of the instants of a record, by which it is selected and grouped.
type Instant string

const (
	Created  Instant = "created"  // the issue was created
	Started  Instant = "started"  // the clock started
	Due      Instant = "due"      // the clock is due, or was
	Decided  Instant = "decided"  // the outcome was decided; see [sla.Record.DecidedAt]
	Ended    Instant = "ended"    // the clock was stopped or cancelled
	Breached Instant = "breached" // the clock was breached
)

var instants = []Instant{Created, Started, Due, Decided, Ended, Breached}

// of returns the instant of a record of an issue, or the zero time if it has none.
func (i Instant) of(issue *sla.Issue, r *sla.Record) time.Time {
	switch i {
	case Created:
		return issue.CreatedAt
	case Started:
		return r.StartedAt
	case Due:
		return r.DueAt
	case Ended:
		return r.EndedAt
	case Breached:
		return r.BreachedAt
	}
	return r.DecidedAt
}

// A unit is a part of the calendar that an instant falls in, such as its month.
type unit string

const (
	unitHour    unit = "hour"
	unitWeekday unit = "weekday"
	unitDay     unit = "day"
	unitWeek    unit = "week"
	unitMonth   unit = "month"
	unitQuarter unit = "quarter"
	unitYear    unit = "year"
)

var (
	units    = []unit{unitHour, unitWeekday, unitDay, unitWeek, unitMonth, unitQuarter, unitYear}
	weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
)

// of names the part of the calendar that t, an instant in its zone, falls in.
func (u unit) of(t time.Time) string {
	switch u {
	case unitHour:
		return t.Format("15")
	case unitWeekday:
		return weekdays[(t.Weekday()+6)%7]
	case unitDay:
		return t.Format(time.DateOnly)
	case unitWeek:
		year, week := t.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	case unitMonth:
		return t.Format("2006-01")
	case unitQuarter:
		return fmt.Sprintf("%04d-Q%d", t.Year(), (t.Month()+2)/3)
	}
	return t.Format("2006")
}

// cutInstant parses a name such as "decided.week".
func cutInstant(name string) (i Instant, u unit, ok bool) {
	before, after, ok := strings.Cut(name, ".")
	i, u = Instant(before), unit(after)
	return i, u, ok && slices.Contains(instants, i) && slices.Contains(units, u)
}
