package sla

import (
	"fmt"
	"time"
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
// A clock whose target makes a different promise is retargeted, and may be breached at once. What
// it has counted counts for every target that it gets later. A clock for which no policy has a
// target is released. A clock that has ended is kept if a target makes the same promise as its
// own, and forgotten otherwise.
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
// for each problem of the attributes, and those of [Track.AdvanceTo]; t is then unchanged. A rebase
// may take as much work as an evaluation: it compares what a clock was promised with every target
// that may promise the same, which is too much for thousands of clocks of which each may have
// thousands of targets. To judge the whole history by the new configuration instead, call
// [Engine.Track] and compare with [Diff].
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
	if len(old.log)+len(after) > MaxTransitions {
		return nil, ErrTooManyTransitions
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
	f.work = old.spent() // one limit for both
	f.fields.create(&issue, f.changes)
	f.fields.goOn(&old.fields)
	for i := range f.pauses[1:] {
		if f.fields.holds(&f.program.pauses[1+i]) {
			f.pauses[1+i].changes = append(f.pauses[1+i].changes, at)
		}
	}
	r := newRebasing(f.fold, old.fold, at)
	for i := range f.lanes {
		r.lane(&f.lanes[i])
	}
	r.release()
	return old.limit() // reached by comparing hours
}

// A rebasing makes the clocks of one fold continue from those of another, at an instant.
type rebasing struct {
	f, old    *fold
	at        instant
	continued map[*clockState]bool // the old clocks that go on with a target in force
	was       counterparts
	renamed   map[string]string // under policy.MatchEach: old IDs of policies, by new ones
	metrics   map[string]int    // of the new program, by name
	hours     map[hoursPair]bool
}

func newRebasing(f, old *fold, at instant) *rebasing {
	r := &rebasing{
		f: f, old: old, at: at,
		continued: make(map[*clockState]bool),
		was:       counterpartsOf(old),
		metrics:   make(map[string]int),
		hours:     make(map[hoursPair]bool),
	}
	for k := range f.program.metrics {
		r.metrics[f.program.metrics[k].name] = k
	}
	r.findRenamed()
	return r
}

// lane makes the clocks of a lane continue.
func (r *rebasing) lane(l *lane) {
	if r.f.exhausted() {
		return
	}
	l.match(r.f, r.at)
	for k := range l.clocks {
		c := &l.clocks[k]
		r.f.work += workOfClock
		was, own := r.counterpart(l, c.metric)
		if was == nil {
			continue
		}
		r.goOn(l, c, was, own)
		r.continued[was] = r.continued[was] || own && c.state != released
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
