package sla

import (
	"cmp"
	"slices"
	"time"
)

// A Result says how the clocks of an issue stand as of an instant, and how they got there.
type Result struct {
	// Clocks are all clocks that ever had a target, in clock order: by start, then by metric,
	// then by cycle. Under [policy.MatchEach], clocks that are equal in these are ordered by
	// policy.
	Clocks []Clock

	// Transitions are what happened to the clocks, in order. The transitions as of an instant
	// are a prefix of those as of any later instant: what was announced is never taken back.
	Transitions []Transition

	// NextCheck is the next instant at which the result changes if no other event comes. It is
	// zero if there is none.
	NextCheck time.Time
}

// Clock returns the clock of the latest cycle of a metric, and reports whether there is one.
// Under [policy.MatchEach] it is the clock of the last policy that has one.
func (r *Result) Clock(metric string) (Clock, bool) {
	for i := len(r.Clocks) - 1; i >= 0; i-- {
		if r.Clocks[i].Metric == metric {
			return r.Clocks[i], true
		}
	}
	return Clock{}, false
}

// A State is the state of a clock: whether it is counting, and if not, why.
type State string

const (
	Running   State = "running"
	Paused    State = "paused"    // its pause condition holds
	Released  State = "released"  // no target is in force
	Stopped   State = "stopped"   // ended with a verdict
	Cancelled State = "cancelled" // ended without one
)

// A Clock is the state of one clock of an issue: one cycle of a metric.
type Clock struct {
	Metric string
	Cycle  int // 1, 2, …; cycles that never had a target count too

	// Policy and Schedule belong to the target in force, or to the last one if none is.
	Policy, Schedule string

	// Target is the open time that the target allows.
	Target time.Duration

	State    State
	Breached bool // Target has run out
	AtRisk   bool // it is running or paused, not breached, and has reached a step below Target

	StartedAt time.Time

	// DueAt is the instant at which the clock is breached if no other event comes. Once it is
	// breached, DueAt is the instant at which it was due. It is zero for a clock that is paused
	// or released and not breached, and if the schedule never opens again.
	DueAt time.Time

	EndedAt    time.Time // zero while the clock is open
	BreachedAt time.Time // zero if it is not breached

	// Elapsed is the open time counted so far. Remaining is Target minus Elapsed, negative when
	// overdue.
	Elapsed, Remaining time.Duration
}

// Open reports whether the clock is running, paused or released: it has not ended.
func (c *Clock) Open() bool {
	return c.State == Running || c.State == Paused || c.State == Released
}

// A Kind says what happened in a [Transition].
type Kind string

const (
	KindStarted    Kind = "started"    // the clock got its first target
	KindRetargeted Kind = "retargeted" // another target took over
	KindReleased   Kind = "released"   // no target is in force anymore
	KindPaused     Kind = "paused"
	KindResumed    Kind = "resumed"
	KindEscalated  Kind = "escalated" // an escalation step took effect
	KindBreached   Kind = "breached"  // the target passed
	KindStopped    Kind = "stopped"
	KindCancelled  Kind = "cancelled"
	KindReopened   Kind = "reopened" // a stopped clock is open again
)

// A Transition is one thing that happened to a clock, such as a pause or the breach.
type Transition struct {
	At     time.Time
	Kind   Kind
	Metric string
	Cycle  int
	Policy string

	Met    bool   // for KindStopped: stopped in time
	Step   string // for KindEscalated: the name of the step
	Repeat int    // for KindEscalated: 0 for the first time, then 1, 2, …

	// The fields below distinguish transitions that are otherwise alike; see [Transition.ID].
	// They are not part of the JSON form.
	IssueID   string
	TargetSeq int // the number of the clock's last target: 1, 2, …
	StepList  int // for KindEscalated: the index of the list of steps, among those of the policy for the metric
	Nth       int // the number of the pause or reopening, or how many earlier steps in the list have the same name
}

// result fills r with the clocks as of now, their transitions, and the next check.
func (f *fold) result(r *Result, now instant) error {
	if err := f.clocksInto(r, now); err != nil {
		return err
	}
	r.Transitions = f.transitions(r.Transitions)
	return nil
}

// clocksInto fills r with the clocks as of now, and the next check.
func (f *fold) clocksInto(r *Result, now instant) error {
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
	if err := f.limit(); err != nil { // reached by finding when clocks are due
		*r = Result{Clocks: r.Clocks[:first], Transitions: r.Transitions}
		return err
	}
	return nil
}

// appendClocks appends all clocks that ever had a target to r, which has room for them. It takes
// one lane after the other, and within a lane the clocks as they began. It reports whether that
// is clock order, as it usually is.
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

// transitions appends the logged transitions to list.
func (f *fold) transitions(list []Transition) []Transition {
	log := f.log
	if len(f.lanes) > 1 { // by instant, then by policy
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

// transition fills t from a log entry. It sets field by field, because copying values with
// pointers is slow while the garbage collector is running.
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

// nextCheck returns the instant at which a clock reaches its next threshold, or never.
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
