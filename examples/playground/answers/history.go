package answers

import (
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
	tally, err := report.NewTally(engine, q.Request, q.AsOf)
	if err != nil {
		return nil, err
	}
	if err := q.each(tally.Add); err != nil {
		return nil, err
	}
	return tally.Result(), nil
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
