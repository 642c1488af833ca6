package sla_test

import (
	"errors"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A rebase keeps what the track knows of the issue besides its attributes: who created it, whether
// it was answered, and which events it has applied.
func TestARebaseKeepsWhatTheTrackKnows(t *testing.T) {
	created := instant("2024-03-04T09:00:00Z")
	hour := func(n int) time.Time { return created.Add(time.Duration(n) * time.Hour) }
	event := func(e sla.Event, id string) sla.Event {
		e.ID = id
		return e
	}
	within := map[string]policy.Target{policy.Resolution: policy.Within(10 * time.Hour), policy.NextResponse: policy.Within(time.Hour)}
	from := newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: within}}})
	to := newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "q", Targets: within, When: new(policy.All(
		policy.If(policy.CreatedBy, policy.Eq, "agent"), policy.If(policy.CreatedAt, policy.Eq, "2024-03-04T09:00:00Z"),
		policy.If("responded", policy.Eq, true), policy.If("unanswered", policy.Eq, true)))}}})
	answer := event(sla.MessageFrom(sla.Agent, hour(2)), "answer")
	issue := sla.Issue{ID: "I", CreatedAt: created, CreatedBy: sla.Agent, Events: []sla.Event{
		sla.MessageFrom(sla.Customer, hour(1)), answer, sla.MessageFrom(sla.Customer, hour(3)),
	}}
	track, _, err := from.Track(issue)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := track.RebaseAt(to, nil, hour(3)); err != nil {
		t.Fatal(err)
	}
	track = restored(t, to, track)
	r, err := track.ResultAt(hour(3))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Clocks) != 2 || r.Clocks[0].Policy != "q" || r.Clocks[1].Policy != "q" {
		t.Errorf("got %v, want both clocks under policy q", r)
	}
	if more, err := track.Apply(answer); err != nil || len(more) > 0 {
		t.Errorf("an event delivered again: got %v, %v", more, err)
	}
	_, err = track.Apply(event(sla.NoteBy("ann", hour(4)), "answer"))
	wantProblem(t, err, 0, "id", "is already the id of another event")
	if _, err := track.Apply(sla.NoteBy("ann", hour(3))); !errors.Is(err, sla.ErrEarlier) {
		t.Errorf("an event of the instant of the rebase: got %v, want ErrEarlier", err)
	}
	if _, err := track.Apply(sla.NoteBy("ann", hour(3).Add(1))); err != nil {
		t.Error(err)
	}
}

// The issue stays over after a rebase.
func TestARebasedTrackOfACancelledIssueStaysOver(t *testing.T) {
	created := instant("2024-03-04T09:00:00Z")
	config := func(id string) *policy.Config {
		return &policy.Config{Policies: []policy.Policy{{ID: id, Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour), policy.PeriodicUpdate: policy.Within(time.Hour)}}}}
	}
	track, _, err := newEngine(t, config("p")).Track(sla.Issue{ID: "I", CreatedAt: created, Events: []sla.Event{sla.CancelFor("spam", created)}})
	if err != nil {
		t.Fatal(err)
	}
	to := newEngine(t, config("q"))
	if _, err := track.RebaseAt(to, nil, created.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	track = restored(t, to, track)
	if more, err := track.Apply(sla.MessageFrom(sla.Agent, created.Add(2*time.Hour))); err != nil || len(more) > 0 || !track.NextCheck().IsZero() {
		t.Errorf("got %v, %v; next check %v", more, err, track.NextCheck())
	}
}

// A clock that has ended is reported after a rebase to the same promise, also if a later cycle
// never had a target; and not after one to another promise.
func TestARebaseKeepsTheLastClockThatHadATarget(t *testing.T) {
	created := instant("2024-03-04T09:00:00Z")
	config := func(within time.Duration) *policy.Config {
		return &policy.Config{Policies: []policy.Policy{{ID: "p", When: new(policy.If("vip", policy.Eq, true)),
			Targets: map[string]policy.Target{policy.NextResponse: policy.Within(within)}, Escalations: policy.Steps(policy.Escalation{At: "50%"})}}}
	}
	issue := sla.Issue{ID: "I", CreatedAt: created, Attributes: map[string]any{"vip": true}}
	for i, e := range []sla.Event{
		sla.MessageFrom(sla.Agent, created), sla.MessageFrom(sla.Customer, created), sla.MessageFrom(sla.Agent, created),
		sla.SetAttribute("vip", false, created), sla.MessageFrom(sla.Customer, created),
	} {
		e.At = created.Add(time.Duration(i+1) * 40 * time.Minute)
		issue.Events = append(issue.Events, e)
	}
	now := created.Add(5 * time.Hour)
	for _, tt := range []struct {
		within time.Duration
		want   int
	}{{time.Hour, 1}, {2 * time.Hour, 0}} {
		track, _, err := newEngine(t, config(time.Hour)).Track(issue)
		if err != nil {
			t.Fatal(err)
		}
		before, err := track.ResultAt(now)
		if err != nil {
			t.Fatal(err)
		}
		c := mustClock(t, before)
		other := config(tt.within)
		other.Policies[0].Escalations = policy.Escalations{}
		to := newEngine(t, other)
		if _, err := track.RebaseAt(to, map[string]any{"vip": false}, now); err != nil {
			t.Fatal(err)
		}
		track = restored(t, to, track)
		after, err := track.ResultAt(now)
		if err != nil {
			t.Fatal(err)
		}
		if len(after.Clocks) != tt.want || tt.want == 1 && after.Clocks[0] != c {
			t.Errorf("within %v: got %v, was %v", tt.within, after, before)
		}
		if _, err := track.Apply(sla.SetAttribute("vip", true, now.Add(1))); err != nil {
			t.Fatal(err)
		}
		if r, err := track.ResultAt(now.Add(1)); err != nil || len(r.Clocks) != 1 || r.Clocks[0].Cycle != 2 || r.Clocks[0].State != sla.Running {
			t.Errorf("within %v: the next cycle is %v, %v", tt.within, r, err)
		}
	}
}
