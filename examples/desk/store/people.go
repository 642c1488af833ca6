package store

import (
	"context"
	"time"
)

// The roles of people. Each may do what those before it may.
const (
	Agent         = "agent"
	Lead          = "lead"
	Administrator = "administrator"
)

// A Person signs in, and is told.
type Person struct {
	ID, Name, Email, Role, Team, Zone, Slack string
	Password                                 string // argon2id; never shown
	CreatedAt, DisabledAt                    time.Time
}

const personColumns = "id, name, email, role, team, zone, slack, password, created_at, disabled_at"

func scanPerson(scan func(...any) error) (p Person, err error) {
	err = scan(&p.ID, &p.Name, &p.Email, &p.Role, &p.Team, &p.Zone, &p.Slack, &p.Password, instant{&p.CreatedAt}, instant{&p.DisabledAt})
	return p, err
}

// People returns everybody, by name.
func (q queries) People(ctx context.Context) ([]Person, error) {
	return all(ctx, q, scanPerson, "SELECT "+personColumns+" FROM people ORDER BY name, id")
}

// Person returns a person.
func (q queries) Person(ctx context.Context, id string) (Person, error) {
	return first(ctx, q, scanPerson, "SELECT "+personColumns+" FROM people WHERE id = $1", id)
}

// PersonByEmail returns the person with an address.
func (q queries) PersonByEmail(ctx context.Context, email string) (Person, error) {
	return first(ctx, q, scanPerson, "SELECT "+personColumns+" FROM people WHERE email = $1", email)
}

// InsertPerson adds a person, and reports whether ID and address were free.
func (tx *Tx) InsertPerson(ctx context.Context, p *Person) (bool, error) {
	return tx.exec(ctx, "INSERT INTO people ("+personColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
		p.ID, p.Name, p.Email, p.Role, p.Team, p.Zone, p.Slack, p.Password, nano(p.CreatedAt), nano(p.DisabledAt))
}

// UpdatePerson stores all of a person but ID, address and creation.
func (tx *Tx) UpdatePerson(ctx context.Context, p *Person) (bool, error) {
	return tx.exec(ctx, "UPDATE people SET name = $1, role = $2, team = $3, zone = $4, slack = $5, password = $6, disabled_at = $7 WHERE id = $8",
		p.Name, p.Role, p.Team, p.Zone, p.Slack, p.Password, nano(p.DisabledAt), p.ID)
}

// InsertSession stores that a person has signed in.
func (tx *Tx) InsertSession(ctx context.Context, hash, person string, now, expires time.Time) error {
	_, err := tx.exec(ctx, "INSERT INTO sessions (hash, person, created_at, expires_at) VALUES ($1, $2, $3, $4)", hash, person, nano(now), nano(expires))
	return err
}

// SessionPerson returns who has a session that is still valid, unless their account is disabled.
func (q queries) SessionPerson(ctx context.Context, hash string, now time.Time) (Person, error) {
	return first(ctx, q, scanPerson, "SELECT "+personColumns+` FROM people WHERE disabled_at IS NULL AND id =
		(SELECT person FROM sessions WHERE hash = $1 AND expires_at > $2)`, hash, nano(now))
}

// DeleteSession ends a session.
func (tx *Tx) DeleteSession(ctx context.Context, hash string) error {
	_, err := tx.exec(ctx, "DELETE FROM sessions WHERE hash = $1", hash)
	return err
}

// DeleteSessionsOf ends all sessions of a person.
func (tx *Tx) DeleteSessionsOf(ctx context.Context, person string) error {
	_, err := tx.exec(ctx, "DELETE FROM sessions WHERE person = $1", person)
	return err
}

// An Invitation is a link, good once, by which an account is made.
type Invitation struct {
	Role, Email string
}

// InsertInvitation adds an invitation.
func (tx *Tx) InsertInvitation(ctx context.Context, hash string, i Invitation, now, expires time.Time) error {
	_, err := tx.exec(ctx, "INSERT INTO invitations (hash, role, email, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
		hash, i.Role, i.Email, nano(now), nano(expires))
	return err
}

func scanInvitation(scan func(...any) error) (i Invitation, err error) {
	err = scan(&i.Role, &i.Email)
	return i, err
}

// Invitation returns an invitation that is still good.
func (q queries) Invitation(ctx context.Context, hash string, now time.Time) (Invitation, error) {
	return first(ctx, q, scanInvitation, "SELECT role, email FROM invitations WHERE hash = $1 AND used_at IS NULL AND expires_at > $2", hash, nano(now))
}

// UseInvitation returns an invitation, which is good no longer.
func (tx *Tx) UseInvitation(ctx context.Context, hash string, now time.Time) (Invitation, error) {
	return first(ctx, tx.queries, scanInvitation, `UPDATE invitations SET used_at = $1 WHERE hash = $2 AND used_at IS NULL AND expires_at > $3
		RETURNING role, email`, nano(now), hash, nano(now))
}

// DropInvitations withdraws the invitations for a role that nobody has used.
func (tx *Tx) DropInvitations(ctx context.Context, role string) error {
	_, err := tx.exec(ctx, "DELETE FROM invitations WHERE role = $1 AND used_at IS NULL", role)
	return err
}

// A Token lets a program use the API.
type Token struct {
	ID, Name, Scope, CreatedBy   string // scope is read or write
	CreatedAt, UsedAt, RevokedAt time.Time
}

func scanToken(scan func(...any) error) (t Token, err error) {
	err = scan(&t.ID, &t.Name, &t.Scope, &t.CreatedBy, instant{&t.CreatedAt}, instant{&t.UsedAt}, instant{&t.RevokedAt})
	return t, err
}

// Tokens returns all tokens, the latest first.
func (q queries) Tokens(ctx context.Context) ([]Token, error) {
	return all(ctx, q, scanToken, "SELECT id, name, scope, created_by, created_at, used_at, revoked_at FROM tokens ORDER BY created_at DESC, id")
}

// TokenByHash returns a token that was not revoked.
func (q queries) TokenByHash(ctx context.Context, hash string) (Token, error) {
	return first(ctx, q, scanToken, `SELECT id, name, scope, created_by, created_at, used_at, revoked_at FROM tokens
		WHERE hash = $1 AND revoked_at IS NULL`, hash)
}

// InsertToken adds a token.
func (tx *Tx) InsertToken(ctx context.Context, t *Token, hash string) error {
	_, err := tx.exec(ctx, "INSERT INTO tokens (id, hash, name, scope, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
		t.ID, hash, t.Name, t.Scope, t.CreatedBy, nano(t.CreatedAt))
	return err
}

// RevokeToken ends a token.
func (tx *Tx) RevokeToken(ctx context.Context, id string, now time.Time) (bool, error) {
	return tx.exec(ctx, "UPDATE tokens SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL", nano(now), id)
}

// UsedToken stores when a token was last used.
func (tx *Tx) UsedToken(ctx context.Context, id string, now time.Time) error {
	_, err := tx.exec(ctx, "UPDATE tokens SET used_at = $1 WHERE id = $2", nano(now), id)
	return err
}

// A Subscription is what a person wants to be told of, and how.
type Subscription struct {
	Person, Scope, Kind, Medium string // see the schema
}

func scanSubscription(scan func(...any) error) (s Subscription, err error) {
	err = scan(&s.Person, &s.Scope, &s.Kind, &s.Medium)
	return s, err
}

// Subscriptions returns those of a person.
func (q queries) Subscriptions(ctx context.Context, person string) ([]Subscription, error) {
	return all(ctx, q, scanSubscription, "SELECT person, scope, kind, medium FROM subscriptions WHERE person = $1 ORDER BY scope, kind, medium", person)
}

// Subscribers returns the subscriptions with a scope.
func (q queries) Subscribers(ctx context.Context, scope string) ([]Subscription, error) {
	return all(ctx, q, scanSubscription, "SELECT person, scope, kind, medium FROM subscriptions WHERE scope = $1 ORDER BY person, kind, medium", scope)
}

// AddSubscription adds a subscription.
func (tx *Tx) AddSubscription(ctx context.Context, s Subscription) error {
	_, err := tx.exec(ctx, "INSERT INTO subscriptions (person, scope, kind, medium) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
		s.Person, s.Scope, s.Kind, s.Medium)
	return err
}

// SetSubscriptions replaces the subscriptions of a person with a scope.
func (tx *Tx) SetSubscriptions(ctx context.Context, person, scope string, list []Subscription) error {
	if _, err := tx.exec(ctx, "DELETE FROM subscriptions WHERE person = $1 AND scope = $2", person, scope); err != nil {
		return err
	}
	for _, s := range list {
		s.Person, s.Scope = person, scope
		if err := tx.AddSubscription(ctx, s); err != nil {
			return err
		}
	}
	return nil
}
