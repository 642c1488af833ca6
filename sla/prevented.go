package sla

import (
	"slices"
	"time"

	"github.com/punctualgo/punctual/policy"
)

// maxPrevented is the number of events without which an issue is evaluated again.
const maxPrevented = 4

// wouldHavePrevented finds events without which a breached clock would not be breached.
func (e *Engine) wouldHavePrevented(x *Explanation, issue Issue, now time.Time) {
	results := make(map[int]Result)
	for i := range x.Clocks {
		a := &x.Clocks[i]
		if !a.Breached {
			continue
		}
		for _, c := range a.decisive() {
			r, tried := results[c.Event]
			if !tried {
				if len(results) == maxPrevented {
					continue
				}
				r, _ = e.EvaluateAt(without(issue, c.Event), now) // empty if the evaluation exceeds a limit
				results[c.Event] = r
			}
			if slices.ContainsFunc(r.Clocks, func(o Clock) bool {
				return o.Metric == a.Metric && o.Cycle == a.Cycle && o.StartedAt.Equal(a.StartedAt) && !o.Breached &&
					(e.program.match != policy.MatchEach || o.Policy == a.Policy)
			}) {
				a.WouldHavePrevented = append(a.WouldHavePrevented, c)
			}
		}
	}
}

// decisive returns the events that may have led to the breach.
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

// without returns an issue without one of its events, however often that was delivered.
func without(issue Issue, event int) Issue {
	gone := issue.Events[event]
	events := make([]Event, 0, len(issue.Events))
	for i, e := range issue.Events {
		if i != event && (gone.ID == "" || e.ID != gone.ID) {
			events = append(events, e)
		}
	}
	issue.Events = events
	return issue
}
