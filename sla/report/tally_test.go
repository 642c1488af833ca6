package report_test

import (
	"errors"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/report"
)

// A tally is of the kind that its request is for, and is merged with its kind alone.
func TestTallies(t *testing.T) {
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)}}}}, sla.Options{})
	if err != nil {
		t.Fatal(err)
	}
	created := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	issue := sla.Issue{ID: "T-1", CreatedAt: created, Events: []sla.Event{sla.MessageFrom(sla.Agent, created.Add(time.Minute))}}
	requests := map[string]string{"report": `{"by": ["metric"]}`, "held": `{"held": "assignee"}`, "targets": `{"targets": {"goal": "90%"}}`}
	newTally := func(kind string) report.Tally {
		tally, err := report.NewTally(engine, []byte(requests[kind]), created.Add(24*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		return tally
	}
	for kind := range requests {
		one, whole := newTally(kind), newTally(kind)
		for range 2 {
			if err := errors.Join(one.Add(issue), whole.Add(issue), whole.Add(issue)); err != nil {
				t.Fatal(err)
			}
			text, err := one.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			read, err := report.ReadTally(text)
			if err != nil {
				t.Fatal(err)
			}
			one = newTally(kind)
			if err := one.Merge(read); err != nil {
				t.Fatal(err)
			}
		}
		two, err := one.Result().MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		want, err := newTally(kind).Result().MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if string(two) == string(want) {
			t.Errorf("%s: nothing was added: %s", kind, two)
		}
		if result := one.Result(); len(result.Charts()) == 0 || len(result.Sections()) == 0 || result.Table().CSV() == "" {
			t.Errorf("%s: the result shows nothing", kind)
		}
		for other := range requests {
			if err := one.Merge(newTally(other)); (kind == other) != (err == nil) || err != nil && !errors.Is(err, report.ErrOther) {
				t.Errorf("%s merges %s: %v", kind, other, err)
			}
		}
	}
	if _, err := report.NewTally(engine, []byte(`{"bye": []}`), created); err == nil {
		t.Error("a wrong request is taken")
	}
	for _, text := range []string{`{}`, `{"kind": "backtest"}`, `[`} {
		if _, err := report.ReadTally([]byte(text)); err == nil {
			t.Errorf("%s is read", text)
		}
	}
}
