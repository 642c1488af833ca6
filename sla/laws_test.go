package sla_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// same fails unless two results of w are the same bytes.
func (w *world) same(t fataler, what string, got, want []byte) {
	if !bytes.Equal(got, want) {
		t.Fatalf("%s:\n got %s\nwant %s\n%s", what, lines(string(got)), lines(string(want)), w)
	}
}

// upTo is the events of an issue up to an instant.
func upTo(issue sla.Issue, now time.Time) sla.Issue {
	issue = clone(issue)
	issue.Events = slices.DeleteFunc(issue.Events, func(e sla.Event) bool { return e.At.After(now) })
	return issue
}

// The same input gives the same bytes, in many goroutines, and is left as it was.
func TestPurity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		config, issue := document(w.config), clone(w.issue)
		want := w.eval(t, w.issue, w.now)
		got := make([][]byte, 4)
		var wg sync.WaitGroup
		for i := range got {
			wg.Go(func() {
				for range 3 {
					if r, err := w.engine.EvaluateAt(w.issue, w.now); err == nil {
						got[i] = r.AppendJSON(nil)
					}
				}
			})
		}
		wg.Wait()
		for _, b := range got {
			w.same(t, "in another goroutine", b, want)
		}
		other := newEngine(t, w.config)
		r := evaluate(t, other, w.issue, w.now)
		w.same(t, "by another engine", r.AppendJSON(nil), want)
		if !reflect.DeepEqual(w.issue, issue) || document(w.config) != config {
			t.Fatalf("the input was changed: %s", w)
		}
	})
}

// Used again, a result holds nothing of what it held.
func TestEvaluateIntoForgets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		r := evaluate(t, w.engine, w.issue, w.now.Add(48*time.Hour))
		if err := w.engine.EvaluateInto(&r, w.issue, w.now); err != nil {
			t.Fatalf("%v", err)
		}
		w.same(t, "into a used result", r.AppendJSON(nil), w.eval(t, w.issue, w.now))
	})
}

// Any order of the list is the same issue, as long as ties keep theirs.
func TestOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		instants := make(map[int64][]sla.Event)
		var order []int64
		for _, e := range w.issue.Events {
			order = append(order, e.At.UnixNano())
			instants[e.At.UnixNano()] = append(instants[e.At.UnixNano()], e)
		}
		shuffled := clone(w.issue)
		shuffled.Events = nil
		for _, at := range rapid.Permutation(order).Draw(t, "order") {
			shuffled.Events = append(shuffled.Events, instants[at][0])
			instants[at] = instants[at][1:]
		}
		w.same(t, "shuffled", w.eval(t, shuffled, w.now), w.eval(t, w.issue, w.now))
	})
}

// An event that is delivered twice is one.
func TestDuplicates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		twice := clone(w.issue)
		for i := range twice.Events {
			twice.Events[i].ID = fmt.Sprintf("id%d", i)
		}
		for i := range w.issue.Events {
			again := twice.Events[i]
			again.Set = maps.Clone(again.Set)
			if chance(t, 2, "again") {
				twice.Events = append(twice.Events, again)
			}
		}
		w.same(t, "delivered twice", w.eval(t, twice, w.now), w.eval(t, w.issue, w.now))
	})
}

func TestNoLookAhead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		past := upTo(w.issue, w.now)
		future := clone(past)
		for range rapid.IntRange(0, 3).Draw(t, "future") {
			future.Events = append(future.Events, drawEvent(t, latest(w.now, past.CreatedAt).Add(time.Nanosecond)))
		}
		want := w.eval(t, past, w.now)
		w.same(t, "with its own future", w.eval(t, w.issue, w.now), want)
		w.same(t, "with another future", w.eval(t, future, w.now), want)
		if w.now.Before(w.issue.CreatedAt) && string(want) != `{"clocks":[],"transitions":[],"next_check":null}` {
			t.Fatalf("before the creation there is %s", want)
		}
	})
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Transitions are never taken back.
func TestPrefix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		later := w.now.Add(time.Duration(rapid.Int64Range(0, int64(30*24*time.Hour)).Draw(t, "later")))
		before := evaluate(t, w.engine, w.issue, w.now).Transitions
		after := evaluate(t, w.engine, w.issue, later).Transitions
		if len(before) > len(after) || !slices.Equal(before, after[:len(before)]) {
			t.Fatalf("as of %v\n%s\nare no prefix of those as of %v\n%s\n%s", w.now, lines(document(before)), later, lines(document(after)), w)
		}
	})
}

// standing is a result without what running clocks count.
func standing(r sla.Result) string {
	r.Clocks = slices.Clone(r.Clocks)
	for i := range r.Clocks {
		if r.Clocks[i].State == sla.Running {
			r.Clocks[i].Elapsed, r.Clocks[i].Remaining = 0, 0
		}
	}
	return lines(document(r))
}

// If nothing else happens, nothing changes before next_check, and something does at
// it.
func TestWake(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		w.now = latest(w.now, w.issue.CreatedAt)
		issue := upTo(w.issue, w.now)
		now := evaluate(t, w.engine, issue, w.now)
		last := w.now.Add(365 * 24 * time.Hour)
		if !now.NextCheck.IsZero() {
			last = now.NextCheck.Add(-time.Nanosecond)
			if !now.NextCheck.After(w.now) {
				t.Fatalf("next_check %v is not later: %s", now.NextCheck, w)
			}
			then := evaluate(t, w.engine, issue, now.NextCheck)
			if len(then.Transitions) == len(now.Transitions) {
				t.Fatalf("nothing happens at %v: %s", now.NextCheck, w)
			}
		}
		between := w.now.Add(time.Duration(rapid.Int64Range(0, int64(last.Sub(w.now))).Draw(t, "between")))
		for _, at := range []time.Time{between, last} {
			if got, want := standing(evaluate(t, w.engine, issue, at)), standing(now); got != want {
				t.Fatalf("changed by %v:\n got %s\nwant %s\n%s", at, got, want, w)
			}
		}
	})
}

// Elapsed and remaining make up the target; and what is elapsed is the open time
// between the transitions of the clock, where one target counted from its start.
func TestConservation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		set, _ := businesshours.Compile(w.config.Schedules)
		r := evaluate(t, w.engine, w.issue, w.now)
		for _, c := range r.Clocks {
			if c.Elapsed+c.Remaining != c.Target || c.Elapsed < 0 {
				t.Fatalf("%v elapsed and %v remaining of %v: %s", c.Elapsed, c.Remaining, c.Target, w)
			}
			calendar, _ := set.Calendar(c.Schedule)
			var sum time.Duration
			var since time.Time // running
			simple := true
			for _, tr := range r.Transitions {
				if tr.Metric != c.Metric || tr.Cycle != c.Cycle || w.config.Match == policy.MatchEach && tr.Policy != c.Policy {
					continue
				}
				switch tr.Kind {
				case sla.KindRetargeted, sla.KindReleased:
					simple = false
				case sla.KindStarted:
					simple = simple && tr.At.Equal(c.StartedAt)
					since = tr.At
				case sla.KindResumed, sla.KindReopened:
					if since.IsZero() {
						since = tr.At
					}
				case sla.KindPaused, sla.KindStopped, sla.KindCancelled:
					if !since.IsZero() {
						sum += calendar.Between(since, tr.At)
					}
					since = time.Time{}
				}
			}
			if !since.IsZero() {
				sum += calendar.Between(since, w.now)
			}
			if simple && sum != c.Elapsed {
				t.Fatalf("%s %d: elapsed %v, its transitions say %v: %s", c.Metric, c.Cycle, c.Elapsed, sum, w)
			}
		}
	})
}

// plain is a configuration of one policy for one metric, on a schedule of drawn
// hours about a change of clocks.
func plain(t *rapid.T, about turn, metric string, within time.Duration) *policy.Config {
	return &policy.Config{
		Schedules: []businesshours.Schedule{{Name: "desk", TimeZone: about.zone, Weekly: oneOf(t, "week", weeks...)}},
		Policies:  []policy.Policy{{ID: "p", Schedule: policy.Use("desk"), Targets: map[string]policy.Target{metric: policy.Within(within)}}},
	}
}

func drawStart(t *rapid.T, about turn) time.Time {
	return instant(about.at).Add(time.Duration(rapid.IntRange(-96, 24).Draw(t, "start")) * 30 * time.Minute)
}

// A pause that ends before the clock is due, or is begun before, moves the due
// instant by exactly its open time: never to earlier, and not at all outside hours.
func TestPause(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		about := oneOf(t, "about", turns...)
		config := plain(t, about, policy.Resolution, rapid.SampledFrom(durations).Draw(t, "within"))
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

func mustClock(t fataler, r sla.Result) sla.Clock {
	if len(r.Clocks) != 1 {
		t.Fatalf("%d clocks, want one", len(r.Clocks))
	}
	return r.Clocks[0]
}

// After its end a clock changes no more, unless it is opened again.
func TestFreeze(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		later := w.now.Add(time.Duration(rapid.IntRange(0, 500).Draw(t, "later")) * time.Hour)
		before, after := evaluate(t, w.engine, w.issue, w.now), evaluate(t, w.engine, w.issue, later)
		for i := range before.Clocks {
			c := &before.Clocks[i]
			of := func(metric string, cycle int, id string) bool {
				return metric == c.Metric && cycle == c.Cycle && (w.config.Match != policy.MatchEach || id == c.Policy)
			}
			reopened := slices.ContainsFunc(after.Transitions[len(before.Transitions):], func(tr sla.Transition) bool {
				return of(tr.Metric, tr.Cycle, tr.Policy)
			})
			if c.Open() || reopened {
				continue
			}
			k := slices.IndexFunc(after.Clocks, func(d sla.Clock) bool { return of(d.Metric, d.Cycle, d.Policy) })
			if k < 0 || after.Clocks[k] != *c {
				t.Fatalf("%s changes after its end, without a transition: %s", document(c), w)
			}
		}
		for _, tr := range after.Transitions[len(before.Transitions):] {
			k := slices.IndexFunc(before.Clocks, func(d sla.Clock) bool {
				return tr.Metric == d.Metric && tr.Cycle == d.Cycle && (w.config.Match != policy.MatchEach || tr.Policy == d.Policy)
			})
			if k >= 0 && !before.Clocks[k].Open() {
				if tr.Kind != sla.KindReopened {
					t.Fatalf("%s begins what happens after the end of %s: %s", document(tr), document(before.Clocks[k]), w)
				}
				before.Clocks[k].State = sla.Running // what follows may be anything
			}
		}
	})
}

// The order of policies is irrelevant where their conditions are disjoint; and under
// first, so are all policies after one that always applies.
func TestPolicyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		about := oneOf(t, "about", turns...)
		config := drawConfig(t, about)
		if config.Match == policy.MatchEach {
			config.Match = policy.MatchFirst
		}
		for i := range config.Policies {
			region := append(slices.Clone(regions), "x", "y", "z")[i]
			when := policy.If("customer.region", policy.Eq, region)
			if own := config.Policies[i].When; own != nil {
				when = policy.All(when, *own)
			}
			config.Policies[i].When = new(when)
		}
		w := drawWorldOf(t, about, config)
		want := w.eval(t, w.issue, w.now)
		permuted := *config
		permuted.Policies = rapid.Permutation(config.Policies).Draw(t, "policies")
		other := world{config: &permuted, engine: newEngine(t, &permuted)}
		w.same(t, "permuted", other.eval(t, w.issue, w.now), want)
	})
}

func TestPoliciesAfterTheMatch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		about := oneOf(t, "about", turns...)
		config := drawConfig(t, about)
		config.Match = policy.MatchFirst
		i := rapid.IntRange(0, len(config.Policies)-1).Draw(t, "always")
		config.Policies[i].When, config.Policies[i].Effective = nil, policy.Effective{}
		w := drawWorldOf(t, about, config)
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
		about := oneOf(t, "about", turns...)
		config := plain(t, about, policy.Resolution, time.Hour)
		duration := rapid.SampledFrom(durations)
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
		about := oneOf(t, "about", turns...)
		config := plain(t, about, policy.Resolution, rapid.SampledFrom(durations[1:]).Draw(t, "within"))
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

// A running clock is breached as of n if and only if n is at or past its due instant.
func TestBreachAgreement(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		for _, c := range evaluate(t, w.engine, w.issue, w.now).Clocks {
			due := !c.DueAt.IsZero() && !w.now.Before(c.DueAt)
			if c.State == sla.Running && c.Breached != due {
				t.Fatalf("due %v, breached %v: %s", c.DueAt, c.Breached, w)
			}
			if c.Breached == c.BreachedAt.IsZero() || c.Breached && c.DueAt.After(c.BreachedAt) {
				t.Fatalf("breached %v at %v, due %v: %s", c.Breached, c.BreachedAt, c.DueAt, w)
			}
		}
	})
}

// spell writes an instant in some zone, with zeros that say nothing.
func spell(t *rapid.T, at time.Time) string {
	zone := time.FixedZone("", 60*rapid.IntRange(-720, 720).Draw(t, "offset"))
	return at.In(zone).Format(oneOf(t, "layout", "2006-01-02T15:04:05.000000000Z07:00", time.RFC3339Nano))
}

// The same instants are the same, however they are spelled.
func TestSpelling(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		want := w.eval(t, w.issue, w.now)

		zone := time.FixedZone("elsewhere", 3600*rapid.IntRange(-12, 12).Draw(t, "zone"))
		monotonic := time.Now()
		spelled := clone(w.issue)
		elsewhere := func(at time.Time) time.Time { return monotonic.Add(at.Sub(monotonic)).In(zone) }
		spelled.CreatedAt = elsewhere(spelled.CreatedAt)
		for i := range spelled.Events {
			spelled.Events[i].At = elsewhere(spelled.Events[i].At)
		}
		w.same(t, "elsewhere", w.eval(t, spelled, elsewhere(w.now)), want)

		var doc map[string]any
		if err := json.Unmarshal([]byte(document(w.issue)), &doc); err != nil {
			t.Fatalf("%v", err)
		}
		doc["created_at"] = spell(t, w.issue.CreatedAt)
		events, _ := doc["events"].([]any)
		for i, e := range events {
			e.(map[string]any)["at"] = spell(t, w.issue.Events[i].At)
		}
		var read sla.Issue
		if err := json.Unmarshal([]byte(document(doc)), &read); err != nil {
			t.Fatalf("%v", err)
		}
		w.same(t, "read", w.eval(t, read, w.now), want)
	})
}

// Notes, messages of bots and third parties, thanks, and updates that change
// nothing leave all as it is, where no metric of one's own listens.
func TestIrrelevantEvents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		about := oneOf(t, "about", turns...)
		config := drawConfig(t, about)
		for name := range config.Metrics {
			for i := range config.Policies {
				delete(config.Policies[i].Targets, name)
			}
		}
		for i := range config.Policies {
			config.Policies[i].Effective = policy.Effective{} // which any event makes effective
		}
		w := drawWorldOf(t, about, config)
		more := clone(w.issue)
		for range rapid.IntRange(1, 4).Draw(t, "more") {
			i := rapid.IntRange(0, len(more.Events)).Draw(t, "after")
			at := more.CreatedAt
			if i > 0 {
				at = more.Events[i-1].At
			}
			if i < len(more.Events) {
				at = at.Add(time.Duration(rapid.Int64Range(0, int64(more.Events[i].At.Sub(at))).Draw(t, "later")))
			}
			irrelevant := []sla.Event{
				sla.NoteBy("ann", at), sla.MessageFrom(sla.Bot, at), sla.MessageFrom(sla.ThirdParty, at),
				sla.CustomEvent("ping", at), sla.SetAttribute("subject", "x", at),
			}
			if cmp.Or(w.issue.CreatedBy, sla.Customer) == sla.Customer { // else it is how the customer is first heard from
				irrelevant = append(irrelevant, sla.Event{At: at, Type: sla.Message, From: sla.Customer, NoReply: true})
			}
			e := oneOf(t, "event", irrelevant...)
			more.Events = slices.Insert(more.Events, i, e)
		}
		w.same(t, "with irrelevant events", w.eval(t, more, w.now), w.eval(t, w.issue, w.now))
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
		about := oneOf(t, "about", turns...)
		config := plain(t, about, policy.NextResponse, rapid.SampledFrom(durations).Draw(t, "within"))
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
		about := oneOf(t, "about", turns...)
		config := plain(t, about, policy.Resolution, rapid.SampledFrom(durations).Draw(t, "within"))
		config.ExactFit = oneOf(t, "exact fit", policy.AtClose, policy.AtNextOpen)
		issue := sla.Issue{CreatedAt: drawStart(t, about)}
		due := mustClock(t, evaluate(t, newEngine(t, config), issue, issue.CreatedAt)).DueAt
		for range rapid.IntRange(1, 3).Draw(t, "holidays") {
			date := instant(about.at).AddDate(0, 0, rapid.IntRange(-3, 5).Draw(t, "holiday")).Format(time.DateOnly)
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
		draw := func(label string) policy.Condition { return drawCondition(t, w.config.Schedules, false, 1) }
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
