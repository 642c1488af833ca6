package store

import (
	"context"
	"time"
)

// An Event is a row of the history of an issue.
type Event struct {
	Issue, ID string
	Seq       int64
	At        time.Time
	Event     []byte // the sla.Event as JSON
	Body      string // what was written
}

func scanEvent(scan func(...any) error) (e Event, err error) {
	err = scan(&e.Issue, &e.ID, &e.Seq, instant{&e.At}, &e.Event, &e.Body)
	return e, err
}

// Events returns the history of an issue in order.
func (q queries) Events(ctx context.Context, issue string) ([]Event, error) {
	return all(ctx, q, scanEvent, "SELECT issue, id, seq, at, event, body FROM events WHERE issue = $1 ORDER BY at, seq", issue)
}

// EventsBetween returns the histories of the issues with IDs in (after, last], in order: to walk
// through all.
func (q queries) EventsBetween(ctx context.Context, after, last string) ([]Event, error) {
	return all(ctx, q, scanEvent,
		"SELECT issue, id, seq, at, event, body FROM events WHERE issue > $1 AND issue <= $2 ORDER BY issue, at, seq", after, last)
}

// Event returns an event of an issue.
func (q queries) Event(ctx context.Context, issue, id string) (Event, error) {
	return first(ctx, q, scanEvent, "SELECT issue, id, seq, at, event, body FROM events WHERE issue = $1 AND id = $2", issue, id)
}

// InsertEvent adds an event, and reports whether it is new: false if it was delivered before.
func (tx *Tx) InsertEvent(ctx context.Context, e *Event) (bool, error) {
	return tx.exec(ctx, "INSERT INTO events (issue, id, seq, at, event, body) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
		e.Issue, e.ID, e.Seq, nano(e.At), string(e.Event), e.Body)
}

// DeleteEvents removes the history of an issue, which is about to be rewritten.
func (tx *Tx) DeleteEvents(ctx context.Context, issue string) error {
	_, err := tx.exec(ctx, "DELETE FROM events WHERE issue = $1", issue)
	return err
}

// A Transition is a row of what happened to the clocks of an issue.
type Transition struct {
	ID, Issue                  string
	At                         time.Time
	Kind, Metric, Policy, Step string
	Cycle                      int64
	Premature                  bool // a late event has taken it back
	RecordedAt                 time.Time
}

func scanTransition(scan func(...any) error) (t Transition, err error) {
	err = scan(&t.ID, &t.Issue, instant{&t.At}, &t.Kind, &t.Metric, &t.Cycle, &t.Policy, &t.Step, flag{&t.Premature}, instant{&t.RecordedAt})
	return t, err
}

// Transitions returns what happened to the clocks of an issue, in order.
func (q queries) Transitions(ctx context.Context, issue string) ([]Transition, error) {
	return all(ctx, q, scanTransition, `SELECT id, issue, at, kind, metric, cycle, policy, step, premature, recorded_at
		FROM transitions WHERE issue = $1 ORDER BY at, recorded_at, id`, issue)
}

// InsertTransition adds a transition, and reports whether it is new.
func (tx *Tx) InsertTransition(ctx context.Context, t *Transition) (bool, error) {
	return tx.exec(ctx, `INSERT INTO transitions (id, issue, at, kind, metric, cycle, policy, step, premature, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
		t.ID, t.Issue, nano(t.At), t.Kind, t.Metric, t.Cycle, t.Policy, t.Step, number(t.Premature), nano(t.RecordedAt))
}

// TransitionIDs returns the IDs of all transitions of an issue.
func (q queries) TransitionIDs(ctx context.Context, issue string) ([]string, error) {
	return all(ctx, q, value[string], "SELECT id FROM transitions WHERE issue = $1", issue)
}

// MoveTransition stores at which instant a rewritten history has a transition that was announced.
func (tx *Tx) MoveTransition(ctx context.Context, id string, at time.Time) error {
	_, err := tx.exec(ctx, "UPDATE transitions SET at = $1, premature = 0 WHERE id = $2", nano(at), id)
	return err
}

// TakeBackTransition stores that a rewritten history no longer has a transition that was announced.
func (tx *Tx) TakeBackTransition(ctx context.Context, id string) error {
	_, err := tx.exec(ctx, "UPDATE transitions SET premature = 1 WHERE id = $1", id)
	return err
}

// A Takeover is when the track of an issue moved to another configuration.
type Takeover struct {
	Issue  string
	At     time.Time
	Config int64
}

// Takeovers returns the moves of an issue, in order.
func (q queries) Takeovers(ctx context.Context, issue string) ([]Takeover, error) {
	return all(ctx, q, func(scan func(...any) error) (t Takeover, err error) {
		err = scan(&t.Issue, instant{&t.At}, &t.Config)
		return t, err
	}, "SELECT issue, at, config FROM takeovers WHERE issue = $1 ORDER BY at, config", issue)
}

// InsertTakeover adds a move.
func (tx *Tx) InsertTakeover(ctx context.Context, t *Takeover) error {
	_, err := tx.exec(ctx, "INSERT INTO takeovers (issue, at, config) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", t.Issue, nano(t.At), t.Config)
	return err
}

// DeleteTakeovers forgets the moves of an issue that was tracked again from its start.
func (tx *Tx) DeleteTakeovers(ctx context.Context, issue string) error {
	_, err := tx.exec(ctx, "DELETE FROM takeovers WHERE issue = $1", issue)
	return err
}
