package sla

import (
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/strict"
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// A fold is the state of an issue as its events are applied, one by one (SPEC §6).
type fold struct {
	program *program
	first   bool // of the policies that apply, only the first gives targets

	fields fields
	facts  fact   // of the last event
	custom string // its name, if it is a custom event

	pauses []pauseHistory // of program.pauses
	lanes  []lane
	over   bool // the issue was cancelled

	overflow bool // there are too many transitions

	order []int          // scratch, for timeline
	ids   map[string]int // scratch, for timeline
	fired []firing       // scratch, for step
}

// firing is which triggers of a metric an event fires.
type firing struct {
	start, stop, cancel, resume bool
}

func newFold(p *program) *fold {
	f := &fold{
		program: p,
		first:   p.match != policy.MatchFirstPerMetric,
		fields:  fields{program: p},
		pauses:  make([]pauseHistory, len(p.pauses)),
		ids:     make(map[string]int),
	}
	newLane := func(policies ...int) {
		l := lane{policies: policies, latest: make([]int, len(p.metrics))}
		for m := range p.metrics {
			if slices.ContainsFunc(policies, func(i int) bool { return p.policies[i].targets[m] != nil }) {
				l.metrics = append(l.metrics, m)
			}
		}
		f.lanes = append(f.lanes, l)
	}
	if p.match == policy.MatchEach {
		for i := range p.policies {
			newLane(i)
		}
	} else {
		every := make([]int, len(p.policies))
		for i := range every {
			every[i] = i
		}
		newLane(every...)
	}
	f.fields.values = make([]value.Value, len(p.slots))
	f.fired = make([]firing, len(p.metrics))
	f.reset()
	return f
}

// reset makes f that of a new issue.
func (f *fold) reset() {
	f.fields.reset()
	f.over, f.overflow = false, false
	for i := range f.pauses {
		f.pauses[i].changes = f.pauses[i].changes[:0]
	}
	for i := range f.lanes {
		l := &f.lanes[i]
		l.holding, l.open, l.log = l.holding[:0], l.open[:0], l.log[:0]
		clear(l.clocks)
		l.clocks = l.clocks[:0]
		for m := range l.latest {
			l.latest[m] = -1
		}
	}
}

// timeline returns the indexes of an issue's events in the order in which they
// apply, without those delivered twice.
func (f *fold) timeline(issue *Issue) ([]int, error) {
	f.order = f.order[:0]
	clear(f.ids)
	var v strict.Problems
	for i := range issue.Events {
		e := &issue.Events[i]
		if e.ID != "" {
			if first, ok := f.ids[e.ID]; ok {
				if !e.equal(&issue.Events[first]) {
					v.Add(strict.Key(strict.Index("events", i), "id"), "%s is the id of events[%d] already, which is another event", strict.Quote(e.ID), first)
				}
				continue
			}
			f.ids[e.ID] = i
		}
		f.order = append(f.order, i)
	}
	earlier := func(a, b int) int { return issue.Events[a].At.Compare(issue.Events[b].At) }
	if !slices.IsSortedFunc(f.order, earlier) {
		slices.SortStableFunc(f.order, earlier)
	}
	return f.order, v.Err()
}

// create applies the creation of an issue.
func (f *fold) create(issue *Issue) {
	f.facts, f.custom = factCreated|createdBy(issue.CreatedBy), ""
	f.fields.create(issue)
	f.fields.event("", "", "")
	if len(f.fields.changedSlots) > 0 {
		f.facts |= factSet
	}
	f.step(canonical(issue.CreatedAt), true)
}

func createdBy(p Party) fact {
	switch p {
	case Agent:
		return factCreatedByAgent
	case Bot:
		return factCreatedByBot
	case ThirdParty:
		return factCreatedByThirdParty
	}
	return factCreatedByCustomer
}

// apply applies an event. Thresholds of earlier instants take effect first.
func (f *fold) apply(e *Event, at time.Time) {
	if f.over || f.overflow {
		return
	}
	f.advance(at, false)
	if e.Type == Cancel {
		f.cancel(at)
		return
	}
	f.facts, f.custom = 0, ""
	f.fields.begin()
	f.fields.event(e.By, e.Team, e.Channel)
	switch e.Type {
	case Message:
		f.facts = f.messageFact(e)
		f.fields.message(e.From, !e.NoReply)
	case Note:
		f.facts = factNote
	case Custom:
		f.facts, f.custom = factCustom, e.Name
	case Update:
		f.update(e.Set)
	}
	f.step(at, false)
}

func (f *fold) messageFact(e *Event) fact {
	switch e.From {
	case Agent:
		return factAgentMessage
	case Bot:
		return factBotMessage
	case ThirdParty:
		return factThirdPartyMessage
	}
	if e.NoReply {
		return 0
	}
	return factCustomerMessage
}

func (f *fold) update(values map[string]any) {
	f.fields.assign(values)
	if len(f.fields.changedSlots) > 0 {
		f.facts = factSet
	}
	was := f.fields.category
	f.fields.categorize()
	is := f.fields.category
	if is == policy.Resolved && was != is {
		f.facts |= factResolved
		f.fields.setBool(slotUnanswered, false)
	}
	if was == policy.Resolved && was != is {
		f.facts |= factReopened
	}
}

// cancel ends all clocks: the issue no longer counts.
func (f *fold) cancel(at time.Time) {
	f.over = true
	for i := range f.lanes {
		l := &f.lanes[i]
		for _, k := range l.open {
			l.end(f, &l.clocks[k], at, Cancelled, false)
		}
		l.open = l.open[:0]
	}
}

// step carries out what follows from an event, its facts and fields being set.
func (f *fold) step(at time.Time, creation bool) {
	for m := range f.program.metrics {
		metric := &f.program.metrics[m]
		f.fired[m] = firing{f.fires(metric.start), f.fires(metric.stop), f.fires(metric.cancel), f.fires(metric.resume)}
	}
	for i := 1; i < len(f.pauses); i++ {
		p := &f.program.pauses[i]
		if (creation || p.reads.meets(f.fields.changed)) && p.holds(f.fields.values) != f.pauses[i].holds() {
			f.pauses[i].changes = append(f.pauses[i].changes, at)
		}
	}
	for i := range f.lanes {
		f.lanes[i].step(f, at)
	}
}

// step carries out, for the clocks of a lane, what follows from an event.
func (l *lane) step(f *fold, at time.Time) {
	// 1. Cancel or stop.
	open := l.open[:0]
	for _, k := range l.open {
		c := &l.clocks[k]
		switch fired := &f.fired[c.metric]; {
		case fired.cancel:
			l.end(f, c, at, Cancelled, false)
		case fired.stop:
			l.end(f, c, at, Stopped, true)
		default:
			open = append(open, k)
		}
	}
	l.open = open

	// 2. Match and retarget.
	l.match(f, at)
	for _, k := range l.open {
		l.retarget(f, &l.clocks[k], at)
	}

	// 3. Resume or start.
	for _, m := range l.metrics {
		latest := l.latest[m]
		if latest >= 0 && l.clocks[latest].isOpen() {
			continue
		}
		switch {
		case latest >= 0 && l.clocks[latest].byStop && f.fired[m].resume:
			l.reopen(f, latest, at)
		case f.fired[m].start && (latest < 0 || f.program.metrics[m].repeat):
			l.begin(f, m, at)
		}
	}

	// 4. Pause or resume.
	for _, k := range l.open {
		c := &l.clocks[k]
		holds := c.state != Released && f.pauses[c.in.target.pause].holds()
		again := c.reopened
		c.reopened = false
		switch {
		case c.state == Running && holds:
			c.rest(Paused, at)
			l.emit(f, c, at, KindPaused)
			continue
		case c.state == Paused && !holds:
			c.run(c.base, at)
			l.emit(f, c, at, KindResumed)
			again = true
		}
		if again && c.state == Running {
			l.takeReached(f, c, at, at)
		}
	}
}

// end ends a clock. One that is stopped is met unless breached; one that has no
// target to be judged by is cancelled instead.
func (l *lane) end(f *fold, c *clockState, at time.Time, state State, byStop bool) {
	if c.state == Released {
		state = Cancelled
	}
	c.end(state, at, byStop)
	if !c.targeted {
		return
	}
	kind := KindCancelled
	if state == Stopped {
		kind = KindStopped
	}
	t := l.emit(f, c, at, kind)
	t.Met = state == Stopped && !c.breached
}

// begin begins the next cycle of a metric.
func (l *lane) begin(f *fold, metric int, at time.Time) {
	cycle := 1
	if latest := l.latest[metric]; latest >= 0 {
		cycle = l.clocks[latest].cycle + 1
	}
	k := len(l.clocks)
	l.clocks = append(l.clocks, clockState{metric: metric, cycle: cycle, start: at, state: Released})
	l.latest[metric] = k
	l.insert(k)
	l.retarget(f, &l.clocks[k], at)
}

// reopen opens again a clock that a stop trigger ended.
func (l *lane) reopen(f *fold, k int, at time.Time) {
	c := &l.clocks[k]
	had := c.state == Stopped
	c.stops = append(c.stops, at)
	c.byStop, c.ended = false, time.Time{}
	l.insert(k)
	if had {
		c.run(c.total, at)
		c.reopened = true
	} else {
		c.state, c.base, c.since = Released, c.total, time.Time{}
	}
	if c.targeted {
		l.emit(f, c, at, KindReopened)
	}
	released := len(l.log)
	l.retarget(f, c, at)
	if c.targeted && c.state == Released && len(l.log) == released {
		l.emit(f, c, at, KindReleased)
	}
}

// insert puts a clock among the open ones, in clock order.
func (l *lane) insert(k int) {
	i := len(l.open)
	for i > 0 && l.clocks[k].before(&l.clocks[l.open[i-1]]) {
		i--
	}
	l.open = slices.Insert(l.open, i, k)
}

// retarget gives an open clock the target in force, if that is another than it has.
func (l *lane) retarget(f *fold, c *clockState, at time.Time) {
	change := f.program.onChange
	if change == policy.Keep && c.targeted {
		return
	}
	from := c.start
	if change == policy.Restart {
		from = at
	}
	in, allowance := l.inForce(f, c.metric, from)
	if in == c.inForce() {
		return
	}
	if in.target == nil {
		c.rest(Released, at)
		l.emit(f, c, at, KindReleased)
		return
	}
	kind := KindRetargeted
	if !c.targeted {
		kind = KindStarted
	}
	var elapsed time.Duration
	due := at
	switch change {
	case policy.CarryOver:
		elapsed = c.elapsed(at)
	case policy.Restart:
	default:
		a := f.recount(c, in, allowance, at)
		elapsed = a.counted
		if a.reached {
			due = a.reachedAt
		}
	}
	paused := c.state == Paused
	c.targeted, c.in, c.allowance = true, in, allowance
	c.taken, c.risk, c.breached, c.breachedAt, c.due = position{}, false, false, time.Time{}, time.Time{}
	c.reopened = false // what is reached at once is so here
	c.run(elapsed, at)
	if paused {
		c.rest(Paused, at)
	}
	l.emit(f, c, at, kind)
	l.takeReached(f, c, at, due)
}

// advance lets take effect, in order, the thresholds of running clocks before an
// instant, or up to it.
func (f *fold) advance(to time.Time, inclusive bool) {
	for i := range f.lanes {
		f.lanes[i].advance(f, to, inclusive)
	}
}

func (l *lane) advance(f *fold, to time.Time, inclusive bool) {
	for !f.overflow {
		c := l.soonest(f)
		if c == nil || c.next.at.After(to) || !inclusive && c.next.at.Equal(to) {
			return
		}
		l.take(f, c, c.next.threshold, c.next.at, c.next.at, true)
	}
}

// soonest returns the open clock that reaches its next threshold first, or nil if
// none reaches one; at one instant it is the first in clock order.
func (l *lane) soonest(f *fold) (soonest *clockState) {
	for _, k := range l.open {
		c := &l.clocks[k]
		if c.state != Running {
			continue
		}
		next := c.upcoming(f.program.nextOpen)
		if !next.never && (soonest == nil || next.at.Before(soonest.next.at)) {
			soonest = c
		}
	}
	return soonest
}
