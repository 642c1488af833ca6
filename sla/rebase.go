package sla

import (
	"fmt"
	"slices"
	"time"

	"github.com/punctualgo/punctual/policy"
)

// RebaseAt moves t to the configuration of another engine, as of an instant and without the
// history. What was counted by then stays as it was counted. From then on the new configuration
// applies. The attributes are all that the issue has at that instant, because t knows only those
// that its own configuration reads. Later events must be after at.
//
// RebaseAt compares promises, not names. A target makes the same promise if its allowance, pause
// condition and promised instant are the same, and its hours have been the same since the clock
// started. A clock whose target makes the same promise keeps what it has reached: it is not
// breached a second time, and does not take the same steps again. So renaming a policy or a
// schedule, adding a holiday in a future year, or changing steps, actions or texts announces
// nothing again. If policy, schedule and steps are the same as before, the clock continues
// without any transition. Otherwise it is retargeted.
//
// A clock whose target makes a different promise is retargeted, and may be breached at once. A
// clock for which no policy has a target is released. A clock that has ended is kept if a target
// makes the same promise as its own, and forgotten otherwise.
//
// Metrics are compared by name. The clocks of metrics that the new configuration does not have
// are forgotten. New clocks are started by later events only, not by past ones. Under
// [policy.MatchEach], the clocks of a new policy count from the start of the existing ones, with
// what those had counted.
//
// If a metric is forgotten, and a later configuration has it again, its cycles start again from
// 1. Its transitions may then get IDs that were used before. A host that goes back and forth
// like this tracks the issue again from its history.
//
// t must have an engine, that of its own configuration. The errors are [ErrEarlier], an [*Error]
// for each problem of the attributes, and those of [Track.AdvanceTo]. To judge the whole history
// by the new configuration instead, call [Engine.Track] and compare with [Diff].
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
		return nil, fmt.Errorf("as of %s, track at %s: %w", format(at), format(old.last.time()), ErrEarlier)
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

// rebase makes f continue from old at an instant.
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
	r.findRenamed()
	for i := range f.lanes {
		r.lane(&f.lanes[i])
	}
	r.release()
	return nil
}

// A rebasing makes the clocks of one fold continue from those of another, at an instant.
type rebasing struct {
	f, old    *fold
	at        instant
	continued map[*clockState]bool // the old clocks that go on with a target in force
	renamed   map[string]string    // where each policy has its clocks: old IDs of policies, by new ones
}

// findRenamed finds the policies that were given a different ID, under policy.MatchEach. A new
// policy is an old one renamed if the old one is gone, both have the same condition, and the
// targets of the new one make the same promises to the clocks of the old one.
func (r *rebasing) findRenamed() {
	old, now := r.old.program, r.f.program
	if old.match != policy.MatchEach || now.match != policy.MatchEach {
		return
	}
	has := func(p *program, id string) bool {
		return slices.ContainsFunc(p.policies, func(q compiledPolicy) bool { return q.id == id })
	}
	r.renamed = make(map[string]string)
	taken := make(map[string]bool)
	rename := func(i int, places ...int) {
		id := now.policies[i].id
		if _, ok := r.renamed[id]; ok || has(old, id) {
			return
		}
		for _, k := range places {
			was := old.policies[r.old.lanes[k].policies[0]].id
			if !taken[was] && !has(now, was) && r.isRenamed(&r.old.lanes[k], &now.policies[i]) {
				r.renamed[id], taken[was] = was, true
				return
			}
		}
	}
	for i := range min(len(now.policies), len(r.old.lanes)) {
		rename(i, i) // usually it is at the same position
	}
	all := make([]int, len(r.old.lanes))
	for k := range all {
		all[k] = k
	}
	for i := range now.policies {
		rename(i, all...)
	}
}

// isRenamed reports whether a new policy has the condition of an old one, and makes the same
// promises to its clocks.
func (r *rebasing) isRenamed(l *lane, p *compiledPolicy) bool {
	if p.whenKey != r.old.program.policies[l.policies[0]].whenKey {
		return false
	}
	any := false
	for k := range l.clocks {
		c := &l.clocks[k]
		if !c.targeted {
			continue
		}
		any = true
		metric := slices.IndexFunc(r.f.program.metrics, func(m metric) bool { return m.name == r.old.program.metrics[c.metric].name })
		if metric < 0 {
			return false
		}
		if _, ok := r.findIn(p, c, metric); !ok {
			return false
		}
	}
	return any
}

// lane makes the clocks of a lane continue.
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

// release records that the old clocks that do not continue are released.
func (r *rebasing) release() {
	for i := range r.old.lanes {
		for _, c := range r.old.lanes[i].open {
			if c.targeted && c.state != released && !r.continued[c] {
				r.old.emit(c, r.at, logReleased)
			}
		}
	}
}

// counterpart returns the old clock from which a clock of a metric in a new lane continues, or
// nil. It also reports whether the clock is the lane's own. Under policy.MatchEach, a clock of
// another policy is not; it only tells since when the customer has been waiting.
func (r *rebasing) counterpart(l *lane, metric int) (c *clockState, own bool) {
	name := r.f.program.metrics[metric].name
	each := r.f.program.match == policy.MatchEach
	id := r.f.program.policies[l.policies[0]].id
	if before, ok := r.renamed[id]; ok {
		id = before
	}
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
			c = nil // only clocks of this lane count
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

// goOn makes c continue from an old clock.
func (r *rebasing) goOn(l *lane, c, was *clockState, own bool) {
	metric, elapsed := c.metric, was.elapsed(r.at)
	accounts, stops := c.accounts, c.stops
	*c = *was
	c.metric, c.accounts, c.stops = metric, accounts[:0], stops[:0]
	c.settled = r.at
	c.place = l.newPlace(metric)
	c.applied = applied{}
	if own && was.targeted {
		c.applied = r.find(l, was, metric)
		r.passOver(c, was, elapsed)
	}
	if !own {
		// It has waited for a target since then, and has its own count.
		c.targeted, c.state = false, cancelled
		if was.isOpen() {
			c.state = released
		}
	}
	r.goOnNumbering(c)
	if c.isOpen() {
		l.insert(c)
		r.carry(c, was, l.pasts[metric], elapsed)
		r.retarget(l, c, was, own, elapsed)
		return
	}
	if c.byStop {
		c.stops = append(c.stops, r.at)
	}
	if c.targeted && c.applied.target == nil {
		c.targeted, c.state = false, cancelled
	}
	r.carry(c, was, l.pasts[metric], elapsed)
}

// retarget gives an open clock that goes on the target in force. c.applied is the old target
// as the new program has it, or no target.
func (r *rebasing) retarget(l *lane, c, was *clockState, own bool, elapsed time.Duration) {
	switch a, same := r.inForce(l, c, was, own); {
	case a.target == nil:
		c.targeted = c.applied.target != nil
		c.state, c.base, c.since = released, elapsed, never
	case same:
		r.keepPromise(c, was, a, elapsed)
	default:
		kind := logRetargeted
		if !c.targeted {
			kind = logStarted
		}
		change := r.f.program.onChange
		if change.restarts {
			elapsed = 0
		}
		c.retarget(a, change.countsFrom(c.start, r.at), elapsed, r.at)
		r.f.tookOver(c, kind, r.at, r.at, keptPromise{})
	}
}

// inForce returns the target in force for an open clock that goes on, and whether it promises
// what the old clock had.
func (r *rebasing) inForce(l *lane, c, was *clockState, own bool) (a applied, same bool) {
	change := r.f.program.onChange
	if change.keeps && c.applied.target != nil {
		return c.applied, was.state != released
	}
	if own && was.inForce().target != nil {
		a = l.inForce(r.f, c.metric, was.from, new(applied))
		if a.target != nil && r.samePromise(&was.applied, &a, c.start) {
			return a, true
		}
	}
	return l.inForce(r.f, c.metric, change.countsFrom(c.start, r.at), new(applied)), false
}

// keepPromise gives an open clock a target that makes the same promise as its old one. If
// policy, schedule and steps are the same too, the clock continues without any transition.
func (r *rebasing) keepPromise(c, was *clockState, a applied, elapsed time.Duration) {
	old := &was.applied
	list := old.target.steps
	asBefore := r.old.program.policies[old.target.policy].id == r.f.program.policies[a.target.policy].id &&
		old.calendar.Name() == a.calendar.Name() && old.calendar.SameHours(a.calendar.Calendar) &&
		slices.Equal(list.steps, a.target.steps.steps)
	if asBefore {
		taken := c.taken
		c.keepPromise(a, elapsed, r.at)
		c.taken = taken
		r.f.aim(c)
		return
	}
	kept := r.kept(c, was, elapsed)
	c.keepPromise(a, elapsed, r.at)
	r.f.tookOver(c, logRetargeted, r.at, r.at, kept)
}

// kept is fold.kept for the steps of an old clock.
func (r *rebasing) kept(c, was *clockState, elapsed time.Duration) keptPromise {
	var old ladder
	old.build(was.applied.target.steps, was.applied.allowance)
	return keptPromise{
		exactly: was.tookAt(elapsed),
		had: func(p position) bool {
			r.f.work += len(old.steps) * workOfStep
			return old.hasTaken(c.applied.target.steps.steps[p.index()].name, p, was.taken)
		},
	}
}

// samePromise reports whether a target of the new program makes the same promise as one of the
// old program, to a clock that started at an instant: the same allowance and pause condition,
// and the same hours so far. Names do not matter.
func (r *rebasing) samePromise(old, now *applied, start instant) bool {
	return old.allowance == now.allowance && old.promised == now.promised && old.target.fit == now.target.fit &&
		r.old.program.pauseKeys[old.target.pause] == r.f.program.pauseKeys[now.target.pause] &&
		(old.calendar.SameHours(now.calendar.Calendar) ||
			old.between(start, r.at) == now.between(start, r.at) && old.calendar.SameHoursBetween(now.calendar.Calendar, start.time(), r.at.time()))
}

// find returns what a lane of the new program makes of the target of an old clock: one of the
// policy with the same ID, or else of any policy, that may promise the same; or no target.
func (r *rebasing) find(l *lane, was *clockState, metric int) applied {
	id := r.old.program.policies[was.applied.target.policy].id
	all := r.f.program.policies
	same := slices.IndexFunc(l.policies, func(i int) bool { return all[i].id == id })
	if same >= 0 {
		if a, ok := r.findIn(&all[l.policies[same]], was, metric); ok {
			return a
		}
	}
	for k, i := range l.policies {
		if k != same {
			if a, ok := r.findIn(&all[i], was, metric); ok {
				return a
			}
		}
	}
	return applied{}
}

// passOver makes c, whose steps differ from those of the old clock, pass over all thresholds up
// to the elapsed time of the old clock, so that it does not take them when it is reopened. What
// the old clock had reached exactly and not taken is still to come.
func (r *rebasing) passOver(c, was *clockState, elapsed time.Duration) {
	if c.applied.target == nil || slices.Equal(c.applied.target.steps.steps, was.applied.target.steps.steps) {
		return
	}
	var l ladder
	l.build(c.applied.target.steps, c.applied.allowance)
	r.f.work += len(l.steps) * workOfStep
	if !was.tookAt(elapsed) {
		elapsed--
	}
	c.taken = l.last(elapsed)
}

// findIn is find for the targets of one policy. Those with the same steps come before
// others, and then a schedule of the same name before others with the same hours.
func (r *rebasing) findIn(p *compiledPolicy, was *clockState, metric int) (found applied, ok bool) {
	best := -1
	for _, t := range p.targets[metric].all {
		for _, calendar := range t.calendars {
			a := applied{t, r.f.fields.hours.Of(calendar), was.applied.allowance, was.applied.promised}
			if !r.mayAllow(&a, was) || !r.samePromise(&was.applied, &a, was.start) {
				continue
			}
			rank := 0
			if slices.Equal(t.steps.steps, was.applied.target.steps.steps) {
				rank += 2
			}
			if calendar.Name() == was.applied.calendar.Name() {
				rank++
			}
			if rank > best {
				best, found = rank, a
			}
		}
	}
	return found, best >= 0
}

// mayAllow reports whether the target of a may allow an old clock what a has.
func (r *rebasing) mayAllow(a *applied, was *clockState) bool {
	switch t := a.target; {
	case t.days != nil:
		allowed, err := a.calendar.Allow(was.from.time(), *t.days)
		return err == nil && allowed.Open == a.allowance
	case t.until >= 0:
		return a.promised != never
	default:
		return slices.Contains(t.amounts, a.allowance)
	}
}

// goOnNumbering makes c count its targets, pauses and reopenings on from those of all old clocks
// of its metric, so that no transition gets an ID that was used before. If several clocks become
// one, it does the same for cycles.
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

// carry makes what c has counted by now count for every target that it may be given later.
func (r *rebasing) carry(c, was *clockState, pasts []pastFor, elapsed time.Duration) {
	if !r.f.recounts(c) {
		return
	}
	for i := range pasts {
		q := &pasts[i]
		a := account{calendar: r.f.fields.hours.Of(q.calendar), pause: q.pause, settled: elapsed, counted: elapsed, cursor: cursor{upTo: r.at}}
		for _, allowance := range q.allowances(c.start, a.calendar) {
			if allowance > elapsed {
				break
			}
			s := reachSearch{allowance: allowance, reached: true, settled: true, at: r.at}
			if was.breached && allowance == was.applied.allowance {
				s.at = was.due
			}
			a.searches = append(a.searches, s)
		}
		c.accounts = append(c.accounts, a)
	}
}
