package sla

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
)

// An Explanation is how a result came about: for each clock an account of its life, for
// each policy whether it applies and why, and for metrics without a clock why there is
// none. [Explanation.String] says it in words.
type Explanation struct {
	IssueID string
	AsOf    time.Time

	Clocks   []ClockAccount // in clock order
	Policies []PolicyAccount
	Metrics  []MetricAccount // those without a clock
}

// A ClockAccount is the account of a clock.
type ClockAccount struct {
	Clock

	// Zone is that of the schedule of its target.
	Zone *time.Location

	// Started is what began it: the event, and the trigger that it fired.
	Started Cause

	// Segments are its life, from its start to its end, or to the instant as of which it
	// is explained, without a gap. What they count adds up to Elapsed.
	Segments []Segment

	// Transitions are its transitions, with what brought them about.
	Transitions []CausedTransition

	// WouldHavePrevented are events of which each, had it not happened, would have left a clock
	// unbreached that is. Looked at are the one that brought about the breach, if one did,
	// and the last ahead of it that gave the clock another target or let it run again; and
	// of all clocks the first few.
	WouldHavePrevented []Cause

	calendar *businesshours.Calendar // of its target, the last one
	asOf     time.Time
}

// Hours yields the open spans of the schedule of its target between two instants, as
// [businesshours.Calendar.Spans] does: nothing, for an account that was not made by
// [Engine.ExplainAt].
func (a *ClockAccount) Hours(from, to time.Time) iter.Seq[businesshours.Span] {
	if a.calendar == nil {
		return func(func(businesshours.Span) bool) {}
	}
	return a.calendar.Spans(from, to)
}

// A Cause is what brought something about: an event, the creation of the issue, or time.
type Cause struct {
	Kind    CauseKind
	At      time.Time
	Event   int    // of CauseEvent: the index in Issue.Events
	ID      string // of CauseEvent: the event's ID, if it has one
	Trigger string // the trigger that it fired, if any, such as "message:agent"
	Text    string // for people, such as "priority became urgent by ann"
}

// A CauseKind says what kind of thing a [Cause] is.
type CauseKind string

const (
	CauseEvent    CauseKind = "event"
	CauseCreation CauseKind = "creation" // the creation of the issue
	CauseTime     CauseKind = "time"     // nothing happened, but time passed
)

// SegmentKind is what a segment of a clock's life was.
type SegmentKind string

const (
	SegmentCounted   SegmentKind = "counted"   // open time that counts
	SegmentClosed    SegmentKind = "closed"    // no time that the schedule counts
	SegmentHoliday   SegmentKind = "holiday"   // closed for a holiday
	SegmentPaused    SegmentKind = "paused"    // a condition for pausing held
	SegmentStopped   SegmentKind = "stopped"   // from a stop to its reopening
	SegmentReleased  SegmentKind = "released"  // no target was in force
	SegmentForgotten SegmentKind = "forgotten" // before a restart
	SegmentHours     SegmentKind = "hours"     // more than two years of open and closed hours, of which the open ones count
)

// A Segment is a stretch of a clock's life, [From, To).
type Segment struct {
	From, To         time.Time
	Kind             SegmentKind
	Policy, Schedule string        // of the target by which it is judged
	Counted          time.Duration // what it adds to Elapsed
	Sum              time.Duration // with all segments before it
	Open             time.Duration // of a pause, and of a stop: open time, which it took out; all time, if there was no target
	Holiday          string        // the name
	Pause            *Comparison   // of a pause: what held
	PausedBy         *Cause        // and the event by which it came to hold

	// Recounted tells that the target by which it is judged came into force only
	// later: under policy.Recalculate that counts as though it had been in force.
	Recounted bool
}

// A CausedTransition is a transition of a clock, with what brought it about.
type CausedTransition struct {
	Transition
	Cause Cause

	// Of KindStarted and KindRetargeted: the target that took over, and what the clock
	// had counted by it then.
	Schedule string
	Allowed  time.Duration
	Elapsed  time.Duration

	// Choices are the fields by which that target was chosen, if it depends on any, and Days
	// what it allows, if that is business days.
	Choices []Choice
	Days    *businesshours.BusinessDays
}

// A PolicyAccount is whether a policy applies, as of the last event.
type PolicyAccount struct {
	Policy  string      `json:"policy"`
	Matches bool        `json:"matches"`
	Because *Comparison `json:"because,omitempty"` // the comparison that decides; nil if there is none to make

	// Effective is whether the last event, which is when policies were matched, lies in the
	// time for which the policy is.
	Effective bool `json:"effective"`

	// First is whether it is the first that matches, where only that gives targets.
	First bool `json:"first,omitempty"`

	// InForceFor are the metrics whose clock has a target of it in force.
	InForceFor []string `json:"in_force_for,omitempty"`
}

// A MetricAccount is why a metric has no clock.
type MetricAccount struct {
	Metric string `json:"metric"`
	Why    string `json:"why"` // for people

	// Missed is a start trigger whose event came while its condition did not hold, the
	// last one; and Because the comparison that decided so.
	Missed  *Cause      `json:"missed,omitempty"`
	Because *Comparison `json:"because,omitempty"`
}

// ExplainAt evaluates issue as of now and accounts for everything in the result. Its
// errors are those of [Engine.EvaluateAt]; as it is more work, [ErrTooMuchWork] comes with
// fewer events. It takes some six times as long as that, and a quarter of a microsecond
// besides for each stretch of open or closed hours in the life of a clock, and each policy.
func (e *Engine) ExplainAt(issue Issue, now time.Time) (Explanation, error) {
	x := Explanation{IssueID: issue.ID, AsOf: now.Round(0).UTC(), Clocks: []ClockAccount{}, Policies: []PolicyAccount{}}
	at, err := presentOf(now)
	if err != nil {
		return x, err
	}
	f := e.folds.Get().(*fold)
	defer e.release(f)
	f.trace = &trace{event: createdIssue, pauses: make([][]pausing, len(f.pauses)), misses: make(map[int]miss)}
	var r Result
	if err := f.evaluate(&r, &issue, at); err != nil {
		return x, err
	}
	w := explainer{fold: f, issue: &issue, now: at, log: f.trace.log, texts: make([]string, len(issue.Events))}
	for _, s := range f.trace.stories {
		if c := &s.lane.lives[s.place]; c.targeted && c.cycle == s.cycle {
			x.Clocks = append(x.Clocks, w.clock(s, c))
		}
	}
	slices.SortStableFunc(x.Clocks, func(a, b ClockAccount) int { return f.clockOrder(&a.Clock, &b.Clock) })
	if at < instantOf(issue.CreatedAt) {
		return x, nil
	}
	x.Policies = w.policies()
	x.Metrics = w.metrics(x.Clocks)
	if err := f.limit(); err != nil {
		return x, err // what was too much work to find out is not so
	}
	e.otherwise(&x, issue, now)
	return x, nil
}

// An explainer puts a traced fold into accounts.
type explainer struct {
	*fold
	issue *Issue
	now   instant
	log   []logEntry // as it was written
	texts []string   // of events, as far as they were asked for
}

// cause returns what an index of an event stands for.
func (w *explainer) cause(event int, at instant, trigger string) Cause {
	c := Cause{Kind: CauseEvent, At: at.time(), Trigger: trigger}
	switch event {
	case passedTime:
		c.Kind, c.Text = CauseTime, "time passed"
	case createdIssue:
		c.Kind, c.Text = CauseCreation, partyText(w.issue.CreatedBy, "")+" created the issue"
	default:
		e := &w.issue.Events[event]
		if w.texts[event] == "" {
			w.texts[event] = eventText(e)
		}
		c.Event, c.ID, c.Text = event, e.ID, w.texts[event]
	}
	return c
}

// at returns the instant of an event.
func (w *explainer) at(event int) instant {
	if event == createdIssue {
		return w.created
	}
	return instantOf(w.issue.Events[event].At)
}

// clock accounts for a clock.
func (w *explainer) clock(s *story, c *life) ClockAccount {
	a := ClockAccount{Started: w.cause(s.event, s.start, s.on), asOf: w.now.time()}
	w.fold.clock(&a.Clock, c, w.now)
	end := w.now
	if !c.isOpen() {
		end = c.ended
	}
	a.Segments = make([]Segment, 0, 4+len(s.events))
	a.Transitions = make([]CausedTransition, 0, len(s.events))
	w.segments(&a, s, end)
	for _, h := range s.events {
		entry := &w.log[h.entry]
		var t Transition
		w.transition(&t, entry)
		at := CausedTransition{Transition: t, Cause: w.cause(h.event, entry.at, h.on)}
		if (t.Kind == KindStarted || t.Kind == KindRetargeted) && h.term >= 0 {
			term := &s.terms[h.term]
			at.Schedule, at.Allowed, at.Elapsed = term.calendar.Name(), term.allowance, term.elapsed
			at.Choices = term.chosen
			if days := term.target.days; days != nil {
				at.Days = new(*days)
			}
		}
		a.Transitions = append(a.Transitions, at)
	}
	for _, t := range s.terms {
		if t.target != nil {
			a.Zone, a.calendar = t.calendar.Location(), t.calendar
		}
	}
	return a
}

// policies accounts for all policies, as of the last event.
func (w *explainer) policies() []PolicyAccount {
	last := w.at(w.trace.event)
	var list []PolicyAccount
	first := true
	for i := range w.program.policies {
		p := &w.program.policies[i]
		d := w.decide(&p.when)
		a := PolicyAccount{
			Policy: p.id, Matches: d.holds, Because: w.program.explain(d),
			Effective: p.effective.contains(last),
		}
		if w.first && w.program.match != policy.MatchEach && a.Matches && a.Effective && first {
			a.First, first = true, false
		}
		for _, l := range w.lanes {
			for _, c := range l.open {
				if c.state != released && c.in.target.policy == i {
					a.InForceFor = append(a.InForceFor, w.program.metrics[c.metric].name)
				}
			}
		}
		list = append(list, a)
	}
	return list
}

// metrics accounts for the metrics that none of the clocks is of.
func (w *explainer) metrics(clocks []ClockAccount) []MetricAccount {
	var list []MetricAccount
	for k, m := range w.program.metrics {
		if slices.ContainsFunc(clocks, func(c ClockAccount) bool { return c.Metric == m.name }) {
			continue
		}
		a := MetricAccount{Metric: m.name}
		untargeted := w.untargeted(k)
		i := slices.IndexFunc(w.trace.stories, func(s *story) bool { return s.metric == k })
		miss, missed := w.trace.misses[k]
		switch {
		case i >= 0:
			s := w.trace.stories[i]
			a.Why = fmt.Sprintf("its clock began when %s, and no policy that applied since then has a target for it", w.cause(s.event, s.start, "").Text)
			if j := slices.IndexFunc(s.lane.clocks, func(c clockState) bool { return c.metric == k }); !s.lane.clocks[j].isOpen() {
				a.Why = fmt.Sprintf("its clock began when %s, and no policy that applied before it ended had a target for it", w.cause(s.event, s.start, "").Text)
			} else if untargeted != "" {
				a.Why += "; now " + untargeted
			}
		case missed:
			cause := w.cause(miss.event, w.at(miss.event), miss.on)
			a.Missed, a.Because = &cause, w.program.explain(miss.because)
			a.Why = fmt.Sprintf("%s came when %s, but %s", miss.on, cause.Text, a.Because)
		case untargeted != "":
			a.Why = untargeted
		default:
			a.Why = "nothing has happened that starts it: " + strings.Join(w.program.starts(k), ", ")
		}
		list = append(list, a)
	}
	for _, name := range w.program.unused {
		list = append(list, MetricAccount{Metric: name, Why: "no policy has a target for it"})
	}
	return list
}

// starts returns the triggers that start a metric's clock, as they are written.
func (p *program) starts(metric int) (list []string) {
	note := func(triggers []trigger) {
		for i := range triggers {
			if t := &triggers[i]; t.metric == metric && t.role == roleStart {
				list = append(list, t.on)
			}
		}
	}
	for _, triggers := range p.triggers {
		note(triggers)
	}
	for _, triggers := range p.customs {
		note(triggers)
	}
	for _, triggers := range p.sets {
		note(triggers)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// maxOtherwise is how many events are looked at that might not have happened.
const maxOtherwise = 4

// otherwise looks for events without which a clock that is breached would not be.
func (e *Engine) otherwise(x *Explanation, issue Issue, now time.Time) {
	results := make(map[int]Result)
	for i := range x.Clocks {
		a := &x.Clocks[i]
		if !a.Breached {
			continue
		}
		for _, c := range a.decisive() {
			r, tried := results[c.Event]
			if !tried {
				if len(results) == maxOtherwise {
					continue
				}
				r, _ = e.EvaluateAt(without(issue, c.Event), now) // nothing, if it has too many transitions
				results[c.Event] = r
			}
			if slices.ContainsFunc(r.Clocks, func(o Clock) bool {
				return o.Metric == a.Metric && o.Cycle == a.Cycle && o.StartedAt.Equal(a.StartedAt) && !o.Breached &&
					(e.program.match != policy.MatchEach || o.Policy == a.Policy)
			}) {
				a.WouldHavePrevented = append(a.WouldHavePrevented, c)
			}
		}
	}
}

// decisive returns the events to which the breach may be owed.
func (a *ClockAccount) decisive() (list []Cause) {
	if h := a.atOnce(); h != nil {
		list = append(list, h.Cause)
	}
	for k := len(a.Transitions) - 1; k >= 0; k-- {
		h := &a.Transitions[k]
		gave := h.Kind == KindRetargeted || h.Kind == KindResumed || h.Kind == KindReopened
		if !gave || h.Cause.Kind != CauseEvent || h.At.After(a.BreachedAt) {
			continue
		}
		if len(list) == 0 || list[0].Kind != CauseEvent || list[0].Event != h.Cause.Event {
			list = append(list, h.Cause)
		}
		break
	}
	return slices.DeleteFunc(list, func(c Cause) bool { return c.Kind != CauseEvent })
}

// without returns an issue without one of its events, as often as it was delivered.
func without(issue Issue, event int) Issue {
	gone := issue.Events[event]
	events := make([]Event, 0, len(issue.Events))
	for i, e := range issue.Events {
		if i != event && (gone.ID == "" || e.ID != gone.ID) {
			events = append(events, e)
		}
	}
	issue.Events = events
	return issue
}
