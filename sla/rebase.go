package sla

import (
	"fmt"
	"slices"
	"time"

	"github.com/punctualgo/punctual/policy"
)

// RebaseAt takes t over to the configuration of another engine, as of an instant and
// without the history: what was counted by then stays as it was counted, and from
// then on the other configuration holds. Attributes are all that the issue has at
// that instant, since t knows only those that its own configuration reads. Events to
// come must be later.
//
// A clock whose target is another under the new configuration is retargeted, and so
// may be breached there and then; one that no policy has a target for any more is
// released; one whose policy, hours by name, allowance, pause and steps are as before
// runs on as though nothing had happened. A clock that has ended stays if its policy, its
// hours by name and its allowance are as before, and is forgotten otherwise. A metric of
// another name is another metric: those that the new configuration does not have are
// forgotten, and clocks begin by events to come, not by those that have been. Where each
// policy has its clocks, those of a policy that is new wait since the same start, with
// what had been counted.
//
// A metric that is forgotten, and that a later configuration has again, begins with cycle
// 1 anew, so that its transitions may get IDs for a second time: a host that goes there
// and back tracks anew.
//
// t must have an engine, that of its own configuration. The errors are [ErrEarlier], an
// [*Error] for each problem of the attributes, and those of [Track.AdvanceTo]. A host that has the history,
// and wants all of it judged by the new configuration, has [Engine.Track] follow the
// issue anew, and [Diff] say what that changes.
func (t *Track) RebaseAt(to *Engine, attributes map[string]any, at time.Time) ([]Transition, error) {
	now, err := presentOf(at)
	if err != nil {
		return nil, err
	}
	old, err := t.load()
	if err != nil {
		return nil, err
	}
	defer t.engine.release(old)
	if now < old.last {
		return nil, fmt.Errorf("as of %s, folded up to %s: %w", format(at), format(old.last.time()), ErrEarlier)
	}
	old.finish(now)
	if err := old.limit(); err != nil {
		return nil, err
	}
	f := to.folds.Get().(*fold)
	defer to.release(f)
	if err := f.rebase(old, attributes, now); err != nil {
		return nil, err
	}
	u := Track{engine: to, config: to.config, issue: t.issue}
	after, err := u.keep(f)
	if err != nil {
		return nil, err
	}
	if err := old.limit(); err != nil {
		return nil, err
	}
	*t = u
	return append(old.transitions(nil), after...), nil
}

// rebase makes f the fold that goes on where old is at an instant.
func (f *fold) rebase(old *fold, attributes map[string]any, at instant) error {
	issue := Issue{ID: old.issue, CreatedAt: old.created.time(), Attributes: attributes}
	f.changes = f.changes[:0]
	if err := f.checkHead(&issue); err != nil {
		return err
	}
	issue.CreatedBy = Party(old.fields.values[slotCreatedBy].Text)
	f.issue, f.created, f.last, f.closed, f.over = old.issue, old.created, at, true, old.over
	f.recent = append(f.recent, old.recent...)
	f.quietUntil = never // not known
	f.fields.create(&issue, f.changes)
	f.fields.heard = old.fields.heard
	f.fields.enter(old.fields.stage.withCategory(f.fields.stage.category()))
	for i := range f.pauses[1:] {
		if f.holds(&f.program.pauses[1+i]) {
			f.pauses[1+i].changes = append(f.pauses[1+i].changes, at)
		}
	}
	continued := make(map[*clockState]bool)
	for i := range f.lanes {
		l := &f.lanes[i]
		l.match(f, at)
		for k := range l.clocks {
			was, own := old.counterpart(f, l, l.clocks[k].metric)
			if was == nil {
				continue
			}
			l.takeOver(f, k, old, was, own, at)
			continued[was] = continued[was] || own && l.clocks[k].state != released
		}
		for _, c := range l.open {
			if f.pausesOrResumes(c) {
				f.pauseOrResume(c, at)
			}
		}
	}
	for i := range old.lanes {
		l := &old.lanes[i]
		for _, c := range l.open {
			if c.targeted && c.state != released && !continued[c] {
				old.emit(c, at, logReleased)
			}
		}
	}
	return nil
}

// counterpart returns the clock of a fold that one of a metric in another program's lane
// goes on from, or nil; and whether it is the lane's own to go on with, or only tells
// since when there is something to wait for: where each policy has its clocks, those of
// another policy are not its own.
func (f *fold) counterpart(next *fold, l *lane, metric int) (c *clockState, own bool) {
	name := next.program.metrics[metric].name
	each := next.program.match == policy.MatchEach
	id := next.program.policies[l.policies[0]].id
	rank := func(c *clockState) int {
		switch {
		case c.targeted && f.program.policies[c.in.target.policy].id == id:
			return 4
		case c.targeted && c.isOpen() && c.state != released:
			return 3
		case c.targeted:
			return 2
		}
		return 1
	}
	for i := range f.lanes {
		from := &f.lanes[i]
		its := f.program.match == policy.MatchEach && each && f.program.policies[from.policies[0]].id == id
		if its {
			c = nil // what this lane had, or nothing
		}
		for k := range from.clocks {
			d := &from.clocks[k]
			if d.cycle > 0 && f.program.metrics[d.metric].name == name && (c == nil || rank(d) > rank(c)) {
				c = d
			}
		}
		if its {
			return c, c != nil
		}
	}
	return c, c != nil && (!each || !c.targeted || rank(c) == 4)
}

// takeOver makes a clock of l go on from what it was at an instant.
func (l *lane) takeOver(f *fold, k int, old *fold, was *clockState, own bool, at instant) {
	c := &l.clocks[k]
	metric, elapsed := c.metric, was.elapsed(at)
	accounts, stops := c.accounts, c.stops
	*c = *was
	c.metric, c.accounts, c.stops = metric, accounts[:0], stops[:0]
	c.settled = at
	c.place = l.newPlace()

	kept, same := f.same(old, was, metric)
	if !own {
		// It waits for a target since then, and has a count of its own.
		kept, same, c.targeted = force{}, false, false
		c.state = cancelled
		if was.isOpen() {
			c.state = released
		}
	}
	f.goOnCounting(c, old)
	if c.isOpen() {
		l.insert(c)
	} else {
		c.in = kept
		if c.byStop {
			c.stops = append(c.stops, at)
		}
		if !same && c.targeted {
			c.targeted, c.state = false, cancelled
		}
		f.carry(c, was, l.pasts[metric], elapsed, at)
		return
	}
	f.carry(c, was, l.pasts[metric], elapsed, at)

	from := c.start
	if f.program.onChange == policy.Restart {
		from = at
	}
	in, allowance := l.inForce(f, metric, from, kept)
	if same && (in == kept || f.program.onChange == policy.Keep) {
		in, allowance = kept, was.allowance
	}
	switch {
	case in.target == nil:
		c.in, c.targeted = kept, same
		c.state, c.base, c.since = released, elapsed, never
	case same && in == kept && was.state != released:
		state := c.state
		c.in = in
		f.aim(c)
		c.run(elapsed, at)
		if state == paused {
			c.state, c.since = paused, never
		}
	default:
		kind := logRetargeted
		if !c.targeted {
			kind = logStarted
		}
		if f.program.onChange == policy.Restart {
			elapsed = 0
		}
		c.retarget(in, allowance, elapsed, at)
		f.aim(c)
		f.emit(c, at, kind)
		f.takeReached(c, at, at)
	}
}

// goOnCounting lets c count its targets, pauses and reopenings on from all that clocks of
// its metric have had, so that nothing that happens to it has the ID of what happened
// before; and its cycles, too, if several clocks become one.
func (f *fold) goOnCounting(c *clockState, old *fold) {
	name := f.program.metrics[c.metric].name
	for i := range old.lanes {
		for k := range old.lanes[i].clocks {
			d := &old.lanes[i].clocks[k]
			if old.program.metrics[d.metric].name != name {
				continue
			}
			c.targets, c.pauses, c.reopens = max(c.targets, d.targets), max(c.pauses, d.pauses), max(c.reopens, d.reopens)
			if f.program.match != policy.MatchEach {
				c.cycle = max(c.cycle, d.cycle)
			}
		}
	}
}

// same returns what the target of an old clock is in f, or false if there it is
// another.
func (f *fold) same(old *fold, was *clockState, metric int) (force, bool) {
	if !was.targeted {
		return force{}, false
	}
	before := was.in.target
	i := slices.IndexFunc(f.program.policies, func(p compiledPolicy) bool { return p.id == old.program.policies[before.policy].id })
	if i < 0 {
		return force{}, false
	}
	t := f.program.policies[i].targets[metric]
	if t == nil || (t.days == nil) != (before.days == nil) || t.days != nil && *t.days != *before.days ||
		f.program.pauseKeys[t.pause] != old.program.pauseKeys[before.pause] || !slices.Equal(t.steps, before.steps) {
		return force{}, false
	}
	for _, in := range t.forces() {
		if in.within == was.in.within && in.calendar.Name() == was.in.calendar.Name() {
			return in, true
		}
	}
	return force{}, false
}

// carry lets what c has counted by an instant stand for every target that it may be
// given later.
func (f *fold) carry(c, was *clockState, pasts []pastFor, elapsed time.Duration, at instant) {
	if !f.recounts(c) {
		return
	}
	for _, q := range pasts {
		a := account{calendar: q.calendar, pause: q.pause, settled: elapsed, counted: elapsed, past: past{upTo: at}}
		note := func(allowance time.Duration, days bool) {
			if allowance > elapsed {
				return
			}
			d := due{allowance: allowance, days: days, reached: true, settled: true, at: at}
			if was.breached && allowance == was.allowance {
				d.at = was.due
			}
			a.dues = append(a.dues, d)
		}
		within, inDays := q.allowances()
		for _, allowance := range within {
			note(allowance, false)
		}
		for _, days := range inDays {
			if allowance, err := q.calendar.Allow(c.start.time(), days); err == nil {
				note(allowance, true)
			}
		}
		c.accounts = append(c.accounts, a)
	}
}
