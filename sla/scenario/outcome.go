package scenario

import (
	"slices"
	"time"

	"github.com/punctualgo/punctual/sla"
)

// outcomes are the outcomes of a clock, as files write them.
var outcomes = []string{
	string(sla.OutcomeMet), string(sla.OutcomeMissed), string(sla.OutcomeOverdue),
	string(sla.OutcomeOpen), string(sla.OutcomeDropped), string(sla.OutcomeVoid),
}

// outcome returns the outcome of a clock as of now.
func (s *Scenario) outcome(c *sla.Clock, now time.Time) (sla.Outcome, error) {
	if c.State != sla.Cancelled {
		return c.Outcome(), nil
	}
	// Only a record tells whether the issue's cancel event ended it.
	recorder, err := s.file.engine.Recorder(sla.RecorderOptions{})
	if err != nil {
		return "", err
	}
	records, err := recorder.RecordsAt(s.Issue, now)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(records, func(r sla.Record) bool {
		return r.Metric == c.Metric && r.Cycle == c.Cycle && r.Policy == c.Policy
	})
	return records[i].Outcome, nil
}
