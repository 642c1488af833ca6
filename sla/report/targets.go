package report

import (
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/stats"
	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/sla"
)

// A TargetsRequest asks which targets a team could have kept: for each group of records, the
// shortest target with which a goal would have been met.
type TargetsRequest struct {
	Selection

	// By are the dimensions by which records are grouped; nil means by metric, and an empty
	// list means all in one.
	By []string

	// Goal is the share of promises to be kept, such as "95%".
	Goal string

	// Ladder is the targets that are tried, in any order; [Ladder] if nil.
	Ladder []time.Duration

	// Denominator is what the present compliance is a share of, as in [Request].
	Denominator Denominator
}

// Ladder returns the targets that people promise, from a minute to 3,000 hours.
func Ladder() []time.Duration {
	const m, h = time.Minute, time.Hour
	return []time.Duration{
		m, 2 * m, 5 * m, 10 * m, 15 * m, 20 * m, 30 * m, 45 * m,
		h, 90 * m, 2 * h, 3 * h, 4 * h, 6 * h, 8 * h, 12 * h, 16 * h, 24 * h, 32 * h, 40 * h, 48 * h, 60 * h, 72 * h, 80 * h, 96 * h,
		120 * h, 160 * h, 200 * h, 240 * h, 320 * h, 400 * h, 480 * h, 640 * h, 800 * h, 1000 * h, 1500 * h, 2000 * h, 3000 * h,
	}
}

// Check reports every problem of a request; each is a [*problem.Error] with its path.
func (q *TargetsRequest) Check(engine *sla.Engine) error { return checked(q, engine) }

func (q *TargetsRequest) check(v *strict.Problems, engine *sla.Engine) {
	checkPercentage(v, "targets.goal", q.Goal)
	if q.Ladder != nil && len(q.Ladder) == 0 {
		v.Add("targets.ladder", "is empty; leave it out for the usual one")
	}
	for i, step := range q.Ladder {
		if step <= 0 {
			v.Add(strict.Index("targets.ladder", i), "must be more than zero, got %v", step)
		}
	}
	checkDimensions(v, q.By)
	q.Selection.check(v, engine)
	q.Denominator.check(v, &q.Selection)
}

func (q *TargetsRequest) normalize() {
	q.Selection.normalize()
	if q.By == nil {
		q.By = []string{"metric"}
	}
	q.By = slices.Clone(q.By)
	if q.Ladder == nil {
		q.Ladder = Ladder()
	}
	q.Ladder = slices.Compact(slices.Sorted(slices.Values(q.Ladder)))
	if q.Denominator == "" {
		q.Denominator = OfDecided
	}
}

// A TargetsAccumulator takes issues one at a time, and makes [Targets] of them. All that is
// said of [Accumulator] holds for it.
type TargetsAccumulator struct {
	origin  origin
	request *TargetsRequest
	source  source
	rows    table[needs]
}

const kindTargets = "targets"

// NewTargets returns an empty accumulator, as [New] does.
func NewTargets(engine *sla.Engine, request TargetsRequest, asOf time.Time) (*TargetsAccumulator, error) {
	if err := request.Check(engine); err != nil {
		return nil, err
	}
	request.normalize()
	origin, err := newOrigin(kindTargets, engine, &request, asOf)
	if err != nil {
		return nil, err
	}
	a := newTargetsAccumulator(origin, &request)
	a.source, err = newSource(engine, request.Selection, origin.asOf, a.rows.dimensions, "")
	return a, err
}

// newTargetsAccumulator returns an accumulator without a source, for a request that was
// checked.
func newTargetsAccumulator(o origin, request *TargetsRequest) *TargetsAccumulator {
	return &TargetsAccumulator{origin: o, request: request, rows: newTable[needs](parseDimensions(request.By))}
}

// Request returns the request, with its defaults written out.
func (a *TargetsAccumulator) Request() TargetsRequest { return *a.request }

// AsOf returns the instant as of which issues are evaluated.
func (a *TargetsAccumulator) AsOf() time.Time { return a.origin.asOf }

// Fingerprint is as [Accumulator.Fingerprint].
func (a *TargetsAccumulator) Fingerprint() string { return a.origin.fingerprint() }

// Recorder is as [Accumulator.Recorder].
func (a *TargetsAccumulator) Recorder() *sla.Recorder { return a.source.recorder }

// Add is as [Accumulator.Add].
func (a *TargetsAccumulator) Add(issue sla.Issue) error {
	records, err := a.source.records(&issue)
	if err != nil {
		return err
	}
	selected, err := a.source.selected(&issue, records, a.rows.groupsOf)
	if err != nil {
		return err
	}
	for _, r := range selected {
		a.rows.each(&subject{&issue, r, a.source.selector.Zone}, func(n *needs) { n.add(r, a.request.Ladder) })
	}
	return nil
}

// Merge is as [Accumulator.Merge].
func (a *TargetsAccumulator) Merge(other *TargetsAccumulator) error {
	if err := a.origin.sameAs(&other.origin); err != nil {
		return err
	}
	for _, k := range other.rows.groups {
		a.rows.at(k.key).merge(&k.group)
	}
	return nil
}

// needs are what a TargetsAccumulator remembers of a group: how long clocks took that were
// stopped, and how long at least those would have taken that were not.
type needs struct {
	outcomes          [outcomeCount]int64
	stopped, ongoing  stats.Distribution
	stoppedIn, openIn []int64 // how many took as long as each step of the ladder, and no shorter one; the last took longer than all
}

// add adds a record. A void one only makes that there is a group.
func (n *needs) add(r *sla.Record, ladder []time.Duration) {
	if n.stoppedIn == nil {
		n.stoppedIn, n.openIn = make([]int64, len(ladder)+1), make([]int64, len(ladder)+1)
	}
	if r.Outcome == sla.OutcomeVoid {
		return
	}
	n.outcomes[outcomeNumbers[r.Outcome]]++
	step, _ := slices.BinarySearch(ladder, r.Elapsed)
	if r.State == sla.Stopped {
		n.stopped.Add(int64(r.Elapsed))
		n.stoppedIn[step]++
	} else {
		n.ongoing.Add(int64(r.Elapsed))
		n.openIn[step]++
	}
}

// merge adds what other needs remember.
func (n *needs) merge(other *needs) {
	if n.stoppedIn == nil {
		n.stoppedIn, n.openIn = make([]int64, len(other.stoppedIn)), make([]int64, len(other.openIn))
	}
	for i := range n.outcomes {
		n.outcomes[i] += other.outcomes[i]
	}
	n.stopped.Merge(&other.stopped)
	n.ongoing.Merge(&other.ongoing)
	for i := range n.stoppedIn {
		n.stoppedIn[i] += other.stoppedIn[i]
		n.openIn[i] += other.openIn[i]
	}
}

// approximate reports whether there are too many records to know how long each took.
func (n *needs) approximate() bool { return n.stopped.N()+n.ongoing.N() > stats.Kept }

// shares returns for each step of the ladder how many clocks would have kept it, and how many
// are known to have kept or missed it. What is not stopped tells something about shorter
// targets alone.
func (n *needs) shares() (good, all []int64) {
	within, longer := int64(0), n.ongoing.N()
	for i := range len(n.stoppedIn) - 1 {
		within += n.stoppedIn[i]
		longer -= n.openIn[i]
		good = append(good, within)
		all = append(all, n.stopped.N()+longer)
	}
	return good, all
}

// exact returns the least time of a stopped record that would have kept the goal as a target.
func (n *needs) exact(goal *stats.Percentage) (target time.Duration, ok bool) {
	ongoing := n.ongoing.Counts()
	within, longer := int64(0), n.ongoing.N()
	for _, c := range n.stopped.Counts() {
		within += c.N
		for len(ongoing) > 0 && ongoing[0].Least <= c.Greatest {
			longer -= ongoing[0].N
			ongoing = ongoing[1:]
		}
		if goal.ReachedBy(within, n.stopped.N()+longer) {
			return time.Duration(min(c.Middle, n.stopped.Max())), true
		}
	}
	return 0, false
}
