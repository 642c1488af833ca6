// Package watch answers what is due next among very many open issues, and says what
// came due.
//
//	w := watch.New()
//	err := w.Put(track)                // of every open issue, at the start
//	transitions, err := w.Apply(id, e) // as events arrive
//	for t := range w.DueBy(now) {        // when Next says so, or in a loop: Run
//		…
//	}
//
// A [Watcher] keeps a [sla.Track] for each issue, ordered by when it is to be looked at
// again, so that it costs nothing to wait, however many issues there are. An issue that
// is resolved stays as long as it may be reopened, and what came due before it was put
// comes with the first DueBy. It is for hosts that keep their open issues in memory. One
// that has a database can do without it: see the example of a table.
//
// # Exactly once
//
// A watcher yields each transition once, but a host that crashes after an announcement,
// and before it has stored the track, will be told again when it starts from what it
// has stored. Announcements are made exactly once if the host puts their
// [sla.Transition.ID] under a unique key, in one transaction with what [Watcher.Snapshot]
// gives then: that is never ahead of what was yielded.
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
	left    []*item          // those of which something came due that was not yielded
	changed chan struct{}    // gets a value when the next check may be another
}

// An item is an issue that is followed.
type item struct {
	track *sla.Track
	place int // in the queue, or -1

	// What came due at one instant and was not yielded yet, and the track as it was
	// before. A loop that yields it has taken the item, which then is nowhere else.
	due    []sla.Transition
	before *sla.Track
	taken  bool
	now    *sla.Transition // which the loop's body has, and has not handled yet
	gone   bool            // it is not followed any more
}

// New returns a watcher without issues.
func New() *Watcher {
	return &Watcher{items: make(map[string]*item), changed: make(chan struct{}, 1)}
}

// Put begins to follow the issue of a track, in place of what it followed of that
// issue, if it did: what came due of that and was not yielded yet will not be. From now
// on the track is the watcher's. It fails with [sla.ErrUnbound] if the track has no
// engine.
func (w *Watcher) Put(t *sla.Track) error {
	if t.Engine() == nil {
		return fmt.Errorf("watch: %w", sla.ErrUnbound)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if before, ok := w.items[t.IssueID()]; ok {
		w.forget(before)
	}
	it := &item{track: t, place: -1}
	w.items[t.IssueID()] = it
	w.order(it)
	return nil
}

// forget ceases to follow an item.
func (w *Watcher) forget(it *item) {
	it.gone, it.due = true, nil
	delete(w.items, it.track.IssueID())
	w.unqueue(it)
}

// unqueue takes an item from where it waits.
func (w *Watcher) unqueue(it *item) {
	if it.place >= 0 {
		heap.Remove(&w.queue, it.place)
	}
	if i := slices.Index(w.left, it); i >= 0 {
		w.left = slices.Delete(w.left, i, i+1)
	}
}

// Apply applies an event to an issue, and returns what happened up to it and by it: also
// what came due of the issue and was not yielded yet, which then will not be; and ahead of
// that what a loop has yielded and not handled yet, since a snapshot has it from now on.
// So that may come twice, and is to be known by its ID. The errors are [ErrUnknown] and
// those of [sla.Track.Apply]; the issue is then followed as before.
func (w *Watcher) Apply(issue string, e sla.Event) ([]sla.Transition, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	it, ok := w.items[issue]
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrUnknown, issue)
	}
	transitions, err := it.track.Apply(e)
	if err != nil {
		return nil, err
	}
	if it.now != nil {
		it.due = append([]sla.Transition{*it.now}, it.due...)
		it.now = nil
	}
	if len(it.due) > 0 {
		transitions = append(it.due, transitions...)
		it.due = nil
		w.unqueue(it)
	}
	w.order(it)
	return transitions, nil
}

// Remove ceases to follow an issue, and returns its track, or nil if it was not
// followed. What came due of it and was not yielded yet will not be: the track is as it
// was before that.
func (w *Watcher) Remove(issue string) *sla.Track {
	w.mu.Lock()
	defer w.mu.Unlock()
	it, ok := w.items[issue]
	if !ok {
		return nil
	}
	t := it.yielded()
	w.forget(it)
	return t
}

// yielded returns the track as of what was yielded of it.
func (it *item) yielded() *sla.Track {
	if len(it.due) > 0 {
		return it.before
	}
	return it.track
}

// Len returns how many issues are followed.
func (w *Watcher) Len() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.items)
}

// Snapshot returns the track of an issue as JSON, to be stored, or [ErrUnknown]. Of
// several transitions of one instant it is ahead of none before the last was yielded.
func (w *Watcher) Snapshot(issue string) ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	it, ok := w.items[issue]
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrUnknown, issue)
	}
	return it.yielded().MarshalJSON()
}

// ResultAt returns how an issue stands as of now. The errors are [ErrUnknown] and those
// of [sla.Track.ResultAt].
func (w *Watcher) ResultAt(issue string, now time.Time) (sla.Result, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	it, ok := w.items[issue]
	if !ok {
		return sla.Result{}, fmt.Errorf("%w: %q", ErrUnknown, issue)
	}
	return it.track.ResultAt(now)
}

// Next returns when [Watcher.DueBy] has something to yield if no event comes, or false
// if never.
func (w *Watcher) Next() (time.Time, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if it := w.first(); it != nil {
		return it.at(), true
	}
	return time.Time{}, false
}

// at returns when an item is to be looked at.
func (it *item) at() time.Time {
	if len(it.due) > 0 {
		return it.due[0].At
	}
	return it.track.NextCheck()
}

// first returns the item that is to be looked at first, or nil.
func (w *Watcher) first() (first *item) {
	if len(w.queue) > 0 {
		first = w.queue[0].item
	}
	for _, it := range w.left {
		if first == nil {
			first = it
			continue
		}
		if c := it.at().Compare(first.at()); c < 0 || c == 0 && it.track.IssueID() < first.track.IssueID() {
			first = it
		}
	}
	return first
}

// DueBy yields the transitions that came due by now, in the order of their instants, and
// at one instant of the issues' IDs. What is not yielded because the loop is left will
// be the next time. (An issue that fails with [sla.ErrTooManyTransitions] or
// [sla.ErrTooMuchWork] is not looked at again before its next event.)
//
// The watcher may be used while the loop runs, also by its body. Where several loops
// run, each yields what the others do not.
func (w *Watcher) DueBy(now time.Time) iter.Seq[sla.Transition] {
	return func(yield func(sla.Transition) bool) {
		for {
			it := w.take(now)
			if it == nil || !w.yield(it, yield) {
				return
			}
		}
	}
}

// take takes the first item of which something is due by now, or nil.
func (w *Watcher) take(now time.Time) *item {
	w.mu.Lock()
	defer w.mu.Unlock()
	for {
		it := w.first()
		if it == nil || it.at().After(now) {
			return nil
		}
		w.unqueue(it)
		if len(it.due) == 0 {
			// One instant at a time, so that issues come in order.
			before := *it.track
			it.before = &before
			next := it.track.NextCheck()
			var err error
			if it.due, err = it.track.AdvanceTo(next); err != nil || len(it.due) == 0 && it.track.NextCheck().Equal(next) {
				continue // too many transitions, or what was stored is no track's state
			}
		}
		it.taken = true
		return it
	}
}

// yield yields what is due of an item that was taken, and gives it back. It reports
// whether the loop goes on.
func (w *Watcher) yield(it *item, yield func(sla.Transition) bool) bool {
	defer w.giveBack(it)
	for {
		w.mu.Lock()
		it.now = nil // it was handled
		if len(it.due) == 0 {
			w.mu.Unlock()
			return true
		}
		t := it.due[0]
		it.now, it.due = &t, it.due[1:]
		w.mu.Unlock()
		if !yield(t) {
			w.mu.Lock()
			it.now = nil
			w.mu.Unlock()
			return false
		}
	}
}

// giveBack puts an item where it waits. If the body of the loop panicked, what it had is
// due again.
func (w *Watcher) giveBack(it *item) {
	w.mu.Lock()
	defer w.mu.Unlock()
	it.taken = false
	w.again(it)
	if it.gone {
		return
	}
	if len(it.due) > 0 {
		w.left = append(w.left, it)
	} else {
		it.before = nil
	}
	w.order(it)
}

// again makes due what the body of a loop has and did not handle, unless somebody else
// got it with an event, or the issue is not followed any more.
func (w *Watcher) again(it *item) {
	if it.now != nil && !it.gone {
		it.due = append([]sla.Transition{*it.now}, it.due...)
	}
	it.now = nil
}

// Run yields what comes due to announce, until the context ends or announce fails, and
// returns why. It sleeps in between. What announce failed for is yielded first by the
// next Run or DueBy. The source tells the present, and is asked after each sleep, which
// is at most a minute, as clocks are set and machines suspended; nil is [clock.System].
func (w *Watcher) Run(ctx context.Context, source clock.Source, announce func(context.Context, sla.Transition) error) error {
	if source == nil {
		source = clock.System{}
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		now := source.Now()
		for it := w.take(now); it != nil; it = w.take(now) {
			var err error
			w.yield(it, func(t sla.Transition) bool {
				if err = ctx.Err(); err == nil {
					err = announce(ctx, t)
				}
				if err != nil {
					w.mu.Lock()
					defer w.mu.Unlock()
					w.again(it)
				}
				return err == nil
			})
			if err != nil {
				return err
			}
		}
		if err := ctx.Err(); err != nil {
			return err
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

// order puts an item where its next check belongs, and tells Run if that is the first.
func (w *Watcher) order(it *item) {
	if it.taken {
		return // it will be given back
	}
	next := it.track.NextCheck()
	switch {
	case next.IsZero() || len(it.due) > 0:
		if it.place >= 0 {
			heap.Remove(&w.queue, it.place)
		}
	case it.place < 0:
		heap.Push(&w.queue, entry{next.UnixNano(), it})
	default:
		w.queue[it.place].next = next.UnixNano()
		heap.Fix(&w.queue, it.place)
	}
	if it.place == 0 || len(it.due) > 0 {
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
	return q[i].item.track.IssueID() < q[k].item.track.IssueID()
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
