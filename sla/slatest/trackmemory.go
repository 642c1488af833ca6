package slatest

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"
)

// A memoryStore is a TrackStore in memory.
type memoryStore struct {
	mu        sync.Mutex
	rows      map[string]TrackChange // without announcements
	announced map[string]announced   // by ID
}

type announced struct {
	issue string
	text  []byte
}

func newMemoryStore() *memoryStore {
	return &memoryStore{rows: make(map[string]TrackChange), announced: make(map[string]announced)}
}

// Change implements TrackStore.
func (s *memoryStore) Change(_ context.Context, issue string, change func(track []byte) (TrackChange, error)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	row, err := change(slices.Clone(s.rows[issue].Track))
	if err != nil {
		return err
	}
	s.rows[issue] = TrackChange{Track: slices.Clone(row.Track), NextCheck: row.NextCheck}
	for _, a := range row.Announce {
		if _, ok := s.announced[a.ID]; !ok {
			s.announced[a.ID] = announced{issue, slices.Clone(a.JSON)}
		}
	}
	return nil
}

// Due implements TrackStore.
func (s *memoryStore) Due(_ context.Context, now time.Time, limit int) (due []string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for issue, row := range s.rows {
		if !row.NextCheck.IsZero() && !row.NextCheck.After(now) {
			due = append(due, issue)
		}
	}
	slices.SortFunc(due, func(a, b string) int {
		return cmp.Or(s.rows[a].NextCheck.Compare(s.rows[b].NextCheck), cmp.Compare(a, b))
	})
	return due[:min(limit, len(due))], nil
}

// Announced implements TrackStore.
func (s *memoryStore) Announced(_ context.Context, issue string) (list []Announcement, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, a := range s.announced {
		if a.issue == issue {
			list = append(list, Announcement{id, a.text})
		}
	}
	return list, nil
}
