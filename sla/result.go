package sla

import (
	"slices"
	"time"
)

// A Result is how the clocks of an issue stand as of an instant, and how they came
// to stand so.
type Result struct {
	// Clocks are all that ever had a target, in clock order: by start, then by metric,
	// then by cycle; under policy.MatchEach then by policy.
	Clocks []Clock

	// Transitions are what happened to the clocks, in order. Those as of an instant
	// are a prefix of those as of any later one: what was announced is never taken
	// back.
	Transitions []Transition

	// NextCheck is the earliest later instant at which the result changes if nothing
	// else happens. It is zero if there is none.
	NextCheck time.Time
}

// Clock returns the latest cycle of a metric, and under policy.MatchEach of the
// last policy that has one.
func (r *Result) Clock(metric string) (Clock, bool) {
	for i := len(r.Clocks) - 1; i >= 0; i-- {
		if r.Clocks[i].Metric == metric {
			return r.Clocks[i], true
		}
	}
	return Clock{}, false
}

// A State is how a clock stands.
type State string

const (
	Running   State = "running"
	Paused    State = "paused"    // its condition for pausing holds
	Released  State = "released"  // no target is in force
	Stopped   State = "stopped"   // ended with a verdict
	Cancelled State = "cancelled" // ended without one
)

// A Clock is one clock of an issue.
type Clock struct {
	Metric string
	Cycle  int // 1, 2, … of the metric, counting those that never had a target

	// Policy and Schedule are those of its target, the last one if none is in force.
	Policy, Schedule string

	// Target is what the target allows, in open time of the schedule.
	Target time.Duration

	State    State
	Breached bool // the target has passed
	AtRisk   bool // it has not, but a step ahead of it has been reached, and the clock is open

	StartedAt time.Time

	// DueAt is when the breach is reached if nothing else happens, or was. It is zero
	// for a clock that is paused or released and not breached, and where no open time
	// is ahead.
	DueAt time.Time

	EndedAt    time.Time // zero while the clock is open
	BreachedAt time.Time // zero if it is not breached

	// Elapsed is the open time that counts, and Remaining what is left of Target,
	// negative when overdue.
	Elapsed, Remaining time.Duration
}

// Open reports whether the clock has not ended.
func (c *Clock) Open() bool {
	return c.State == Running || c.State == Paused || c.State == Released
}

// A Kind is what happened in a transition.
type Kind string

const (
	KindStarted    Kind = "started"    // the clock got its first target
	KindRetargeted Kind = "retargeted" // another target took over
	KindReleased   Kind = "released"   // no target is in force any more
	KindPaused     Kind = "paused"
	KindResumed    Kind = "resumed"
	KindEscalated  Kind = "escalated" // an escalation step took effect
	KindBreached   Kind = "breached"  // the target passed
	KindStopped    Kind = "stopped"
	KindCancelled  Kind = "cancelled"
	KindReopened   Kind = "reopened" // the clock was stopped, and is open again
)

// A Transition is something that happened to a clock.
type Transition struct {
	At     time.Time
	Kind   Kind
	Metric string
	Cycle  int
	Policy string

	Met    bool   // of KindStopped: in time
	Step   string // of KindEscalated: the name of the step
	Repeat int    // of KindEscalated: 0 for the first time

	// What follows tells apart transitions that are otherwise alike; see
	// [Transition.ID]. It is not part of the JSON form.
	IssueID   string
	TargetSeq int // which of the clock's targets, 1, 2, …, was the last one
	Nth       int // which pause of the clock, which of its reopenings, which step of that name
}

// result adds to r how the clocks stand as of now.
func (f *fold) result(r *Result, now instant) error {
	if err := f.limit(); err != nil {
		return err
	}
	clocks := 0
	for i := range f.lanes {
		clocks += len(f.lanes[i].lives)
	}
	r.Clocks = slices.Grow(r.Clocks, clocks)
	inOrder := true // as a rule: those of a lane come in the order in which they began
	var last *life
	for i := range f.lanes {
		l := &f.lanes[i]
		for k := range l.clocks {
			if c := &l.clocks[k]; c.cycle > 0 {
				l.lives[c.place] = c.life
			}
		}
		for k := range l.lives {
			if c := &l.lives[k]; c.targeted {
				r.Clocks = r.Clocks[:len(r.Clocks)+1]
				f.clock(&r.Clocks[len(r.Clocks)-1], c, now)
				inOrder = inOrder && (last == nil || last.before(c))
				last = c
			}
		}
	}
	r.NextCheck = f.nextCheck().time()
	if !inOrder {
		slices.SortStableFunc(r.Clocks, func(a, b Clock) int { return f.clockOrder(&a, &b) })
	}
	r.Transitions = f.transitions(r.Transitions)
	return nil
}

// transitions appends what the fold has noted to a list.
func (f *fold) transitions(list []Transition) []Transition {
	if f.trace != nil {
		f.trace.log = slices.Clone(f.log)
	}
	if len(f.lanes) > 1 {
		f.sortLog()
	}
	n := len(list)
	list = slices.Grow(list, len(f.log))[:n+len(f.log)]
	added := list[n:]
	for i := range added {
		f.transition(&added[i], &f.log[i])
	}
	return list
}

// nextCheck returns the instant at which the next threshold is reached, or never.
func (f *fold) nextCheck() instant {
	next := endOfTime
	for i := range f.lanes {
		l := &f.lanes[i]
		for _, c := range l.open {
			if c.state == running {
				next = min(next, f.reaches(c))
			}
		}
	}
	if next == endOfTime {
		return never
	}
	return next
}

// clockOrder compares clocks by clock order.
func (f *fold) clockOrder(a, b *Clock) int {
	if c := a.StartedAt.Compare(b.StartedAt); c != 0 {
		return c
	}
	if a.Metric == b.Metric {
		return a.Cycle - b.Cycle
	}
	return f.program.metricOrder[a.Metric] - f.program.metricOrder[b.Metric]
}

// clock makes r how a clock stands as of now.
func (f *fold) clock(r *Clock, c *life, now instant) {
	r.Metric, r.Cycle = f.program.metrics[c.metric].name, c.cycle
	r.Policy, r.Schedule, r.Target = f.program.policies[c.in.target.policy].id, c.in.calendar.Name(), c.allowance
	r.State, r.Breached = states[c.state], c.breached
	r.AtRisk = c.risk && !c.breached && (c.state == running || c.state == paused)
	r.StartedAt, r.DueAt = c.start.time(), c.dueAt(f.program.nextOpen).time()
	r.EndedAt, r.BreachedAt = c.ended.time(), c.breachedAt.time()
	r.Elapsed = c.elapsed(now)
	r.Remaining = c.allowance - r.Elapsed
}
