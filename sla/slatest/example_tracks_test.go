package slatest_test

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"github.com/punctualgo/punctual/sla/slatest"
)

// Tracks are tables of PostgreSQL:
//
//	CREATE TABLE open_issues (issue text PRIMARY KEY, track jsonb, next_check timestamptz);
//	CREATE INDEX ON open_issues (next_check);
//	CREATE TABLE announced (id text PRIMARY KEY, issue text NOT NULL, announcement jsonb NOT NULL);
type tracks struct{ db *sql.DB }

func (s tracks) Change(ctx context.Context, issue string, change func(track []byte) (slatest.TrackChange, error)) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // also if change panics; it does nothing after Commit
	// A row has to be there before it can be locked.
	if _, err := tx.ExecContext(ctx, `INSERT INTO open_issues (issue) VALUES ($1) ON CONFLICT DO NOTHING`, issue); err != nil {
		return err
	}
	var track []byte
	if err := tx.QueryRowContext(ctx, `SELECT track FROM open_issues WHERE issue = $1 FOR UPDATE`, issue).Scan(&track); err != nil {
		return err
	}
	row, err := change(track)
	if err != nil {
		return err
	}
	next := sql.NullTime{Time: row.NextCheck, Valid: !row.NextCheck.IsZero()}
	if _, err := tx.ExecContext(ctx, `UPDATE open_issues SET track = $2, next_check = $3 WHERE issue = $1`, issue, row.Track, next); err != nil {
		return err
	}
	for _, a := range row.Announce {
		if _, err := tx.ExecContext(ctx, `INSERT INTO announced (id, issue, announcement) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING`, a.ID, issue, a.JSON); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func (s tracks) Due(ctx context.Context, now time.Time, limit int) (due []string, err error) {
	rows, err := s.db.QueryContext(ctx, `SELECT issue FROM open_issues WHERE next_check <= $1 ORDER BY next_check LIMIT $2`, now, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var issue string
		if err := rows.Scan(&issue); err != nil {
			return nil, err
		}
		due = append(due, issue)
	}
	return due, rows.Err()
}

func (s tracks) Announced(ctx context.Context, issue string) (list []slatest.Announcement, err error) {
	rows, err := s.db.QueryContext(ctx, `SELECT id, announcement FROM announced WHERE issue = $1`, issue)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var a slatest.Announcement
		if err := rows.Scan(&a.ID, &a.JSON); err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, rows.Err()
}

// A host with a database checks its tables.
func ExampleCheckTrackStore() {
	var db *sql.DB // of the tests

	// In a test file:
	_ = func(t *testing.T) {
		slatest.CheckTrackStore(t, func() slatest.TrackStore {
			if _, err := db.Exec(`TRUNCATE open_issues, announced`); err != nil {
				t.Fatal(err)
			}
			return tracks{db}
		})
	}
}
