package sla

import (
	"fmt"
	"slices"
	"time"

	"github.com/punctualgo/punctual/businesshours"
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
	defer t.engine.releaseTracked(old)
	if now < old.last {
		return nil, fmt.Errorf("as of %s, folded up to %s: %w", format(at), format(old.last.time()), ErrEarlier)
	}
	old.advanceTo(now)
	if err := old.limit(); err != nil {
		return nil, err
	}
	f := to.newTracked()
	defer to.releaseTracked(f)
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

// rebase makes f go on where old is at an instant.
func (f *tracked) rebase(old *tracked, attributes map[string]any, at instant) error {
	issue := Issue{ID: old.issue, CreatedAt: old.created.time(), Attributes: attributes}
	if err := f.checkHead(&issue); err != nil {
		return err
	}
	issue.CreatedBy = Party(old.fields.values[slotCreatedBy].Text)
	f.issue, f.created, f.last, f.closed, f.over = old.issue, old.created, at, true, old.over
	f.recent = append(f.recent, old.recent...)
	f.quietUntil = never // not known
	f.fields.create(&issue, f.changes)
	f.fields.goOn(&old.fields)
	for i := range f.pauses[1:] {
		if f.fields.holds(&f.program.pauses[1+i]) {
			f.pauses[1+i].changes = append(f.pauses[1+i].changes, at)
		}
	}
	r := rebasing{f: f.fold, old: old.fold, at: at, continued: make(map[*clockState]bool)}
	for i := range f.lanes {
		r.lane(&f.lanes[i])
	}
	r.release()
	return nil
}

// A rebasing lets the clocks of one fold go on as those of another, at an instant.
type rebasing struct {
	f, old    *fold
	at        instant
	continued map[*clockState]bool // the old clocks that go on with a target in force
}

// lane lets the clocks of a lane go on.
func (r *rebasing) lane(l *lane) {
	l.match(r.f, r.at)
	for k := range l.clocks {
		was, own := r.counterpart(l, l.clocks[k].metric)
		if was == nil {
			continue
		}
		r.goOn(l, &l.clocks[k], was, own)
		r.continued[was] = r.continued[was] || own && l.clocks[k].state != released
	}
	l.pauseOrResume(r.f, r.at)
}

// release notes that the old clocks that do not go on are released.
func (r *rebasing) release() {
	for i := range r.old.lanes {
		for _, c := range r.old.lanes[i].open {
			if c.targeted && c.state != released && !r.continued[c] {
				r.old.emit(c, r.at, logReleased)
			}
		}
	}
}

// counterpart returns the old clock that one of a metric in a new lane goes on from, or nil;
// and whether it is the lane's own to go on with, or only tells since when there is
// something to wait for: where each policy has its clocks, those of another policy are not
// its own.
func (r *rebasing) counterpart(l *lane, metric int) (c *clockState, own bool) {
	name := r.f.program.metrics[metric].name
	each := r.f.program.match == policy.MatchEach
	id := r.f.program.policies[l.policies[0]].id
	old := r.old.program
	rank := func(c *clockState) int {
		switch {
		case c.targeted && old.policies[c.applied.target.policy].id == id:
			return 4
		case c.targeted && c.isOpen() && c.state != released:
			return 3
		case c.targeted:
			return 2
		}
		return 1
	}
	for i := range r.old.lanes {
		from := &r.old.lanes[i]
		its := old.match == policy.MatchEach && each && old.policies[from.policies[0]].id == id
		if its {
			c = nil // what this lane had, or nothing
		}
		for k := range from.clocks {
			d := &from.clocks[k]
			if d.cycle > 0 && old.metrics[d.metric].name == name && (c == nil || rank(d) > rank(c)) {
				c = d
			}
		}
		if its {
			return c, c != nil
		}
	}
	return c, c != nil && (!each || !c.targeted || rank(c) == 4)
}

// goOn makes c go on from what an old clock was.
func (r *rebasing) goOn(l *lane, c, was *clockState, own bool) {
	metric, elapsed := c.metric, was.elapsed(r.at)
	accounts, stops := c.accounts, c.stops
	*c = *was
	c.metric, c.accounts, c.stops = metric, accounts[:0], stops[:0]
	c.settled = r.at
	c.place = l.newPlace(metric)

	kept, same := r.same(was, metric)
	if !own {
		// It waits for a target since then, and has a count of its own.
		kept, same, c.targeted = applied{}, false, false
		c.state = cancelled
		if was.isOpen() {
			c.state = released
		}
	}
	r.goOnNumbering(c)
	if !c.isOpen() {
		c.applied = kept
		if c.byStop {
			c.stops = append(c.stops, r.at)
		}
		if !same && c.targeted {
			c.targeted, c.state = false, cancelled
		}
		r.carry(c, was, l.pasts[metric], elapsed)
		return
	}
	l.insert(c)
	r.carry(c, was, l.pasts[metric], elapsed)
	r.retarget(l, c, was, kept, elapsed)
}

// retarget gives an open clock that goes on the target in force. kept is the old target as
// the new program has it, or no target.
func (r *rebasing) retarget(l *lane, c, was *clockState, kept applied, elapsed time.Duration) {
	f, same := r.f, kept.target != nil
	a := l.inForce(f, c.metric, f.program.onChange.countsFrom(c.start, r.at), kept)
	if same && f.program.onChange.keeps {
		a = kept
	}
	switch {
	case a.target == nil:
		c.applied, c.targeted = kept, same
		c.state, c.base, c.since = released, elapsed, never
	case same && a == kept && was.state != released:
		state := c.state
		c.applied = a
		f.aim(c)
		c.run(elapsed, r.at)
		if state == paused {
			c.state, c.since = paused, never
		}
	default:
		if f.program.onChange.restarts {
			elapsed = 0
		}
		l.takeOver(f, c, a, elapsed, r.at, r.at)
	}
}

// goOnNumbering lets c count its targets, pauses and reopenings on from all that clocks of
// its metric have had, so that nothing that happens to it has the ID of what happened
// before; and its cycles, too, if several clocks become one.
func (r *rebasing) goOnNumbering(c *clockState) {
	name := r.f.program.metrics[c.metric].name
	for i := range r.old.lanes {
		for k := range r.old.lanes[i].clocks {
			d := &r.old.lanes[i].clocks[k]
			if r.old.program.metrics[d.metric].name != name {
				continue
			}
			c.targets, c.pauses, c.reopens = max(c.targets, d.targets), max(c.pauses, d.pauses), max(c.reopens, d.reopens)
			if r.f.program.match != policy.MatchEach {
				c.cycle = max(c.cycle, d.cycle)
			}
		}
	}
}

// same returns what the target of an old clock is under the new program, or false if it is
// another there.
func (r *rebasing) same(was *clockState, metric int) (applied, bool) {
	if !was.targeted {
		return applied{}, false
	}
	old, now := r.old.program, r.f.program
	before := was.applied.target
	i := slices.IndexFunc(now.policies, func(p compiledPolicy) bool { return p.id == old.policies[before.policy].id })
	if i < 0 {
		return applied{}, false
	}
	t := now.policies[i].targets[metric]
	if t == nil || (t.days == nil) != (before.days == nil) || t.days != nil && *t.days != *before.days ||
		now.pauseKeys[t.pause] != old.pauseKeys[before.pause] || !slices.Equal(t.steps, before.steps) {
		return applied{}, false
	}
	k := slices.IndexFunc(t.schedule.all, func(c *businesshours.Calendar) bool { return c.Name() == was.applied.calendar.Name() })
	if k < 0 || t.days == nil && !slices.Contains(t.within.all, was.applied.allowance) {
		return applied{}, false
	}
	return applied{t, t.schedule.all[k], was.applied.allowance}, true
}

// carry lets what c has counted by now stand for every target that it may be given later.
func (r *rebasing) carry(c, was *clockState, pasts []pastFor, elapsed time.Duration) {
	if !r.f.recounts(c) {
		return
	}
	for i := range pasts {
		q := &pasts[i]
		a := account{calendar: q.calendar, pause: q.pause, settled: elapsed, counted: elapsed, cursor: cursor{upTo: r.at}}
		for _, x := range q.reachables(c.start) {
			if x.allowance > elapsed {
				break
			}
			s := reachSearch{allowance: x.allowance, fit: x.fit, reached: true, settled: true, at: r.at}
			if was.breached && x.allowance == was.applied.allowance {
				s.at = was.due
			}
			a.searches = append(a.searches, s)
		}
		c.accounts = append(c.accounts, a)
	}
}
