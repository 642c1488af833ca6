package slatest

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/sla"
)

// Incremental checks that a track gives what an evaluation of the whole issue gives: from any
// event on, one event at a time, through JSON, and with looks in between.
func Incremental(t T, c Case) {
	t.Helper()
	if c.Now.Before(c.Issue.CreatedAt) {
		return // there is nothing to track
	}
	vary(t, func(r *rapid.T) { c.incremental(t, r) })
}

func (c *Case) incremental(t T, r *rapid.T) {
	t.Helper()
	events := inOrder(upTo(c.Issue, c.Now))
	track, all := c.follow(t, r, events, rapid.IntRange(0, len(events)).Draw(r, "split"))
	got, err := track.ResultAt(c.Now)
	if err != nil {
		t.Fatalf("%v\n%s", err, c)
	}
	want := c.latestClocks(evaluate(t, c.Engine, c.Issue, c.Now))
	looked := got.Transitions
	got.Transitions = slices.Concat(all, looked)
	if c.each() {
		c.sortEach(got.Transitions)
	}
	c.same(t, "of a track", got.AppendJSON(nil), want.AppendJSON(nil))
	for i := range got.Transitions {
		if got.Transitions[i].ID() != want.Transitions[i].ID() {
			t.Fatalf("transition %d has another ID: %+v, %+v\n%s", i, got.Transitions[i], want.Transitions[i], c)
		}
	}

	before := document(track)
	more, err := track.AdvanceTo(c.Now)
	if err != nil || !slices.Equal(more, looked) {
		t.Fatalf("advancing gives %s, %v; looking gave %s\n%s", document(more), err, document(looked), c)
	}
	if len(more) == 0 && document(track) != before {
		t.Fatalf("nothing happened, and the track changed\n%s", c)
	}
	if next := track.NextCheck(); !next.Equal(want.NextCheck) {
		t.Fatalf("next check %v, want %v\n%s", next, want.NextCheck, c)
	}
}

// follow tracks the issue with its first events and then one event at a time, looking in
// between, and returns the track and all transitions.
func (c *Case) follow(t T, r *rapid.T, events []sla.Event, first int) (*sla.Track, []sla.Transition) {
	t.Helper()
	issue := c.Issue
	issue.Events = events[:first]
	track, all, err := c.Engine.Track(issue)
	if err != nil {
		t.Fatalf("%v\n%s", err, c)
	}
	for i, e := range events[first:] {
		if chance(r, 3, "stored") {
			track = c.restored(t, track)
		}
		if chance(r, 3, "looked at") {
			at := e.At.Add(-1 - durationTo(r, 3*time.Hour, "ahead of it"))
			now, err := track.AdvanceTo(at)
			if err != nil {
				t.Fatalf("%v\n%s", err, c)
			}
			all = append(all, now...)
		}
		more, err := track.Apply(e)
		if err != nil {
			t.Fatalf("event %d: %v\n%s", first+i, err, c)
		}
		all = append(all, more...)
	}
	return track, all
}

// restored returns a track as it comes back from JSON.
func (c *Case) restored(t T, track *sla.Track) *sla.Track {
	t.Helper()
	text := document(track)
	again, err := c.Engine.Restore([]byte(text))
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	if !again.NextCheck().Equal(track.NextCheck()) || document(again) != text {
		t.Fatalf("restored\n%s with next check %v, of\n%s with %v", document(again), again.NextCheck(), text, track.NextCheck())
	}
	return again
}

// latestClocks leaves of a result the latest clock of each metric, and of each policy where every
// policy has its own.
func (c *Case) latestClocks(r sla.Result) sla.Result {
	type key struct{ metric, policy string }
	of := func(k sla.Clock) key {
		if c.each() {
			return key{k.Metric, k.Policy}
		}
		return key{metric: k.Metric}
	}
	cycles := make(map[key]int)
	for _, k := range r.Clocks {
		cycles[of(k)] = max(cycles[of(k)], k.Cycle)
	}
	r.Clocks = slices.DeleteFunc(slices.Clone(r.Clocks), func(k sla.Clock) bool { return k.Cycle < cycles[of(k)] })
	return r
}

// sortEach puts transitions in the order of policy.MatchEach.
func (c *Case) sortEach(list []sla.Transition) {
	order := make(map[string]int)
	for i, p := range c.Config.Policies {
		order[p.ID] = i
	}
	slices.SortStableFunc(list, func(a, b sla.Transition) int {
		if d := a.At.Compare(b.At); d != 0 {
			return d
		}
		return order[a.Policy] - order[b.Policy]
	})
}
