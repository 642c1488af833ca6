//go:build unix

package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/examples/desk/web"
	"github.com/punctualgo/punctual/sla"
)

// config tells a receiver of each breach, and Slack of warnings.
const config = `{
  "schedules": [{"name": "office", "time_zone": "Europe/Berlin", "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [{"calendar": "de"}]}],
  "policies": [{
    "id": "all",
    "targets": {"first_response": %[2]q, "next_response": %[2]q, "resolution": {"within": "40h", "schedule": "office"}},
    "escalations": [
      {"at": "75%%", "name": "warning", "do": [{"type": "slack", "channel": "#support"}]},
      {"at": "breach", "name": "breach", "do": [{"type": "webhook", "url": %[1]q}]}
    ]
  }]
}`

// fill makes the open issues, and a token.
func (r *run) fill(ctx context.Context, db *store.DB, receiver string) error {
	d := desk.New(desk.Options{DB: db, Enqueue: func(context.Context, *sql.Tx, desk.Job) error { return nil }})
	setup, err := d.Propose(ctx, fmt.Sprintf(config, receiver, r.target), "", "load")
	if err == nil {
		err = d.Adopt(ctx, setup.Version)
	}
	if err != nil {
		return err
	}
	if r.token, err = web.New(web.Options{Desk: d}).NewToken(ctx, "load", "write", "load"); err != nil {
		return err
	}
	const writers = 4
	now := time.Now()
	var group errgroup.Group
	for w := range writers {
		group.Go(func() error {
			docs := make([]desk.Document, 0, 1000)
			for i := w; i < r.issues; i += writers {
				docs = append(docs, r.issue(i, now))
				if len(docs) < cap(docs) && i+writers < r.issues {
					continue
				}
				if err := d.Load(ctx, docs); err != nil {
					return err
				}
				docs = docs[:0]
			}
			return nil
		})
	}
	return group.Wait()
}

var description = strings.Repeat("It does not work. ", 20)

// issue returns one of the open issues.
func (r *run) issue(i int, now time.Time) desk.Document {
	return desk.Document{
		Title: fmt.Sprintf("Issue number %d", i), Description: description,
		Issue: sla.Issue{
			ID: issueID(i), CreatedAt: now.Add(-time.Duration(float64(r.target) * float64(i) / float64(r.issues))),
			Attributes: map[string]any{
				"priority": []string{"low", "normal", "high"}[i%3], "customer": fmt.Sprint("customer ", i%500), "channel": "email", "team": "one",
			},
		},
	}
}

func issueID(i int) string { return fmt.Sprintf("L%d", i) }
