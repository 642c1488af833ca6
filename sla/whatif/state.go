package whatif

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

// Kind is the kind of the JSON form of a backtest, as [report.KindOf] returns it.
const Kind = "backtest"

// A stateDocument is the JSON form of a backtest.
type stateDocument struct {
	Version  int          `json:"version"`
	Kind     string       `json:"kind"`
	Each     bool         `json:"each"`
	Request  Request      `json:"request"`
	Issues   int64        `json:"issues"`
	Changes  []Change     `json:"changes,omitzero"`
	Current  sideDocument `json:"current"`
	Proposed sideDocument `json:"proposed"`
}

// A sideDocument is the JSON form of a side.
type sideDocument struct {
	Report   *report.Accumulator `json:"report"`
	Policies []string            `json:"policies"`
	Named    []string            `json:"named,omitzero"`
	Alerts   Alerts              `json:"alerts"`
}

const version = 1

func (s *side) document() sideDocument {
	return sideDocument{s.report, s.policies, slices.Sorted(maps.Keys(s.named)), s.alerts}
}

// MarshalJSON implements [json.Marshaler], as that of [report.Accumulator].
func (b *Backtest) MarshalJSON() ([]byte, error) {
	if b.current.report == nil {
		return nil, report.ErrUnbound
	}
	return json.Marshal(stateDocument{
		version, Kind, b.each, b.request, b.issues, b.Result().Changes, b.current.document(), b.proposed.document(),
	})
}

// UnmarshalJSON implements [json.Unmarshaler]. What is read can be merged and reported; to add
// issues, merge it into a backtest that NewBacktest returned.
func (b *Backtest) UnmarshalJSON(data []byte) error {
	*b = Backtest{}
	var d stateDocument
	r := strict.NewReader(data)
	unmarshal := func(into json.Unmarshaler) {
		raw, start := r.Raw()
		if err := into.UnmarshalJSON([]byte(raw)); err != nil {
			r.FailError(start, err)
		}
	}
	readSide := func(s *sideDocument) {
		r.Object([]string{"report", "policies", "named", "alerts"}, func(name string) {
			switch name {
			case "report":
				s.Report = new(report.Accumulator)
				unmarshal(s.Report)
			case "policies":
				s.Policies = r.Texts()
			case "named":
				s.Named = r.Texts()
			case "alerts":
				r.Object([]string{"breached", "escalated"}, func(name string) {
					if name == "breached" {
						s.Alerts.Breached = r.Count()
					} else {
						s.Alerts.Escalated = r.Count()
					}
				})
			}
		})
	}
	r.Object([]string{"version", "kind", "each", "request", "issues", "changes", "current", "proposed"}, func(name string) {
		switch name {
		case "version":
			d.Version = r.Int()
		case "kind":
			d.Kind = r.Text()
		case "each":
			d.Each = r.Bool()
		case "request":
			unmarshal(&d.Request)
		case "issues":
			d.Issues = r.Count()
		case "changes":
			r.List(func(int) { d.Changes = append(d.Changes, readChange(r)) })
		case "current":
			readSide(&d.Current)
		case "proposed":
			readSide(&d.Proposed)
		}
	})
	if err := r.Close(); err != nil {
		return fmt.Errorf("whatif: reading a backtest: %w", err)
	}
	if d.Version != version || d.Kind != Kind || d.Current.Report == nil || d.Proposed.Report == nil {
		return fmt.Errorf("whatif: not a backtest of version %d", version)
	}
	*b = Backtest{
		request: d.Request, each: d.Each, issues: d.Issues,
		current: d.Current.side(), proposed: d.Proposed.side(), changes: make(map[change]int64),
	}
	for _, c := range d.Changes {
		b.changes[change{c.Was, c.Becomes}] += c.N
	}
	return nil
}

func (d *sideDocument) side() side {
	s := side{report: d.Report, policies: d.Policies, named: make(map[string]bool), alerts: d.Alerts}
	for _, id := range d.Named {
		s.named[id] = true
	}
	return s
}

// readChange reads the JSON form of a change.
func readChange(r *strict.Reader) (c Change) {
	outcome := func() sla.Outcome {
		o := sla.Outcome(r.Text())
		if !slices.Contains(outcomes, o) {
			r.Fail("%s is not an outcome", strict.Quote(string(o)))
		}
		return o
	}
	r.Object([]string{"was", "becomes", "n"}, func(name string) {
		switch name {
		case "was":
			c.Was = outcome()
		case "becomes":
			c.Becomes = outcome()
		case "n":
			c.N = r.Count()
		}
	})
	return c
}
