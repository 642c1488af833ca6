package web

import (
	"errors"
	"net/http"
	"time"

	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/store"
)

// settingsPages are those of administrators.
func (s *Server) settingsPages(mux *http.ServeMux) {
	mux.HandleFunc("GET /settings", s.atLeast(store.Administrator, s.settings))
	mux.HandleFunc("POST /settings/invite", s.atLeast(store.Administrator, s.invite))
	mux.HandleFunc("POST /settings/people/{id}", s.atLeast(store.Administrator, s.changePerson))
	mux.HandleFunc("POST /settings/tokens", s.atLeast(store.Administrator, s.makeToken))
	mux.HandleFunc("POST /settings/tokens/{id}/revoke", s.atLeast(store.Administrator, s.revokeToken))
	mux.HandleFunc("POST /settings/import", s.atLeast(store.Administrator, s.importLines))
}

// A settingsView is what an administrator looks after.
type settingsView struct {
	People []store.Person
	Tokens []store.Token
	Runs   []store.Run
	Roles  []string

	Invitation string // a link that was just made
	Token      string // a token that was just made, which is shown once
}

func (s *Server) settings(w http.ResponseWriter, r *http.Request) {
	s.showSettings(w, r, http.StatusOK, settingsView{}, "")
}

func (s *Server) showSettings(w http.ResponseWriter, r *http.Request, status int, v settingsView, problem string) {
	var err error
	ctx := r.Context()
	v.Roles = []string{store.Agent, store.Lead, store.Administrator}
	if v.People, err = s.Desk.Read().People(ctx); err == nil {
		v.Tokens, err = s.Desk.Read().Tokens(ctx)
	}
	if err == nil {
		v.Runs, err = s.Desk.Read().Runs(ctx, desk.ImportRun, 10)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p := s.newPage(r, "settings", "Settings", v)
	p.Problem = problem
	s.render(w, r, status, "settings", p)
}

// refuse shows the settings with what was wrong.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	status, text := s.statusOf(r, err)
	s.showSettings(w, r, status, settingsView{}, text)
}

// invite makes a link by which somebody makes an account.
func (s *Server) invite(w http.ResponseWriter, r *http.Request) {
	role := r.PostFormValue("role")
	if rank(role) == 0 {
		s.refuse(w, r, inputError(errRole))
		return
	}
	email := r.PostFormValue("email")
	if email != "" {
		var err error
		if email, err = cleanAddress(email); err != nil {
			s.refuse(w, r, err)
			return
		}
	}
	path, err := Invite(r.Context(), s.Desk, role, email)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	s.showSettings(w, r, http.StatusOK, settingsView{Invitation: path}, "")
}

// changePerson changes the role of a person, or whether they may sign in.
func (s *Server) changePerson(w http.ResponseWriter, r *http.Request) {
	ctx, id := r.Context(), r.PathValue("id")
	if id == Person(ctx).ID {
		s.refuse(w, r, inputError(errSelf))
		return
	}
	person, err := s.Desk.Read().Person(ctx, id)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	if role := r.PostFormValue("role"); rank(role) > 0 {
		person.Role = role
	}
	person.DisabledAt = time.Time{}
	if r.PostFormValue("disabled") != "" {
		person.DisabledAt = s.Desk.Now()
	}
	if err := s.UpdatePerson(ctx, person); err != nil {
		s.refuse(w, r, err)
		return
	}
	done(w, r, "/settings")
}

func (s *Server) makeToken(w http.ResponseWriter, r *http.Request) {
	text, err := s.NewToken(r.Context(), r.PostFormValue("name"), r.PostFormValue("scope"), Person(r.Context()).ID)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	s.showSettings(w, r, http.StatusOK, settingsView{Token: text}, "")
}

func (s *Server) revokeToken(w http.ResponseWriter, r *http.Request) {
	err := s.Desk.DB().Write(r.Context(), func(tx *store.Tx) error {
		ok, err := tx.RevokeToken(r.Context(), r.PathValue("id"), s.Desk.Now())
		if err == nil && !ok {
			err = store.ErrNotFound
		}
		return err
	})
	s.doneOrFail(w, r, err, "/settings")
}

// importLines begins to import issues that somebody pasted.
func (s *Server) importLines(w http.ResponseWriter, r *http.Request) {
	text := r.PostFormValue("lines")
	if text == "" {
		s.refuse(w, r, inputError(errors.New("there are no lines to import")))
		return
	}
	_, err := s.Desk.StartImport(r.Context(), text, Person(r.Context()).ID)
	s.doneOrFail(w, r, err, "/settings")
}
