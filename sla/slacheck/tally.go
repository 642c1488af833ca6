package main

import (
	"encoding/json"
	"time"

	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

// A tally is an accumulator of any kind of package report.
type tally interface {
	Add(sla.Issue) error
	json.Marshaler
	merge(tally) error
	result() tabular
}

// A tabular is a result that can be printed.
type tabular interface {
	Table() report.Table
	charted
	json.Marshaler
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

func (t reportTally) result() tabular  { return t.Report() }
func (t heldTally) result() tabular    { return t.Held() }
func (t targetsTally) result() tabular { return t.Targets() }

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
