package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/punctualgo/punctual/examples/desk/demo"
	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/internal/testdesk"
	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/sla"
)

// An issue by way of the API: opened, answered, and explained.
func TestAPI(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		s := newTestServer(t, open())
		token := s.newToken(t, writeScope)
		status, _, body := s.do(t, call{method: "POST", path: "/api/issues", token: token,
			body: `{"id": "X-1", "title": "Help", "attributes": {"priority": "urgent", "customer.tier": "gold", "tags": ["a"]}}`})
		if status != 201 || field(t, body, "standing") != "on_track" || field(t, body, "next_check") == nil {
			t.Fatalf("created: %d %s", status, body)
		}
		s.desk.Clock.Advance(10 * time.Minute)
		event := call{method: "POST", path: "/api/issues/X-1/events", token: token, body: `{"id": "e1", "type": "message", "from": "agent", "by": "ann", "body": "On it."}`}
		status, _, body = s.do(t, event)
		if status != 200 || field(t, body, "repeated") != nil {
			t.Fatalf("answered: %d %s", status, body)
		}
		s.desk.Clock.Advance(time.Minute)
		if status, _, body = s.do(t, event); status != 200 || field(t, body, "repeated") != true {
			t.Errorf("delivered again: %d %s", status, body)
		}
		status, _, body = s.do(t, call{method: "GET", path: "/api/issues/X-1", token: token})
		if status != 200 || !strings.Contains(field(t, body, "words").(string), "stopped: the agent ann answered") && !strings.Contains(body, "met") {
			t.Errorf("explained: %d %s", status, body)
		}
		if _, entries, err := s.desk.History(t.Context(), "X-1"); err != nil || len(entries) != 1 || entries[0].Body != "On it." {
			t.Errorf("history: %v, %v", entries, err)
		}
		status, _, body = s.do(t, call{method: "GET", path: "/api/issues?priority=urgent&limit=5", token: token})
		if status != 200 || !strings.Contains(body, `"X-1"`) {
			t.Errorf("list: %d %s", status, body)
		}
	})
}

// What is asked is checked, and nothing is stored of what is refused.
func TestAPIRefuses(t *testing.T) {
	s := newSQLiteServer(t)
	token := s.newToken(t, writeScope)
	if _, _, err := s.desk.Create(t.Context(), desk.NewIssue{ID: "A", Title: "a"}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path, body string
		want       int
	}{
		{"/api/issues", `{`, 422},
		{"/api/issues", `{}`, 422},
		{"/api/issues", `{"title": "x", "color": "red"}`, 422},
		{"/api/issues", `{"title": "x"} {"title": "y"}`, 422},
		{"/api/issues", `{"title": "x", "id": "../x"}`, 422},
		{"/api/issues", `{"title": "x", "created_at": "2030-01-01T00:00:00Z"}`, 422},
		{"/api/issues", `{"title": "x", "created_by": "king"}`, 422},
		{"/api/issues", `{"title": "x", "attributes": {"status": "nonsense"}}`, 422},
		{"/api/issues", `{"title": "x", "attributes": {"a": {"b": 1}}}`, 422},
		{"/api/issues", `{"title": "x", "attributes": {"priority": "High"}}`, 422},
		{"/api/issues/A/events", `{"type": "update", "set": {"priority": "High"}}`, 422},
		{"/api/issues", `{"title": "x", "attributes": {"assignee": "\u0000"}}`, 422},
		{"/api/issues", `{"title": "a\u0000b"}`, 422},
		{"/api/issues", `{"title": "` + strings.Repeat("x", 501) + `"}`, 422},
		{"/api/issues", `{"title": "x", "description": "` + strings.Repeat("x", 1<<20) + `"}`, 413},
		{"/api/issues", `{"title": "b", "id": "A"}`, 409},
		{"/api/issues/A/events", `{}`, 422},
		{"/api/issues/A/events", `{"type": "letter"}`, 422},
		{"/api/issues/A/events", `{"type": "note", "at": "2030-01-01T00:00:00Z"}`, 422},
		{"/api/issues/A/events", `{"type": "note", "at": "1999-01-01T00:00:00Z"}`, 422},
		{"/api/issues/A/events", `{"type": "note", "body": 7}`, 422},
		{"/api/issues/A/events", `{"type": "note", "body": "\u0000"}`, 422},
		{"/api/issues/A/events", `{"type": "update", "set": {"team": "\u0000"}}`, 422},
		{"/api/issues/A/events", `{"type": "update", "set": {"status": "nonsense"}}`, 422},
		{"/api/issues/B/events", `{"type": "note"}`, 404},
	} {
		status, _, body := s.do(t, call{method: "POST", path: c.path, token: token, body: c.body})
		if status != c.want || field(t, body, "error") == nil {
			t.Errorf("%s %.60s: %d %s, want %d", c.path, c.body, status, body, c.want)
		}
	}
	if n, err := s.desk.Read().CountAll(t.Context()); err != nil || n != 1 {
		t.Errorf("%d issues, %v", n, err)
	}
	for path, want := range map[string]int{"/api/issues/B": 404, "/api/issues?limit=-1": 400, "/api/issues?offset=x": 400, "/api/runs/none": 404, "/api/issues?text=%00%ff": 200} {
		if status, _, body := s.do(t, call{method: "GET", path: path, token: token}); status != want {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
}

// A request with an idempotency key is done once, also if it comes many times at once.
func TestIdempotencyKey(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		s := newTestServer(t, open())
		token, other := s.newToken(t, writeScope), s.newToken(t, writeScope)
		create := call{method: "POST", path: "/api/issues", token: token, body: `{"title": "Help"}`, header: map[string]string{"Idempotency-Key": "k1"}}
		var wait sync.WaitGroup
		answers := make([]string, 8)
		for i := range answers {
			wait.Go(func() {
				status, _, body := s.do(t, create)
				answers[i] = fmt.Sprint(status, body)
			})
		}
		wait.Wait()
		for _, a := range answers {
			if a != answers[0] || !strings.HasPrefix(a, "201") {
				t.Errorf("answers differ: %s, %s", a, answers[0])
			}
		}
		if n, err := s.desk.Read().CountAll(t.Context()); err != nil || n != 1 {
			t.Errorf("%d issues, %v", n, err)
		}
		create.body = `{"title": "Other"}`
		if status, _, body := s.do(t, create); status != 422 {
			t.Errorf("the key for another request: %d %s", status, body)
		}
		create.token = other
		if status, _, body := s.do(t, create); status != 201 {
			t.Errorf("the key of another token: %d %s", status, body)
		}
		bad := call{method: "POST", path: "/api/issues", token: token, body: `{"title": ""}`, header: map[string]string{"Idempotency-Key": "k2"}}
		if status, _, _ := s.do(t, bad); status != 422 {
			t.Errorf("refused: %d", status)
		}
		bad.body = `{"title": "better"}`
		if status, _, body := s.do(t, bad); status != 201 {
			t.Errorf("a key of what was refused is not used up: %d %s", status, body)
		}
	})
}

// An import, with its progress.
func TestAPIImport(t *testing.T) {
	s := newSQLiteServer(t)
	doc := desk.Document{Title: "old"}
	doc.Issue = sla.Issue{ID: "I1", CreatedAt: nine}
	line, err := doc.Line()
	if err != nil {
		t.Fatal(err)
	}
	status, header, body := s.do(t, call{method: "POST", path: "/api/import", token: s.newToken(t, writeScope), body: string(line)})
	if status != 202 || field(t, body, "total") != 1.0 {
		t.Fatalf("import: %d %s", status, body)
	}
	for _, job := range s.desk.Jobs.Take() {
		if ended, err := s.desk.DoRun(t.Context(), job.(desk.RunJob).Run, time.Minute); err != nil || !ended {
			t.Fatal(ended, err)
		}
	}
	status, _, body = s.do(t, call{method: "GET", path: header.Get("Location"), token: s.newToken(t, readScope)})
	if status != 200 || field(t, body, "state") != "done" || field(t, body, "done") != 1.0 {
		t.Errorf("run: %d %s", status, body)
	}
	if status, _, body = s.do(t, call{method: "POST", path: "/api/import", token: s.newToken(t, writeScope), body: "{\"a\": \"\x00\"}"}); status != 422 {
		t.Errorf("NUL: %d %s", status, body)
	}
}

// The description of the API has every part of it, and nothing else.
func TestOpenAPI(t *testing.T) {
	s := newSQLiteServer(t)
	_, _, body := s.do(t, call{method: "GET", path: "/openapi.json"})
	var doc struct {
		Paths map[string]map[string]any
	}
	if err := json.Unmarshal([]byte(body), &doc); err != nil {
		t.Fatal(err)
	}
	n := 1 // /healthz
	for _, r := range s.api() {
		if doc.Paths[r.path][strings.ToLower(r.method)] == nil {
			t.Errorf("%s %s is not described", r.method, r.path)
		}
		n++
	}
	for path, methods := range doc.Paths {
		n -= len(methods)
		if doc.Paths[path] == nil {
			t.Errorf("%s", path)
		}
	}
	if n != 0 {
		t.Errorf("%d parts more are described than there are", -n)
	}
	for ref := range strings.SplitSeq(body, `"$ref": "#/`) {
		if name, _, ok := strings.Cut(ref, `"`); ok && strings.HasPrefix(name, "components/") {
			var at any = json.RawMessage(body)
			for part := range strings.SplitSeq(name, "/") {
				var m map[string]json.RawMessage
				if err := json.Unmarshal(at.(json.RawMessage), &m); err != nil || m[part] == nil {
					t.Fatalf("%s is not there", name)
				}
				at = m[part]
			}
		}
	}
}

// Metrics and health.
func TestMetrics(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		s := newTestServer(t, open())
		for i := range 3 {
			if _, _, err := s.desk.Create(t.Context(), desk.NewIssue{ID: fmt.Sprint("A", i), Title: "a", Attributes: map[string]any{"priority": "urgent"}}); err != nil {
				t.Fatal(err)
			}
		}
		s.desk.Until(t, nine.Add(3*time.Hour))
		status, _, body := s.do(t, call{method: "GET", path: "/metrics", token: s.newToken(t, readScope)})
		for _, line := range []string{
			`desk_open_clocks{metric="first_response",standing="overdue"} 3`,
			`desk_open_clocks{metric="resolution",standing="on_track"} 3`,
			"desk_due_lag_seconds 0",
			`desk_messages{state="pending"} `,
		} {
			if status != 200 || !strings.Contains(body, "\n"+line) {
				t.Errorf("%d, %q is not in\n%s", status, line, body)
			}
		}
		if status, _, _ := s.do(t, call{method: "GET", path: "/healthz"}); status != 200 {
			t.Errorf("health: %d", status)
		}
	})
}

// Pages hear of what changes, also in another process.
func TestLive(t *testing.T) {
	db := testdesk.Open(t, testdesk.URL(t))
	s := newTestServer(t, db)
	r, err := http.NewRequestWithContext(t.Context(), "GET", s.url+"/live", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(s.signIn(t, "ann"))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != 200 || answer.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("stream: %d", answer.StatusCode)
	}
	other := testdesk.Join(t, db, nine)
	go func() {
		for i := range 100 { // the stream may not look yet
			_, _, err := other.Create(t.Context(), desk.NewIssue{ID: fmt.Sprintf("B%d", i), Title: "b", Attributes: map[string]any{}})
			if err != nil {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
	}()
	buffer := make([]byte, 4096)
	var got bytes.Buffer
	for !strings.Contains(got.String(), "event: changed\ndata: [\"B") {
		n, err := answer.Body.Read(buffer)
		if err != nil {
			t.Fatalf("%v after %q", err, got.String())
		}
		got.Write(buffer[:n])
	}
}

// The configuration of the demo is what the tests take it for.
func TestDemoConfig(t *testing.T) {
	if desk.Invalid(newSQLiteServer(t).desk.Lint(demo.Config)) {
		t.Error("invalid")
	}
}
