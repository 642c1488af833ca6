package desk

import (
	"context"
	"time"

	"github.com/punctualgo/punctual/examples/desk/store"
)

// Sent stores that a message was sent. It returns how late each alert of it was, of those that
// waited for nobody's hours: between the instant that was announced and now.
func (d *Desk) Sent(ctx context.Context, m *store.Message) error {
	now := d.Now()
	m.State, m.Error, m.NextTry, m.SentAt = store.Sent, "", time.Time{}, now
	m.Tries++
	return d.write(ctx, func(tx *store.Tx) error {
		if _, err := tx.UpdateMessage(ctx, m); err != nil {
			return err
		}
		return tx.EndAlerts(ctx, m.ID, now)
	})
}

// NotSent stores that a message could not be sent, and when the next attempt is. If there is none, which
// a zero next says, the message is dead until somebody has it sent again.
func (d *Desk) NotSent(ctx context.Context, m *store.Message, why error, next time.Duration) error {
	now := d.Now()
	m.Tries++
	m.Error = why.Error()
	m.State, m.NextTry = store.Pending, now.Add(next)
	if next == 0 {
		m.State, m.NextTry = store.Dead, time.Time{}
	}
	return d.write(ctx, func(tx *store.Tx) error {
		if _, err := tx.UpdateMessage(ctx, m); err != nil || next > 0 {
			return err
		}
		return tx.FailAlerts(ctx, m.ID, m.Error, now)
	})
}

// SendAgain has a message sent that was given up.
func (d *Desk) SendAgain(ctx context.Context, id string) error {
	return d.write(ctx, func(tx *store.Tx) error {
		m, err := tx.Message(ctx, id)
		if err != nil {
			return err
		}
		if m.State != store.Dead {
			return inputErrorf("the message is %s", m.State)
		}
		m.State, m.NextTry = store.Pending, d.Now()
		if ok, err := tx.UpdateMessage(ctx, &m); err != nil || !ok {
			return orNotFound(err)
		}
		if err := tx.RetryAlerts(ctx, id); err != nil {
			return err
		}
		return d.enqueue(ctx, tx.Tx, SendJob{Message: id})
	})
}
