package report

import (
	"encoding/json"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/sla"
)

// ParseTargetsRequest is as [ParseRequest].
func ParseTargetsRequest(data []byte, engine *sla.Engine) (q TargetsRequest, err error) {
	err = decode(data, &q, engine)
	return q, err
}

// UnmarshalJSON implements [json.Unmarshaler], as that of [Request].
func (q *TargetsRequest) UnmarshalJSON(data []byte) error {
	*q = TargetsRequest{}
	return decode(data, q, nil)
}

var targetsFields = append([]string{"targets", "by", "denominator"}, selectionFields...)

func (q *TargetsRequest) fields() []string { return targetsFields }

func (q *TargetsRequest) read(r *strict.Reader, field string) {
	switch field {
	case "targets":
		r.Object([]string{"goal", "ladder"}, func(name string) {
			if name == "goal" {
				q.Goal = r.Given()
				return
			}
			q.Ladder = []time.Duration{}
			r.List(func(int) { q.Ladder = append(q.Ladder, r.Positive()) })
		})
	case "by":
		q.By = r.Texts()
	case "denominator":
		q.Denominator = Denominator(r.Given())
	default:
		q.Selection.read(r, field)
	}
}

// MarshalJSON implements [json.Marshaler].
func (q TargetsRequest) MarshalJSON() ([]byte, error) {
	type targets struct {
		Goal   string   `json:"goal"`
		Ladder []string `json:"ladder,omitempty"`
	}
	t := targets{Goal: q.Goal}
	for _, step := range q.Ladder {
		t.Ladder = append(t.Ladder, step.String())
	}
	return json.Marshal(struct {
		Targets targets  `json:"targets"`
		By      []string `json:"by,omitzero"`
		selectionDocument
		Denominator Denominator `json:"denominator,omitempty"`
	}{t, q.By, q.Selection.document(), q.Denominator})
}

// MarshalJSON implements [json.Marshaler], as that of [Accumulator].
func (a *TargetsAccumulator) MarshalJSON() ([]byte, error) {
	if a.request == nil {
		return nil, ErrUnbound
	}
	b, err := a.origin.document()
	if err != nil {
		return nil, err
	}
	b = a.rows.appendGroups(b, func(n *needs, b []byte) []byte {
		b = appendCounts(append(b, `,"outcomes":`...), n.outcomes[:])
		b = n.stopped.AppendJSON(append(b, `,"stopped":`...))
		b = n.ongoing.AppendJSON(append(b, `,"ongoing":`...))
		b = appendCounts(append(b, `,"stopped_in":`...), n.stoppedIn)
		return appendCounts(append(b, `,"open_in":`...), n.openIn)
	})
	return append(b, '}'), nil
}

var needsFields = []string{"outcomes", "stopped", "ongoing", "stopped_in", "open_in"}

// UnmarshalJSON implements [json.Unmarshaler], as that of [Accumulator].
func (a *TargetsAccumulator) UnmarshalJSON(data []byte) error {
	var q TargetsRequest
	*a = TargetsAccumulator{}
	b := new(TargetsAccumulator)
	o := origin{kind: kindTargets, request: &q}
	err := readState(data, &o, []string{"groups"}, func() {
		q.normalize()
		b = newTargetsAccumulator(o, &q)
	}, func(r *strict.Reader, _ string) {
		b.rows.readGroups(r, needsFields, func(n *needs, field string) {
			if n.stoppedIn == nil {
				n.stoppedIn, n.openIn = make([]int64, len(q.Ladder)+1), make([]int64, len(q.Ladder)+1)
			}
			switch field {
			case "outcomes":
				readCounts(r, n.outcomes[:])
			case "stopped":
				n.stopped.Read(r)
			case "ongoing":
				n.ongoing.Read(r)
			case "stopped_in":
				readCounts(r, n.stoppedIn)
			case "open_in":
				readCounts(r, n.openIn)
			}
		})
	})
	if err != nil {
		return err
	}
	b.origin = o
	*a = *b
	return nil
}
