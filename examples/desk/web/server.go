// Package web serves the desk: its pages, its API, and what machines ask of it.
package web

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/jobs"
	"github.com/punctualgo/punctual/examples/desk/store"
)

// Options are what a server needs.
type Options struct {
	Desk    *desk.Desk
	Metrics *jobs.Metrics
	Log     *slog.Logger

	// Demo lets people sign in with a click. It is for loopback only.
	Demo bool

	// Ahead moves the clock of a demo, and returns the new time. It is nil if the present is real.
	Ahead func(d time.Duration) (time.Time, error)

	// Secure says that browsers come by HTTPS: cookies are for that alone.
	Secure bool

	// Hosts are the names by which the desk may be asked for. If empty, any will do. A desk on
	// loopback needs it, so that no page elsewhere can make a name of its own lead here.
	Hosts []string
}

// A Server answers requests. It is safe for concurrent use.
type Server struct {
	Options
	handler http.Handler
	live    *hub
	limits  limits
	counted counted
	hashing chan struct{} // how many passwords are checked at once
}

// New returns a server. Close ends its streams.
func New(o Options) *Server {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Metrics == nil {
		o.Metrics = jobs.NewMetrics()
	}
	s := &Server{Options: o, live: newHub(o.Desk, o.Log), hashing: make(chan struct{}, 2)}
	mux := http.NewServeMux()
	s.routes(mux)
	s.pages(mux)
	s.handler = s.guard(http.NewCrossOriginProtection().Handler(mux))
	return s
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Close ends the streams of pages that wait for changes, which a shutdown would wait for.
func (s *Server) Close() { s.live.close() }

// A route is a part of the API.
type route struct {
	method, path, scope string
	handler             http.HandlerFunc
}

// api is the API, which openapi.json describes.
func (s *Server) api() []route {
	return []route{
		{"GET", "/metrics", readScope, s.metrics},
		{"GET", "/api/issues", readScope, s.apiIssues},
		{"POST", "/api/issues", writeScope, s.apiCreate},
		{"GET", "/api/issues/{id}", readScope, s.apiIssue},
		{"POST", "/api/issues/{id}/events", writeScope, s.apiEvent},
		{"POST", "/api/import", writeScope, s.apiImport},
		{"GET", "/api/runs/{id}", readScope, s.apiRun},
	}
}

// routes are those of programs.
func (s *Server) routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /healthz", s.health)
	mux.HandleFunc("GET /openapi.json", s.openAPI)
	mux.HandleFunc("GET /live", s.signedIn(s.live.serve))
	for _, r := range s.api() {
		mux.HandleFunc(r.method+" "+r.path, s.token(r.scope, r.handler))
	}
}

// Sizes of requests.
const (
	maxBody   = 1 << 20
	maxImport = 64 << 20
)

// contentPolicy is what a page may do: load from here alone, and be in nobody's frame.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard is around everything: which hosts may be asked for, how large a request may be, and what
// browsers may do with an answer.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if s.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if !s.allowedHost(r.Host) {
			http.Error(w, "this desk has another name", http.StatusMisdirectedRequest)
			return
		}
		limit := int64(maxBody)
		if r.URL.Path == "/api/import" {
			limit = maxImport
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		defer s.recoverPanic(w, r)
		next.ServeHTTP(w, r)
	})
}

// recoverPanic answers a request that made a handler panic.
func (s *Server) recoverPanic(w http.ResponseWriter, r *http.Request) {
	if v := recover(); v != nil {
		if v == http.ErrAbortHandler {
			panic(v)
		}
		s.Log.Error("a handler panicked", "path", r.URL.Path, "panic", v)
		http.Error(w, "something went wrong", http.StatusInternalServerError)
	}
}

func (s *Server) allowedHost(host string) bool {
	if len(s.Hosts) == 0 {
		return true
	}
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	for _, h := range s.Hosts {
		if name == h || host == h {
			return true
		}
	}
	return false
}

// clientAddress returns the address of who asks, for limits of rates.
func clientAddress(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// secret returns a text that nobody can guess, and the hash that is stored of it.
func secret() (text, hash string) {
	text = rand.Text() + rand.Text()
	return text, hashOf(text)
}

// hashOf returns the hash of a secret that nobody can guess.
func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// statusOf returns the status for an error, and words that whoever asked may read.
func (s *Server) statusOf(r *http.Request, err error) (int, string) {
	switch {
	case errors.Is(err, store.ErrNotFound):
		return http.StatusNotFound, "there is no such thing"
	case errors.Is(err, desk.ErrConflict):
		return http.StatusConflict, err.Error()
	case errors.Is(err, desk.ErrNoConfig):
		return http.StatusConflict, err.Error()
	case errors.As(err, new(*desk.InputError)):
		return http.StatusUnprocessableEntity, err.Error()
	case errors.As(err, new(*http.MaxBytesError)):
		return http.StatusRequestEntityTooLarge, "the request is too large"
	}
	if r.Context().Err() == nil {
		s.Log.Error("a request failed", "method", r.Method, "path", r.URL.Path, "error", err)
	}
	return http.StatusInternalServerError, "something went wrong"
}
