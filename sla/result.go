package sla

import (
	"cmp"
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
	StepList  int // of KindEscalated: which of the lists of steps that the policy has for the metric
	Nth       int // which pause of the clock, which of its reopenings, which step of that name
}

// result fills r with the state of the clocks as of now, what has happened to them, and the
// next check.
func (f *fold) result(r *Result, now instant) error {
	if err := f.limit(); err != nil {
		return err
	}
	places := 0
	for i := range f.lanes {
		places += len(f.lanes[i].reports)
	}
	r.Clocks = slices.Grow(r.Clocks, places)
	first := len(r.Clocks)
	if !f.appendClocks(r, now) {
		r.Clocks = r.Clocks[:first]
		for _, c := range f.clocksInOrder() {
			f.appendClock(r, c, now)
		}
	}
	r.NextCheck = f.nextCheck().time()
	r.Transitions = f.transitions(r.Transitions)
	return nil
}

// appendClocks appends to r, which has room for them, all clocks that ever had a target,
// those of a lane in the order in which they began. It reports whether that is clock order,
// as it usually is.
func (f *fold) appendClocks(r *Result, now instant) (inOrder bool) {
	var last *reported
	inOrder = true
	for i := range f.lanes {
		l := &f.lanes[i]
		for place := range l.reports {
			if c := l.report(place); c.targeted {
				f.appendClock(r, c, now)
				inOrder = inOrder && (last == nil || last.compare(c) <= 0)
				last = c
			}
		}
	}
	return inOrder
}

// clocksInOrder returns all clocks that ever had a target, in clock order.
func (f *fold) clocksInOrder() (list []*reported) {
	for i := range f.lanes {
		l := &f.lanes[i]
		for place := range l.reports {
			if c := l.report(place); c.targeted {
				list = append(list, c)
			}
		}
	}
	slices.SortStableFunc(list, (*reported).compare)
	return list
}

// transitions appends the transitions that the fold has noted to a list.
func (f *fold) transitions(list []Transition) []Transition {
	log := f.log
	if len(f.lanes) > 1 { // in the order of instants, then of policies
		log = slices.Clone(log)
		slices.SortStableFunc(log, func(a, b logEntry) int {
			return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.policy, b.policy))
		})
	}
	n := len(list)
	list = slices.Grow(list, len(log))[:n+len(log)]
	added := list[n:]
	for i := range added {
		f.transition(&added[i], &log[i])
	}
	return list
}

// transition fills t with what an entry of the log says. It sets field by field, since to
// copy what has pointers is slow while the garbage collector is at work.
func (f *fold) transition(t *Transition, e *logEntry) {
	p := f.program
	policy := &p.policies[e.policy]
	t.Kind, t.Metric, t.Cycle, t.Policy = kinds[e.kind], p.metrics[e.metric].name, int(e.cycle), policy.id
	t.Met, t.Step, t.StepList, t.Repeat, t.IssueID, t.TargetSeq, t.Nth = e.met, "", 0, 0, f.issue, int(e.target), int(e.nth)
	if e.kind == logEscalated {
		s := &policy.targets[e.metric].lists[e.list].steps[e.step]
		t.StepList = int(e.list)
		t.Step, t.Repeat, t.Nth = s.name, int(e.repeat), s.nth
	}
	t.At = e.at.time()
}

// nextCheck returns the instant at which the next threshold is reached, or never.
func (f *fold) nextCheck() instant {
	next := endOfTime
	for i := range f.lanes {
		for _, c := range f.lanes[i].open {
			if c.state == running {
				next = min(next, c.reachesNext())
			}
		}
	}
	if next == endOfTime {
		return never
	}
	return next
}

// appendClock appends the state of c as of now to r, which has room for it.
func (f *fold) appendClock(r *Result, c *reported, now instant) {
	r.Clocks = r.Clocks[:len(r.Clocks)+1]
	f.clock(&r.Clocks[len(r.Clocks)-1], c, now)
}

// clock fills r with the state of c as of now.
func (f *fold) clock(r *Clock, c *reported, now instant) {
	r.Metric, r.Cycle = f.program.metrics[c.metric].name, c.cycle
	r.Policy, r.Schedule, r.Target = f.program.policies[c.applied.target.policy].id, c.applied.calendar.Name(), c.applied.allowance
	r.State, r.Breached = states[c.state], c.breached
	r.AtRisk = c.risk && !c.breached && (c.state == running || c.state == paused)
	r.StartedAt, r.DueAt = c.start.time(), c.dueAt().time()
	r.EndedAt, r.BreachedAt = c.ended.time(), c.breachedAt.time()
	r.Elapsed = c.elapsed(now)
	r.Remaining = c.applied.allowance - r.Elapsed
}
