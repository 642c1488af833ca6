// Package store keeps the desk in a database: SQLite in a file, or Postgres. The schema says
// why each table is there. The same SQL serves both.
package store

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

//go:embed schema.sql
var schema string

// ErrNotFound is returned for what is not in the database.
var ErrNotFound = errors.New("not found")

// A DB is the database of a desk. It is safe for concurrent use.
type DB struct {
	// River is the driver of the queue of jobs, which is in the same database, so that jobs are
	// inserted in the transaction that makes them necessary.
	River riverdriver.Driver[*sql.Tx]

	// write and read are one pool on Postgres. SQLite has one writer at a time: a pool of one
	// connection, which the queue shares. Reading does not wait for it.
	write, read *sql.DB

	postgres bool
	close    func()
}

// Open opens a database, which is a URL of Postgres or the name of a file, and makes its
// tables if they are not there. Ctx bounds the opening.
func Open(ctx context.Context, database string) (*DB, error) {
	var db *DB
	var err error
	if strings.HasPrefix(database, "postgres://") || strings.HasPrefix(database, "postgresql://") {
		db, err = openPostgres(ctx, database)
	} else {
		db, err = openSQLite(database)
	}
	if err != nil {
		return nil, err
	}
	if err := db.migrate(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("making the tables: %w", err)
	}
	return db, nil
}

func openPostgres(ctx context.Context, database string) (*DB, error) {
	config, err := pgxpool.ParseConfig(database)
	if err != nil {
		return nil, errors.New("the URL of the database is not valid") // the error may quote a password
	}
	config.MaxConns = max(config.MaxConns, 16)
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	db := stdlib.OpenDBFromPool(pool)
	return &DB{
		River: riverdatabasesql.NewWithPgxListener(db, pool), write: db, read: db, postgres: true,
		close: func() { _ = db.Close(); pool.Close() },
	}, nil
}

func openSQLite(file string) (*DB, error) {
	// What customers write is for nobody else on this machine.
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	open := func(pragmas ...string) (*sql.DB, error) {
		values := url.Values{"_pragma": append(pragmas, "busy_timeout(10000)", "synchronous(NORMAL)", "cache_size(-16384)")}
		values.Set("_txlock", "immediate") // so that a transaction that reads and then writes never fails
		return sql.Open("sqlite", (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: file}).EscapedPath(), RawQuery: values.Encode()}).String())
	}
	write, err := open("journal_mode(WAL)")
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	if err := write.Ping(); err != nil {
		_ = write.Close()
		return nil, fmt.Errorf("opening %s: %w", file, err)
	}
	read, err := open("query_only(1)")
	if err != nil {
		_ = write.Close()
		return nil, err
	}
	read.SetMaxOpenConns(8)
	return &DB{
		River: riversqlite.New(write), write: write, read: read,
		close: func() { _ = read.Close(); _ = write.Close() },
	}, nil
}

// migrate makes the tables, once.
func (db *DB) migrate(ctx context.Context) error {
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	exists := "SELECT count(*) FROM sqlite_master WHERE name = 'settings'"
	if db.postgres {
		if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", lockKey); err != nil { // other processes wait
			return err
		}
		exists = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'settings'"
	}
	var n int
	if err := tx.QueryRowContext(ctx, exists).Scan(&n); err != nil || n > 0 {
		return err
	}
	if _, err := tx.ExecContext(ctx, schema); err != nil {
		return err
	}
	return tx.Commit()
}

// Alone calls f while no other process of the desk is in Alone.
func (db *DB) Alone(ctx context.Context, f func() error) error {
	if !db.postgres {
		return f()
	}
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", lockKey); err != nil {
		return err
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", lockKey)
	return f()
}

// lockKey is the advisory lock of Postgres that stands for the tables.
const lockKey = 7236491

// Close closes the database.
func (db *DB) Close() { db.close() }

// Postgres reports whether the database is Postgres, so that other processes may share it.
func (db *DB) Postgres() bool { return db.postgres }

// Write calls f in a transaction, which is committed unless f returns an error. On SQLite other
// transactions wait meanwhile, so f must use nothing but its transaction.
func (db *DB) Write(ctx context.Context, f func(tx *Tx) error) error {
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // also if f panics
	if err := f(&Tx{Tx: tx, queries: queries{tx}, postgres: db.postgres}); err != nil {
		return err
	}
	return tx.Commit()
}

// Read returns the queries, outside of a transaction.
func (db *DB) Read() *Reader { return &Reader{queries{db.read}} }

// Ping reports whether the database answers.
func (db *DB) Ping(ctx context.Context) error {
	var one int
	return db.read.QueryRowContext(ctx, "SELECT 1").Scan(&one)
}

// A Reader reads. Its methods are those that a [Tx] has, too.
type Reader struct{ queries }

// A Tx is a transaction that writes.
type Tx struct {
	*sql.Tx // for the queue, which inserts jobs in it
	queries
	postgres bool
}

// queries are what both can do.
type queries struct {
	q interface {
		QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
		QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	}
}

// forUpdate is how a row is locked. On SQLite, a transaction that writes has the database for itself.
func (tx *Tx) forUpdate() string {
	if tx.postgres {
		return " FOR UPDATE"
	}
	return ""
}

// forUpdateSkipLocked is how a worker leaves alone what another one works on.
func (tx *Tx) forUpdateSkipLocked() string {
	if tx.postgres {
		return " FOR UPDATE SKIP LOCKED"
	}
	return ""
}

// exec runs a statement, and reports whether it changed a row.
func (tx *Tx) exec(ctx context.Context, query string, args ...any) (bool, error) {
	result, err := tx.ExecContext(ctx, query, args...)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// A scanner makes a value of a row.
type scanner[T any] func(scan func(...any) error) (T, error)

// all returns what scan makes of each row.
func all[T any](ctx context.Context, q queries, scan scanner[T], query string, args ...any) ([]T, error) {
	rows, err := q.q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		one, err := scan(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, rows.Err()
}

// first returns what scan makes of the first row, or ErrNotFound.
func first[T any](ctx context.Context, q queries, scan scanner[T], query string, args ...any) (T, error) {
	v, err := scan(q.q.QueryRowContext(ctx, query, args...).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return v, err
}

// value scans one column.
func value[T any](scan func(...any) error) (v T, err error) {
	err = scan(&v)
	return v, err
}
