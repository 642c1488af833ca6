package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"

	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/store"
)

//go:embed static
var static embed.FS

//go:embed templates
var templates embed.FS

// pages are those of people.
func (s *Server) pages(mux *http.ServeMux) {
	mux.Handle("GET /static/", http.FileServerFS(static))
	mux.HandleFunc("GET /sign-in", s.signInPage)
	mux.HandleFunc("POST /sign-in", s.signInPost)
	mux.HandleFunc("GET /welcome", s.welcomePage)
	mux.HandleFunc("POST /welcome", s.welcomePost)
	mux.HandleFunc("POST /sign-out", s.signedIn(s.signOut))
	mux.HandleFunc("POST /ahead", s.signedIn(s.moveAhead))
	s.issuePages(mux)
	s.slaPages(mux)
	s.reportPages(mux)
	s.notificationPages(mux)
	s.settingsPages(mux)
	s.accountPages(mux)
}

// A page is what every template is given.
type page struct {
	Title   string
	Tab     string // the part of the navigation that it belongs to
	Person  store.Person
	Now     time.Time
	Demo    bool
	Ahead   bool   // the present can be moved
	Problem string // what was wrong with the last request
	Data    any

	zone *time.Location
}

// newPage returns the page of a request.
func (s *Server) newPage(r *http.Request, tab, title string, data any) *page {
	p := &page{Title: title, Tab: tab, Person: Person(r.Context()), Now: s.Desk.Now(), Demo: s.Demo, Ahead: s.Ahead != nil, Data: data}
	p.zone = time.UTC
	if zone, err := time.LoadLocation(p.Person.Zone); err == nil {
		p.zone = zone
	}
	return p
}

// When shows an instant in the zone of whoever asks.
func (p *page) When(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	layout := "Mon 2 Jan 15:04"
	if t = t.In(p.zone); t.Year() != p.Now.In(p.zone).Year() {
		layout = "Mon 2 Jan 2006 15:04"
	}
	return t.Format(layout)
}

// Zone is the zone of When.
func (p *page) Zone() string { return p.Now.In(p.zone).Format("MST") }

// Milli is an instant for the scripts of a page.
func (p *page) Milli(t time.Time) int64 { return t.UnixMilli() }

// Left shows how much time there is until an instant, or how long it has been.
func (p *page) Left(t time.Time) string { return left(t.Sub(p.Now)) }

// left shows an amount of time in two units.
func left(d time.Duration) string {
	sign := ""
	if d < 0 {
		sign, d = "−", -d
	}
	switch minutes := int(d / time.Minute); {
	case minutes < 1:
		return sign + fmt.Sprintf("%ds", int(d/time.Second))
	case minutes < 60:
		return sign + fmt.Sprintf("%dm", minutes)
	case minutes < 48*60:
		return sign + fmt.Sprintf("%dh %dm", minutes/60, minutes%60)
	default:
		return sign + fmt.Sprintf("%dd %dh", minutes/60/24, minutes/60%24)
	}
}

// AtLeast reports whether whoever asks has a role, or one above it.
func (p *page) AtLeast(role string) bool { return rank(p.Person.Role) >= rank(role) }

// functions are those of templates.
var functions = template.FuncMap{
	"words": func(name any) string { return strings.ReplaceAll(fmt.Sprint(name), "_", " ") },
	"duration": func(d time.Duration) string {
		return left(d)
	},
	"percent": func(share float64) string { return fmt.Sprintf("%.1f%%", 100*share) },
	"join":    strings.Join,
	"issue":   issuePath,
}

// parsed are the templates by name: each is the layout with a page in it.
var parsed = func() map[string]*template.Template {
	layout := template.Must(template.New("layout.html").Funcs(functions).ParseFS(templates, "templates/layout.html"))
	pages := make(map[string]*template.Template)
	entries, err := templates.ReadDir("templates")
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		if name := e.Name(); name != "layout.html" {
			pages[strings.TrimSuffix(name, ".html")] = template.Must(template.Must(layout.Clone()).ParseFS(templates, "templates/"+name))
		}
	}
	return pages
}()

// render answers with a page.
func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, name string, p *page) {
	var b bytes.Buffer
	if err := parsed[name].ExecuteTemplate(&b, "layout.html", p); err != nil {
		s.Log.Error("a page cannot be drawn", "page", name, "error", err)
		http.Error(w, "something went wrong", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = b.WriteTo(w)
}

// fail answers with a page that says what went wrong.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	status, text := s.statusOf(r, err)
	p := s.newPage(r, "", "That did not work", nil)
	p.Problem = text
	s.render(w, r, status, "problem", p)
}

// done leads back to a page after something was done.
func done(w http.ResponseWriter, r *http.Request, path string) {
	http.Redirect(w, r, path, http.StatusSeeOther)
}

// moveAhead moves the clock of a demo.
func (s *Server) moveAhead(w http.ResponseWriter, r *http.Request) {
	if s.Ahead == nil {
		http.NotFound(w, r)
		return
	}
	by, err := s.aheadBy(r)
	if err == nil {
		_, err = s.Ahead(by)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	done(w, r, back(r))
}

// aheadBy returns by how much to move the clock: to just past the next change, or by a duration.
func (s *Server) aheadBy(r *http.Request) (time.Duration, error) {
	text := r.PostFormValue("by")
	if text != "next" {
		by, err := time.ParseDuration(text)
		if err != nil || by <= 0 || by > 14*24*time.Hour {
			return 0, &desk.InputError{Err: fmt.Errorf("not a duration up to 336h: %q", text)}
		}
		return by, nil
	}
	next, err := s.Desk.NextWake(r.Context())
	if err != nil {
		return 0, err
	}
	if next.IsZero() {
		return 0, &desk.InputError{Err: fmt.Errorf("nothing will happen by itself")}
	}
	return max(0, next.Sub(s.Desk.Now())) + time.Second, nil
}

// back returns the path of the page from which a request came.
func back(r *http.Request) string {
	path := r.PostFormValue("back")
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.Contains(path, `\`) {
		return "/"
	}
	return path
}
