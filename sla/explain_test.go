package sla_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

var update = flag.Bool("update", false, "write the golden files")

func explain(t fataler, engine *sla.Engine, issue sla.Issue, now time.Time) sla.Explanation {
	x, err := engine.ExplainAt(issue, now)
	if err != nil {
		t.Fatalf("the issue is refused: %v\n%s", err, document(issue))
	}
	return x
}

// For a condition without negations, the comparison that decided has the condition's result.
// That also holds for conditions with empty parts.
func TestTheDecidingComparisonIsExplained(t *testing.T) {
	check := func(t fataler, w *world, x sla.Explanation) {
		for i, p := range x.Policies {
			if text := document(w.config.Policies[i].When); p.Because != nil && p.Because.Holds != p.Matches && !strings.Contains(text, `"not"`) {
				t.Fatalf("%s: matches %v because %+v\n%v", text, p.Matches, p.Because, w)
			}
		}
	}
	seats := policy.If("seats", policy.Eq, 5.0)
	for _, when := range []policy.Condition{
		policy.Any(seats, policy.All()),
		policy.Any(policy.All(seats), policy.All(policy.All())),
		policy.All(policy.Any(seats), policy.Any()),
	} {
		w := &world{config: &policy.Config{Policies: []policy.Policy{{ID: "p", When: &when, Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}}}}}
		w.engine, w.now = newEngine(t, w.config), instant("2024-03-11T08:00:00Z")
		w.issue.CreatedAt = w.now
		check(t, w, explain(t, w.engine, w.issue, w.now))
		w.issue.Attributes = map[string]any{"seats": 5}
		check(t, w, explain(t, w.engine, w.issue, w.now))
	}
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		check(t, w, explain(t, w.engine, w.issue, w.now))
	})
}

// A story is a case of the conformance tests.
type story struct {
	ID     string        `json:"id"`
	About  string        `json:"about"`
	Config policy.Config `json:"config"`
	Issue  sla.Issue     `json:"issue"`
	AsOf   time.Time     `json:"as_of"`
}

func stories(t *testing.T) (list []story) {
	t.Helper()
	data, err := os.ReadFile("../testdata/conformance/stories.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		var s story
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	return list
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func TestExplanationsMatchTheGoldenText(t *testing.T) {
	var text, results strings.Builder
	for _, s := range stories(t) {
		engine := newEngine(t, &s.Config)
		fmt.Fprintf(&text, "# %s\n# %s\n\n%s\n", s.ID, s.About, explain(t, engine, s.Issue, s.AsOf))
		fmt.Fprintf(&results, "%s\n%s\n", s.ID, evaluate(t, engine, s.Issue, s.AsOf))
	}
	golden(t, "explanations.txt", text.String())
	golden(t, "results.txt", results.String())
}

func TestExplanationMatchesTheGoldenJSON(t *testing.T) {
	s := stories(t)[6]
	x := explain(t, newEngine(t, &s.Config), s.Issue, s.AsOf)
	text, err := json.MarshalIndent(x, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "explanation.json", string(text)+"\n")
}

// An explanation says why a policy does not apply, and why a metric has no clock.
func TestExplainsWhyThereIsNoClock(t *testing.T) {
	eq := func(field, value string) policy.Condition { return policy.If(field, policy.Eq, value) }
	config := &policy.Config{
		Schedules: []businesshours.Schedule{{Name: "desk", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}}},
		Policies: []policy.Policy{
			{ID: "gold", When: new(policy.All(eq("customer.tier", "gold"), policy.Any(eq("priority", "high"), eq("priority", "urgent")))),
				Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)}},
			{ID: "old", Effective: policy.Effective{Until: instant("2024-01-01T00:00:00Z")}, Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)}},
			{ID: "not spam", When: new(policy.Not(policy.If("tags", policy.ContainsAny, []string{"spam", "test"}))), Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)}},
			{ID: "others", When: new(policy.If("seats", policy.Gt, 10)), Targets: map[string]policy.Target{policy.Resolution: policy.WithinBy("priority", map[string]time.Duration{"urgent": time.Hour}, 0), policy.Assignment: policy.Within(time.Hour)}},
			{ID: "rest", Targets: map[string]policy.Target{policy.Assignment: policy.Within(time.Hour), policy.NextResponse: policy.Within(time.Hour)}},
		},
	}
	issue := sla.Issue{ID: "I", CreatedAt: instant("2024-03-11T13:00:00Z"), CreatedBy: sla.Agent, Attributes: map[string]any{
		"customer.tier": "gold", "priority": "low", "tags": []string{"test"}, "seats": 11, "assignee": "ann"}}
	x := explain(t, newEngine(t, config), issue, instant("2024-03-11T14:00:00Z"))
	if len(x.Clocks) > 0 {
		t.Fatalf("clocks: %v", x.Clocks)
	}
	want := `I as of Mon 11 Mar 2024 14:00
All times are in UTC.

Policies
  old was not in effect at the last event
  others is the first that applies: seats is 11, more than 10
  rest matches
  gold does not apply: priority is low, wanted high
  not spam does not apply: tags is [test], with one of [spam, test], which rules it out

Without a clock
  first response, next response: policy others, which applies, has no target for it
  resolution: its clock began when an agent created the issue, and no policy that has applied since then has a target for it; now priority is low, for which policy others has no target and no default
  assignment: an agent created the issue, but assignee is ann, wanted no value
  periodic update, pausable update, requester wait, agent work, ownership: no policy has a target for it
`
	if diff := cmp.Diff(want, x.String()); diff != "" {
		t.Errorf("explanation (-want +got):\n%s", diff)
	}
}

// Without a target in any policy that applies, those policies are named.
func TestExplainsThatPoliciesHaveNoTarget(t *testing.T) {
	other := map[string]policy.Target{policy.Assignment: policy.Within(time.Hour)}
	config := &policy.Config{Match: policy.MatchFirstPerMetric, Policies: []policy.Policy{
		{ID: "gold", When: new(policy.If("tier", policy.Eq, "gold")), Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}},
		{ID: "a", Targets: other}, {ID: "b", When: new(policy.If("region", policy.Eq, "eu")), Targets: other},
	}}
	engine, nine := newEngine(t, config), instant("2026-03-09T09:00:00Z")
	for region, want := range map[string]string{
		"eu": "policies that apply have no target for it: a, b", "us": "policy a, which applies, has no target for it",
	} {
		x := explain(t, engine, sla.Issue{CreatedAt: nine, Attributes: map[string]any{"region": region}}, nine)
		if len(x.Metrics) == 0 || x.Metrics[0].Metric != policy.Resolution || !strings.HasSuffix(x.Metrics[0].Why, "; now "+want) {
			t.Errorf("%s: got %v, want %q", region, x.Metrics, want)
		}
	}

	// A policy and a metric without a clock are something to tell.
	x := explain(t, newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)}}}}),
		sla.Issue{CreatedAt: nine, CreatedBy: sla.Agent}, nine)
	x.Metrics = x.Metrics[:1]
	if text := x.String(); !strings.Contains(text, "\n  p is the first that applies\n") || !strings.Contains(text, "first response: ") {
		t.Errorf("got\n%s", text)
	}
}

// Failed is how many comparisons would have to come out otherwise for the policy to match.
func TestFailedCountsComparisons(t *testing.T) {
	yes, no := policy.If("x", policy.Eq, 1), policy.If("x", policy.Eq, 2)
	for _, tt := range []struct {
		when policy.Condition
		want int
	}{
		{yes, 0},
		{no, 1},
		{policy.Not(yes), 1},
		{policy.All(yes, no, no), 2},
		{policy.Any(no, no), 1},
		{policy.Any(policy.All(no, no), policy.All(no, no, no)), 2},
		{policy.Any(policy.All(no, no, no), policy.All(no, no)), 2},
		{policy.All(policy.Any(yes, no), no), 1},
		{policy.All(policy.Any(no, yes), policy.Any(no, no)), 1},
		{policy.Not(policy.Any(yes, no, yes)), 2},
		{policy.Not(policy.All(yes, yes)), 1},
	} {
		engine := newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "p", When: &tt.when, Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}}}})
		nine := instant("2026-03-09T09:00:00Z")
		x := explain(t, engine, sla.Issue{CreatedAt: nine, Attributes: map[string]any{"x": 1}}, nine)
		if p := x.Policies[0]; p.Failed != tt.want || p.Matches != (tt.want == 0) {
			t.Errorf("%s: matches %v, %d failed, want %d", document(tt.when), p.Matches, p.Failed, tt.want)
		}
	}
}

func TestExplainRefusesWhatEvaluateRefuses(t *testing.T) {
	engine := newEngine(t, openOnly())
	issue := sla.Issue{ID: "I", CreatedAt: instant("2024-03-11T13:00:00Z")}
	if _, err := engine.ExplainAt(issue, time.Time{}); !errors.Is(err, businesshours.ErrOutOfRange) {
		t.Errorf("got %v, want ErrOutOfRange", err)
	}
	if x, err := engine.ExplainAt(issue, issue.CreatedAt.Add(-1)); err != nil || len(x.Clocks)+len(x.Policies)+len(x.Metrics) > 0 {
		t.Errorf("before the creation: %v, %v", x, err)
	}
	issue.CreatedBy = "nobody"
	_, err := engine.ExplainAt(issue, issue.CreatedAt)
	wantProblem(t, err, 0, "created_by", `unknown party "nobody"`)
}

// Explanations are true: for consecutive pauses with different reasons, for events after a
// breach, for stops, and for the event without which there would be no breach.
func TestExplanationsAreTrue(t *testing.T) {
	desk := businesshours.Schedule{Name: "desk", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}}
	config := func(change policy.OnChange) *policy.Config {
		return &policy.Config{Schedules: []businesshours.Schedule{desk}, OnChange: change, Policies: []policy.Policy{{
			ID: "p", Schedule: policy.Use("desk"),
			Targets: map[string]policy.Target{policy.Resolution: policy.WithinBy("priority", map[string]time.Duration{"high": 2 * time.Hour}, 6*time.Hour)},
		}}}
	}
	monday := instant("2026-03-09T09:00:00Z")
	hours := func(n float64) time.Time { return monday.Add(time.Duration(n * float64(time.Hour))) }
	status := func(s string, n float64) sla.Event { return sla.SetAttribute("status", s, hours(n)) }
	inDays := config("")
	inDays.Policies[0].Schedule = policy.UseBy("region", map[string]string{"eu": "desk"}, "")
	inDays.Policies[0].Targets[policy.Resolution] = policy.Target{BusinessDays: &policy.BusinessDays{Days: 2, At: "15:00", Cutoff: "16:00"}}
	withNext := config("")
	withNext.Policies[0].Targets[policy.NextResponse] = policy.Within(time.Hour)
	both := config("")
	both.Policies[0].Schedule = policy.UseBy("priority", map[string]string{"high": "24x7"}, "desk")
	promised := config("")
	promised.Policies[0].Targets[policy.Resolution] = policy.WithinDays(1, "09:00")
	until := config("")
	until.Policies[0].Targets[policy.Resolution] = policy.UntilField("due_date")
	twins := config("")
	gold := twins.Policies[0]
	gold.ID, gold.When = "gold", new(policy.If("tier", policy.Eq, "gold"))
	twins.Policies = append([]policy.Policy{gold}, twins.Policies...)
	for i := range twins.Policies {
		twins.Policies[i].Targets = map[string]policy.Target{policy.Resolution: policy.Within(6 * time.Hour)}
	}
	repeats := config("")
	repeats.Policies[0].Escalations = policy.Steps(policy.Escalation{At: "breach", Every: time.Hour, Times: 10})
	halfway := config("")
	halfway.Policies[0].Escalations = policy.Steps(policy.Escalation{At: "50%", Every: time.Hour, Times: 10})
	levels := config("")
	levels.Policies[0].Targets[policy.Resolution] = policy.WithinBy("level", map[string]time.Duration{"1": 5 * time.Hour, "2": 4 * time.Hour, "3": 3 * time.Hour, "4": 2 * time.Hour}, 6*time.Hour)
	level := func(s string, n float64) sla.Event { return sla.SetAttribute("level", s, hours(n)) }
	answered := config("")
	answered.Policies = append([]policy.Policy{{ID: "answered", Schedule: policy.Use("desk"), When: new(policy.If("responded", policy.Eq, true)),
		Targets: map[string]policy.Target{policy.Resolution: policy.Within(2 * time.Hour)}}}, answered.Policies...)
	responses := config("")
	responses.Policies[0].Targets[policy.FirstResponse] = policy.Within(time.Hour)
	set := func(n float64, values map[string]any) sla.Event {
		return sla.Event{At: hours(n), Type: sla.Update, Set: values}
	}
	for _, tt := range []struct {
		name   string
		config *policy.Config
		events []sla.Event
		asOf   time.Time
		want   []string // parts of the text
		not    []string
	}{
		{"pending, then on hold", config(""), []sla.Event{status("pending", 1), status("on_hold", 2), status("open", 7)}, hours(8),
			[]string{"waiting on the customer until Mon 9 Mar 11:00: status became pending; 1h not counted", "on hold until Mon 9 Mar 16:00: status became on_hold; 5h not counted", "; waiting on the customer took out 1h; on hold took out 5h."}, nil},
		{"a pause after the breach", config(""), []sla.Event{status("pending", 6.5), status("open", 31)}, hours(32),
			[]string{"Breached on Monday 9 March 15:00: 6h of support hours had passed since the customer created the issue on Monday 9 March 09:00."}, nil},
		{"stopped for days", config(""), []sla.Event{status("resolved", 5), status("open", 96)}, hours(98),
			[]string{"Breached on Friday 13 March 10:00: 6h of support hours had passed since the customer created the issue on Monday 9 March 09:00; the time it was stopped took out 27h.", "Without one decision of the desk it would not be breached: status became open on Fri 13 Mar 09:00."}, nil},
		{"breached at once, and pauses after it", config(""), []sla.Event{
			sla.SetAttribute("priority", "high", hours(3)), status("on_hold", 3.1), status("open", 3.2), status("on_hold", 3.3), status("open", 3.4), status("on_hold", 3.5), status("open", 3.6)}, hours(4),
			[]string{"Breached on Monday 9 March 12:00, when priority became high and its target became 2h of support hours: 3h had been counted by then, and it would have been due on Monday 9 March 11:00.", "Without one decision of the desk it would not be breached: priority became high on Mon 9 Mar 12:00."},
			[]string{"Without one decision of the desk it would not be breached: status"}},
		{"delivered twice", config(""), []sla.Event{
			{At: hours(3), Type: sla.Update, ID: "x", Set: map[string]any{"priority": "high"}}, {At: hours(3), Type: sla.Update, ID: "x", Set: map[string]any{"priority": "high"}}}, hours(4),
			[]string{"Without one decision of the desk it would not be breached: priority became high"}, nil},
		{"answered out of hours", config(""), []sla.Event{status("pending", 0), status("open", 2), status("resolved", 11)}, hours(12),
			[]string{"It was stopped on Monday 9 March 20:00, 3h after it was due, out of hours."}, []string{"0m too late"}},
		{"the breach forgotten", config(""), []sla.Event{sla.SetAttribute("priority", "high", hours(0)), sla.SetAttribute("priority", "low", hours(3))}, hours(4),
			[]string{"the earlier breach no longer stands", "by the target that took over later"}, nil},
		{"a person's name", config(""), []sla.Event{{At: hours(1), Type: sla.Update, By: "Zoë Müller 山田", Set: map[string]any{"status": "pending", "arr": 1500000.0}}}, hours(2),
			[]string{"status became pending by Zoë Müller 山田"}, nil},
		{"a name that turns the text", config(""), []sla.Event{{At: hours(1), Type: sla.Update, By: "x\u202ey", Set: map[string]any{"status": "pending"}}}, hours(2),
			[]string{`by "x\u202ey"`}, nil},
		{"a target by default", config(""), nil, hours(1), []string{"policy p gives 6h on desk (the default time, as priority has no value)\n"}, nil},
		{"a target by priority", config(""), []sla.Event{sla.SetAttribute("priority", "high", hours(0.5))}, hours(1),
			[]string{"policy p gives 2h on desk (the time for priority high); 30m already counted\n"}, nil},
		{"business days by region", inDays, []sla.Event{sla.SetAttribute("region", "eu", hours(0))}, hours(1),
			[]string{"policy p gives 22h on desk: 2 business days, by 15:00, with a cutoff at 16:00 (the schedule for region eu)\n"}, nil},
		{"a region without a schedule", inDays, []sla.Event{sla.SetAttribute("region", "us", hours(0))}, hours(1),
			[]string{"; now region is us, for which policy p has no schedule and no default\n"}, nil},
		{"nothing that starts it", withNext, nil, hours(1), []string{"next response: nothing has happened that starts it: a customer's message that needs a reply or its reopening\n"}, nil},
		{"a time and a schedule, each by default", both, nil, hours(1),
			[]string{"gives 6h on desk (the default time, as priority has no value; the default schedule, as priority has no value)\n"}, nil},
		{"a promised time of day", promised, nil, hours(1), []string{"policy p gives 8h on desk: 1 business day, by 09:00\n", "Due on Tuesday 10 March 09:00"}, nil},
		{"an agreed date", until, []sla.Event{sla.SetAttribute("due_date", "2026-03-11T12:00:00Z", hours(0))}, hours(1),
			[]string{"policy p gives 19h on desk, until Wed 11 Mar 12:00\n", "Due on Wednesday 11 March 12:00"}, nil},
		{"the same promise by another policy", twins, []sla.Event{sla.SetAttribute("tier", "gold", hours(7))}, hours(7.5),
			[]string{"retargeted: tier became gold; policy gold gives 6h on desk, the same promise as before: what was reached stays reached; it stays breached\n",
				"Breached on Monday 9 March 15:00"}, []string{"no longer stands"}},
		{"repeats that are passed over", repeats, []sla.Event{sla.SetAttribute("priority", "high", hours(5))}, hours(5),
			[]string{"breached at once\n", "step breach, repeated (3); the 3 before it were passed over\n"}, nil},
		{"a single repeat that is passed over", repeats, []sla.Event{sla.SetAttribute("priority", "high", hours(3))}, hours(3),
			[]string{"breached at once\n", "step breach, repeated (1); the one before it was passed over\n"}, nil},
		{"a repeat that waits for the end of a pause", halfway, []sla.Event{status("pending", 5), status("open", 6)}, hours(6),
			[]string{"step 50%, repeated (1)\n", "step 50%, repeated (2)\n"}, []string{"passed over"}},
		{"a date that had passed", until, []sla.Event{sla.SetAttribute("due_date", "2026-03-12T08:00:00Z", hours(0)), sla.SetAttribute("due_date", "2026-03-09T08:00:00Z", hours(0))}, hours(0),
			[]string{"overdue", "Without one decision of the desk it would not be breached: due_date became 2026-03-09T08:00:00Z on Mon 9 Mar 09:00."}, []string{"has taken"}},
		{"a shorter target, twice", levels, []sla.Event{level("1", 1), level("2", 2)}, hours(5),
			[]string{"Its target was 6h, and became 5h on Mon 9 Mar 10:00: level became 1.\n", "Its target was 5h, and became 4h on Mon 9 Mar 11:00: level became 2.\n"}, []string{"in between"}},
		{"three times", levels, []sla.Event{level("1", 0.2), level("2", 0.4), level("3", 0.6)}, hours(5),
			[]string{"level became 3; and once in between.\n"}, nil},
		{"and four times", levels, []sla.Event{level("1", 0.2), level("2", 0.4), level("3", 0.6), level("4", 0.8)}, hours(5),
			[]string{"Its target was 6h, and became 5h on Mon 9 Mar 09:12: level became 1.\n", "Its target was 3h, and became 2h on Mon 9 Mar 09:48: level became 4; and 2 times in between.\n"}, []string{"became 4h on"}},
		{"an answer that makes the target shorter", answered, []sla.Event{sla.MessageFrom(sla.Agent, hours(3))}, hours(4),
			[]string{"Its target was 6h, and became 2h on Mon 9 Mar 12:00", "Without one decision of the desk it would not be breached: an agent wrote on Mon 9 Mar 12:00."}, nil},
		{"an equal target of another policy", twins, []sla.Event{sla.SetAttribute("tier", "gold", hours(2))}, hours(7), []string{"overdue by 1h"}, []string{"Its target was"}},
		{"an end among other changes", responses, []sla.Event{set(0.5, map[string]any{"status": "resolved", "category": "billing", "cause": "bug"})}, hours(1),
			[]string{"stopped: status became resolved, in time\n", "cancelled: status became resolved\n"}, nil},
		{"a reopening among other changes", config(""), []sla.Event{status("resolved", 1), set(2, map[string]any{"status": "open", "category": "billing", "cause": "bug"})}, hours(3),
			[]string{"reopened: status became open\n"}, nil},
		{"two years and more", config(""), nil, hours(20_000), []string{"counted 4,768h until"}, nil},
		{"of an earlier year than the explanation", config(""), []sla.Event{status("resolved", 5)}, hours(7_200),
			[]string{"as of Sun 3 Jan 2027 09:00", "Mon 9 Mar 2026 14:00  stopped", "on Monday 9 March 2026 14:00: 5h of 6h"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := explain(t, newEngine(t, tt.config), sla.Issue{ID: "I", CreatedAt: monday, Events: tt.events}, tt.asOf)
			text := x.Text(sla.TextOptions{Full: true})
			for _, part := range tt.want {
				if !strings.Contains(text, part) {
					t.Errorf("does not say %q:\n%s", part, text)
				}
			}
			for _, part := range tt.not {
				if strings.Contains(text, part) {
					t.Errorf("says %q:\n%s", part, text)
				}
			}
		})
	}

	// Under policy.MatchEach, each policy is explained separately.
	each := config("")
	each.Match = policy.MatchEach
	each.Policies = append(each.Policies, policy.Policy{ID: "q", Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}})
	x := explain(t, newEngine(t, each), sla.Issue{ID: "I", CreatedAt: monday, Events: []sla.Event{status("pending", 2), status("open", 3)}}, hours(3.5))
	if text := x.String(); strings.Contains(text, "Without one decision") || !strings.Contains(text, "Resolution, q: overdue by 1h 30m") {
		t.Errorf("got\n%s", text)
	}

	// Zero values have a text too.
	var zero sla.ClockAccount
	if zero.String() == "" || (sla.Clock{}).In(nil) == "" {
		t.Error("a zero value has no text")
	}
}

// Long explanations are written in linear time.
func TestExplainsManyTransitions(t *testing.T) {
	config := manyPolicies(1)
	config.OnChange = policy.CarryOver
	issue := life(8_000, 0)
	for i := range issue.Events {
		issue.Events[i] = sla.SetAttribute("priority", []string{"high", "normal"}[i%2], issue.Events[i].At)
	}
	x := explain(t, newEngine(t, config), issue, issue.Events[len(issue.Events)-1].At)
	if n := strings.Count(x.Text(sla.TextOptions{Full: true}), "\n"); n < 8_000 {
		t.Errorf("%d lines", n)
	}
}

// Attributes come from a map, but their explanation does not depend on its order.
func TestExplanationDoesNotDependOnMapOrder(t *testing.T) {
	engine := newEngine(t, &policy.Config{
		Metrics:  map[string]policy.Metric{"m": {Start: []policy.Trigger{{On: "set:c"}, {On: "set:a"}, {On: "set:b"}}}},
		Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{"m": policy.Within(time.Hour)}}},
	})
	issue := sla.Issue{CreatedAt: instant("2026-03-09T14:00:00Z"), Attributes: map[string]any{"a": 1, "b": 2, "c": 3}}
	for range 50 {
		if x := explain(t, engine, issue, issue.CreatedAt); x.Clocks[0].Started.Trigger != "set:c" {
			t.Fatalf("started by %s, want set:c, which is named first", x.Clocks[0].Started.Trigger)
		}
	}
}

// lives are the issues in testdata/lives, which are real, and their engine.
func lives(t *testing.T) (*sla.Engine, []sla.Issue) {
	t.Helper()
	data, err := os.ReadFile("../testdata/lives/config.json")
	if err != nil {
		t.Fatal(err)
	}
	config, err := policy.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	data, err = os.ReadFile("../testdata/lives/issues.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var issues []sla.Issue
	for line := range strings.Lines(string(data)) {
		var issue sla.Issue
		if err := json.Unmarshal([]byte(line), &issue); err != nil {
			t.Fatal(err)
		}
		issues = append(issues, issue)
	}
	return newEngine(t, config), issues
}

// Explanations of real lives are read in a minute: the longest life has 290 events and 239 clocks.
func TestExplanationsOfLivesMatchTheGoldenText(t *testing.T) {
	engine, issues := lives(t)
	var text strings.Builder
	for _, issue := range issues {
		x := explain(t, engine, issue, instant("2023-04-01T00:00:00Z"))
		said := x.String()
		if n := strings.Count(said, "\n"); n > 90 {
			t.Errorf("%s: %d lines, want at most 90", issue.ID, n)
		}
		text.WriteString(said + "\n")
	}
	golden(t, "lives.txt", text.String())
}
