package answers

import (
	"errors"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/policy/lint"
	"github.com/punctualgo/punctual/sla"
)

// check answers what is wrong, or likely so, with a configuration.
func (s *Session) check(q struct {
	Config string    `json:"config"`
	AsOf   time.Time `json:"as_of"`
}) (any, error) {
	findings := lint.CheckText([]byte(q.Config), lint.Options{AsOf: q.AsOf})
	if findings == nil {
		findings = []lint.Finding{}
	}
	return findings, nil
}

// compile answers with the number of an engine for a configuration.
func (s *Session) compile(q struct {
	Config string `json:"config"`
}) (any, error) {
	cfg, err := policy.Parse([]byte(q.Config))
	if err != nil {
		return nil, err
	}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		return nil, err
	}
	s.last++
	s.engines[s.last] = engine
	return s.last, nil
}

// release forgets an engine or a calendar.
func (s *Session) release(q struct {
	Engine   int `json:"engine"`
	Calendar int `json:"calendar"`
}) (any, error) {
	if s.engines[q.Engine] == nil && s.calendars[q.Calendar] == nil {
		return nil, errors.New("there is nothing to release")
	}
	delete(s.engines, q.Engine)
	delete(s.calendars, q.Calendar)
	return true, nil
}
