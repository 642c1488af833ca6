//go:build unix

package main

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/punctualgo/punctual/examples/desk/internal/postgres"
)

// An activity is what the sessions of a PostgreSQL were doing, looked at twenty times a second.
type activity struct {
	end     context.CancelFunc
	done    chan error
	looks   int
	waits   map[string]int // by what they wait for
	queries map[string]int // those that run or wait
}

// watchActivity begins to look. There is nothing to look at on SQLite.
func watchActivity(ctx context.Context, server *postgres.Server) (*activity, error) {
	a := &activity{done: make(chan error, 1), waits: make(map[string]int), queries: make(map[string]int)}
	ctx, a.end = context.WithCancel(ctx)
	if server == nil {
		a.done <- nil
		return a, nil
	}
	db, err := sql.Open("pgx", server.URL())
	if err != nil {
		return nil, err
	}
	go func() {
		defer db.Close()
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				a.done <- nil
				return
			case <-tick.C:
			}
			if err := a.look(ctx, db); err != nil && ctx.Err() == nil {
				a.done <- err
				return
			}
		}
	}()
	return a, nil
}

// look looks once.
func (a *activity) look(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, `SELECT coalesce(wait_event_type || ' ' || wait_event, 'runs'), query FROM pg_stat_activity
		WHERE state = 'active' AND pid <> pg_backend_pid() AND backend_type = 'client backend'`)
	if err != nil {
		return err
	}
	defer rows.Close()
	a.looks++
	for rows.Next() {
		var wait, query string
		if err := rows.Scan(&wait, &query); err != nil {
			return err
		}
		a.waits[wait]++
		a.queries[shorten(query)]++
	}
	return rows.Err()
}

// shorten returns the beginning of a statement, in one line.
func shorten(query string) string {
	const most = 70
	query = strings.Join(strings.Fields(query), " ")
	if len(query) > most {
		query = query[:most] + "…"
	}
	return query
}

// stop ends the looking, and describes what was seen: how many sessions there were on average.
func (a *activity) stop() (string, error) {
	a.end()
	if err := <-a.done; err != nil || a.looks == 0 {
		return "", err
	}
	var b strings.Builder
	for _, part := range []struct {
		title  string
		counts map[string]int
	}{{"sessions of PostgreSQL that run or wait, on average", a.waits}, {"their statements", a.queries}} {
		fmt.Fprintf(&b, "%s:\n", part.title)
		names := slices.SortedFunc(maps.Keys(part.counts), func(x, y string) int { return cmp.Compare(part.counts[y], part.counts[x]) })
		for _, name := range names[:min(8, len(names))] {
			fmt.Fprintf(&b, "  %6.2f  %s\n", float64(part.counts[name])/float64(a.looks), name)
		}
	}
	return b.String(), nil
}
