package sla

import (
	"cmp"
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/value"
)

// A trace is what explanations and records need to know of a fold, and results do not. If
// nobody asks for it, it is nil, and notes nothing.
type trace struct {
	event   int        // the index of the event being applied, or createdIssue
	passing bool       // what happens is brought about by time, not by the event
	stories []*story   // of all clocks, as they began
	reasons *reasons   // for explanations
	values  []valueLog // for records: by recorded field
}

// Reasons are why things happened.
type reasons struct {
	fired  []firing
	pauses [][]pausing  // by condition
	misses map[int]miss // by metric, the last
}

// A valueLog is the values that a field has had, each from an instant on.
type valueLog struct {
	slot   int
	values []valueFrom
}

type valueFrom struct {
	from  instant
	value value.Value
}

// at returns the value at an instant, all events of that instant applied.
func (l *valueLog) at(at instant) value.Value {
	i, _ := slices.BinarySearchFunc(l.values, at+1, func(v valueFrom, at instant) int { return cmp.Compare(v.from, at) })
	if i == 0 {
		return value.Value{}
	}
	return l.values[i-1].value
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
	events []caused  // if reasons are asked for
	stop   int       // the index of the event that stopped it last
	void   bool      // the end of the issue ended it
}

// A term is a target in force from an instant on, or no target.
type term struct {
	applied
	from    instant
	elapsed time.Duration // counted by then
	kept    bool          // it promises what the term before it did
	picks   []pick        // if reasons are asked for
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
	t.event = event
	if t.reasons != nil {
		t.reasons.fired = t.reasons.fired[:0]
	}
}

// changed notes the values of recorded fields that an event may have changed.
func (t *trace) changed(f *fields, slots slotSet, at instant) {
	for i := range t.values {
		l := &t.values[i]
		if !slots.has(l.slot) {
			continue
		}
		if n := len(l.values); n > 0 && l.values[n-1].from == at {
			l.values = l.values[:n-1] // the last event of an instant counts
		}
		l.values = append(l.values, valueFrom{at, f.values[l.slot]})
	}
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
		t.reasons.fired = append(t.reasons.fired, firing{tr.metric, tr.action, tr.on})
	} else if tr.action == actionStart {
		t.reasons.misses[tr.metric] = miss{t.event, tr.on, because}
	}
}

// on returns the trigger of a metric that fires for an action, or "".
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

// pause notes why a condition for pausing holds, or does not, if an event has given
// another reason.
func (t *trace) pause(f *fold, i int, at instant) {
	p := pausing{at, t.event, f.fields.decide(&f.program.pauses[i])}
	known := t.reasons.pauses[i]
	if n := len(known); n == 0 || !known[n-1].because.same(&p.because) {
		t.reasons.pauses[i] = append(known, p)
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

// govern notes which target is in force from now on, and whether it promises what the one
// before it did.
func (s *story) govern(f *fold, c *clockState, at instant, kept bool) {
	if s == nil {
		return
	}
	next := term{from: at, elapsed: c.base, kept: kept}
	if c.state != released {
		next.applied = c.applied
	}
	if f.explains() {
		if c.state != released {
			next.picks = f.program.policies[c.applied.target.policy].targets[c.metric].picks(f.fields.values)
		}
		s.events[len(s.events)-1].term = len(s.terms)
	}
	s.terms = append(s.terms, next)
}

// stopped notes which event stops a clock.
func (s *story) stopped(event int) {
	if s != nil {
		s.stop = event
	}
}

// voided notes that the end of the issue ends a clock.
func (s *story) voided() {
	if s != nil {
		s.void = true
	}
}

// turn notes that a clock is stopped, or resumed.
func (s *story) turn(at instant) {
	if s != nil {
		s.turns = append(s.turns, at)
	}
}

// note notes what brought about a transition, which is an entry of the log.
func (t *trace) note(c *clockState, kind logKind, entry int) {
	if t.reasons == nil {
		return
	}
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
