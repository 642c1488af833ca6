package answers

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
	"github.com/punctualgo/punctual/sla/whatif"
)

// A historyQuestion is about many issues.
type historyQuestion struct {
	Engine   int        `json:"engine"`
	Proposed int        `json:"proposed"` // the other engine of a backtest
	Request  document   `json:"request"`
	Issues   []document `json:"issues"`
	AsOf     time.Time  `json:"as_of"`
}

// each calls add with each issue, until an error.
func (q *historyQuestion) each(add func(sla.Issue) error) error {
	for i, text := range q.Issues {
		var issue sla.Issue
		err := issue.UnmarshalJSON(text)
		if err == nil {
			err = add(issue)
		}
		if err != nil {
			return fmt.Errorf("issues[%d]: %w", i, err)
		}
	}
	return nil
}

// report answers with a report, with held time if the request has held, or with targets if it
// has targets.
func (s *Session) report(q historyQuestion) (any, error) {
	engine, err := s.engine(q.Engine)
	if err != nil {
		return nil, err
	}
	add, result, err := accumulate(engine, q.Request, q.AsOf)
	if err != nil {
		return nil, err
	}
	if err := q.each(add); err != nil {
		return nil, err
	}
	return result(), nil
}

// accumulate returns how issues are added to what a request asks for, and what comes of them.
func accumulate(engine *sla.Engine, request []byte, asOf time.Time) (add func(sla.Issue) error, result func() any, err error) {
	var kind struct {
		Held    json.RawMessage `json:"held"`
		Targets json.RawMessage `json:"targets"`
	}
	_ = json.Unmarshal(request, &kind) // what is wrong is found below
	switch {
	case kind.Held != nil:
		q, err := report.ParseHeldRequest(request, engine)
		if err != nil {
			return nil, nil, err
		}
		a, err := report.NewHeld(engine, q, asOf)
		return a.Add, func() any { return a.Held() }, err
	case kind.Targets != nil:
		q, err := report.ParseTargetsRequest(request, engine)
		if err != nil {
			return nil, nil, err
		}
		a, err := report.NewTargets(engine, q, asOf)
		return a.Add, func() any { return a.Targets() }, err
	}
	q, err := report.ParseRequest(request, engine)
	if err != nil {
		return nil, nil, err
	}
	a, err := report.New(engine, q, asOf)
	return a.Add, func() any { return a.Report() }, err
}

// backtest answers how issues would have been judged under another configuration.
func (s *Session) backtest(q historyQuestion) (any, error) {
	current, err := s.engine(q.Engine)
	if err != nil {
		return nil, err
	}
	proposed, err := s.engine(q.Proposed)
	if err != nil {
		return nil, err
	}
	request, err := whatif.ParseRequest(q.Request, current, proposed)
	if err != nil {
		return nil, err
	}
	b, err := whatif.NewBacktest(current, proposed, request, q.AsOf)
	if err != nil {
		return nil, err
	}
	var flips []whatif.Flip
	err = q.each(func(issue sla.Issue) error {
		more, err := b.Add(issue)
		flips = append(flips, more...)
		return err
	})
	if err != nil {
		return nil, err
	}
	result := b.Result()
	result.Flips = flips
	return result, nil
}
