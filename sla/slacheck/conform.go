package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// maxDifferences is how many failing cases are shown.
const maxDifferences = 10

// conform runs the conformance cases of files.
func conform(args []string, stdin io.Reader, stdout io.Writer) error {
	c := newCommand(conformUsage + caseForms)
	if err := c.parse(args, stdout); err != nil {
		return err
	}
	passed, failed := 0, 0
	err := forEach(c.Args(), stdin, func() func(*line) {
		return func(l *line) { l.err = runCase(l.text) }
	}, func(l *line) error {
		if l.err == nil {
			passed++
			return nil
		}
		failed++
		if failed <= maxDifferences {
			fmt.Fprintf(stdout, "%s:%d: %v\n", l.file, l.number, l.err)
		} else if failed == maxDifferences+1 {
			fmt.Fprintln(stdout, "more cases failed; they are only counted")
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%d passed, %d failed\n", passed, failed)
	switch {
	case failed > 0:
		return errFailed
	case passed == 0:
		return errors.New("there are no cases")
	}
	return nil
}

// A conformanceCase is a case of either kind: of the evaluator, or of business
// hours.
type conformanceCase struct {
	ID    string `json:"id"`
	About string `json:"about"`

	Config json.RawMessage `json:"config"`
	Issue  json.RawMessage `json:"issue"`
	AsOf   time.Time       `json:"as_of"`

	Schedules []businesshours.Schedule `json:"schedules"`
	Schedule  string                   `json:"schedule"`
	Op        string                   `json:"op"`
	At        time.Time                `json:"at"`
	Until     time.Time                `json:"until"`
	Duration  string                   `json:"duration"`

	Want json.RawMessage `json:"want"`
}

// runCase returns how the answer to a case differs from the one it wants.
func runCase(text []byte) error {
	var c conformanceCase
	if err := json.Unmarshal(text, &c); err != nil {
		return err
	}
	name := c.ID
	if c.About != "" {
		name += " (" + c.About + ")"
	}
	answer := c.hours
	switch {
	case c.Config != nil:
		answer = c.evaluate
	case c.Op == "":
		return fmt.Errorf("%s: is no case: it has neither \"config\" nor \"op\"", name)
	}
	got, err := answer()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	gotValue, err := generic(got)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	wantValue, err := generic(c.Want)
	if err != nil {
		return fmt.Errorf("%s: want: %w", name, err)
	}
	if diff := cmp.Diff(wantValue, gotValue); diff != "" {
		return fmt.Errorf("%s: differs (-want +got):\n%s", name, strings.TrimRight(diff, "\n"))
	}
	return nil
}

// generic returns the value of a JSON text, for comparison to the letter.
func generic(text []byte) (value any, err error) {
	err = json.Unmarshal(text, &value)
	return value, err
}

// evaluate answers a case of the evaluator.
func (c *conformanceCase) evaluate() ([]byte, error) {
	cfg, err := policy.Parse(c.Config)
	if err != nil {
		return nil, err
	}
	engine, err := sla.New(cfg, sla.Options{})
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

// hours answers a case of business hours. An instant that there is not is null.
func (c *conformanceCase) hours() ([]byte, error) {
	set, err := businesshours.Compile(c.Schedules)
	if err != nil {
		return nil, err
	}
	cal, ok := set.Calendar(c.Schedule)
	if !ok {
		return nil, fmt.Errorf("there is no schedule %q", c.Schedule)
	}
	instant := func(t time.Time, err error) ([]byte, error) {
		if errors.Is(err, businesshours.ErrNotWithinHorizon) {
			return []byte("null"), nil
		}
		if err != nil {
			return nil, err
		}
		return json.Marshal(t.UTC())
	}
	switch c.Op {
	case "between":
		return json.Marshal(cal.Between(c.At, c.Until).String())
	case "add":
		d, err := strict.ParseDuration(c.Duration)
		if err != nil {
			return nil, err
		}
		return instant(cal.Add(c.At, d))
	case "open":
		return json.Marshal(cal.Open(c.At))
	case "next_open":
		return instant(cal.NextOpen(c.At))
	case "next_close":
		return instant(cal.NextClose(c.At))
	case "spans":
		spans := [][2]time.Time{}
		for s := range cal.Spans(c.At, c.Until) {
			spans = append(spans, [2]time.Time{s.Start.UTC(), s.End.UTC()})
		}
		return json.Marshal(spans)
	}
	return nil, fmt.Errorf("unknown op %q", c.Op)
}
