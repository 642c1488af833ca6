package sla

import (
	"fmt"
	"slices"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/internal/value"
	"github.com/punctualgo/punctual/policy"
)

// Rebase takes t over to the configuration of another engine, as of an instant and
// without the history: what was counted by then stays as it was counted, and from
// then on the other configuration holds. Attributes are all that the issue has at
// that instant, since t knows only those that its own configuration reads. Events to
// come must be later.
//
// A clock whose target is another under the new configuration is retargeted, and so
// may be breached there and then; one that no policy has a target for any more is
// released; one whose policy, hours by name, allowance, pause and steps are as before
// runs on as though nothing had happened. A metric of another name is another metric.
// Metrics that the new configuration does not have are forgotten, and clocks begin by
// events to come, not by those that have been.
//
// t must have an engine, that of its own configuration. A host that has the history,
// and wants all of it judged by the new configuration, has [Engine.Track] follow the
// issue anew, and [Diff] say what that changes.
func (t *Track) Rebase(to *Engine, attributes map[string]any, at time.Time) ([]Transition, error) {
	if !businesshours.InRange(at) {
		return nil, fmt.Errorf("sla: as of %s: %w", format(at), businesshours.ErrOutOfRange)
	}
	old, err := t.load()
	if err != nil {
		return nil, err
	}
	defer t.engine.release(old)
	if instantOf(at) < old.last {
		return nil, fmt.Errorf("as of %s, folded up to %s: %w", format(at), format(old.last.time()), ErrEarlier)
	}
	old.finish(instantOf(at))
	f := to.folds.Get().(*fold)
	defer to.release(f)
	if err := f.rebase(old, attributes, instantOf(at)); err != nil {
		return nil, err
	}
	u := Track{engine: to, config: to.config, issue: t.issue}
	after, err := u.keep(f)
	if err != nil {
		return nil, err
	}
	*t = u
	return append(old.transitions(nil), after...), nil
}

// rebase makes f the fold that goes on where old is at an instant.
func (f *fold) rebase(old *fold, attributes map[string]any, at instant) error {
	issue := Issue{ID: old.issue, CreatedAt: old.created.time(), Attributes: attributes}
	changes, err := f.program.checkHead(&issue, f.changes[:0])
	if err != nil {
		return err
	}
	issue.CreatedBy = Party(old.fields.values[slotCreatedBy].Text)
	f.issue, f.created, f.last, f.closed, f.over = old.issue, old.created, at, true, old.over
	f.recent = append(f.recent, old.recent...)
	f.fields.create(&issue, changes)
	f.fields.heard = old.fields.heard
	for _, slot := range []int{slotResponded, slotUnanswered} {
		f.fields.values[slot] = value.OfBool(old.fields.values[slot].Bool)
	}
	for i := range f.pauses[1:] {
		if f.program.pauses[1+i].holds(f.fields.values) {
			f.pauses[1+i].changes = append(f.pauses[1+i].changes, at)
		}
	}
	for i := range f.lanes {
		l := &f.lanes[i]
		l.match(f, at)
		for k := range l.clocks {
			if was := old.counterpart(f, l, l.clocks[k].metric); was != nil {
				l.takeOver(f, k, old, was, at)
			}
		}
		for _, k := range l.open {
			c := &l.clocks[k]
			if c.state != released {
				f.pauseOrResume(c, at)
			}
		}
	}
	return nil
}

// counterpart returns the clock of a fold that one of another program's lane goes on
// from, or nil: that of the lane of the same policy, if there is one.
func (f *fold) counterpart(next *fold, l *lane, metric int) *clockState {
	id := func(p *program, l *lane) string { return p.policies[l.policies[0]].id }
	lanes := f.lanes
	if f.program.match == policy.MatchEach && next.program.match == policy.MatchEach {
		if i := slices.IndexFunc(lanes, func(of lane) bool { return id(f.program, &of) == id(next.program, l) }); i >= 0 {
			lanes = lanes[i : i+1]
		}
	}
	name := next.program.metrics[metric].name
	for i := range lanes {
		for k := range lanes[i].clocks {
			if c := &lanes[i].clocks[k]; c.cycle > 0 && f.program.metrics[c.metric].name == name {
				return c
			}
		}
	}
	return nil
}

// takeOver makes a clock of l go on from what it was at an instant.
func (l *lane) takeOver(f *fold, k int, old *fold, was *clockState, at instant) {
	c := &l.clocks[k]
	metric, elapsed := c.metric, was.elapsed(at)
	accounts, stops := c.accounts, c.stops
	*c = *was
	c.metric, c.accounts, c.stops, c.next = metric, accounts[:0], stops[:0], upcoming{}
	c.settled = at
	c.place = len(l.results)
	l.results = append(doubled(l.results), Clock{})

	kept, same := f.same(old, was, metric)
	if c.isOpen() {
		l.insert(k)
	} else {
		c.in = kept
		if c.byStop {
			c.stops = append(c.stops, at)
		}
		if !same && c.targeted {
			c.targeted, c.state = false, cancelled
		}
		f.carry(c, was, elapsed, at)
		return
	}
	f.carry(c, was, elapsed, at)

	from := c.start
	if f.program.onChange == policy.Restart {
		from = at
	}
	in, allowance := l.inForce(f, metric, from, force{})
	if f.program.onChange == policy.Keep && same {
		in, allowance = kept, was.allowance
	}
	switch {
	case in.target == nil:
		if c.targeted && was.state != released {
			old.emit(was, at, logReleased)
		}
		c.in, c.targeted = kept, same
		c.state, c.base, c.since = released, elapsed, never
	case same && in == kept && was.state != released:
		state := c.state
		c.in = in
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
		f.emit(c, at, kind)
		if elapsed > 0 {
			f.takeReached(c, at, at)
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
func (f *fold) carry(c, was *clockState, elapsed time.Duration, at instant) {
	if !f.recounts(c) {
		return
	}
	for i := range f.lanes {
		for _, p := range f.lanes[i].policies {
			t := f.program.policies[p].targets[c.metric]
			if t == nil {
				continue
			}
			for _, in := range t.forces() {
				a := c.account(in)
				a.settled, a.counted = elapsed, elapsed
				allowance, ok := in.allowance(c.start)
				if !ok || allowance > elapsed {
					continue
				}
				if d := a.due(c, in, allowance); !d.reached {
					d.reached, d.at = true, at
					if was.breached && allowance == was.allowance {
						d.at = was.due
					}
				}
			}
		}
	}
}
