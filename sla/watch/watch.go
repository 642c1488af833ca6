// Package watch answers which of many open issues is due next, and what has come due.
//
//	w := watch.New()
//	err := w.Put(track)                // every open issue, at the start
//	transitions, err := w.Apply(id, e) // as events arrive
//	for t := range w.DueBy(now) {      // when Next says so; or let Run do it
//		…
//	}
//
// A [Watcher] holds an [sla.Track] for each issue, ordered by the track's next check.
// Waiting costs nothing, however many issues it holds. Keep a resolved issue in the
// watcher for as long as it can be reopened. What came due before a track was put is
// yielded by the first DueBy.
//
// A watcher is for hosts that keep their open issues in memory. A host with a database
// does not need one: see the example of a table.
//
// # Exactly once
//
// A watcher yields each transition once. But a host that announces a transition and
// crashes before it stores the track is given that transition again after it restarts.
// To announce each transition exactly once, insert its [sla.Transition.ID] under a unique
// key, in one transaction with the [Watcher.Snapshot] taken then. A snapshot is never
// before what the watcher has yielded.
//
// A transition says what happened at its instant, which may be long past by the time it
// is yielded. To tell people what holds now, send its alerts by way of
// [alert.Planner.Check].
//
// [alert.Planner.Check]: https://pkg.go.dev/github.com/punctualgo/punctual/sla/alert#Planner.Check
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

// ErrUnknownIssue is returned for an issue that a [Watcher] does not hold.
var ErrUnknownIssue = errors.New("watch: unknown issue")

// A Watcher follows many issues. It is safe for concurrent use.
type Watcher struct {
	mu      sync.Mutex
	items   map[string]*item // by issue ID
	queue   queue            // items with a next check
	left    []*item          // items with transitions that came due and were not yielded
	changed chan struct{}    // receives a value when the next check may have changed
}

// An item is one issue of a watcher.
type item struct {
	track *sla.Track
	place int // index in the queue, or -1

	due     []sla.Transition // came due at one instant, not yet yielded
	before  *sla.Track       // the track before those took effect
	taken   bool             // a loop is yielding due; the item is in neither queue nor left
	current *sla.Transition  // handed to the loop's body, not yet handled
	gone    bool             // removed or replaced
}

// New returns a watcher that holds no issues.
func New() *Watcher {
	return &Watcher{items: make(map[string]*item), changed: make(chan struct{}, 1)}
}

// Put adds an issue, or replaces the track of an issue that w already holds. Transitions
// of the old track that came due and were not yielded are dropped. The watcher owns t from
// now on. Put returns [sla.ErrUnbound] if t has no engine.
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

// forget removes an item from w.
func (w *Watcher) forget(it *item) {
	it.gone, it.due = true, nil
	delete(w.items, it.track.IssueID())
	w.unqueue(it)
}

// unqueue removes an item from the queue and from w.left.
func (w *Watcher) unqueue(it *item) {
	if it.place >= 0 {
		heap.Remove(&w.queue, it.place)
	}
	if i := slices.Index(w.left, it); i >= 0 {
		w.left = slices.Delete(w.left, i, i+1)
	}
}

// Apply applies an event to an issue. It returns every transition up to the event and
// caused by it that has not been handled yet:
//
//   - the transition that the body of a [Watcher.DueBy] loop is handling at this moment, if
//     there is one, because snapshots include it from now on. It is returned a second
//     time; tell by its ID;
//   - transitions that came due and were not yielded. No loop will yield them later;
//   - what the event itself causes.
//
// The errors are [ErrUnknownIssue] and those of [sla.Track.Apply]. After an error the
// issue is as before.
func (w *Watcher) Apply(issue string, e sla.Event) ([]sla.Transition, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	it, ok := w.items[issue]
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrUnknownIssue, issue)
	}
	transitions, err := it.track.Apply(e)
	if err != nil {
		return nil, err
	}
	if it.current != nil {
		it.due = append([]sla.Transition{*it.current}, it.due...)
		it.current = nil
	}
	if len(it.due) > 0 {
		transitions = append(it.due, transitions...)
		it.due = nil
		w.unqueue(it)
	}
	w.order(it)
	return transitions, nil
}

// Remove removes an issue and returns its track, or nil if w does not hold it. Transitions
// that came due and were not yielded are not yielded later. They have not taken effect in
// the track returned, and its AdvanceTo returns them.
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

// yielded returns the track with only those transitions that were yielded.
func (it *item) yielded() *sla.Track {
	if len(it.due) > 0 {
		return it.before
	}
	return it.track
}

// Len returns the number of issues that w holds.
func (w *Watcher) Len() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.items)
}

// Snapshot returns the track of an issue as JSON, for the host to store. It contains no
// transition that was not yielded: of several at one instant it contains none until the
// last was yielded. The error is [ErrUnknownIssue].
func (w *Watcher) Snapshot(issue string) ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	it, ok := w.items[issue]
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrUnknownIssue, issue)
	}
	return it.yielded().MarshalJSON()
}

// ResultAt returns how the clocks of an issue stand as of now. The errors are
// [ErrUnknownIssue] and those of [sla.Track.ResultAt].
func (w *Watcher) ResultAt(issue string, now time.Time) (sla.Result, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	it, ok := w.items[issue]
	if !ok {
		return sla.Result{}, fmt.Errorf("%w: %q", ErrUnknownIssue, issue)
	}
	return it.track.ResultAt(now)
}

// Next returns the instant at which [Watcher.DueBy] next has something to yield if no
// event comes before. It returns false if there is no such instant.
func (w *Watcher) Next() (time.Time, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if it := w.first(); it != nil {
		return it.at(), true
	}
	return time.Time{}, false
}

// at returns the instant at which an item has something to yield.
func (it *item) at() time.Time {
	if len(it.due) > 0 {
		return it.due[0].At
	}
	return it.track.NextCheck()
}

// first returns the item that has something to yield first, or nil.
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

// DueBy yields the transitions that have come due by now, ordered by instant and then by
// issue ID. If the loop ends early, the next loop yields the rest.
//
// The watcher may be used while the loop runs, also by the loop's body. If several loops
// run at once, each transition is yielded by one of them.
//
// An issue that exceeds [sla.MaxTransitions] or [sla.MaxWork] yields nothing more until
// its next event.
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

// take removes and returns the first item that has something due by now, or nil.
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
			// One instant at a time, so that issues are yielded in order.
			before := *it.track
			it.before = &before
			next := it.track.NextCheck()
			var err error
			if it.due, err = it.track.AdvanceTo(next); err != nil || len(it.due) == 0 && it.track.NextCheck().Equal(next) {
				continue // it exceeds a limit, or its stored state is not that of a track
			}
		}
		it.taken = true
		return it
	}
}

// yield yields what is due of a taken item and then returns the item to w. It reports
// whether the loop continues.
func (w *Watcher) yield(it *item, yield func(sla.Transition) bool) bool {
	defer w.giveBack(it)
	for {
		w.mu.Lock()
		it.current = nil // the body has handled it
		if len(it.due) == 0 {
			w.mu.Unlock()
			return true
		}
		t := it.due[0]
		it.current, it.due = &t, it.due[1:]
		w.mu.Unlock()
		if !yield(t) {
			w.mu.Lock()
			it.current = nil
			w.mu.Unlock()
			return false
		}
	}
}

// giveBack returns a taken item to the queue or to w.left. If the body of the loop
// panicked, the transition it was handling is due again.
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

// again makes the transition that the body did not finish due again, unless Apply has
// returned it meanwhile or the issue is gone.
func (w *Watcher) again(it *item) {
	if it.current != nil && !it.gone {
		it.due = append([]sla.Transition{*it.current}, it.due...)
	}
	it.current = nil
}

// Run calls announce for each transition when it comes due, and sleeps in between. It
// returns when ctx is done or announce fails, with that error. The transition that
// announce failed for is yielded first by the next Run or DueBy.
//
// Source tells the present; nil means [clock.System]. Run asks it at least once a minute,
// because clocks are set and machines are suspended.
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

// order moves an item to its place in the queue, and wakes Run if that is the first.
func (w *Watcher) order(it *item) {
	if it.taken {
		return // giveBack will do it
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
		default: // Run is awake already
		}
	}
}

// A queue is a heap of items by next check.
type queue []entry

// An entry is an item of a queue. It keeps the next check beside the pointer, so that
// comparing entries need not load items from all over memory.
type entry struct {
	next int64 // Unix time in nanoseconds
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
