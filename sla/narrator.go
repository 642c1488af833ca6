package sla

import (
	"fmt"
	"slices"
	"time"
	"unsafe"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
)

// A narrator turns a traced fold into an Explanation. It counts the memory that it allocates as
// work, see [MaxWork].
type narrator struct {
	*fold
	issue    *Issue
	now      instant
	texts    []string // by event: its eventText, once needed
	ledger   ledger
	pausings map[*pausing]pausedBecause
	wants    map[*node]any     // what nodes compare with, as results show it
	names    map[string]string // of policies that have one, by ID
	people   *desk             // nil until needed
	held     string            // the field that says in whose time clocks ran, if it does
}

func newNarrator(f *fold, issue *Issue, now instant) narrator {
	w := narrator{fold: f, issue: issue, now: now, pausings: make(map[*pausing]pausedBecause), wants: make(map[*node]any)}
	w.ledger.holidays = make(map[calendarPart][]holiday)
	w.texts = make([]string, len(issue.Events))
	w.spend(16 * len(issue.Events))
	return w
}

// spend counts memory as work.
func (w *narrator) spend(bytes int) { w.work += bytes * 5 / 8 }

// room returns how many clocks there is room for, at most n.
func (w *narrator) room(n int) int {
	w.spend(n * int(unsafe.Sizeof(ClockAccount{})))
	if w.exhausted() {
		return 0
	}
	return n
}

// comparison returns the comparison that decided, or nil if none did.
func (w *narrator) comparison(d decision) *Comparison {
	if d.node == nil {
		return nil
	}
	want, ok := w.wants[d.node]
	if !ok {
		want = d.node.wanted()
		w.wants[d.node] = want
		w.spend(64 + sizeOfValue(want))
	}
	c := &Comparison{Field: w.program.fieldNames[d.node.slot], Op: opNames[d.node.op], Want: want, Got: d.got.Plain(), Holds: d.found}
	w.spend(int(unsafe.Sizeof(*c)) + sizeOfValue(c.Got))
	return c
}

// sizeOfValue returns about how much memory, and how much JSON, a value takes.
func sizeOfValue(x any) int {
	size := 16
	switch x := x.(type) {
	case string:
		size += len(x)
	case []string:
		for _, s := range x {
			size += 16 + len(s)
		}
	case []any:
		for _, v := range x {
			size += 16 + sizeOfValue(v)
		}
	}
	return size
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
	a := ClockAccount{Started: w.cause(s.event, s.start, s.on), asOf: w.now.time(), names: w.names, held: w.held}
	w.fold.clock(&a.Clock, c, w.now)
	a.Outcome = s.outcome(&a.Clock)
	end := c.endOr(w.now)
	a.Held, a.Statuses = w.heldTime(s, &w.trace.values[0], end), w.heldTime(s, &w.trace.values[1], end)
	w.segments(&a, s, end)
	w.spend(len(s.events) * int(unsafe.Sizeof(CausedTransition{})))
	if w.exhausted() {
		return a
	}
	a.Transitions = make([]CausedTransition, len(s.events))
	for i := range s.events {
		t := &a.Transitions[i]
		w.transition(t, s, i)
		if i > 0 && (t.Kind == KindBreached || t.Kind == KindEscalated) && t.Cause.Kind == CauseEvent && a.Transitions[i-1].Cause.Event == t.Cause.Event {
			t.Cause.Change = a.Transitions[i-1].Cause.Change // what brought it about
		}
	}
	for _, t := range s.terms {
		if t.target != nil {
			a.Zone = t.calendar.Location()
		}
	}
	a.hours = hoursOf(a.Segments, s.terms)
	return a
}

// transition explains transition i of a clock.
func (w *narrator) transition(t *CausedTransition, s *story, i int) {
	h := &s.events[i]
	entry := &w.log[h.entry]
	w.fold.transition(&t.Transition, entry)
	t.Cause = w.cause(h.event, entry.at, h.on)
	t.Cause.Change = w.effect(t.Kind, s, h, entry.at)
	if t.Kind != KindStarted && t.Kind != KindRetargeted || h.term < 0 {
		return
	}
	term := &s.terms[h.term]
	t.Schedule, t.Allowed, t.Elapsed = term.calendar.Name(), term.allowance, term.elapsed
	t.Promised, t.SamePromise = term.promised.time(), term.kept
	t.Choices = w.choices(term.picks)
	if days := term.target.days; days != nil {
		t.Days = new(*days)
	}
}

// hoursOf returns the hours of segments, and after them those of the last target. A segment
// without a target has those of the one before it.
func hoursOf(segments []Segment, terms []term) []hoursUntil {
	var last *businesshours.Calendar
	several := false
	for _, t := range terms {
		if t.target != nil {
			several = several || last != nil && last != t.calendar.Calendar
			last = t.calendar.Calendar
		}
	}
	if !several {
		return []hoursUntil{{calendar: last}}
	}
	calendars := make(map[string]*businesshours.Calendar)
	for _, t := range terms {
		if t.target != nil {
			calendars[t.calendar.Name()] = t.calendar.Calendar
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
	inForce := w.inForce()
	w.spend(len(w.program.policies) * int(unsafe.Sizeof(PolicyAccount{})))
	if w.exhausted() {
		return nil
	}
	list := make([]PolicyAccount, 0, len(w.program.policies))
	first := true
	for i := range w.program.policies {
		if w.exhausted() {
			return nil
		}
		p := &w.program.policies[i]
		d := w.fields.decide(&p.when)
		a := PolicyAccount{
			Policy: p.id, Name: p.name, Matches: d.result, Because: w.comparison(d),
			Effective: p.effective.contains(last), InForceFor: inForce[i],
		}
		if !a.Matches {
			a.Failed = w.fields.failed(&p.when, 0, true)
		}
		if w.first && w.program.match != policy.MatchEach && a.Matches && a.Effective && first {
			a.First, first = true, false
		}
		list = append(list, a)
	}
	return list
}

// inForce returns the metrics of the open clocks that have a target in force, by its policy.
func (w *narrator) inForce() map[int][]string {
	metrics := make(map[int][]string)
	for i := range w.lanes {
		for _, c := range w.lanes[i].open {
			if c.state != released {
				k := c.applied.target.policy
				w.spend(64)
				metrics[k] = append(metrics[k], w.program.metrics[c.metric].name)
			}
		}
	}
	return metrics
}

// metrics explains the metrics that have no clock in the result.
func (w *narrator) metrics(clocks []ClockAccount) []MetricAccount {
	var list []MetricAccount
	has := make(map[string]bool)
	for i := range clocks {
		has[clocks[i].Metric] = true
	}
	for k, m := range w.program.metrics {
		if has[m.name] {
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
			a.Missed, a.Because = &cause, w.comparison(miss.because)
			a.Why = cause.Text + ", but " + a.Because.missed()
		case untargeted != "":
			a.Why = untargeted
		default:
			a.Why = "nothing has happened that starts it: " + triggersText(w.program.starts(k))
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
