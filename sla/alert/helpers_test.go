package alert_test

import (
	"bytes"
	"context"
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

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
)

var update = flag.Bool("update", false, "write the golden files")

// config is the configuration of most tests.
const config = `{
  "schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}}],
  "policies": [{"id": "gold", "name": "Gold support", "schedule": "24x7", "targets": {"first_response": "4h"},
    "escalations": [
      {"at": "75%", "name": "warn", "do": [
        {"type": "slack", "channel": "#support", "mentions": ["assignee", "S0614TZR7"], "hours": "desk"},
        {"type": "update", "set": {"priority": "urgent", "team": null}, "add": {"tags": ["at risk", "vip"]}, "remove": {"tags": ["calm"]}},
        {"type": "flag", "name": "at risk"}]},
      {"at": "breach", "do": [
        {"type": "email", "to": ["assignee", "subscribers", "Lead <lead@example.com>", "assignee"], "hours": "desk", "urgent": true},
        {"type": "webhook", "url": "https://example.com/hooks/sla", "retries": 3},
        {"type": "pager", "severity": 1e2}]},
      {"at": "1h after", "do": [{"type": "email", "to": "team"}, {"type": "slack", "channel": "#leads"}]}]}]
}`

// directory resolves the roles of config.
var directory = alert.DirectoryFunc(func(_ context.Context, role string, issue alert.Issue, _ sla.Transition) ([]alert.Recipient, error) {
	switch role {
	case policy.RoleAssignee:
		return []alert.Recipient{{Name: "Ann Péron", Email: "ann@example.com", Slack: "U024BE7LH"}}, nil
	case policy.RoleSubscribers:
		return []alert.Recipient{{Name: "Bo", Email: "bo@example.com"}, {Name: "Ann Péron", Email: "ann@example.com", Slack: "U024BE7LH"}}, nil
	case "broken":
		return nil, errors.New("no connection")
	}
	return nil, nil
})

// planner returns an engine and a planner of config.
func planner(t testing.TB, options alert.Options) (*sla.Engine, *alert.Planner) {
	t.Helper()
	return newPlanner(t, config, options)
}

var issue = alert.Issue{
	ID: "ISS-42", Title: "Printer <!channel> on fire & <@U1|boo>\r\nBcc: all@example.com \u202egnp.exe",
	URL: "https://desk.example.com/i/42?a=1&b=_2_", Fields: map[string]string{"customer": "Ac<me"},
}

// alerts returns the alerts of an issue of a Friday evening in New York. Its clock reaches the
// warning at 19:00 and is breached at 20:00.
func alerts(t testing.TB, options alert.Options) (all []alert.Alert) {
	t.Helper()
	engine, p := planner(t, options)
	r, err := engine.EvaluateAt(sla.Issue{ID: "ISS-42", CreatedAt: time.Date(2026, 3, 6, 21, 0, 0, 0, time.UTC)}, time.Date(2026, 3, 8, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	for _, tr := range r.Transitions {
		then, err := engine.EvaluateAt(sla.Issue{ID: "ISS-42", CreatedAt: time.Date(2026, 3, 6, 21, 0, 0, 0, time.UTC)}, tr.At)
		if err != nil {
			t.Fatal(err)
		}
		list, err := p.Alerts(t.Context(), tr, issue, then)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, list...)
	}
	return all
}

// golden compares got with a file in testdata, or writes the file with -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// newPlanner returns an engine and a planner of a configuration.
func newPlanner(t testing.TB, config string, options alert.Options) (*sla.Engine, *alert.Planner) {
	t.Helper()
	cfg, err := policy.Parse([]byte(config))
	if err != nil {
		t.Fatal(err)
	}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := alert.New(cfg, options)
	if err != nil {
		t.Fatal(err)
	}
	return engine, p
}

// fatal is the common part of testing.TB and rapid.T.
type fatal interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// evaluate returns the result of an issue as of now.
func evaluate(t fatal, engine *sla.Engine, issue sla.Issue, now time.Time) sla.Result {
	t.Helper()
	r, err := engine.EvaluateAt(issue, now)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// alertsOf returns the alerts of a transition.
func alertsOf(t fatal, p *alert.Planner, tr sla.Transition, r sla.Result) []alert.Alert {
	t.Helper()
	list, err := p.Alerts(context.Background(), tr, alert.Issue{ID: tr.IssueID}, r)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// indented returns JSON in several lines.
func indented(t testing.TB, text []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := json.Indent(&out, text, "", "  "); err != nil {
		t.Fatal(err)
	}
	return append(out.Bytes(), '\n')
}

// statusOf returns the status in the text of an e-mail for an alert.
func statusOf(t testing.TB, a alert.Alert) string {
	t.Helper()
	a.Recipients = []alert.Recipient{{Email: "ann@example.com"}}
	r := alert.Renderer{From: "desk@example.com"}
	e, err := r.Email(a)
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(e.Data), "Status:  ")
	status, _, _ := strings.Cut(text, "\r\n")
	return status
}

// section returns the text of a message in Slack.
func section(t testing.TB, r alert.Renderer, a alert.Alert) string {
	t.Helper()
	b, err := r.Slack(a)
	if err != nil {
		t.Fatal(err)
	}
	var message struct {
		Blocks []struct{ Text struct{ Text string } }
	}
	if err := json.Unmarshal(b, &message); err != nil {
		t.Fatal(err)
	}
	return message.Blocks[0].Text.Text
}

// location returns the time zone of a name.
func location(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// key returns what reminders of one step have in common.
func key(a alert.Alert) string {
	return fmt.Sprint(a.Type, " ", a.Channel, " ", a.Issue.ID, " ", a.Transition.Step)
}
