package sla_test

import (
	"errors"
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

func recorder(t *testing.T, engine *sla.Engine, options sla.RecorderOptions) *sla.Recorder {
	t.Helper()
	r, err := engine.Recorder(options)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestFieldsAtCreationAreAheadOfAllEvents(t *testing.T) {
	engine := newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.Resolution: policy.Within(1)}}}})
	fields := []string{"priority", policy.Status, policy.StatusCategory, policy.Responded, policy.Unanswered, "created_by", "nothing"}
	r := recorder(t, engine, sla.RecorderOptions{Fields: fields})
	created := instant("2026-03-09T09:00:00Z")
	got, err := r.FieldsAtCreation(sla.Issue{
		ID: "a", CreatedAt: created, Attributes: map[string]any{"priority": "low"},
		Events: []sla.Event{sla.SetAttribute("priority", "high", created), sla.MessageFrom(sla.Agent, created)},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []any{"low", "new", "open", false, true, "customer", nil}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRecordsComeWithTheTransitionsOfTheResult(t *testing.T) {
	engine := newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.Resolution: policy.Within(1)}}}})
	issue := sla.Issue{ID: "a", CreatedAt: instant("2026-03-09T09:00:00Z")}
	now := instant("2026-03-09T10:00:00Z")
	records, transitions, err := recorder(t, engine, sla.RecorderOptions{}).RecordsAndTransitionsAt(issue, now)
	if err != nil {
		t.Fatal(err)
	}
	result := evaluate(t, engine, issue, now)
	if diff := cmp.Diff(result.Transitions, transitions); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(records) != 1 || records[0].Outcome != sla.OutcomeOverdue {
		t.Errorf("records %+v, want one that is overdue", records)
	}
}

func TestMetricsAreInMetricOrder(t *testing.T) {
	engine := newEngine(t, &policy.Config{
		Metrics:  map[string]policy.Metric{"b": {Start: []policy.Trigger{{On: "created"}}}, "a": {Start: []policy.Trigger{{On: "created"}}}},
		Policies: []policy.Policy{{ID: "y", Targets: map[string]policy.Target{"b": policy.Within(1)}}, {ID: "x", Targets: map[string]policy.Target{"a": policy.Within(1)}}},
	})
	metrics := engine.Metrics()
	if metrics[0] != policy.FirstResponse || !slices.Equal(metrics[len(metrics)-2:], []string{"a", "b"}) {
		t.Errorf("metrics %q", metrics)
	}
	if got := engine.Policies(); !slices.Equal(got, []string{"y", "x"}) {
		t.Errorf("policies %q", got)
	}
	if engine.MatchesEach() {
		t.Error("the first policy that applies does not match each")
	}
}

// What a record says about its pauses is what evaluations as of each event say: a clock is paused
// from one event to the next, or is not.
func TestPausesAreThoseOfEvaluations(t *testing.T) {
	type key struct {
		metric, policy string
		cycle          int
	}
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		keyOf := func(c *sla.Clock) key {
			if w.config.Match == policy.MatchEach {
				return key{c.Metric, c.Policy, c.Cycle}
			}
			return key{c.Metric, "", c.Cycle}
		}
		r, err := w.engine.Recorder(sla.RecorderOptions{})
		if err != nil {
			t.Fatal(err)
		}
		records, err := r.RecordsAt(w.issue, w.now)
		if err != nil {
			t.Fatal(err)
		}
		paused, unanswered := make(map[key]time.Duration), make(map[key]time.Duration)
		moments := (&oracle{config: w.config}).moments(w.issue, w.now)
		for i, m := range moments {
			until := w.now
			if i+1 < len(moments) {
				until = moments[i+1].at
			}
			result := evaluate(t, w.engine, w.issue, m.at)
			for j := range result.Clocks {
				if c := &result.Clocks[j]; c.State == sla.Paused && until.After(m.at) {
					paused[keyOf(c)] += until.Sub(m.at)
					if m.fields[policy.Unanswered] == true {
						unanswered[keyOf(c)] += until.Sub(m.at)
					}
				}
			}
		}
		for i := range records {
			r := &records[i]
			if k := keyOf(&r.Clock); r.Paused != paused[k] || r.PausedUnanswered != unanswered[k] {
				t.Fatalf("%v was paused for %v and unanswered for %v; evaluations say %v and %v\n%v", k, r.Paused, r.PausedUnanswered, paused[k], unanswered[k], w)
			}
			if r.PausedSince.IsZero() != (r.State != sla.Paused) || r.State == sla.Paused && w.now.Sub(r.PausedSince) > r.Paused {
				t.Fatalf("%s is %s since %v, and was for %v\n%v", r.Metric, r.State, r.PausedSince, r.Paused, w)
			}
		}
	})
}

func TestPausedSinceIsTheLastPause(t *testing.T) {
	engine := newEngine(t, &policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.Resolution: policy.Within(1)}}}})
	issue := sla.Issue{ID: "a", CreatedAt: instant("2026-03-09T09:00:00Z"), Events: []sla.Event{
		sla.SetAttribute(policy.Status, "hold", instant("2026-03-09T10:00:00Z")),
		sla.SetAttribute(policy.Status, "open", instant("2026-03-09T11:00:00Z")),
		sla.SetAttribute(policy.Status, "pending", instant("2026-03-09T13:00:00Z")),
		sla.MessageFrom(sla.Agent, instant("2026-03-09T13:30:00Z")),
		sla.SetAttribute(policy.Status, "hold", instant("2026-03-09T14:00:00Z")), // goes on
	}}
	records, err := recorder(t, engine, sla.RecorderOptions{Held: policy.Unanswered}).RecordsAt(issue, instant("2026-03-09T15:00:00Z"))
	if err != nil {
		t.Fatal(err)
	}
	r := records[0]
	if since := instant("2026-03-09T13:00:00Z"); !r.PausedSince.Equal(since) || r.Paused != 3*time.Hour || r.PausedUnanswered != 90*time.Minute {
		t.Errorf("paused for %v since %v, unanswered for %v", r.Paused, r.PausedSince, r.PausedUnanswered)
	}
}

// A record says who stopped the clock, how long it was open, and in whose time it ran: only those
// who held it in open hours.
func TestRecordsSayWhoStoppedTheClock(t *testing.T) {
	engine := newEngine(t, &policy.Config{
		Schedules: []businesshours.Schedule{{Name: "desk", TimeZone: "UTC", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}}},
		Policies:  []policy.Policy{{ID: "p", Schedule: policy.Use("desk"), Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(4 * time.Hour)}}},
	})
	created := instant("2026-03-09T15:00:00Z")
	issue := sla.Issue{ID: "a", CreatedAt: created, Events: []sla.Event{
		sla.SetAttribute("assignee", "ann", created),
		sla.SetAttribute("assignee", "bo", created.Add(3*time.Hour)),   // after hours
		sla.SetAttribute("assignee", "carl", created.Add(4*time.Hour)), // until 10:00
		{At: instant("2026-03-10T10:00:00Z"), Type: sla.Message, From: sla.Agent, By: "carl", Team: "tier2", Channel: "slack"},
	}}
	r := recorder(t, engine, sla.RecorderOptions{Held: "assignee"})
	records, err := r.RecordsAt(issue, instant("2026-03-11T09:00:00Z"))
	if err != nil {
		t.Fatal(err)
	}
	got := records[0]
	if got.StoppedBy != "carl" || got.StoppedTeam != "tier2" || got.StoppedChannel != "slack" {
		t.Errorf("stopped by %q of %q on %q", got.StoppedBy, got.StoppedTeam, got.StoppedChannel)
	}
	if got.Wall != 19*time.Hour {
		t.Errorf("it was open for %v, want 19h", got.Wall)
	}
	if diff := cmp.Diff([]sla.HeldTime{{Value: "ann", Open: 2 * time.Hour}, {Value: "carl", Open: time.Hour}}, got.Held); diff != "" {
		t.Errorf("held (-want +got):\n%s", diff)
	}

	issue.CreatedBy = "nobody"
	_, err = r.RecordsAt(issue, created)
	wantProblem(t, err, 0, "created_by", `unknown party "nobody"`)
}

func TestTheCreationMayBeRecorded(t *testing.T) {
	r := recorder(t, newEngine(t, openOnly()), sla.RecorderOptions{Fields: []string{policy.CreatedAt}})
	got, err := r.FieldsAtCreation(sla.Issue{CreatedAt: instant("2026-03-09T09:00:00Z")})
	if err != nil || len(got) != 1 || got[0] != "2026-03-09T09:00:00Z" {
		t.Errorf("got %v, %v", got, err)
	}
}

// To find who held a clock is work in proportion to the values that are told apart.
func TestWorkOfHeldTimesIsLimited(t *testing.T) {
	engine := newEngine(t, openOnly())
	r := recorder(t, engine, sla.RecorderOptions{Held: "list"})
	created := instant("2026-03-09T09:00:00Z")
	long := make([]string, 900)
	for i := range long {
		long[i] = strings.Repeat("x", 600)
	}
	for n, want := range map[int]error{100: nil, 700: sla.ErrTooMuchWork} {
		issue := sla.Issue{ID: "a", CreatedAt: created}
		for i := range n {
			issue.Events = append(issue.Events, sla.SetAttribute("list", long[i%2:], created.Add(time.Duration(i)*time.Minute)))
		}
		now := created.Add(48 * time.Hour)
		if _, err := r.RecordsAt(issue, now); !errors.Is(err, want) {
			t.Errorf("%d changes: got %v, want %v", n, err, want)
		}
		evaluate(t, engine, issue, now)
	}
}
