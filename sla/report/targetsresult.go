package report

import (
	"time"

	"github.com/punctualgo/punctual/internal/stats"
)

// Targets says which targets a team could have kept.
//
// A stopped clock needed the open time that it counted. One that is open, overdue or cancelled
// needed more than it has counted, and so tells something only about targets below that. Void
// records tell nothing.
type Targets struct {
	Request TargetsRequest // with its defaults written out; not part of the JSON form
	AsOf    time.Time
	Rows    []TargetsRow // in the order of their keys, as in [Report]
}

// A TargetsRow says which target a group of records could have kept.
type TargetsRow struct {
	Key []any // as in [Row]

	// Now is the compliance with the targets as they are, or nil.
	Now *Compliance

	// Target is the least step of the ladder that would have kept the goal, and AtTarget the
	// share of clocks that would have kept it. They are zero and nil if there is none.
	Target   time.Duration
	AtTarget *Compliance

	// Exact is the least time of a stopped record that would have kept the goal as a target. It
	// is nil if there is none.
	Exact *time.Duration

	// Approximate says that there were more than 4,096 records, so that Exact may be off by
	// 1 % of itself.
	Approximate bool

	// Curve is the share of clocks that would have kept each step of the ladder, without steps
	// of which nothing is known. It never falls.
	Curve []Compliance

	// Steps are the targets of Curve.
	Steps []time.Duration
}

// Targets returns what the issues so far tell.
func (a *TargetsAccumulator) Targets() Targets {
	goal, _ := stats.ParsePercentage(a.request.Goal)
	targets := Targets{Request: *a.request, AsOf: a.origin.asOf, Rows: []TargetsRow{}}
	list := a.rows.listed(&ordering{a.origin.policies})
	for _, k := range list {
		targets.Rows = append(targets.Rows, a.row(k.values(), &k.group, &goal))
	}
	if len(list) == 0 && len(a.rows.dimensions) == 0 {
		targets.Rows = append(targets.Rows, TargetsRow{Key: []any{}})
	}
	return targets
}

// row returns the row of a group.
func (a *TargetsAccumulator) row(key []any, n *needs, goal *stats.Percentage) TargetsRow {
	outcomes := outcomesOf(&n.outcomes)
	row := TargetsRow{Key: key, Now: a.request.Denominator.of(&outcomes), Approximate: n.approximate()}
	good, all := n.shares()
	for i, step := range a.request.Ladder {
		c := newCompliance(good[i], all[i])
		if c == nil {
			continue
		}
		row.Curve, row.Steps = append(row.Curve, *c), append(row.Steps, step)
		if row.AtTarget == nil && goal.ReachedBy(good[i], all[i]) {
			row.Target, row.AtTarget = step, c
		}
	}
	if exact, ok := n.exact(goal); ok {
		row.Exact = &exact
	}
	return row
}

// MarshalJSON implements [json.Marshaler]: an object with as_of and rows, each with key, now,
// target, at_target, exact and curve, and approximate if that is true.
func (t Targets) MarshalJSON() ([]byte, error) {
	b := append(appendInstant([]byte(`{"as_of":`), t.AsOf), `,"rows":[`...)
	for i := range t.Rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = t.Rows[i].appendJSON(b)
	}
	return append(b, `]}`...), nil
}

// appendJSON appends the JSON form of r.
func (r *TargetsRow) appendJSON(b []byte) []byte {
	b = appendKey(append(b, `{"key":`...), r.Key)
	b = r.Now.appendJSON(append(b, `,"now":`...))
	b = append(b, `,"target":`...)
	if r.AtTarget == nil {
		b = append(b, "null"...)
	} else {
		b = appendDuration(b, r.Target)
	}
	b = r.AtTarget.appendJSON(append(b, `,"at_target":`...))
	b = append(b, `,"exact":`...)
	if r.Exact == nil {
		b = append(b, "null"...)
	} else {
		b = appendDuration(b, *r.Exact)
	}
	if r.Approximate {
		b = append(b, `,"approximate":true`...)
	}
	b = append(b, `,"curve":[`...)
	for i := range r.Curve {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendDuration(append(b, `{"target":`...), r.Steps[i])
		b = appendCount(append(b, `,"n":`...), r.Curve[i].N)
		b = append(appendFloat(append(b, `,"rate":`...), r.Curve[i].Rate), '}')
	}
	return append(b, `]}`...)
}
