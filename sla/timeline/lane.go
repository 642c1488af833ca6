package timeline

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/sla"
)

// maxLanes is the greatest number of lanes in a picture. Of more, it shows those with a breach
// first, and then those with an open clock.
const maxLanes = 40

// A lane shows the clocks of a metric, one after the other. Clocks of one metric that
// overlap, because each policy has its own, are in several lanes.
type lane struct {
	name   string
	policy string // only if several lanes have the name
	clocks []*sla.ClockAccount
}

// chooseLanes puts the clocks that options ask for into lanes. It also returns what became of the
// clocks that have no room.
func chooseLanes(clocks []sla.ClockAccount, options *Options) (lanes []lane, rest tally) {
	lanes = lanesOf(chooseClocks(clocks, options), options.EachCycle)
	if len(lanes) <= maxLanes {
		return lanes, rest
	}
	order := make([]int, len(lanes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, k int) int { return cmp.Compare(lanes[k].weight(), lanes[i].weight()) })
	for _, i := range order[maxLanes:] {
		rest.lanes++
		for _, a := range lanes[i].clocks {
			rest.add(a)
		}
	}
	order = order[:maxLanes]
	slices.Sort(order)
	for k, i := range order {
		lanes[k] = lanes[i]
	}
	return lanes[:maxLanes], rest
}

// weight orders lanes by how much they matter.
func (l *lane) weight() int {
	weight := 0
	for _, a := range l.clocks {
		switch {
		case a.Breached:
			return 2
		case a.Open():
			weight = 1
		}
	}
	return weight
}

// chooseClocks returns the clocks that options ask for.
func chooseClocks(clocks []sla.ClockAccount, options *Options) []*sla.ClockAccount {
	metrics := make(map[string]bool, len(options.Metrics))
	for _, m := range options.Metrics {
		metrics[m] = true
	}
	chosen := make([]*sla.ClockAccount, 0, len(clocks))
	for i := range clocks {
		a := &clocks[i]
		switch {
		case len(metrics) > 0 && !metrics[a.Metric]:
		case !options.Until.IsZero() && !a.StartedAt.Before(options.Until):
		case !options.From.IsZero() && !a.Open() && a.EndedAt.Before(options.From):
		default:
			chosen = append(chosen, a)
		}
	}
	return chosen
}

// lanesOf puts clocks into lanes, in the order of the first clock of each.
func lanesOf(clocks []*sla.ClockAccount, eachCycle bool) (lanes []lane) {
	type key struct {
		metric, policy string
		cycle          int
	}
	several := overlapping(clocks)
	places := make(map[key]int)
	for _, a := range clocks {
		l, k := lane{name: metricName(a)}, key{metric: a.Metric}
		if several[a.Metric] {
			l.policy, k.policy = a.Policy, a.Policy
		}
		if eachCycle && a.Cycle > 1 {
			l.name += fmt.Sprint(" ", a.Cycle)
		}
		if eachCycle {
			k.cycle = a.Cycle
		}
		i, ok := places[k]
		if !ok {
			i = len(lanes)
			lanes, places[k] = append(lanes, l), i
		}
		lanes[i].clocks = append(lanes[i].clocks, a)
	}
	return lanes
}

// overlapping returns the metrics of which several clocks overlap.
func overlapping(clocks []*sla.ClockAccount) map[string]bool {
	several := make(map[string]bool)
	last := make(map[string]*sla.ClockAccount) // the clock of a metric that ends last
	for _, a := range clocks {
		b := last[a.Metric]
		if b != nil && (b.Open() || a.StartedAt.Before(b.EndedAt) || a.Cycle <= b.Cycle) {
			several[a.Metric] = true
		}
		if b == nil || !b.Open() && (a.Open() || a.EndedAt.After(b.EndedAt)) || a.Cycle > b.Cycle {
			last[a.Metric] = a
		}
	}
	return several
}

// hasOpenClock reports whether a clock of the lanes is open.
func hasOpenClock(lanes []lane) bool {
	return slices.ContainsFunc(lanes, func(l lane) bool {
		return slices.ContainsFunc(l.clocks, (*sla.ClockAccount).Open)
	})
}

// A lane of very many open hours, or of many clocks with schedules of their own, has none shaded.
const maxHours = 3000

// hours returns the open hours of a lane within a span: those of each clock until the next one
// starts. It returns none, and false, if they are too many to show.
func (l *lane) hours(within span) (hours []span, ok bool) {
	asked := 0
	for i := 0; i < len(l.clocks); {
		a := l.clocks[i]
		n := i + 1
		for keeps := keepsSchedule(a); keeps && n < len(l.clocks) && l.clocks[n].Schedule == a.Schedule && keepsSchedule(l.clocks[n]); {
			n++
		}
		from, to := within.from, within.to
		if i > 0 {
			from = later(from, a.StartedAt)
		}
		if n < len(l.clocks) && l.clocks[n].StartedAt.Before(to) {
			to = l.clocks[n].StartedAt
		}
		i = n
		if asked++; asked > maxHours {
			return nil, false
		}
		if !from.Before(to) {
			continue
		}
		for s := range a.Hours(from, to) {
			if len(hours) == maxHours {
				return nil, false
			}
			hours = append(hours, span{s.Start, s.End})
		}
	}
	return hours, true
}

// keepsSchedule reports whether all targets of a clock have the same schedule.
func keepsSchedule(a *sla.ClockAccount) bool {
	for i := range a.Transitions {
		t := &a.Transitions[i]
		if (t.Kind == sla.KindStarted || t.Kind == sla.KindRetargeted) && t.Schedule != a.Schedule {
			return false
		}
	}
	return true
}

// metricName returns the name of a clock's metric for people.
func metricName(a *sla.ClockAccount) string { return human.Title(human.Name(a.Metric)) }

// breachOf returns when a clock that is breached ran out of time.
func breachOf(a *sla.ClockAccount) time.Time {
	if a.DueAt.IsZero() {
		return a.BreachedAt
	}
	return earlier(a.BreachedAt, a.DueAt)
}
