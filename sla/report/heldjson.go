package report

import (
	"encoding/json"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/sla"
)

// ParseHeldRequest is as [ParseRequest].
func ParseHeldRequest(data []byte, engine *sla.Engine) (q HeldRequest, err error) {
	err = decode(data, &q, engine)
	return q, err
}

// UnmarshalJSON implements [json.Unmarshaler], as that of [Request].
func (q *HeldRequest) UnmarshalJSON(data []byte) error {
	*q = HeldRequest{}
	return decode(data, q, nil)
}

var heldFields = append([]string{"held"}, selectionFields...)

func (q *HeldRequest) fields() []string { return heldFields }

func (q *HeldRequest) read(r *strict.Reader, field string) {
	if field == "held" {
		q.Field = r.Given()
		return
	}
	q.Selection.read(r, field)
}

// MarshalJSON implements [json.Marshaler].
func (q HeldRequest) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Held string `json:"held"`
		selectionDocument
	}{q.Field, q.Selection.document()})
}

// MarshalJSON implements [json.Marshaler], as that of [Accumulator].
func (a *HeldAccumulator) MarshalJSON() ([]byte, error) {
	if a.request == nil {
		return nil, ErrUnbound
	}
	b, err := a.origin.document()
	if err != nil {
		return nil, err
	}
	b = a.rows.appendGroups(b, func(g *heldGroup, b []byte) []byte {
		b = appendCount(append(b, `,"clocks":`...), g.clocks)
		b = appendCount(append(b, `,"breached":`...), g.breached)
		return appendSum(append(b, `,"open":`...), g.open)
	})
	return append(b, '}'), nil
}

// UnmarshalJSON implements [json.Unmarshaler], as that of [Accumulator].
func (a *HeldAccumulator) UnmarshalJSON(data []byte) error {
	var q HeldRequest
	*a = HeldAccumulator{}
	b := new(HeldAccumulator)
	o := origin{kind: kindHeld, request: &q}
	err := readState(data, &o, []string{"groups"}, func() {
		q.normalize()
		b = newHeldAccumulator(o, &q)
	}, func(r *strict.Reader, _ string) {
		b.rows.readGroups(r, []string{"clocks", "breached", "open"}, func(g *heldGroup, field string) {
			switch field {
			case "clocks":
				g.clocks = r.Count()
			case "breached":
				g.breached = r.Count()
			case "open":
				g.open = readSum(r)
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
