package watch_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/watch"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// newEngine returns an engine with three metrics, warnings and reminders.
func newEngine(t testing.TB) *sla.Engine {
	t.Helper()
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{
		ID: "p",
		Targets: map[string]policy.Target{
			policy.FirstResponse: policy.WithinBy("priority", map[string]time.Duration{"urgent": time.Hour}, 4*time.Hour),
			policy.NextResponse:  policy.Within(2 * time.Hour),
			policy.Resolution:    policy.WithinBy("priority", map[string]time.Duration{"urgent": 8 * time.Hour}, 24*time.Hour),
		},
		Escalations: policy.Escalations{Steps: []policy.Escalation{{At: "50%"}, {At: "30m before"}, {At: "breach", Every: time.Hour, Times: 2}}},
	}}}, sla.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

// track returns the track of an issue.
func track(t testing.TB, engine *sla.Engine, issue sla.Issue) *sla.Track {
	t.Helper()
	tr, _, err := engine.Track(issue)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// fatal is the common part of testing.TB and rapid.T.
type fatal interface {
	Helper()
	Fatal(args ...any)
}

// put puts a track into a watcher.
func put(t fatal, w *watch.Watcher, tr *sla.Track) {
	t.Helper()
	if err := w.Put(tr); err != nil {
		t.Fatal(err)
	}
}

// text returns v as JSON.
func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// short returns a line for each transition.
func short(list []sla.Transition) (lines []string) {
	for _, t := range list {
		lines = append(lines, fmt.Sprint(t.At.Sub(start), " ", t.IssueID, " ", t.Metric, " ", t.Kind, " ", t.Step))
	}
	return lines
}
