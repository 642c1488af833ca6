package answers

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/punctualgo/punctual/businesshours"
)

// calendar answers with the number of the calendar of a schedule.
func (s *Session) calendar(q struct {
	Schedules []businesshours.Schedule `json:"schedules"`
	Schedule  string                   `json:"schedule"`
}) (any, error) {
	set, err := businesshours.Compile(q.Schedules)
	if err != nil {
		return nil, err
	}
	c, ok := set.Calendar(q.Schedule)
	if !ok {
		return nil, fmt.Errorf("there is no schedule %q", q.Schedule)
	}
	s.last++
	s.calendars[s.last] = c
	return s.last, nil
}

// hours answers a question about open hours. The operations are those of conformance cases.
func (s *Session) hours(q struct {
	Calendar int       `json:"calendar"`
	Op       string    `json:"op"`
	At       time.Time `json:"at"`
	Until    time.Time `json:"until"`
	Duration string    `json:"duration"`
}) (any, error) {
	c := s.calendars[q.Calendar]
	if c == nil {
		return nil, fmt.Errorf("there is no calendar %d; it may have been released", q.Calendar)
	}
	switch q.Op {
	case "between":
		return c.Between(q.At, q.Until).String(), nil
	case "add":
		d, err := time.ParseDuration(q.Duration)
		if err != nil {
			return nil, err
		}
		return instant(c.Add(q.At, d))
	case "open":
		return c.Open(q.At), nil
	case "next_open":
		return instant(c.NextOpen(q.At))
	case "next_close":
		return instant(c.NextClose(q.At))
	case "spans":
		spans := [][2]time.Time{}
		for span := range c.Spans(q.At, q.Until) {
			spans = append(spans, [2]time.Time{span.Start.UTC(), span.End.UTC()})
		}
		return spans, nil
	}
	return nil, fmt.Errorf("unknown operation %q", q.Op)
}

// instant answers with an instant, or with null if there is none within the horizon.
func instant(t time.Time, err error) (any, error) {
	if errors.Is(err, businesshours.ErrNotWithinHorizon) {
		return json.RawMessage("null"), nil
	}
	return t.UTC(), err
}
