// Package desk is a helpdesk: issues, what happens to them, and what was promised. Its SLA core,
// in core.go, is what a host of package sla writes; the rest is around it.
package desk

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/punctualgo/punctual/clock"
	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
)

// A Job is work for the queue. Kind is the name of its type.
type Job interface{ Kind() string }

// The jobs of a desk. Package jobs does them.
type (
	// SendJob sends a message.
	SendJob struct {
		Message string `json:"message"`
	}
	// RunJob does long work in the background: a backtest, a takeover or an import.
	RunJob struct {
		Run string `json:"run"`
	}
)

// Kind implements river.JobArgs.
func (SendJob) Kind() string { return "send" }

// Kind implements river.JobArgs.
func (RunJob) Kind() string { return "run" }

// Options are what a desk needs.
type Options struct {
	DB    *store.DB
	Clock clock.Source // the present; clock.System if nil

	// Enqueue inserts a job in a transaction, so that it exists if and only if what made it
	// necessary does.
	Enqueue func(ctx context.Context, tx *sql.Tx, job Job) error

	URL    string      // where people find the desk, for links in messages
	Sender string      // address from which e-mail is sent
	Limit  alert.Limit // of messages to one destination; five a minute if zero
	Log    *slog.Logger
}

// A Desk is a helpdesk. It is safe for concurrent use, and several processes may share a
// database on Postgres.
type Desk struct {
	db       *store.DB
	clock    clock.Source
	enqueue  func(ctx context.Context, tx *sql.Tx, job Job) error
	url      string
	limit    alert.Limit
	renderer alert.Renderer
	log      *slog.Logger

	mu     sync.Mutex
	setups map[int64]*Setup // by version; a version never changes
	wake   []chan struct{}
}

// New returns a desk. Its database may be empty; it then needs a first configuration, see GoLive.
func New(o Options) *Desk {
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Limit == (alert.Limit{}) {
		o.Limit = alert.Limit{Alerts: 5, Per: time.Minute}
	}
	if o.Sender == "" {
		o.Sender = "desk@localhost.localdomain"
	}
	return &Desk{
		db: o.DB, clock: o.Clock, enqueue: o.Enqueue, url: o.URL, limit: o.Limit, log: o.Log,
		renderer: alert.Renderer{From: o.Sender}, setups: make(map[int64]*Setup),
	}
}

// Now returns the present of the desk, in UTC.
func (d *Desk) Now() time.Time { return d.clock.Now().UTC() }

// DB returns the database.
func (d *Desk) DB() *store.DB { return d.db }

// Read returns queries of the database.
func (d *Desk) Read() *store.Reader { return d.db.Read() }

// Changes returns a channel that gets a value when this process has changed something: what is due
// next, or what pages show.
func (d *Desk) Changes() <-chan struct{} {
	c := make(chan struct{}, 1)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.wake = append(d.wake, c)
	return c
}

// Forget ends a channel of Changes.
func (d *Desk) Forget(changes <-chan struct{}) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.wake = slices.DeleteFunc(d.wake, func(c chan struct{}) bool { return c == changes })
}

// Wake tells those who wait for changes that there is one.
func (d *Desk) Wake() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, c := range d.wake {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// write calls f in a transaction, and tells those who wait for changes.
func (d *Desk) write(ctx context.Context, f func(tx *store.Tx) error) error {
	err := d.db.Write(ctx, f)
	if err == nil {
		d.Wake()
	}
	return err
}

// newID returns an ID that nothing else has.
func newID() string { return rand.Text() }

// A Setup is a version of the configuration, ready to use.
type Setup struct {
	store.Config
	Policy  *policy.Config
	Engine  *sla.Engine
	Planner *alert.Planner
}

// newSetup compiles a version of the configuration.
func (d *Desk) newSetup(c store.Config) (*Setup, error) {
	cfg, err := policy.Parse([]byte(c.Text))
	if err != nil {
		return nil, err
	}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		return nil, err
	}
	planner, err := alert.New(cfg, alert.Options{Directory: alert.DirectoryFunc(d.recipients)})
	if err != nil {
		return nil, err
	}
	return &Setup{Config: c, Policy: cfg, Engine: engine, Planner: planner}, nil
}

// setup returns a version of the configuration. It is read with the transaction in which it is
// needed, because another connection may not be free.
func (d *Desk) setup(ctx context.Context, from configReader, version int64) (*Setup, error) {
	d.mu.Lock()
	s := d.setups[version]
	d.mu.Unlock()
	if s != nil && !s.EffectiveAt.IsZero() {
		return s, nil
	}
	c, err := from.Config(ctx, version)
	if err != nil {
		return nil, fmt.Errorf("configuration %d: %w", version, err)
	}
	if s, err = d.newSetup(c); err != nil {
		return nil, fmt.Errorf("configuration %d: %w", version, err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.setups[version] = s
	return s, nil
}

// A configReader reads versions of the configuration.
type configReader interface {
	Config(ctx context.Context, version int64) (store.Config, error)
	ConfigAt(ctx context.Context, now time.Time) (int64, error)
}

// ErrNoConfig is returned by a desk that has no configuration yet.
var ErrNoConfig = errors.New("there is no configuration yet")

// current returns the configuration in force at an instant.
func (d *Desk) current(ctx context.Context, from configReader, now time.Time) (*Setup, error) {
	version, err := from.ConfigAt(ctx, now)
	if errors.Is(err, store.ErrNotFound) {
		return nil, ErrNoConfig
	}
	if err != nil {
		return nil, err
	}
	return d.setup(ctx, from, version)
}

// Current returns the configuration in force now.
func (d *Desk) Current(ctx context.Context) (*Setup, error) {
	return d.current(ctx, d.Read(), d.Now())
}

// Version returns a version of the configuration.
func (d *Desk) Version(ctx context.Context, version int64) (*Setup, error) {
	return d.setup(ctx, d.Read(), version)
}

// orNotFound returns an error, or store.ErrNotFound if there is none.
func orNotFound(err error) error {
	if err == nil {
		return store.ErrNotFound
	}
	return err
}
