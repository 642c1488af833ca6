package sla_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

var update = flag.Bool("update", false, "write the golden files anew")

func explain(t fataler, engine *sla.Engine, issue sla.Issue, now time.Time) sla.Explanation {
	x, err := engine.Explain(issue, now)
	if err != nil {
		t.Fatalf("the issue is refused: %v\n%s", err, document(issue))
	}
	return x
}

// Segments partition the life of each clock, and what they count adds up to what it has
// counted; its happenings are its transitions. An explanation explains what is.
func TestExplanationAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		x := explain(t, w.engine, w.issue, w.now)
		r := evaluate(t, w.engine, w.issue, w.now)
		var clocks []sla.Clock
		var happened []sla.Transition
		for _, a := range x.Clocks {
			clocks = append(clocks, a.Clock)
			for _, h := range a.Happenings {
				happened = append(happened, h.Transition)
			}
			end := w.now.UTC()
			if !a.EndedAt.IsZero() {
				end = a.EndedAt
			}
			at, sum := a.StartedAt, time.Duration(0)
			for i, s := range a.Segments {
				if !s.From.Equal(at) || !s.From.Before(s.To) {
					t.Fatalf("segment %d of %s is from %v to %v, after %v\n%v\n%v", i, a.Metric, s.From, s.To, at, x, w)
				}
				at, sum = s.To, sum+s.Counted
				if s.Sum != sum || s.Counted != 0 && (s.What != sla.Counted || s.Counted != s.To.Sub(s.From)) {
					t.Fatalf("segment %d of %s counts %v, %v in all\n%v\n%v", i, a.Metric, s.Counted, s.Sum, x, w)
				}
				if (s.What == sla.WasPaused) != (s.PausedBy != nil) {
					t.Fatalf("segment %d of %s is paused by %v\n%v", i, a.Metric, s.PausedBy, w)
				}
			}
			if !at.Equal(end) {
				t.Fatalf("the segments of %s end at %v, want %v\n%v\n%v", a.Metric, at, end, x, w)
			}
			if sum != a.Elapsed {
				t.Fatalf("the segments of %s count %v, want %v\n%v\n%v", a.Metric, sum, a.Elapsed, x, w)
			}
			if a.Sentence() == "" || a.Started.Text == "" {
				t.Fatalf("nothing is said of %s\n%v", a.Metric, w)
			}
			for _, c := range a.Otherwise {
				without := w.issue
				without.Events = slices.Delete(slices.Clone(w.issue.Events), c.Event, c.Event+1)
				for _, o := range evaluate(t, w.engine, without, w.now).Clocks {
					if o.Metric == a.Metric && o.Cycle == a.Cycle && o.Breached && w.config.Match != policy.MatchEach {
						t.Fatalf("without %q it is breached all the same\n%v\n%v", c.Text, x, w)
					}
				}
			}
		}
		if !slices.Equal(clocks, r.Clocks) {
			t.Fatalf("clocks\n%s\nof\n%s\n%v", document(clocks), document(r.Clocks), w)
		}
		byID := func(a, b sla.Transition) int { return strings.Compare(a.ID(), b.ID()) }
		slices.SortFunc(happened, byID)
		want := slices.SortedFunc(slices.Values(r.Transitions), byID)
		if !slices.Equal(happened, want) {
			t.Fatalf("happenings\n%s\nof\n%s\n%v", document(happened), document(want), w)
		}
		if !w.now.Before(w.issue.CreatedAt) && len(x.Policies) != len(w.config.Policies) {
			t.Fatalf("%d policies of %d", len(x.Policies), len(w.config.Policies))
		}
		if again := explain(t, w.engine, clone(w.issue), w.now); again.String() != x.String() || document(again) != document(x) {
			t.Fatalf("explained again:\n%v\nfirst\n%v", again, x)
		}
		if !json.Valid([]byte(document(x))) {
			t.Fatalf("%s is not JSON", document(x))
		}
	})
}

// A story is a case of the conformance stories.
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

func TestExplanationsInWords(t *testing.T) {
	var text, results strings.Builder
	for _, s := range stories(t) {
		engine := newEngine(t, &s.Config)
		fmt.Fprintf(&text, "# %s\n# %s\n\n%s\n", s.ID, s.About, explain(t, engine, s.Issue, s.AsOf))
		fmt.Fprintf(&results, "%s\n%s\n", s.ID, evaluate(t, engine, s.Issue, s.AsOf))
	}
	golden(t, "explanations.txt", text.String())
	golden(t, "results.txt", results.String())
}

func TestExplanationAsJSON(t *testing.T) {
	s := stories(t)[6]
	x := explain(t, newEngine(t, &s.Config), s.Issue, s.AsOf)
	text, err := json.MarshalIndent(x, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "explanation.json", string(text)+"\n")
}

// Why a policy does not apply, and why a metric has no clock.
func TestExplainsWhyNot(t *testing.T) {
	eq := func(field, value string) policy.Condition { return policy.If(field, policy.Eq, value) }
	config := &policy.Config{
		Schedules: []businesshours.Schedule{{Name: "desk", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}}},
		Policies: []policy.Policy{
			{ID: "gold", When: policy.All(eq("customer.tier", "gold"), policy.Any(eq("priority", "high"), eq("priority", "urgent"))).Ptr(),
				Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)}},
			{ID: "old", Effective: policy.Effective{Until: instant("2024-01-01T00:00:00Z")}, Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)}},
			{ID: "not spam", When: policy.Not(policy.If("tags", policy.ContainsAny, []string{"spam", "test"})).Ptr(), Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)}},
			{ID: "others", When: policy.If("seats", policy.Gt, 10).Ptr(), Targets: map[string]policy.Target{policy.Resolution: policy.WithinBy("priority", map[string]time.Duration{"urgent": time.Hour}, 0), policy.Assignment: policy.Within(time.Hour)}},
			{ID: "rest", Targets: map[string]policy.Target{policy.Assignment: policy.Within(time.Hour), policy.NextResponse: policy.Within(time.Hour)}},
		},
	}
	issue := sla.Issue{ID: "I", CreatedAt: instant("2024-03-11T13:00:00Z"), CreatedBy: sla.Agent, Attributes: map[string]any{
		"customer.tier": "gold", "priority": "low", "tags": []string{"test"}, "seats": 11, "assignee": "ann"}}
	x := explain(t, newEngine(t, config), issue, instant("2024-03-11T14:00:00Z"))
	if len(x.Clocks) > 0 {
		t.Fatalf("clocks: %v", x.Clocks)
	}
	want := `I as of Mon 11 Mar 2024 14:00 UTC

Policies
  gold does not apply: priority is low, wanted high
  old is not in effect at the time
  not spam does not apply: tags is [test], that is with one of [spam, test], which rules it out
  others is the first that applies: seats is 11, that is more than 10
  rest matches

Without a clock
  first response: nothing has happened that starts it: created:customer, message:customer, reopened
  next response: nothing has happened that starts it: message:customer, reopened
  resolution: its clock began when an agent created the issue, and no policy that applied since then has a target for it
  assignment: created came when an agent created the issue, but assignee is ann, wanted no value
  periodic update, pausable update, requester wait, agent work, ownership: no policy has a target for it
`
	if diff := cmp.Diff(want, x.String()); diff != "" {
		t.Errorf("explanation (-want +got):\n%s", diff)
	}
}

func TestExplainRefuses(t *testing.T) {
	engine := newEngine(t, openOnly())
	issue := sla.Issue{ID: "I", CreatedAt: instant("2024-03-11T13:00:00Z")}
	if _, err := engine.Explain(issue, time.Time{}); !errors.Is(err, businesshours.ErrOutOfRange) {
		t.Errorf("got %v, want ErrOutOfRange", err)
	}
	if x, err := engine.Explain(issue, issue.CreatedAt.Add(-1)); err != nil || len(x.Clocks)+len(x.Policies)+len(x.Metrics) > 0 {
		t.Errorf("before the creation: %v, %v", x, err)
	}
	issue.CreatedBy = "nobody"
	_, err := engine.Explain(issue, issue.CreatedAt)
	wantProblem(t, err, 0, "created_by", `unknown party "nobody"`)
}
