package sla

import (
	"cmp"
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/value"
)

// A trace is what explanations and records need to know about a fold, and results do not. A nil
// trace records nothing.
type trace struct {
	event   int        // the index of the event being applied, or createdIssue
	passing bool       // time causes what happens now, not the event
	stories []*story   // of all clocks, in the order in which they started
	reasons *reasons   // for explanations
	values  []valueLog // for records: by recorded field
}

// Reasons are why things happened.
type reasons struct {
	fired  []firing
	pauses [][]pausing  // by pause condition
	misses map[int]miss // by metric: the last miss
}

// A valueLog is the values that a field has had.
type valueLog struct {
	slot   int
	values []valueFrom
}

type valueFrom struct {
	from  instant
	value value.Value
}

// at returns the value at an instant, after all events of that instant.
func (l *valueLog) at(at instant) value.Value {
	i, _ := slices.BinarySearchFunc(l.values, at+1, func(v valueFrom, at instant) int { return cmp.Compare(v.from, at) })
	if i == 0 {
		return value.Value{}
	}
	return l.values[i-1].value
}

// Values used in place of the index of an event, if no event is the cause.
const (
	createdIssue = -1 - iota
	passedTime
)

// A firing is a trigger that the current event fires.
type firing struct {
	metric int
	action action
	on     string
}

// A miss is a start trigger that an event did not fire, because its condition did not hold.
type miss struct {
	event   int
	on      string
	because decision
}

// A pausing is why a pause condition holds, or does not, from an instant on.
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
	event  int // the event that started it
	on     string
	terms  []term
	turns  []instant // when it was stopped, reopened, stopped, …
	events []caused  // if reasons are recorded
	stop   int       // the index of the event that stopped it last
	void   bool      // it ended because the issue was cancelled
}

// A term is a target in force from an instant on, or no target.
type term struct {
	applied
	from    instant
	elapsed time.Duration // counted up to from
	kept    bool          // it makes the same promise as the previous term
	picks   []pick        // if reasons are recorded
}

// A caused is a transition of a clock and its cause.
type caused struct {
	entry int
	event int
	on    string // the trigger that caused it, if any
	term  int    // index in story.terms of the last term by then, or -1
}

// next sets the event that is applied next.
func (t *trace) next(event int) {
	t.event = event
	if t.reasons != nil {
		t.reasons.fired = t.reasons.fired[:0]
	}
}

// changed records the values of fields that an event may have changed.
func (t *trace) changed(f *fields, slots slotSet, at instant) {
	for i := range t.values {
		l := &t.values[i]
		if !slots.has(l.slot) {
			continue
		}
		if n := len(l.values); n > 0 && l.values[n-1].from == at {
			l.values = l.values[:n-1] // only the last event of an instant counts
		}
		if t.reasons != nil {
			f.work += workOfValue
		}
		l.values = another(l.values)
		l.values[len(l.values)-1] = valueFrom{at, f.values[l.slot]}
	}
}

// timePasses records that time causes what happens next.
func (t *trace) timePasses() {
	if t != nil {
		t.passing = true
	}
}

// timeHasPassed records that the event causes what happens next.
func (t *trace) timeHasPassed() {
	if t != nil {
		t.passing = false
	}
}

// cause returns the cause of what happens now.
func (t *trace) cause() int {
	if t.passing {
		return passedTime
	}
	return t.event
}

// trigger records whether the event fires a trigger that is named for it.
func (t *trace) trigger(f *fold, tr *trigger) {
	if because := f.fields.decide(&tr.when); because.result {
		t.reasons.fired = append(t.reasons.fired, firing{tr.metric, tr.action, tr.on})
	} else if tr.action == actionStart {
		t.reasons.misses[tr.metric] = miss{t.event, tr.on, because}
	}
}

// on returns the trigger of a metric that fired for an action, or "".
func (t *trace) on(metric int, a action) string {
	if t.reasons == nil {
		return ""
	}
	for _, f := range t.reasons.fired {
		if f.metric == metric && f.action == a {
			return f.on
		}
	}
	return ""
}

// pause records why a pause condition holds, or does not, if the reason has changed.
func (t *trace) pause(f *fold, i int, at instant) {
	p := pausing{at, t.event, f.fields.decide(&f.program.pauses[i])}
	known := t.reasons.pauses[i]
	if n := len(known); n == 0 || !known[n-1].because.same(&p.because) {
		f.work += workOfPausing
		known = another(known)
		known[n] = p
		t.reasons.pauses[i] = known
	}
}

// begin records the start of a clock.
func (t *trace) begin(l *lane, c *clockState) *story {
	s := &story{
		lane: l, metric: c.metric, cycle: c.cycle, place: c.place, start: c.start,
		event: t.event, on: t.on(c.metric, actionStart),
	}
	t.stories = append(t.stories, s)
	return s
}

// govern records which target is in force from now on, and whether it makes the same promise as
// the previous one.
func (s *story) govern(f *fold, c *clockState, at instant, kept bool) {
	if s == nil {
		return
	}
	next := term{from: at, elapsed: c.base, kept: kept}
	if c.state != released {
		next.applied = c.applied
	}
	if f.explains() {
		f.work += workOfTerm
		if c.state != released {
			next.picks = f.program.policies[c.applied.target.policy].targets[c.metric].picks(f.fields.values)
		}
		s.events[len(s.events)-1].term = len(s.terms)
	}
	s.terms = append(s.terms, next)
}

// stopped records the event that stops a clock.
func (s *story) stopped(event int) {
	if s != nil {
		s.stop = event
	}
}

// voided records that a clock ends because the issue was cancelled.
func (s *story) voided() {
	if s != nil {
		s.void = true
	}
}

// turn records that a clock is stopped or reopened.
func (s *story) turn(at instant) {
	if s != nil {
		s.turns = append(s.turns, at)
	}
}

// note records the cause of a transition, which is an entry of the log. Reasons must be recorded.
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
	events := c.story.events
	if n := len(events); n == cap(events) {
		events = slices.Grow(events, max(n, 3)) // doubled, see larger
	}
	c.story.events = append(events, h)
}
