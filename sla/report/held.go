package report

import (
	"time"

	"github.com/punctualgo/punctual/internal/stats"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/sla"
)

// A HeldRequest asks in whose time clocks ran: how much of the open time that they counted
// they counted while a field had each of its values.
type HeldRequest struct {
	Selection

	// Field is the field, such as "assignee".
	Field string
}

// Check reports every problem of a request; each is a [*problem.Error] with its path.
func (q *HeldRequest) Check(engine *sla.Engine) error { return checked(q, engine) }

func (q *HeldRequest) check(v *strict.Problems, engine *sla.Engine) {
	d, err := parseDimension(q.Field)
	switch {
	case err != nil:
		v.Add("held", "%w", err)
	case d.kind != dimField:
		v.Add("held", "%s is not a field", strict.Quote(q.Field))
	case d.field != q.Field:
		v.Add("held", "is a field without @: time is given to the value that it had then")
	}
	q.Selection.check(v, engine)
}

func (q *HeldRequest) normalize() { q.Selection.normalize() }

// A HeldAccumulator takes issues one at a time, and makes a [Held] of them. All that is said
// of [Accumulator] holds for it.
type HeldAccumulator struct {
	origin  origin
	request *HeldRequest
	source  source
	rows    table[heldGroup]
}

// A heldGroup is what a HeldAccumulator remembers of a value.
type heldGroup struct {
	clocks, breached int64
	open             stats.Sum
}

const kindHeld = "held"

// NewHeld returns an empty accumulator, as [New] does.
func NewHeld(engine *sla.Engine, request HeldRequest, asOf time.Time) (*HeldAccumulator, error) {
	if err := request.Check(engine); err != nil {
		return nil, err
	}
	request.normalize()
	origin, err := newOrigin(kindHeld, engine, &request, asOf)
	if err != nil {
		return nil, err
	}
	a := newHeldAccumulator(origin, &request)
	a.source, err = newSource(engine, request.Selection, origin.asOf, a.rows.dimensions, request.Field)
	return a, err
}

// newHeldAccumulator returns an accumulator without a source, for a request that was checked.
func newHeldAccumulator(o origin, request *HeldRequest) *HeldAccumulator {
	return &HeldAccumulator{origin: o, request: request, rows: newTable[heldGroup](parseDimensions([]string{request.Field}))}
}

// Request returns the request, with its defaults written out.
func (a *HeldAccumulator) Request() HeldRequest { return *a.request }

// AsOf returns the instant as of which issues are evaluated.
func (a *HeldAccumulator) AsOf() time.Time { return a.origin.asOf }

// Fingerprint is as [Accumulator.Fingerprint].
func (a *HeldAccumulator) Fingerprint() string { return a.origin.fingerprint() }

// Add is as [Accumulator.Add].
func (a *HeldAccumulator) Add(issue sla.Issue) error {
	records, err := a.source.records(&issue)
	if err != nil {
		return err
	}
	selected, err := a.source.selected(&issue, records, a.groupsOf)
	if err != nil {
		return err
	}
	for _, r := range selected {
		a.add(&subject{&issue, r, a.source.selector.Zone})
	}
	return nil
}

// groupsOf returns to how many groups a record adds time, each as often as it does.
func (a *HeldAccumulator) groupsOf(s *subject) int {
	n := a.rows.groupsOf(s)
	for i := range s.record.Held {
		n += elementCount(s.record.Held[i].Value)
	}
	return n
}

// add adds a record.
func (a *HeldAccumulator) add(s *subject) {
	held := make(map[element]bool) // by the record so far
	for i := range s.record.Held {
		h := &s.record.Held[i]
		for _, e := range elementsOf(h.Value, nil) {
			g := a.rows.at([]element{e})
			g.open.Add(int64(h.Open))
			if h.Open > 0 && !held[e] {
				held[e] = true
				g.clocks++
			}
		}
	}
	if s.record.Outcome == sla.OutcomeMissed || s.record.Outcome == sla.OutcomeOverdue {
		a.rows.each(s, func(g *heldGroup) { g.breached++ })
	}
}

// Merge is as [Accumulator.Merge].
func (a *HeldAccumulator) Merge(other *HeldAccumulator) error {
	if err := a.origin.sameAs(&other.origin); err != nil {
		return err
	}
	for _, k := range other.rows.groups {
		g := a.rows.at(k.key)
		g.clocks += k.group.clocks
		g.breached += k.group.breached
		g.open.AddSum(k.group.open)
	}
	return nil
}
