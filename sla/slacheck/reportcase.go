package main

import (
	"encoding/json"

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
	a, err := report.NewTally(engine, c.Request, c.AsOf)
	if err != nil {
		return nil, err
	}
	err = c.eachIssue(a.Add)
	if err != nil {
		return nil, err
	}
	return json.Marshal(a.Result())
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
