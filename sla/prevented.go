package sla

import "slices"

// maxPrevented is the number of events without which an issue is evaluated again.
const maxPrevented = 4

// A counterfactual evaluates an issue without some of its events, one at a time.
type counterfactual struct {
	engine *Engine
	issue  *Issue
	now    instant
	cost   int // about how much work one evaluation is
	left   int // how much work may be done
	tried  map[int]*fold
}

// wouldHavePrevented finds decisions of the desk without which a breached clock would not be
// breached.
func (c *counterfactual) wouldHavePrevented(w *narrator, x *Explanation) {
	c.tried = make(map[int]*fold)
	defer func() {
		for _, f := range c.tried {
			c.engine.release(f)
		}
	}()
	for i := range x.Clocks {
		a := &x.Clocks[i]
		if !a.Breached {
			continue
		}
		for _, cause := range a.decisive() {
			if !w.desk().decided(cause.Event) {
				continue
			}
			if f := c.without(cause.Event); f != nil && c.isUnbreached(f, a) {
				a.WouldHavePrevented = append(a.WouldHavePrevented, cause)
			}
		}
	}
}

// without returns a fold of the issue without an event, or nil if that would be too much work.
func (c *counterfactual) without(event int) *fold {
	if f, ok := c.tried[event]; ok {
		return f
	}
	if len(c.tried) == maxPrevented || c.cost > c.left {
		return nil
	}
	f := c.engine.folds.Get().(*fold)
	c.tried[event] = f
	if f.prepare(c.issue) != nil {
		return nil
	}
	f.moments = slices.DeleteFunc(f.moments, func(m moment) bool { return m.event == event })
	f.applyAll(c.issue, c.now)
	f.advanceTo(c.now)
	c.left -= f.spent()
	return f
}

// isUnbreached reports whether f has the clock of an account, and has not breached it.
func (c *counterfactual) isUnbreached(f *fold, a *ClockAccount) bool {
	if f.limit() != nil {
		return false
	}
	for i := range f.lanes {
		l := &f.lanes[i]
		if c.left -= len(l.reports); c.left < 0 {
			return false
		}
		for place := range l.reports {
			c := l.report(place)
			if !c.targeted || c.breached || c.cycle != a.Cycle || c.start != instantOf(a.StartedAt) || f.program.metrics[c.metric].name != a.Metric {
				continue
			}
			if len(f.lanes) == 1 || f.program.policies[c.applied.target.policy].id == a.Policy {
				return true
			}
		}
	}
	return false
}

// decisive returns the events that may have led to the breach: the one that caused it, if it was
// an event, and the last one before it that gave the clock a different target or let it run.
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
