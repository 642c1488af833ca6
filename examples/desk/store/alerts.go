package store

import (
	"context"
	"time"
)

// The states of an alert.
const (
	Queued   = "queued"   // waits for its instant
	Held     = "held"     // waits for the hours of its recipients, or for an event
	Sending  = "sending"  // its message is being sent
	Sent     = "sent"     //
	Digested = "digested" // was sent in a digest
	Replaced = "replaced" // a later reminder was sent in its place
	Dropped  = "dropped"  // was no longer true
	Failed   = "failed"   // its message could not be sent
)

// An Alert is a row of the log of notifications.
type Alert struct {
	ID, Issue, Transition, Type, Channel string
	Headline                             string
	Alert                                []byte // the alert.Alert as JSON
	State, Reason                        string
	PlannedAt, CheckAt                   time.Time
	Message                              string // the ID of the message that it went into
	CreatedAt, DoneAt                    time.Time
}

const alertColumns = "id, issue, transition, type, channel, headline, alert, state, reason, planned_at, check_at, message, created_at, done_at"

func scanAlert(scan func(...any) error) (a Alert, err error) {
	err = scan(&a.ID, &a.Issue, &a.Transition, &a.Type, &a.Channel, &a.Headline, &a.Alert, &a.State, &a.Reason,
		instant{&a.PlannedAt}, instant{&a.CheckAt}, &a.Message, instant{&a.CreatedAt}, instant{&a.DoneAt})
	return a, err
}

// InsertAlert adds an alert, and reports whether it is new.
func (tx *Tx) InsertAlert(ctx context.Context, a *Alert) (bool, error) {
	return tx.exec(ctx, "INSERT INTO alerts ("+alertColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT DO NOTHING`, a.ID, a.Issue, a.Transition, a.Type, a.Channel, a.Headline, string(a.Alert), a.State, a.Reason,
		nano(a.PlannedAt), nano(a.CheckAt), a.Message, nano(a.CreatedAt), nano(a.DoneAt))
}

// LockDueAlerts returns alerts to look at, in order, and leaves alone those that another process
// works on.
func (tx *Tx) LockDueAlerts(ctx context.Context, now time.Time, limit int) ([]Alert, error) {
	return all(ctx, tx.queries, scanAlert, "SELECT "+alertColumns+" FROM alerts WHERE check_at <= $1 ORDER BY check_at, id LIMIT $2"+
		tx.forUpdateSkipLocked(), nano(now), limit)
}

// NextAlert returns when the first alert is to be looked at, or zero.
func (q queries) NextAlert(ctx context.Context) (time.Time, error) {
	return first(ctx, q, scanInstant, "SELECT min(check_at) FROM alerts")
}

// UpdateAlert stores what became of an alert.
func (tx *Tx) UpdateAlert(ctx context.Context, a *Alert) error {
	_, err := tx.exec(ctx, "UPDATE alerts SET state = $1, reason = $2, check_at = $3, message = $4, done_at = $5 WHERE id = $6",
		a.State, a.Reason, nano(a.CheckAt), a.Message, nano(a.DoneAt), a.ID)
	return err
}

// CountMessagesTo returns how many messages a destination was sent in [from, until).
func (q queries) CountMessagesTo(ctx context.Context, destination string, from, until time.Time) (int, error) {
	return first(ctx, q, value[int], "SELECT count(*) FROM messages WHERE destination = $1 AND created_at >= $2 AND created_at < $3",
		destination, nano(from), nano(until))
}

// WakeAlerts has the alerts of an issue looked at that are held: an event may have decided.
func (tx *Tx) WakeAlerts(ctx context.Context, issue string, now time.Time) error {
	_, err := tx.exec(ctx, "UPDATE alerts SET check_at = $1 WHERE issue = $2 AND state = 'held' AND check_at > $3", nano(now), issue, nano(now))
	return err
}

// AlertFilter selects alerts. Empty fields select all.
type AlertFilter struct {
	State, Issue, Type string
	Limit, Offset      int // a limit of 0 means 100
}

// Alerts returns the log of notifications, the latest first.
func (q queries) Alerts(ctx context.Context, f AlertFilter) ([]Alert, error) {
	query, args := "SELECT "+alertColumns+" FROM alerts WHERE 1 = 1", []any(nil)
	for _, c := range []struct{ column, value string }{{"state", f.State}, {"issue", f.Issue}, {"type", f.Type}} {
		if c.value != "" {
			args = append(args, c.value)
			query += " AND " + c.column + " = " + placeholder(len(args))
		}
	}
	if f.Limit == 0 {
		f.Limit = 100
	}
	args = append(args, f.Limit, f.Offset)
	return all(ctx, q, scanAlert, query+" ORDER BY created_at DESC, id LIMIT "+placeholder(len(args)-1)+" OFFSET "+placeholder(len(args)), args...)
}

// A StateCount is how many rows have a state.
type StateCount struct {
	State string
	N     int64
}

// CountAlerts counts the alerts by their state.
func (q queries) CountAlerts(ctx context.Context) ([]StateCount, error) {
	return all(ctx, q, scanStateCount, "SELECT state, count(*) FROM alerts GROUP BY state ORDER BY state")
}

func scanStateCount(scan func(...any) error) (c StateCount, err error) {
	err = scan(&c.State, &c.N)
	return c, err
}

// The states of a message.
const (
	Pending = "pending" // is sent, or tried again later
	Dead    = "dead"    // was tried often enough; it can be sent again by hand
)

// A Message is what is sent: made once, so that each attempt sends the same bytes.
type Message struct {
	ID, Type, Destination, Sender, Subject string
	Body                                   string
	State                                  string // pending, sent or dead
	Tries                                  int64
	Error                                  string
	DueAt                                  time.Time // when it was to be sent at the earliest
	CreatedAt, NextTry, SentAt             time.Time
}

const messageColumns = "id, type, destination, sender, subject, body, state, tries, error, due_at, created_at, next_try, sent_at"

func scanMessage(scan func(...any) error) (m Message, err error) {
	err = scan(&m.ID, &m.Type, &m.Destination, &m.Sender, &m.Subject, &m.Body, &m.State, &m.Tries, &m.Error,
		instant{&m.DueAt}, instant{&m.CreatedAt}, instant{&m.NextTry}, instant{&m.SentAt})
	return m, err
}

// InsertMessage adds a message, and reports whether it is new.
func (tx *Tx) InsertMessage(ctx context.Context, m *Message) (bool, error) {
	return tx.exec(ctx, "INSERT INTO messages ("+messageColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT DO NOTHING`, m.ID, m.Type, m.Destination, m.Sender, m.Subject, m.Body, m.State, m.Tries, m.Error,
		nano(m.DueAt), nano(m.CreatedAt), nano(m.NextTry), nano(m.SentAt))
}

// Message returns a message.
func (q queries) Message(ctx context.Context, id string) (Message, error) {
	return first(ctx, q, scanMessage, "SELECT "+messageColumns+" FROM messages WHERE id = $1", id)
}

// Messages returns messages of a state, or all, the latest first.
func (q queries) Messages(ctx context.Context, state string, limit int) ([]Message, error) {
	return all(ctx, q, scanMessage, "SELECT "+messageColumns+" FROM messages WHERE state = $1 OR $2 = '' ORDER BY created_at DESC, id LIMIT $3",
		state, state, limit)
}

// CountMessages counts the messages by their state.
func (q queries) CountMessages(ctx context.Context) ([]StateCount, error) {
	return all(ctx, q, scanStateCount, "SELECT state, count(*) FROM messages GROUP BY state ORDER BY state")
}

// UpdateMessage stores what became of a message, unless it was sent meanwhile.
func (tx *Tx) UpdateMessage(ctx context.Context, m *Message) (bool, error) {
	return tx.exec(ctx, "UPDATE messages SET state = $1, tries = $2, error = $3, next_try = $4, sent_at = $5 WHERE id = $6 AND state <> 'sent'",
		m.State, m.Tries, m.Error, nano(m.NextTry), nano(m.SentAt), m.ID)
}

// EndAlerts marks the alerts of a message as sent: those that it sums up as digested.
func (tx *Tx) EndAlerts(ctx context.Context, message string, at time.Time) error {
	_, err := tx.exec(ctx, `UPDATE alerts SET state = CASE WHEN id = message THEN 'sent' ELSE 'digested' END, reason = '', done_at = $1
		WHERE message = $2 AND state IN ('sending', 'failed')`, nano(at), message)
	return err
}

// FailAlerts marks the alerts of a message as failed.
func (tx *Tx) FailAlerts(ctx context.Context, message, reason string, at time.Time) error {
	_, err := tx.exec(ctx, "UPDATE alerts SET state = 'failed', reason = $1, done_at = $2 WHERE message = $3 AND state = 'sending'",
		reason, nano(at), message)
	return err
}

// RetryAlerts marks the alerts of a message as being sent again.
func (tx *Tx) RetryAlerts(ctx context.Context, message string) error {
	_, err := tx.exec(ctx, "UPDATE alerts SET state = 'sending', reason = '', done_at = NULL WHERE message = $1 AND state = 'failed'", message)
	return err
}
