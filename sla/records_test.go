package sla_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

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
