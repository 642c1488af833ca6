package alert

import (
	"fmt"
	"slices"
	"time"

	"github.com/punctualgo/punctual/internal/human"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A Verdict says what to do with an alert that is about to be sent.
type Verdict string

const (
	Send Verdict = "send" // it still holds
	Wait Verdict = "wait" // not now: keep it, and check it again later
	Drop Verdict = "drop" // it no longer holds: never send it
)

// A Check says whether an alert still holds when it is about to be sent, and why not.
type Check struct {
	Verdict Verdict

	// Alert is the alert as of the instant of the check. This is the one to send.
	Alert Alert

	// Reason says in a few words why the alert is not to be sent, such as "answered Fri 6
	// Mar 16:40 EST". It is empty if the alert is to be sent.
	Reason string

	// Until is when to check again, if Verdict is Wait. It is zero if the alert waits for an
	// event: check again when the clock has resumed, been retargeted or ended.
	Until time.Time
}

// Check answers whether what an alert says still holds as of now. Call it just before an alert
// is sent, and send [Check.Alert] in place of a: what it says is true now, not when the
// step was reached. Result is how the clocks of the issue stand as of now.
//
// A warning, of a step ahead of the breach, is dropped if the clock has ended. It is dropped
// if the clock is breached and another alert tells that: if a step at the breach or after it
// has been reached and has an action for the same destination. Otherwise the warning is sent,
// and says that the clock is breached.
//
// An alert of the breach, of a step that was reached at the instant of the breach, is sent as
// long as the clock is breached, also if it has ended since: a broken promise is a fact, and
// the message says how late the answer was. A reminder, of a step that was reached after the
// breach, is dropped if the clock has ended.
//
// Warnings and reminders wait while the clock is paused, because there is nothing to hurry for,
// and are dropped if no target is in force. Every alert waits for At, and for the hours in
// which people get messages.
//
// Any alert is dropped if the clock has another target since, because the new target has its
// own steps; if the planner's configuration no longer has the step; and if the result does not
// have the clock. A result of a track has only the latest cycle of a metric. A breach of an
// earlier cycle is told all the same, as it was planned: its message does not say when the cycle
// ended, nor that its target changed in between.
//
// Check treats all types of actions alike. A host that has to deliver each webhook as a
// record of what happened, or that removes the alerts of issues it deletes, does so without
// asking. A digest is sent: check alerts before they are summed up.
//
// Check looks at each clock of the result a few times, and makes few allocations.
func (p *Planner) Check(a Alert, result sla.Result, now time.Time) Check {
	if len(a.Digest) > 0 {
		return Check{Verdict: Send, Alert: a}
	}
	t := &a.Transition
	before := a.Clock
	clock, found := findClock(&result, t)
	switch {
	case found == clockFound:
		a.Clock = &clock
	case found == clockReplaced && before != nil && before.Breached:
		// It ended late, before the next cycle began. The result does not say when.
		missed := *before
		missed.State, missed.EndedAt = sla.Stopped, time.Time{}
		missed.Elapsed, missed.Remaining = missed.Target, 0
		a.Clock = &missed
	default:
		a.Clock = nil
	}
	a.AsOf = now.UTC()
	if a.Clock != nil {
		a.Zone = p.zoneOf(&a)
	}
	instant := func(at time.Time) string { return human.Instant(at, loadZone(p.location, a.Zone), now) }
	verdict, reason := p.judge(&a, before, found, instant)
	check := Check{Verdict: verdict, Alert: a, Reason: reason}
	if verdict == Send {
		at := p.sendAt(a.Action, now)
		if a.At.After(at) {
			at = a.At
		}
		if at.After(now) {
			check.Verdict, check.Until = Wait, at
			check.Reason = "not before " + instant(at)
		}
	}
	return check
}

// judge decides about an alert whose clock is as of now, apart from hours. Before is its clock
// as it was, and instant writes instants for people.
func (p *Planner) judge(a *Alert, before *sla.Clock, found clockMatch, instant func(time.Time) string) (Verdict, string) {
	t, c := &a.Transition, a.Clock
	step, ok := p.step(t)
	switch {
	case !ok:
		return Drop, "the configuration no longer has the step"
	case found == clockMissing:
		return Drop, "the issue no longer has the clock"
	case found == clockReplaced && (c == nil || !a.tellsBreach()):
		return Drop, "the clock has ended, and a new cycle has begun"
	case c.State == sla.Released && !a.tellsBreach():
		return Drop, "no target is in force"
	case before != nil && (before.Target != c.Target || before.Schedule != c.Schedule):
		return Drop, "the target changed" + difference(before, c)
	}
	warns := step.warns(c.Target, t.Repeat)
	switch {
	case !warns && !c.Breached:
		return Drop, "no longer breached: the target changed"
	case !warns && a.tellsBreach():
		return Send, ""
	case !c.Open():
		return Drop, endedWord(c) + " " + instant(c.EndedAt)
	case warns && c.Breached && p.breachTold(a):
		return Drop, "breached " + instant(c.BreachedAt) + "; another alert tells it"
	case warns && !c.Breached && !c.AtRisk:
		return Drop, "no longer at risk: the target changed"
	case c.State == sla.Paused:
		return Wait, "the clock is paused"
	}
	return Send, ""
}

// tellsBreach reports whether the step was reached at the instant of the breach, so that its
// alert is the first to tell of it. Later ones remind.
func (a *Alert) tellsBreach() bool {
	return a.Clock != nil && a.Clock.Breached && a.Transition.At.Equal(a.Clock.BreachedAt)
}

// difference says how two targets differ.
func difference(before, after *sla.Clock) string {
	was, is := human.Duration(before.Target, false), human.Duration(after.Target, false)
	if before.Schedule != after.Schedule {
		was, is = was+" on "+before.Schedule, is+" on "+after.Schedule
	}
	if was == is { // they differ by less than is shown
		return ""
	}
	return fmt.Sprintf(" from %s to %s", was, is)
}

// endedWord says how a clock ended.
func endedWord(c *sla.Clock) string {
	if c.State != sla.Stopped {
		return "ended"
	}
	switch c.Metric {
	case policy.FirstResponse, policy.NextResponse, policy.PeriodicUpdate, policy.PausableUpdate:
		return "answered"
	case policy.Resolution, policy.RequesterWait, policy.AgentWork:
		return "resolved"
	case policy.Assignment:
		return "assigned"
	}
	return "stopped"
}

// breachTold reports whether a step that the clock of a has reached, at the breach or after it,
// has an action for the same destination as the action of a.
func (p *Planner) breachTold(a *Alert) bool {
	to := destinationOf(a.Action)
	for _, s := range p.steps[keyOf(&a.Transition)].steps {
		if s.warns(a.Clock.Target, 0) || s.threshold.Of(a.Clock.Target) > a.Clock.Elapsed {
			continue
		}
		if slices.ContainsFunc(s.actions, func(b action) bool { return b.covers(&to) }) {
			return true
		}
	}
	return false
}

// A clockMatch says what a result has of the clock of a transition.
type clockMatch int

const (
	clockMissing  clockMatch = iota // neither the clock nor a later one
	clockFound                      // the clock
	clockReplaced                   // a later cycle, so that the clock has ended
)

// findClock returns the clock of a transition. A result of a track has only the latest cycle of
// a metric. Under policy.MatchEach a metric has a clock for each policy; otherwise it has
// one, and its policy may have changed.
func findClock(r *sla.Result, t *sla.Transition) (sla.Clock, clockMatch) {
	of := func(match func(c *sla.Clock) bool) int {
		for i := range r.Clocks {
			if c := &r.Clocks[i]; c.Metric == t.Metric && match(c) {
				return i
			}
		}
		return -1
	}
	if i := of(func(c *sla.Clock) bool { return c.Cycle == t.Cycle && c.Policy == t.Policy }); i >= 0 {
		return r.Clocks[i], clockFound
	}
	if of(func(c *sla.Clock) bool { return c.Cycle > t.Cycle && c.Policy == t.Policy }) >= 0 {
		return sla.Clock{}, clockReplaced
	}
	if i := of(func(c *sla.Clock) bool { return c.Cycle == t.Cycle }); i >= 0 {
		return r.Clocks[i], clockFound
	}
	if of(func(c *sla.Clock) bool { return c.Cycle > t.Cycle }) >= 0 {
		return sla.Clock{}, clockReplaced
	}
	return sla.Clock{}, clockMissing
}
