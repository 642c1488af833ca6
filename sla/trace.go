package sla

import "time"

// A trace is what an explanation needs to know of a fold, and a result does not. Without an
// explanation it is nil, and notes nothing.
type trace struct {
	event   int  // the index of the event being applied, or createdIssue
	passing bool // what happens is brought about by time, not by the event
	fired   []firing
	stories []*story     // of all clocks, as they began
	pauses  [][]pausing  // by condition
	misses  map[int]miss // by metric, the last
}

// What stands in place of an event's index where no event brings something about.
const (
	createdIssue = -1 - iota
	passedTime
)

// A firing is a trigger that the event fires.
type firing struct {
	metric int
	action action
	on     string
}

// A miss is a start trigger whose event came while its condition did not hold.
type miss struct {
	event   int
	on      string
	because decision
}

// A pausing is why a condition for pausing holds from an instant on, or why it does not.
type pausing struct {
	at      instant
	event   int
	because decision
}

// A story is what has happened to a clock.
type story struct {
	lane   *lane
	metric int
	cycle  int
	place  int // in lane.reports
	start  instant
	event  int // that began it
	on     string
	terms  []term
	turns  []instant // when it was stopped, resumed, stopped, …
	events []caused
}

// A term is a target in force from an instant on, or no target.
type term struct {
	applied
	from    instant
	elapsed time.Duration // counted by then
	picks   []pick
}

// A caused is a transition of a clock, by its place in the log, and what brought
// it about.
type caused struct {
	entry int
	event int
	on    string // the trigger, if one did
	term  int    // of story.terms, the last by then; -1 if none
}

// next notes which event is applied next.
func (t *trace) next(event int) {
	t.event, t.fired = event, t.fired[:0]
}

// timePasses notes that time, and not the event, brings about what happens next.
func (t *trace) timePasses() {
	if t != nil {
		t.passing = true
	}
}

// timeHasPassed notes that the event brings about what happens next.
func (t *trace) timeHasPassed() {
	if t != nil {
		t.passing = false
	}
}

// cause returns what brings about what happens now.
func (t *trace) cause() int {
	if t.passing {
		return passedTime
	}
	return t.event
}

// trigger notes whether a trigger whose event came fires.
func (t *trace) trigger(f *fold, tr *trigger) {
	if because := f.fields.decide(&tr.when); because.result {
		t.fired = append(t.fired, firing{tr.metric, tr.action, tr.on})
	} else if tr.action == actionStart {
		t.misses[tr.metric] = miss{t.event, tr.on, because}
	}
}

// on returns the trigger of a metric that fires for an action, or "".
func (t *trace) on(metric int, a action) string {
	for _, f := range t.fired {
		if f.metric == metric && f.action == a {
			return f.on
		}
	}
	return ""
}

// pause notes why a condition for pausing holds, or does not, if an event has given
// another reason.
func (t *trace) pause(f *fold, i int, at instant) {
	p := pausing{at, t.event, f.fields.decide(&f.program.pauses[i])}
	if n := len(t.pauses[i]); n == 0 || !t.pauses[i][n-1].because.same(&p.because) {
		t.pauses[i] = append(t.pauses[i], p)
	}
}

// begin notes that a clock begins.
func (t *trace) begin(l *lane, c *clockState) *story {
	s := &story{
		lane: l, metric: c.metric, cycle: c.cycle, place: c.place, start: c.start,
		event: t.event, on: t.on(c.metric, actionStart),
	}
	t.stories = append(t.stories, s)
	return s
}

// govern notes which target is in force from now on.
func (s *story) govern(f *fold, c *clockState, at instant) {
	if s == nil {
		return
	}
	next := term{from: at, elapsed: c.base}
	if c.state != released {
		next.applied = c.applied
		next.picks = f.program.policies[c.applied.target.policy].targets[c.metric].picks(f.fields.values)
	}
	s.terms = append(s.terms, next)
	s.events[len(s.events)-1].term = len(s.terms) - 1
}

// turn notes that a clock is stopped, or resumed.
func (s *story) turn(at instant) {
	if s != nil {
		s.turns = append(s.turns, at)
	}
}

// note notes what brought about a transition, which is an entry of the log.
func (t *trace) note(c *clockState, kind logKind, entry int) {
	h := caused{entry: entry, event: t.cause(), term: len(c.story.terms) - 1}
	switch kind {
	case logStopped:
		h.on = t.on(c.metric, actionStop)
	case logCancelled:
		if h.on = t.on(c.metric, actionCancel); h.on == "" {
			h.on = t.on(c.metric, actionStop)
		}
	case logReopened:
		h.on = t.on(c.metric, actionResume)
	}
	c.story.events = append(c.story.events, h)
}
