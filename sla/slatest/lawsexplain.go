package slatest

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/sla"
)

func explain(t T, c *Case) sla.Explanation {
	t.Helper()
	x, err := c.Engine.ExplainAt(c.Issue, c.Now)
	if err != nil {
		t.Fatalf("the issue is refused: %v\n%s", err, c)
	}
	return x
}

// Explained checks that explanations add up. The segments of a clock cover its life without
// gaps, and their counted time is the clock's elapsed time, as is the time that values held it.
// Clocks and transitions are those of the evaluation. Without an event that is said to have made the difference there is no
// breach.
func Explained(t T, c Case) {
	t.Helper()
	x := explain(t, &c)
	r := evaluate(t, c.Engine, c.Issue, c.Now)
	var clocks []sla.Clock
	var happened []sla.Transition
	for i := range x.Clocks {
		a := &x.Clocks[i]
		clocks = append(clocks, a.Clock)
		for _, h := range a.Transitions {
			happened = append(happened, h.Transition)
		}
		c.segments(t, a)
		c.held(t, a)
		c.prevented(t, a)
		if a.Sentence() == "" || a.Started.Text == "" {
			t.Fatalf("nothing is said of %s\n%s", a.Metric, c)
		}
	}
	if !slices.Equal(clocks, r.Clocks) {
		t.Fatalf("clocks\n%s\nof\n%s\n%s", document(clocks), document(r.Clocks), c)
	}
	byID := func(a, b sla.Transition) int { return strings.Compare(a.ID(), b.ID()) }
	slices.SortFunc(happened, byID)
	want := slices.SortedFunc(slices.Values(r.Transitions), byID)
	if !slices.Equal(happened, want) {
		t.Fatalf("transitions\n%s\nof\n%s\n%s", document(happened), document(want), c)
	}
	if !c.Now.Before(c.Issue.CreatedAt) && len(x.Policies) != len(c.Config.Policies) {
		t.Fatalf("%d policies of %d\n%s", len(x.Policies), len(c.Config.Policies), c)
	}
	again := c
	again.Issue = clone(c.Issue)
	if y := explain(t, &again); y.String() != x.String() || document(y) != document(x) {
		t.Fatalf("explained again:\n%v\nfirst\n%v", y, x)
	}
	if !json.Valid([]byte(document(x))) {
		t.Fatalf("%s is not JSON", document(x))
	}
}

// segments checks that the segments of a clock partition its life and add up.
func (c *Case) segments(t T, a *sla.ClockAccount) {
	t.Helper()
	end := c.Now.UTC()
	if !a.EndedAt.IsZero() {
		end = a.EndedAt
	}
	at, sum := a.StartedAt, time.Duration(0)
	for i, s := range a.Segments {
		if !s.From.Equal(at) || !s.From.Before(s.To) {
			t.Fatalf("segment %d of %s is from %v to %v, after %v\n%s\n%s", i, a.Metric, s.From, s.To, at, a, c)
		}
		at, sum = s.To, sum+s.Counted
		if s.Sum != sum || s.Counted != 0 && s.Kind != sla.SegmentHours && (s.Kind != sla.SegmentCounted || s.Counted != s.To.Sub(s.From)) {
			t.Fatalf("segment %d of %s counts %v, %v in all\n%s\n%s", i, a.Metric, s.Counted, s.Sum, a, c)
		}
		if (s.Kind == sla.SegmentPaused) != (s.PausedBy != nil) {
			t.Fatalf("segment %d of %s is paused by %v\n%s", i, a.Metric, s.PausedBy, c)
		}
	}
	if !at.Equal(end) {
		t.Fatalf("the segments of %s end at %v, want %v\n%s\n%s", a.Metric, at, end, a, c)
	}
	if sum != a.Elapsed {
		t.Fatalf("the segments of %s count %v, want %v\n%s\n%s", a.Metric, sum, a.Elapsed, a, c)
	}
}

// held checks that what a clock has counted is split without a rest.
func (c *Case) held(t T, a *sla.ClockAccount) {
	t.Helper()
	for _, held := range [][]sla.HeldTime{a.Held, a.Statuses} {
		left := a.Elapsed
		for _, h := range held {
			left -= h.Open
		}
		if left != 0 {
			t.Fatalf("%v of what %s has counted is held by none of %v\n%s\n%s", left, a.Metric, held, a, c)
		}
	}
}

// prevented checks that there is no breach without an event that made the difference.
func (c *Case) prevented(t T, a *sla.ClockAccount) {
	t.Helper()
	for _, cause := range a.WouldHavePrevented {
		without, id := c.Issue, c.Issue.Events[cause.Event].ID
		without.Events = nil
		for i, e := range c.Issue.Events {
			if i != cause.Event && (id == "" || e.ID != id) {
				without.Events = append(without.Events, e)
			}
		}
		r := evaluate(t, c.Engine, without, c.Now)
		if n := c.clockIn(r.Clocks, &a.Clock); n >= 0 && r.Clocks[n].Breached {
			t.Fatalf("without %q it is breached all the same\n%s\n%s", cause.Text, a, c)
		}
	}
}
