package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/policy/configdiff"
	"github.com/punctualgo/punctual/policy/lint"
	"github.com/punctualgo/punctual/sla/report"
	"github.com/punctualgo/punctual/sla/whatif"
)

// slaPages are those of configurations and support hours.
func (s *Server) slaPages(mux *http.ServeMux) {
	mux.HandleFunc("GET /slas", s.signedIn(s.slas))
	mux.HandleFunc("GET /slas/new", s.atLeast(store.Lead, s.editPage))
	mux.HandleFunc("POST /slas", s.atLeast(store.Lead, s.propose))
	mux.HandleFunc("GET /slas/{version}", s.signedIn(s.version))
	mux.HandleFunc("GET /slas/{version}/changes.svg", s.signedIn(s.backtestChart))
	mux.HandleFunc("POST /slas/{version}/backtest", s.atLeast(store.Lead, s.startBacktest))
	mux.HandleFunc("POST /slas/{version}/live", s.atLeast(store.Administrator, s.goLive))
	mux.HandleFunc("POST /slas/{version}/withdraw", s.atLeast(store.Lead, s.withdraw))
	mux.HandleFunc("GET /hours", s.signedIn(s.hours))
}

// A slasView lists all versions.
type slasView struct {
	Current  int64
	Versions []store.Config
	Runs     []store.Run
}

func (s *Server) slas(w http.ResponseWriter, r *http.Request) {
	var v slasView
	current, err := s.Desk.Current(r.Context())
	if err == nil {
		v.Current = current.Version
		v.Versions, err = s.Desk.Read().Configs(r.Context())
	}
	if err == nil {
		v.Runs, err = s.Desk.Read().Runs(r.Context(), desk.TakeoverRun, 5)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, "slas", s.newPage(r, "slas", "SLAs", v))
}

// An editView is a configuration that somebody edits.
type editView struct {
	Text, Note string
	Findings   []lint.Finding
	Checked    bool
	Templates  []policy.Template
}

// editPage begins with a version or a template.
func (s *Server) editPage(w http.ResponseWriter, r *http.Request) {
	var v editView
	q := r.URL.Query()
	if name := q.Get("template"); name != "" {
		for _, t := range desk.Templates() {
			if t.Name != name {
				continue
			}
			text, err := t.Document(nil)
			if err != nil {
				s.fail(w, r, err)
				return
			}
			v.Text, v.Note = string(text), "from the template "+t.Name
		}
	} else {
		setup, err := s.Desk.Current(r.Context())
		if version, e := strconv.ParseInt(q.Get("version"), 10, 64); e == nil {
			setup, err = s.Desk.Version(r.Context(), version)
		}
		if err != nil {
			s.fail(w, r, err)
			return
		}
		v.Text = setup.Text
	}
	s.showEdit(w, r, http.StatusOK, v)
}

func (s *Server) showEdit(w http.ResponseWriter, r *http.Request, status int, v editView) {
	v.Templates = desk.Templates()
	s.render(w, r, status, "edit", s.newPage(r, "slas", "Edit SLAs", v))
}

// propose checks a configuration, or stores it as a proposal.
func (s *Server) propose(w http.ResponseWriter, r *http.Request) {
	v := editView{Text: strings.ReplaceAll(r.PostFormValue("text"), "\r\n", "\n"), Note: strings.TrimSpace(r.PostFormValue("note")), Checked: true}
	v.Findings = s.Desk.Lint(v.Text)
	switch {
	case desk.Invalid(v.Findings):
		s.showEdit(w, r, http.StatusUnprocessableEntity, v)
		return
	case r.PostFormValue("action") == "check":
		s.showEdit(w, r, http.StatusOK, v)
		return
	}
	setup, err := s.Desk.Propose(r.Context(), v.Text, v.Note, Person(r.Context()).ID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	done(w, r, "/slas/"+strconv.FormatInt(setup.Version, 10))
}

// A versionView is a version of the configuration.
type versionView struct {
	store.Config
	Current  int64
	Findings []lint.Finding
	Changes  []configdiff.Change
	Run      *store.Run // the latest backtest
	Backtest *backtestView
	Takeover *store.Run
}

// Proposed reports whether a version is not in force yet.
func (v *versionView) Proposed() bool { return v.EffectiveAt.IsZero() }

// A backtestView is what a backtest has found.
type backtestView struct {
	whatif.Result
	Flips []desk.Flip
	Days  float64
}

// AlertsADay returns how many alerts a day there would be.
func (v *backtestView) AlertsADay(n int64) string {
	return strconv.FormatFloat(float64(n)/max(v.Days, 1), 'f', 1, 64)
}

// versionOf returns the version that a path names.
func (s *Server) versionOf(r *http.Request) (*desk.Setup, error) {
	n, err := strconv.ParseInt(r.PathValue("version"), 10, 64)
	if err != nil {
		return nil, store.ErrNotFound
	}
	return s.Desk.Version(r.Context(), n)
}

func (s *Server) version(w http.ResponseWriter, r *http.Request) {
	v, err := s.versionView(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, "version", s.newPage(r, "slas", "SLAs, version "+strconv.FormatInt(v.Version, 10), v))
}

func (s *Server) versionView(r *http.Request) (*versionView, error) {
	ctx := r.Context()
	setup, err := s.versionOf(r)
	if err != nil {
		return nil, err
	}
	current, err := s.Desk.Current(ctx)
	if err != nil {
		return nil, err
	}
	v := &versionView{Config: setup.Config, Current: current.Version, Findings: s.Desk.Lint(setup.Text)}
	if v.Changes, err = s.Desk.Compare(ctx, current.Version, v.Version); err != nil {
		return nil, err
	}
	if v.Run, err = s.latestRun(r, desk.BacktestRun, v.Version); err != nil {
		return nil, err
	}
	if v.Takeover, err = s.latestRun(r, desk.TakeoverRun, v.Version); err != nil {
		return nil, err
	}
	if v.Run != nil && v.Run.State == store.Done {
		b := new(backtestView)
		if b.Result, b.Flips, b.Days, err = s.Desk.ReadBacktest(v.Run); err != nil {
			return nil, err
		}
		v.Backtest = b
	}
	return v, nil
}

// latestRun returns the latest run of a kind for a version, with its result, or nil.
func (s *Server) latestRun(r *http.Request, kind string, version int64) (*store.Run, error) {
	runs, err := s.Desk.Read().Runs(r.Context(), kind, 50)
	if err != nil {
		return nil, err
	}
	for _, run := range runs {
		if run.Config == version {
			run, err := s.Desk.Read().Run(r.Context(), run.ID)
			return &run, err
		}
	}
	return nil, nil
}

// backtestChart draws how rates would change.
func (s *Server) backtestChart(w http.ResponseWriter, r *http.Request) {
	v, err := s.versionView(r)
	if err == nil && v.Backtest == nil {
		err = store.ErrNotFound
	}
	if err != nil {
		status, text := s.statusOf(r, err)
		http.Error(w, text, status)
		return
	}
	svg(w, v.Backtest.Charts()[0](report.ChartOptions{}))
}

func (s *Server) startBacktest(w http.ResponseWriter, r *http.Request) {
	setup, err := s.versionOf(r)
	if err == nil {
		_, err = s.Desk.StartBacktest(r.Context(), setup.Version, Person(r.Context()).ID)
	}
	s.doneOrFail(w, r, err, "/slas/"+r.PathValue("version"))
}

func (s *Server) goLive(w http.ResponseWriter, r *http.Request) {
	setup, err := s.versionOf(r)
	var at time.Time
	if text := r.PostFormValue("at"); text != "" && err == nil {
		at, err = time.ParseInLocation("2006-01-02T15:04", text, s.newPage(r, "", "", nil).zone)
		if err != nil {
			err = inputError(err)
		}
	}
	if err == nil {
		_, err = s.Desk.GoLive(r.Context(), setup.Version, at, Person(r.Context()).ID)
	}
	s.doneOrFail(w, r, err, "/slas/"+r.PathValue("version"))
}

func (s *Server) withdraw(w http.ResponseWriter, r *http.Request) {
	setup, err := s.versionOf(r)
	if err == nil {
		err = s.Desk.Withdraw(r.Context(), setup.Version)
	}
	s.doneOrFail(w, r, err, "/slas")
}

// doneOrFail leads to a path, or says what went wrong.
func (s *Server) doneOrFail(w http.ResponseWriter, r *http.Request, err error, path string) {
	if err != nil {
		s.fail(w, r, err)
		return
	}
	done(w, r, path)
}
