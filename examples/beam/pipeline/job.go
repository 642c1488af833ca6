// Package pipeline makes reports, held time, targets and backtests of any number of issues, as a
// pipeline of Apache Beam: on all cores of a machine, or on all machines of a cluster.
//
// The result is that of the library, byte for byte, however the issues are split and in
// whatever order they come.
package pipeline

import (
	"errors"
	"fmt"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
	"github.com/punctualgo/punctual/sla/whatif"
)

// A Job says what is asked. It travels to the workers as it is, so everything in it is text.
type Job struct {
	Config   string    // the configuration, in JSON
	Proposed string    // another configuration: the job is a backtest. Empty if it is not.
	Request  string    // in JSON: of a report, of held time, of targets, or of a backtest
	AsOf     time.Time // the present of all issues
}

// Check reports what is wrong with a job. Call it before the pipeline is run.
func (j *Job) Check() error {
	if j.AsOf.IsZero() {
		return errors.New("a job needs the instant as of which issues are evaluated")
	}
	_, err := j.compile()
	return err
}

// A sum is what is accumulated: a [report.Tally], or a backtest.
type sum interface {
	add(issue sla.Issue) ([]whatif.Flip, error)
	merge(other sum) error
	MarshalJSON() ([]byte, error)
}

// compile returns what makes an empty sum for the job.
func (j *Job) compile() (newSum func() (sum, error), err error) {
	current, err := engine(j.Config)
	if err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	newSum = func() (sum, error) {
		tally, err := report.NewTally(current, []byte(j.Request), j.AsOf)
		return tallySum{tally}, err
	}
	if j.Proposed != "" {
		proposed, err := engine(j.Proposed)
		if err != nil {
			return nil, fmt.Errorf("proposed configuration: %w", err)
		}
		request, err := whatif.ParseRequest([]byte(j.Request), current, proposed)
		if err != nil {
			return nil, fmt.Errorf("request: %w", err)
		}
		newSum = func() (sum, error) {
			b, err := whatif.NewBacktest(current, proposed, request, j.AsOf)
			return backtestSum{b}, err
		}
	}
	if _, err := newSum(); err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}
	return newSum, nil
}

// engine compiles a configuration.
func engine(config string) (*sla.Engine, error) {
	cfg, err := policy.Parse([]byte(config))
	if err != nil {
		return nil, err
	}
	return sla.New(cfg, sla.Options{})
}

// readSum reads what a sum wrote.
func readSum(data []byte) (sum, error) {
	kind, err := report.KindOf(data)
	if err != nil {
		return nil, err
	}
	if kind == whatif.Kind {
		b := new(whatif.Backtest)
		return backtestSum{b}, b.UnmarshalJSON(data)
	}
	tally, err := report.ReadTally(data)
	return tallySum{tally}, err
}

type tallySum struct{ report.Tally }

func (s tallySum) add(issue sla.Issue) ([]whatif.Flip, error) { return nil, s.Add(issue) }

func (s tallySum) merge(other sum) error {
	if o, ok := other.(tallySum); ok {
		return s.Merge(o.Tally)
	}
	return report.ErrOther
}

type backtestSum struct{ *whatif.Backtest }

func (s backtestSum) add(issue sla.Issue) ([]whatif.Flip, error) { return s.Add(issue) }

func (s backtestSum) merge(other sum) error {
	if o, ok := other.(backtestSum); ok {
		return s.Merge(o.Backtest)
	}
	return report.ErrOther
}
