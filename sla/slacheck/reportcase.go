package main

import (
	"encoding/json"
	"time"

	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
	"github.com/punctualgo/punctual/sla/whatif"
)

// report answers a case about many issues.
func (c *conformanceCase) report() ([]byte, error) {
	engine, err := newEngine(c.Config)
	if err != nil {
		return nil, err
	}
	if c.Proposed != nil {
		return c.backtest(engine)
	}
	a, err := newTally(engine, c.Request, c.AsOf)
	if err != nil {
		return nil, err
	}
	err = c.eachIssue(a.Add)
	if err != nil {
		return nil, err
	}
	return json.Marshal(a.result())
}

// backtest answers a case that is a backtest.
func (c *conformanceCase) backtest(current *sla.Engine) ([]byte, error) {
	proposed, err := newEngine(c.Proposed)
	if err != nil {
		return nil, err
	}
	request, err := whatif.ParseRequest(c.Request, current, proposed)
	if err != nil {
		return nil, err
	}
	b, err := whatif.NewBacktest(current, proposed, request, c.AsOf)
	if err != nil {
		return nil, err
	}
	var flips []whatif.Flip
	err = c.eachIssue(func(issue sla.Issue) error {
		more, err := b.Add(issue)
		flips = append(flips, more...)
		return err
	})
	if err != nil {
		return nil, err
	}
	result := b.Result()
	result.Flips = flips
	return json.Marshal(result)
}

// eachIssue calls add with each issue of the case, until an error.
func (c *conformanceCase) eachIssue(add func(sla.Issue) error) error {
	for _, text := range c.Issues {
		var issue sla.Issue
		if err := issue.UnmarshalJSON(text); err != nil {
			return err
		}
		if err := add(issue); err != nil {
			return err
		}
	}
	return nil
}

// A tally is an accumulator of any kind of package report.
type tally interface {
	Add(sla.Issue) error
	json.Marshaler
	merge(tally) error
	result() any
}

// newTally returns an empty accumulator of the kind that a request is for.
func newTally(engine *sla.Engine, request []byte, asOf time.Time) (tally, error) {
	var kind struct {
		Held    json.RawMessage `json:"held"`
		Targets json.RawMessage `json:"targets"`
	}
	_ = json.Unmarshal(request, &kind) // what is wrong is found below
	switch {
	case kind.Held != nil:
		q, err := report.ParseHeldRequest(request, engine)
		if err != nil {
			return nil, err
		}
		a, err := report.NewHeld(engine, q, asOf)
		return heldTally{a}, err
	case kind.Targets != nil:
		q, err := report.ParseTargetsRequest(request, engine)
		if err != nil {
			return nil, err
		}
		a, err := report.NewTargets(engine, q, asOf)
		return targetsTally{a}, err
	}
	q, err := report.ParseRequest(request, engine)
	if err != nil {
		return nil, err
	}
	a, err := report.New(engine, q, asOf)
	return reportTally{a}, err
}

type (
	reportTally  struct{ *report.Accumulator }
	heldTally    struct{ *report.HeldAccumulator }
	targetsTally struct{ *report.TargetsAccumulator }
)

func (t reportTally) result() any  { return t.Report() }
func (t heldTally) result() any    { return t.Held() }
func (t targetsTally) result() any { return t.Targets() }

func (t reportTally) merge(other tally) error {
	if o, ok := other.(reportTally); ok {
		return t.Merge(o.Accumulator)
	}
	return report.ErrOther
}

func (t heldTally) merge(other tally) error {
	if o, ok := other.(heldTally); ok {
		return t.Merge(o.HeldAccumulator)
	}
	return report.ErrOther
}

func (t targetsTally) merge(other tally) error {
	if o, ok := other.(targetsTally); ok {
		return t.Merge(o.TargetsAccumulator)
	}
	return report.ErrOther
}
