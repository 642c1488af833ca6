package report

import (
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/stats"
)

// Held says in whose time clocks ran.
type Held struct {
	Request HeldRequest // with its defaults written out; not part of the JSON form
	AsOf    time.Time
	Rows    []HeldRow // by time, most first
}

// A HeldRow is what clocks counted while the field had a value.
type HeldRow struct {
	Value any // a string, float64 or bool, or nil for none

	// Clocks is how many ran in its time, for longer than nothing.
	Clocks int64

	// Seconds is what they counted.
	Seconds float64

	// Breached is how many records were missed or overdue with that value when that was
	// decided.
	Breached int64
}

var second = func() (s stats.Sum) { s.Add(int64(time.Second)); return s }()

// Held returns what the issues so far tell.
func (a *HeldAccumulator) Held() Held {
	held := Held{Request: *a.request, AsOf: a.origin.asOf, Rows: []HeldRow{}}
	list := a.rows.listed(&ordering{a.origin.policies})
	slices.SortStableFunc(list, func(a, b *keyed[heldGroup]) int { return b.group.open.Compare(a.group.open) })
	for _, k := range list {
		g := &k.group
		held.Rows = append(held.Rows, HeldRow{k.key[0].value(), g.clocks, g.open.Per(second), g.breached})
	}
	return held
}

// MarshalJSON implements [json.Marshaler]: an object with as_of and rows, each with key, which
// is a list of the one value, clocks, seconds and breached.
func (h Held) MarshalJSON() ([]byte, error) {
	b := append(appendInstant([]byte(`{"as_of":`), h.AsOf), `,"rows":[`...)
	for i := range h.Rows {
		if i > 0 {
			b = append(b, ',')
		}
		r := &h.Rows[i]
		b = appendKey(append(b, `{"key":`...), []any{r.Value})
		b = appendCount(append(b, `,"clocks":`...), r.Clocks)
		b = appendFloat(append(b, `,"seconds":`...), r.Seconds)
		b = append(appendCount(append(b, `,"breached":`...), r.Breached), '}')
	}
	return append(b, `]}`...), nil
}
