package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/sla"
)

// A page of the inbox lists so many issues, and says how many there are up to a number.
const (
	perPage  = 50
	maxCount = 1000
)

// An inboxView is the inbox.
type inboxView struct {
	Issues  []store.Issue
	Count   int
	More    bool // there are more than Count
	Filters []filterView
	Text    string
	Closed  bool

	Earlier, Later string // paths of the pages beside this one
}

// A filterView is a filter with the values to choose from.
type filterView struct {
	Name, Value string
	Values      []string
}

// inbox lists issues: open ones by what is due first.
func (s *Server) inbox(w http.ResponseWriter, r *http.Request) {
	v, err := s.inboxView(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, "inbox", s.newPage(r, "inbox", "Inbox", v))
}

func (s *Server) inboxView(r *http.Request) (v inboxView, err error) {
	q := r.URL.Query()
	offset, _ := strconv.Atoi(q.Get("offset"))
	offset = max(0, offset)
	f := store.Filter{
		Assignee: q.Get("assignee"), Team: q.Get("team"), Priority: q.Get("priority"), Channel: q.Get("channel"), Customer: q.Get("customer"),
		Standing: q.Get("standing"), Status: q.Get("status"), Text: q.Get("text"), Closed: q.Get("closed") != "", Limit: perPage, Offset: offset,
	}
	if f.Assignee == "me" {
		f.Assignee = Person(r.Context()).ID
	}
	if v.Issues, err = s.Desk.Read().Issues(r.Context(), f); err != nil {
		return v, err
	}
	if v.Count, err = s.Desk.Read().CountIssues(r.Context(), f, maxCount+1); err != nil {
		return v, err
	}
	values, err := s.Desk.Read().Values(r.Context())
	if err != nil {
		return v, err
	}
	for _, name := range []string{"standing", "assignee", "team", "priority", "channel", "customer", "status"} {
		f := filterView{name, q.Get(name), values[name]}
		if f.Value != "" && f.Value != "-" && f.Value != "me" && !slices.Contains(f.Values, f.Value) {
			f.Values = append(f.Values, f.Value)
		}
		v.Filters = append(v.Filters, f)
	}
	v.Text, v.Closed = f.Text, f.Closed
	if offset > 0 {
		v.Earlier = withOffset(q, max(0, offset-perPage))
	}
	v.More, v.Count = v.Count > maxCount, min(v.Count, maxCount)
	if len(v.Issues) == perPage && (v.More || offset+perPage < v.Count) {
		v.Later = withOffset(q, offset+perPage)
	}
	return v, nil
}

// withOffset returns the path of the inbox with a query, from an offset on.
func withOffset(q url.Values, offset int) string {
	q.Set("offset", strconv.Itoa(offset))
	return "/?" + q.Encode()
}

// Due returns when the clock of an issue that is due first is due, or zero if that is not known.
func (p *page) Due(i *store.Issue) time.Time {
	if i.DueRank != 0 || i.DueAt == 0 {
		return time.Time{}
	}
	return time.Unix(0, i.DueAt)
}

// Paused returns how much time an issue that is paused has left.
func (p *page) Paused(i *store.Issue) string {
	if i.Standing != string(sla.StandingPaused) {
		return ""
	}
	return left(time.Duration(i.DueAt))
}
