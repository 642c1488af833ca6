package web

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/examples/desk/demo"
	"github.com/punctualgo/punctual/examples/desk/internal/testdesk"
	"github.com/punctualgo/punctual/examples/desk/store"
)

func TestMain(m *testing.M) { testdesk.Main(m) }

// nine is a Monday, when Berlin has opened.
var nine = time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)

// A testServer is a server on a desk with people: ann, an agent, lea, a lead, and olga, an administrator.
type testServer struct {
	*Server
	url  string
	desk *testdesk.Desk
}

func newTestServer(t *testing.T, db *store.DB, change ...func(*Options)) *testServer {
	t.Helper()
	d := testdesk.New(t, db, demo.Config, nine)
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		for _, p := range []store.Person{
			{ID: "ann", Name: "Ann", Email: "ann@desk.example", Role: store.Agent, Password: hashes.ann},
			{ID: "lea", Name: "Lea", Email: "lea@desk.example", Role: store.Lead},
			{ID: "olga", Name: "Olga", Email: "olga@desk.example", Role: store.Administrator},
		} {
			p.CreatedAt = nine
			if _, err := tx.InsertPerson(t.Context(), &p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Desk: d.Desk}
	for _, f := range change {
		f(&o)
	}
	s := &testServer{Server: New(o), desk: d}
	h := httptest.NewServer(s)
	t.Cleanup(h.Close)
	t.Cleanup(s.Close) // streams end first
	s.url = h.URL
	return s
}

// hashes are made once, because that takes time on purpose.
var hashes = struct{ ann string }{HashPassword("correct horse")}

func newSQLiteServer(t *testing.T, change ...func(*Options)) *testServer {
	return newTestServer(t, testdesk.Open(t, t.TempDir()+"/desk.db"), change...)
}

// A call is a request of a test.
type call struct {
	method, path, body string
	header             map[string]string
	person             string // who has signed in
	token              string
}

// do makes a request, and returns status, headers and body.
func (s *testServer) do(t *testing.T, c call) (int, http.Header, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), c.method, s.url+c.path, strings.NewReader(c.body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range c.header {
		r.Header.Set(name, value)
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	if c.person != "" {
		r.AddCookie(s.signIn(t, c.person))
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, answer.Header, string(body)
}

// signIn returns the cookie of a session of a person.
func (s *testServer) signIn(t *testing.T, person string) *http.Cookie {
	t.Helper()
	w := httptest.NewRecorder()
	if err := s.SignIn(w, httptest.NewRequest("POST", "/", nil), person); err != nil {
		t.Fatal(err)
	}
	return w.Result().Cookies()[0]
}

// newToken returns a token of the API.
func (s *testServer) newToken(t *testing.T, scope string) string {
	t.Helper()
	text, err := s.NewToken(t.Context(), "a test", scope, "olga")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// field returns a field of a JSON object.
func field(t *testing.T, text, name string) any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	return m[name]
}
