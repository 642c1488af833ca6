package report

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/punctualgo/punctual/sla"
)

// A Tally is an accumulator of any kind: an [Accumulator], a [HeldAccumulator] or a
// [TargetsAccumulator]. It is for programs that pass requests on without looking into them,
// such as commands and pipelines. It is not safe for concurrent use.
type Tally interface {
	// Add evaluates an issue and adds its records, as [Accumulator.Add] does.
	Add(issue sla.Issue) error

	// Merge adds all that another has taken, as [Accumulator.Merge] does. A tally of another
	// kind is refused with [ErrOther].
	Merge(other Tally) error

	// Result returns what the issues so far tell.
	Result() Result

	// MarshalJSON writes what [ReadTally] reads.
	json.Marshaler
}

// A Result is what a [Tally] makes: a [Report], a [Held] or a [Targets].
type Result interface {
	Part
	json.Marshaler
	Table() Table
	Charts() []Chart // the first says most
}

// NewTally returns an empty tally for a request in JSON: of held time if the request has held,
// of targets if it has targets, and otherwise of a report. Its errors are those of [New], with
// lines.
func NewTally(engine *sla.Engine, request []byte, asOf time.Time) (Tally, error) {
	var kind struct {
		Held    json.RawMessage `json:"held"`
		Targets json.RawMessage `json:"targets"`
	}
	_ = json.Unmarshal(request, &kind) // what is wrong is found below
	switch {
	case kind.Held != nil:
		q, err := ParseHeldRequest(request, engine)
		if err != nil {
			return nil, err
		}
		a, err := NewHeld(engine, q, asOf)
		return heldTally{a}, err
	case kind.Targets != nil:
		q, err := ParseTargetsRequest(request, engine)
		if err != nil {
			return nil, err
		}
		a, err := NewTargets(engine, q, asOf)
		return targetsTally{a}, err
	}
	q, err := ParseRequest(request, engine)
	if err != nil {
		return nil, err
	}
	a, err := New(engine, q, asOf)
	return reportTally{a}, err
}

// ReadTally reads an accumulator of any kind of this package from JSON. What is read can be
// merged and reported; to add issues, merge it into a tally that [NewTally] returned.
func ReadTally(data []byte) (Tally, error) {
	kind, err := KindOf(data)
	if err != nil {
		return nil, err
	}
	switch kind {
	case "report":
		a := new(Accumulator)
		return reportTally{a}, json.Unmarshal(data, a)
	case "held":
		a := new(HeldAccumulator)
		return heldTally{a}, json.Unmarshal(data, a)
	case "targets":
		a := new(TargetsAccumulator)
		return targetsTally{a}, json.Unmarshal(data, a)
	}
	return nil, fmt.Errorf("report: unknown kind of accumulator %q", kind)
}

type (
	reportTally  struct{ *Accumulator }
	heldTally    struct{ *HeldAccumulator }
	targetsTally struct{ *TargetsAccumulator }
)

func (t reportTally) Result() Result  { return t.Report() }
func (t heldTally) Result() Result    { return t.Held() }
func (t targetsTally) Result() Result { return t.Targets() }

// Merge implements Tally.
func (t reportTally) Merge(other Tally) error {
	if o, ok := other.(reportTally); ok {
		return t.Accumulator.Merge(o.Accumulator)
	}
	return ErrOther
}

// Merge implements Tally.
func (t heldTally) Merge(other Tally) error {
	if o, ok := other.(heldTally); ok {
		return t.HeldAccumulator.Merge(o.HeldAccumulator)
	}
	return ErrOther
}

// Merge implements Tally.
func (t targetsTally) Merge(other Tally) error {
	if o, ok := other.(targetsTally); ok {
		return t.TargetsAccumulator.Merge(o.TargetsAccumulator)
	}
	return ErrOther
}
