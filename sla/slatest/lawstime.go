package slatest

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/sla"
)

// NoLookAhead checks that events after the instant of an evaluation do not matter, and that
// before its creation an issue has no clocks.
func NoLookAhead(t T, c Case) {
	t.Helper()
	past := upTo(c.Issue, c.Now)
	want := c.bytesOf(t, past, c.Now)
	c.same(t, "with its own future", c.bytesOf(t, c.Issue, c.Now), want)
	if c.Now.Before(c.Issue.CreatedAt) && string(want) != `{"clocks":[],"transitions":[],"next_check":null}` {
		t.Fatalf("before the creation there is %s", want)
	}
	d := Domain{Config: c.Config}.fill(c.Config)
	vary(t, func(r *rapid.T) {
		future := clone(past)
		for range rapid.IntRange(0, 3).Draw(r, "future") {
			future.Events = append(future.Events, drawEvent(r, d, latest(c.Now, past.CreatedAt).Add(time.Nanosecond)))
		}
		c.same(t, "with another future", c.bytesOf(t, future, c.Now), want)
	})
}

// Prefix checks that the transitions as of an instant are the first of those as of any later
// instant: none is taken back.
func Prefix(t T, c Case) {
	t.Helper()
	before := evaluate(t, c.Engine, c.Issue, c.Now).Transitions
	const month = 30 * 24 * time.Hour
	vary(t, func(r *rapid.T) {
		for _, ahead := range []time.Duration{durationTo(r, month, "later"), month} {
			later := c.Now.Add(ahead)
			after := evaluate(t, c.Engine, c.Issue, later).Transitions
			if len(before) > len(after) || !slices.Equal(before, after[:len(before)]) {
				t.Fatalf("as of %v\n%s\nare no prefix of those as of %v\n%s\n%s", c.Now, lines(document(before)), later, lines(document(after)), c)
			}
		}
	})
}

// Wake checks that if nothing else happens, nothing changes before the next check, and
// something does at it.
func Wake(t T, c Case) {
	t.Helper()
	start := latest(c.Now, c.Issue.CreatedAt)
	issue := upTo(c.Issue, start)
	now := evaluate(t, c.Engine, issue, start)
	last := start.Add(365 * 24 * time.Hour)
	if !now.NextCheck.IsZero() {
		last = now.NextCheck.Add(-time.Nanosecond)
		if !now.NextCheck.After(start) {
			t.Fatalf("the next check %v is not later than %v: %s", now.NextCheck, start, c)
		}
		then := evaluate(t, c.Engine, issue, now.NextCheck)
		if len(then.Transitions) == len(now.Transitions) {
			t.Fatalf("nothing happens at %v: %s", now.NextCheck, c)
		}
	}
	vary(t, func(r *rapid.T) {
		between := start.Add(durationTo(r, last.Sub(start), "between"))
		for _, at := range []time.Time{between, last} {
			if got, want := standing(evaluate(t, c.Engine, issue, at)), standing(now); got != want {
				t.Fatalf("changed by %v:\n got %s\nwant %s\n%s", at, got, want, c)
			}
		}
	})
}

// standing returns a result without what running clocks count.
func standing(r sla.Result) string {
	r.Clocks = slices.Clone(r.Clocks)
	for i := range r.Clocks {
		if r.Clocks[i].State == sla.Running {
			r.Clocks[i].Elapsed, r.Clocks[i].Remaining = 0, 0
		}
	}
	return lines(document(r))
}

// Freeze checks that a clock does not change after its end, unless it is reopened.
func Freeze(t T, c Case) {
	t.Helper()
	vary(t, func(r *rapid.T) {
		later := c.Now.Add(time.Duration(rapid.IntRange(0, 500).Draw(r, "later")) * time.Hour)
		before, after := evaluate(t, c.Engine, c.Issue, c.Now), evaluate(t, c.Engine, c.Issue, later)
		since := after.Transitions[len(before.Transitions):]
		for i := range before.Clocks {
			k := &before.Clocks[i]
			reopened := slices.ContainsFunc(since, func(tr sla.Transition) bool { return c.isOf(&tr, k) })
			if k.Open() || reopened {
				continue
			}
			if n := c.clockIn(after.Clocks, k); n < 0 || after.Clocks[n] != *k {
				t.Fatalf("%s changes after its end, without a transition: %s", document(k), c)
			}
		}
		for _, tr := range since {
			n := slices.IndexFunc(before.Clocks, func(k sla.Clock) bool { return c.isOf(&tr, &k) })
			if n < 0 || before.Clocks[n].Open() {
				continue
			}
			if tr.Kind != sla.KindReopened {
				t.Fatalf("%s begins what happens after the end of %s: %s", document(tr), document(before.Clocks[n]), c)
			}
			before.Clocks[n].State = sla.Running // what follows may be anything
		}
	})
}
