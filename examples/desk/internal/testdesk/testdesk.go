//go:build unix

// Package testdesk makes desks for tests, on SQLite and on Postgres.
package testdesk

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/punctualgo/punctual/clock"
	"github.com/punctualgo/punctual/examples/desk/desk"
	"github.com/punctualgo/punctual/examples/desk/internal/postgres"
	"github.com/punctualgo/punctual/examples/desk/store"
)

var server struct {
	once sync.Once
	*postgres.Server
	err error
}

// Main runs the tests of a package, and ends the server that they have started.
func Main(m *testing.M) {
	code := m.Run()
	if server.Server != nil {
		server.Stop()
	}
	os.Exit(code)
}

// URL returns an empty database of Postgres. It skips the test if there is no PostgreSQL.
func URL(t testing.TB) string {
	t.Helper()
	server.once.Do(func() { server.Server, server.err = postgres.Start(postgres.Fast) })
	if errors.Is(server.err, postgres.ErrNotInstalled) {
		t.Skip(server.err)
	}
	if server.err != nil {
		t.Fatal(server.err)
	}
	url, err := server.Database(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return url
}

// Each runs a test on an empty database of each kind.
func Each(t *testing.T, test func(t *testing.T, open func() *store.DB)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) {
		test(t, func() *store.DB {
			return Open(t, filepath.Join(t.TempDir(), "desk.db"))
		})
	})
	t.Run("Postgres", func(t *testing.T) {
		test(t, func() *store.DB { return Open(t, URL(t)) })
	})
}

// Open opens a database until the test ends.
func Open(t testing.TB, name string) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}

// Jobs keeps the jobs that a desk enqueues.
type Jobs struct {
	mu   sync.Mutex
	list []desk.Job
}

// Insert implements the Enqueue of desk.Options.
func (j *Jobs) Insert(_ context.Context, _ *sql.Tx, job desk.Job) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.list = append(j.list, job)
	return nil
}

// Take returns the jobs so far, and forgets them.
func (j *Jobs) Take() []desk.Job {
	j.mu.Lock()
	defer j.mu.Unlock()
	list := j.list
	j.list = nil
	return list
}

// A Desk is a desk with a clock that the test sets.
type Desk struct {
	*desk.Desk
	Clock *clock.Manual
	Jobs  *Jobs
}

// New returns a desk with a configuration in force.
func New(t testing.TB, db *store.DB, config string, now time.Time) *Desk {
	t.Helper()
	d := Join(t, db, now)
	setup, err := d.Propose(t.Context(), config, "", "test")
	if err == nil {
		err = d.Adopt(t.Context(), setup.Version)
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Join returns a desk on a database that has a configuration already, as another process would.
func Join(t testing.TB, db *store.DB, now time.Time) *Desk {
	t.Helper()
	d := &Desk{Clock: clock.NewManual(now), Jobs: new(Jobs)}
	d.Desk = desk.New(desk.Options{DB: db, Clock: d.Clock, Enqueue: d.Jobs.Insert, URL: "https://desk.example", Sender: "desk@desk.example"})
	return d
}

// Until does what is due until an instant, as the loop of package jobs does.
func (d *Desk) Until(t testing.TB, until time.Time) {
	t.Helper()
	for n := 0; ; n++ {
		next, err := d.NextWake(t.Context())
		if n > 2000 {
			t.Fatalf("at %v, what is due at %v stays due", d.Clock.Now(), next)
		}
		if err != nil {
			t.Fatal(err)
		}
		if next.IsZero() || next.After(until) {
			d.Clock.Set(until)
			return
		}
		if next.After(d.Clock.Now()) {
			d.Clock.Set(next)
		}
		if _, err := d.Advance(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Dispatch(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
