package sla_test

import (
	"os"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// storedExample is the engine and the issue of testdata/track.json.
func storedExample(t *testing.T) (*sla.Engine, sla.Issue) {
	t.Helper()
	config := &policy.Config{
		Schedules: []businesshours.Schedule{{Name: "desk", TimeZone: "Europe/Berlin", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}}},
		Defaults:  policy.Defaults{Schedule: policy.Use("desk"), Escalations: policy.Steps(policy.Escalation{At: "75%"}, policy.Escalation{At: "breach", Every: time.Hour, Times: 3})},
		Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{
			policy.FirstResponse: policy.Within(time.Hour),
			policy.NextResponse:  policy.WithinDays(1, "12:00"),
			policy.Resolution:    policy.TargetBy("priority", map[string]policy.Target{"high": policy.UntilField("due_date")}, policy.Within(16*time.Hour)),
		}}},
	}
	at := instant("2026-03-09T09:00:00Z")
	issue := sla.Issue{ID: "ISS-1", CreatedAt: at, Attributes: map[string]any{"due_date": "2026-03-12T11:00:00Z"}, Events: []sla.Event{
		{At: at.Add(2 * time.Hour), Type: sla.Message, From: sla.Agent, ID: "e1"},
		{At: at.Add(3 * time.Hour), Type: sla.Update, Set: map[string]any{"status": "pending"}, ID: "e2"},
		{At: at.Add(5 * time.Hour), Type: sla.Message, From: sla.Customer, ID: "e3"},
		{At: at.Add(5 * time.Hour), Type: sla.Update, Set: map[string]any{"status": "open", "priority": "high"}, ID: "e4"},
	}}
	return newEngine(t, config), issue
}

// Later versions can read a track that this version stored.
func TestStoredTracksAreRead(t *testing.T) {
	engine, issue := storedExample(t)
	// A stored track. Do not change it as long as trackVersion stays the same.
	text, err := os.ReadFile("testdata/track.json")
	if err != nil {
		t.Fatal(err)
	}
	now := issue.CreatedAt.Add(100 * time.Hour)
	want, err := engine.EvaluateAt(issue, now)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := engine.Restore(text)
	if err != nil {
		t.Fatal(err)
	}
	got, err := stored.ResultAt(now)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range got.Clocks {
		if w, ok := want.Clock(c.Metric); !ok || w != c {
			t.Errorf("%v, want %v", c, w)
		}
	}
}
