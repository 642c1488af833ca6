package sla_test

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/slatest"
)

// attributesAt returns the attributes that events up to an instant leave.
func attributesAt(issue sla.Issue, at time.Time) map[string]any {
	values := maps.Clone(issue.Attributes)
	if values == nil {
		values = make(map[string]any)
	}
	for _, e := range inOrder(issue) {
		if e.Type == sla.Cancel && !e.At.After(at) {
			break
		}
		for name, v := range e.Set {
			switch {
			case e.At.After(at):
			case v == nil:
				delete(values, name)
			default:
				values[name] = v
			}
		}
	}
	return values
}

// To take over a track to a configuration that differs in nothing that matters
// changes nothing.
func TestRebaseToTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		for i := range w.config.Policies {
			w.config.Policies[i].Effective = policy.Effective{} // policies are matched by a rebase
		}
		w.engine = newEngine(t, w.config)
		events := inOrder(upTo(w.issue, w.now))
		if len(events) == 0 || w.now.Before(w.issue.CreatedAt) {
			t.Skip()
		}
		other := *w.config
		other.Policies = append([]policy.Policy(nil), w.config.Policies...)
		other.Policies[0].Description = "the same"
		engine := newEngine(t, &other)

		at := events[rapid.IntRange(0, len(events)-1).Draw(t, "rebased ahead of")].At.Add(-1)
		before := *w
		before.issue.Events = upTo(w.issue, at).Events
		if at.Before(w.issue.CreatedAt) {
			t.Skip()
		}
		folded := inOrder(before.issue)
		track, _ := before.follow(t, folded, 0)
		moved := restored(t, w.engine, track)
		got, err := moved.RebaseAt(engine, attributesAt(w.issue, at), at)
		if err != nil {
			t.Fatalf("%v\n%v", err, w)
		}
		want, err := track.AdvanceTo(at)
		if err != nil {
			t.Fatal(err)
		}
		if document(got) != document(want) && len(got)+len(want) > 0 {
			t.Fatalf("rebasing gives %s, want %s\n%v", document(got), document(want), w)
		}
		if w.config.OnChange != policy.CarryOver && w.config.OnChange != policy.Restart {
			return // what comes later may be recounted, from a past that is forgotten
		}
		for _, e := range events[len(folded):] {
			want, err := track.Apply(e)
			if err != nil {
				t.Fatal(err)
			}
			got, err := moved.Apply(e)
			if err != nil {
				t.Fatal(err)
			}
			if document(got) != document(want) && len(got)+len(want) > 0 {
				t.Fatalf("after the rebase %s, want %s\n%v", document(got), document(want), w)
			}
			moved = restored(t, engine, moved)
		}
	})
}

func TestRebase(t *testing.T) {
	config := &policy.Config{Policies: []policy.Policy{
		{ID: "slow", Targets: map[string]policy.Target{policy.Resolution: policy.Within(8 * time.Hour), policy.FirstResponse: policy.Within(time.Hour)}},
	}}
	faster := &policy.Config{Policies: []policy.Policy{
		{ID: "vip", When: new(policy.If("customer.tier", policy.Eq, "vip")), Targets: map[string]policy.Target{policy.Resolution: policy.Within(2 * time.Hour)}},
		{ID: "slow", Targets: map[string]policy.Target{policy.Resolution: policy.Within(4 * time.Hour), policy.FirstResponse: policy.Within(time.Hour)}},
	}}
	created := instant("2024-03-11T08:00:00Z")
	issue := sla.Issue{ID: "I", CreatedAt: created, Events: []sla.Event{
		sla.SetAttribute("status", "pending", created.Add(time.Hour/2)), sla.SetAttribute("status", "open", created.Add(3*time.Hour/2)),
	}}
	engine, next := newEngine(t, config), newEngine(t, faster)
	at := created.Add(4 * time.Hour) // 3h counted
	for _, tt := range []struct {
		tier, want string
	}{
		{"", `[{"at":"2024-03-11T12:00:00Z","kind":"retargeted","metric":"resolution","cycle":1,"policy":"slow"}]`},
		{"vip", `[{"at":"2024-03-11T12:00:00Z","kind":"released","metric":"first_response","cycle":1,"policy":"slow"},{"at":"2024-03-11T12:00:00Z","kind":"retargeted","metric":"resolution","cycle":1,"policy":"vip"},{"at":"2024-03-11T12:00:00Z","kind":"breached","metric":"resolution","cycle":1,"policy":"vip"}]`},
	} {
		track, _, err := engine.Track(issue)
		if err != nil {
			t.Fatal(err)
		}
		got, err := track.RebaseAt(next, map[string]any{"status": "open", "customer.tier": tt.tier}, at)
		if err != nil {
			t.Fatal(err)
		}
		if document(got) != tt.want {
			t.Errorf("tier %q:\n got %s\nwant %s", tt.tier, document(got), tt.want)
		}
		r, err := restored(t, next, track).ResultAt(at)
		if err != nil {
			t.Fatal(err)
		}
		if c, _ := r.Clock(policy.Resolution); c.Elapsed != 3*time.Hour {
			t.Errorf("tier %q: %v counted, want 3h", tt.tier, c.Elapsed)
		}
	}

	track, _, err := engine.Track(issue)
	if err != nil {
		t.Fatal(err)
	}
	before := document(track)
	if _, err := track.RebaseAt(next, nil, created.Add(time.Hour)); !errors.Is(err, sla.ErrEarlier) {
		t.Errorf("got %v, want ErrEarlier", err)
	}
	_, err = track.RebaseAt(next, map[string]any{"status": "asleep"}, at)
	wantProblem(t, err, 0, "attributes.status", `status "asleep" has no category`)
	if document(track) != before {
		t.Error("what fails changed the track")
	}
}

// Between any two configurations a track goes on: nothing is announced twice, and it is
// one of the new configuration.
func TestRebaseToAny(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		if chance(t, 2, "settles always") {
			sla.SettleAlways(w.engine)
		}
		events := inOrder(upTo(w.issue, w.now))
		if w.now.Before(w.issue.CreatedAt) {
			t.Skip()
		}
		track, all := w.follow(t, events, 0)
		other := drawConfig(t)
		if chance(t, 2, "is akin") {
			akin := *w.config
			akin.Policies = slices.Clone(w.config.Policies)
			if chance(t, 2, "reversed") {
				slices.Reverse(akin.Policies)
			}
			if chance(t, 2, "other steps") {
				for i := range akin.Policies {
					p := &akin.Policies[i]
					p.Escalations = policy.Steps(slatest.EscalationsLike(w.config.EscalationsOf(p, &policy.Target{}), slatest.Domain{}).Draw(t, "other steps")...)
				}
			}
			akin.Match = oneOf(t, "match", policy.MatchFirst, policy.MatchFirstPerMetric, policy.MatchEach)
			akin.OnChange = oneOf(t, "on change", policy.Recalculate, policy.CarryOver, policy.Restart, policy.Keep)
			other = &akin
		}
		engine := newEngine(t, other)
		at := w.now
		more, err := track.RebaseAt(engine, attributesAt(w.issue, at), at)
		if err != nil {
			t.Fatalf("%v\nto %s\n%v", err, document(other), w)
		}
		all = append(all, more...)
		track = restored(t, engine, track)
		for i := range rapid.IntRange(0, 4).Draw(t, "later") {
			at = at.Add(time.Hour * time.Duration(1+i))
			e := slatest.Events(other, at, slatest.Domain{}).Draw(t, "event")
			e.ID = ""
			more, err := track.Apply(e)
			if err != nil {
				t.Fatalf("%v\n%v", err, w)
			}
			all = append(all, more...)
		}
		if more, err = track.AdvanceTo(at.Add(100 * time.Hour)); err != nil {
			t.Fatal(err)
		}
		ids := make(map[string]bool)
		for _, tr := range append(all, more...) {
			if id := tr.ID(); ids[id] {
				t.Fatalf("announced twice: %s\n%s\nto %s\n%v", document(tr), document(all), document(other), w)
			} else {
				ids[id] = true
			}
		}
	})
}

// Rebased between policies side by side and one that decides, a clock is that of its
// policy.
func TestRebaseSideBySide(t *testing.T) {
	vip := policy.Policy{ID: "vip", When: new(policy.If("tier", policy.Eq, "vip")), Targets: map[string]policy.Target{policy.Resolution: policy.Within(2 * time.Hour)}}
	std := policy.Policy{ID: "std", Targets: map[string]policy.Target{policy.Resolution: policy.Within(8 * time.Hour)}}
	first := newEngine(t, &policy.Config{Policies: []policy.Policy{vip, std}})
	each := newEngine(t, &policy.Config{Match: policy.MatchEach, Policies: []policy.Policy{vip, std}})
	created := instant("2024-03-11T08:00:00Z")
	for _, tt := range []struct {
		name     string
		from, to *sla.Engine
		tier     string
		want     string
	}{
		{"each to first", each, first, "", `null`},
		{"first to each", first, each, "", `null`},
		{"first to each, and another holds", first, each, "vip", `[{"at":"2024-03-11T15:00:00Z","kind":"started","metric":"resolution","cycle":1,"policy":"vip"},{"at":"2024-03-11T15:00:00Z","kind":"breached","metric":"resolution","cycle":1,"policy":"vip"}]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			track, _, err := tt.from.Track(sla.Issue{ID: "I", CreatedAt: created})
			if err != nil {
				t.Fatal(err)
			}
			got, err := track.RebaseAt(tt.to, map[string]any{"tier": tt.tier}, created.Add(7*time.Hour))
			if err != nil || document(got) != tt.want && document(got) != "[]" {
				t.Errorf("got %s, %v, want %s", document(got), err, tt.want)
			}
			r, err := track.ResultAt(created.Add(7 * time.Hour))
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range r.Clocks {
				if c.Elapsed != 7*time.Hour || c.Policy == "std" && !c.DueAt.Equal(created.Add(8*time.Hour)) {
					t.Errorf("got %v", c)
				}
			}
			if more, err := track.Apply(sla.CancelFor("spam", created.Add(7*time.Hour+time.Minute))); err != nil || len(more) != len(r.Clocks) {
				t.Errorf("cancelled: %s, %v", document(more), err)
			}
		})
	}
}

// Rebased one way and the other, whatever has ended or had no target, a track goes on.
func TestRebaseOfOddClocks(t *testing.T) {
	at := instant("2024-03-11T08:00:00Z")
	hours := func(n int) time.Time { return at.Add(time.Duration(n) * time.Hour) }
	within := func(id, tier string, d time.Duration, metric string) policy.Policy {
		p := policy.Policy{ID: id, Targets: map[string]policy.Target{metric: policy.Within(d)}}
		if tier != "" {
			p.When = new(policy.If("tier", policy.Eq, tier))
		}
		return p
	}
	std, vip := within("std", "", 5*time.Hour, policy.Resolution), within("vip", "vip", 8*time.Hour, policy.Resolution)
	std.Targets[policy.Resolution] = policy.WithinBy("priority", map[string]time.Duration{"high": 2 * time.Hour}, 5*time.Hour)
	free := within("free", "free", time.Hour, policy.FirstResponse)
	config := func(match policy.Match, policies ...policy.Policy) *sla.Engine {
		return newEngine(t, &policy.Config{Match: match, Policies: policies})
	}
	for _, tt := range []struct {
		name     string
		from, to *sla.Engine
		events   []sla.Event
		after    []sla.Event
	}{
		{"stopped, then side by side, then reopened", config("", std, vip), config(policy.MatchEach, std, vip),
			[]sla.Event{sla.SetAttribute("status", "resolved", hours(1))}, []sla.Event{sla.SetAttribute("status", "open", hours(9)), sla.SetAttribute("tier", "vip", hours(10))}},
		{"stopped without a target, then with one", config("", free, std), config("", std),
			[]sla.Event{sla.SetAttribute("tier", "free", hours(1))}, []sla.Event{sla.SetAttribute("status", "resolved", hours(9)), sla.SetAttribute("status", "open", hours(10))}},
		{"one after the other, then side by side", config("", vip, std), config(policy.MatchEach, vip, std),
			[]sla.Event{sla.SetAttribute("tier", "vip", hours(6))}, []sla.Event{sla.SetAttribute("priority", "high", hours(9))}},
		{"side by side, then one after the other", config(policy.MatchEach, vip, std), config("", vip, std),
			[]sla.Event{sla.SetAttribute("tier", "vip", hours(1)), sla.SetAttribute("priority", "high", hours(2))}, []sla.Event{sla.SetAttribute("tier", "none", hours(9))}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			issue := sla.Issue{ID: "I", CreatedAt: at, Events: tt.events}
			track, all, err := tt.from.Track(issue)
			if err != nil {
				t.Fatal(err)
			}
			more, err := track.RebaseAt(tt.to, attributesAt(issue, hours(8)), hours(8))
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, more...)
			for _, e := range tt.after {
				track = restored(t, tt.to, track)
				if more, err = track.Apply(e); err != nil {
					t.Fatal(err)
				}
				all = append(all, more...)
			}
			ids := make(map[string]bool)
			for _, tr := range all {
				if ids[tr.ID()] {
					t.Errorf("announced twice: %s of %s", document(tr), document(all))
				}
				ids[tr.ID()] = true
			}
		})
	}
}

// A clock that has counted for longer than schedules look ahead is breached at once when
// it is taken over, and what is announced as due does happen.
func TestRebaseBeyondTheHorizon(t *testing.T) {
	config := &policy.Config{
		Schedules: []businesshours.Schedule{{Name: "s", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon": {"09:00-10:00"}}}},
		Policies: []policy.Policy{{ID: "p", Schedule: policy.Use("s"),
			Targets: map[string]policy.Target{policy.Resolution: policy.Within(3000 * time.Hour)}}},
	}
	engine, now := newEngine(t, config), instant("2080-01-01T00:00:00Z") // 3130 hours later
	track, _, err := engine.Track(sla.Issue{ID: "I", CreatedAt: instant("2020-01-01T00:00:00Z")})
	if err != nil {
		t.Fatal(err)
	}
	taken, err := track.RebaseAt(engine, nil, now)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		next := track.NextCheck()
		if next.IsZero() {
			return
		}
		if happened, err := track.AdvanceTo(now.Add(time.Hour)); err != nil || len(happened) == 0 {
			t.Fatalf("at %v happens %v, %v; taken over: %v", next, happened, err, taken)
		}
	}
	t.Fatalf("it is due again and again: %v", track.NextCheck())
}

// A clock that has ended goes on with other steps as it stood: it can be stored, and opened
// again it takes none that lie behind it, but those ahead.
func TestRebaseOfAStoppedClockToOtherSteps(t *testing.T) {
	half, most, late := policy.Escalation{At: "50%"}, policy.Escalation{At: "75%"}, policy.Escalation{At: "3h after"}
	config := func(steps ...policy.Escalation) *policy.Config {
		return &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.Resolution: policy.Within(4 * time.Hour)}, Escalations: policy.Steps(steps...)}}}
	}
	type steps []policy.Escalation
	created := instant("2024-03-11T08:00:00Z")
	hour := func(n int) time.Time { return created.Add(time.Duration(n) * time.Hour) }
	for _, tt := range []struct {
		name     string
		stopped  int // hours since the creation
		from, to steps
		want     string
	}{
		{"none", 3, steps{half, most}, nil, "reopened 17:00, breached 18:00"},
		{"fewer", 2, steps{half, most}, steps{most}, "reopened 17:00, 75% 18:00, breached 19:00"},
		{"more", 2, nil, steps{half, most}, "reopened 17:00, 50% 17:00, 75% 18:00, breached 19:00"},
		{"more, behind it", 3, nil, steps{half, most}, "reopened 17:00, 75% 17:00, breached 18:00"},
		{"none, stopped as it was due", 4, steps{half}, nil, "reopened 17:00, breached 17:00"},
		{"none, breached", 7, steps{half, most, late}, nil, "reopened 17:00"},
		{"fewer, breached", 7, steps{half, most, late}, steps{late}, "reopened 17:00, 3h after 17:00"},
		{"fewer, all behind it", 8, steps{half, most, late}, steps{late}, "reopened 17:00"},
		{"more, all behind it", 8, steps{late}, steps{half, most, late}, "reopened 17:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			from, to := newEngine(t, config(tt.from...)), newEngine(t, config(tt.to...))
			track, _, err := from.Track(sla.Issue{ID: "I", CreatedAt: created, Events: []sla.Event{sla.SetAttribute("status", "resolved", hour(tt.stopped))}})
			if err != nil {
				t.Fatal(err)
			}
			all, err := track.RebaseAt(to, map[string]any{"status": "resolved"}, hour(8))
			if err != nil {
				t.Fatal(err)
			}
			track = restored(t, to, track)
			opened, err := track.Apply(sla.SetAttribute("status", "open", hour(9)))
			if err != nil {
				t.Fatal(err)
			}
			track = restored(t, to, track)
			later, err := track.AdvanceTo(hour(11))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, tr := range slices.Concat(all, opened, later) {
				got = append(got, cmp.Or(tr.Step, string(tr.Kind))+tr.At.Format(" 15:04"))
			}
			if got := strings.Join(got, ", "); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// A clock that keeps its target finds it again among those that promise the same with other
// steps.
func TestRebaseFindsTheTargetWithTheSameSteps(t *testing.T) {
	with := func(step string) policy.Target {
		g := policy.Within(4 * time.Hour)
		g.Escalations = policy.Steps(policy.Escalation{At: step})
		return g
	}
	config := &policy.Config{OnChange: policy.Keep, Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{
		policy.Resolution: policy.TargetBy("priority", map[string]policy.Target{"high": with("50%"), "low": with("75%"), "none": with("breach")}, policy.Target{}),
	}}}}
	created := instant("2024-03-11T08:00:00Z")
	for _, priority := range []string{"high", "low", "none"} {
		attributes := map[string]any{"priority": priority}
		track, _, err := newEngine(t, config).Track(sla.Issue{ID: "I", CreatedAt: created, Attributes: attributes})
		if err != nil {
			t.Fatal(err)
		}
		other := *config
		other.Policies = slices.Clone(config.Policies)
		other.Policies[0].Description = "the same"
		got, err := track.RebaseAt(newEngine(t, &other), attributes, created.Add(time.Hour))
		if err != nil || len(got) > 0 {
			t.Errorf("%s: %s, %v, want no transition", priority, document(got), err)
		}
	}
}

// No allowance at all is used up at the start, also of a clock whose past is forgotten.
func TestRebaseForgetsNotWhenNothingWasAllowed(t *testing.T) {
	config := &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{
		policy.Resolution: policy.TargetBy("priority", map[string]policy.Target{"high": policy.UntilField(policy.CreatedAt)}, policy.Within(4*time.Hour)),
	}}}}
	other := *config
	other.Policies = slices.Clone(config.Policies)
	other.Policies[0].Description = "the same"
	engine, created := newEngine(t, &other), instant("2024-03-11T08:00:00Z")
	track, _, err := newEngine(t, config).Track(sla.Issue{ID: "I", CreatedAt: created})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := track.RebaseAt(engine, nil, created.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	track = restored(t, engine, track)
	if _, err := track.Apply(sla.SetAttribute("priority", "high", created.Add(2*time.Hour))); err != nil {
		t.Fatal(err)
	}
	r, err := track.ResultAt(created.Add(3 * time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if c := mustClock(t, r); !c.Breached || !c.DueAt.Equal(created) {
		t.Errorf("%s, want one that was due at its start", document(c))
	}
}

// A configuration that promises the same with other steps announces no breach again, and no
// step that both have, whatever else happens.
func TestRebaseToTheSamePromiseAnnouncesNoBreachAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		about := drawPlace(t)
		target := drawPromise(t)
		target.Escalations, target.Pause = policy.Escalations{}, nil
		config := promising(t, about, target)
		common := policy.Escalation{At: oneOf(t, "at", "100%", "1h after", "breach"), Name: "common"}
		steps := config.Policies[0].Escalations.Steps
		other := *config
		config.Policies[0].Escalations = policy.Steps(append(slices.Clone(steps), common)...)
		other.Policies = slices.Clone(config.Policies)
		other.Policies[0].ID = oneOf(t, "policy", "p", "q")
		other.Policies[0].Escalations = policy.Steps(append([]policy.Escalation{common}, slatest.EscalationsLike(steps, slatest.Domain{}).Draw(t, "other steps")...)...)
		engines := []*sla.Engine{newEngine(t, config), newEngine(t, &other)}

		issue := promised(t, about)
		track, all, err := engines[0].Track(issue)
		if err != nil {
			t.Fatal(err)
		}
		at, turns := issue.CreatedAt, 0
		var happened []string
		for range rapid.IntRange(1, 10).Draw(t, "events") {
			at = at.Add(time.Duration(rapid.SampledFrom([]int{0, 0, 1, 2, 5, 16, 38, 80}).Draw(t, "later")) * 30 * time.Minute)
			var more []sla.Transition
			if rapid.Bool().Draw(t, "rebases") {
				turns++
				happened = append(happened, fmt.Sprint("rebase at ", at))
				more, err = track.RebaseAt(engines[turns%2], attributesAt(issue, at), at)
				at = at.Add(1) // that instant is over
			} else {
				e := sla.SetAttribute("status", oneOf(t, "status", "open", "pending", "resolved"), at)
				issue.Events = append(issue.Events, e)
				happened = append(happened, document(e))
				more, err = track.Apply(e)
			}
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, more...)
			track = restored(t, engines[turns%2], track)
		}
		more, err := track.AdvanceTo(at.Add(200 * time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		breaches, commons := 0, 0
		for _, tr := range append(all, more...) {
			if tr.Kind == sla.KindBreached {
				breaches++
			}
			if tr.Step == "common" {
				commons++
			}
		}
		if breaches > 1 || commons > 1 {
			t.Fatalf("breached %d times, and the common step taken %d times: %s\n%s\nto %s\n%s\n%s", breaches, commons,
				lines(document(append(all, more...))), document(config), document(&other), document(issue), strings.Join(happened, "\n"))
		}
	})
}

// Where each policy has its clocks and all are renamed, one that has none leaves those of
// another to that.
func TestRebaseToRenamedPoliciesOfWhichOneHasNoClock(t *testing.T) {
	config := func(first, second string) *policy.Config {
		return &policy.Config{Match: policy.MatchEach, Policies: []policy.Policy{
			{ID: first, Targets: map[string]policy.Target{policy.Resolution: policy.WithinBy("priority", map[string]time.Duration{"high": time.Hour}, 0)}},
			{ID: second, Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}},
		}}
	}
	created := instant("2024-03-11T08:00:00Z")
	track, _, err := newEngine(t, config("a", "b")).Track(sla.Issue{ID: "I", CreatedAt: created})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := track.AdvanceTo(created.Add(2 * time.Hour)); err != nil {
		t.Fatal(err)
	}
	got, err := track.RebaseAt(newEngine(t, config("c", "d")), nil, created.Add(3*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	for _, tr := range got {
		if tr.Kind == sla.KindBreached || tr.Kind == sla.KindStarted {
			t.Errorf("announces %s", document(tr))
		}
	}
}

// The transitions of a rebase are those of both configurations: as many as a result may have, and
// no more.
func TestARebaseMayHaveAsManyTransitionsAsAResult(t *testing.T) {
	config := func(steps ...policy.Escalation) *policy.Config {
		c := &policy.Config{Metrics: make(map[string]policy.Metric), Policies: []policy.Policy{{ID: "p", Targets: make(map[string]policy.Target), Escalations: policy.Steps(steps...)}}}
		for i := range 8 {
			name := fmt.Sprint("m", i)
			c.Metrics[name], c.Policies[0].Targets[name] = policy.Metric{Start: []policy.Trigger{{On: "created"}}}, policy.Within(time.Hour)
		}
		return c
	}
	var steps []policy.Escalation
	for i := range 58 {
		steps = append(steps, policy.Escalation{At: "breach", Name: fmt.Sprint("step ", i), Every: time.Hour, Times: policy.MaxTimes})
	}
	from := newEngine(t, config(steps...))
	created := instant("2024-03-11T08:00:00Z")
	at := created.Add(431 * time.Hour) // eight clocks breached, and 8 x 58 steps taken 431 times
	for _, tt := range []struct {
		steps []policy.Escalation
		want  error
	}{
		{nil, nil}, // and eight clocks retargeted: 200,000
		{[]policy.Escalation{{At: "1m after"}}, sla.ErrTooManyTransitions},
	} {
		track, _, err := from.Track(sla.Issue{ID: "I", CreatedAt: created})
		if err != nil {
			t.Fatal(err)
		}
		got, err := track.RebaseAt(newEngine(t, config(tt.steps...)), nil, at)
		if !errors.Is(err, tt.want) || err == nil && len(got) != sla.MaxTransitions {
			t.Errorf("to %d steps: %d transitions, %v", len(tt.steps), len(got), err)
		}
	}
}
