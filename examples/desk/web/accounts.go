package web

import (
	"context"
	"errors"
	"net/http"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

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
	if err := errors.Join(checkPassword(password), checkPerson(&p)); err != nil {
		return p, err
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

// checkPassword refuses a password that is too short, or so long that checking it takes long.
func checkPassword(password string) error {
	if n := utf8.RuneCountInString(password); n < minPassword || len(password) > maxPassword {
		return ErrShort
	}
	return nil
}

// checkPerson refuses what cannot be stored of a person, or not shown.
func checkPerson(p *store.Person) error {
	for _, text := range []string{p.Name, p.Team, p.Slack} {
		if len(text) > 100 || !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
			return &desk.InputError{Err: errNames}
		}
	}
	if !personID.MatchString(p.ID) || strings.TrimSpace(p.Name) == "" {
		return &desk.InputError{Err: errNames}
	}
	if _, err := time.LoadLocation(p.Zone); err != nil || p.Zone == "Local" {
		return &desk.InputError{Err: errZone}
	}
	return nil
}

// ChangePassword gives somebody another password, if they know the one that they have. It ends their
// other sessions: sign them in again.
func (s *Server) ChangePassword(r *http.Request, p store.Person, was, becomes string) error {
	if _, err := s.CheckPassword(r, p.Email, was); err != nil {
		return err
	}
	if err := checkPassword(becomes); err != nil {
		return err
	}
	hash := HashPassword(becomes)
	return s.Desk.DB().Write(r.Context(), func(tx *store.Tx) error {
		now, err := tx.Person(r.Context(), p.ID)
		if err != nil {
			return err
		}
		now.Password = hash
		if _, err := tx.UpdatePerson(r.Context(), &now); err != nil {
			return err
		}
		return tx.DeleteSessionsOf(r.Context(), p.ID)
	})
}

// UpdatePerson stores the name, role, team, zone, ID in Slack and disabling of somebody. An account that
// is disabled is signed out. The last administrator stays one.
func (s *Server) UpdatePerson(ctx context.Context, p store.Person) error {
	if rank(p.Role) == 0 {
		return &desk.InputError{Err: errRole}
	}
	if err := checkPerson(&p); err != nil {
		return err
	}
	return s.Desk.DB().Write(ctx, func(tx *store.Tx) error {
		was, err := tx.Person(ctx, p.ID)
		if err != nil {
			return err
		}
		p.Password = was.Password
		if _, err := tx.UpdatePerson(ctx, &p); err != nil {
			return err
		}
		people, err := tx.People(ctx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(people, func(p store.Person) bool { return p.Role == store.Administrator && p.DisabledAt.IsZero() }) {
			return &desk.InputError{Err: errLast}
		}
		if p.DisabledAt.IsZero() {
			return nil
		}
		return tx.DeleteSessionsOf(ctx, p.ID)
	})
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
