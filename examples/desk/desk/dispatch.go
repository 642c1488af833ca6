package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
)

// batch is how many issues or alerts one transaction takes.
const batch = 100

// waitsForHours is why an alert is held.
const waitsForHours = "waits for the hours of its recipients"

// NextWake returns the next instant at which Advance or Dispatch has something to do if nothing else
// happens, or zero.
func (d *Desk) NextWake(ctx context.Context) (time.Time, error) {
	next, err := d.Read().NextCheck(ctx)
	if err != nil {
		return time.Time{}, err
	}
	told, err := d.Read().NextAlert(ctx)
	if err != nil {
		return time.Time{}, err
	}
	if next.IsZero() || !told.IsZero() && told.Before(next) {
		next = told
	}
	return next, nil
}

// Advance takes what time has brought to issues by now, and returns to how many. Several processes
// may do it at once.
func (d *Desk) Advance(ctx context.Context) (int, error) {
	n := 0
	for {
		now := d.Now()
		var issues []store.Issue
		err := d.write(ctx, func(tx *store.Tx) error {
			var err error
			if issues, err = tx.LockDue(ctx, now, batch); err != nil {
				return err
			}
			for i := range issues {
				issues[i].Version++
				if err := d.advance(ctx, tx, &issues[i], now); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			err = d.advanceEach(ctx, issues, now)
		}
		n += len(issues)
		if err != nil || len(issues) < batch {
			return n, err
		}
	}
}

// advanceEach advances issues one by one, because one of them cannot be advanced. That one waits for a
// while, so that it does not keep the others from being told.
func (d *Desk) advanceEach(ctx context.Context, issues []store.Issue, now time.Time) error {
	for i := range issues {
		one := func(f func(tx *store.Tx, issue *store.Issue) error) error {
			return d.write(ctx, func(tx *store.Tx) error {
				issue, err := tx.LockIssue(ctx, issues[i].ID)
				if err != nil {
					return err
				}
				return f(tx, &issue)
			})
		}
		err := one(func(tx *store.Tx, issue *store.Issue) error { return d.advance(ctx, tx, issue, now) })
		if err == nil {
			continue
		}
		if ctx.Err() != nil {
			return err
		}
		d.log.Error("an issue cannot be evaluated", "issue", issues[i].ID, "error", err)
		err = one(func(tx *store.Tx, issue *store.Issue) error {
			issue.NextCheck = now.Add(10 * time.Minute)
			return tx.UpdateIssue(ctx, issue)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Dispatch checks the alerts that are due, and makes messages of those that still hold. It returns
// how many alerts it looked at. Several processes may do it at once.
func (d *Desk) Dispatch(ctx context.Context) (int, error) {
	n := 0
	for {
		now, taken := d.Now(), 0
		var updates []store.Alert
		err := d.db.Write(ctx, func(tx *store.Tx) error {
			rows, err := tx.LockDueAlerts(ctx, now, batch)
			if err != nil {
				return err
			}
			taken = len(rows)
			updates, err = d.check(ctx, tx, rows, now)
			return err
		})
		if err != nil {
			return n, err
		}
		for i := range updates {
			if err := d.act(ctx, &updates[i]); err != nil {
				return n, err
			}
		}
		n += taken
		if taken > 0 {
			d.Wake()
		}
		if taken < batch {
			return n, nil
		}
	}
}

// check decides about alerts that are due. It returns those that change their issue, which the
// caller acts upon when the transaction has ended.
func (d *Desk) check(ctx context.Context, tx *store.Tx, rows []store.Alert, now time.Time) (updates []store.Alert, err error) {
	byID := make(map[string]*store.Alert)
	var send []alert.Alert
	for i := range rows {
		row := &rows[i]
		byID[row.ID] = row
		c, err := d.checkOne(ctx, tx, row, now)
		row.Reason = c.Reason
		switch {
		case err != nil: // it must not keep the others from being told
			d.log.Error("an alert cannot be checked", "alert", row.ID, "error", err)
			row.State, row.Reason, row.CheckAt, row.DoneAt = store.Failed, err.Error(), time.Time{}, now
		case c.Verdict == alert.Drop:
			row.State, row.CheckAt, row.DoneAt = store.Dropped, time.Time{}, now
		case c.Verdict == alert.Wait:
			row.State, row.CheckAt = store.Held, c.Until
			if c.Until.IsZero() {
				// It waits for an event, which wakes it. If that came while we were looking, it is seen
				// after as long again as the alert has waited.
				row.CheckAt = now.Add(max(time.Hour, now.Sub(row.PlannedAt)))
			}
			if row.Reason == "" {
				row.Reason = waitsForHours
			}
		case row.Type == policy.ActionUpdate || row.Type == policy.ActionFlag:
			updates = append(updates, *row)
			continue
		default:
			send = append(send, c.Alert)
			continue
		}
		if err := tx.UpdateAlert(ctx, row); err != nil {
			return nil, err
		}
	}
	return updates, d.group(ctx, tx, send, byID, now)
}

// checkOne asks whether an alert still holds.
func (d *Desk) checkOne(ctx context.Context, tx *store.Tx, row *store.Alert, now time.Time) (alert.Check, error) {
	var a alert.Alert
	if err := json.Unmarshal(row.Alert, &a); err != nil {
		return alert.Check{}, err
	}
	issue, err := tx.Issue(ctx, row.Issue)
	if err != nil {
		return alert.Check{}, err
	}
	setup, result, err := d.resultIn(ctx, tx, &issue, now)
	if err != nil {
		return alert.Check{}, err
	}
	return setup.Planner.Check(a, result, now), nil
}

// group makes messages: a storm for one destination becomes a digest. A destination that has had
// its share of this period gets the rest together when it is over.
func (d *Desk) group(ctx context.Context, tx *store.Tx, send []alert.Alert, rows map[string]*store.Alert, now time.Time) error {
	period := now.Truncate(d.limit.Per)
	had := make(map[string]int)
	var ready []alert.Alert
	for _, a := range send {
		n, known := had[a.Channel]
		if !known {
			var err error
			if n, err = tx.CountMessagesTo(ctx, destination(&a), period, period.Add(d.limit.Per)); err != nil {
				return err
			}
			had[a.Channel] = n
		}
		if n < d.limit.Alerts {
			ready = append(ready, a)
			continue
		}
		row := rows[a.ID]
		row.State, row.Reason, row.CheckAt = store.Held, "many at once: the next ones come together", period.Add(d.limit.Per)
		if err := tx.UpdateAlert(ctx, row); err != nil {
			return err
		}
	}
	for _, a := range d.limit.Digest(ready) {
		if err := d.sendGroup(ctx, tx, a, rows, now); err != nil {
			return err
		}
	}
	return nil
}

// sendGroup makes the message of an alert, and marks the alerts that it stands for.
func (d *Desk) sendGroup(ctx context.Context, tx *store.Tx, a alert.Alert, rows map[string]*store.Alert, now time.Time) error {
	m, cannot := d.messageOf(&a, now)
	if cannot == nil {
		if err := d.queueMessage(ctx, tx, m); err != nil {
			return err
		}
	}
	var replaced []string
	for _, part := range append([]alert.Alert{a}, a.Digest...) {
		replaced = append(replaced, part.StandsFor...)
	}
	for _, id := range a.IDs() {
		row := rows[id]
		if row == nil { // the digest itself
			continue
		}
		row.State, row.Reason, row.CheckAt, row.Message = store.Sending, "", time.Time{}, a.ID
		switch {
		case errors.Is(cannot, alert.ErrNoRecipients):
			row.State, row.Reason, row.Message, row.DoneAt = store.Dropped, "nobody has subscribed to it", "", now
		case cannot != nil:
			row.State, row.Reason, row.Message, row.DoneAt = store.Failed, cannot.Error(), "", now
		case slices.Contains(replaced, id):
			row.State, row.Reason, row.DoneAt = store.Replaced, "a later reminder says the same", now
		}
		if err := tx.UpdateAlert(ctx, row); err != nil {
			return err
		}
	}
	return nil
}

// messageOf makes the message of an alert. It is made once, so that every attempt sends the same bytes.
func (d *Desk) messageOf(a *alert.Alert, now time.Time) (*store.Message, error) {
	m := &store.Message{
		ID: a.ID, Type: a.Type, Destination: destination(a), Subject: strings.TrimSpace(headline(a) + " " + a.Issue.ID),
		State: store.Pending, DueAt: a.At, CreatedAt: now,
	}
	var body []byte
	var err error
	switch a.Type {
	case policy.ActionSlack:
		body, err = d.renderer.Slack(*a)
	case policy.ActionEmail:
		var email alert.Email
		email, err = d.renderer.Email(*a)
		m.Sender, m.Subject, body = email.From, email.Subject, email.Data
		m.Destination = strings.Join(email.To, ",")
	case policy.ActionWebhook:
		body, err = d.renderer.Webhook(*a)
	default:
		err = fmt.Errorf("the desk does not know actions of type %q", a.Type)
	}
	m.Body = string(body)
	return m, err
}

// queueMessage stores a message, and a job that sends it.
func (d *Desk) queueMessage(ctx context.Context, tx *store.Tx, m *store.Message) error {
	fresh, err := tx.InsertMessage(ctx, m)
	if err != nil || !fresh {
		return err
	}
	return d.enqueue(ctx, tx.Tx, SendJob{Message: m.ID})
}

// act makes the change of an alert in its issue. The event has the ID of the alert, so that it is
// made once.
func (d *Desk) act(ctx context.Context, row *store.Alert) error {
	var a alert.Alert
	if err := json.Unmarshal(row.Alert, &a); err != nil {
		return err
	}
	return d.write(ctx, func(tx *store.Tx) error {
		now := d.Now()
		issue, err := tx.LockIssue(ctx, row.Issue)
		if err != nil {
			return err
		}
		fields, err := attributes(issue.Attributes)
		if err != nil {
			return err
		}
		e := sla.Event{At: now, Type: sla.Update, ID: a.ID, By: "policy " + a.Transition.Policy, Set: a.Changes(fields)}
		if a.Type == policy.ActionFlag {
			name, _ := a.Action["name"].(string)
			e.Type, e.Name, e.Set = sla.Custom, "flag:"+name, nil
		}
		if _, err := d.apply(ctx, tx, &issue, e, ""); err != nil && !errors.Is(err, ErrConflict) {
			return err
		}
		row.State, row.Reason, row.CheckAt, row.DoneAt = store.Sent, "", time.Time{}, now
		return tx.UpdateAlert(ctx, row)
	})
}

// destination returns where an alert goes to, as the type of its action writes it.
func destination(a *alert.Alert) string {
	if _, where, ok := strings.Cut(a.Channel, ":"); ok {
		return where
	}
	return a.Channel
}
