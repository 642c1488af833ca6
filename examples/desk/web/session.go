package web

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"

	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/store"
)

// sessionCookie is the name of the cookie that says who has signed in.
const sessionCookie = "desk_session"

// sessionLength is how long somebody stays signed in.
const sessionLength = 14 * 24 * time.Hour

type personKey struct{}

// Person returns who asks. Handlers within signedIn and atLeast have one.
func Person(ctx context.Context) store.Person {
	p, _ := ctx.Value(personKey{}).(store.Person)
	return p
}

// signedIn lets those pass who have signed in, and sends others to the sign-in.
func (s *Server) signedIn(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p, err := s.sessionPerson(r)
		if errors.Is(err, store.ErrNotFound) {
			if r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html") {
				http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
				return
			}
			http.Error(w, "sign in first", http.StatusUnauthorized)
			return
		}
		if err != nil {
			status, text := s.statusOf(r, err)
			http.Error(w, text, status)
			return
		}
		next(w, r.WithContext(context.WithValue(r.Context(), personKey{}, p)))
	}
}

// atLeast lets those pass who have signed in and have a role, or one above it.
func (s *Server) atLeast(role string, next http.HandlerFunc) http.HandlerFunc {
	return s.signedIn(func(w http.ResponseWriter, r *http.Request) {
		if rank(Person(r.Context()).Role) < rank(role) {
			http.Error(w, "this is for a "+role, http.StatusForbidden)
			return
		}
		next(w, r)
	})
}

// rank orders the roles. An unknown one may do nothing.
func rank(role string) int {
	switch role {
	case store.Agent:
		return 1
	case store.Lead:
		return 2
	case store.Administrator:
		return 3
	}
	return 0
}

// sessionPerson returns who has the session of a request.
func (s *Server) sessionPerson(r *http.Request) (store.Person, error) {
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return store.Person{}, store.ErrNotFound
	}
	return s.Desk.Read().SessionPerson(r.Context(), hashOf(cookie.Value), time.Now())
}

// SignIn begins a session of a person.
func (s *Server) SignIn(w http.ResponseWriter, r *http.Request, person string) error {
	text, hash := secret()
	now := time.Now()
	err := s.Desk.DB().Write(r.Context(), func(tx *store.Tx) error {
		return tx.InsertSession(r.Context(), hash, person, now, now.Add(sessionLength))
	})
	if err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{
		Name: sessionCookie, Value: text, Path: "/", MaxAge: int(sessionLength.Seconds()),
		HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode,
	})
	return nil
}

// SignOut ends the session of a request.
func (s *Server) SignOut(w http.ResponseWriter, r *http.Request) error {
	if cookie, err := r.Cookie(sessionCookie); err == nil {
		err := s.Desk.DB().Write(r.Context(), func(tx *store.Tx) error {
			return tx.DeleteSession(r.Context(), hashOf(cookie.Value))
		})
		if err != nil {
			return err
		}
	}
	http.SetCookie(w, &http.Cookie{Name: sessionCookie, Path: "/", MaxAge: -1, HttpOnly: true, Secure: s.Secure})
	return nil
}

// Errors of a sign-in, for people.
var (
	ErrBadSignIn   = &desk.InputError{Err: errors.New("the address or the password is wrong")}
	ErrTooMany     = &desk.InputError{Err: errors.New("too many attempts: wait a minute")}
	ErrShort       = &desk.InputError{Err: fmt.Errorf("a password has from %d to %d characters", minPassword, maxPassword)}
	ErrAddress     = &desk.InputError{Err: errors.New("the address of e-mail is not valid")}
	ErrInvitation  = &desk.InputError{Err: errors.New("this link is not good, or not good any longer")}
	ErrPersonTaken = &desk.InputError{Err: errors.New("somebody has this name or address")}
)

const (
	minPassword = 10
	maxPassword = 200
)

// CheckPassword returns who has an address and a password.
func (s *Server) CheckPassword(r *http.Request, email, password string) (store.Person, error) {
	now := time.Now()
	email = strings.ToLower(strings.TrimSpace(email))
	if !s.limits.allow("from "+clientAddress(r), rateSignIn, now) || !s.limits.allow("as "+hashOf(email), rateSignIn, now) {
		return store.Person{}, ErrTooMany
	}
	if len(password) > maxPassword {
		return store.Person{}, ErrBadSignIn
	}
	p, err := s.Desk.Read().PersonByEmail(r.Context(), email)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return p, err
	}
	stored := p.Password
	if stored == "" {
		stored = nobody // so that it takes as long as for somebody
	}
	ok, err := s.verify(r.Context(), password, stored)
	if err != nil {
		return p, err
	}
	if !ok || p.Password == "" || !p.DisabledAt.IsZero() {
		return store.Person{}, ErrBadSignIn
	}
	return p, nil
}

// Hashes of passwords: argon2id, with the parameters that OWASP names first.
const (
	argonTime    = 2
	argonMemory  = 19 << 10 // KiB
	argonThreads = 1
)

// HashPassword returns what is stored of a password.
func HashPassword(password string) string {
	salt := make([]byte, 16)
	rand.Read(salt)
	return encodeHash(salt, argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonThreads, 32))
}

func encodeHash(salt, key []byte) string {
	e := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonThreads,
		e.EncodeToString(salt), e.EncodeToString(key))
}

// nobody is the hash of no password.
var nobody = encodeHash(make([]byte, 16), make([]byte, 32))

// verify reports whether a password is the one that was stored. Few are checked at once, because each
// takes memory.
func (s *Server) verify(ctx context.Context, password, stored string) (bool, error) {
	select {
	case s.hashing <- struct{}{}:
		defer func() { <-s.hashing }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	var version int
	var memory, passes uint32
	var threads uint8
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, errors.New("the stored password is damaged")
	}
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return false, errors.New("the stored password is of another version")
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &threads); err != nil {
		return false, errors.New("the stored password is damaged")
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, errors.New("the stored password is damaged")
	}
	key, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false, errors.New("the stored password is damaged")
	}
	got := argon2.IDKey([]byte(password), salt, passes, memory, threads, uint32(len(key)))
	return subtle.ConstantTimeCompare(got, key) == 1, nil
}
