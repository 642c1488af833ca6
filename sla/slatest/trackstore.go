package slatest

import (
	"context"
	"time"
)

// A TrackStore is where a host keeps the tracks of its open issues: a table with a row for each
// issue, and a table of what has been announced, whose unique key is the ID of the transition.
// To test a host with [CheckTrackStore], implement TrackStore with the host's own code:
//
//	CREATE TABLE open_issues (issue text PRIMARY KEY, track json, next_check timestamptz);
//	CREATE TABLE announced (id text PRIMARY KEY, issue text, announcement json);
//
// A TrackStore must be safe for concurrent use.
type TrackStore interface {
	// Change changes what is stored of an issue, all of it in one transaction:
	//
	//	INSERT INTO open_issues (issue) … ON CONFLICT DO NOTHING
	//	SELECT track FROM open_issues WHERE issue = $1 FOR UPDATE
	//	— call change —
	//	UPDATE open_issues SET track = …, next_check = … WHERE issue = $1
	//	INSERT INTO announced … ON CONFLICT (id) DO NOTHING
	//
	// It calls change with the stored track, or nil if there is none. Until the transaction
	// ends nobody else may change the issue: other callers wait, or have change called again
	// with the new track. If change returns an error, nothing is stored, and Change returns
	// that error, which may be wrapped. If change panics, nothing is stored, and the panic
	// goes on.
	Change(ctx context.Context, issue string, change func(track []byte) (TrackChange, error)) error

	// Due returns the issues whose next check is not after now, ordered by next check, and at
	// most limit of them. Issues without a next check are never due.
	Due(ctx context.Context, now time.Time, limit int) ([]string, error)

	// Announced returns the announcements of an issue, in any order.
	Announced(ctx context.Context, issue string) ([]Announcement, error)
}

// A TrackChange is what [TrackStore.Change] stores of an issue.
type TrackChange struct {
	Track     []byte         // as JSON
	NextCheck time.Time      // zero if there is none: NULL
	Announce  []Announcement // a store ignores those whose ID it has
}

// An Announcement is something to be announced once.
type Announcement struct {
	ID   string // unique among all issues
	JSON []byte
}
