package web

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/examples/desk/store"
)

// Who may not use the API, does not.
func TestAPIDoors(t *testing.T) {
	s := newSQLiteServer(t)
	read, revoked := s.newToken(t, readScope), s.newToken(t, writeScope)
	err := s.desk.DB().Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.RevokeToken(t.Context(), hashOf(revoked)[:12], time.Now())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range s.api() {
		path := strings.ReplaceAll(r.path, "{id}", "A")
		for name, c := range map[string]call{
			"nobody":            {},
			"a wrong token":     {token: "wrong"},
			"a revoked token":   {token: revoked},
			"a hash as a token": {token: hashOf(read)},
			"another scheme":    {header: map[string]string{"Authorization": "Basic " + read}},
			"a wrong session":   {header: map[string]string{"Cookie": sessionCookie + "=wrong"}},
		} {
			c.method, c.path = r.method, path
			if status, _, body := s.do(t, c); status != http.StatusUnauthorized {
				t.Errorf("%s %s by %s: %d %s", r.method, path, name, status, body)
			}
		}
		if r.scope == writeScope {
			if status, _, body := s.do(t, call{method: r.method, path: path, token: read}); status != http.StatusForbidden {
				t.Errorf("%s %s with a token for reading: %d %s", r.method, path, status, body)
			}
		}
	}
	if status, _, body := s.do(t, call{method: "POST", path: "/api/import", person: "ann"}); status != http.StatusForbidden {
		t.Errorf("an agent imports: %d %s", status, body)
	}
	if n, err := s.desk.Read().CountAll(t.Context()); err != nil || n != 0 {
		t.Errorf("%d issues, %v", n, err)
	}
}

// Tokens and sessions are stored as hashes only.
func TestNoSecretStored(t *testing.T) {
	s := newSQLiteServer(t)
	token, cookie := s.newToken(t, readScope), s.signIn(t, "ann")
	for _, table := range []string{"tokens", "sessions"} {
		err := s.desk.DB().Write(t.Context(), func(tx *store.Tx) error {
			var n int
			err := tx.QueryRowContext(t.Context(), "SELECT count(*) FROM "+table+" WHERE hash IN ($1, $2)", token, cookie.Value).Scan(&n)
			if n != 0 {
				t.Errorf("%s has a secret", table)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode {
		t.Errorf("cookie: %v", cookie)
	}
}

// A page elsewhere cannot make a browser do something here.
func TestCrossOrigin(t *testing.T) {
	s := newSQLiteServer(t)
	for _, header := range []map[string]string{
		{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"},
	} {
		c := call{method: "POST", path: "/api/issues", person: "ann", body: `{"title": "x"}`, header: header}
		if status, _, body := s.do(t, c); status != http.StatusForbidden {
			t.Errorf("%v: %d %s", header, status, body)
		}
	}
	c := call{method: "POST", path: "/api/issues", person: "ann", body: `{"title": "x"}`, header: map[string]string{"Sec-Fetch-Site": "same-origin"}}
	if status, _, body := s.do(t, c); status != http.StatusCreated {
		t.Errorf("from here: %d %s", status, body)
	}
}

// Each role may do what it may.
func TestRoles(t *testing.T) {
	s := newSQLiteServer(t)
	ok := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }
	for role, want := range map[string]map[string]int{
		store.Agent:         {"": 401, "ann": 204, "lea": 204, "olga": 204},
		store.Lead:          {"": 401, "ann": 403, "lea": 204, "olga": 204},
		store.Administrator: {"": 401, "ann": 403, "lea": 403, "olga": 204},
	} {
		for person, status := range want {
			r := httptest.NewRequest("GET", "/", nil)
			if person != "" {
				r.AddCookie(s.signIn(t, person))
			}
			w := httptest.NewRecorder()
			s.atLeast(role, ok)(w, r)
			if w.Code != status {
				t.Errorf("%q at a door for %s: %d, want %d", person, role, w.Code, status)
			}
		}
	}
	if rank("king") != 0 {
		t.Error("an unknown role may do something")
	}
}

// Every answer says what a browser may do with it.
func TestHeaders(t *testing.T) {
	s := newSQLiteServer(t, func(o *Options) { o.Secure = true })
	for _, path := range []string{"/", "/nowhere", "/sign-in", "/api/issues", "/healthz"} {
		_, header, _ := s.do(t, call{method: "GET", path: path})
		csp := header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || header.Get("X-Content-Type-Options") != "nosniff" ||
			header.Get("Strict-Transport-Security") == "" {
			t.Errorf("%s: %v", path, header)
		}
	}
	if cookie := s.signIn(t, "ann"); !cookie.Secure {
		t.Error("the cookie goes over HTTP")
	}
}

// A desk on loopback is not reached by a name that somebody elsewhere has made up.
func TestHosts(t *testing.T) {
	s := newSQLiteServer(t, func(o *Options) { o.Hosts = []string{"127.0.0.1", "localhost"} })
	for host, want := range map[string]int{"127.0.0.1:8080": 200, "localhost": 200, "evil.example": 421, "evil.example:8080": 421, "": 421} {
		r := httptest.NewRequest("GET", "/healthz", nil)
		r.Host = host
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%q: %d, want %d", host, w.Code, want)
		}
	}
}

// A password lets in whoever has it, and guessing is slow.
func TestPasswords(t *testing.T) {
	s := newSQLiteServer(t)
	r := httptest.NewRequest("POST", "/sign-in", nil)
	if p, err := s.CheckPassword(r, " ANN@desk.example ", "correct horse"); err != nil || p.ID != "ann" {
		t.Errorf("the right one: %v, %v", p.ID, err)
	}
	for _, c := range [][2]string{
		{"ann@desk.example", "wrong"}, {"ann@desk.example", ""}, {"nobody@desk.example", "correct horse"},
		{"lea@desk.example", ""}, {"ann@desk.example", strings.Repeat("x", 10_000)},
	} {
		if _, err := s.CheckPassword(r, c[0], c[1]); !errors.Is(err, ErrBadSignIn) {
			t.Errorf("%.40q: %v", c, err)
		}
	}
	err := s.desk.DB().Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.UpdatePerson(t.Context(), &store.Person{ID: "ann", Password: hashes.ann, DisabledAt: nine})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.CheckPassword(r, "ann@desk.example", "correct horse"); !errors.Is(err, ErrBadSignIn) {
		t.Errorf("an account that is disabled: %v", err)
	}
	for range 20 {
		_, err = s.CheckPassword(r, "bo@desk.example", "guess")
	}
	if !errors.Is(err, ErrTooMany) {
		t.Errorf("after many guesses: %v", err)
	}
	if HashPassword("correct horse") == hashes.ann {
		t.Error("two hashes of a password are equal")
	}
}

// An invitation makes one account, with the role that it has.
func TestInvitations(t *testing.T) {
	s := newSQLiteServer(t)
	if path, err := FirstAdministrator(t.Context(), s.desk.Desk); err != nil || path != "" {
		t.Errorf("a desk with people has a link for its first administrator: %q, %v", path, err)
	}
	path, err := Invite(t.Context(), s.desk.Desk, store.Lead, "max@desk.example")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(path, "invitation=")
	r := httptest.NewRequest("POST", "/welcome", nil)
	max := store.Person{ID: "max", Name: "Max", Email: "other@desk.example", Role: store.Administrator}
	for name, c := range map[string]struct {
		text, password string
		person         store.Person
	}{
		"another link":     {"wrong", "long enough", max},
		"a short password": {text, "short", max},
		"no name":          {text, "long enough", store.Person{ID: "max"}},
		"a bad short name": {text, "long enough", store.Person{ID: "../max", Name: "Max"}},
		"an unknown zone":  {text, "long enough", store.Person{ID: "max", Name: "Max", Zone: "Mars/Base"}},
		"a taken name":     {text, "long enough", store.Person{ID: "ann", Name: "Ann"}},
	} {
		r.RemoteAddr = name + ":1" // each has its own limit
		if _, err := s.Accept(r, c.text, c.password, c.person); err == nil {
			t.Errorf("%s makes an account", name)
		}
	}
	p, err := s.Accept(r, text, "long enough", max)
	if err != nil || p.Role != store.Lead || p.Email != "max@desk.example" {
		t.Fatalf("accepted: %+v, %v", p, err)
	}
	if _, err := s.Accept(r, text, "long enough", store.Person{ID: "moe", Name: "Moe"}); !errors.Is(err, ErrInvitation) {
		t.Errorf("used twice: %v", err)
	}
	if _, err := s.CheckPassword(r, "max@desk.example", "long enough"); err != nil {
		t.Error(err)
	}
}

// The link for the first administrator is good once, and the latest alone.
func TestFirstAdministrator(t *testing.T) {
	s := newSQLiteServer(t)
	err := s.desk.DB().Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.ExecContext(t.Context(), "DELETE FROM people")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	first, err := FirstAdministrator(t.Context(), s.desk.Desk)
	if err != nil {
		t.Fatal(err)
	}
	second, err := FirstAdministrator(t.Context(), s.desk.Desk)
	if err != nil {
		t.Fatal(err)
	}
	_, old, _ := strings.Cut(first, "=")
	_, text, _ := strings.Cut(second, "=")
	if _, err := s.Invitation(t.Context(), old); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an earlier link: %v", err)
	}
	r := httptest.NewRequest("POST", "/welcome", nil)
	p, err := s.Accept(r, text, "long enough", store.Person{ID: "eva", Name: "Eva", Email: "Eva@Desk.example"})
	if err != nil || p.Role != store.Administrator || p.Email != "eva@desk.example" {
		t.Errorf("accepted: %+v, %v", p, err)
	}
	if path, err := FirstAdministrator(t.Context(), s.desk.Desk); err != nil || path != "" {
		t.Errorf("a second first administrator: %q, %v", path, err)
	}
}

// The last administrator stays one; who is disabled is signed out, and who changes their password, too.
func TestAccounts(t *testing.T) {
	s := newSQLiteServer(t)
	ctx := t.Context()
	olga := store.Person{ID: "olga", Name: "Olga", Role: store.Agent}
	if err := s.UpdatePerson(ctx, olga); err == nil {
		t.Error("nobody is the administrator")
	}
	olga.Role, olga.DisabledAt = store.Administrator, nine
	if err := s.UpdatePerson(ctx, olga); err == nil {
		t.Error("the administrator is disabled")
	}
	if err := s.UpdatePerson(ctx, store.Person{ID: "lea", Name: "Lea", Role: "king"}); err == nil {
		t.Error("there is a king")
	}
	if err := s.UpdatePerson(ctx, store.Person{ID: "lea", Name: "Lea", Role: store.Administrator}); err != nil {
		t.Error(err)
	}
	if err := s.UpdatePerson(ctx, olga); err != nil {
		t.Error(err)
	}
	r := httptest.NewRequest("POST", "/account", nil)
	cookie := s.signIn(t, "ann")
	r.AddCookie(cookie)
	ann, err := s.sessionPerson(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{{"wrong", "long enough"}, {"correct horse", "short"}} {
		if err := s.ChangePassword(r, ann, c[0], c[1]); err == nil {
			t.Errorf("%q: changed", c)
		}
	}
	if err := s.ChangePassword(r, ann, "correct horse", "battery staple"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.sessionPerson(r); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a session outlives the password: %v", err)
	}
	if _, err := s.CheckPassword(r, ann.Email, "correct horse"); !errors.Is(err, ErrBadSignIn) {
		t.Errorf("the password that was: %v", err)
	}
}

// With a click people sign in to a demo only.
func TestNoClickOutsideOfTheDemo(t *testing.T) {
	for _, demo := range []bool{false, true} {
		s := newSQLiteServer(t, func(o *Options) { o.Demo = demo })
		c := call{method: "POST", path: "/sign-in", body: "person=olga", header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}}
		status, header, _ := s.do(t, c)
		if got := header.Get("Set-Cookie") != ""; got != demo {
			t.Errorf("demo %v: %d, signed in: %v", demo, status, got)
		}
	}
}

// Many requests are too many.
func TestRates(t *testing.T) {
	var l limits
	now := nine
	r := rate{burst: 3, second: 1}
	for i := range 5 {
		if got := l.allow("ann", r, now); got != (i < 3) {
			t.Errorf("request %d: %v", i, got)
		}
	}
	if !l.allow("bo", r, now) {
		t.Error("another one waits")
	}
	if !l.allow("ann", r, now.Add(time.Second)) || l.allow("ann", r, now.Add(time.Second)) {
		t.Error("a second later there is one more")
	}
	for range 100 {
		l.allow("x", r, now)
	}
	l.allow("y", r, now.Add(time.Hour))
	if len(l.buckets) != 1 {
		t.Errorf("%d buckets are kept", len(l.buckets))
	}
}

// A handler that panics answers, and the others go on.
func TestPanic(t *testing.T) {
	s := newSQLiteServer(t)
	w := httptest.NewRecorder()
	s.guard(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("oops") })).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "oops") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
