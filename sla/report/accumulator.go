package report

import (
	"time"

	"github.com/punctualgo/punctual/internal/stats"
	"github.com/punctualgo/punctual/sla"
)

// An Accumulator takes issues one at a time, and makes a [Report] of them. It remembers
// groups, not issues: 4,096 amounts of each distribution at most, and then how many there are
// of about one size.
//
// The order of issues changes nothing, nor does it matter how they are split: parts may be
// computed anywhere, written as JSON, read and joined with [Accumulator.Merge]. An
// Accumulator is not safe for concurrent use; give each goroutine one of its own, and merge
// them.
type Accumulator struct {
	origin  origin
	request *Request
	source  source
	near    int64
	total   group
	rows    table[group]

	issues  uint64   // how many were added here
	touched []*group // by the issue that is being added
}

// New returns an empty accumulator for records under the configuration of an engine, as of an
// instant. Its error has every problem of the request; each is a [*problem.Error] with its
// path.
func New(engine *sla.Engine, request Request, asOf time.Time) (*Accumulator, error) {
	if err := request.Check(engine); err != nil {
		return nil, err
	}
	request.normalize()
	origin, err := newOrigin(kindReport, engine, &request, asOf)
	if err != nil {
		return nil, err
	}
	a := newAccumulator(origin, &request)
	a.source, err = newSource(engine, request.Selection, origin.asOf, a.rows.dimensions, "")
	return a, err
}

const kindReport = "report"

// newAccumulator returns an accumulator without a source, for a request that was checked.
func newAccumulator(o origin, request *Request) *Accumulator {
	near, _ := nearOf(request.Near)
	return &Accumulator{origin: o, request: request, near: near, rows: newTable[group](parseDimensions(request.By))}
}

// Request returns the request, with its defaults written out.
func (a *Accumulator) Request() Request { return *a.request }

// AsOf returns the instant as of which issues are evaluated.
func (a *Accumulator) AsOf() time.Time { return a.origin.asOf }

// Fingerprint returns a text that two accumulators have in common only if they may be merged:
// it stands for the configuration, the instant and the request.
func (a *Accumulator) Fingerprint() string { return a.origin.fingerprint() }

// Add evaluates an issue, with its whole history, and adds its records. An issue that is
// added twice counts twice. The errors are those of [sla.Engine.EvaluateAt],
// [ErrTooManyGroups] and [ErrUnbound]; the accumulator then stays as it is.
func (a *Accumulator) Add(issue sla.Issue) error {
	records, err := a.source.records(&issue)
	if err != nil {
		return err
	}
	return a.AddRecords(issue, records)
}

// Recorder returns the recorder that makes records for [Accumulator.AddRecords]. It is nil if
// the accumulator was not made by [New].
func (a *Accumulator) Recorder() *sla.Recorder { return a.source.recorder }

// AddRecords is Add for those who have made the records of an issue already, all of them, by
// [Accumulator.Recorder] and as of [Accumulator.AsOf], or leave some out on purpose.
func (a *Accumulator) AddRecords(issue sla.Issue, records []sla.Record) error {
	selected, err := a.source.selected(&issue, records, a.rows.groupsOf)
	if err != nil {
		return err
	}
	a.issues++
	for _, r := range selected {
		a.touch(&a.total, &issue, r)
		a.rows.each(&subject{&issue, r, a.source.selector.Zone}, func(g *group) { a.touch(g, &issue, r) })
	}
	for _, g := range a.touched {
		g.issues++
		if a.request.Unit == Issues {
			g.outcomes[g.result]++
		}
	}
	clear(a.touched)
	a.touched = a.touched[:0]
	return nil
}

// touch adds a record of the issue that is being added to a group.
func (a *Accumulator) touch(g *group, issue *sla.Issue, r *sla.Record) {
	g.add(issue, r, a.near, a.request.Worst)
	o := outcomeNumbers[r.Outcome]
	if a.request.Unit == Clocks {
		g.outcomes[o]++
	}
	if g.issue != a.issues {
		g.issue, g.result = a.issues, o
		a.touched = append(a.touched, g)
	}
	g.result = min(g.result, o)
}

// Merge adds all that another accumulator has taken, and leaves that one as it is. It fails
// with [ErrOther] if the other was made for another configuration, instant or request.
func (a *Accumulator) Merge(other *Accumulator) error {
	if err := a.origin.sameAs(&other.origin); err != nil {
		return err
	}
	a.total.merge(&other.total, a.request.Worst)
	for _, k := range other.rows.groups {
		a.rows.at(k.key).merge(&k.group, a.request.Worst)
	}
	return nil
}

// Report returns what the issues so far tell.
func (a *Accumulator) Report() Report {
	var goal *stats.Percentage
	if a.request.Goal != "" {
		goal = new(stats.Percentage)
		*goal, _ = stats.ParsePercentage(a.request.Goal)
	}
	d := a.request.Denominator
	report := Report{Request: *a.request, AsOf: a.origin.asOf, Rows: []Row{}, Total: a.total.measures(d, goal)}
	for _, k := range a.rows.listed(&ordering{a.origin.policies}) {
		if len(a.rows.dimensions) > 0 {
			report.Rows = append(report.Rows, Row{k.values(), k.group.measures(d, goal)})
		}
	}
	return report
}
