package sla_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// wantProblem fails unless one of the problems that err joins is at path and line
// and says message.
func wantProblem(t *testing.T, err error, line int, path, message string) {
	t.Helper()
	problems := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		problems = joined.Unwrap()
	}
	for _, problem := range problems {
		e, ok := errors.AsType[*sla.Error](problem)
		if ok && e.Path == path && e.Line == line && strings.Contains(e.Err.Error(), message) {
			return
		}
	}
	t.Errorf("got %v\nwant %q at line %d, path %q", err, message, line, path)
}

func openOnly() *policy.Config {
	return &policy.Config{
		Statuses: map[string]policy.Category{"new": policy.Open, "done": policy.Resolved},
		Policies: []policy.Policy{{ID: "p", Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)}}},
	}
}

func TestProblemsHavePathsAndMessages(t *testing.T) {
	at := instant("2024-03-11T13:00:00Z")
	later := at.Add(time.Hour)
	attributes := func(name string, v any) sla.Issue {
		return sla.Issue{CreatedAt: at, Attributes: map[string]any{name: v}}
	}
	events := func(events ...sla.Event) sla.Issue { return sla.Issue{CreatedAt: at, Events: events} }
	note := sla.NoteBy("ann", later)
	with := func(change func(*sla.Event)) sla.Issue {
		e := note
		change(&e)
		return events(e)
	}
	long := strings.Repeat("x", policy.MaxText+1)

	tests := []struct {
		name    string
		issue   sla.Issue
		path    string
		message string
	}{
		{"no creation", sla.Issue{}, "created_at", "is required"},
		{"created too early", sla.Issue{CreatedAt: businesshours.Earliest.Add(-1)}, "created_at", "is not from 1900-01-01 to 2190-01-01"},
		{"created too late", sla.Issue{CreatedAt: businesshours.Latest.Add(1)}, "created_at", "is not from 1900-01-01"},
		{"created by nobody known", sla.Issue{CreatedAt: at, CreatedBy: "robot"}, "created_by", `unknown party "robot"`},
		{"long id", sla.Issue{CreatedAt: at, ID: long}, "id", "longer than 1024 bytes"},
		{"id not UTF-8", sla.Issue{CreatedAt: at, ID: "\xff"}, "id", "not valid UTF-8"},

		{"status category set", attributes("status_category", "open"), "attributes.status_category", "is computed"},
		{"responded set", attributes("responded", true), "attributes.responded", "is computed"},
		{"unanswered set", attributes("unanswered", true), "attributes.unanswered", "is computed"},
		{"created_at set", attributes("created_at", "2024-03-11T13:00:00Z"), "attributes.created_at", "is computed"},
		{"created_by set", attributes("created_by", "agent"), "attributes.created_by", "is computed"},
		{"event field set", attributes("event.by", "ann"), `attributes["event.by"]`, "is computed"},
		{"status not text", attributes("status", 1), "attributes.status", "status must be a text"},
		{"status unmapped", attributes("status", "odd"), "attributes.status", `"odd"`},
		{"attribute nil", attributes("x", nil), "attributes.x", "must be a text, a number, a boolean or a list"},
		{"attribute NaN", attributes("x", math.NaN()), "attributes.x", "not a number"},
		{"attribute infinite", attributes("x", math.Inf(1)), "attributes.x", "2^53"},
		{"attribute inexact", attributes("x", int64(1)<<53+1), "attributes.x", "2^53"},
		{"attribute nested list", attributes("x", []any{"a", []any{"b"}}), "attributes.x", "element 1: must be a text"},
		{"attribute list of numbers", attributes("x", []any{1}), "attributes.x", "element 0: must be a text"},
		{"attribute object", attributes("x", map[string]any{}), "attributes.x", "must be a text"},
		{"attribute text long", attributes("x", long), "attributes.x", "longer than 1024 bytes"},
		{"attribute text not UTF-8", attributes("x", "\xff"), "attributes.x", "not valid UTF-8"},
		{"attribute list long", attributes("x", make([]string, policy.MaxList+1)), "attributes.x", "longer than 1000"},
		{"attribute name", attributes("a b", 1), `attributes["a b"]`, "not a field name"},
		{"attribute name empty", attributes("", 1), `attributes[""]`, "field"},

		{"event before creation", events(sla.NoteBy("ann", at.Add(-1))), "events[0].at", "is before the creation"},
		{"event without instant", events(sla.Event{Type: sla.Note}), "events[0].at", "is required"},
		{"event too late", events(note, sla.NoteBy("", businesshours.Latest.Add(1))), "events[1].at", "is not from 1900-01-01"},
		{"event without type", events(sla.Event{At: later}), "events[0].type", "is required"},
		{"event of unknown type", events(sla.Event{At: later, Type: "reply"}), "events[0].type", `unknown type of event "reply"; write {"type": "message", "from": "agent"}`},
		{"change of the status as a type", events(sla.Event{At: later, Type: "status_changed"}), "events[0].type", `write {"type": "update", "set": {"status": "…"}}`},
		{"misspelled type", events(sla.Event{At: later, Type: "mesage"}), "events[0].type", `did you mean "message"?`},
		{"type of no kind", events(sla.Event{At: later, Type: "sunrise"}), "events[0].type", "it is message, update, note, custom or cancel"},
		{"message from nobody", events(sla.Event{At: later, Type: sla.Message}), "events[0].from", "is required"},
		{"message from unknown", events(sla.MessageFrom("robot", later)), "events[0].from", `unknown party "robot"`},
		{"agent needs no reply", events(sla.Event{At: later, Type: sla.Message, From: sla.Agent, NoReply: true}), "events[0].needs_reply", "customer's message only"},
		{"from on a note", with(func(e *sla.Event) { e.From = sla.Agent }), "events[0].from", `field of "message" events only`},
		{"needs_reply on a note", with(func(e *sla.Event) { e.NoReply = true }), "events[0].needs_reply", `field of "message" events only`},
		{"set on a note", with(func(e *sla.Event) { e.Set = map[string]any{} }), "events[0].set", `field of "update" events only`},
		{"name on a note", with(func(e *sla.Event) { e.Name = "x" }), "events[0].name", `field of "custom" events only`},
		{"reason on a note", with(func(e *sla.Event) { e.Reason = "x" }), "events[0].reason", `field of "cancel" events only`},
		{"long author", with(func(e *sla.Event) { e.By = long }), "events[0].by", "longer than 1024 bytes"},
		{"long reason", events(sla.CancelFor(long, later)), "events[0].reason", "longer than 1024 bytes"},
		{"update of nothing", events(sla.Event{At: later, Type: sla.Update}), "events[0].set", "is required"},
		{"update of a computed field", events(sla.SetAttribute("responded", true, later)), "events[0].set.responded", "is computed"},
		{"update to status not text", events(sla.SetAttribute("status", []string{"new"}, later)), "events[0].set.status", "status must be a text"},
		{"update to an unmapped status", events(note, sla.SetAttribute("status", "odd", later)), "events[1].set.status", `"odd"`},
		{"custom without name", events(sla.CustomEvent("", later)), "events[0].name", "is required"},
		{"custom with a spaced name", events(sla.CustomEvent(" x", later)), "events[0].name", "space at an end"},
		{"another event of one id", events(sla.Event{At: later, Type: sla.Note, ID: "e"}, sla.Event{At: later, Type: sla.Note, ID: "e", By: "bo"}), "events[1].id", "a different event"},
	}
	engine := newEngine(t, openOnly())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := engine.EvaluateAt(tt.issue, at.Add(24*time.Hour))
			wantProblem(t, err, 0, tt.path, tt.message)
			if len(r.Clocks)+len(r.Transitions) != 0 {
				t.Errorf("beside the error there is a result: %s", document(r))
			}
		})
	}
}

// All problems are reported at once, within limits.
func TestAllProblemsAreReportedAtOnce(t *testing.T) {
	issue := sla.Issue{CreatedBy: "x", Attributes: map[string]any{"responded": true, "status": 3}}
	for range 500 {
		issue.Events = append(issue.Events, sla.Event{Type: sla.EventType(strings.Repeat("é", 500))})
	}
	_, err := newEngine(t, openOnly()).EvaluateAt(issue, instant("2024-03-11T13:00:00Z"))
	for _, want := range []struct{ path, message string }{
		{"created_at", "required"}, {"created_by", "unknown party"}, {"attributes.responded", "computed"}, {"attributes.status", "text"}, {"events[0].type", "unknown type"},
	} {
		wantProblem(t, err, 0, want.path, want.message)
	}
	problems := err.(interface{ Unwrap() []error }).Unwrap()
	if len(problems) != 100 || !strings.Contains(problems[99].Error(), "more problems") {
		t.Errorf("%d problems, the last %v; want 100 and a count of the others", len(problems), problems[len(problems)-1])
	}
	for _, problem := range problems {
		if n := len(problem.Error()); n > 1024 {
			t.Errorf("a problem of %d bytes", n)
		}
	}
}

func TestProblemsOfDocumentsHaveLines(t *testing.T) {
	tests := []struct {
		name, doc string
		line      int
		path      string
		message   string
	}{
		{"duplicate key", "{\"id\": \"a\",\n\"id\": \"a\"}", 2, "id", "duplicate field"},
		{"duplicate attribute", "{\"attributes\": {\"x\": 1,\n\n\"x\": 1}}", 3, "attributes.x", "duplicate field"},
		{"unknown key", "{\n\"create_at\": \"\"}", 2, "create_at", `did you mean "created_at"?`},
		{"unknown key of an event", "{\"events\": [{}, {\n\"frm\": \"agent\"}]}", 2, "events[1].frm", `did you mean "from"?`},
		{"wrong case", "{\n\"Created_At\": \"2024-03-11T13:00:00Z\"}", 2, "Created_At", `did you mean "created_at"?`},
		{"null", "{\n\"id\": null}", 2, "id", "must be a text, got null"},
		{"null attribute at creation", "{\"attributes\": {\n\"x\": null}}", 2, "attributes.x", "got null"},
		{"null events", "{\"events\": null}", 1, "events", "must be a list, got null"},
		{"nested list", "{\"attributes\": {\"x\": [\"a\",\n[\"b\"]]}}", 2, "attributes.x[1]", "must be a text, got a list"},
		{"object as attribute", "{\"attributes\": {\"customer\": {\"tier\": \"gold\"}}}", 1, "attributes.customer", `got an object; names of attributes are flat, such as "customer.tier"`},
		{"attribute with a value of 64 bytes", `{"cause": "` + strings.Repeat("x", 62) + `"}`, 1, "cause", `write {"attributes": {"cause": "xx`},
		{"attribute with a longer value", `{"cause": "` + strings.Repeat("x", 63) + `"}`, 1, "cause", "unknown field"},
		{"attribute of an event with a value of 64 bytes", `{"events": [{"cause": "` + strings.Repeat("x", 62) + `"}]}`, 1, "events[0].cause", `write {"type": "update", "set": {"cause": "xx`},
		{"attribute outside attributes", "{\"priority\": \"high\"}", 1, "priority", `unknown field; if it is an attribute, write {"attributes": {"priority": "high"}}`},
		{"attribute in an event", "{\"events\": [{\"status\": \"open\"}]}", 1, "events[0].status", `write {"type": "update", "set": {"status": "open"}}`},
		{"inexact number", "{\"attributes\": {\"x\": 9007199254740993}}", 1, "attributes.x", "2^53"},
		{"huge number", "{\"attributes\": {\"x\": 1e999}}", 1, "attributes.x", "out of range"},
		{"instant without zone", "{\n\n\"created_at\": \"2024-03-11T13:00:00\"}", 3, "created_at", "is not an instant"},
		{"instant as number", "{\"created_at\": 0}", 1, "created_at", "must be a text, got a number"},
		{"needs_reply as text", "{\"events\": [{\"needs_reply\": \"no\"}]}", 1, "events[0].needs_reply", "must be a boolean"},
		{"invalid UTF-8", "{\"id\":\n\"\xff\"}", 2, "", "invalid UTF-8"},
		{"half a surrogate pair", `{"id": "\ud800"}`, 1, "id", "surrogate"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var issue sla.Issue
			wantProblem(t, issue.UnmarshalJSON([]byte(tt.doc)), tt.line, tt.path, tt.message)
		})
	}
	for _, doc := range []string{"", "{", "[]", "{} {}", `{"id": }`, `{"id": "a",}`, strings.Repeat("[", 100)} {
		var issue sla.Issue
		if err := issue.UnmarshalJSON([]byte(doc)); err == nil {
			t.Errorf("%q is accepted as %s", doc, document(issue))
		}
	}
}

// Each limit allows its value and refuses one more.
func TestIssuesUpToTheLimitsAreAccepted(t *testing.T) {
	at := instant("2024-03-11T13:00:00Z")
	many := func(n int) map[string]any {
		m := make(map[string]any)
		for i := range n {
			m[fmt.Sprintf("a%d", i)] = i
		}
		return m
	}
	tests := []struct {
		name  string
		limit int
		issue func(n int) sla.Issue
		path  string
	}{
		{"events", sla.MaxEvents, func(n int) sla.Issue {
			events := make([]sla.Event, n)
			for i := range events {
				events[i] = sla.NoteBy("ann", at)
			}
			return sla.Issue{CreatedAt: at, Events: events}
		}, "events"},
		{"attributes", sla.MaxAttributes, func(n int) sla.Issue { return sla.Issue{CreatedAt: at, Attributes: many(n)} }, "attributes"},
		{"attributes of an update", sla.MaxAttributes, func(n int) sla.Issue {
			return sla.Issue{CreatedAt: at, Events: []sla.Event{{At: at, Type: sla.Update, Set: many(n)}}}
		}, "events[0].set"},
		{"text", policy.MaxText, func(n int) sla.Issue {
			return sla.Issue{CreatedAt: at, Attributes: map[string]any{"x": strings.Repeat("é", n/2) + strings.Repeat("x", n%2)}}
		}, "attributes.x"},
		{"list", policy.MaxList, func(n int) sla.Issue {
			return sla.Issue{CreatedAt: at, Attributes: map[string]any{"x": make([]string, n)}}
		}, "attributes.x"},
		{"field name", 128, func(n int) sla.Issue {
			return sla.Issue{CreatedAt: at, Attributes: map[string]any{strings.Repeat("x", n): "a"}}
		}, "attributes." + strings.Repeat("x", 129)},
	}
	engine := newEngine(t, openOnly())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := engine.EvaluateAt(tt.issue(tt.limit), at); err != nil {
				t.Errorf("%d are refused: %v", tt.limit, err)
			}
			_, err := engine.EvaluateAt(tt.issue(tt.limit+1), at)
			wantProblem(t, err, 0, tt.path, "")
		})
	}
}

func TestAnInstantOutOfRangeIsRefused(t *testing.T) {
	engine := newEngine(t, openOnly())
	issue := sla.Issue{CreatedAt: instant("2024-03-11T13:00:00Z")}
	for _, now := range []time.Time{{}, businesshours.Earliest.Add(-1), businesshours.Latest.Add(1)} {
		if _, err := engine.EvaluateAt(issue, now); !errors.Is(err, businesshours.ErrOutOfRange) {
			t.Errorf("as of %v: %v, want ErrOutOfRange", now, err)
		}
	}
	for _, now := range []time.Time{businesshours.Earliest, businesshours.Latest} {
		if _, err := engine.EvaluateAt(issue, now); err != nil {
			t.Errorf("as of %v: %v", now, err)
		}
	}
}

// 64 steps of 1,000 repeats are 64,064 transitions of one clock. Three clocks stay within the
// limit and four exceed it, but so many are never in memory.
func TestTransitionsAreLimited(t *testing.T) {
	config := openOnly()
	for range policy.MaxEscalations {
		config.Policies[0].Escalations.Steps = append(config.Policies[0].Escalations.Steps, policy.Escalation{At: "1%", Every: 1, Times: policy.MaxTimes})
	}
	targets := config.Policies[0].Targets
	targets[policy.AgentWork], targets[policy.RequesterWait] = policy.Within(time.Hour), policy.Within(time.Hour)
	issue := sla.Issue{CreatedAt: instant("2024-03-11T13:00:00Z")}
	now := issue.CreatedAt.Add(24 * time.Hour)
	r := evaluate(t, newEngine(t, config), issue, now)
	if got, want := len(r.Transitions), 3*(1+1+64*1001); got != want {
		t.Errorf("%d transitions, want %d", got, want)
	}
	// One more clock may have as many as are left, and none more.
	first := policy.Within(time.Hour)
	targets[policy.FirstResponse] = first
	left := sla.MaxTransitions - len(r.Transitions) - 2
	for n := 0; n < left; n += policy.MaxTimes + 1 {
		first.Escalations.Steps = append(first.Escalations.Steps, policy.Escalation{At: "1%", Every: 1, Times: min(policy.MaxTimes, left-n-1)})
	}
	for _, more := range []int{0, 1} {
		first.Escalations.Steps[len(first.Escalations.Steps)-1].Times += more
		targets[policy.FirstResponse] = first
		r, err := newEngine(t, config).EvaluateAt(issue, now)
		if refused := errors.Is(err, sla.ErrTooManyTransitions); refused != (more > 0) || !refused && len(r.Transitions) != sla.MaxTransitions {
			t.Errorf("%d more than the limit: %d transitions, %v", more, len(r.Transitions), err)
		}
	}
	targets[policy.FirstResponse] = policy.Within(time.Hour)
	engine := newEngine(t, config)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := engine.EvaluateAt(issue, now)
	runtime.ReadMemStats(&after)
	if !errors.Is(err, sla.ErrTooManyTransitions) {
		t.Errorf("err = %v, want ErrTooManyTransitions", err)
	}
	if n := (after.TotalAlloc - before.TotalAlloc) >> 20; n > 256 {
		t.Errorf("%d MiB were allocated", n)
	}
}

// encoding/json reports the same problems.
func TestUnmarshalReportsTheSameProblems(t *testing.T) {
	var issue sla.Issue
	err := json.Unmarshal([]byte("{\n\"event\": []}"), &issue)
	wantProblem(t, err, 2, "event", `did you mean "events"?`)
}
