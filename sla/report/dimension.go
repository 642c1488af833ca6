package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// MaxDimensions is how many dimensions a report may have.
const MaxDimensions = 4

// A dimension is what records are grouped by, or a condition sees of them.
type dimension struct {
	kind dimensionKind

	// Of dimInstant:
	instant Instant
	unit    unit

	// Of dimField:
	field string
	when  fieldTime
	slot  int // in sla.Record.Fields
}

type dimensionKind uint8

const (
	dimField dimensionKind = iota
	dimInstant
	dimMetric
	dimPolicy
	dimSchedule
	dimTarget
	dimOutcome
	dimState
	dimStopBy
	dimStopTeam
	dimStopChannel
)

// A fieldTime says as of when a field of a record is meant.
type fieldTime uint8

const (
	atDecision fieldTime = iota
	atStart
	atEnd
)

var dimensionNames = map[string]dimensionKind{
	"metric": dimMetric, "policy": dimPolicy, "schedule": dimSchedule, "target": dimTarget, "outcome": dimOutcome, "state": dimState,
	"stop.by": dimStopBy, "stop.team": dimStopTeam, "stop.channel": dimStopChannel,
}

// parseDimension parses the name of a dimension.
func parseDimension(name string) (dimension, error) {
	base, at, hasAt := strings.Cut(name, "@")
	if d, ok := reserved(base); ok {
		if hasAt {
			return d, fmt.Errorf("only a field may have %q: %q is of the record", "@"+at, base)
		}
		return d, nil
	}
	if err := checkUnreserved(name, base); err != nil {
		return dimension{}, err
	}
	if err := strict.CheckField(base); err != nil {
		return dimension{}, err
	}
	d := dimension{kind: dimField, field: base}
	switch {
	case !hasAt:
	case at == "start":
		d.when = atStart
	case at == "end":
		d.when = atEnd
	default:
		return d, fmt.Errorf("a field is meant as of its record's decision, or with @start or @end: there is no %s", strict.Quote("@"+at))
	}
	return d, nil
}

// reserved returns the dimension with a name that is no field's.
func reserved(name string) (dimension, bool) {
	if kind, ok := dimensionNames[name]; ok {
		return dimension{kind: kind}, true
	}
	if i, u, ok := cutInstant(name); ok {
		return dimension{kind: dimInstant, instant: i, unit: u}, true
	}
	return dimension{}, false
}

// checkUnreserved refuses names that look like those of dimensions, and are none.
func checkUnreserved(name, base string) error {
	prefix, _, dotted := strings.Cut(base, ".")
	if !dotted {
		return nil
	}
	isOfEvent := base == policy.EventBy || base == policy.EventTeam || base == policy.EventChannel
	there := ""
	switch {
	case slices.Contains(instants, Instant(prefix)):
		there = "of " + prefix + " there is " + joined(units)
	case prefix == "stop":
		there = "there is stop.by, stop.team and stop.channel"
	case isOfEvent: // other names of this form are those of attributes
		there = "a record knows the event that stopped it: stop.by, stop.team and stop.channel"
	case prefix == "start":
		there = "there is started with a unit, such as started.week, and a field with @start"
	case prefix == "end":
		there = "there is ended with a unit, such as ended.week, and a field with @end"
	default:
		return nil
	}
	return fmt.Errorf("unknown dimension %s: %s", strict.Quote(name), there)
}

// A subject is a record with what dimensions need to know besides.
type subject struct {
	issue  *sla.Issue
	record *sla.Record
	zone   *time.Location
}

// value returns the value of a dimension: a string, float64, bool, []string or
// time.Duration, or nil for none.
func (d *dimension) value(s *subject) any {
	r := s.record
	switch d.kind {
	case dimInstant:
		t := d.instant.of(s.issue, r)
		if t.IsZero() {
			return nil
		}
		return d.unit.of(t.In(s.zone))
	case dimMetric:
		return r.Metric
	case dimPolicy:
		return r.Policy
	case dimSchedule:
		return r.Schedule
	case dimTarget:
		return r.Target
	case dimOutcome:
		return string(r.Outcome)
	case dimState:
		return string(r.State)
	case dimStopBy:
		return given(r.StoppedBy)
	case dimStopTeam:
		return given(r.StoppedTeam)
	case dimStopChannel:
		return given(r.StoppedChannel)
	}
	v := &r.Fields[d.slot]
	switch d.when {
	case atStart:
		return v.Start
	case atEnd:
		return v.End
	}
	return v.Decided
}

// given returns text, or nil if it is empty.
func given(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// A fieldSet is the fields that dimensions read, each once.
type fieldSet struct{ names []string }

// place notes that a dimension is read.
func (s *fieldSet) place(d *dimension) {
	if d.kind != dimField {
		return
	}
	if d.slot = slices.Index(s.names, d.field); d.slot < 0 {
		d.slot = len(s.names)
		s.names = append(s.names, d.field)
	}
}
