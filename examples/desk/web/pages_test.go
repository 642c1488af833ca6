//go:build unix

package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/sla"
)

// pageDoors are the pages and forms, and which role they need.
var pageDoors = []struct{ method, path, role string }{
	{"GET", "/", store.Agent},
	{"GET", "/issues/new", store.Agent},
	{"GET", "/issues/D-1001", store.Agent},
	{"GET", "/issues/D-1001/picture.svg", store.Agent},
	{"POST", "/issues", store.Agent},
	{"POST", "/issues/D-1001/messages", store.Agent},
	{"POST", "/issues/D-1001/fields", store.Agent},
	{"POST", "/issues/D-1001/merge", store.Agent},
	{"POST", "/issues/D-1001/split", store.Agent},
	{"POST", "/issues/D-1001/cancel", store.Agent},
	{"GET", "/slas", store.Agent},
	{"GET", "/slas/1", store.Agent},
	{"GET", "/slas/new", store.Lead},
	{"POST", "/slas", store.Lead},
	{"POST", "/slas/9/backtest", store.Lead},
	{"POST", "/slas/9/withdraw", store.Lead},
	{"POST", "/slas/9/live", store.Administrator},
	{"GET", "/hours", store.Agent},
	{"GET", "/reports", store.Agent},
	{"GET", "/reports.csv", store.Agent},
	{"GET", "/notifications", store.Agent},
	{"POST", "/notifications", store.Agent},
	{"GET", "/outbox", store.Agent},
	{"POST", "/outbox/x/again", store.Lead},
	{"GET", "/settings", store.Administrator},
	{"POST", "/settings/invite", store.Administrator},
	{"POST", "/settings/people/ann", store.Administrator},
	{"POST", "/settings/tokens", store.Administrator},
	{"POST", "/settings/tokens/x/revoke", store.Administrator},
	{"POST", "/settings/import", store.Administrator},
	{"GET", "/account", store.Agent},
	{"POST", "/account", store.Agent},
	{"POST", "/account/password", store.Agent},
	{"POST", "/ahead", store.Agent},
}

// Each page and each form is for those who have signed in and have its role, and for nobody else; and no
// page of somebody else's can send a form.
func TestPageDoors(t *testing.T) {
	s := newSQLiteServer(t)
	newPageIssue(t, s, "An issue")
	people := map[string]int{"ann": rank(store.Agent), "lea": rank(store.Lead), "olga": rank(store.Administrator)}
	for _, d := range pageDoors {
		if status, _, _ := s.do(t, call{method: d.method, path: d.path, header: map[string]string{"Accept": "application/json"}}); status != http.StatusUnauthorized {
			t.Errorf("%s %s without a sign-in: %d", d.method, d.path, status)
		}
		for person, has := range people {
			allowed := has >= rank(d.role)
			if allowed && d.method == "POST" {
				continue // other tests send forms
			}
			status, _, body := s.do(t, call{method: d.method, path: d.path, person: person})
			if allowed && status != http.StatusOK || !allowed && status != http.StatusForbidden {
				t.Errorf("%s %s as %s: %d %.200s", d.method, d.path, person, status, body)
			}
		}
		if d.method == "POST" {
			status, _, _ := s.do(t, call{method: d.method, path: d.path, person: "olga", header: map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}})
			if status != http.StatusForbidden {
				t.Errorf("%s %s from another page: %d", d.method, d.path, status)
			}
		}
	}
}

func newPageIssue(t *testing.T, s *testServer, title string) string {
	t.Helper()
	issue, _, err := s.Desk.Create(t.Context(), desk.NewIssue{Title: title, Description: title, CreatedBy: sla.Customer, Attributes: map[string]any{"priority": "high", "customer": title}})
	if err != nil {
		t.Fatal(err)
	}
	return issue.ID
}

// What people write is text, not markup, on every page that shows it.
func TestPagesEscape(t *testing.T) {
	s := newSQLiteServer(t)
	const evil = `<script>alert(1)</script>"><img src=x onerror=alert(1)>`
	id := newPageIssue(t, s, evil)
	if status, _, body := s.post(t, "ann", issuePath(id)+"/messages", url.Values{"body": {evil}, "kind": {"note"}}); status != http.StatusSeeOther {
		t.Fatalf("%d %s", status, body)
	}
	for _, path := range []string{"/", issuePath(id), issuePath(id) + "?if=priority&is=" + url.QueryEscape(evil), "/?text=" + url.QueryEscape(evil), "/reports?customer=" + url.QueryEscape(evil)} {
		_, _, body := s.do(t, call{method: "GET", path: path, person: "ann"})
		if strings.Contains(body, "<script>alert") || strings.Contains(body, "<img src=x") {
			t.Errorf("%s has markup of somebody's", path)
		}
	}
}

// post sends a form.
func (s *testServer) post(t *testing.T, person, path string, form url.Values) (int, http.Header, string) {
	t.Helper()
	return s.do(t, call{method: "POST", path: path, body: form.Encode(), person: person, header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}})
}

// What is wrong with a form is told on the page from which it came, and nothing changes.
// However many issues there are, the inbox counts a thousand, and offers the values of what changed lately and
// of what was asked for.
func TestLargeInbox(t *testing.T) {
	s := newSQLiteServer(t)
	err := s.Desk.DB().Write(t.Context(), func(tx *store.Tx) error {
		for i := range maxCount + 1 {
			issue := store.Issue{ID: fmt.Sprintf("L%04d", i), CreatedAt: time.Unix(0, 1), Initial: "{}", Attributes: "{}", Open: true, Customer: "Acme", DueAt: int64(i)}
			if _, err := tx.InsertIssue(t.Context(), &issue); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string][]string{
		"/":               {"More than 1000 open issues", ">L0049<", "offset=50", `value="Acme"`},
		"/?offset=1000":   {"More than 1000 open issues", ">L1000<", "offset=950"},
		"/?customer=Nemo": {"0 open issues", `selected value="Nemo"`},
	} {
		if _, _, body := s.do(t, call{method: "GET", path: path, person: "ann"}); !containsAll(body, want) {
			t.Errorf("%s has not all of %q:\n%s", path, want, body)
		}
	}
}

func containsAll(text string, parts []string) bool {
	return !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(text, p) })
}

func TestWrongForms(t *testing.T) {
	s := newSQLiteServer(t)
	id := newPageIssue(t, s, "An issue")
	for _, test := range []struct {
		path, person string
		form         url.Values
		status       int
		want         string
	}{
		{"/issues", "ann", url.Values{"title": {" "}}, 422, "needs a title"},
		{issuePath(id) + "/messages", "ann", url.Values{"body": {""}, "kind": {"agent"}}, 422, "empty"},
		{issuePath(id) + "/merge", "ann", url.Values{"into": {"D-9"}}, 404, "cannot be merged"},
		{issuePath(id) + "/split", "ann", url.Values{"title": {"x"}}, 422, "cannot be split"},
		{"/issues/none/messages", "ann", url.Values{"body": {"x"}}, 404, "no such thing"},
		{"/slas", "lea", url.Values{"text": {"{\n\"policies\": 1}"}, "action": {"propose"}}, 422, "Line 2"},
		{"/slas/99/live", "olga", url.Values{}, 404, "no such thing"},
		{"/account", "ann", url.Values{"name": {"Ann"}, "zone": {"Atlantis"}}, 422, "time zone"},
		{"/account/password", "ann", url.Values{"was": {"wrong"}, "password": {"battery staple"}}, 422, "is wrong"},
		{"/account/password", "ann", url.Values{"was": {"correct horse"}, "password": {"short"}}, 422, "characters"},
		{"/settings/invite", "olga", url.Values{"role": {"king"}}, 422, "the roles are"},
		{"/settings/people/olga", "olga", url.Values{"role": {"agent"}}, 422, "their own role"},
		{"/settings/tokens", "olga", url.Values{"name": {""}, "scope": {"read"}}, 422, "what the token is for"},
		{"/settings/import", "olga", url.Values{}, 422, "no lines"},
	} {
		status, _, body := s.post(t, test.person, test.path, test.form)
		if status != test.status || !strings.Contains(body, test.want) {
			t.Errorf("%s %v: %d %.1500s", test.path, test.form, status, body)
		}
	}
	// A form leads back to this desk alone.
	for _, path := range []string{"https://evil.example", "//evil.example", `/\evil.example`, ""} {
		r, err := http.NewRequestWithContext(t.Context(), "POST", "/", strings.NewReader(url.Values{"back": {path}}.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if got := back(r); got != "/" {
			t.Errorf("%q leads to %q", path, got)
		}
	}
}

// What forms do: an answer, a change of fields, a proposal, an invitation, a token.
func TestForms(t *testing.T) {
	s := newSQLiteServer(t)
	id := newPageIssue(t, s, "An issue")
	for _, test := range []struct {
		path, person string
		form         url.Values
	}{
		{issuePath(id) + "/messages", "ann", url.Values{"body": {"Hello."}, "kind": {"agent"}}},
		{issuePath(id) + "/fields", "ann", url.Values{"status": {"open"}, "priority": {"urgent"}, "assignee": {"ann"}, "tags": {"vip, late"}}},
		{"/notifications", "ann", url.Values{"breach-email": {"1"}}},
		{"/account", "ann", url.Values{"name": {"Ann Albers"}, "zone": {"Europe/Berlin"}}},
		{"/account/password", "ann", url.Values{"was": {"correct horse"}, "password": {"battery staple"}}},
	} {
		if status, _, body := s.post(t, test.person, test.path, test.form); status != http.StatusSeeOther {
			t.Errorf("%s: %d %.500s", test.path, status, body)
		}
	}
	_, _, body := s.do(t, call{method: "GET", path: issuePath(id), person: "lea"})
	for _, want := range []string{"Hello.", `value="vip, late"`, "<dd>urgent</dd>", "met"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page of the issue has no %q", want)
		}
	}
	_, _, body = s.do(t, call{method: "GET", path: "/notifications", person: "ann"})
	if strings.Count(body, "checked") != 1 {
		t.Error("the subscription is not kept")
	}
	for path, want := range map[string]string{"/settings/invite": "/welcome?invitation=", "/settings/tokens": `id="token"`} {
		if status, _, body := s.post(t, "olga", path, url.Values{"role": {"agent"}, "name": {"ci"}, "scope": {"read"}}); status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d %.500s", path, status, body)
		}
	}
}

// An issue is split and merged again by forms.
func TestSplitAndMerge(t *testing.T) {
	s := newSQLiteServer(t)
	id := newPageIssue(t, s, "Two things")
	issue, _, err := s.Desk.Add(t.Context(), id, sla.MessageFrom(sla.Customer, s.Desk.Now()), "And another thing.")
	if err != nil {
		t.Fatal(err)
	}
	_, entries, err := s.Desk.History(t.Context(), issue.ID)
	if err != nil || len(entries) != 1 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	status, header, body := s.post(t, "ann", issuePath(id)+"/split", url.Values{"event": {entries[0].ID}, "title": {"Another thing"}})
	other := header.Get("Location")
	if status != http.StatusSeeOther || other == issuePath(id) {
		t.Fatalf("split: %d to %s %.500s", status, other, body)
	}
	if _, _, body := s.do(t, call{method: "GET", path: other, person: "ann"}); !strings.Contains(body, "Another thing") {
		t.Errorf("the other issue: %.500s", body)
	}
	status, _, body = s.post(t, "ann", other+"/merge", url.Values{"into": {id}})
	if status != http.StatusSeeOther {
		t.Fatalf("merge: %d %.500s", status, body)
	}
	if _, _, body := s.do(t, call{method: "GET", path: other, person: "ann"}); !strings.Contains(body, "was merged into") {
		t.Errorf("the merged issue: %.500s", body)
	}
}
