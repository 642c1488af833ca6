package web

import (
	"net/http"

	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/store"
)

// signInPage lets people sign in, in a demo with a click.
func (s *Server) signInPage(w http.ResponseWriter, r *http.Request) {
	s.showSignIn(w, r, http.StatusOK, "")
}

func (s *Server) showSignIn(w http.ResponseWriter, r *http.Request, status int, problem string) {
	var people []store.Person
	if s.Demo {
		var err error
		if people, err = s.Desk.Read().People(r.Context()); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	p := s.newPage(r, "", "Sign in", people)
	p.Problem = problem
	s.render(w, r, status, "signin", p)
}

// signInPost signs somebody in.
func (s *Server) signInPost(w http.ResponseWriter, r *http.Request) {
	id := r.PostFormValue("person")
	if !s.Demo || id == "" {
		p, err := s.CheckPassword(r, r.PostFormValue("email"), r.PostFormValue("password"))
		if err != nil {
			status, text := s.statusOf(r, err)
			s.showSignIn(w, r, status, text)
			return
		}
		id = p.ID
	} else if _, err := s.Desk.Read().Person(r.Context(), id); err != nil {
		s.fail(w, r, err)
		return
	}
	if err := s.SignIn(w, r, id); err != nil {
		s.fail(w, r, err)
		return
	}
	done(w, r, "/")
}

func (s *Server) signOut(w http.ResponseWriter, r *http.Request) {
	if err := s.SignOut(w, r); err != nil {
		s.fail(w, r, err)
		return
	}
	done(w, r, "/sign-in")
}

// A welcome is the form of a new account.
type welcome struct {
	Text string // of the invitation
	store.Invitation
	New store.Person
}

// welcomePage lets somebody with an invitation make an account.
func (s *Server) welcomePage(w http.ResponseWriter, r *http.Request) {
	s.showWelcome(w, r, http.StatusOK, r.FormValue("invitation"), store.Person{Zone: "UTC"}, "")
}

func (s *Server) showWelcome(w http.ResponseWriter, r *http.Request, status int, text string, person store.Person, problem string) {
	i, err := s.Invitation(r.Context(), text)
	if err != nil {
		s.fail(w, r, ErrInvitation)
		return
	}
	p := s.newPage(r, "", "Welcome", welcome{text, i, person})
	p.Problem = problem
	s.render(w, r, status, "welcome", p)
}

// welcomePost makes the account of an invitation, and signs in.
func (s *Server) welcomePost(w http.ResponseWriter, r *http.Request) {
	person := store.Person{
		ID: r.PostFormValue("id"), Name: r.PostFormValue("name"), Email: r.PostFormValue("email"),
		Team: r.PostFormValue("team"), Zone: r.PostFormValue("zone"),
	}
	text := r.PostFormValue("invitation")
	made, err := s.Accept(r, text, r.PostFormValue("password"), person)
	if err != nil {
		status, problem := s.statusOf(r, err)
		s.showWelcome(w, r, status, text, person, problem)
		return
	}
	if err := s.SignIn(w, r, made.ID); err != nil {
		s.fail(w, r, err)
		return
	}
	done(w, r, "/")
}

// inputError is a mistake of whoever asked.
func inputError(err error) error { return &desk.InputError{Err: err} }
