package sla_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// A projection is what happens if its events happen. Later events of the issue do not count.
func TestAProjectionIsWhatHappens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		w.issue.Events = inOrder(w.issue)
		n := rapid.IntRange(0, len(w.issue.Events)).Draw(t, "happened")
		now := w.issue.CreatedAt
		if n > 0 {
			now = w.issue.Events[n-1].At
		}
		rest := slices.Clone(w.issue.Events[n:])
		end := now
		for i := range rest {
			end = latest(end, rest[i].At)
			if rest[i].At.Equal(now) && chance(t, 2, "now") {
				rest[i].At = time.Time{}
			}
		}
		past := w.issue
		past.Events = append(slices.Clone(w.issue.Events[:n]), sla.SetAttribute("priority", "high", now.Add(1)))
		before := document(past)
		if n < len(w.issue.Events) && w.issue.Events[n].At.Equal(now) {
			past.Events = past.Events[:n] // events of one instant keep the order of the list
			before = document(past)
		}
		got, err := w.engine.ProjectAt(past, now, rest...)
		if err != nil {
			t.Fatal(err)
		}
		w.same(t, "of a projection", got.AppendJSON(nil), w.eval(t, w.issue, end))
		if document(past) != before {
			t.Fatal("the issue was changed")
		}
	})
}

func TestDueIfStartedIsTheResultAtCreation(t *testing.T) {
	config := openOnly()
	config.Policies[0].Targets = map[string]policy.Target{
		policy.FirstResponse: policy.WithinBy("priority", map[string]time.Duration{"urgent": time.Hour}, 4*time.Hour),
	}
	engine := newEngine(t, config)
	at := instant("2024-03-11T13:00:00Z")
	r, err := engine.DueIfStarted(map[string]any{"priority": "urgent"}, at)
	if c, ok := r.Clock(policy.FirstResponse); err != nil || !ok || !c.DueAt.Equal(at.Add(time.Hour)) {
		t.Errorf("got %v, %v", r, err)
	}
	_, err = engine.DueIfStarted(map[string]any{"responded": true}, at)
	wantProblem(t, err, 0, "attributes.responded", `"responded" is computed`)
}
