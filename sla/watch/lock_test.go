package watch

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
)

var begin = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// tracks returns tracks of n issues, I0, I1, …, which are due an hour after their creation.
func tracks(t *testing.T, n int) (list []*sla.Track) {
	t.Helper()
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{
		ID: "p", Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)},
	}}}, sla.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		tr, _, err := engine.Track(sla.Issue{ID: fmt.Sprint("I", i), CreatedAt: begin})
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, tr)
	}
	return list
}

// While an event of one issue is applied, all else goes on.
func TestIssuesDoNotWaitForEachOther(t *testing.T) {
	w := New()
	for _, tr := range tracks(t, 3) {
		if err := w.Put(tr); err != nil {
			t.Fatal(err)
		}
	}
	busy := w.lock("I1")
	defer busy.mu.Unlock()
	if _, err := w.Apply("I0", sla.SetAttribute("status", "resolved", begin)); err != nil {
		t.Error(err)
	}
	if r, err := w.ResultAt("I2", begin); err != nil || len(r.Clocks) != 1 {
		t.Errorf("ResultAt = %v, %v", r, err)
	}
	if at, ok := w.Next(); !ok || !at.Equal(begin.Add(time.Hour)) {
		t.Errorf("Next = %v, %v", at, ok)
	}
	if w.Remove("I2") == nil || w.Len() != 2 {
		t.Error("I2 is not removed")
	}
}

// An issue that is put, removed and changed by several goroutines is held once or not at all,
// and each of its tracks is yielded at most once.
func TestIssueIsReplacedMeanwhile(t *testing.T) {
	const rounds = 50
	w, list := New(), tracks(t, 1)
	stored, err := list[0].MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	engine := list[0].Engine()
	var puts, yielded int
	var mu sync.Mutex
	count := func(n *int) {
		mu.Lock()
		defer mu.Unlock()
		*n++
	}
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			for range rounds {
				tr, err := engine.Restore(stored)
				if err != nil {
					t.Error(err)
					return
				}
				if err := w.Put(tr); err != nil {
					t.Error(err)
				}
				count(&puts)
			}
		})
		all.Go(func() {
			for i := range rounds {
				if i%5 == 0 {
					w.Remove("I0")
				}
				if _, err := w.Apply("I0", sla.NoteBy("ann", begin)); err != nil && !errors.Is(err, ErrUnknownIssue) && !errors.Is(err, sla.ErrEarlier) {
					t.Error(err)
				}
				for range w.DueBy(begin.Add(time.Hour)) {
					count(&yielded)
				}
			}
		})
	}
	all.Wait()
	for range w.DueBy(begin.Add(time.Hour)) {
		yielded++
	}
	if yielded > puts {
		t.Errorf("%d tracks were put, and %d breaches yielded", puts, yielded)
	}
	if len(w.items) > 1 || len(w.queue) != 0 {
		t.Errorf("%d items, %d of them in the queue", len(w.items), len(w.queue))
	}
	for _, it := range w.items {
		if it.gone || it.taken || it.place != -1 {
			t.Errorf("%+v is left in a state of passage", it)
		}
	}
}
