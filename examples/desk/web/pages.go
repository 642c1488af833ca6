package web

import (
	"fmt"
	"html"
	"net/http"

	"github.com/punctualgo/punctual/examples/desk/store"
)

// pages are those of people.
func (s *Server) pages(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", s.signedIn(s.inbox))
	mux.HandleFunc("GET /sign-in", s.signInPage)
	mux.HandleFunc("POST /sign-in", s.signInPost)
}

// inbox lists open issues by what is due first.
func (s *Server) inbox(w http.ResponseWriter, r *http.Request) {
	issues, err := s.Desk.Read().Issues(r.Context(), store.Filter{Limit: 50})
	if err != nil {
		status, text := s.statusOf(r, err)
		http.Error(w, text, status)
		return
	}
	fmt.Fprintf(w, "<!doctype html><title>Desk</title><h1>%s</h1><ul>", html.EscapeString(Person(r.Context()).Name))
	for _, i := range issues {
		fmt.Fprintf(w, "<li>%s %s: %s", i.ID, html.EscapeString(i.Title), i.Standing)
	}
}

// signInPage lets people sign in, in a demo with a click.
func (s *Server) signInPage(w http.ResponseWriter, r *http.Request) {
	fmt.Fprint(w, `<!doctype html><title>Sign in</title><form method="post"><input name="email"><input name="password" type="password"><button>Sign in</button></form>`)
	if !s.Demo {
		return
	}
	people, err := s.Desk.Read().People(r.Context())
	if err != nil {
		return
	}
	for _, p := range people {
		fmt.Fprintf(w, `<form method="post"><button name="person" value="%s">%s, %s</button></form>`, p.ID, html.EscapeString(p.Name), p.Role)
	}
}

// signInPost signs somebody in.
func (s *Server) signInPost(w http.ResponseWriter, r *http.Request) {
	id := r.PostFormValue("person")
	if !s.Demo || id == "" {
		p, err := s.CheckPassword(r, r.PostFormValue("email"), r.PostFormValue("password"))
		if err != nil {
			status, text := s.statusOf(r, err)
			http.Error(w, text, status)
			return
		}
		id = p.ID
	}
	if err := s.SignIn(w, r, id); err != nil {
		status, text := s.statusOf(r, err)
		http.Error(w, text, status)
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}
