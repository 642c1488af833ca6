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
	"sync"
	"time"

	"github.com/punctualgo/punctual/clock"
	"github.com/punctualgo/punctual/sla"
)

// ErrUnknownIssue is returned for an issue that a [Watcher] does not hold.
var ErrUnknownIssue = errors.New("watch: unknown issue")

// A Watcher follows many issues. It is safe for concurrent use. Each issue has a lock of its own,
// so that events of different issues are applied at the same time, on as many cores as there are.
type Watcher struct {
	mu      sync.Mutex       // locked after the mu of an item, and only for a moment
	items   map[string]*item // by issue ID
	queue   queue            // items that have something to yield, now or later
	changed chan struct{}    // receives a value when the next check may have changed
}

// An item is one issue of a watcher.
type item struct {
	issue string // its ID
	place int    // index in the queue, or -1; guarded by the mu of the watcher

	mu      sync.Mutex // guards the rest
	track   *sla.Track
	due     []sla.Transition // came due at one instant, not yet yielded
	before  *sla.Track       // the track before those took effect
	taken   bool             // a loop is yielding due; the item is not in the queue
	current *sla.Transition  // handed to the loop's body, not yet handled
	gone    bool             // removed or replaced
}

// New returns a watcher that holds no issues.
func New() *Watcher {
	return &Watcher{items: make(map[string]*item), changed: make(chan struct{}, 1)}
}

// lock returns the item of an issue, locked, or nil if w does not hold the issue.
func (w *Watcher) lock(issue string) *item {
	for {
		w.mu.Lock()
		it := w.items[issue]
		w.mu.Unlock()
		if it == nil {
			return nil
		}
		it.mu.Lock()
		if !it.gone {
			return it
		}
		it.mu.Unlock()
	}
}

// Put adds an issue, or replaces the track of an issue that w already holds. Transitions
// of the old track that came due and were not yielded are dropped. The watcher owns t from
// now on. Put returns [sla.ErrUnbound] if t has no engine.
func (w *Watcher) Put(t *sla.Track) error {
	if t.Engine() == nil {
		return fmt.Errorf("watch: %w", sla.ErrUnbound)
	}
	it := &item{issue: t.IssueID(), track: t, place: -1}
	for !w.put(it) {
	}
	return nil
}

// put adds an item, in place of the one that w has for the issue. It reports false if another
// goroutine put or removed the issue meanwhile.
func (w *Watcher) put(it *item) bool {
	before := w.lock(it.issue)
	if before != nil {
		defer before.mu.Unlock()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.items[it.issue] != before {
		return false
	}
	if before != nil {
		w.forget(before)
	}
	w.items[it.issue] = it
	w.enqueue(it, it.at())
	return true
}

// forget removes an item from w. Both are locked.
func (w *Watcher) forget(it *item) {
	it.gone, it.due = true, nil
	delete(w.items, it.issue)
	w.enqueue(it, time.Time{})
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
	it := w.lock(issue)
	if it == nil {
		return nil, unknown(issue)
	}
	defer it.mu.Unlock()
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
	}
	w.order(it)
	return transitions, nil
}

func unknown(issue string) error { return fmt.Errorf("%w: %q", ErrUnknownIssue, issue) }

// Remove removes an issue and returns its track, or nil if w does not hold it. Transitions
// that came due and were not yielded are not yielded later. They have not taken effect in
// the track returned, and its AdvanceTo returns them.
func (w *Watcher) Remove(issue string) *sla.Track {
	it := w.lock(issue)
	if it == nil {
		return nil
	}
	defer it.mu.Unlock()
	t := it.yielded()
	w.mu.Lock()
	defer w.mu.Unlock()
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
	it := w.lock(issue)
	if it == nil {
		return nil, unknown(issue)
	}
	defer it.mu.Unlock()
	return it.yielded().MarshalJSON()
}

// ResultAt returns how the clocks of an issue stand as of now. The errors are
// [ErrUnknownIssue] and those of [sla.Track.ResultAt].
func (w *Watcher) ResultAt(issue string, now time.Time) (sla.Result, error) {
	it := w.lock(issue)
	if it == nil {
		return sla.Result{}, unknown(issue)
	}
	defer it.mu.Unlock()
	return it.track.ResultAt(now)
}

// Next returns the instant at which [Watcher.DueBy] next has something to yield if no
// event comes before. It returns false if there is no such instant.
func (w *Watcher) Next() (time.Time, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.queue) == 0 {
		return time.Time{}, false
	}
	return time.Unix(0, w.queue[0].at).UTC(), true
}

// at returns the instant at which an item has something to yield, or the zero time.
func (it *item) at() time.Time {
	if len(it.due) > 0 {
		return it.due[0].At
	}
	return it.track.NextCheck()
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
	for {
		it := w.first(now)
		if it == nil {
			return nil
		}
		if w.takeItem(it, now) {
			return it
		}
	}
}

// takeItem removes an item that was the first. It reports false if an event or another loop came
// before, or if nothing is due after all.
func (w *Watcher) takeItem(it *item, now time.Time) bool {
	it.mu.Lock()
	defer it.mu.Unlock()
	if !w.unqueue(it, now) || !it.advance() {
		return false
	}
	it.taken = true
	return true
}

// first returns the first item of the queue if it has something due by now, or nil.
func (w *Watcher) first(now time.Time) *item {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.queue) == 0 || time.Unix(0, w.queue[0].at).After(now) {
		return nil
	}
	return w.queue[0].item
}

// unqueue removes an item, which is locked, from the queue, if it is the first one and has something
// due by now. It reports whether it did.
func (w *Watcher) unqueue(it *item, now time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if it.place != 0 || time.Unix(0, w.queue[0].at).After(now) {
		return false
	}
	w.enqueue(it, time.Time{})
	return true
}

// advance takes what is due next, unless something is due already. It takes one instant at a time,
// so that issues are yielded in order. It reports whether the item may be yielded.
func (it *item) advance() bool {
	if len(it.due) > 0 {
		return true
	}
	before := *it.track
	it.before = &before
	next := it.track.NextCheck()
	var err error
	it.due, err = it.track.AdvanceTo(next)
	// Otherwise it exceeds a limit, or its stored state is not that of a track.
	return err == nil && (len(it.due) > 0 || !it.track.NextCheck().Equal(next))
}

// yield yields what is due of a taken item and then returns the item to w. It reports
// whether the loop continues.
func (w *Watcher) yield(it *item, yield func(sla.Transition) bool) bool {
	defer w.giveBack(it)
	for {
		it.mu.Lock()
		it.current = nil // the body has handled it
		if len(it.due) == 0 {
			it.mu.Unlock()
			return true
		}
		t := it.due[0]
		it.current, it.due = &t, it.due[1:]
		it.mu.Unlock()
		if !yield(t) {
			it.mu.Lock()
			it.current = nil
			it.mu.Unlock()
			return false
		}
	}
}

// giveBack returns a taken item to the queue. If the body of the loop
// panicked, the transition it was handling is due again.
func (w *Watcher) giveBack(it *item) {
	it.mu.Lock()
	defer it.mu.Unlock()
	it.taken = false
	it.again()
	if it.gone {
		return
	}
	if len(it.due) == 0 {
		it.before = nil
	}
	w.order(it)
}

// again makes the transition that the body did not finish due again, unless Apply has
// returned it meanwhile or the issue is gone.
func (it *item) again() {
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
					it.mu.Lock()
					defer it.mu.Unlock()
					it.again()
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

// order moves an item, which is locked, to its place in the queue.
func (w *Watcher) order(it *item) {
	if it.taken {
		return // giveBack will do it
	}
	at := it.at()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.enqueue(it, at)
}

// enqueue moves an item to its place in the queue, for an instant at which it has something to
// yield, and wakes Run if that is the first. If the instant is zero, the item leaves the queue. The
// watcher is locked.
func (w *Watcher) enqueue(it *item, at time.Time) {
	switch {
	case at.IsZero():
		if it.place >= 0 {
			heap.Remove(&w.queue, it.place)
		}
	case it.place < 0:
		heap.Push(&w.queue, entry{at.UnixNano(), it})
	default:
		w.queue[it.place].at = at.UnixNano()
		heap.Fix(&w.queue, it.place)
	}
	if it.place == 0 {
		select {
		case w.changed <- struct{}{}:
		default: // Run is awake already
		}
	}
}

// A queue is a heap of items by the instant at which they have something to yield.
type queue []entry

// An entry is an item of a queue. It keeps the instant beside the pointer, so that comparing
// entries need not load items from all over memory.
type entry struct {
	at   int64 // Unix time in nanoseconds
	item *item
}

func (q queue) Len() int { return len(q) }

func (q queue) Less(i, k int) bool {
	if q[i].at != q[k].at {
		return q[i].at < q[k].at
	}
	return q[i].item.issue < q[k].item.issue
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
