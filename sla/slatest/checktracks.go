package slatest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"time"

	"pgregory.net/rapid"
)

// CheckTrackStore checks a host's table of tracks and announcements. Nothing may be announced twice
// or be lost, and no track may be stored without its announcements, whatever crashes and however
// many workers there are. CheckTrackStore calls newStore many times, for an empty store each time,
// and is done with one store before it asks for the next.
//
//	func TestTracks(t *testing.T) {
//		slatest.CheckTrackStore(t, func() slatest.TrackStore {
//			return &tracks{db: emptyDatabase(t)}
//		})
//	}
//
// All instants are whole milliseconds, which databases can represent. Tracks and announcements are
// JSON, and may come back formatted differently, as from a column of type jsonb.
func CheckTrackStore(t T, newStore func() TrackStore) {
	t.Helper()
	for _, check := range []func(*storeCheck){
		(*storeCheck).keepsWhatItIsGiven,
		(*storeCheck).announcesOnce,
		(*storeCheck).keepsIssuesApart,
		(*storeCheck).storesNothingOnError,
		(*storeCheck).storesNothingOnPanic,
		(*storeCheck).findsWhatIsDue,
		(*storeCheck).forgetsTheLastNextCheck,
		(*storeCheck).letsOneWorkerAtATime,
		(*storeCheck).letsOneWorkerBegin,
		(*storeCheck).announcesOnceForTwoWorkers,
	} {
		check(&storeCheck{t, newStore()})
	}
	cases := Cases(Domain{WholeHours: true})
	for seed := range 20 {
		c := cases.Example(seed)
		rapid.Custom(func(r *rapid.T) bool {
			rapid.Bool().Draw(r, "something")
			exactlyOnce(t, r, &c, newStore(), time.Millisecond)
			return true
		}).Example(seed)
	}
}

// A storeCheck is one check of a new store.
type storeCheck struct {
	T
	TrackStore
}

var (
	nine      = instant("2026-03-09T09:00:00.001Z")
	errRefuse = errors.New("refused")
)

// row returns what is to be stored of the nth version of a track.
func row(n int, next time.Time, ids ...string) TrackChange {
	c := TrackChange{Track: fmt.Appendf(nil, `{"n": %d, "text": "a \"b\" ü"}`, n), NextCheck: next}
	for _, id := range ids {
		c.Announce = append(c.Announce, Announcement{id, fmt.Appendf(nil, `{"n": %d, "id": %q}`, n, id)})
	}
	return c
}

// put stores the nth version of a track.
func (s *storeCheck) put(issue string, n int, next time.Time, ids ...string) {
	s.Helper()
	if err := s.Change(context.Background(), issue, func([]byte) (TrackChange, error) { return row(n, next, ids...), nil }); err != nil {
		s.Fatalf("a change of issue %s fails: %v", issue, err)
	}
}

// want fails unless what is stored of an issue is the nth version of its track, or none if n is
// 0, and these announcements, by ID with their versions.
func (s *storeCheck) want(when, issue string, n int, announcements map[string]int) {
	s.Helper()
	var track []byte
	err := s.Change(context.Background(), issue, func(text []byte) (TrackChange, error) {
		track = slices.Clone(text)
		return TrackChange{}, errRefuse
	})
	if !errors.Is(err, errRefuse) {
		s.Fatalf("%s: the function of a change returns %q, and the change returns %v", when, errRefuse, err)
	}
	if n == 0 && len(track) > 0 {
		s.Fatalf("%s: issue %s has the track %s, want none", when, issue, track)
	}
	if n > 0 && !sameJSON(track, row(n, time.Time{}).Track) {
		s.Fatalf("%s: issue %s has the track %s, want %s", when, issue, track, row(n, time.Time{}).Track)
	}
	list, err := s.Announced(context.Background(), issue)
	if err != nil {
		s.Fatalf("%s: announced: %v", when, err)
	}
	seen := make(map[string]bool)
	for _, a := range list {
		if seen[a.ID] {
			s.Fatalf("%s: %s is announced twice", when, a.ID)
		}
		seen[a.ID] = true
		n, ok := announcements[a.ID]
		if !ok {
			s.Fatalf("%s: %s is announced of issue %s", when, a.ID, issue)
		}
		if want := row(n, time.Time{}, a.ID).Announce[0].JSON; !sameJSON(a.JSON, want) {
			s.Fatalf("%s: announcement %s is %s, want the first one, %s", when, a.ID, a.JSON, want)
		}
	}
	for id := range announcements {
		if !seen[id] {
			s.Fatalf("%s: %s is not announced of issue %s", when, id, issue)
		}
	}
}

func sameJSON(a, b []byte) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}

func (s *storeCheck) keepsWhatItIsGiven() {
	s.want("at first", "A", 0, nil)
	s.put("A", 1, nine, "a", "b")
	s.want("after one change", "A", 1, map[string]int{"a": 1, "b": 1})
	s.put("A", 2, nine)
	s.want("after a change that announces nothing", "A", 2, map[string]int{"a": 1, "b": 1})
}

func (s *storeCheck) announcesOnce() {
	s.put("A", 1, nine, "a")
	s.put("A", 2, nine, "a", "b")
	s.want("after one more of two announcements", "A", 2, map[string]int{"a": 1, "b": 2})
	s.put("A", 3, nine, "c", "c")
	s.want("after an announcement that comes twice in one change", "A", 3, map[string]int{"a": 1, "b": 2, "c": 3})
}

func (s *storeCheck) keepsIssuesApart() {
	s.put("A", 1, nine, "a")
	s.put("B", 2, nine.Add(time.Hour), "b")
	s.want("after changes of two issues", "A", 1, map[string]int{"a": 1})
	s.want("after changes of two issues", "B", 2, map[string]int{"b": 2})
}

func (s *storeCheck) storesNothingOnError() {
	s.put("A", 1, nine, "a")
	for _, issue := range []string{"A", "B"} {
		err := s.Change(context.Background(), issue, func([]byte) (TrackChange, error) { return row(2, nine.Add(time.Hour), "b"), errRefuse })
		if !errors.Is(err, errRefuse) {
			s.Fatalf("the function of a change returns %q, and the change returns %v", errRefuse, err)
		}
	}
	s.want("after a change that failed", "A", 1, map[string]int{"a": 1})
	s.want("after a change that failed", "B", 0, nil)
	s.wantDue("after a change that failed", nine.Add(time.Minute), 10, "A")
}

func (s *storeCheck) storesNothingOnPanic() {
	s.put("A", 1, nine, "a")
	func() {
		defer func() {
			if recover() == nil {
				s.Fatalf("the function of a change panics, and the change does not")
			}
		}()
		_ = s.Change(context.Background(), "A", func([]byte) (TrackChange, error) { panic("crash") })
	}()
	ended := make(chan error, 1)
	go func() {
		ended <- s.Change(context.Background(), "A", func([]byte) (TrackChange, error) { return TrackChange{}, errRefuse })
	}()
	select {
	case <-ended:
	case <-time.After(patience):
		s.Fatalf("after a change that panicked, the issue is locked")
	}
	s.want("after a change that panicked", "A", 1, map[string]int{"a": 1})
}

// wantDue fails unless these issues are due, in this order.
func (s *storeCheck) wantDue(when string, now time.Time, limit int, want ...string) {
	s.Helper()
	due, err := s.Due(context.Background(), now, limit)
	if err != nil {
		s.Fatalf("%s: due: %v", when, err)
	}
	if !slices.Equal(due, want) {
		s.Fatalf("%s: at %v, at most %d issues: %q are due, want %q", when, now, limit, due, want)
	}
}

func (s *storeCheck) findsWhatIsDue() {
	s.wantDue("at first", nine, 10)
	s.put("late", 1, nine.Add(2*time.Hour))
	s.put("never", 1, time.Time{})
	s.put("early", 1, nine)
	s.put("elsewhere", 1, nine.Add(time.Hour).In(time.FixedZone("", 5*3600)))
	s.wantDue("before all", nine.Add(-time.Millisecond), 10)
	s.wantDue("at a next check", nine, 10, "early")
	s.wantDue("after two", nine.Add(2*time.Hour-time.Millisecond).In(time.FixedZone("", -8*3600)), 10, "early", "elsewhere")
	s.wantDue("after all", nine.Add(1000*time.Hour), 10, "early", "elsewhere", "late")
	s.wantDue("with a limit", nine.Add(1000*time.Hour), 2, "early", "elsewhere")
}

func (s *storeCheck) forgetsTheLastNextCheck() {
	s.put("A", 1, nine)
	s.put("B", 1, nine.Add(time.Minute))
	s.put("A", 2, nine.Add(time.Hour))
	s.wantDue("after a later next check", nine.Add(time.Minute), 10, "B")
	s.put("B", 2, time.Time{})
	s.wantDue("when there is no next check any more", nine.Add(2*time.Hour), 10, "A")
}

// patience is how long a check waits for what should not take any time, and grace is how long it
// gives a second worker to come in where it should not.
const (
	patience = 10 * time.Second
	grace    = 20 * time.Millisecond
)

// letsOneWorkerAtATime checks that of changes at one time none is lost.
func (s *storeCheck) letsOneWorkerAtATime() {
	s.put("A", 0, nine)
	s.changesAtOneTime("A", "changes at one time")
}

// letsOneWorkerBegin checks the same of an issue without a track, so that there may be no row to
// lock.
func (s *storeCheck) letsOneWorkerBegin() {
	s.changesAtOneTime("A", "changes at one time of an issue that has no track yet")
}

// changesAtOneTime lets several workers count in the track of an issue.
func (s *storeCheck) changesAtOneTime(issue, what string) {
	const workers, changes = 4, 3
	errs := make(chan error, workers*changes)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for k := range changes {
				errs <- s.Change(context.Background(), issue, func(text []byte) (TrackChange, error) {
					var track struct{ N int }
					if len(text) > 0 {
						if err := json.Unmarshal(text, &track); err != nil {
							return TrackChange{}, err
						}
					}
					if k == 0 {
						time.Sleep(grace)
					}
					return row(track.N+1, nine, fmt.Sprintf("a%d-%d", w, k)), nil
				})
			}
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			s.Fatalf("%s: %v", what, err)
		}
	}
	list, err := s.Announced(context.Background(), issue)
	if err != nil || len(list) != workers*changes {
		s.Fatalf("%s: %d announcements, want %d (%v)", what, len(list), workers*changes, err)
	}
	err = s.Change(context.Background(), issue, func(text []byte) (TrackChange, error) {
		if !sameJSON(text, row(workers*changes, nine).Track) {
			return TrackChange{}, fmt.Errorf("the track is %s after %d changes", text, workers*changes)
		}
		return row(0, nine), nil
	})
	if err != nil {
		s.Fatalf("%s: a change is lost: %v", what, err)
	}
}

// announcesOnceForTwoWorkers checks that nothing is announced twice if two workers find the same
// issue due.
func (s *storeCheck) announcesOnceForTwoWorkers() {
	for i := range 4 {
		s.put(fmt.Sprint("I", i), 0, nine)
	}
	var failed error
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			err := s.work(nine)
			mu.Lock()
			defer mu.Unlock()
			failed = errors.Join(failed, err)
		})
	}
	wg.Wait()
	if failed != nil {
		s.Fatalf("two workers: %v", failed)
	}
	for i := range 4 {
		issue := fmt.Sprint("I", i)
		s.want("after two workers", issue, 1, map[string]int{issue + "-1": 1})
	}
	s.wantDue("after two workers", nine, 10)
}

// work does once what a worker does: it takes each issue that is due one version further, unless
// another worker has done so.
func (s *storeCheck) work(now time.Time) error {
	due, err := s.Due(context.Background(), now, 10)
	if err != nil {
		return err
	}
	time.Sleep(grace) // the other has found them due, too
	for _, issue := range due {
		err := s.Change(context.Background(), issue, func(text []byte) (TrackChange, error) {
			if sameJSON(text, row(1, now).Track) {
				return row(1, time.Time{}), nil // nothing is left to do
			}
			return row(1, time.Time{}, issue+"-1"), nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
