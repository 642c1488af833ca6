// Package demo is a team and eight weeks of its life, to look at and to play with. It is the same for
// the same seed.
package demo

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

// Config is the configuration of the demo, and a good one to start from.
//
//go:embed config.json
var Config string

// relived is how much of the past the desk itself is made to live through, so that its log has what was
// sent, held back, digested and dropped. What is before is imported.
const relived = 30 * time.Hour

// Fill fills the database of a desk, which is empty, and whose clock is c. Messages of the past are
// counted as sent, and nobody gets them.
func Fill(ctx context.Context, d *desk.Desk, c *Clock, seed uint64) error {
	cfg, err := policy.Parse([]byte(Config))
	if err != nil {
		return err
	}
	docs, err := history(seed, cfg.Schedules)
	if err != nil {
		return err
	}
	c.stop(Now.AddDate(0, 0, -7*weeks-1))
	if err := fillPeople(ctx, d); err != nil {
		return err
	}
	setup, err := d.Propose(ctx, Config, "the contracts of 2026", "lea")
	if err != nil {
		return err
	}
	if err := d.Adopt(ctx, setup.Version); err != nil {
		return err
	}
	begin := Now.Add(-relived)
	c.stop(begin)
	var past []desk.Document
	var coming []moment
	for i := range docs {
		before, after := cut(&docs[i], begin)
		if before != nil {
			past = append(past, *before)
		}
		coming = append(coming, after...)
	}
	if err := d.Load(ctx, past); err != nil {
		return err
	}
	if err := relive(ctx, d, c, append(coming, urgent()...)); err != nil {
		return err
	}
	return d.DB().Write(ctx, func(tx *store.Tx) error {
		c.start(Now)
		if _, err := tx.AddSetting(ctx, "issues", int64(len(docs)+1)); err != nil {
			return err
		}
		_, err := tx.AddSetting(ctx, offsetSetting, int64(c.Offset()))
		return err
	})
}

// offsetSetting is where the clock of a demo is kept.
const offsetSetting = "clock_offset"

// Resume has the clock go on where it was, or reports false if the database has no demo.
func Resume(ctx context.Context, db *store.DB, c *Clock) (bool, error) {
	offset, err := db.Read().Setting(ctx, offsetSetting)
	if err != nil || offset == 0 {
		return false, err
	}
	c.ahead(time.Duration(offset))
	return true, nil
}

// Ahead moves the clock ahead, and keeps how far.
func Ahead(ctx context.Context, d *desk.Desk, c *Clock, by time.Duration) (time.Time, error) {
	if by < 0 {
		return c.Now(), fmt.Errorf("time only goes ahead")
	}
	err := d.DB().Write(ctx, func(tx *store.Tx) error {
		_, err := tx.AddSetting(ctx, offsetSetting, int64(by))
		return err
	})
	if err == nil {
		c.ahead(by)
		d.Wake()
	}
	return c.Now(), err
}

// fillPeople adds the team.
func fillPeople(ctx context.Context, d *desk.Desk) error {
	return d.DB().Write(ctx, func(tx *store.Tx) error {
		for _, p := range people {
			p.Email, p.CreatedAt = p.ID+"@desk.example", d.Now()
			if _, err := tx.InsertPerson(ctx, &p); err != nil {
				return err
			}
		}
		for _, s := range subscriptions() {
			if err := tx.AddSubscription(ctx, s); err != nil {
				return err
			}
		}
		return nil
	})
}

// A moment is something that happens while the desk relives its past: an issue is created, or an event
// comes.
type moment struct {
	at    time.Time
	issue string
	doc   *desk.Document // of a new issue, without events
	event sla.Event
	body  string
}

// cut splits the life of an issue at an instant: what to import, and what comes after. What would happen
// after Now is left out.
func cut(doc *desk.Document, at time.Time) (before *desk.Document, after []moment) {
	past := *doc
	past.Events = nil
	if doc.CreatedAt.After(at) {
		after = append(after, moment{at: doc.CreatedAt, issue: doc.ID, doc: &past})
	} else {
		before = &past
	}
	for _, e := range doc.Events {
		switch {
		case e.At.After(Now):
		case e.At.After(at):
			after = append(after, moment{at: e.At, issue: doc.ID, event: e, body: doc.Bodies[e.ID]})
		default:
			past.Events = append(past.Events, e)
		}
	}
	return before, after
}

// urgent is an issue that came in a moment ago, so that a visitor soon sees a warning, and then a breach.
func urgent() []moment {
	at := Now.Add(-21 * time.Minute)
	doc := &desk.Document{
		Title:       "Label printers are offline in the Hamburg warehouse",
		Description: "None of our 40 label printers gets jobs since the update at three o'clock. Trucks are waiting at the gates.\n\nSofia",
	}
	doc.Issue = sla.Issue{ID: "D-900", CreatedAt: at, CreatedBy: sla.Customer, Attributes: map[string]any{
		"status": "new", "priority": "urgent", "customer": "Northwind Logistics", "customer.tier": "platinum", "customer.region": "emea",
		"channel": "phone", "category": "outage", "team": "berlin", "assignee": "ann",
	}}
	return []moment{{at: at, issue: doc.ID, doc: doc}}
}

// relive has the desk live through what comes, and does what its workers do.
func relive(ctx context.Context, d *desk.Desk, c *Clock, coming []moment) error {
	slices.SortStableFunc(coming, func(a, b moment) int { return a.at.Compare(b.at) })
	for _, m := range coming {
		if err := work(ctx, d, c, m.at); err != nil {
			return err
		}
		c.stop(m.at)
		var err error
		if m.doc != nil {
			_, _, err = d.Create(ctx, desk.NewIssue{
				ID: m.doc.ID, Title: m.doc.Title, Description: m.doc.Description, CreatedBy: m.doc.CreatedBy,
				CreatedAt: m.doc.CreatedAt, Attributes: m.doc.Attributes,
			})
		} else {
			_, _, err = d.Add(ctx, m.issue, m.event, m.body)
		}
		if err != nil {
			return fmt.Errorf("issue %s: %w", m.issue, err)
		}
	}
	return work(ctx, d, c, Now)
}

// work does what is due until an instant.
func work(ctx context.Context, d *desk.Desk, c *Clock, until time.Time) error {
	for {
		next, err := d.NextWake(ctx)
		if err != nil || next.IsZero() || next.After(until) {
			return err
		}
		c.stop(next)
		if _, err := d.Advance(ctx); err != nil {
			return err
		}
		if _, err := d.Dispatch(ctx); err != nil {
			return err
		}
		pending, err := d.Read().Messages(ctx, store.Pending, 1000)
		if err != nil {
			return err
		}
		for i := range pending {
			if err := d.Sent(ctx, &pending[i]); err != nil {
				return err
			}
		}
	}
}

// Lines returns the issues of the demo as an import takes them.
func Lines(seed uint64) (string, error) {
	cfg, err := policy.Parse([]byte(Config))
	if err != nil {
		return "", err
	}
	docs, err := history(seed, cfg.Schedules)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for i := range docs {
		line, err := docs[i].Line()
		if err != nil {
			return "", err
		}
		b.Write(line)
		b.WriteByte('\n')
	}
	return b.String(), nil
}
