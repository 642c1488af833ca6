package sla_test

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

type oracleClock struct {
	metric, cycle int
	start         time.Time
	moment        int // of the start

	target   *oracleTarget // the last one; nil if there never was one
	from     time.Time     // when it was retargeted to it
	calendar oracleCalendar
	state    sla.State
	byStop   bool   // a stop trigger ended it
	stood    []span // after a stop trigger ended it, until it was reopened
	again    bool   // it runs again since the present event

	elapsed                time.Duration
	done                   []threshold // of target: taken or passed over
	left                   []threshold // of target: the others, in order
	risk                   bool
	breached               bool
	due, breachedAt, ended time.Time

	past oraclePast
}

func clockOrder(a, b *oracleClock) int {
	return cmp.Or(a.start.Compare(b.start), a.metric-b.metric, a.cycle-b.cycle)
}

func (c *oracleClock) open() bool {
	return c.state == sla.Running || c.state == sla.Paused || c.state == sla.Released
}

// An oracleLane is the clocks of policies evaluated together.
type oracleLane struct {
	*oracle
	policies []policy.Policy
	moments  []moment
	k        int            // of the present moment
	clocks   []*oracleClock // in clock order
	log      []sla.Transition
	now      time.Time
}

func (l *oracleLane) emit(c *oracleClock, t sla.Transition) {
	if c.target == nil {
		return
	}
	t.At, t.Metric, t.Cycle, t.Policy = l.now, l.metrics[c.metric].Name, c.cycle, c.target.policy
	l.note("transition: " + string(t.Kind))
	l.log = append(l.log, t)
}

// run applies all moments, then time up to and with now.
func (l *oracleLane) run(now time.Time) {
	for k := range l.moments {
		m := &l.moments[k]
		l.advance(m.at, false)
		l.k = k
		if m.cancel {
			for _, c := range l.clocks {
				if c.open() {
					l.note("cancel event: " + string(c.state))
					c.byStop, c.past.void = false, true
					l.end(c, sla.Cancelled)
				}
			}
			return
		}
		l.apply(k)
	}
	l.advance(now, true)
}

// advance lets time run to an instant; thresholds at it take effect if inclusive.
func (l *oracleLane) advance(to time.Time, inclusive bool) {
	for {
		var first *oracleClock
		var at time.Time
		for _, c := range l.clocks { // in clock order, so the first of equals wins
			if next, ok := l.next(c); ok && (first == nil || next.Before(at)) {
				first, at = c, next
			}
		}
		if first == nil || at.After(to) || at.Equal(to) && !inclusive {
			break
		}
		l.pass(at)
		th := first.left[0]
		first.done, first.left = append(first.done, th), first.left[1:]
		l.take(first, th, at)
	}
	l.pass(to)
}

// pass counts the time up to an instant at which nothing happens before.
func (l *oracleLane) pass(to time.Time) {
	for _, c := range l.clocks {
		if c.state == sla.Running {
			open := c.calendar.between(l.now, to)
			c.elapsed += open
			c.past.counted = append(c.past.counted, counted{l.k, open})
		}
		if c.state == sla.Paused {
			c.past.pause(&l.moments[l.k], to.Sub(l.now))
		}
	}
	l.now = to
}

// next is when a running clock reaches the next of its thresholds.
func (l *oracleLane) next(c *oracleClock) (time.Time, bool) {
	if c.state != sla.Running || len(c.left) == 0 {
		return time.Time{}, false
	}
	return l.reach(c, c.left[0].amount)
}

// reach is when a running clock reaches an amount if nothing else happens.
func (l *oracleLane) reach(c *oracleClock, amount time.Duration) (time.Time, bool) {
	at := l.now
	if amount > c.elapsed {
		var ok bool
		if at, ok = c.calendar.add(l.now, amount-c.elapsed); !ok {
			l.note("due: never, with no open time ahead")
			return time.Time{}, false
		}
	}
	return l.fit(c, amount, at), true
}

// fit is when an amount that is counted at an instant is reached: then; or, if it is the
// allowance, at the promised instant, if there is no open time until then; or else, under
// next_open, at the next opening.
func (l *oracleLane) fit(c *oracleClock, amount time.Duration, at time.Time) time.Time {
	if t := c.target; amount == t.allowance && t.by.After(at) && c.calendar.between(at, t.by) == 0 {
		l.note("exact fit: waits for the promised instant")
		return t.by
	}
	if l.config.ExactFit == policy.AtNextOpen && c.target.inHours {
		next, ok := c.calendar.nextOpen(at)
		if ok {
			l.noteIf(next.After(at), "exact fit: waits for the next opening")
			return next
		}
		l.note("exact fit: there is no next opening")
	}
	return at
}

// take lets a threshold take effect; due is for the breach.
func (l *oracleLane) take(c *oracleClock, th threshold, due time.Time) {
	if th.step < 0 {
		c.breached, c.breachedAt, c.due = true, l.now, due
		l.emit(c, sla.Transition{Kind: sla.KindBreached})
		return
	}
	c.risk = c.risk || th.amount < c.target.allowance
	s := c.target.steps[th.step]
	l.noteIf(th.repeat > 0, "steps: repeated")
	l.note("steps: " + strings.TrimLeft(s.At, "0123456789"))
	l.noteIf(th.amount < c.target.allowance, "steps: below the allowance")
	l.noteIf(th.amount == c.target.allowance, "steps: at the breach")
	l.noteIf(th.amount > c.target.allowance, "steps: past the breach")
	l.emit(c, sla.Transition{Kind: sla.KindEscalated, Step: cmp.Or(s.Name, s.At), Repeat: th.repeat})
}

// reachAtOnce is what is reached at once. exactly is whether the elapsed time itself was
// reached already, which then stays so.
func (l *oracleLane) reachAtOnce(c *oracleClock, due time.Time, exactly bool) {
	var reached, left []threshold
	waits := !exactly && l.waits(c)
	for _, th := range c.left {
		if th.amount < c.elapsed || th.amount == c.elapsed && !waits {
			reached = append(reached, th)
		} else {
			left = append(left, th)
		}
	}
	c.left = left
	c.done = append(c.done, reached...)

	breach := slices.ContainsFunc(reached, func(th threshold) bool { return th.step < 0 })
	silent := breach || c.breached // of steps below the allowance
	l.noteIf(len(reached) > 0, "at once: something is reached")
	l.noteIf(waits && slices.ContainsFunc(left, func(th threshold) bool { return th.amount == c.elapsed }), "at once: what is exact waits")
	l.noteIf(len(reached) > 0 && c.state == sla.Paused, "at once: a paused clock")
	l.noteIf(!breach && c.breached && len(reached) > 0, "at once: under a breach that stays")
	for i, th := range reached {
		if th.amount < c.target.allowance {
			c.risk = true
			if last := i+1 == len(reached) || reached[i+1].amount >= c.target.allowance; last && !silent {
				l.take(c, th, due)
			} else {
				l.noteIf(silent, "at once: a step below is passed over for the breach")
				l.noteIf(!silent, "at once: a step below is passed over for a higher one")
				l.noteIf(!silent && !last && reached[i+1].amount == th.amount, "at once: of equal steps below, the last written")
			}
			continue
		}
		later := func(other threshold) bool { return other.step == th.step && other.repeat > th.repeat }
		if th.step < 0 || !slices.ContainsFunc(reached, later) {
			l.noteIf(th.repeat > 0, "at once: a step at or past the breach, as its last repeat")
			l.take(c, th, due)
		}
	}
}

// waits reports whether a threshold at exactly the elapsed time is not reached at once:
// there is a promised instant or an opening to wait for, or at least the end of the
// present instant.
func (l *oracleLane) waits(c *oracleClock) bool {
	if l.fit(c, c.elapsed, l.now).After(l.now) {
		return true
	}
	return l.config.ExactFit == policy.AtNextOpen && c.target.inHours && !c.calendar.open(l.now)
}

func (l *oracleLane) dueAt(c *oracleClock) time.Time {
	if c.breached || !c.open() {
		return c.due
	}
	if c.state != sla.Running {
		return time.Time{}
	}
	at, _ := l.reach(c, c.target.allowance)
	return at
}

func (l *oracleLane) end(c *oracleClock, state sla.State) {
	if c.target != nil {
		c.due = l.dueAt(c)
	}
	c.state, c.ended = state, l.now
	c.past.end = &l.moments[l.k]
	if state == sla.Stopped {
		l.emit(c, sla.Transition{Kind: sla.KindStopped, Met: !c.breached})
	} else {
		l.emit(c, sla.Transition{Kind: sla.KindCancelled})
	}
}

// match is the target in force for a clock after a moment, or nil. While it is what the
// clock has already, it is that.
func (l *oracleLane) match(c *oracleClock, k int) *oracleTarget {
	m := &l.moments[k]
	was, is := c.start, c.start // when the old target, and a new one, count from
	if l.config.OnChange == policy.Restart {
		was, is = c.from, m.at
	}
	for i := range l.policies {
		p := &l.policies[i]
		if m.at.Before(p.Effective.From) || !p.Effective.Until.IsZero() && !m.at.Before(p.Effective.Until) {
			l.note("match: a policy that is not effective")
			continue
		}
		if !l.holds(p.When, m.fields) {
			continue
		}
		if c.target != nil && c.state != sla.Released {
			if t := l.target(p, l.metrics[c.metric], m.fields, was); t != nil && l.same(c.target, t) {
				return c.target
			}
		}
		if t := l.target(p, l.metrics[c.metric], m.fields, is); t != nil || l.config.Match != policy.MatchFirstPerMetric {
			l.noteIf(t == nil, "match: a policy without a target for the metric")
			return t
		}
		l.note("match: a policy without a target is passed over")
	}
	return nil
}

// apply is the four steps that an event takes.
func (l *oracleLane) apply(k int) {
	m := &l.moments[k]
	// 1. Cancel or stop.
	for _, c := range l.clocks {
		metric := l.metrics[c.metric]
		switch {
		case !c.open():
		case l.fires(metric.Cancel, m):
			c.byStop = false
			l.end(c, sla.Cancelled)
		case l.fires(metric.Stop, m):
			c.byStop = true
			if c.state == sla.Released {
				l.noteIf(c.target != nil, "stop: a released clock is cancelled")
				l.end(c, sla.Cancelled)
			} else {
				l.end(c, sla.Stopped)
			}
		}
	}
	// 2. Match and retarget.
	for _, c := range l.clocks {
		c.again = false
		if c.open() {
			l.retarget(c, k)
		}
	}
	// 3. Resume or start.
	for i, metric := range l.metrics {
		var latest *oracleClock
		for _, c := range l.clocks {
			if c.metric == i && (latest == nil || c.cycle > latest.cycle) {
				latest = c
			}
		}
		switch {
		case latest != nil && latest.open():
		case latest != nil && latest.byStop && l.fires(metric.Resume, m):
			l.reopen(latest, k)
		case l.fires(metric.Start, m) && (metric.Repeat || latest == nil):
			c := &oracleClock{metric: i, cycle: 1, start: m.at, moment: k, state: sla.Released}
			if latest != nil {
				c.cycle = latest.cycle + 1
			}
			l.clocks = append(l.clocks, c)
			l.retarget(c, k)
		}
	}
	slices.SortFunc(l.clocks, clockOrder)
	// 4. Pause or resume.
	for _, c := range l.clocks {
		if c.state != sla.Running && c.state != sla.Paused {
			continue
		}
		hold := c.target.pause != nil && l.holds(c.target.pause, m.fields)
		if hold && c.state == sla.Running {
			l.noteIf(c.again, "reopened: paused in the same step")
			c.past.pausedAt = l.now
			c.state = sla.Paused
			l.emit(c, sla.Transition{Kind: sla.KindPaused})
		}
		if !hold && c.state == sla.Paused {
			c.state, c.again = sla.Running, true
			l.emit(c, sla.Transition{Kind: sla.KindResumed})
		}
		if c.again && c.state == sla.Running {
			l.reachAtOnce(c, l.now, false)
		}
	}
}

func (l *oracleLane) reopen(c *oracleClock, k int) {
	c.stood = append(c.stood, span{Start: c.ended, End: l.now})
	had := c.state == sla.Stopped
	l.noteIf(c.target != nil && !had, "reopened: a clock that was cancelled while released")
	c.ended, c.again = time.Time{}, true
	c.state = sla.Released
	l.emit(c, sla.Transition{Kind: sla.KindReopened})
	if had {
		c.state = sla.Running
	} else if l.match(c, k) == nil || l.config.OnChange == policy.Keep {
		l.emit(c, sla.Transition{Kind: sla.KindReleased})
	}
	l.retarget(c, k)
}

// retarget is the paragraph of that name.
func (l *oracleLane) retarget(c *oracleClock, k int) {
	if l.config.OnChange == policy.Keep && c.target != nil {
		return
	}
	t := l.match(c, k)
	if t == nil {
		if c.state != sla.Released {
			c.state = sla.Released
			l.emit(c, sla.Transition{Kind: sla.KindReleased})
		}
		return
	}
	if c.state != sla.Released && t == c.target {
		return
	}
	kind := sla.KindRetargeted
	if c.target == nil {
		kind = sla.KindStarted
	}
	again := kind == sla.KindRetargeted && c.state != sla.Released && l.config.OnChange != policy.Restart && l.samePromise(c.target, t)
	l.noteIf(kind == sla.KindRetargeted && c.state == sla.Released, "retarget: of a released clock")
	l.noteIf(kind == sla.KindRetargeted && c.state == sla.Paused, "retarget: of a paused clock")
	l.noteIf(kind == sla.KindStarted && c.moment < k, "retarget: a first target after the start")
	before := c.done
	c.target, c.from, c.calendar = t, l.now, l.calendar(t.schedule)
	c.done, c.left = nil, t.thresholds()
	if c.state == sla.Released {
		c.state = sla.Running
	}
	exactly := false
	if again {
		l.keepReached(c, before)
		exactly = slices.ContainsFunc(before, func(th threshold) bool { return th.amount == c.elapsed })
	} else {
		l.forgetReached(c)
	}
	due := l.count(c, k, kind)
	l.emit(c, sla.Transition{Kind: kind})
	l.reachAtOnce(c, due, exactly)
}

// keepReached is for a clock whose new target is the same promise: what was reached stays so.
func (l *oracleLane) keepReached(c *oracleClock, before []threshold) {
	l.note("same promise")
	l.noteIf(c.breached, "same promise: the breach stays")
	l.noteIf(c.risk, "same promise: the risk stays")
	c.left = slices.DeleteFunc(c.left, func(th threshold) bool {
		taken := slices.ContainsFunc(before, th.likewise)
		if taken {
			l.noteIf(th.step >= 0, "same promise: a step stays taken")
			c.done = append(c.done, th)
		}
		return taken
	})
}

func (l *oracleLane) forgetReached(c *oracleClock) {
	l.noteIf(c.breached, "retarget: a breach is forgotten")
	c.breached, c.risk, c.due, c.breachedAt = false, false, time.Time{}, time.Time{}
}

// count is what a clock has counted when another target takes over, and the due instant of a
// breach that comes of it. First differed: that is in the past also under the same promise, where
// the breach was not reached because the clock paused at that very instant.
func (l *oracleLane) count(c *oracleClock, k int, kind sla.Kind) (due time.Time) {
	l.note(string("on change: " + cmp.Or(l.config.OnChange, policy.Recalculate)))
	switch {
	case l.config.OnChange == policy.Restart, l.config.OnChange == policy.CarryOver && kind == sla.KindStarted:
		c.elapsed, c.past.counted = 0, nil
		return l.now
	case l.config.OnChange == policy.CarryOver:
		return l.now
	}
	return l.recount(c, k)
}

// recount counts what c would have counted had its target been in force from its start to
// moment k, and finds when that first was the allowance.
func (l *oracleLane) recount(c *oracleClock, k int) (due time.Time) {
	c.elapsed, c.past.counted = 0, nil
	allowance := c.target.allowance
	if allowance == 0 {
		due = c.start
	}
	for i := c.moment; i < k; i++ {
		from, to := l.moments[i].at, l.moments[i+1].at
		stood := slices.ContainsFunc(c.stood, func(s span) bool { return !from.Before(s.Start) && !to.After(s.End) })
		if stood || c.target.pause != nil && l.holds(c.target.pause, l.moments[i].fields) {
			l.noteIf(from.Before(to), "recount: a pause or stop is left out")
			continue
		}
		open := c.calendar.between(from, to)
		if due.IsZero() && c.elapsed+open >= allowance {
			due, _ = c.calendar.add(from, allowance-c.elapsed)
		}
		c.elapsed += open
		c.past.counted = append(c.past.counted, counted{i, open})
	}
	if due.IsZero() {
		return l.now // not reached
	}
	l.note("recount: it comes to a breach")
	return l.fit(c, allowance, due)
}

// show is how c stands at the end.
func (l *oracleLane) show(c *oracleClock) sla.Clock {
	return sla.Clock{
		Metric: l.metrics[c.metric].Name, Cycle: c.cycle, Policy: c.target.policy, Schedule: c.target.schedule,
		Target: c.target.allowance, State: c.state, Breached: c.breached,
		AtRisk:    c.risk && !c.breached && (c.state == sla.Running || c.state == sla.Paused),
		StartedAt: c.start, DueAt: l.dueAt(c), EndedAt: c.ended, BreachedAt: c.breachedAt,
		Elapsed: c.elapsed, Remaining: c.target.allowance - c.elapsed,
	}
}
