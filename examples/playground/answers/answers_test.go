package answers_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/examples/playground/answers"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla/scenario"
)

const config = `{
  "schedules": [{"name": "desk", "time_zone": "Europe/Berlin", "weekly": {"mon-fri": ["09:00-17:00"]}}],
  "policies": [{"id": "p", "schedule": "desk", "targets": {"first_response": "2h", "resolution": "16h"}}]
}`

const issue = `{"id": "T-1", "created_at": "2026-03-09T09:00:00Z", "created_by": "customer", "events": [
  {"at": "2026-03-09T09:30:00.000000001Z", "type": "message", "from": "agent", "by": "ann"},
  {"at": "2026-03-09T10:00:00Z", "type": "update", "set": {"status": "pending"}},
  {"at": "2026-03-09T11:00:00Z", "type": "message", "from": "customer", "needs_reply": false},
  {"at": "2026-03-09T12:00:00Z", "type": "note"},
  {"at": "2026-03-09T12:30:00Z", "type": "custom", "name": "called"},
  {"at": "2026-03-10T12:00:00Z", "type": "cancel", "reason": "spam"}
]}`

// ask asks a question and returns what is answered.
func ask(t *testing.T, s *answers.Session, question string, request map[string]any) (value any, problems []answers.Problem) {
	t.Helper()
	text, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Value    any
		Problems []answers.Problem
	}
	if err := json.Unmarshal(s.Answer(question, text), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Value, answer.Problems
}

// mustAsk asks a question that has an answer.
func mustAsk(t *testing.T, s *answers.Session, question string, request map[string]any) any {
	t.Helper()
	value, problems := ask(t, s, question, request)
	if len(problems) > 0 {
		t.Fatalf("%s: %v", question, problems)
	}
	return value
}

func TestEvaluate(t *testing.T) {
	s := answers.NewSession()
	engine := mustAsk(t, s, "compile", map[string]any{"config": config})
	about := map[string]any{"engine": engine, "issue": issue, "as_of": "2026-03-09T09:45:00Z", "zone": "Europe/Berlin"}
	clocks := mustAsk(t, s, "evaluate", about).(map[string]any)["clocks"].([]any)
	if got, want := clocks[0].(map[string]any)["elapsed"], "30m0.000000001s"; got != want {
		t.Errorf("elapsed: %v, want %v", got, want)
	}
	standings := mustAsk(t, s, "standings", about).([]any)
	want := map[string]any{
		"metric": "first_response", "cycle": 1.0, "policy": "p", "standing": "met", "outcome": "met",
		"text": standings[0].(map[string]any)["text"],
	}
	if diff := cmp.Diff(want, standings[0]); diff != "" {
		t.Errorf("standings (-want +got):\n%s", diff)
	}
	if text := mustAsk(t, s, "explain", about).(map[string]any)["text"].(string); !strings.Contains(text, "T-1") {
		t.Errorf("explanation: %s", text)
	}
	if svg := mustAsk(t, s, "picture", about).(string); !strings.HasPrefix(svg, "<svg") {
		t.Errorf("picture: %s", svg)
	}
}

// An issue is the same as a text and as an object.
func TestDocumentsAsTextAndObject(t *testing.T) {
	s := answers.NewSession()
	engine := mustAsk(t, s, "compile", map[string]any{"config": config})
	about := map[string]any{"engine": engine, "issue": issue, "as_of": "2026-03-09T12:45:00Z"}
	text := mustAsk(t, s, "evaluate", about)
	about["issue"] = json.RawMessage(issue)
	if diff := cmp.Diff(text, mustAsk(t, s, "evaluate", about)); diff != "" {
		t.Error(diff)
	}
}

// A scenario file passes, and fails when the configuration promises something else.
func TestScenario(t *testing.T) {
	s := answers.NewSession()
	engine := mustAsk(t, s, "compile", map[string]any{"config": config})
	for _, asOf := range []string{"2026-03-09T09:00:00Z", "2026-03-09T12:45:00Z", "2026-03-12T00:00:00Z"} {
		text := mustAsk(t, s, "scenario", map[string]any{"engine": engine, "config": config, "issue": issue, "as_of": asOf, "zone": "Europe/Berlin"}).(string)
		cfg, err := policy.Parse([]byte(strings.Replace(config, "2h", "3h", 1)))
		if err != nil {
			t.Fatal(err)
		}
		file, err := scenario.Parse([]byte(text), scenario.Options{Config: cfg})
		if err != nil {
			t.Fatal(err)
		}
		if failures, err := file.Run(); err != nil || len(failures) == 0 {
			t.Errorf("as of %s under another configuration: %v, %v", asOf, failures, err)
		}
	}
}

// Every template compiles, has nothing to complain of, and has a story in which a clock runs.
func TestTemplates(t *testing.T) {
	s := answers.NewSession()
	list := mustAsk(t, s, "templates", nil).([]any)
	if len(list) != len(policy.Templates()) {
		t.Fatalf("%d templates", len(list))
	}
	for _, template := range list {
		name := template.(map[string]any)["name"]
		made := mustAsk(t, s, "template", map[string]any{"name": name}).(map[string]any)
		if found := mustAsk(t, s, "check", map[string]any{"config": made["config"]}).([]any); len(found) > 0 {
			t.Errorf("%s: %v", name, found)
		}
		engine := mustAsk(t, s, "compile", map[string]any{"config": made["config"]})
		first := made["stories"].([]any)[0].(map[string]any)
		result := mustAsk(t, s, "evaluate", map[string]any{"engine": engine, "as_of": "2030-01-01T00:00:00Z", "issue": first["issue"]}).(map[string]any)
		if len(result["clocks"].([]any)) == 0 {
			t.Errorf("%s: no clock in the story %q", name, first["name"])
		}
	}
}

func TestHistory(t *testing.T) {
	s := answers.NewSession()
	engine := mustAsk(t, s, "compile", map[string]any{"config": config})
	proposed := mustAsk(t, s, "compile", map[string]any{"config": strings.Replace(config, "2h", "10m", 1)})
	history := map[string]any{"engine": engine, "request": map[string]any{"by": []string{"metric"}}, "issues": []any{issue}, "as_of": "2026-03-09T12:45:00Z"}
	if rows := mustAsk(t, s, "report", history).(map[string]any)["rows"].([]any); len(rows) != 2 {
		t.Errorf("report: %v", rows)
	}
	history["proposed"] = proposed
	if flips := mustAsk(t, s, "backtest", history).(map[string]any)["flips"].([]any); len(flips) != 1 {
		t.Errorf("backtest: %v", flips)
	}
	history["request"] = map[string]any{"held": "status"}
	mustAsk(t, s, "report", history)
	history["request"] = map[string]any{"targets": map[string]any{"goal": "90%"}}
	mustAsk(t, s, "report", history)
}

func TestHours(t *testing.T) {
	s := answers.NewSession()
	calendar := mustAsk(t, s, "calendar", map[string]any{
		"schedules": []any{map[string]any{"name": "desk", "time_zone": "UTC", "weekly": map[string]any{"mon-fri": []string{"09:00-17:00"}}}}, "schedule": "desk",
	})
	for _, test := range []struct {
		op, at, until, duration string
		want                    any
	}{
		{op: "add", at: "2026-03-13T16:00:00Z", duration: "2h", want: "2026-03-16T10:00:00Z"},
		{op: "between", at: "2026-03-13T16:00:00Z", until: "2026-03-16T10:00:00Z", want: "2h0m0s"},
		{op: "open", at: "2026-03-14T16:00:00Z", want: false},
		{op: "next_open", at: "2026-03-14T16:00:00Z", want: "2026-03-16T09:00:00Z"},
		{op: "next_close", at: "2026-03-16T16:00:00Z", want: "2026-03-16T17:00:00Z"},
		{op: "spans", at: "2026-03-16T00:00:00Z", until: "2026-03-16T10:00:00Z", want: []any{[]any{"2026-03-16T09:00:00Z", "2026-03-16T10:00:00Z"}}},
		{op: "add", at: "2026-03-13T16:00:00Z", duration: "500000h", want: nil},
	} {
		q := map[string]any{"calendar": calendar, "op": test.op, "at": test.at, "duration": test.duration}
		if test.until != "" {
			q["until"] = test.until
		}
		if diff := cmp.Diff(test.want, mustAsk(t, s, "hours", q)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.op, diff)
		}
	}
}

// What is wrong is told with its place, and everything at once.
func TestProblems(t *testing.T) {
	s := answers.NewSession()
	_, problems := ask(t, s, "compile", map[string]any{"config": "{\n\"policies\": [{\"id\": \"p\", \"targets\": {\"first_response\": \"2x\"}}],\n\"metrix\": 1}"})
	if len(problems) != 2 || problems[0].Line == 0 || problems[0].Path == "" || problems[0].What == "" {
		t.Errorf("compile: %+v", problems)
	}
	engine := mustAsk(t, s, "compile", map[string]any{"config": config})
	for question, request := range map[string]map[string]any{
		"no such question": nil,
		"evaluate":         {"engine": engine, "issue": `{"created_at": "yesterday"}`, "as_of": "2026-03-09T12:45:00Z"},
		"explain":          {"engine": 99, "issue": issue, "as_of": "2026-03-09T12:45:00Z"},
		"standings":        {"engine": engine, "issue": issue, "as_of": "2026-03-09T12:45:00Z", "zone": "Europe/Atlantis"},
		"picture":          {"engine": engine, "issue": issue, "as_of": "noon"},
		"template":         {"name": "none"},
		"hours":            {"calendar": 99, "op": "open"},
		"report":           {"engine": engine, "request": `{"bye": []}`, "issues": []any{}, "as_of": "2026-03-09T12:45:00Z"},
		"backtest":         {"engine": engine, "proposed": 99, "request": `{}`},
		"release":          {"engine": 99},
	} {
		if _, problems := ask(t, s, question, request); len(problems) == 0 || problems[0].What == "" {
			t.Errorf("%s: no problem", question)
		}
	}
	mustAsk(t, s, "release", map[string]any{"engine": engine})
	if _, problems := ask(t, s, "evaluate", map[string]any{"engine": engine, "issue": issue, "as_of": "2026-03-09T12:45:00Z"}); len(problems) != 1 {
		t.Errorf("evaluate after a release: %v", problems)
	}
}
