package slatest

import (
	"context"
	"time"
)

// A TrackStore is what a host has for the tracks of its open issues: a table with a row for each
// issue, and beside it a table of what has been announced, whose unique key is the ID of the
// transition. Write one over the code of the host for [CheckTrackStore]:
//
//	CREATE TABLE open_issues (issue text PRIMARY KEY, track json, next_check timestamptz);
//	CREATE TABLE announced (id text PRIMARY KEY, issue text, announcement json);
//
// A TrackStore must be safe for concurrent use.
type TrackStore interface {
	// Change changes what is stored of an issue, all of it in one transaction:
	//
	//	SELECT track FROM open_issues WHERE issue = $1 FOR UPDATE
	//	— call change —
	//	INSERT INTO open_issues … ON CONFLICT (issue) DO UPDATE …
	//	INSERT INTO announced … ON CONFLICT (id) DO NOTHING
	//
	// Change is given the track that is stored, or nil if there is none. Nobody else may
	// change the issue before the transaction ends: others wait, or their change is called
	// again with the new track. If change returns an error or panics, nothing is stored, and
	// Change returns that error or panics as well.
	Change(ctx context.Context, issue string, change func(track []byte) (TrackChange, error)) error

	// Due returns at most limit issues whose next check is not after now, those that are due
	// first at the beginning. Issues without a next check are never due.
	Due(ctx context.Context, now time.Time, limit int) ([]string, error)

	// Announced returns the announcements of an issue, in any order.
	Announced(ctx context.Context, issue string) ([]Announcement, error)
}

// A TrackChange is what becomes of an issue in a [TrackStore].
type TrackChange struct {
	Track     []byte         // as JSON
	NextCheck time.Time      // zero if there is none: NULL
	Announce  []Announcement // those whose ID has been announced are left out
}

// An Announcement is something to be announced once.
type Announcement struct {
	ID   string // unique among all issues
	JSON []byte // of the first announcement with the ID
}
