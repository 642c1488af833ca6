package sla_test

import (
	"bytes"
	"fmt"
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

// The laws that hold of every configuration and issue.
func TestLaws(t *testing.T) {
	for _, law := range slatest.Laws() {
		t.Run(law.Name, func(t *testing.T) {
			cases := slatest.Cases(slatest.Domain{})
			rapid.Check(t, func(t *rapid.T) { law.Check(t, cases.Draw(t, "case")) })
		})
	}
}

// A track answers as an evaluation does also if it settles the past after every event.
func TestSettledTracks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := slatest.Cases(slatest.Domain{}).Draw(t, "case")
		sla.SettleAlways(c.Engine)
		slatest.Incremental(t, c)
	})
}

// Two engines for one configuration give the same.
func TestEnginesAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		r := evaluate(t, newEngine(t, w.config), w.issue, w.now)
		w.same(t, "by another engine", r.AppendJSON(nil), w.eval(t, w.issue, w.now))
	})
}

// The clocks alone are those of the whole result, also in memory that had another result.
func TestClocksInto(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		want := evaluate(t, w.engine, w.issue, w.now)
		want.Transitions = nil
		var r sla.Result
		for _, now := range []time.Time{w.issue.CreatedAt, w.now} {
			if err := w.engine.EvaluateInto(&r, w.issue, now); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.engine.ClocksInto(&r, w.issue, w.now); err != nil {
			t.Fatal(err)
		}
		w.same(t, "clocks alone", r.AppendJSON(nil), want.AppendJSON(nil))
	})
}

// A pause that ends before the clock is due, or is begun before, moves the due
// instant by exactly its open time: never to earlier, and not at all outside hours.
func TestPause(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		about := drawPlace(t)
		config := plain(t, about, policy.Resolution, slatest.Allowances().Draw(t, "within"))
		set, _ := businesshours.Compile(config.Schedules)
		desk, _ := set.Calendar("desk")
		engine := newEngine(t, config)
		issue := sla.Issue{CreatedAt: drawStart(t, about)}
		due := mustClock(t, evaluate(t, engine, issue, issue.CreatedAt)).DueAt

		from := issue.CreatedAt.Add(time.Duration(rapid.Int64Range(0, int64(due.Sub(issue.CreatedAt))).Draw(t, "from")))
		if chance(t, 3, "from the due instant") {
			from = due
		}
		to := from.Add(time.Duration(rapid.IntRange(0, 96).Draw(t, "for")) * 30 * time.Minute)
		issue.Events = []sla.Event{sla.SetAttribute("status", "pending", from), sla.SetAttribute("status", "open", to)}
		c := mustClock(t, evaluate(t, engine, issue, to))
		open := desk.Between(from, to)
		switch {
		case from.Equal(due): // not reached before it runs again
			if !c.DueAt.Equal(to) {
				t.Fatalf("paused at the due instant until %v, due %v", to, c.DueAt)
			}
		case open == 0:
			if !c.DueAt.Equal(due) {
				t.Fatalf("a pause from %v to %v, off hours, moves it from %v to %v", from, to, due, c.DueAt)
			}
		default:
			if moved := desk.Between(due, c.DueAt); c.DueAt.Before(due) || moved != open {
				t.Fatalf("a pause from %v to %v, of %v, moves it from %v to %v, by %v", from, to, open, due, c.DueAt, moved)
			}
		}
	})
}

// The order of policies is irrelevant where their conditions are disjoint; and under
// first, so are all policies after one that always applies.
func TestPolicyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		config := drawConfig(t)
		if config.Match == policy.MatchEach {
			config.Match = policy.MatchFirst
		}
		for i := range config.Policies {
			region := []string{"emea", "us", "apac", "x", "y", "z"}[i]
			when := policy.If("customer.region", policy.Eq, region)
			if own := config.Policies[i].When; own != nil {
				when = policy.All(when, *own)
			}
			config.Policies[i].When = new(when)
		}
		w := drawHistory(t, config)
		want := w.eval(t, w.issue, w.now)
		permuted := *config
		permuted.Policies = rapid.Permutation(config.Policies).Draw(t, "policies")
		other := world{config: &permuted, engine: newEngine(t, &permuted)}
		w.same(t, "permuted", other.eval(t, w.issue, w.now), want)
	})
}

func TestPoliciesAfterTheMatch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		config := drawConfig(t)
		config.Match = policy.MatchFirst
		i := rapid.IntRange(0, len(config.Policies)-1).Draw(t, "always")
		config.Policies[i].When, config.Policies[i].Effective = nil, policy.Effective{}
		w := drawHistory(t, config)
		short := *config
		short.Policies = config.Policies[:i+1]
		other := world{config: &short, engine: newEngine(t, &short)}
		w.same(t, "without the policies after", other.eval(t, w.issue, w.now), w.eval(t, w.issue, w.now))
	})
}

// A change that is taken back at the same instant changes no clock under
// recalculate, if none is breached; the transitions tell of it.
func TestFlipAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		about := drawPlace(t)
		config := plain(t, about, policy.Resolution, time.Hour)
		duration := slatest.Allowances()
		config.Policies[0].Targets[policy.Resolution] = policy.WithinBy("priority", map[string]time.Duration{
			"low": duration.Draw(t, "low"), "high": duration.Draw(t, "high"),
		}, 0) // others have no target
		config.ExactFit = oneOf(t, "exact fit", policy.AtClose, policy.AtNextOpen)
		engine := newEngine(t, config)
		issue := sla.Issue{CreatedAt: drawStart(t, about), Attributes: map[string]any{"priority": "low"}}
		at := issue.CreatedAt
		for range rapid.IntRange(0, 4).Draw(t, "before") {
			at = at.Add(time.Duration(rapid.IntRange(0, 20).Draw(t, "later")) * 15 * time.Minute)
			issue.Events = append(issue.Events, sla.SetAttribute("status", oneOf(t, "status", "open", "pending"), at))
		}
		at = at.Add(time.Duration(rapid.IntRange(0, 20).Draw(t, "flip")) * 15 * time.Minute)
		flipped := clone(issue)
		flipped.Events = append(flipped.Events,
			sla.SetAttribute("priority", oneOf(t, "priority", "high", "none"), at), sla.SetAttribute("priority", "low", at))
		now := at.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "now")) * time.Hour)

		want, got := evaluate(t, engine, issue, now), evaluate(t, engine, flipped, now)
		if c := mustClock(t, evaluate(t, engine, issue, at)); c.Remaining <= 0 {
			t.Skip("at or past the target, which any retarget makes a breach")
		}
		if got, want := document(got.Clocks), document(want.Clocks); got != want {
			t.Fatalf("after a flip at %v\n got %s\nwant %s\n%s\n%s", at, got, want, document(flipped), document(config))
		}
		if n := len(got.Transitions) - len(want.Transitions); n == 0 && document(got) == document(want) && config.Policies[0].Targets[policy.Resolution].Within.Values["low"].Value != config.Policies[0].Targets[policy.Resolution].Within.Values["high"].Value {
			t.Fatalf("no transition tells of the flip: %s", document(got))
		}
	})
}

// Steps take effect in the order of their thresholds, and 100% with the breach.
func TestThresholds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		about := drawPlace(t)
		config := plain(t, about, policy.Resolution, slatest.Allowances().Filter(func(d time.Duration) bool { return d > 1 }).Draw(t, "within"))
		config.ExactFit = oneOf(t, "exact fit", policy.AtClose, policy.AtNextOpen)
		percent := rapid.SliceOfN(rapid.IntRange(1, 1000), 0, 6).Draw(t, "percent")
		for _, p := range append(percent, 100) {
			config.Policies[0].Escalations.Steps = append(config.Policies[0].Escalations.Steps, policy.Escalation{At: fmt.Sprintf("%d%%", p)})
		}
		engine := newEngine(t, config)
		issue := sla.Issue{CreatedAt: drawStart(t, about)}
		r := evaluate(t, engine, issue, issue.CreatedAt.AddDate(2, 0, 0))
		due := r.Clocks[0].DueAt
		last, full, reached := 0, 0, 0
		for _, tr := range r.Transitions {
			var p int
			if n, _ := fmt.Sscanf(tr.Step, "%d%%", &p); n == 0 {
				continue
			}
			reached++
			if p == 100 {
				full++
			}
			if p < last || p < 100 && tr.At.After(due) || p > 100 && tr.At.Before(due) || p == 100 && !tr.At.Equal(due) {
				t.Fatalf("%d%% at %v after %d%%, due %v", p, tr.At, last, due)
			}
			last = p
		}
		if want := len(percent) + 1; full == 0 || reached != want {
			t.Fatalf("%d of %d steps", reached, want)
		}
	})
}

// What policies, schedules and events are called changes no time.
func TestRenaming(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		var pairs []string
		for i := range 6 {
			pairs = append(pairs, fmt.Sprintf(`"p%d"`, i), fmt.Sprintf(`"Policy %d"`, 9-i), fmt.Sprintf(`"s%d"`, i), fmt.Sprintf(`"hours %d"`, 9-i))
		}
		rename := strings.NewReplacer(pairs...)
		config, err := policy.Parse([]byte(rename.Replace(document(w.config))))
		if err != nil {
			t.Fatalf("renamed: %v", err)
		}
		issue := clone(w.issue)
		issue.ID = "another"
		for i := range issue.Events {
			issue.Events[i].ID = fmt.Sprintf("event %d", i)
		}
		renamed := world{config: config, engine: newEngine(t, config)}
		w.same(t, "renamed", renamed.eval(t, issue, w.now), []byte(rename.Replace(string(w.eval(t, w.issue, w.now)))))
	})
}

// Further messages of a customer who waits change nothing.
func TestNextResponseRun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		about := drawPlace(t)
		config := plain(t, about, policy.NextResponse, slatest.Allowances().Draw(t, "within"))
		w := &world{config: config, engine: newEngine(t, config)}
		at := drawStart(t, about)
		later := func() time.Time {
			at = at.Add(time.Duration(rapid.IntRange(0, 40).Draw(t, "later")) * 15 * time.Minute)
			return at
		}
		w.issue = sla.Issue{CreatedAt: at}
		w.issue.Events = []sla.Event{sla.MessageFrom(sla.Agent, later()), sla.MessageFrom(sla.Customer, later())}
		more := clone(w.issue)
		for range rapid.IntRange(1, 4).Draw(t, "chases") {
			more.Events = append(more.Events, sla.MessageFrom(sla.Customer, later()))
		}
		if rapid.Bool().Draw(t, "answered") {
			answer := sla.MessageFrom(sla.Agent, later())
			w.issue.Events, more.Events = append(w.issue.Events, answer), append(more.Events, answer)
		}
		w.now = later()
		want := w.eval(t, w.issue, w.now)
		w.same(t, "with more messages", w.eval(t, more, w.now), want)
		if !bytes.Contains(want, []byte(`"started"`)) {
			t.Fatalf("no clock started: %s", w)
		}
	})
}

// A holiday more never makes a deadline earlier.
func TestWidening(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		about := drawPlace(t)
		config := plain(t, about, policy.Resolution, slatest.Allowances().Draw(t, "within"))
		config.ExactFit = oneOf(t, "exact fit", policy.AtClose, policy.AtNextOpen)
		issue := sla.Issue{CreatedAt: drawStart(t, about)}
		due := mustClock(t, evaluate(t, newEngine(t, config), issue, issue.CreatedAt)).DueAt
		for range rapid.IntRange(1, 3).Draw(t, "holidays") {
			date := about.At.AddDate(0, 0, rapid.IntRange(-3, 5).Draw(t, "holiday")).Format(time.DateOnly)
			config.Schedules[0].Holidays = append(config.Schedules[0].Holidays, businesshours.Holiday{Date: date})
			later := mustClock(t, evaluate(t, newEngine(t, config), issue, issue.CreatedAt)).DueAt
			if later.Before(due) {
				t.Fatalf("closed on %s it is due %v, without %v", date, later, due)
			}
			due = later
		}
	})
}

// Conditions that logic holds equal are so as the condition of a policy.
func TestConditionLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		draw := func(label string) policy.Condition {
			return slatest.Conditions(w.config.Schedules, slatest.Domain{}).Draw(t, label)
		}
		a, b, c := draw("a"), draw("b"), draw("c")
		not, all, some := policy.Not, policy.All, policy.Any
		always, never := policy.If("created_at", policy.Exists, nil), policy.If("created_at", policy.Missing, nil)
		for _, law := range []struct {
			name        string
			left, right policy.Condition
		}{
			{"De Morgan, all", not(all(a, b)), some(not(a), not(b))},
			{"De Morgan, any", not(some(a, b)), all(not(a), not(b))},
			{"double negation", not(not(a)), a},
			{"empty all", all(), always},
			{"empty any", some(), never},
			{"order of all", all(a, b, c), all(c, a, b)},
			{"order of any", some(a, b, c), some(c, b, a)},
			{"distribution", all(a, some(b, c)), some(all(a, b), all(a, c))},
			{"ne", not(policy.If("priority", policy.Eq, "low")), policy.If("priority", policy.Ne, "low")},
			{"not_in", not(policy.If("seats", policy.In, []any{5.0, "5"})), policy.If("seats", policy.NotIn, []any{5.0, "5"})},
			{"missing", not(policy.If("team", policy.Exists, nil)), policy.If("team", policy.Missing, nil)},
		} {
			with := func(when policy.Condition) []byte {
				config := *w.config
				config.Policies = slices.Clone(config.Policies)
				config.Policies[0].When = &when
				other := world{config: &config, engine: newEngine(t, &config)}
				return other.eval(t, w.issue, w.now)
			}
			w.same(t, law.name, with(law.left), with(law.right))
		}
	})
}
