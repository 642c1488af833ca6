package sla

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
)

// ExplainAt evaluates issue as of now and explains everything in the result. Its errors are
// those of [Engine.EvaluateAt]; because it takes more work, it fails with [ErrTooMuchWork] for
// fewer events. It takes about six times as long as EvaluateAt, plus a quarter of a microsecond
// for each policy and for each stretch of open or closed hours in the life of a clock.
func (e *Engine) ExplainAt(issue Issue, now time.Time) (Explanation, error) {
	return e.explainer().ExplainAt(issue, now)
}

// ExplainAt is [Engine.ExplainAt] with the options of x.
func (x *Explainer) ExplainAt(issue Issue, now time.Time) (Explanation, error) {
	out := Explanation{IssueID: issue.ID, AsOf: now.Round(0).UTC(), Clocks: []ClockAccount{}, Policies: []PolicyAccount{}, Held: x.held}
	t := x.trace()
	t.reasons = &reasons{pauses: make([][]pausing, len(x.engine.program.pauses)), misses: make(map[int]miss)}
	f, at, err := x.run(&issue, now, t)
	if err != nil {
		return out, err
	}
	defer x.engine.release(f)
	w := narrator{fold: f, issue: &issue, now: at, texts: make([]string, len(issue.Events))}
	for _, s := range f.storiesInOrder() {
		out.Clocks = append(out.Clocks, w.clock(s, s.reported()))
	}
	if at < instantOf(issue.CreatedAt) {
		return out, nil
	}
	out.Policies = w.policies()
	out.Metrics = w.metrics(out.Clocks)
	out.Next, out.each = f.upcoming(), f.program.match == policy.MatchEach
	for _, m := range f.program.metrics {
		out.metricOrder = append(out.metricOrder, m.name)
	}
	if err := f.limit(); err != nil {
		return out, err // findings made after the limit may be wrong
	}
	x.engine.wouldHavePrevented(&out, issue, now)
	return out, nil
}

// A narrator turns a traced fold into an Explanation.
type narrator struct {
	*fold
	issue *Issue
	now   instant
	texts []string // by event: its eventText, once needed
}

// cause returns the Cause for an index of an event, which may be createdIssue or passedTime.
func (w *narrator) cause(event int, at instant, trigger string) Cause {
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

// at returns the instant of an event, or of the creation.
func (w *narrator) at(event int) instant {
	if event == createdIssue {
		return w.created
	}
	return instantOf(w.issue.Events[event].At)
}

// clock explains a clock.
func (w *narrator) clock(s *story, c *reported) ClockAccount {
	a := ClockAccount{Started: w.cause(s.event, s.start, s.on), asOf: w.now.time()}
	w.fold.clock(&a.Clock, c, w.now)
	a.Outcome = s.outcome(&a.Clock)
	end := c.endOr(w.now)
	a.Held = w.heldTime(s, &w.trace.values[0], end)
	a.Segments = make([]Segment, 0, 4+len(s.events))
	a.Transitions = make([]CausedTransition, 0, len(s.events))
	w.segments(&a, s, end)
	for _, h := range s.events {
		entry := &w.fold.log[h.entry]
		var t Transition
		w.transition(&t, entry)
		at := CausedTransition{Transition: t, Cause: w.cause(h.event, entry.at, h.on)}
		if (t.Kind == KindStarted || t.Kind == KindRetargeted) && h.term >= 0 {
			term := &s.terms[h.term]
			at.Schedule, at.Allowed, at.Elapsed = term.calendar.Name(), term.allowance, term.elapsed
			at.Promised, at.SamePromise = term.promised.time(), term.kept
			at.Choices = w.program.choices(term.picks)
			if days := term.target.days; days != nil {
				at.Days = new(*days)
			}
		}
		a.Transitions = append(a.Transitions, at)
	}
	for _, t := range s.terms {
		if t.target != nil {
			a.Zone = t.calendar.Location()
		}
	}
	a.hours = hoursOf(a.Segments, s.terms)
	return a
}

// hoursOf returns the hours of segments, and after them those of the last target. A segment
// without a target has those of the one before it.
func hoursOf(segments []Segment, terms []term) []hoursUntil {
	calendars := make(map[string]*businesshours.Calendar)
	var last *businesshours.Calendar
	for _, t := range terms {
		if t.target != nil {
			last = t.calendar
			calendars[last.Name()] = last
		}
	}
	var hours []hoursUntil
	from := func(t time.Time, calendar *businesshours.Calendar) {
		n := len(hours)
		if calendar == nil || n > 0 && hours[n-1].calendar == calendar {
			return
		}
		if n > 0 {
			hours[n-1].until = t
		}
		hours = append(hours, hoursUntil{calendar: calendar})
	}
	var end time.Time
	for _, s := range segments {
		from(s.From, calendars[s.Schedule])
		end = s.To
	}
	from(end, last)
	return hours
}

// policies explains all policies, as of the last event.
func (w *narrator) policies() []PolicyAccount {
	last := w.at(w.trace.event)
	var list []PolicyAccount
	first := true
	for i := range w.program.policies {
		p := &w.program.policies[i]
		d := w.fields.decide(&p.when)
		a := PolicyAccount{
			Policy: p.id, Matches: d.result, Because: w.program.comparison(d),
			Effective: p.effective.contains(last),
		}
		if w.first && w.program.match != policy.MatchEach && a.Matches && a.Effective && first {
			a.First, first = true, false
		}
		for _, l := range w.lanes {
			for _, c := range l.open {
				if c.state != released && c.applied.target.policy == i {
					a.InForceFor = append(a.InForceFor, w.program.metrics[c.metric].name)
				}
			}
		}
		list = append(list, a)
	}
	return list
}

// metrics explains the metrics that have no clock in the result.
func (w *narrator) metrics(clocks []ClockAccount) []MetricAccount {
	var list []MetricAccount
	for k, m := range w.program.metrics {
		if slices.ContainsFunc(clocks, func(c ClockAccount) bool { return c.Metric == m.name }) {
			continue
		}
		a := MetricAccount{Metric: m.name}
		untargeted := w.untargeted(k)
		i := slices.IndexFunc(w.trace.stories, func(s *story) bool { return s.metric == k })
		miss, missed := w.trace.reasons.misses[k]
		switch {
		case i >= 0:
			s := w.trace.stories[i]
			a.Why = fmt.Sprintf("its clock began when %s, and no policy that has applied since then has a target for it", w.cause(s.event, s.start, "").Text)
			if j := slices.IndexFunc(s.lane.clocks, func(c clockState) bool { return c.metric == k }); !s.lane.clocks[j].isOpen() {
				a.Why = fmt.Sprintf("its clock began when %s, and no policy that applied before it ended had a target for it", w.cause(s.event, s.start, "").Text)
			} else if untargeted != "" {
				a.Why += "; now " + untargeted
			}
		case missed:
			cause := w.cause(miss.event, w.at(miss.event), miss.on)
			a.Missed, a.Because = &cause, w.program.comparison(miss.because)
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

// starts returns the triggers that start a metric's clock, as written in the configuration.
func (p *program) starts(metric int) (list []string) {
	note := func(triggers []trigger) {
		for i := range triggers {
			if t := &triggers[i]; t.metric == metric && t.action == actionStart {
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
