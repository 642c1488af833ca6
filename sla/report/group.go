package report

import (
	"math/bits"
	"time"

	"github.com/punctualgo/punctual/internal/stats"
	"github.com/punctualgo/punctual/sla"
)

// A group is what a report remembers of a group of records.
type group struct {
	clocks, issues, near int64
	outcomes             [outcomeCount]int64
	elapsed, wall, late  stats.Distribution
	paused, span         stats.Sum
	worst                Worst

	// Of the issue that is being added:
	issue  uint64 // its number; 0 if none was
	result outcome
}

// An outcome is an sla.Outcome as a number: the worst first.
type outcome uint8

const (
	missed outcome = iota
	overdue
	open
	met
	dropped
	void
	outcomeCount
)

var outcomeNumbers = map[sla.Outcome]outcome{
	sla.OutcomeMissed: missed, sla.OutcomeOverdue: overdue, sla.OutcomeOpen: open,
	sla.OutcomeMet: met, sla.OutcomeDropped: dropped, sla.OutcomeVoid: void,
}

// add adds a record. Outcomes are added apart, since they may be those of issues.
func (g *group) add(issue *sla.Issue, r *sla.Record, near int64, worst int) {
	g.clocks++
	isNear := r.Outcome == sla.OutcomeMet && isNear(r.Remaining, r.Target, near)
	if isNear {
		g.near++
	}
	g.worst.add(issue, r, isNear, worst)
	if r.State == sla.Stopped && r.Outcome != sla.OutcomeVoid {
		g.elapsed.Add(int64(r.Elapsed))
		g.wall.Add(int64(r.Wall))
		if r.Outcome == sla.OutcomeMissed {
			g.late.Add(int64(r.Elapsed - r.Target))
		}
	}
	g.paused.Add(int64(r.Paused))
	g.span.Add(int64(r.Wall))
}

// isNear reports whether less than some percents of a target remain.
func isNear(remaining, target time.Duration, percents int64) bool {
	if remaining < 0 {
		return true
	}
	hi, lo := bits.Mul64(uint64(remaining), 100)
	nearHi, nearLo := bits.Mul64(uint64(target), uint64(percents))
	return hi < nearHi || hi == nearHi && lo < nearLo
}

// merge adds what another group remembers.
func (g *group) merge(other *group, worst int) {
	g.clocks += other.clocks
	g.issues += other.issues
	g.near += other.near
	for i := range g.outcomes {
		g.outcomes[i] += other.outcomes[i]
	}
	g.elapsed.Merge(&other.elapsed)
	g.wall.Merge(&other.wall)
	g.late.Merge(&other.late)
	g.paused.AddSum(other.paused)
	g.span.AddSum(other.span)
	g.worst.merge(&other.worst, worst)
}

// outcomesOf returns counts by outcome as results have them.
func outcomesOf(n *[outcomeCount]int64) Outcomes {
	return Outcomes{Met: n[met], Missed: n[missed], Overdue: n[overdue], Open: n[open], Dropped: n[dropped], Void: n[void]}
}

// measures returns what a report says about the group.
func (g *group) measures(d Denominator, goal *stats.Percentage) (m Measures) {
	m = Measures{
		Clocks: g.clocks, Issues: g.issues, Outcomes: outcomesOf(&g.outcomes), NearMisses: g.near,
		Elapsed: newDistribution(&g.elapsed), Wall: newDistribution(&g.wall), Late: newDistribution(&g.late),
		Worst: g.worst.clone(),
	}
	m.Compliance = d.of(&m.Outcomes)
	if !g.span.IsZero() {
		m.PausedShare = new(g.paused.Per(g.span))
	}
	if goal != nil {
		m.Goal = newGoalStanding(m.Compliance, goal)
	}
	return m
}
