package slatest_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/punctualgo/punctual/sla/slatest"
)

// A recorder is a test that records how it fails.
type recorder struct{ failure string }

func (r *recorder) Helper() {}

func (r *recorder) Fatalf(format string, args ...any) {
	r.failure = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// run runs a check that may fail.
func (r *recorder) run(check func()) {
	done := make(chan bool)
	go func() {
		defer close(done)
		check()
	}()
	<-done
}

// failure returns how a check fails, or "".
func failure(check func(t slatest.T)) string {
	r := new(recorder)
	r.run(func() { check(r) })
	return r.failure
}

// A table is a table of tracks in memory, with one mistake or none.
type table struct {
	mistake   string
	mu        sync.Mutex
	locks     map[string]*sync.Mutex
	rows      map[string]slatest.TrackChange
	announced map[string][]slatest.Announcement // by issue

	announcedUntil map[string]string // by issue: the latest instant of an announcement
}

func newTable(mistake string) *table {
	return &table{mistake: mistake, locks: make(map[string]*sync.Mutex), rows: make(map[string]slatest.TrackChange), announced: make(map[string][]slatest.Announcement), announcedUntil: make(map[string]string)}
}

func (s *table) lock(issue string) *sync.Mutex {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.locks[issue] == nil {
		s.locks[issue] = new(sync.Mutex)
	}
	return s.locks[issue]
}

func (s *table) has(issue string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.rows[issue]
	return ok
}

func (s *table) Change(_ context.Context, issue string, change func([]byte) (slatest.TrackChange, error)) error {
	if lock := s.lock(issue); s.mistake != "no lock" && (s.mistake != "no lock of a new row" || s.has(issue)) {
		lock.Lock()
		defer lock.Unlock()
	}
	s.mu.Lock()
	track := s.rows[issue].Track
	s.mu.Unlock()
	if s.mistake == "a new track each time" {
		track = nil
	}
	row, err := s.call(change, track)

	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case err != nil && s.mistake == "track stored without its announcements":
		if row.Track != nil {
			s.rows[issue] = row
		}
		return err
	case err != nil && s.mistake == "announced before the commit":
		s.announce(issue, row.Announce)
		return err
	case err != nil && s.mistake == "error forgotten":
		return nil
	case err != nil:
		return err
	}
	if before, ok := s.rows[issue]; ok && s.mistake == "stale next check" {
		row.NextCheck = before.NextCheck
	}
	if s.mistake == "no zone of next checks" {
		row.NextCheck = onTheWall(row.NextCheck)
	}
	s.rows[issue] = row
	s.announce(issue, row.Announce)
	return nil
}

// onTheWall returns an instant as a column without time zones keeps it.
func onTheWall(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	_, offset := at.Zone()
	return at.Add(time.Duration(offset) * time.Second).UTC()
}

func (s *table) call(change func([]byte) (slatest.TrackChange, error), track []byte) (row slatest.TrackChange, err error) {
	if s.mistake == "panic swallowed" {
		defer func() {
			if recover() != nil {
				err = errors.New("panic")
			}
		}()
	}
	return change(slices.Clone(track))
}

func (s *table) announce(issue string, list []slatest.Announcement) {
	switch s.mistake {
	case "announcements replaced":
		s.announced[issue] = nil
	case "one announcement only":
		list = list[:min(1, len(list))]
	case "announced under one issue":
		issue = "A"
	case "ten announcements":
		list = list[:min(max(0, 10-len(s.announced[issue])), len(list))]
	case "nothing announced of the past":
		list = slices.DeleteFunc(slices.Clone(list), func(a slatest.Announcement) bool {
			at := s.announcedUntil[issue]
			s.announcedUntil[issue] = max(at, instantOf(a))
			return instantOf(a) < at
		})
	}
	known := func(id string) bool {
		return slices.ContainsFunc(s.announced[issue], func(a slatest.Announcement) bool { return a.ID == id })
	}
	if s.mistake == "conflict loses the rest" && slices.ContainsFunc(list, func(a slatest.Announcement) bool { return known(a.ID) }) {
		return
	}
	for _, a := range list {
		if known(a.ID) && s.mistake != "no unique key" {
			if s.mistake == "conflict overwrites" {
				i := slices.IndexFunc(s.announced[issue], func(b slatest.Announcement) bool { return a.ID == b.ID })
				s.announced[issue][i] = a
			}
			continue
		}
		s.announced[issue] = append(s.announced[issue], a)
	}
}

// instantOf returns the instant of the transition that is announced, in a form that can be compared.
func instantOf(a slatest.Announcement) string {
	var tr struct{ At time.Time }
	if json.Unmarshal(a.JSON, &tr) != nil {
		return ""
	}
	return tr.At.UTC().Format("2006-01-02T15:04:05.000000000Z")
}

func (s *table) Due(_ context.Context, now time.Time, limit int) (due []string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.mistake == "no zone of the present" {
		now = onTheWall(now)
	}
	for issue, row := range s.rows {
		next := row.NextCheck
		switch {
		case next.IsZero() && s.mistake != "no next check is due":
		case next.After(now):
		case next.Equal(now) && s.mistake == "due after the next check":
		default:
			due = append(due, issue)
		}
	}
	slices.SortFunc(due, func(a, b string) int {
		order := s.rows[a].NextCheck.Compare(s.rows[b].NextCheck)
		if s.mistake == "due in the wrong order" {
			order = -order
		}
		return cmp.Or(order, cmp.Compare(a, b))
	})
	if s.mistake == "no limit" {
		return due, nil
	}
	return due[:min(limit, len(due))], nil
}

func (s *table) Announced(_ context.Context, issue string) ([]slatest.Announcement, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.announced[issue]), nil
}

// A rounding is a table that keeps microseconds and writes JSON in its own way, as databases do.
type rounding struct{ *table }

func (s rounding) Change(ctx context.Context, issue string, change func([]byte) (slatest.TrackChange, error)) error {
	return s.table.Change(ctx, issue, func(track []byte) (slatest.TrackChange, error) {
		row, err := change(track)
		row.NextCheck = row.NextCheck.Round(time.Microsecond).In(time.FixedZone("", 3600))
		row.Track = rewritten(row.Track)
		row.Announce = slices.Clone(row.Announce)
		for i := range row.Announce {
			row.Announce[i].JSON = rewritten(row.Announce[i].JSON)
		}
		return row, err
	})
}

func (s rounding) Due(ctx context.Context, now time.Time, limit int) ([]string, error) {
	return s.table.Due(ctx, now.Round(time.Microsecond), limit)
}

// rewritten returns the same JSON, written in another way.
func rewritten(text []byte) []byte {
	var v any
	if json.Unmarshal(text, &v) != nil {
		return text
	}
	again, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		panic(err)
	}
	return again
}

// An optimist is a table that locks nothing, and changes a row again if somebody else was faster.
type optimist struct {
	*table
	versions map[string]int
}

func (s optimist) Change(_ context.Context, issue string, change func([]byte) (slatest.TrackChange, error)) error {
	for {
		s.mu.Lock()
		version, track := s.versions[issue], s.rows[issue].Track
		s.mu.Unlock()
		row, err := change(slices.Clone(track))
		if err != nil {
			return err
		}
		if s.commit(issue, version, row) {
			return nil
		}
	}
}

func (s optimist) commit(issue string, version int, row slatest.TrackChange) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.versions[issue] != version {
		return false
	}
	s.versions[issue]++
	s.rows[issue] = row
	s.announce(issue, row.Announce)
	return true
}

// Right stores of every kind pass.
func TestCheckTrackStorePasses(t *testing.T) {
	for name, newStore := range map[string]func() slatest.TrackStore{
		"locks":    func() slatest.TrackStore { return newTable("") },
		"rounds":   func() slatest.TrackStore { return rounding{newTable("")} },
		"optimist": func() slatest.TrackStore { return optimist{newTable(""), make(map[string]int)} },
	} {
		t.Run(name, func(t *testing.T) { slatest.CheckTrackStore(t, newStore) })
	}
}

// Every mistake is found, and the failure says what it is.
func TestCheckTrackStoreFails(t *testing.T) {
	for _, tt := range []struct{ mistake, want string }{
		{"no unique key", "is announced twice"},
		{"conflict loses the rest", "b is not announced of issue A"},
		{"conflict overwrites", "want the first one"},
		{"announcements replaced", "is not announced of issue A"},
		{"one announcement only", "b is not announced of issue A"},
		{"announced under one issue", "b is announced of issue A"},
		{"track stored without its announcements", "after a change that failed"},
		{"announced before the commit", "after a change that failed: b is announced"},
		{"error forgotten", "the change returns <nil>"},
		{"panic swallowed", "the change does not"},
		{"a new track each time", "issue A has the track"},
		{"stale next check", "after a later next check"},
		{"no next check is due", `"never"`},
		{"due after the next check", "at a next check"},
		{"due in the wrong order", "are due, want"},
		{"no limit", "at most 2 issues"},
		{"no zone of next checks", "after two"},
		{"no zone of the present", "after two"},
		{"nothing announced of the past", "never announced"},
		{"ten announcements", "10 announcements, want 12"},
		{"no lock", "after 12 changes"},
		{"no lock of a new row", "no track yet: a change is lost"},
	} {
		t.Run(tt.mistake, func(t *testing.T) {
			t.Parallel()
			got := failure(func(t slatest.T) {
				slatest.CheckTrackStore(t, func() slatest.TrackStore { return newTable(tt.mistake) })
			})
			if !strings.Contains(got, tt.want) {
				t.Errorf("fails with %q, want %q", got, tt.want)
			}
		})
	}
}
