package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/punctualgo/punctual/examples/desk/internal/testdesk"
	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/sla/slatest"
)

func TestMain(m *testing.M) { testdesk.Main(m) }

var nine = time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)

// tracks is the table of issues as package slatest checks it.
type tracks struct{ db *store.DB }

func (s tracks) Change(ctx context.Context, id string, change func(track []byte) (slatest.TrackChange, error)) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.InsertIssue(ctx, &store.Issue{ID: id, CreatedAt: nine, Initial: "{}", Attributes: "{}", Open: true}); err != nil {
			return err
		}
		row, err := tx.LockIssue(ctx, id)
		if err != nil {
			return err
		}
		var track []byte // none at first
		if len(row.Track) > 0 {
			track = row.Track
		}
		c, err := change(track)
		if err != nil {
			return err
		}
		row.Track, row.NextCheck = c.Track, c.NextCheck
		for _, a := range c.Announce {
			if _, err := tx.InsertTransition(ctx, &store.Transition{ID: a.ID, Issue: id, At: nine, Step: string(a.JSON), RecordedAt: nine}); err != nil {
				return err
			}
		}
		return tx.UpdateIssue(ctx, &row)
	})
}

func (s tracks) Due(ctx context.Context, now time.Time, limit int) (ids []string, err error) {
	err = s.db.Write(ctx, func(tx *store.Tx) error {
		rows, err := tx.LockDue(ctx, now, limit)
		for _, r := range rows {
			ids = append(ids, r.ID)
		}
		return err
	})
	return ids, err
}

func (s tracks) Announced(ctx context.Context, id string) ([]slatest.Announcement, error) {
	list, err := s.db.Read().Transitions(ctx, id)
	var out []slatest.Announcement
	for _, t := range list {
		out = append(out, slatest.Announcement{ID: t.ID, JSON: []byte(t.Step)})
	}
	return out, err
}

// The tables keep what package slatest asks of tables.
func TestTrackStore(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		slatest.CheckTrackStore(t, func() slatest.TrackStore {
			err := db.Write(t.Context(), func(tx *store.Tx) error {
				for _, table := range []string{"issues", "transitions"} {
					if _, err := tx.ExecContext(t.Context(), "DELETE FROM "+table); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return tracks{db}
		})
	})
}

// Two who lock the same issue come one after the other, and neither loses the other's change.
func TestLock(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		ctx := t.Context()
		insert(t, db, &store.Issue{ID: "A", CreatedAt: nine, Initial: "{}", Attributes: "{}"})
		var wait sync.WaitGroup
		for range 8 {
			wait.Go(func() {
				for range 10 {
					err := db.Write(ctx, func(tx *store.Tx) error {
						row, err := tx.LockIssue(ctx, "A")
						if err != nil {
							return err
						}
						row.Title += "x"
						return tx.UpdateIssue(ctx, &row)
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wait.Wait()
		row, err := db.Read().Issue(ctx, "A")
		if err != nil {
			t.Fatal(err)
		}
		if len(row.Title) != 80 || row.Version != 80 {
			t.Errorf("after 80 changes: version %d, title of %d", row.Version, len(row.Title))
		}
	})
}

func insert(t *testing.T, db *store.DB, issues ...*store.Issue) {
	t.Helper()
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		for _, i := range issues {
			if ok, err := tx.InsertIssue(t.Context(), i); err != nil || !ok {
				return fmt.Errorf("issue %s: %v, %w", i.ID, ok, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Everything that is stored comes back.
func TestIssueRoundTrip(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		want := store.Issue{
			ID: "A", Version: 3, CreatedAt: nine.Add(1), CreatedBy: "customer", Initial: "{}", Title: "Ünïcode 😀 'quoted' \\ %", Description: "d",
			Attributes: `{"a":1}`, Status: "open", Priority: "high", Assignee: "ann", Team: "berlin", Customer: "Café", Channel: "email",
			Open: true, Cancelled: true, MergedInto: "B", Track: []byte(`{"x":1}`), Config: 2, ConfigFirst: 1, NextCheck: nine.Add(time.Hour + 7),
			Standing: "at_risk", Clocks: "resolution:at_risk", DueMetric: "resolution", DueRank: 2, DueAt: -5,
		}
		insert(t, db, &want)
		check := func(when string) {
			t.Helper()
			got, err := db.Read().Issue(t.Context(), "A")
			if err != nil {
				t.Fatal(err)
			}
			if got.UpdatedAt.IsZero() {
				t.Errorf("%s: no updated_at", when)
			}
			got.UpdatedAt = time.Time{}
			if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
				t.Errorf("%s: got\n%+v\nwant\n%+v", when, got, want)
			}
		}
		check("inserted")
		want.Title, want.Open, want.NextCheck, want.DueAt, want.Version = "other", false, time.Time{}, 17, 4
		err := db.Write(t.Context(), func(tx *store.Tx) error { return tx.UpdateIssue(t.Context(), &want) })
		if err != nil {
			t.Fatal(err)
		}
		check("updated")
	})
}

// Filters select what they say, in the order of triage.
func TestFilters(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		issue := func(id, assignee, priority, title string, rank, due int64) *store.Issue {
			return &store.Issue{ID: id, CreatedAt: nine, Initial: "{}", Attributes: "{}", Assignee: assignee, Priority: priority,
				Title: title, Open: true, DueRank: rank, DueAt: due, Standing: "on_track", Status: "open"}
		}
		closed := issue("F", "ann", "high", "closed", 3, 0)
		closed.Open = false
		insert(t, db, issue("A", "ann", "high", "100% of rows", 0, 30), issue("B", "ben", "low", "100 of rows", 0, 10),
			issue("C", "", "high", "printer_1", 2, 1), issue("D", "ann", "low", "printerx1", 1, 0), issue("E", "ann", "high", "PRINTER", 0, 20), closed)
		for _, c := range []struct {
			filter store.Filter
			want   string
		}{
			{store.Filter{}, "[B E A D C]"},
			{store.Filter{Assignee: "ann"}, "[E A D]"},
			{store.Filter{Assignee: "-"}, "[C]"},
			{store.Filter{Assignee: "ann", Priority: "high"}, "[E A]"},
			{store.Filter{Text: "printer"}, "[E D C]"},
			{store.Filter{Text: "r_1"}, "[C]"},
			{store.Filter{Text: "100%"}, "[A]"},
			{store.Filter{Text: "' OR 1=1 --"}, "[]"},
			{store.Filter{Closed: true}, "[F]"},
			{store.Filter{Limit: 2, Offset: 1}, "[E A]"},
		} {
			list, err := db.Read().Issues(t.Context(), c.filter)
			if err != nil {
				t.Fatal(err)
			}
			ids := []string{}
			for _, i := range list {
				ids = append(ids, i.ID)
			}
			if fmt.Sprint(ids) != c.want {
				t.Errorf("%+v: %v, want %s", c.filter, ids, c.want)
			}
			n, err := db.Read().CountIssues(t.Context(), c.filter, 10)
			if err != nil || c.filter.Limit == 0 && n != len(ids) {
				t.Errorf("%+v: counts %d, %v", c.filter, n, err)
			}
		}
		if n, err := db.Read().CountIssues(t.Context(), store.Filter{}, 3); err != nil || n != 3 {
			t.Errorf("counts %d up to 3, %v", n, err)
		}
		values, err := db.Read().Values(t.Context())
		if err != nil || !slices.Equal(values["assignee"], []string{"ann", "ben"}) || !slices.Equal(values["priority"], []string{"high", "low"}) {
			t.Errorf("values: %q, %v", values, err)
		}
	})
}

// Only open issues are outdated, whether their configuration is older or newer.
func TestOutdated(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		insert(t, db, &store.Issue{ID: "A", CreatedAt: nine, Initial: "{}", Attributes: "{}", Config: 2, Open: true},
			&store.Issue{ID: "B", CreatedAt: nine, Initial: "{}", Attributes: "{}", Config: 1})
		for config, want := range map[int64]bool{1: true, 2: false, 3: true} {
			if got, err := db.Read().Outdated(t.Context(), config); err != nil || got != want {
				t.Errorf("under %d: %v, %v", config, got, err)
			}
		}
	})
}

// An invitation is good once, and only in time; a session ends.
func TestOnceAndInTime(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		ctx := t.Context()
		use := func(hash string, at time.Time) error {
			return db.Write(ctx, func(tx *store.Tx) error { _, err := tx.UseInvitation(ctx, hash, at); return err })
		}
		err := db.Write(ctx, func(tx *store.Tx) error {
			if err := tx.InsertInvitation(ctx, "h", store.Invitation{Role: store.Lead}, nine, nine.Add(time.Hour)); err != nil {
				return err
			}
			if err := tx.InsertInvitation(ctx, "late", store.Invitation{Role: store.Lead}, nine, nine.Add(time.Hour)); err != nil {
				return err
			}
			if _, err := tx.InsertPerson(ctx, &store.Person{ID: "ann", Email: "ann@x", CreatedAt: nine}); err != nil {
				return err
			}
			return tx.InsertSession(ctx, "s", "ann", nine, nine.Add(time.Hour))
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := use("h", nine.Add(time.Minute)); err != nil {
			t.Errorf("first use: %v", err)
		}
		if err := use("h", nine.Add(time.Minute)); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("second use: %v", err)
		}
		if err := use("late", nine.Add(time.Hour)); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("late use: %v", err)
		}
		if p, err := db.Read().SessionPerson(ctx, "s", nine.Add(time.Minute)); err != nil || p.ID != "ann" {
			t.Errorf("session: %v, %v", p.ID, err)
		}
		if _, err := db.Read().SessionPerson(ctx, "s", nine.Add(time.Hour)); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("session that has ended: %v", err)
		}
		err = db.Write(ctx, func(tx *store.Tx) error {
			_, err := tx.UpdatePerson(ctx, &store.Person{ID: "ann", DisabledAt: nine})
			return err
		})
		if _, err := db.Read().SessionPerson(ctx, "s", nine.Add(time.Minute)); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("session of an account that is disabled: %v", err)
		}
		if err != nil {
			t.Fatal(err)
		}
	})
}

// What has expired is removed, and nothing else.
func TestCleanUp(t *testing.T) {
	testdesk.Each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		ctx := t.Context()
		err := db.Write(ctx, func(tx *store.Tx) error {
			for i, expires := range []time.Time{nine, nine.Add(2 * time.Hour)} {
				if err := tx.InsertSession(ctx, fmt.Sprint("s", i), "ann", nine, expires); err != nil {
					return err
				}
				if err := tx.InsertInvitation(ctx, fmt.Sprint("i", i), store.Invitation{}, nine, expires); err != nil {
					return err
				}
				if _, err := tx.InsertAnswer(ctx, fmt.Sprint("a", i), store.Answer{}, expires); err != nil {
					return err
				}
				if err := tx.InsertRun(ctx, &store.Run{ID: fmt.Sprint("r", i), State: []string{store.Done, store.Running}[i], Input: "x", CreatedAt: nine}); err != nil {
					return err
				}
			}
			return tx.CleanUp(ctx, nine.Add(time.Hour), 30*time.Minute)
		})
		if err != nil {
			t.Fatal(err)
		}
		for table, want := range map[string]int{"sessions": 1, "invitations": 1, "idempotency": 1, "runs WHERE input <> ''": 1, "runs": 2} {
			err := db.Write(ctx, func(tx *store.Tx) error {
				var n int
				err := tx.QueryRowContext(ctx, "SELECT count(*) FROM "+table).Scan(&n)
				if n != want {
					t.Errorf("%s: %d, want %d", table, n, want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// A file is for whoever runs the desk, also its write-ahead log.
func TestFileMode(t *testing.T) {
	folder := t.TempDir()
	db := testdesk.Open(t, filepath.Join(folder, "a b?#%41.db"))
	insert(t, db, &store.Issue{ID: "A", CreatedAt: nine, Initial: "{}", Attributes: "{}"})
	files, err := os.ReadDir(folder)
	if err != nil || len(files) < 2 || files[0].Name() != "a b?#%41.db" {
		t.Fatalf("files: %v, %v", files, err)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", f.Name(), info.Mode(), err)
		}
	}
}

// A database that is opened again, or by two at once, is not made anew.
func TestOpenAgain(t *testing.T) {
	url := testdesk.URL(t)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			db, err := store.Open(t.Context(), url)
			if err != nil {
				t.Error(err)
				return
			}
			db.Close()
		})
	}
	wait.Wait()
}

// What waits for a worker is not waited for by another one.
func TestSkipLocked(t *testing.T) {
	db := testdesk.Open(t, testdesk.URL(t))
	ctx := t.Context()
	for _, id := range []string{"A", "B"} {
		insert(t, db, &store.Issue{ID: id, CreatedAt: nine, Initial: "{}", Attributes: "{}", NextCheck: nine})
	}
	err := db.Write(ctx, func(first *store.Tx) error {
		rows, err := first.LockDue(ctx, nine, 1)
		if err != nil || len(rows) != 1 {
			return fmt.Errorf("first: %d, %w", len(rows), err)
		}
		return db.Write(ctx, func(second *store.Tx) error {
			others, err := second.LockDue(ctx, nine, 10)
			if err != nil || len(others) != 1 || others[0].ID == rows[0].ID {
				return fmt.Errorf("second: %d, %w", len(others), err)
			}
			return nil
		})
	})
	if err != nil {
		t.Error(err)
	}
}
