package sla_test

import (
	"cmp"
	"slices"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

type oracleClock struct {
	metric, cycle int
	start         time.Time
	moment        int // of the start

	target   *oracleTarget // the last one; nil if there never was one
	from     time.Time     // when it was retargeted to it
	calendar *businesshours.Calendar
	state    sla.State
	byStop   bool           // a stop trigger ended it
	stood    [][2]time.Time // stopped: from, to
	again    bool           // it runs again since the present event

	elapsed                time.Duration
	done                   []threshold // of target: taken or passed over
	left                   []threshold // of target: the others, in order
	risk                   bool
	breached               bool
	due, breachedAt, ended time.Time
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
	clocks   []*oracleClock // in clock order
	log      []sla.Transition
	now      time.Time
}

func (l *oracleLane) emit(c *oracleClock, t sla.Transition) {
	if c.target == nil {
		return
	}
	t.At, t.Metric, t.Cycle, t.Policy = l.now, l.metrics[c.metric].Name, c.cycle, c.target.policy
	l.log = append(l.log, t)
}

// run applies all moments, then time up to and with now.
func (l *oracleLane) run(now time.Time) {
	for k := range l.moments {
		m := &l.moments[k]
		l.advance(m.at, false)
		if m.cancel {
			for _, c := range l.clocks {
				if c.open() {
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
			c.elapsed += c.calendar.Between(l.now, to)
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
		var err error
		if at, err = c.calendar.Add(l.now, amount-c.elapsed); err != nil {
			return time.Time{}, false
		}
	}
	return l.fit(c, amount, at), true
}

// fit is when an amount that is counted at an instant is reached: then; or, if it is the
// allowance, at the promised instant, if there is no open time until then; or else, under
// next_open, at the next opening.
func (l *oracleLane) fit(c *oracleClock, amount time.Duration, at time.Time) time.Time {
	if t := c.target; amount == t.allowance && t.by.After(at) && c.calendar.Between(at, t.by) == 0 {
		return t.by
	}
	if l.config.ExactFit == policy.AtNextOpen && c.target.inHours {
		if next, err := c.calendar.NextOpen(at); err == nil {
			return next
		}
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
	for i, th := range reached {
		if th.amount < c.target.allowance {
			c.risk = true
			if last := i+1 == len(reached) || reached[i+1].amount >= c.target.allowance; last && !silent {
				l.take(c, th, due)
			}
			continue
		}
		later := func(other threshold) bool { return other.step == th.step && other.repeat > th.repeat }
		if th.step < 0 || !slices.ContainsFunc(reached, later) {
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
	return l.config.ExactFit == policy.AtNextOpen && c.target.inHours && !c.calendar.Open(l.now)
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
		if !p.Effective.Contains(m.at) || !l.holds(p.When, m.fields) {
			continue
		}
		if c.target != nil && c.state != sla.Released {
			if t := l.target(p, l.metrics[c.metric], m.fields, was); t != nil && l.same(c.target, t) {
				return c.target
			}
		}
		if t := l.target(p, l.metrics[c.metric], m.fields, is); t != nil || l.config.Match != policy.MatchFirstPerMetric {
			return t
		}
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
	c.stood = append(c.stood, [2]time.Time{c.ended, l.now})
	had := c.state == sla.Stopped
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
	keep := l.config.OnChange == policy.Keep
	if keep && c.target != nil {
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
	first := c.target == nil
	again := !first && c.state != sla.Released && l.config.OnChange != policy.Restart && l.samePromise(c.target, t)
	before := c.done
	c.target, c.from, c.calendar = t, l.now, l.calendar(t.schedule)
	c.done, c.left = nil, t.thresholds()
	if c.state == sla.Released {
		c.state = sla.Running
	}
	due := l.now
	if recalculate := l.config.OnChange != policy.Restart && l.config.OnChange != policy.CarryOver; recalculate {
		c.elapsed, due = l.recount(c, k)
	} else if first || l.config.OnChange == policy.Restart {
		c.elapsed = 0
	}
	if again {
		c.left = slices.DeleteFunc(c.left, func(th threshold) bool {
			taken := slices.ContainsFunc(before, th.likewise)
			if taken {
				c.done = append(c.done, th)
			}
			return taken
		})
	} else {
		c.breached, c.risk, c.due, c.breachedAt = false, false, time.Time{}, time.Time{}
	}
	if first {
		l.emit(c, sla.Transition{Kind: sla.KindStarted})
	} else {
		l.emit(c, sla.Transition{Kind: sla.KindRetargeted})
	}
	exactly := again && slices.ContainsFunc(before, func(th threshold) bool { return th.amount == c.elapsed })
	l.reachAtOnce(c, due, exactly)
}

// recount counts what c would have counted had its target been in force from its start to
// moment k, and finds when that first was the allowance.
func (l *oracleLane) recount(c *oracleClock, k int) (sum time.Duration, due time.Time) {
	allowance := c.target.allowance
	if allowance == 0 {
		due = c.start
	}
	for i := c.moment; i < k; i++ {
		from, to := l.moments[i].at, l.moments[i+1].at
		stood := slices.ContainsFunc(c.stood, func(s [2]time.Time) bool { return !from.Before(s[0]) && !to.After(s[1]) })
		if stood || c.target.pause != nil && l.holds(c.target.pause, l.moments[i].fields) {
			continue
		}
		open := c.calendar.Between(from, to)
		if due.IsZero() && sum+open >= allowance {
			var err error
			if due, err = c.calendar.Add(from, allowance-sum); err != nil {
				panic(err)
			}
		}
		sum += open
	}
	if due.IsZero() {
		return sum, l.now // not reached
	}
	return sum, l.fit(c, allowance, due)
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
