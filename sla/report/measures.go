package report

import (
	"time"

	"github.com/punctualgo/punctual/internal/stats"
)

// Measures are what a report says about a group of records.
type Measures struct {
	Clocks int64
	Issues int64 // how many issues they are of; an issue that was added twice is two

	// Outcomes says how many records, or issues, have each outcome.
	Outcomes Outcomes

	// Compliance is nil if there is nothing to judge.
	Compliance *Compliance

	// NearMisses is how many records were met with less than Request.Near of their target
	// left.
	NearMisses int64

	// Elapsed and Wall are of stopped records: the open time that counted, and the time from
	// the start to the end. Late is of stopped records that are missed: the open time beyond
	// the target. Void records are in none. They are nil if there is no such record.
	Elapsed, Wall, Late *Distribution

	// PausedShare is the time that the records stood paused, of all time from their starts to
	// their ends, or to the present for those that are open. It is nil if that is none.
	PausedShare *float64

	// Worst are the worst breaches, near misses and pauses, if Request.Worst asks for some.
	Worst Worst

	// Goal is how the group stands with Request.Goal. It is nil if there is no goal, or no
	// compliance.
	Goal *GoalStanding
}

// Outcomes are how many records, or issues, have each outcome.
type Outcomes struct{ Met, Missed, Overdue, Open, Dropped, Void int64 }

// Compliance is the share of promises that were kept.
type Compliance struct {
	N    int64   // how many are judged
	Good int64   // how many of them were kept
	Rate float64 // Good / N

	// Low and High are the bounds of the 95 % Wilson score interval of Rate: what else the
	// rate might be, as far as so few tell.
	Low, High float64
}

// newCompliance returns the compliance of good of n, or nil if n is 0.
func newCompliance(good, n int64) *Compliance {
	if n == 0 {
		return nil
	}
	low, high := stats.Wilson(good, n)
	return &Compliance{n, good, float64(good) / float64(n), low, high}
}

// of returns the compliance that outcomes amount to.
func (d Denominator) of(o *Outcomes) *Compliance {
	good := o.Met
	n := good + o.Missed
	switch d {
	case OfAll:
		good += o.Open
		n += o.Open + o.Overdue
	case OfDecided:
		n += o.Overdue
	}
	return newCompliance(good, n)
}

// A GoalStanding is how a group stands with a goal.
type GoalStanding struct {
	Reached bool

	// Left is how many more misses the group can bear; it is negative if there are too many.
	Left int64
}

// newGoalStanding returns how compliance stands with a goal.
func newGoalStanding(c *Compliance, goal *stats.Percentage) *GoalStanding {
	if c == nil {
		return nil
	}
	return &GoalStanding{goal.ReachedBy(c.Good, c.N), goal.Left(c.Good, c.N)}
}

// A Distribution sums up amounts of time. Percentiles are by nearest rank: of n sorted
// amounts P90 is the ceil(0.9·n)-th.
type Distribution struct {
	N                        int64
	Mean, P50, P90, P95, Max time.Duration

	// Approximate says that there were too many amounts to keep, more than 4,096: each
	// percentile may be off by 1 % of itself, either way. N, Mean and Max are exact.
	Approximate bool

	// Shape is how many amounts there are of about one size, for charts. It is not part of the
	// JSON form.
	Shape []Bin
}

// newDistribution sums up amounts. It returns nil if there are none.
func newDistribution(d *stats.Distribution) *Distribution {
	if d.N() == 0 {
		return nil
	}
	p := d.Percentiles(50, 90, 95)
	return &Distribution{
		N: d.N(), Mean: time.Duration(d.Mean()), Max: time.Duration(d.Max()),
		P50: time.Duration(p[0]), P90: time.Duration(p[1]), P95: time.Duration(p[2]),
		Approximate: !d.Exact(), Shape: shapeOf(d),
	}
}
