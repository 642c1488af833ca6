package store

import (
	"context"
	"time"
)

// A Config is a version of the configuration.
type Config struct {
	Version     int64
	Fingerprint string
	Text        string
	Note        string
	CreatedBy   string
	CreatedAt   time.Time
	EffectiveAt time.Time // zero while it is only proposed
}

const configColumns = "version, fingerprint, text, note, created_by, created_at, effective_at"

func scanConfig(scan func(...any) error) (c Config, err error) {
	err = scan(&c.Version, &c.Fingerprint, &c.Text, &c.Note, &c.CreatedBy, instant{&c.CreatedAt}, instant{&c.EffectiveAt})
	return c, err
}

// Configs returns all versions, the latest first.
func (q queries) Configs(ctx context.Context) ([]Config, error) {
	return all(ctx, q, scanConfig, "SELECT "+configColumns+" FROM configs ORDER BY version DESC")
}

// Config returns a version.
func (q queries) Config(ctx context.Context, version int64) (Config, error) {
	return first(ctx, q, scanConfig, "SELECT "+configColumns+" FROM configs WHERE version = $1", version)
}

// ConfigAt returns the version in force at an instant.
func (q queries) ConfigAt(ctx context.Context, now time.Time) (int64, error) {
	return first(ctx, q, value[int64], "SELECT version FROM configs WHERE effective_at <= $1 ORDER BY effective_at DESC, version DESC LIMIT 1", nano(now))
}

// InsertConfig adds a version, and numbers it.
func (tx *Tx) InsertConfig(ctx context.Context, c *Config) error {
	var err error
	c.Version, err = first(ctx, tx.queries, value[int64], "INSERT INTO configs ("+configColumns+`)
		VALUES ((SELECT coalesce(max(version), 0) + 1 FROM configs), $1, $2, $3, $4, $5, $6) RETURNING version`,
		c.Fingerprint, c.Text, c.Note, c.CreatedBy, nano(c.CreatedAt), nano(c.EffectiveAt))
	return err
}

// SetEffective puts a proposed version in force from an instant on, and reports whether it was only
// proposed.
func (tx *Tx) SetEffective(ctx context.Context, version int64, at time.Time) (bool, error) {
	return tx.exec(ctx, "UPDATE configs SET effective_at = $1 WHERE version = $2 AND effective_at IS NULL", nano(at), version)
}

// DeleteProposal removes a version that was only proposed.
func (tx *Tx) DeleteProposal(ctx context.Context, version int64) (bool, error) {
	return tx.exec(ctx, "DELETE FROM configs WHERE version = $1 AND effective_at IS NULL", version)
}

// The states of a run.
const (
	Waiting = "waiting"
	Running = "running"
	Done    = "done"
)

// A Run is long work in the background.
type Run struct {
	ID, Kind           string // backtest, takeover, import
	Config             int64
	State              string // waiting, running, done, failed
	Done, Total        int64
	Input              string // of InsertRun; see RunInput
	Result             string // JSON
	Error              string
	CreatedBy          string
	CreatedAt, EndedAt time.Time
}

// Run returns a run with its result, and without its input.
func (q queries) Run(ctx context.Context, id string) (Run, error) {
	return first(ctx, q, func(scan func(...any) error) (r Run, err error) {
		err = scan(&r.ID, &r.Kind, &r.Config, &r.State, &r.Done, &r.Total, &r.Result, &r.Error, &r.CreatedBy,
			instant{&r.CreatedAt}, instant{&r.EndedAt})
		return r, err
	}, "SELECT id, kind, config, state, done, total, result, error, created_by, created_at, ended_at FROM runs WHERE id = $1", id)
}

// RunInput returns the input of a run, which may be long.
func (q queries) RunInput(ctx context.Context, id string) (string, error) {
	return first(ctx, q, value[string], "SELECT input FROM runs WHERE id = $1", id)
}

// Runs returns the latest runs of a kind, or of all, without input and result.
func (q queries) Runs(ctx context.Context, kind string, limit int) ([]Run, error) {
	return all(ctx, q, func(scan func(...any) error) (r Run, err error) {
		err = scan(&r.ID, &r.Kind, &r.Config, &r.State, &r.Done, &r.Total, &r.Error, &r.CreatedBy, instant{&r.CreatedAt}, instant{&r.EndedAt})
		return r, err
	}, `SELECT id, kind, config, state, done, total, error, created_by, created_at, ended_at FROM runs WHERE kind = $1 OR $2 = ''
		ORDER BY created_at DESC, id LIMIT $3`, kind, kind, limit)
}

// InsertRun adds a run.
func (tx *Tx) InsertRun(ctx context.Context, r *Run) error {
	_, err := tx.exec(ctx, `INSERT INTO runs (id, kind, config, state, done, total, input, result, error, created_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		r.ID, r.Kind, r.Config, r.State, r.Done, r.Total, r.Input, r.Result, r.Error, r.CreatedBy, nano(r.CreatedAt))
	return err
}

// UpdateRun stores how far a run is.
func (tx *Tx) UpdateRun(ctx context.Context, r *Run) error {
	_, err := tx.exec(ctx, "UPDATE runs SET state = $1, done = $2, total = $3, result = $4, error = $5, ended_at = $6 WHERE id = $7",
		r.State, r.Done, r.Total, r.Result, r.Error, nano(r.EndedAt), r.ID)
	return err
}

// Setting returns a number that was stored by name, or 0.
func (q queries) Setting(ctx context.Context, name string) (int64, error) {
	return first(ctx, q, value[int64], "SELECT coalesce(max(value), 0) FROM settings WHERE name = $1", name)
}

// AddSetting adds to a number that is stored by name, and returns the sum. Two callers never get
// the same.
func (tx *Tx) AddSetting(ctx context.Context, name string, n int64) (int64, error) {
	return first(ctx, tx.queries, value[int64], `INSERT INTO settings (name, value) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET value = settings.value + excluded.value RETURNING value`, name, n)
}

// An Answer was given to a request with an idempotency key.
type Answer struct {
	Request string // a hash of the request
	Status  int
	Body    string
}

// Answer returns the answer that was given for a key.
func (q queries) Answer(ctx context.Context, key string) (Answer, error) {
	return first(ctx, q, func(scan func(...any) error) (a Answer, err error) {
		err = scan(&a.Request, &a.Status, &a.Body)
		return a, err
	}, "SELECT request, status, body FROM idempotency WHERE key = $1", key)
}

// InsertAnswer stores an answer, and reports whether the key was free. If another transaction is
// about to store one, it waits for it.
func (tx *Tx) InsertAnswer(ctx context.Context, key string, a Answer, now time.Time) (bool, error) {
	return tx.exec(ctx, "INSERT INTO idempotency (key, request, status, body, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
		key, a.Request, a.Status, a.Body, nano(now))
}

// UpdateAnswer replaces the answer of a key.
func (tx *Tx) UpdateAnswer(ctx context.Context, key string, a Answer) error {
	_, err := tx.exec(ctx, "UPDATE idempotency SET status = $1, body = $2 WHERE key = $3", a.Status, a.Body, key)
	return err
}

// CleanUp removes what has expired: sessions, invitations, answers older than keep, and the input of
// runs that have ended.
func (tx *Tx) CleanUp(ctx context.Context, now time.Time, keep time.Duration) error {
	for _, statement := range []string{
		"DELETE FROM sessions WHERE expires_at < $1",
		"DELETE FROM invitations WHERE expires_at < $1",
	} {
		if _, err := tx.exec(ctx, statement, nano(now)); err != nil {
			return err
		}
	}
	if _, err := tx.exec(ctx, "DELETE FROM idempotency WHERE created_at < $1", nano(now.Add(-keep))); err != nil {
		return err
	}
	_, err := tx.exec(ctx, "UPDATE runs SET input = '' WHERE state IN ('done', 'failed') AND input <> ''")
	return err
}
