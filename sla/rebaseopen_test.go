package sla_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// happened lists transitions: "breached 11:00, 75% 12:00".
func happened(lists ...[]sla.Transition) string {
	var texts []string
	for _, tr := range slices.Concat(lists...) {
		texts = append(texts, cmp.Or(tr.Step, string(tr.Kind))+tr.At.Format(" 15:04"))
	}
	return strings.Join(texts, ", ")
}

// An open clock that keeps its promise and gets other steps takes at once the highest that it has
// passed, unless it has taken that before.
func TestRebaseOfAnOpenClockToOtherSteps(t *testing.T) {
	half, most, late := policy.Escalation{At: "50%"}, policy.Escalation{At: "75%"}, policy.Escalation{At: "1h after"}
	config := func(description string, steps []policy.Escalation) *policy.Config {
		return &policy.Config{Policies: []policy.Policy{{ID: "p", Description: description, Targets: map[string]policy.Target{policy.Resolution: policy.Within(4 * time.Hour)}, Escalations: policy.Steps(steps...)}}}
	}
	type steps []policy.Escalation
	created := instant("2024-03-11T08:00:00Z")
	hour := func(n int) time.Time { return created.Add(time.Duration(n) * time.Hour) }
	for _, tt := range []struct {
		name     string
		at       int // hours since the creation
		from, to steps
		want     string // before the rebase, and after it
	}{
		{"as before", 3, steps{half, most}, steps{half, most}, "50% 10:00, 75% 11:00 | breached 12:00"},
		{"none", 3, steps{half, most}, nil, "50% 10:00, 75% 11:00 | retargeted 11:00, breached 12:00"},
		{"more", 3, nil, steps{half, most}, " | retargeted 11:00, 75% 11:00, breached 12:00"},
		{"one more", 3, steps{half}, steps{half, most}, "50% 10:00 | retargeted 11:00, 75% 11:00, breached 12:00"},
		{"one more, below", 3, steps{most}, steps{half, most}, "75% 11:00 | retargeted 11:00, 50% 11:00, breached 12:00"},
		{"one more, ahead", 2, steps{half}, steps{half, most}, "50% 10:00 | retargeted 10:00, 75% 11:00, breached 12:00"},
		{"one more, breached", 5, steps{late}, steps{half, late}, "breached 12:00, 1h after 13:00 | retargeted 13:00"},
		{"one more, past the breach", 6, steps{half}, steps{half, late}, "50% 10:00, breached 12:00 | retargeted 14:00, 1h after 14:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			from, to := newEngine(t, config("", tt.from)), newEngine(t, config("the same", tt.to))
			track, _, err := from.Track(sla.Issue{ID: "I", CreatedAt: created})
			if err != nil {
				t.Fatal(err)
			}
			before, err := track.AdvanceTo(hour(tt.at))
			if err != nil {
				t.Fatal(err)
			}
			more, err := track.RebaseAt(to, nil, hour(tt.at))
			if err != nil {
				t.Fatal(err)
			}
			track = restored(t, to, track)
			later, err := track.AdvanceTo(hour(7))
			if err != nil {
				t.Fatal(err)
			}
			if got := happened(before) + " | " + happened(more, later); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// What a clock has counted after it got another promise, and when that is due, is as the new
// configuration says.
func TestRebaseToAnotherPromise(t *testing.T) {
	created := instant("2024-03-11T08:00:00Z")
	within := func(change policy.OnChange, d time.Duration) *policy.Config {
		return &policy.Config{OnChange: change, Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.Resolution: policy.Within(d)}}}}
	}
	for _, tt := range []struct {
		change  policy.OnChange
		elapsed time.Duration
		due     string
	}{
		{policy.Recalculate, 3 * time.Hour, "2024-03-11T14:00:00Z"},
		{policy.CarryOver, 3 * time.Hour, "2024-03-11T14:00:00Z"},
		{policy.Restart, 0, "2024-03-11T17:00:00Z"},
		{policy.Keep, 3 * time.Hour, "2024-03-11T14:00:00Z"},
	} {
		track, _, err := newEngine(t, within("", 4*time.Hour)).Track(sla.Issue{ID: "I", CreatedAt: created})
		if err != nil {
			t.Fatal(err)
		}
		to := newEngine(t, within(tt.change, 6*time.Hour))
		at := created.Add(3 * time.Hour)
		if _, err := track.RebaseAt(to, nil, at); err != nil {
			t.Fatal(err)
		}
		for _, track := range []*sla.Track{track, restored(t, to, track)} {
			r, err := track.ResultAt(at)
			if err != nil {
				t.Fatal(err)
			}
			if c := mustClock(t, r); c.Elapsed != tt.elapsed || !c.DueAt.Equal(instant(tt.due)) || !track.NextCheck().Equal(instant(tt.due)) {
				t.Errorf("%s: got %v, next check %v", tt.change, c, track.NextCheck())
			}
		}
	}
}

// Where each policy has its own clocks afterwards, the clock of another policy begins for it, also
// if it promises the same.
func TestRebaseToASecondPolicyWithTheSamePromise(t *testing.T) {
	created := instant("2024-03-11T08:00:00Z")
	policies := func(ids ...string) (list []policy.Policy) {
		for _, id := range ids {
			list = append(list, policy.Policy{ID: id, Targets: map[string]policy.Target{policy.Resolution: policy.Within(4 * time.Hour)}})
		}
		return list
	}
	track, _, err := newEngine(t, &policy.Config{Policies: policies("p")}).Track(sla.Issue{ID: "I", CreatedAt: created})
	if err != nil {
		t.Fatal(err)
	}
	at := created.Add(5 * time.Hour)
	if _, err := track.AdvanceTo(at); err != nil {
		t.Fatal(err)
	}
	got, err := track.RebaseAt(newEngine(t, &policy.Config{Match: policy.MatchEach, Policies: policies("p", "q")}), nil, at)
	if err != nil {
		t.Fatal(err)
	}
	if want := "started 13:00, breached 13:00"; happened(got) != want || got[0].Policy != "q" {
		t.Errorf("got %s, want %s of policy q", document(got), want)
	}
}

// Where each policy has its own clocks before and after, a clock without a target goes on as such,
// and takes nothing from the clocks of other policies.
func TestRebaseOfAClockThatWaitsForATarget(t *testing.T) {
	created := instant("2024-03-11T08:00:00Z")
	hour := func(n int) time.Time { return created.Add(time.Duration(n) * time.Hour) }
	config := func(description string) *policy.Config {
		return &policy.Config{Match: policy.MatchEach, OnChange: policy.CarryOver, Policies: []policy.Policy{
			{ID: "vip", Description: description, When: new(policy.If("vip", policy.Eq, true)), Targets: map[string]policy.Target{policy.Resolution: policy.Within(2 * time.Hour)}},
			{ID: "all", Targets: map[string]policy.Target{policy.Resolution: policy.Within(8 * time.Hour)}},
		}}
	}
	track, _, err := newEngine(t, config("")).Track(sla.Issue{ID: "I", CreatedAt: created})
	if err != nil {
		t.Fatal(err)
	}
	if more, err := track.RebaseAt(newEngine(t, config("the same")), nil, hour(3)); err != nil || len(more) > 0 {
		t.Fatalf("got %v, %v", more, err)
	}
	if _, err := track.Apply(sla.SetAttribute("vip", true, hour(4))); err != nil {
		t.Fatal(err)
	}
	r, err := track.ResultAt(hour(5))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Clocks {
		if want := map[string]time.Duration{"vip": time.Hour, "all": 5 * time.Hour}[c.Policy]; c.Elapsed != want {
			t.Errorf("%s: %v elapsed, want %v", c.Policy, c.Elapsed, want)
		}
	}
}

// From policies side by side to one after the other, a new policy goes on from the first clock that
// has a target in force, else from the first that had one.
func TestRebaseToOneOfSeveralClocks(t *testing.T) {
	created := instant("2024-03-11T08:00:00Z")
	schedules := []businesshours.Schedule{{Name: "late", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-sun": {"10:00-20:00"}}}}
	one := func(id, schedule, tier string) policy.Policy {
		return policy.Policy{ID: id, When: new(policy.If("tier", policy.Ne, tier)), Schedule: policy.Use(schedule), Targets: map[string]policy.Target{policy.Resolution: policy.Within(40 * time.Hour)}}
	}
	for _, tt := range []struct {
		name          string
		first, second policy.Policy
		elapsed       time.Duration
	}{
		{"both in force", one("p", "24x7", "none"), one("q", "late", "none"), 4 * time.Hour},
		{"the other way round", one("p", "late", "none"), one("q", "24x7", "none"), 2 * time.Hour},
		{"the first released", one("p", "24x7", "x"), one("q", "late", "none"), 2 * time.Hour},
		{"both released", one("p", "24x7", "x"), one("q", "late", "x"), time.Hour},
	} {
		t.Run(tt.name, func(t *testing.T) {
			issue := sla.Issue{ID: "I", CreatedAt: created, Events: []sla.Event{sla.SetAttribute("tier", "x", created.Add(time.Hour))}}
			track, _, err := newEngine(t, &policy.Config{Match: policy.MatchEach, Schedules: schedules, Policies: []policy.Policy{tt.first, tt.second}}).Track(issue)
			if err != nil {
				t.Fatal(err)
			}
			at := created.Add(4 * time.Hour)
			if _, err := track.RebaseAt(newEngine(t, &policy.Config{Schedules: schedules, Policies: []policy.Policy{one("r", "24x7", "none")}}), attributesAt(issue, at), at); err != nil {
				t.Fatal(err)
			}
			r, err := track.ResultAt(at)
			if err != nil {
				t.Fatal(err)
			}
			if c := mustClock(t, r); c.Elapsed != tt.elapsed {
				t.Errorf("%v elapsed, want %v", c.Elapsed, tt.elapsed)
			}
		})
	}
}

// Where each policy has its own clocks, a policy that is gone and one that is new are the same if
// they have the same condition and promise the same: one new policy for each that is gone.
func TestRebaseToRenamedPolicies(t *testing.T) {
	created := instant("2024-03-11T08:00:00Z")
	every := func(id string, hours int) policy.Policy {
		return policy.Policy{ID: id, Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Duration(hours) * time.Hour)}}
	}
	some := func(id string, hours int) policy.Policy {
		p := every(id, hours)
		p.When = new(policy.If("status_category", policy.Ne, "resolved"))
		return p
	}
	type policies []policy.Policy
	for _, tt := range []struct {
		name     string
		from, to policies
		want     string
	}{
		{"one", policies{every("a", 2)}, policies{every("b", 2)}, "b retargeted"},
		{"of another promise", policies{every("a", 2)}, policies{every("b", 1)}, "a released, b started, b breached"},
		{"of another condition", policies{every("a", 2)}, policies{some("b", 2)}, "a released, b started, b breached"},
		{"one as two", policies{every("a", 2)}, policies{every("b", 2), every("c", 2)}, "b retargeted, c started, c breached"},
		{"one of two", policies{every("a", 2), every("b", 2)}, policies{every("a", 2), every("c", 2)}, "c retargeted"},
		{"one of two, the other way round", policies{every("a", 2), every("b", 2)}, policies{every("c", 2), every("a", 2)}, "c retargeted"},
		{"both", policies{every("a", 2), every("b", 2)}, policies{every("c", 2), every("d", 2)}, "c retargeted, d retargeted"},
		{"at another position", policies{some("a", 2), every("b", 2)}, policies{every("c", 2)}, "a released, c retargeted"},
		{"both at another position", policies{some("a", 1), every("b", 2)}, policies{every("c", 2), some("d", 1)}, "c retargeted, d retargeted"},
		{"swapped names", policies{every("a", 2), every("b", 3)}, policies{every("b", 2), every("a", 3)}, "b retargeted, b breached, a retargeted, a breached"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			track, _, err := newEngine(t, &policy.Config{Match: policy.MatchEach, Policies: tt.from}).Track(sla.Issue{ID: "I", CreatedAt: created})
			if err != nil {
				t.Fatal(err)
			}
			at := created.Add(4 * time.Hour)
			if _, err := track.AdvanceTo(at); err != nil {
				t.Fatal(err)
			}
			got, err := track.RebaseAt(newEngine(t, &policy.Config{Match: policy.MatchEach, Policies: tt.to}), nil, at)
			if err != nil {
				t.Fatal(err)
			}
			var texts []string
			for _, tr := range got {
				texts = append(texts, tr.Policy+" "+string(tr.Kind))
			}
			if got := strings.Join(texts, ", "); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// Where the clocks of several policies become one, its cycle is the highest, so that no transition
// gets an ID that was used before.
func TestRebaseGoesOnCountingCycles(t *testing.T) {
	at := instant("2024-03-11T08:00:00Z")
	with := func(id string, metrics ...string) policy.Policy {
		p := policy.Policy{ID: id, Targets: make(map[string]policy.Target)}
		for _, name := range metrics {
			p.Targets[name] = policy.Within(time.Hour)
		}
		return p
	}
	config := func(match policy.Match, policies ...policy.Policy) *sla.Engine {
		return newEngine(t, &policy.Config{Match: match, Policies: policies})
	}
	track, _, err := config(policy.MatchEach, with("p", policy.Resolution), with("q", policy.NextResponse)).Track(sla.Issue{ID: "I", CreatedAt: at})
	if err != nil {
		t.Fatal(err)
	}
	talk := func(n int) {
		t.Helper()
		for i := range n {
			at = at.Add(time.Minute)
			if _, err := track.Apply(sla.MessageFrom([]sla.Party{sla.Agent, sla.Customer}[i%2], at)); err != nil {
				t.Fatal(err)
			}
		}
	}
	rebase := func(to *sla.Engine) {
		t.Helper()
		at = at.Add(time.Minute)
		if _, err := track.RebaseAt(to, nil, at); err != nil {
			t.Fatal(err)
		}
	}
	talk(6) // three cycles of q
	rebase(config(policy.MatchEach, with("p", policy.NextResponse), with("q", policy.NextResponse)))
	talk(4) // two of p, and five of q
	rebase(config("", with("p", policy.NextResponse)))
	r, err := track.ResultAt(at)
	if err != nil {
		t.Fatal(err)
	}
	if c := mustClock(t, r); c.Cycle != 5 {
		t.Errorf("cycle %d, want 5", c.Cycle)
	}
}
