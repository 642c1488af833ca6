package web

import (
	"context"
	"net/http"
	"net/mail"
	"regexp"
	"strings"
	"time"

	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/store"
)

// Invite makes a link, good once, by which an account with a role is made. The address of e-mail may be
// empty: whoever has the link says it.
func Invite(ctx context.Context, d *desk.Desk, role, email string) (path string, err error) {
	text, hash := secret()
	now := time.Now()
	err = d.DB().Write(ctx, func(tx *store.Tx) error {
		return tx.InsertInvitation(ctx, hash, store.Invitation{Role: role, Email: email}, now, now.Add(72*time.Hour))
	})
	return "/welcome?invitation=" + text, err
}

// FirstAdministrator makes the link for the first administrator of a desk that has nobody. Earlier
// links are good no longer. The path is empty if there is somebody.
func FirstAdministrator(ctx context.Context, d *desk.Desk) (path string, err error) {
	people, err := d.Read().People(ctx)
	if err != nil || len(people) > 0 {
		return "", err
	}
	err = d.DB().Write(ctx, func(tx *store.Tx) error { return tx.DropInvitations(ctx, store.Administrator) })
	if err != nil {
		return "", err
	}
	return Invite(ctx, d, store.Administrator, "")
}

// Invitation returns the invitation of a link, if it is still good.
func (s *Server) Invitation(ctx context.Context, text string) (store.Invitation, error) {
	return s.Desk.Read().Invitation(ctx, hashOf(text), time.Now())
}

// personID is the form of the short names of people.
var personID = regexp.MustCompile(`^[a-z][a-z0-9._-]{0,31}$`)

// Accept makes the account of an invitation, which is good no longer, and returns who it is. Of p the
// ID, name, address, team and zone are used; the invitation says the role.
func (s *Server) Accept(r *http.Request, invitation, password string, p store.Person) (store.Person, error) {
	if !s.limits.allow("from "+clientAddress(r), rateSignIn, time.Now()) {
		return p, ErrTooMany
	}
	if n := len([]rune(password)); n < minPassword || len(password) > maxPassword {
		return p, ErrShort
	}
	if !personID.MatchString(p.ID) || strings.TrimSpace(p.Name) == "" || len(p.Name) > 100 {
		return p, &desk.InputError{Err: errNames}
	}
	if _, err := time.LoadLocation(p.Zone); err != nil {
		return p, &desk.InputError{Err: err}
	}
	hash := HashPassword(password)
	err := s.Desk.DB().Write(r.Context(), func(tx *store.Tx) error {
		now := time.Now()
		i, err := tx.UseInvitation(r.Context(), hashOf(invitation), now)
		if err != nil {
			return ErrInvitation
		}
		if i.Email != "" {
			p.Email = i.Email
		}
		if p.Email, err = cleanAddress(p.Email); err != nil {
			return err
		}
		p.Role, p.Password, p.CreatedAt = i.Role, hash, now
		ok, err := tx.InsertPerson(r.Context(), &p)
		if err == nil && !ok {
			err = ErrPersonTaken
		}
		return err
	})
	return p, err
}

// cleanAddress returns an address as it is stored.
func cleanAddress(text string) (string, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	a, err := mail.ParseAddress(text)
	if err != nil || a.Address != text || len(text) > 254 {
		return "", ErrAddress
	}
	return text, nil
}

// NewToken makes a token of the API. The text is shown once; only its hash is stored.
func (s *Server) NewToken(ctx context.Context, name, scope, by string) (text string, err error) {
	if scope != readScope && scope != writeScope {
		return "", &desk.InputError{Err: errScope}
	}
	if name = strings.TrimSpace(name); name == "" || len(name) > 100 {
		return "", &desk.InputError{Err: errTokenName}
	}
	text, hash := secret()
	t := store.Token{ID: hash[:12], Name: name, Scope: scope, CreatedBy: by, CreatedAt: time.Now()}
	return text, s.Desk.DB().Write(ctx, func(tx *store.Tx) error { return tx.InsertToken(ctx, &t, hash) })
}
