package sla_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/slatest"
)

// drawPromise draws a target of any form that is no choice. The field that it may be until
// is "due".
func drawPromise(t *rapid.T) policy.Target {
	return slatest.Targets(nil, slatest.Domain{WholeHours: true}).Draw(t, "promise")
}

// promising is a configuration of one policy with one target for resolutions, on a schedule
// about a change of clocks.
func promising(t *rapid.T, about slatest.Place, target policy.Target) *policy.Config {
	config := plain(t, about, policy.Resolution, time.Hour)
	config.Policies[0].Targets[policy.Resolution] = target
	config.Policies[0].Escalations = policy.Steps(slatest.Escalations(slatest.Domain{WholeHours: true}).Draw(t, "steps")...)
	config.OnChange = oneOf(t, "on change", policy.Recalculate, policy.CarryOver, policy.Restart, policy.Keep)
	config.ExactFit = oneOf(t, "exact fit", policy.AtClose, policy.AtNextOpen)
	return config
}

// promised draws an issue for a promise, without events.
func promised(t *rapid.T, about slatest.Place) sla.Issue {
	issue := sla.Issue{ID: "I", CreatedAt: drawStart(t, about), Attributes: map[string]any{"priority": "low"}}
	due := issue.CreatedAt.Add(time.Duration(rapid.IntRange(-10, 200).Draw(t, "due")) * 30 * time.Minute)
	issue.Attributes["due"] = due.Format(time.RFC3339)
	return issue
}

// dueOf is when the one clock of an issue is due as of its last event; the end of time, if
// it never is.
func dueOf(t fataler, config *policy.Config, issue sla.Issue) time.Time {
	now := issue.CreatedAt
	if n := len(issue.Events); n > 0 {
		now = issue.Events[n-1].At
	}
	if due := mustClock(t, evaluate(t, newEngine(t, config), issue, now)).DueAt; !due.IsZero() {
		return due
	}
	return businesshours.Latest
}

// A change between choices that come to the same target is none, whatever else happens.
func TestAnEqualTargetUnderAnotherChoiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		about := drawPlace(t)
		target := drawPromise(t)
		again := target
		if days := target.BusinessDays; days != nil {
			again.BusinessDays = new(*days)
		}
		if steps := target.Escalations.Steps; steps != nil {
			again.Escalations = policy.Steps(slices.Clone(steps)...)
		}
		config := promising(t, about, policy.TargetBy("priority", map[string]policy.Target{"low": target}, again))
		w := &world{config: config, engine: newEngine(t, config), issue: promised(t, about)}
		flipped := clone(w.issue)
		at := w.issue.CreatedAt
		for range rapid.IntRange(1, 8).Draw(t, "events") {
			at = at.Add(time.Duration(rapid.SampledFrom([]int{0, 0, 1, 2, 5, 16, 38}).Draw(t, "later")) * 30 * time.Minute)
			if rapid.Bool().Draw(t, "flips") {
				flipped.Events = append(flipped.Events, sla.SetAttribute("priority", oneOf[any](t, "priority", "low", "high", nil), at))
				continue
			}
			e := sla.SetAttribute("status", oneOf(t, "status", "open", "pending", "resolved"), at)
			if chance(t, 4, "of the promise") {
				e = oneOf(t, "change", sla.SetAttribute("vip", oneOf[any](t, "vip", true, nil), at), sla.SetAttribute("due", at.Add(time.Duration(rapid.IntRange(-3, 28).Draw(t, "due"))*time.Hour).Format(time.RFC3339), at), sla.SetAttribute("due", "soon", at))
			}
			w.issue.Events = append(w.issue.Events, e)
			flipped.Events = append(flipped.Events, e)
		}
		w.now = at.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "now")) * time.Hour)
		w.same(t, "with flips", w.eval(t, flipped, w.now), w.eval(t, w.issue, w.now))
	})
}

// Between policies that promise the same, nobody hears twice of one breach, and nobody
// twice of a step that all of them have.
func TestNobodyHearsTwiceOfOneBreachOfOnePromise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		about := drawPlace(t)
		target := drawPromise(t)
		target.Escalations = policy.Escalations{}
		target.Pause = nil
		config := promising(t, about, target)
		config.OnChange = oneOf(t, "on change", policy.Recalculate, policy.CarryOver)
		common := policy.Escalation{At: oneOf(t, "at", "100%", "1h after", "breach"), Name: "common"}
		steps := config.Policies[0].Escalations.Steps
		config.Policies[0].Escalations = policy.Steps(append(slices.Clone(steps), common)...)
		vip := config.Policies[0]
		vip.ID, vip.When = "vip", new(policy.If("vip", policy.Eq, true))
		vip.Escalations = policy.Steps(append([]policy.Escalation{common}, slatest.EscalationsLike(steps, slatest.Domain{}).Draw(t, "other steps")...)...)
		config.Policies = slices.Insert(config.Policies, 0, vip)

		w := &world{config: config, engine: newEngine(t, config), issue: promised(t, about)}
		at := w.issue.CreatedAt
		for range rapid.IntRange(1, 10).Draw(t, "events") {
			at = at.Add(time.Duration(rapid.SampledFrom([]int{0, 0, 1, 2, 5, 16, 38, 80}).Draw(t, "later")) * 30 * time.Minute)
			if rapid.Bool().Draw(t, "flips") {
				w.issue.Events = append(w.issue.Events, sla.SetAttribute("vip", rapid.Bool().Draw(t, "vip"), at))
			} else {
				w.issue.Events = append(w.issue.Events, sla.SetAttribute("status", oneOf(t, "status", "open", "pending", "resolved"), at))
			}
		}
		w.now = at.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "now")) * time.Hour)
		breaches, commons := 0, 0
		for _, tr := range evaluate(t, w.engine, w.issue, w.now).Transitions {
			if tr.Kind == sla.KindBreached {
				breaches++
			}
			if tr.Step == "common" {
				commons++
			}
		}
		if breaches > 1 || commons > 1 {
			t.Fatalf("breached %d times, and the common step taken %d times: %s\n%v", breaches, commons, w.eval(t, w.issue, w.now), w)
		}
	})
}

// Policies that promise the same with the same steps are told apart by nothing but
// retargets, if they change while a clock runs and at no threshold.
func TestPoliciesThatPromiseTheSameDifferByRetargetsOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		about := slatest.Places(slatest.Domain{Zones: []string{"America/New_York", "UTC"}}).Draw(t, "about")
		target := drawPromise(t)
		target.Pause = new(policy.If("never", policy.Exists, nil))
		config := promising(t, about, target)
		config.OnChange = oneOf(t, "on change", policy.Recalculate, policy.CarryOver)
		both := *config
		vip := config.Policies[0]
		vip.ID, vip.When = "vip", new(policy.If("vip", policy.Eq, true))
		both.Policies = []policy.Policy{vip, config.Policies[0]}

		one := &world{config: config, engine: newEngine(t, config), issue: promised(t, about)}
		two := &world{config: &both, engine: newEngine(t, &both), issue: clone(one.issue)}
		at, status := one.issue.CreatedAt, "open"
		for range rapid.IntRange(1, 8).Draw(t, "events") {
			at = at.Add(time.Duration(rapid.SampledFrom([]int{1, 2, 5, 16, 38}).Draw(t, "later")) * 30 * time.Minute)
			if rapid.Bool().Draw(t, "resolves") {
				status = oneOf(t, "status", "open", "resolved")
				e := sla.SetAttribute("status", status, at)
				one.issue.Events, two.issue.Events = append(one.issue.Events, e), append(two.issue.Events, e)
			}
			if status == "open" && rapid.Bool().Draw(t, "flips") {
				off := at.Add(7*time.Minute + 7) // no threshold is there
				two.issue.Events = append(two.issue.Events, sla.SetAttribute("vip", rapid.Bool().Draw(t, "vip"), off))
			}
		}
		now := at.Add(time.Duration(rapid.IntRange(1, 100).Draw(t, "now")) * time.Hour)
		anonymous := func(w *world) string {
			r := evaluate(t, w.engine, w.issue, now)
			for i := range r.Clocks {
				r.Clocks[i].Policy = ""
			}
			r.Transitions = slices.DeleteFunc(r.Transitions, func(tr sla.Transition) bool { return tr.Kind == sla.KindRetargeted })
			for i := range r.Transitions {
				r.Transitions[i].Policy = ""
			}
			return document(r)
		}
		if got, want := anonymous(two), anonymous(one); got != want {
			t.Fatalf("with two policies\n got %s\nwant %s\n%v\nas of %v", lines(got), lines(want), two, now)
		}
	})
}

// A holiday more never makes a deadline earlier, whatever the form of the target.
func TestAHolidayNeverMakesAPromiseEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		about := drawPlace(t)
		config := promising(t, about, drawPromise(t))
		issue := promised(t, about)
		due := dueOf(t, config, issue)
		for range rapid.IntRange(1, 3).Draw(t, "holidays") {
			date := issue.CreatedAt.AddDate(0, 0, rapid.IntRange(-1, 5).Draw(t, "holiday")).Format(time.DateOnly)
			config.Schedules[0].Holidays = append(config.Schedules[0].Holidays, businesshours.Holiday{Date: date})
			later := dueOf(t, config, issue)
			if later.Before(due) {
				t.Fatalf("closed on %s it is due %v, without %v\n%s\n%s", date, later, due, document(config), document(issue))
			}
			due = later
		}
	})
}

// A pause ahead of a deadline never makes it earlier, whatever the form of the target, and
// not later if nothing is open meanwhile.
func TestAPauseNeverMakesAPromiseEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		about := drawPlace(t)
		target := drawPromise(t)
		target.Pause = nil
		config := promising(t, about, target)
		set, err := businesshours.Compile(config.Schedules)
		if err != nil {
			t.Fatal(err)
		}
		calendar, _ := set.Calendar("desk")
		issue := promised(t, about)
		due := dueOf(t, config, issue)
		from := issue.CreatedAt.Add(time.Duration(rapid.IntRange(0, 80).Draw(t, "from")) * 30 * time.Minute)
		to := from.Add(time.Duration(rapid.IntRange(0, 80).Draw(t, "for")) * 30 * time.Minute)
		if !from.Before(due) {
			return
		}
		issue.Events = []sla.Event{sla.SetAttribute("status", "pending", from), sla.SetAttribute("status", "open", to)}
		later := dueOf(t, config, issue)
		if later.Before(due) || later != due && !to.After(due) && calendar.Between(from, to) == 0 {
			t.Fatalf("paused from %v to %v it is due %v, without %v\n%s\n%s", from, to, later, due, document(config), document(issue))
		}
	})
}

// A target may be until any field, also the status.
func TestATargetMayBeUntilTheStatus(t *testing.T) {
	config := func(id string) *policy.Config {
		return &policy.Config{Statuses: map[string]policy.Category{"*": policy.Open}, Policies: []policy.Policy{{ID: id, Targets: map[string]policy.Target{policy.FirstResponse: policy.UntilField(policy.Status)}}}}
	}
	from, to := newEngine(t, config("p")), newEngine(t, config("q"))
	nine := instant("2026-03-09T09:00:00Z")
	issue := sla.Issue{ID: "I", CreatedAt: nine, Attributes: map[string]any{"status": "2026-03-09T12:00:00Z"}}
	x := explain(t, from, issue, nine)
	if a := x.Clocks[0]; a.Target != 3*time.Hour || !a.DueAt.Equal(nine.Add(3*time.Hour)) || !a.Promised().Equal(a.DueAt) || len(a.Transitions[0].Choices) > 0 {
		t.Errorf("got %s", x)
	}
	track, _, err := from.Track(issue)
	if err != nil {
		t.Fatal(err)
	}
	track = restored(t, from, track)
	if _, err := track.Apply(sla.MessageFrom(sla.Agent, nine.Add(2*time.Hour))); err != nil {
		t.Fatal(err)
	}
	now := nine.Add(5 * time.Hour)
	if got, err := track.RebaseAt(to, issue.Attributes, now); err != nil || len(got) > 0 {
		t.Errorf("got %s, %v", document(got), err)
	}
	r, err := track.ResultAt(now)
	if err != nil {
		t.Fatal(err)
	}
	if c := mustClock(t, r); c.Policy != "q" || c.State != sla.Stopped || c.Breached {
		t.Errorf("got %v, want the clock that was stopped in time, of policy q", c)
	}
}

// What is promised for an instant stays so in a stored track: a target until a field that is due
// out of hours.
func TestAStoredTrackKeepsThePromisedInstant(t *testing.T) {
	for _, field := range []string{"due", policy.Status} {
		engine := newEngine(t, &policy.Config{
			Statuses:  map[string]policy.Category{"*": policy.Open},
			Schedules: []businesshours.Schedule{{Name: "desk", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}}},
			Policies:  []policy.Policy{{ID: "p", Schedule: policy.Use("desk"), Targets: map[string]policy.Target{policy.Resolution: policy.UntilField(field)}}},
		})
		nine, due := instant("2026-03-09T09:00:00Z"), instant("2026-03-09T20:00:00Z")
		track, _, err := engine.Track(sla.Issue{ID: "I", CreatedAt: nine, Attributes: map[string]any{field: due.Format(time.RFC3339)}})
		if err != nil {
			t.Fatal(err)
		}
		if next := restored(t, engine, track).NextCheck(); !next.Equal(due) {
			t.Errorf("until %s: due at %v, want %v", field, next, due)
		}
	}
}
