// Package watch answers what is due next among very many open issues, and says what
// came due.
//
//	w := watch.New()
//	w.Put(track)                       // of every open issue, at the start
//	transitions, err := w.Apply(id, e) // as events arrive
//	for t := range w.Due(now) {        // when Next says so, or in a loop: Run
//		…
//	}
//
// A [Watcher] keeps a [sla.Track] for each issue, ordered by when it is to be looked at
// again, so that it costs nothing to wait, however many issues there are. It is for
// hosts that keep their open issues in memory. One that has a database can do without
// it: see the example of a table.
//
// # Exactly once
//
// A watcher yields each transition once, but a host that crashes after an announcement,
// and before it has stored the track, will be told again when it starts from what it
// has stored. Announcements are made exactly once if the host puts their
// [sla.Transition.ID] under a unique key, in one transaction with the track.
package watch

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/punctualgo/punctual/clock"
	"github.com/punctualgo/punctual/sla"
)

// ErrUnknown is returned for an issue that a [Watcher] does not have.
var ErrUnknown = errors.New("watch: no such issue")

// A Watcher follows many issues. It is safe for concurrent use.
type Watcher struct {
	mu      sync.Mutex
	items   map[string]*item // by issue
	queue   queue            // those that have a next check
	pending []sla.Transition // came due, and were not yielded yet
	changed chan struct{}    // gets a value when the next check may be another
}

// An item is an issue that is followed.
type item struct {
	track *sla.Track
	place int // in the queue, or -1
}

// New returns a watcher without issues.
func New() *Watcher {
	return &Watcher{items: make(map[string]*item), changed: make(chan struct{}, 1)}
}

// Put begins to follow the issue of a track, in place of what it followed of that
// issue, if it did: what came due of that and was not yielded yet will not be. From now
// on the track is the watcher's.
func (w *Watcher) Put(t *sla.Track) {
	w.mu.Lock()
	defer w.mu.Unlock()
	it, ok := w.items[t.Issue()]
	if !ok {
		it = &item{place: -1}
		w.items[t.Issue()] = it
	}
	w.drop(t.Issue())
	it.track = t
	w.order(it)
}

// drop drops what came due of an issue and was not yielded.
func (w *Watcher) drop(issue string) {
	w.pending = slices.DeleteFunc(w.pending, func(t sla.Transition) bool { return t.Issue == issue })
}

// Apply applies an event to an issue, and returns what happened up to it and by it.
// The errors are [ErrUnknown] and those of [sla.Track.Apply]; the issue is then
// followed as before.
func (w *Watcher) Apply(issue string, e sla.Event) ([]sla.Transition, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	it, ok := w.items[issue]
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrUnknown, issue)
	}
	transitions, err := it.track.Apply(e)
	if err == nil {
		w.order(it)
	}
	return transitions, err
}

// Remove ceases to follow an issue, and returns its track, or nil if it was not
// followed. What came due of it and was not yielded yet will not be.
func (w *Watcher) Remove(issue string) *sla.Track {
	w.mu.Lock()
	defer w.mu.Unlock()
	it, ok := w.items[issue]
	if !ok {
		return nil
	}
	delete(w.items, issue)
	w.drop(issue)
	if it.place >= 0 {
		heap.Remove(&w.queue, it.place)
	}
	return it.track
}

// Len returns how many issues are followed.
func (w *Watcher) Len() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.items)
}

// Snapshot returns the track of an issue as JSON, to be stored, or [ErrUnknown].
func (w *Watcher) Snapshot(issue string) ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	it, ok := w.items[issue]
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrUnknown, issue)
	}
	return it.track.MarshalJSON()
}

// Result returns how an issue stands as of now. The errors are [ErrUnknown] and those
// of [sla.Track.ResultAt].
func (w *Watcher) Result(issue string, now time.Time) (sla.Result, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	it, ok := w.items[issue]
	if !ok {
		return sla.Result{}, fmt.Errorf("%w: %q", ErrUnknown, issue)
	}
	return it.track.ResultAt(now)
}

// Next returns when [Watcher.Due] has something to yield if no event comes, or false
// if never.
func (w *Watcher) Next() (time.Time, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case len(w.pending) > 0:
		return w.pending[0].At, true
	case len(w.queue) > 0:
		return w.queue[0].item.track.NextCheck(), true
	}
	return time.Time{}, false
}

// Due yields the transitions that came due by now, in the order of their instants, and
// at one instant of the issues' IDs. What is not yielded because the loop is left will
// be the next time. (An issue that would have more than [sla.MaxTransitions] at one
// instant is not looked at again before its next event.)
//
// The watcher may be used while the loop runs, also by its body.
func (w *Watcher) Due(now time.Time) iter.Seq[sla.Transition] {
	return func(yield func(sla.Transition) bool) {
		for {
			t, ok := w.pop(now)
			if !ok || !yield(t) {
				return
			}
		}
	}
}

// pop returns the next transition that came due by now.
func (w *Watcher) pop(now time.Time) (sla.Transition, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.pending) == 0 {
		if len(w.queue) == 0 || w.queue[0].item.track.NextCheck().After(now) {
			return sla.Transition{}, false
		}
		// One instant at a time, so that issues come in order.
		it := w.queue[0].item
		var err error
		if w.pending, err = it.track.Advance(it.track.NextCheck()); err != nil {
			heap.Pop(&w.queue) // too many transitions
			continue
		}
		w.order(it)
	}
	t := w.pending[0]
	w.pending = w.pending[1:]
	return t, true
}

// Run yields what comes due to announce, until the context ends or announce fails, and
// returns why. It sleeps in between. What announce failed for is yielded first by the
// next Run or Due. The source tells the present, and is asked after each sleep, which
// is at most a minute, as clocks are set and machines suspended; nil is [clock.System].
func (w *Watcher) Run(ctx context.Context, source clock.Source, announce func(context.Context, sla.Transition) error) error {
	if source == nil {
		source = clock.System{}
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		now := source.Now()
		for t := range w.Due(now) {
			if err := announce(ctx, t); err != nil {
				w.restore(t)
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		sleep := time.Minute
		if next, ok := w.Next(); ok {
			sleep = min(sleep, next.Sub(now))
		}
		timer.Reset(sleep)
		select {
		case <-ctx.Done():
		case <-w.changed:
		case <-timer.C:
		}
	}
}

// restore puts a transition that could not be announced ahead of the others.
func (w *Watcher) restore(t sla.Transition) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pending = slices.Insert(w.pending, 0, t)
}

// order puts an item where its next check belongs, and tells Run if that is the first.
func (w *Watcher) order(it *item) {
	next := it.track.NextCheck()
	switch {
	case next.IsZero():
		if it.place >= 0 {
			heap.Remove(&w.queue, it.place)
		}
		return
	case it.place < 0:
		heap.Push(&w.queue, entry{next.UnixNano(), it})
	default:
		w.queue[it.place].next = next.UnixNano()
		heap.Fix(&w.queue, it.place)
	}
	if it.place == 0 {
		select {
		case w.changed <- struct{}{}:
		default: // it has yet to look
		}
	}
}

// A queue is a heap of issues, the one to be looked at first ahead.
type queue []entry

// An entry has the instant beside the item, as items are all over memory.
type entry struct {
	next int64 // in nanoseconds of Unix time
	item *item
}

func (q queue) Len() int { return len(q) }

func (q queue) Less(i, k int) bool {
	if q[i].next != q[k].next {
		return q[i].next < q[k].next
	}
	return q[i].item.track.Issue() < q[k].item.track.Issue()
}

func (q queue) Swap(i, k int) {
	q[i], q[k] = q[k], q[i]
	q[i].item.place, q[k].item.place = i, k
}

func (q *queue) Push(x any) {
	e := x.(entry)
	e.item.place = len(*q)
	*q = append(*q, e)
}

func (q *queue) Pop() any {
	last := len(*q) - 1
	e := (*q)[last]
	(*q)[last] = entry{}
	*q = (*q)[:last]
	e.item.place = -1
	return e
}
