package web

import "net/http"

// accountPages are those on which somebody looks after their own account.
func (s *Server) accountPages(mux *http.ServeMux) {
	mux.HandleFunc("GET /account", s.signedIn(s.account))
	mux.HandleFunc("POST /account", s.signedIn(s.changeAccount))
	mux.HandleFunc("POST /account/password", s.signedIn(s.changePassword))
}

func (s *Server) account(w http.ResponseWriter, r *http.Request) {
	s.showAccount(w, r, http.StatusOK, "")
}

func (s *Server) showAccount(w http.ResponseWriter, r *http.Request, status int, problem string) {
	p := s.newPage(r, "account", "Your account", nil)
	p.Problem = problem
	s.render(w, r, status, "account", p)
}

// changeAccount changes the name, time zone and ID in Slack of whoever asks.
func (s *Server) changeAccount(w http.ResponseWriter, r *http.Request) {
	person := Person(r.Context())
	person.Name, person.Zone, person.Slack = r.PostFormValue("name"), r.PostFormValue("zone"), r.PostFormValue("slack")
	if err := s.UpdatePerson(r.Context(), person); err != nil {
		status, text := s.statusOf(r, err)
		s.showAccount(w, r, status, text)
		return
	}
	done(w, r, "/account")
}

// changePassword changes the password of whoever asks, which ends their other sessions.
func (s *Server) changePassword(w http.ResponseWriter, r *http.Request) {
	person := Person(r.Context())
	if err := s.ChangePassword(r, person, r.PostFormValue("was"), r.PostFormValue("password")); err != nil {
		status, text := s.statusOf(r, err)
		s.showAccount(w, r, status, text)
		return
	}
	s.doneOrFail(w, r, s.SignIn(w, r, person.ID), "/account")
}
