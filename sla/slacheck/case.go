package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A conformanceCase is a case of any form.
type conformanceCase struct {
	ID    string `json:"id"`
	About string `json:"about"`

	// A case that evaluates an issue has these.
	Config json.RawMessage `json:"config"`
	Issue  json.RawMessage `json:"issue"`
	AsOf   time.Time       `json:"as_of"`

	// A case about many issues has these in place of an issue.
	Proposed json.RawMessage   `json:"proposed"` // of a backtest
	Issues   []json.RawMessage `json:"issues"`
	Request  json.RawMessage   `json:"request"`

	// A case about business hours has these.
	Schedules []businesshours.Schedule `json:"schedules"`
	Schedule  string                   `json:"schedule"`
	Op        string                   `json:"op"`
	At        time.Time                `json:"at"`
	Until     time.Time                `json:"until"`
	Duration  string                   `json:"duration"`

	Want json.RawMessage `json:"want"`
}

// runCase runs the case in a line. It returns an error if the answer differs from the one
// that the case wants.
func runCase(text []byte) error {
	var c conformanceCase
	if err := json.Unmarshal(text, &c); err != nil {
		return err
	}
	name := c.ID
	if c.About != "" {
		name += " (" + c.About + ")"
	}
	if err := c.run(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// run compares the answer to c with the one that c wants.
func (c *conformanceCase) run() error {
	answer := c.answerHours
	switch {
	case c.Request != nil:
		answer = c.report
	case c.Config != nil:
		answer = c.evaluate
	case c.Op == "":
		return errors.New("not a case: it has neither \"config\" nor \"op\"")
	}
	text, err := answer()
	if err != nil {
		return err
	}
	got, err := decode(text)
	if err != nil {
		return err
	}
	want, err := decode(c.Want)
	if err != nil {
		return fmt.Errorf("want: %w", err)
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(sameNumber)); diff != "" {
		return fmt.Errorf("differs (-want +got):\n%s", strings.TrimRight(diff, "\n"))
	}
	return nil
}

// sameNumber reports whether two numbers agree to 1e-9. Whole numbers, such as counts, are far
// from each other if they differ.
func sameNumber(a, b float64) bool {
	return a == b || math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b))
}

// decode returns the value of a JSON text, with instants and durations as strings.
func decode(text []byte) (value any, err error) {
	err = json.Unmarshal(text, &value)
	return value, err
}

// evaluate answers a case that evaluates an issue.
func (c *conformanceCase) evaluate() ([]byte, error) {
	engine, err := newEngine(c.Config)
	if err != nil {
		return nil, err
	}
	var issue sla.Issue
	if err := issue.UnmarshalJSON(c.Issue); err != nil {
		return nil, err
	}
	result, err := engine.EvaluateAt(issue, c.AsOf)
	if err != nil {
		return nil, err
	}
	return result.AppendJSON(nil), nil
}

// newEngine compiles a configuration.
func newEngine(config []byte) (*sla.Engine, error) {
	cfg, err := policy.Parse(config)
	if err != nil {
		return nil, err
	}
	return sla.New(cfg, sla.Options{})
}

// answerHours answers a case about business hours.
func (c *conformanceCase) answerHours() ([]byte, error) {
	set, err := businesshours.Compile(c.Schedules)
	if err != nil {
		return nil, err
	}
	cal, ok := set.Calendar(c.Schedule)
	if !ok {
		return nil, fmt.Errorf("no schedule %q", c.Schedule)
	}
	switch c.Op {
	case "between":
		return json.Marshal(cal.Between(c.At, c.Until).String())
	case "add":
		d, err := strict.ParseDuration(c.Duration)
		if err != nil {
			return nil, err
		}
		return marshalInstant(cal.Add(c.At, d))
	case "open":
		return json.Marshal(cal.Open(c.At))
	case "next_open":
		return marshalInstant(cal.NextOpen(c.At))
	case "next_close":
		return marshalInstant(cal.NextClose(c.At))
	case "spans":
		spans := [][2]time.Time{}
		for s := range cal.Spans(c.At, c.Until) {
			spans = append(spans, [2]time.Time{s.Start.UTC(), s.End.UTC()})
		}
		return json.Marshal(spans)
	}
	return nil, fmt.Errorf("unknown op %q", c.Op)
}

// marshalInstant returns an instant as JSON, or null if there is none within the horizon.
func marshalInstant(t time.Time, err error) ([]byte, error) {
	if errors.Is(err, businesshours.ErrNotWithinHorizon) {
		return []byte("null"), nil
	}
	if err != nil {
		return nil, err
	}
	return json.Marshal(t.UTC())
}
