package sla

import (
	"cmp"
	"slices"
	"time"

	"github.com/punctualgo/punctual/policy"
)

// A Summary answers at a glance how an issue stands and what happens next, with one entry for
// each metric. [Summary.String] says it in words.
type Summary struct {
	IssueID string
	AsOf    time.Time

	// Zone is the time zone of the first clock's schedule, in which String writes instants. It
	// is nil if there is no clock. Set it for another zone.
	Zone *time.Location

	// Held is the field whose values MetricSummary.Held has.
	Held string

	// Metrics are the metrics that have a clock, in metric order.
	Metrics []MetricSummary

	// Next is what happens if no other event comes, soonest first: of each metric the next
	// escalation step or breach of a running clock, and the next breach if that comes later.
	Next []Transition

	each  bool // each policy has clocks of its own
	tells bool // Held says something
}

// A MetricSummary sums up the clocks of one metric: of all cycles and, under
// [policy.MatchEach], of all policies.
type MetricSummary struct {
	Metric string

	// Clocks is the number of clocks that ever had a target, and the others count them by
	// outcome, as [Record.Outcome] does.
	Clocks, Met, Missed, Overdue, Open, Dropped, Void int

	// Worst is the clock that fared worst: one that is breached before one that is not, then one
	// that is open, then the one with the least time remaining. Void clocks come last. Of equal
	// ones it is the first.
	Worst Clock

	// Outcome is that of Worst. Late is the open time that Worst has counted past its target, or
	// zero if it is not breached.
	Outcome Outcome
	Late    time.Duration

	// Held splits the elapsed time of Worst by the values of the field [Summary.Held]: in whose
	// time it ran. The value that held it longest comes first.
	Held []HeldTime

	// Latest is the clock that began last.
	Latest Clock
}

// SummaryAt evaluates issue as of now and sums up the result. It takes at most three times as
// long as [Engine.EvaluateAt]. Its errors are those of EvaluateAt; because it takes more work, it
// fails with [ErrTooMuchWork] for fewer events.
func (e *Engine) SummaryAt(issue Issue, now time.Time) (Summary, error) {
	return e.explainer().SummaryAt(issue, now)
}

// SummaryAt is [Engine.SummaryAt] with the options of x.
func (x *Explainer) SummaryAt(issue Issue, now time.Time) (Summary, error) {
	f, at, err := x.run(&issue, now, x.trace())
	if err != nil {
		return Summary{}, err
	}
	defer x.engine.release(f)
	s := Summary{IssueID: issue.ID, AsOf: now.Round(0).UTC(), Held: x.held, each: f.program.match == policy.MatchEach, tells: x.tells(f)}
	tallies := make([]tally, len(f.program.metrics))
	var first *reported
	for _, story := range f.trace.stories {
		if c := story.reported(); c != nil {
			if first == nil || c.compare(first) < 0 {
				first = c
			}
			tallies[c.metric].take(story, c, at)
		}
	}
	if first != nil {
		s.Zone = first.applied.calendar.Location()
	}
	for i := range tallies {
		if t := &tallies[i]; t.Clocks > 0 {
			t.sum(f, &f.trace.values[0], at)
			s.Metrics = append(s.Metrics, t.MetricSummary)
		}
	}
	s.Next = f.upcoming()
	return s, f.limit()
}

// Summary sums up the clocks of the explanation, which must be in clock order, as
// [Engine.SummaryAt] does. It is empty if x was not made by an explainer.
func (x *Explanation) Summary() Summary {
	s := Summary{IssueID: x.IssueID, AsOf: x.AsOf, Held: x.Held, Next: x.Next, each: x.each, tells: x.tells}
	if x.metricOrder == nil {
		return s
	}
	places := make(map[string]int) // in s.Metrics
	for i := range x.Clocks {
		places[x.Clocks[i].Metric] = -1
	}
	for _, name := range x.metricOrder {
		if _, ok := places[name]; ok {
			places[name] = len(s.Metrics)
			s.Metrics = append(s.Metrics, MetricSummary{Metric: name})
		}
	}
	for i := range x.Clocks {
		a := &x.Clocks[i]
		if i == 0 {
			s.Zone = a.Zone
		}
		m := &s.Metrics[places[a.Metric]]
		if m.add(&a.Clock, a.Outcome) {
			m.Held = a.Held
		}
		m.Latest = a.Clock
	}
	for k := range s.Metrics {
		s.Metrics[k].Held = slices.Clone(s.Metrics[k].Held)
		longestFirst(s.Metrics[k].Held)
	}
	return s
}

// A tally is a MetricSummary in the making.
type tally struct {
	MetricSummary
	worst, latest *story
}

// take counts a clock.
func (t *tally) take(s *story, c *reported, now instant) {
	clock := Clock{State: states[c.state], Breached: c.breached, Remaining: c.applied.allowance - c.elapsed(now)}
	if t.add(&clock, s.outcome(&clock)) {
		t.worst = s
	}
	t.latest = s
}

// sum fills in the worst and the latest clock. log has the values of the field that holds clocks.
func (t *tally) sum(f *fold, log *valueLog, now instant) {
	worst := t.worst.reported()
	t.Metric = f.program.metrics[worst.metric].name
	f.clock(&t.Worst, worst, now)
	f.clock(&t.Latest, t.latest.reported(), now)
	t.Held = f.heldTime(t.worst, log, worst.endOr(now))
	longestFirst(t.Held)
}

// add counts a clock. It reports whether the clock is the worst so far, and then keeps it.
func (m *MetricSummary) add(c *Clock, outcome Outcome) (worst bool) {
	m.Clocks++
	switch outcome {
	case OutcomeMet:
		m.Met++
	case OutcomeMissed:
		m.Missed++
	case OutcomeOverdue:
		m.Overdue++
	case OutcomeOpen:
		m.Open++
	case OutcomeDropped:
		m.Dropped++
	case OutcomeVoid:
		m.Void++
	}
	if m.Clocks > 1 && cmp.Or(outcome.rank()-m.Outcome.rank(), cmp.Compare(c.Remaining, m.Worst.Remaining)) >= 0 {
		return false
	}
	m.Worst, m.Outcome, m.Late = *c, outcome, 0
	if outcome.rank() == 0 {
		m.Late = max(0, -c.Remaining)
	}
	return true
}

// rank orders outcomes from the worst, which is 0: a promise that is broken.
func (o Outcome) rank() int {
	switch o {
	case OutcomeMissed, OutcomeOverdue:
		return 0
	case OutcomeOpen:
		return 1
	case OutcomeMet:
		return 2
	case OutcomeDropped:
		return 3
	}
	return 4
}

// longestFirst sorts held times, the longest first.
func longestFirst(held []HeldTime) {
	slices.SortStableFunc(held, func(a, b HeldTime) int { return cmp.Compare(b.Open, a.Open) })
}
