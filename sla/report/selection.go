package report

import (
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A Selection says which records count. The zero value selects all.
type Selection struct {
	// Metrics are those whose records count. Nil means all; an empty list is an error.
	Metrics []string

	// Where is a condition on the record. Its fields are the dimensions of the package
	// documentation: "priority" and "priority@start", "policy", "outcome", "started.weekday".
	Where *policy.Condition

	// On is the instant that From and Until are about; [Decided] if empty. Records count if it
	// lies in [From, Until). A zero time is no bound. If there is one, records that do not
	// have the instant do not count.
	On          Instant
	From, Until time.Time

	// Zone is where days and hours begin, in dimensions; [time.UTC] if nil.
	Zone *time.Location
}

// bounded reports whether records count by their instant.
func (s *Selection) bounded() bool { return !s.From.IsZero() || !s.Until.IsZero() }

// normalize writes out defaults.
func (s *Selection) normalize() {
	s.Metrics = slices.Compact(slices.Sorted(slices.Values(s.Metrics)))
	if s.On == "" || !s.bounded() {
		s.On = Decided
	}
	s.From, s.Until = s.From.UTC(), s.Until.UTC()
	if s.Zone == nil {
		s.Zone = time.UTC
	}
}

// check reports the problems of a selection. Without an engine, only those that have nothing
// to do with a configuration.
func (s *Selection) check(v *strict.Problems, engine *sla.Engine) {
	if s.Metrics != nil && len(s.Metrics) == 0 {
		v.Add("metrics", "is empty; leave it out for all")
	}
	if engine != nil {
		known := engine.Metrics()
		for i, name := range s.Metrics {
			if !slices.Contains(known, name) {
				v.Add(strict.Index("metrics", i), "%w", strict.UnknownName("metric", name, known))
			}
		}
	}
	if s.On != "" && !slices.Contains(instants, s.On) {
		v.Add("on", "there is %s; not %s", joined(instants), strict.Quote(string(s.On)))
	}
	if s.Where != nil && engine != nil {
		_, err := engine.Matcher(s.Where, func(name string) error { _, err := parseDimension(name); return err })
		if err != nil {
			v.AddError("where", err)
		}
	}
}

// checkDimensions reports the problems of a list of dimensions.
func checkDimensions(v *strict.Problems, by []string) {
	if len(by) > MaxDimensions {
		v.Add("by", "has %d dimensions; there may be %d", len(by), MaxDimensions)
	}
	for i, name := range by {
		if _, err := parseDimension(name); err != nil {
			v.Add(strict.Index("by", i), "%w", err)
		}
	}
}

// A selector is a compiled selection.
type selector struct {
	Selection
	matcher *sla.Matcher         // nil if there is no condition
	fields  map[string]dimension // that the condition reads
}

// newSelector compiles a selection that was checked, and notes which fields it reads.
func newSelector(s Selection, engine *sla.Engine, fields *fieldSet) (selector, error) {
	c := selector{Selection: s, fields: make(map[string]dimension)}
	if s.Where == nil {
		return c, nil
	}
	var err error
	c.matcher, err = engine.Matcher(s.Where, func(name string) error {
		d, err := parseDimension(name)
		if err == nil {
			fields.place(&d)
			c.fields[name] = d
		}
		return err
	})
	return c, err
}

// selects reports whether a record counts.
func (c *selector) selects(s *subject) (bool, error) {
	if len(c.Metrics) > 0 && !slices.Contains(c.Metrics, s.record.Metric) {
		return false, nil
	}
	if c.bounded() {
		t := c.On.of(s.issue, s.record)
		if t.IsZero() || t.Before(c.From) || !c.Until.IsZero() && !t.Before(c.Until) {
			return false, nil
		}
	}
	if c.matcher == nil {
		return true, nil
	}
	return c.matcher.Matches(func(name string) any {
		d := c.fields[name]
		value := d.value(s)
		if length, ok := value.(time.Duration); ok {
			return length.String()
		}
		return value
	})
}
