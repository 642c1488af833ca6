package whatif

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

// Caveat is what people who read a backtest must know.
const Caveat = "Behaviour is taken as it was: under other promises, people might have acted otherwise."

// A Result compares two configurations on the same issues.
//
// Behaviour is taken as it was: under other promises people might have answered sooner, or
// later, and customers might have written otherwise.
type Result struct {
	Current, Proposed report.Report

	// Flips are the clocks whose outcomes differ, in the order of the issues. Backtest.Result
	// leaves them nil: the caller has them from Add, and puts them here.
	Flips []Flip

	// Changes count the flips by what they were and become. They explain the difference between
	// the totals of clocks.
	Changes []Change

	// Issues is how many were judged.
	Issues int64

	CurrentAlerts, ProposedAlerts Alerts

	// CurrentIdle and ProposedIdle are the policies that no transition names.
	CurrentIdle, ProposedIdle []string
}

// A Change is how many clocks flip from one outcome to another; either may be None.
type Change struct {
	Was     sla.Outcome `json:"was"`
	Becomes sla.Outcome `json:"becomes"`
	N       int64       `json:"n"`
}

var outcomes = []sla.Outcome{
	sla.OutcomeMet, sla.OutcomeMissed, sla.OutcomeOverdue, sla.OutcomeOpen, sla.OutcomeDropped, sla.OutcomeVoid, None,
}

// Result returns what the issues so far tell.
func (b *Backtest) Result() Result {
	if b.current.report == nil {
		return Result{}
	}
	r := Result{
		Current: b.current.report.Report(), Proposed: b.proposed.report.Report(), Issues: b.issues,
		CurrentAlerts: b.current.alerts, ProposedAlerts: b.proposed.alerts,
		CurrentIdle: b.current.idle(), ProposedIdle: b.proposed.idle(),
	}
	for c, n := range b.changes {
		r.Changes = append(r.Changes, Change{c.was, c.becomes, n})
	}
	slices.SortFunc(r.Changes, func(a, b Change) int {
		return cmp.Or(
			cmp.Compare(slices.Index(outcomes, a.Was), slices.Index(outcomes, b.Was)),
			cmp.Compare(slices.Index(outcomes, a.Becomes), slices.Index(outcomes, b.Becomes)),
		)
	})
	return r
}

// MarshalJSON implements [json.Marshaler]: an object with current, proposed, flips, alerts and
// idle.
func (r Result) MarshalJSON() ([]byte, error) {
	current, err := r.Current.MarshalJSON()
	if err != nil {
		return nil, err
	}
	proposed, err := r.Proposed.MarshalJSON()
	if err != nil {
		return nil, err
	}
	b := append(append([]byte(`{"current":`), current...), `,"proposed":`...)
	b = append(append(b, proposed...), `,"flips":[`...)
	for i := range r.Flips {
		if i > 0 {
			b = append(b, ',')
		}
		b = r.Flips[i].appendJSON(b)
	}
	b = r.CurrentAlerts.appendJSON(append(b, `],"alerts":{"current":`...))
	b = r.ProposedAlerts.appendJSON(append(b, `,"proposed":`...))
	b = appendTexts(append(b, `},"idle":{"current":`...), r.CurrentIdle)
	b = appendTexts(append(b, `,"proposed":`...), r.ProposedIdle)
	return append(b, `}}`...), nil
}

// MarshalJSON implements [json.Marshaler].
func (a Alerts) MarshalJSON() ([]byte, error) { return a.appendJSON(nil), nil }

func (a *Alerts) appendJSON(b []byte) []byte {
	b = strconv.AppendInt(append(b, `{"breached":`...), a.Breached, 10)
	b = strconv.AppendInt(append(b, `,"escalated":`...), a.Escalated, 10)
	return append(b, '}')
}

// appendTexts appends a list of texts.
func appendTexts(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, text := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = strict.AppendText(b, text)
	}
	return append(b, ']')
}
