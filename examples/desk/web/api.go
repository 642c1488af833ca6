package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/sla"
)

// Scopes of tokens.
const (
	readScope  = "read"
	writeScope = "write"
)

type callerKey struct{}

// A caller is who uses the API: a program with a token, or somebody who has signed in.
type caller struct {
	name string // for limits, idempotency keys and the log
	role string // of a person; empty for a program
	may  bool   // what the scope says
}

// callerOf returns who uses the API.
func callerOf(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c
}

// token lets programs pass whose token has a scope, and people who have signed in.
func (s *Server) token(scope string, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, err := s.whoCalls(r, scope)
		switch {
		case errors.Is(err, store.ErrNotFound):
			w.Header().Set("WWW-Authenticate", `Bearer realm="desk"`)
			s.apiError(w, http.StatusUnauthorized, "a token is needed, in the header Authorization: Bearer …")
		case err != nil:
			s.apiFailure(w, r, err)
		case !c.may:
			s.apiError(w, http.StatusForbidden, "this token may only read")
		case !s.limits.allow(c.name, rateAPI, time.Now()):
			w.Header().Set("Retry-After", "1")
			s.apiError(w, http.StatusTooManyRequests, "too many requests")
		default:
			next(w, r.WithContext(context.WithValue(r.Context(), callerKey{}, c)))
		}
	}
}

// whoCalls returns who a request is from.
func (s *Server) whoCalls(r *http.Request, scope string) (caller, error) {
	text, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		p, err := s.sessionPerson(r)
		return caller{"person " + p.ID, p.Role, true}, err
	}
	t, err := s.Desk.Read().TokenByHash(r.Context(), hashOf(text))
	if err != nil {
		return caller{}, err
	}
	if now := time.Now(); now.Sub(t.UsedAt) > time.Minute {
		err = s.Desk.DB().Write(r.Context(), func(tx *store.Tx) error { return tx.UsedToken(r.Context(), t.ID, now) })
	}
	return caller{"token " + t.ID, "", scope == readScope || t.Scope == writeScope}, err
}

// apiError answers with an error as JSON.
func (s *Server) apiError(w http.ResponseWriter, status int, text string) {
	s.answer(w, status, map[string]any{"error": text})
}

// apiFailure answers with what an error means.
func (s *Server) apiFailure(w http.ResponseWriter, r *http.Request, err error) {
	status, text := s.statusOf(r, err)
	s.apiError(w, status, text)
}

// answer answers with JSON.
func (s *Server) answer(w http.ResponseWriter, status int, v any) {
	text, err := json.Marshal(v)
	if err != nil {
		s.Log.Error("writing an answer", "error", err)
		status, text = http.StatusInternalServerError, []byte(`{"error":"something went wrong"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(text, '\n'))
}

// once does a request in a transaction. If the request has an idempotency key that was used before,
// the answer of that time is given again.
func (s *Server) once(w http.ResponseWriter, r *http.Request, body []byte, do func(tx *store.Tx) (status int, answer any, err error)) {
	ctx := r.Context()
	key := r.Header.Get("Idempotency-Key")
	if len(key) > 255 {
		s.apiError(w, http.StatusBadRequest, "the idempotency key is too long")
		return
	}
	stored := hashOf(callerOf(ctx).name + "\n" + key)
	given := store.Answer{Request: hashOf(r.Method + " " + r.URL.Path + "\n" + string(body))}
	err := s.Desk.DB().Write(ctx, func(tx *store.Tx) error {
		if key != "" {
			fresh, err := tx.InsertAnswer(ctx, stored, given, time.Now())
			if err != nil {
				return err
			}
			if !fresh {
				was, err := tx.Answer(ctx, stored)
				if err != nil {
					return err
				}
				if was.Request != given.Request {
					return &desk.InputError{Err: errors.New("the idempotency key was used for another request")}
				}
				given = was
				return nil
			}
		}
		status, answer, err := do(tx)
		if err != nil {
			return err
		}
		text, err := json.Marshal(answer)
		if err != nil {
			return err
		}
		given.Status, given.Body = status, string(text)
		if key == "" {
			return nil
		}
		return tx.UpdateAnswer(ctx, stored, given)
	})
	if err != nil {
		s.apiFailure(w, r, err)
		return
	}
	s.Desk.Wake()
	s.answer(w, given.Status, json.RawMessage(given.Body))
}

// read reads the body of a request.
func (s *Server) read(w http.ResponseWriter, r *http.Request) ([]byte, bool) {
	body, err := io.ReadAll(r.Body)
	if err == nil {
		return body, true
	}
	status, text := http.StatusBadRequest, "the body could not be read"
	if errors.As(err, new(*http.MaxBytesError)) {
		status, text = s.statusOf(r, err)
	}
	s.apiError(w, status, text)
	return nil, false
}

// decode reads JSON strictly.
func decode(body []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return &desk.InputError{Err: err}
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return &desk.InputError{Err: errors.New("there is something after the document")}
	}
	return nil
}

// issueID is the form of IDs that programs may give.
var issueID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// checkLength refuses a text that is too long.
func checkLength(name, text string, most int) error {
	if len(text) > most {
		return &desk.InputError{Err: fmt.Errorf("%s: at most %d bytes", name, most)}
	}
	return nil
}

// createRequest is an issue to open.
type createRequest struct {
	ID          string          `json:"id"`
	Title       string          `json:"title"`
	Description string          `json:"description"`
	CreatedAt   time.Time       `json:"created_at"`
	CreatedBy   sla.Party       `json:"created_by"`
	Attributes  json.RawMessage `json:"attributes"`
}

// newIssue checks a request.
func (c *createRequest) newIssue() (desk.NewIssue, error) {
	n := desk.NewIssue{ID: c.ID, Title: c.Title, Description: c.Description, CreatedAt: c.CreatedAt, CreatedBy: c.CreatedBy}
	if c.ID != "" && !issueID.MatchString(c.ID) {
		return n, &desk.InputError{Err: errors.New("id: letters, digits, dots, dashes and underscores, at most 64")}
	}
	if strings.TrimSpace(c.Title) == "" {
		return n, &desk.InputError{Err: errors.New("title: is missing")}
	}
	if err := errors.Join(checkLength("title", c.Title, 500), checkLength("description", c.Description, 200_000)); err != nil {
		return n, err
	}
	if len(c.Attributes) == 0 {
		return n, nil
	}
	var err error
	n.Attributes, err = desk.ParseAttributes(c.Attributes)
	return n, err
}

// apiCreate opens an issue.
func (s *Server) apiCreate(w http.ResponseWriter, r *http.Request) {
	body, ok := s.read(w, r)
	if !ok {
		return
	}
	s.once(w, r, body, func(tx *store.Tx) (int, any, error) {
		var c createRequest
		if err := decode(body, &c); err != nil {
			return 0, nil, err
		}
		n, err := c.newIssue()
		if err != nil {
			return 0, nil, err
		}
		if err := s.Desk.CheckFields(r.Context(), tx, n.Attributes); err != nil {
			return 0, nil, err
		}
		issue, fresh, err := s.Desk.CreateIn(r.Context(), tx, n)
		if err != nil {
			return 0, nil, err
		}
		status := http.StatusCreated
		if !fresh {
			status = http.StatusOK
		}
		answer, err := s.stateIn(r.Context(), tx, &issue)
		return status, answer, err
	})
}

// apiEvent adds an event to an issue: an event as sla.Event has it, with the field body beside.
func (s *Server) apiEvent(w http.ResponseWriter, r *http.Request) {
	body, ok := s.read(w, r)
	if !ok {
		return
	}
	s.once(w, r, body, func(tx *store.Tx) (int, any, error) {
		e, text, err := parseEvent(body)
		if err != nil {
			return 0, nil, err
		}
		if err := s.Desk.CheckFields(r.Context(), tx, e.Set); err != nil {
			return 0, nil, err
		}
		issue, fresh, err := s.Desk.AddIn(r.Context(), tx, r.PathValue("id"), e, text)
		if err != nil {
			return 0, nil, err
		}
		answer, err := s.stateIn(r.Context(), tx, &issue)
		if err != nil {
			return 0, nil, err
		}
		answer.Repeated = !fresh
		return http.StatusOK, answer, nil
	})
}

// parseEvent reads an event, and what was written.
func parseEvent(body []byte) (e sla.Event, text string, err error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return e, "", &desk.InputError{Err: err}
	}
	if raw, ok := fields["body"]; ok {
		if err := json.Unmarshal(raw, &text); err != nil {
			return e, "", &desk.InputError{Err: err}
		}
		delete(fields, "body")
	}
	rest, err := json.Marshal(fields)
	if err != nil {
		return e, "", err
	}
	if err := json.Unmarshal(rest, &e); err != nil {
		return e, "", &desk.InputError{Err: err}
	}
	return e, text, errors.Join(checkLength("body", text, 200_000), checkLength("id", e.ID, 200))
}

// A state is what the API tells of an issue.
type state struct {
	ID         string          `json:"id"`
	Title      string          `json:"title"`
	CreatedAt  time.Time       `json:"created_at"`
	Open       bool            `json:"open"`
	Attributes json.RawMessage `json:"attributes"`
	MergedInto string          `json:"merged_into,omitempty"`
	Standing   string          `json:"standing,omitempty"`
	NextCheck  *time.Time      `json:"next_check,omitempty"`
	Result     *sla.Result     `json:"result,omitempty"`
	Repeated   bool            `json:"repeated,omitempty"` // the event was delivered before
}

// stateOf returns what the API tells of an issue in lists.
func stateOf(i *store.Issue) *state {
	a := &state{
		ID: i.ID, Title: i.Title, CreatedAt: i.CreatedAt, Open: i.Open, Attributes: json.RawMessage(i.Attributes),
		MergedInto: i.MergedInto, Standing: i.Standing,
	}
	if !i.NextCheck.IsZero() {
		a.NextCheck = &i.NextCheck
	}
	return a
}

// stateIn returns what the API tells of an issue that a transaction has changed.
func (s *Server) stateIn(ctx context.Context, tx *store.Tx, i *store.Issue) (*state, error) {
	result, err := s.Desk.ResultIn(ctx, tx, i)
	a := stateOf(i)
	a.Result = &result
	return a, err
}

// apiIssues lists issues in the order of triage.
func (s *Server) apiIssues(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	limit, err1 := number(q.Get("limit"), 100, 1000)
	offset, err2 := number(q.Get("offset"), 0, 1_000_000)
	if err := errors.Join(err1, err2); err != nil {
		s.apiError(w, http.StatusBadRequest, err.Error())
		return
	}
	issues, err := s.Desk.Read().Issues(r.Context(), store.Filter{
		Assignee: q.Get("assignee"), Team: q.Get("team"), Priority: q.Get("priority"), Channel: q.Get("channel"),
		Customer: q.Get("customer"), Standing: q.Get("standing"), Status: q.Get("status"), Text: q.Get("text"),
		Closed: q.Get("closed") == "true", Limit: limit, Offset: offset,
	})
	if err != nil {
		s.apiFailure(w, r, err)
		return
	}
	list := make([]*state, len(issues))
	for i := range issues {
		list[i] = stateOf(&issues[i])
	}
	s.answer(w, http.StatusOK, map[string]any{"issues": list})
}

// number reads a number of a query.
func number(text string, otherwise, most int) (int, error) {
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > most {
		return 0, fmt.Errorf("%q is not a number from 0 to %d", text, most)
	}
	return n, nil
}

// apiIssue tells how an issue stands, and why.
func (s *Server) apiIssue(w http.ResponseWriter, r *http.Request) {
	ctx, id := r.Context(), r.PathValue("id")
	issue, err := s.Desk.Read().Issue(ctx, id)
	if err != nil {
		s.apiFailure(w, r, err)
		return
	}
	a := stateOf(&issue)
	result, err := s.Desk.Result(ctx, &issue)
	if err == nil {
		a.Result = &result
		doc, x, e := s.Desk.Explain(ctx, id)
		if err = e; err == nil {
			s.answer(w, http.StatusOK, struct {
				*state
				History     sla.Issue       `json:"history"`
				Explanation sla.Explanation `json:"explanation"`
				Words       string          `json:"words"`
			}{a, doc, x, x.String()})
			return
		}
	}
	s.apiFailure(w, r, err)
}

// apiImport begins to import issues, one a line.
func (s *Server) apiImport(w http.ResponseWriter, r *http.Request) {
	c := callerOf(r.Context())
	if c.role != "" && rank(c.role) < rank(store.Lead) {
		s.apiError(w, http.StatusForbidden, "this is for a "+store.Lead)
		return
	}
	body, ok := s.read(w, r)
	if !ok {
		return
	}
	if bytes.IndexByte(body, 0) >= 0 || !utf8.Valid(body) {
		s.apiError(w, http.StatusUnprocessableEntity, "the lines are not UTF-8, or have a NUL")
		return
	}
	run, err := s.Desk.StartImport(r.Context(), string(body), c.name)
	if err != nil {
		s.apiFailure(w, r, err)
		return
	}
	w.Header().Set("Location", "/api/runs/"+run.ID)
	s.answer(w, http.StatusAccepted, runOf(&run))
}

// apiRun tells how far a run is.
func (s *Server) apiRun(w http.ResponseWriter, r *http.Request) {
	run, err := s.Desk.Read().Run(r.Context(), r.PathValue("id"))
	if err != nil {
		s.apiFailure(w, r, err)
		return
	}
	s.answer(w, http.StatusOK, runOf(&run))
}

// runOf returns what the API tells of a run.
func runOf(r *store.Run) map[string]any {
	m := map[string]any{"id": r.ID, "kind": r.Kind, "state": r.State, "done": r.Done, "total": r.Total, "created_at": r.CreatedAt}
	if r.Error != "" {
		m["error"] = r.Error
	}
	if !r.EndedAt.IsZero() {
		m["ended_at"] = r.EndedAt
	}
	return m
}
