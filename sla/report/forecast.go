package report

import (
	"time"

	"github.com/punctualgo/punctual/sla"
)

// A Forecast is how clocks like an open one have fared.
type Forecast struct {
	Clock sla.Clock
	Key   []any // of the group of past records that it is compared with

	// Kept is the share that was stopped within the target of Clock, of the records of the group
	// that counted at least what Clock has counted. As for [Targets], a record that is not
	// stopped tells something only if it has counted more than the target. It is nil if no
	// record tells anything.
	Kept *Compliance
}

// ForecastAt answers how likely the open clocks of an issue are to be kept, going by the
// records that the accumulator has taken: for each open clock, a forecast for each group that
// it would be in as of now. It is no promise: whoever works on the issue knows more. The
// errors are those of [TargetsAccumulator.Add].
func (a *TargetsAccumulator) ForecastAt(issue sla.Issue, now time.Time) ([]Forecast, error) {
	if a.source.recorder == nil {
		return nil, ErrUnbound
	}
	records, err := a.source.recorder.RecordsAt(issue, now)
	if err != nil {
		return nil, err
	}
	var list []Forecast
	var total tally
	for i := range records {
		r := &records[i]
		if !r.Open() {
			continue
		}
		about := &subject{&issue, r, a.source.selector.Zone}
		if err := total.add(a.rows.groupsOf(about)); err != nil {
			return nil, err
		}
		a.rows.keysOf(about, func(key []element) {
			f := Forecast{Clock: r.Clock, Key: valuesOf(key)}
			if group := a.rows.find(key); group != nil {
				f.Kept = group.kept(r.Elapsed, r.Target)
			}
			list = append(list, f)
		})
	}
	return list, nil
}

// kept returns the share that was stopped within a target, of those that counted at least
// some time.
func (n *needs) kept(least, target time.Duration) *Compliance {
	good, all := int64(0), int64(0)
	for _, c := range n.stopped.Counts() {
		if took := time.Duration(c.Middle); took >= least {
			all += c.N
			if took <= target {
				good += c.N
			}
		}
	}
	for _, c := range n.ongoing.Counts() {
		if took := time.Duration(c.Middle); took >= least && took > target {
			all += c.N
		}
	}
	return newCompliance(good, all)
}
