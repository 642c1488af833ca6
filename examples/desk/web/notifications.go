package web

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/store"
)

// notificationPages are the subscriptions of whoever asks, the log and the outbox.
func (s *Server) notificationPages(mux *http.ServeMux) {
	mux.HandleFunc("GET /notifications", s.signedIn(s.notifications))
	mux.HandleFunc("POST /notifications", s.signedIn(s.subscribe))
	mux.HandleFunc("GET /outbox", s.signedIn(s.outbox))
	mux.HandleFunc("GET /outbox/{id}", s.signedIn(s.message))
	mux.HandleFunc("POST /outbox/{id}/again", s.atLeast(store.Lead, s.sendAgain))
}

// A notificationsView is what somebody wants to be told, and the log.
type notificationsView struct {
	Choices []choiceView
	Alerts  []store.Alert
	States  []store.StateCount
	State   string
}

// A choiceView is something that one may subscribe to.
type choiceView struct {
	Name, Text string
	Chosen     bool
}

// choices are what one may subscribe to: a name is the kind and the medium.
var choices = []struct{ name, text, kind, medium string }{
	{"warning-email", "Warnings, by e-mail", desk.Warning, desk.ByEmail},
	{"warning-slack", "Warnings, in Slack", desk.Warning, desk.BySlack},
	{"breach-email", "Breaches, by e-mail", desk.Breach, desk.ByEmail},
	{"breach-slack", "Breaches, in Slack", desk.Breach, desk.BySlack},
}

func (s *Server) notifications(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	v := notificationsView{State: r.URL.Query().Get("state")}
	subscriptions, err := s.Desk.Read().Subscriptions(ctx, Person(ctx).ID)
	if err == nil {
		v.Alerts, err = s.Desk.Read().Alerts(ctx, store.AlertFilter{State: v.State, Limit: 200})
	}
	if err == nil {
		v.States, err = s.Desk.Read().CountAlerts(ctx)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	for _, c := range choices {
		view := choiceView{Name: c.name, Text: c.text}
		for _, sub := range subscriptions {
			if sub.Scope == desk.ScopeAssigned && sub.Kind == c.kind && sub.Medium == c.medium {
				view.Chosen = true
			}
		}
		v.Choices = append(v.Choices, view)
	}
	s.render(w, r, http.StatusOK, "notifications", s.newPage(r, "notifications", "Notifications", v))
}

// subscribe stores what whoever asks wants to be told of issues that are assigned to them.
func (s *Server) subscribe(w http.ResponseWriter, r *http.Request) {
	me := Person(r.Context()).ID
	var list []store.Subscription
	for _, c := range choices {
		if r.PostFormValue(c.name) != "" {
			list = append(list, store.Subscription{Person: me, Scope: desk.ScopeAssigned, Kind: c.kind, Medium: c.medium})
		}
	}
	err := s.Desk.DB().Write(r.Context(), func(tx *store.Tx) error {
		return tx.SetSubscriptions(r.Context(), me, desk.ScopeAssigned, list)
	})
	s.doneOrFail(w, r, err, "/notifications")
}

// An outboxView lists messages.
type outboxView struct {
	Messages []store.Message
	States   []store.StateCount
	State    string
}

func (s *Server) outbox(w http.ResponseWriter, r *http.Request) {
	v := outboxView{State: r.URL.Query().Get("state")}
	var err error
	if v.Messages, err = s.Desk.Read().Messages(r.Context(), v.State, 200); err == nil {
		v.States, err = s.Desk.Read().CountMessages(r.Context())
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, "outbox", s.newPage(r, "notifications", "Outbox", v))
}

// A messageView is a message as it is sent.
type messageView struct {
	store.Message
	Shown string // its body, indented if it is JSON
}

func (s *Server) message(w http.ResponseWriter, r *http.Request) {
	m, err := s.Desk.Read().Message(r.Context(), r.PathValue("id"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	v := messageView{m, m.Body}
	var document any
	if json.Unmarshal([]byte(m.Body), &document) == nil {
		var b strings.Builder
		encoder := json.NewEncoder(&b)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		if encoder.Encode(document) == nil {
			v.Shown = b.String()
		}
	}
	s.render(w, r, http.StatusOK, "message", s.newPage(r, "notifications", "A message", v))
}

func (s *Server) sendAgain(w http.ResponseWriter, r *http.Request) {
	s.doneOrFail(w, r, s.Desk.SendAgain(r.Context(), r.PathValue("id")), "/outbox")
}
