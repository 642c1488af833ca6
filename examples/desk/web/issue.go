package web

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/timeline"
)

// issuePages are the inbox and the pages of issues.
func (s *Server) issuePages(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", s.signedIn(s.inbox))
	mux.HandleFunc("GET /issues/new", s.signedIn(s.newIssuePage))
	mux.HandleFunc("POST /issues", s.signedIn(s.createIssue))
	mux.HandleFunc("GET /issues/{id}", s.signedIn(s.issuePage))
	mux.HandleFunc("GET /issues/{id}/picture.svg", s.signedIn(s.picture))
	mux.HandleFunc("POST /issues/{id}/messages", s.signedIn(s.postMessage))
	mux.HandleFunc("POST /issues/{id}/fields", s.signedIn(s.postFields))
	mux.HandleFunc("POST /issues/{id}/cancel", s.signedIn(s.postCancel))
	mux.HandleFunc("POST /issues/{id}/merge", s.signedIn(s.postMerge))
	mux.HandleFunc("POST /issues/{id}/split", s.signedIn(s.postSplit))
}

// issuePath is the path of the page of an issue.
func issuePath(id string) string { return "/issues/" + url.PathEscape(id) }

// An issueView is the page of an issue.
type issueView struct {
	store.Issue
	Fields  map[string]any // as they are now
	Clocks  []clockView
	Entries []desk.Entry
	Why     string
	Alerts  []store.Alert
	People  []store.Person

	Statuses, Priorities []string

	If *whatIfView
}

// A clockView is a clock for people.
type clockView struct {
	sla.Clock
	Text string // in a line
}

// A whatIfView is how the clocks would stand.
type whatIfView struct {
	Field, Value, Until string
	Clocks              []clockView
	Problem             string
}

// issuePage shows an issue.
func (s *Server) issuePage(w http.ResponseWriter, r *http.Request) {
	s.showIssue(w, r, http.StatusOK, "")
}

// showIssue shows an issue, and what was wrong with the last request.
func (s *Server) showIssue(w http.ResponseWriter, r *http.Request, status int, problem string) {
	p := s.newPage(r, "inbox", "", nil)
	v, err := s.issueView(r, p)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p.Title, p.Data, p.Problem = v.ID+" "+v.Title, v, problem
	s.render(w, r, status, "issue", p)
}

func (s *Server) issueView(r *http.Request, p *page) (v *issueView, err error) {
	ctx, id := r.Context(), r.PathValue("id")
	v = new(issueView)
	if v.Issue, err = s.Desk.Read().Issue(ctx, id); err != nil {
		return nil, err
	}
	if v.Fields, err = desk.ParseAttributes([]byte(v.Attributes)); err != nil {
		return nil, err
	}
	result, err := s.Desk.Result(ctx, &v.Issue)
	if err != nil {
		return nil, err
	}
	v.Clocks = clockViews(&result, p.zone)
	if _, v.Entries, err = s.Desk.History(ctx, id); err != nil {
		return nil, err
	}
	_, x, err := s.Desk.Explain(ctx, id)
	if err != nil {
		return nil, err
	}
	v.Why = x.String()
	if v.Alerts, err = s.Desk.Read().Alerts(ctx, store.AlertFilter{Issue: id}); err != nil {
		return nil, err
	}
	if v.People, err = s.Desk.Read().People(ctx); err != nil {
		return nil, err
	}
	setup, err := s.Desk.Current(ctx)
	if err != nil {
		return nil, err
	}
	v.Statuses, v.Priorities = statuses(setup.Policy, v.Status), priorities(setup.Policy, v.Priority)
	v.If = s.whatIf(r, p)
	return v, nil
}

func clockViews(result *sla.Result, zone *time.Location) []clockView {
	var list []clockView
	for _, c := range result.Clocks {
		text := c.In(zone)
		if _, after, ok := strings.Cut(text, ": "); ok { // the name stands beside it
			text = after
		}
		list = append(list, clockView{c, text})
	}
	return list
}

// statuses returns the statuses to choose from.
func statuses(cfg *policy.Config, now string) []string {
	list := []string{now}
	for name := range cfg.AllStatuses() {
		if name != policy.OtherStatuses && name != now {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// priorities returns the priorities to choose from, as the configuration declares them.
func priorities(cfg *policy.Config, now string) []string {
	list := slices.Clone(cfg.Fields["priority"].Values)
	if len(list) == 0 {
		list = []string{"urgent", "high", "normal", "low"}
	}
	if now != "" && !slices.Contains(list, now) {
		list = append(list, now)
	}
	return list
}

// whatIf returns how the clocks would stand if a field had another value, from now on or for a while.
// It is nil if nobody asked.
func (s *Server) whatIf(r *http.Request, p *page) *whatIfView {
	q := r.URL.Query()
	v := &whatIfView{Field: q.Get("if"), Value: q.Get("is"), Until: q.Get("until")}
	if v.Field == "" {
		return nil
	}
	if v.Field != "priority" && v.Field != "status" {
		v.Problem = "only the priority and the status can be tried"
		return v
	}
	now := s.Desk.Now()
	events := []sla.Event{sla.SetAttribute(v.Field, v.Value, now)}
	if v.Until != "" {
		until, err := time.ParseInLocation("2006-01-02T15:04", v.Until, p.zone)
		if err != nil || !until.After(now) {
			v.Problem = "the end is to be a time ahead"
			return v
		}
		issue, err := s.Desk.Read().Issue(r.Context(), r.PathValue("id"))
		if err != nil {
			v.Problem = "there is no such issue"
			return v
		}
		was := map[string]string{"priority": issue.Priority, "status": issue.Status}[v.Field]
		events = append(events, sla.SetAttribute(v.Field, was, until))
	}
	result, err := s.Desk.WhatIf(r.Context(), r.PathValue("id"), events...)
	if err != nil {
		_, v.Problem = s.statusOf(r, err)
		return v
	}
	v.Clocks = clockViews(&result, p.zone)
	return v
}

// picture draws the life of an issue.
func (s *Server) picture(w http.ResponseWriter, r *http.Request) {
	issue, x, err := s.Desk.Explain(r.Context(), r.PathValue("id"))
	if err != nil {
		status, text := s.statusOf(r, err)
		http.Error(w, text, status)
		return
	}
	svg(w, timeline.SVG(issue, x, timeline.Options{Zone: s.newPage(r, "", "", nil).zone}))
}

// svg answers with a picture, which has its styles in it and nothing else to load.
func svg(w http.ResponseWriter, picture []byte) {
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	_, _ = w.Write(picture)
}

// A fieldView is a field of a new issue, with the values to choose from, if the configuration declares
// any.
type fieldView struct {
	Name   string
	Values []string
}

// fieldsOf returns the fields that a new issue is asked for: what the configuration declares, apart from
// what the desk sets itself.
func fieldsOf(cfg *policy.Config) []fieldView {
	var list []fieldView
	for _, name := range slices.Sorted(maps.Keys(cfg.Fields)) {
		f := cfg.Fields[name]
		if f.Type != policy.FieldText || slices.Contains([]string{"status", "assignee", "team"}, name) {
			continue
		}
		list = append(list, fieldView{name, f.Values})
	}
	return list
}

// newIssuePage is the form of a new issue.
func (s *Server) newIssuePage(w http.ResponseWriter, r *http.Request) {
	s.showNewIssue(w, r, http.StatusOK, "")
}

func (s *Server) showNewIssue(w http.ResponseWriter, r *http.Request, status int, problem string) {
	setup, err := s.Desk.Current(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p := s.newPage(r, "inbox", "New issue", fieldsOf(setup.Policy))
	p.Problem = problem
	s.render(w, r, status, "new", p)
}

// createIssue opens an issue for a customer.
func (s *Server) createIssue(w http.ResponseWriter, r *http.Request) {
	setup, err := s.Desk.Current(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	n := desk.NewIssue{Title: strings.TrimSpace(r.PostFormValue("title")), Description: r.PostFormValue("description"), CreatedBy: sla.Customer, Attributes: make(map[string]any)}
	for _, f := range fieldsOf(setup.Policy) {
		if value := strings.TrimSpace(r.PostFormValue(f.Name)); value != "" {
			n.Attributes[f.Name] = value
		}
	}
	if n.Title == "" {
		s.showNewIssue(w, r, http.StatusUnprocessableEntity, "an issue needs a title")
		return
	}
	issue, _, err := s.Desk.Create(r.Context(), n)
	if err != nil {
		status, text := s.statusOf(r, err)
		s.showNewIssue(w, r, status, text)
		return
	}
	done(w, r, issuePath(issue.ID))
}

// add adds an event of whoever asks, and leads back to the issue.
func (s *Server) add(w http.ResponseWriter, r *http.Request, e sla.Event, body string) {
	if e.From != sla.Customer {
		e.By, e.Team = Person(r.Context()).ID, Person(r.Context()).Team
	}
	id := r.PathValue("id")
	if _, _, err := s.Desk.Add(r.Context(), id, e, body); err != nil {
		status, text := s.statusOf(r, err)
		if errors.Is(err, store.ErrNotFound) {
			s.fail(w, r, err)
			return
		}
		s.showIssue(w, r, status, text)
		return
	}
	done(w, r, issuePath(id))
}

// postMessage adds an answer, a note, or what a customer said.
func (s *Server) postMessage(w http.ResponseWriter, r *http.Request) {
	body := strings.TrimSpace(r.PostFormValue("body"))
	if body == "" {
		s.showIssue(w, r, http.StatusUnprocessableEntity, "the message is empty")
		return
	}
	var e sla.Event
	switch r.PostFormValue("kind") {
	case "note":
		e = sla.NoteBy("", time.Time{})
	case "customer":
		e = sla.MessageFrom(sla.Customer, time.Time{})
	default:
		e = sla.MessageFrom(sla.Agent, time.Time{})
	}
	s.add(w, r, e, body)
}

// postFields changes status, priority, assignee and tags: what differs from what there is.
func (s *Server) postFields(w http.ResponseWriter, r *http.Request) {
	issue, err := s.Desk.Read().Issue(r.Context(), r.PathValue("id"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	fields, err := desk.ParseAttributes([]byte(issue.Attributes))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	set := make(map[string]any)
	for name, was := range map[string]string{"status": issue.Status, "priority": issue.Priority, "assignee": issue.Assignee} {
		if value := r.PostFormValue(name); value != was {
			set[name] = value
			if value == "" {
				set[name] = nil
			}
		}
	}
	was, _ := fields["tags"].([]string)
	if tags := tagsOf(r.PostFormValue("tags")); r.PostForm.Has("tags") && !slices.Equal(tags, was) {
		set["tags"] = tags
	}
	if len(set) == 0 {
		done(w, r, issuePath(issue.ID))
		return
	}
	s.add(w, r, sla.Event{Type: sla.Update, Set: set}, "")
}

// tagsOf splits what somebody typed.
func tagsOf(text string) []string {
	tags := []string{}
	for tag := range strings.FieldsFuncSeq(text, func(c rune) bool { return c == ',' || c == ' ' }) {
		if !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

// postCancel ends an issue that is nobody's business.
func (s *Server) postCancel(w http.ResponseWriter, r *http.Request) {
	s.add(w, r, sla.CancelFor(strings.TrimSpace(r.PostFormValue("reason")), time.Time{}), "")
}

// postMerge merges an issue into another.
func (s *Server) postMerge(w http.ResponseWriter, r *http.Request) {
	into := strings.TrimSpace(r.PostFormValue("into"))
	if err := s.Desk.Merge(r.Context(), into, r.PathValue("id"), Person(r.Context()).ID); err != nil {
		status, text := s.statusOf(r, err)
		s.showIssue(w, r, status, "it cannot be merged: "+text)
		return
	}
	done(w, r, issuePath(into))
}

// postSplit moves messages to an issue of their own.
func (s *Server) postSplit(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	id, err := s.Desk.Split(r.Context(), r.PathValue("id"), r.PostForm["event"], strings.TrimSpace(r.PostFormValue("title")))
	if err != nil {
		status, text := s.statusOf(r, err)
		s.showIssue(w, r, status, "it cannot be split: "+text)
		return
	}
	done(w, r, issuePath(id))
}
