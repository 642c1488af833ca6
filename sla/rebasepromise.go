package sla

import (
	"slices"

	"github.com/punctualgo/punctual/businesshours"
)

// find returns what a lane of the new program makes of the target of an old clock: one of the
// policy with the same ID, or else of any policy, that may promise the same; or no target.
func (r *rebasing) find(l *lane, was *reported, metric int) applied {
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

// findIn is find for the targets of one policy. Those with the same steps come before
// others, and then a schedule of the same name before others with the same hours.
func (r *rebasing) findIn(p *compiledPolicy, was *reported, metric int) (found applied, ok bool) {
	best := -1
	for _, t := range p.targets[metric].all {
		if r.f.work += workOfTarget; r.f.exhausted() {
			return applied{}, false
		}
		if !r.mayPromise(t, &was.applied) {
			continue
		}
		rank := 0
		if slices.Equal(t.steps.steps, was.applied.target.steps.steps) {
			rank = 2
		}
		r.f.work += len(t.calendars)
		for _, calendar := range t.calendars {
			rank := rank
			if calendar.Name() == was.applied.calendar.Name() {
				rank++
			}
			if rank > best && r.mayAllow(t, calendar, was) && r.sameHours(was.applied.calendar, calendar, was.start) {
				best, found = rank, applied{t, calendar, was.applied.allowance, was.applied.promised}
			}
		}
	}
	return found, best >= 0
}

// mayPromise reports whether a target of the new program may make the promise of one of the old
// program, apart from the hours.
func (r *rebasing) mayPromise(t *target, old *applied) bool {
	switch {
	case t.fit != old.target.fit || r.old.program.pauseKeys[old.target.pause] != r.f.program.pauseKeys[t.pause]:
		return false
	case t.days != nil:
		return true // see mayAllow
	case t.until >= 0:
		return old.promised != never
	}
	r.f.work += len(t.amounts)
	return old.promised == never && slices.Contains(t.amounts, old.allowance)
}

// mayAllow reports whether a target in business days, on a calendar, promises an old clock what it
// has.
func (r *rebasing) mayAllow(t *target, calendar *businesshours.Calendar, was *reported) bool {
	if t.days == nil {
		return true
	}
	r.f.work += workOfDays
	allowed, err := calendar.Allow(was.from.time(), *t.days)
	return err == nil && allowed.Open == was.applied.allowance && allowed.By.Equal(was.applied.promised.time())
}

// samePromise reports whether a target of the new program makes the same promise as one of the
// old program, to a clock that started at an instant: the same allowance and pause condition,
// and the same hours so far. Names do not matter.
func (r *rebasing) samePromise(old, now *applied, start instant) bool {
	return old.allowance == now.allowance && old.promised == now.promised && old.target.fit == now.target.fit &&
		r.old.program.pauseKeys[old.target.pause] == r.f.program.pauseKeys[now.target.pause] &&
		r.sameHours(old.calendar, now.calendar, start)
}
