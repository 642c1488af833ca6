package watch_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/clock"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/slatest"
	"github.com/punctualgo/punctual/sla/watch"
)

// DueBy yields what is due of all issues in order, and each transition once.
func TestDueByYieldsInOrderAndOnce(t *testing.T) {
	engine, w := newEngine(t), watch.New()
	for i, priority := range []string{"urgent", "low", "urgent"} {
		put(t, w, track(t, engine, sla.Issue{ID: fmt.Sprint("I", 3-i), CreatedAt: start, Attributes: map[string]any{"priority": priority}}))
	}
	if next, ok := w.Next(); !ok || !next.Equal(start.Add(30*time.Minute)) {
		t.Errorf("next is %v, %v", next, ok)
	}
	if got := slices.Collect(w.DueBy(start.Add(30*time.Minute - 1))); len(got) > 0 {
		t.Errorf("too early: %v", short(got))
	}

	// The loop ends after one transition, and Apply is called before the next loop.
	var got []sla.Transition
	for tr := range w.DueBy(start.Add(time.Hour)) {
		got = append(got, tr)
		break
	}
	if next, _ := w.Next(); !next.Equal(start.Add(30 * time.Minute)) {
		t.Errorf("next is %v, with one pending", next)
	}
	more, err := w.Apply("I3", sla.MessageFrom(sla.Agent, start.Add(45*time.Minute)))
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"30m0s I3 first_response escalated 50%", "30m0s I3 first_response escalated 30m before", "45m0s I3 first_response stopped "}; !slices.Equal(short(more), want) {
		t.Errorf("apply gives %q, want %q", short(more), want)
	}
	for tr := range w.DueBy(start.Add(time.Hour)) {
		got = append(got, tr)
	}
	want := []string{
		"30m0s I1 first_response escalated 50%", "30m0s I1 first_response escalated 30m before",
		"1h0m0s I1 first_response breached ", "1h0m0s I1 first_response escalated breach",
	}
	if !slices.Equal(short(got), want) {
		t.Errorf("due are %q, want %q", short(got), want)
	}

	if _, err := w.Apply("I9", sla.NoteBy("ann", start)); !errors.Is(err, watch.ErrUnknownIssue) {
		t.Errorf("got %v, want ErrUnknownIssue", err)
	}
	if _, err := w.Apply("I1", sla.NoteBy("ann", start)); !errors.Is(err, sla.ErrEarlier) {
		t.Errorf("got %v, want ErrEarlier", err)
	}
	if w.Remove("I9") != nil || w.Remove("I1") == nil || w.Len() != 2 {
		t.Errorf("%d issues are left", w.Len())
	}
	if _, err := w.Snapshot("I1"); !errors.Is(err, watch.ErrUnknownIssue) {
		t.Errorf("got %v, want ErrUnknownIssue", err)
	}
	if _, err := w.ResultAt("I1", start); !errors.Is(err, watch.ErrUnknownIssue) {
		t.Errorf("got %v, want ErrUnknownIssue", err)
	}
	snapshot, err := w.Snapshot("I2")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := engine.Restore(snapshot); err != nil {
		t.Error(err)
	}
	r, err := w.ResultAt("I3", start.Add(2*time.Hour))
	if c, ok := r.Clock(policy.FirstResponse); err != nil || !ok || c.State != sla.Stopped {
		t.Errorf("got %s, %v", text(r), err)
	}
}

// Transitions that Apply returns are not yielded later.
func TestApplyReturnsWhatWasNotYielded(t *testing.T) {
	engine, w := newEngine(t), watch.New()
	put(t, w, track(t, engine, sla.Issue{ID: "I", CreatedAt: start, Attributes: map[string]any{"priority": "urgent"}}))
	for range w.DueBy(start.Add(time.Hour)) {
		break
	}
	more, err := w.Apply("I", sla.CancelFor("spam", start.Add(2*time.Hour)))
	if err != nil || len(more) < 3 || more[0].Step != "30m before" || more[len(more)-1].Kind != sla.KindCancelled {
		t.Errorf("got %v, %v", short(more), err)
	}
	if next, ok := w.Next(); ok {
		t.Errorf("something is left at %v", next)
	}
	if got := slices.Collect(w.DueBy(start.Add(100 * time.Hour))); len(got) > 0 {
		t.Errorf("yielded after Apply returned them: %v", short(got))
	}
}

// A transition whose announcement fails while an event is applied is returned by Apply,
// and so is not lost.
func TestApplyDuringFailingAnnouncement(t *testing.T) {
	engine, w := newEngine(t), watch.New()
	put(t, w, track(t, engine, sla.Issue{ID: "I", CreatedAt: start, Attributes: map[string]any{"priority": "urgent"}}))
	now := clock.NewManual(start.Add(2 * time.Hour))
	var got []sla.Transition
	broken := errors.New("nobody listens")
	if err := w.Run(t.Context(), now, func(_ context.Context, tr sla.Transition) error {
		more, err := w.Apply("I", sla.MessageFrom(sla.Agent, now.Now()))
		if err != nil {
			t.Error(err)
		}
		got = more
		return broken
	}); err != broken {
		t.Error(err)
	}
	if len(got) == 0 || got[0].Step != "50%" {
		t.Errorf("Apply returned %v", short(got))
	}
	text, err := w.Snapshot("I")
	if err != nil {
		t.Fatal(err)
	}
	stored, err := engine.Restore(text)
	if err != nil {
		t.Fatal(err)
	}
	r, err := stored.ResultAt(now.Now())
	if c, _ := r.Clock(policy.FirstResponse); err != nil || c.State != sla.Stopped {
		t.Errorf("the snapshot lacks the event: %v, %v", r, err)
	}
	if due := slices.Collect(w.DueBy(now.Now())); len(due) > 0 {
		t.Errorf("yielded twice: %v", short(due))
	}
}

// Putting an issue again drops what came due of the old track.
func TestPutDropsWhatWasNotYielded(t *testing.T) {
	engine, w := newEngine(t), watch.New()
	issue := sla.Issue{ID: "I", CreatedAt: start, Attributes: map[string]any{"priority": "urgent"}}
	put(t, w, track(t, engine, issue))
	for range w.DueBy(start.Add(time.Hour)) {
		break
	}
	issue.Events = []sla.Event{sla.MessageFrom(sla.Agent, start.Add(10*time.Minute))} // it came late
	put(t, w, track(t, engine, issue))
	if got := slices.Collect(w.DueBy(start.Add(time.Hour))); len(got) > 0 {
		t.Errorf("yielded from the old track: %v", short(got))
	}
}

// Run sleeps until something is due, wakes when that changes, and returns why it ended.
func TestRunSleepsUntilSomethingIsDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		engine, w := newEngine(t), watch.New()
		ctx, cancel := context.WithCancel(t.Context())
		begin := time.Now()
		type heard struct {
			after time.Duration
			what  string
		}
		var got []heard
		broken := errors.New("nobody listens")
		fail := false
		announce := func(_ context.Context, tr sla.Transition) error {
			if fail {
				return broken
			}
			got = append(got, heard{time.Since(begin), tr.IssueID + " " + tr.Metric + " " + string(tr.Kind) + " " + tr.Step})
			return nil
		}
		done := make(chan error)
		go func() { done <- w.Run(ctx, nil, announce) }()
		time.Sleep(time.Hour) // nothing to do
		put(t, w, track(t, engine, sla.Issue{ID: "slow", CreatedAt: time.Now(), Attributes: map[string]any{"priority": "low"}}))
		time.Sleep(10 * time.Minute)
		put(t, w, track(t, engine, sla.Issue{ID: "fast", CreatedAt: time.Now(), Attributes: map[string]any{"priority": "urgent"}}))
		time.Sleep(time.Hour - time.Minute)
		if _, err := w.Apply("fast", sla.MessageFrom(sla.Agent, time.Now())); err != nil {
			t.Error(err)
		}
		time.Sleep(time.Hour)
		want := []heard{
			{100 * time.Minute, "fast first_response escalated 50%"}, {100 * time.Minute, "fast first_response escalated 30m before"},
			{180 * time.Minute, "slow first_response escalated 50%"},
		}
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("Run ends with %v", err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("heard %v, want %v", got, want)
		}

		// A transition that could not be announced is yielded again.
		fail = true
		if err := w.Run(t.Context(), nil, announce); err != broken {
			t.Errorf("Run ends with %v", err)
		}
		fail, got = false, nil
		for tr := range w.DueBy(time.Now()) {
			_ = announce(nil, tr)
			break
		}
		if len(got) != 1 || got[0].what != "slow first_response escalated 30m before" {
			t.Errorf("heard %v after a failure", got)
		}
	})
}

// Run does not sleep past what becomes due before the instant that it sleeps until.
func TestRunWakesForWhatIsDueSooner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		engine, w := newEngine(t), watch.New()
		ctx, cancel := context.WithCancel(t.Context())
		begin := time.Now()
		var got []string
		done := make(chan error)
		go func() {
			done <- w.Run(ctx, nil, func(_ context.Context, tr sla.Transition) error {
				got = append(got, fmt.Sprint(time.Since(begin), " ", tr.IssueID, " ", tr.Step))
				return nil
			})
		}()
		time.Sleep(5 * time.Second)
		for _, due := range []time.Duration{40 * time.Second, 30 * time.Second} { // 50% of an hour
			created := begin.Add(due - 30*time.Minute)
			put(t, w, track(t, engine, sla.Issue{ID: due.String(), CreatedAt: created, Attributes: map[string]any{"priority": "urgent"}}))
			time.Sleep(5 * time.Second)
		}
		time.Sleep(time.Minute)
		cancel()
		<-done
		if want := []string{"30s 30s 50%", "30s 30s 30m before", "40s 40s 50%", "40s 40s 30m before"}; !slices.Equal(got, want) {
			t.Errorf("heard %q, want %q", got, want)
		}
	})
}

// A watcher yields what comes of any issue under any configuration, once.
func TestWatcherFollowsAnyIssue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := slatest.Cases(slatest.Domain{}).Draw(t, "case")
		events := slices.SortedStableFunc(slices.Values(c.Issue.Events), func(a, b sla.Event) int { return a.At.Compare(b.At) })
		issue := c.Issue
		issue.Events = nil
		tr, got, err := c.Engine.Track(issue)
		if err != nil {
			t.Fatal(err)
		}
		w := watch.New()
		put(t, w, tr)
		end := issue.CreatedAt
		for _, e := range events {
			got = slices.AppendSeq(got, w.DueBy(e.At.Add(-1)))
			more, err := w.Apply(issue.ID, e)
			if err != nil {
				t.Fatal(err)
			}
			got, end = append(got, more...), e.At
		}
		end = end.Add(100 * time.Hour)
		got = slices.AppendSeq(got, w.DueBy(end))
		want, err := c.Engine.EvaluateAt(c.Issue, end)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := ids(got), ids(want.Transitions); !slices.Equal(a, b) {
			t.Fatalf("yields %v, want %v\n%v", got, want.Transitions, c)
		}
	})
}

// ids returns the IDs of transitions, sorted.
func ids(transitions []sla.Transition) (ids []string) {
	for _, tr := range transitions {
		ids = append(ids, tr.ID())
	}
	slices.Sort(ids)
	return ids
}

// A watcher of random issues yields the transitions of their evaluations, in order.
func TestWatcherYieldsWhatEvaluationsHave(t *testing.T) {
	engine := newEngine(t)
	rapid.Check(t, func(t *rapid.T) {
		w := watch.New()
		issues := make(map[string]*sla.Issue)
		var got []sla.Transition
		now := start
		for i := range rapid.IntRange(1, 40).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 16).Draw(t, "quarters")) * 15 * time.Minute)
			for tr := range w.DueBy(now) {
				got = append(got, tr)
			}
			now = now.Add(1) // an event of the instant comes too late
			id := fmt.Sprint("I", rapid.IntRange(0, 4).Draw(t, "issue"))
			issue := issues[id]
			if issue == nil {
				issue = &sla.Issue{ID: id, CreatedAt: now, Attributes: map[string]any{"priority": []string{"urgent", "low"}[i%2]}}
				issues[id] = issue
				tr, more, err := engine.Track(*issue)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, more...)
				put(t, w, tr)
				continue
			}
			e := rapid.SampledFrom([]sla.Event{
				sla.MessageFrom(sla.Agent, now), sla.MessageFrom(sla.Customer, now), sla.SetAttribute("priority", "urgent", now),
				sla.SetAttribute("priority", "low", now), sla.SetAttribute("status", "pending", now), sla.SetAttribute("status", "open", now), sla.SetAttribute("status", "resolved", now),
			}).Draw(t, "event")
			issue.Events = append(issue.Events, e)
			more, err := w.Apply(id, e)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, more...)
		}
		now = now.Add(100 * time.Hour)
		for tr := range w.DueBy(now) {
			got = append(got, tr)
		}
		if !slices.IsSortedFunc(got, func(a, b sla.Transition) int { return a.At.Compare(b.At) }) {
			t.Fatalf("not in order: %v", short(got))
		}
		for id, issue := range issues {
			want, err := engine.EvaluateAt(*issue, now)
			if err != nil {
				t.Fatal(err)
			}
			of := slices.DeleteFunc(slices.Clone(got), func(tr sla.Transition) bool { return tr.IssueID != id })
			if !slices.Equal(of, want.Transitions) {
				t.Fatalf("%s: got %v, want %v", id, short(of), short(want.Transitions))
			}
		}
		if next, ok := w.Next(); ok {
			t.Fatalf("something is left at %v", next)
		}
	})
}

// A host that stores what was yielded and the snapshot in one transaction misses nothing
// when it crashes and starts again, not even of several transitions at one instant.
func TestNothingIsLostInCrashes(t *testing.T) {
	engine := newEngine(t)
	rapid.Check(t, func(t *rapid.T) {
		stored := make(map[string][]byte)
		announced := make(map[string]sla.Transition)
		issues := make(map[string]*sla.Issue)
		began := start
		start := func() *watch.Watcher {
			w := watch.New()
			for _, text := range stored {
				tr, err := engine.Restore(text)
				if err != nil {
					t.Fatal(err)
				}
				put(t, w, tr)
			}
			return w
		}
		w := start()
		store := func(id string, list ...sla.Transition) {
			text, err := w.Snapshot(id)
			if err != nil {
				t.Fatal(err)
			}
			stored[id] = text
			for _, tr := range list {
				announced[tr.ID()] = tr
			}
		}
		now := began
		for i := range rapid.IntRange(1, 30).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(1, 16).Draw(t, "quarters")) * 15 * time.Minute)
			for tr := range w.DueBy(now) {
				what := rapid.IntRange(0, 9).Draw(t, "action")
				if what == 0 {
					w = start() // it crashes before the transaction
					break
				}
				if what == 1 { // an event is applied first, and returns the rest
					e := sla.NoteBy("ann", now.Add(time.Millisecond))
					issues[tr.IssueID].Events = append(issues[tr.IssueID].Events, e)
					more, err := w.Apply(tr.IssueID, e)
					if err != nil {
						t.Fatal(err)
					}
					store(tr.IssueID, append(more, tr)...)
					continue
				}
				store(tr.IssueID, tr)
				if what == 2 {
					w = start() // and here after it
					break
				}
				if what == 3 {
					put(t, w, w.Remove(tr.IssueID))
				}
				if what == 4 {
					break
				}
			}
			now = now.Add(time.Second)
			id := fmt.Sprint("I", rapid.IntRange(0, 4).Draw(t, "issue"))
			if issues[id] == nil {
				issues[id] = &sla.Issue{ID: id, CreatedAt: now, Attributes: map[string]any{"priority": []string{"urgent", "low"}[i%2]}}
				tr, more, err := engine.Track(*issues[id])
				if err != nil {
					t.Fatal(err)
				}
				put(t, w, tr)
				store(id, more...)
			}
		}
		now = now.Add(100 * time.Hour)
		for tr := range w.DueBy(now) {
			store(tr.IssueID, tr)
		}
		want := 0
		for id, issue := range issues {
			r, err := engine.EvaluateAt(*issue, now)
			if err != nil {
				t.Fatal(err)
			}
			want += len(r.Transitions)
			for _, tr := range r.Transitions {
				if _, ok := announced[tr.ID()]; !ok {
					t.Fatalf("%s: never announced: %s", id, short([]sla.Transition{tr}))
				}
			}
		}
		if len(announced) != want {
			t.Fatalf("%d were announced, want %d", len(announced), want)
		}
	})
}

// What a loop that ended early did not yield keeps its place in the order, and is not
// yielded before it is due.
func TestEarlyEndOfLoopKeepsOrder(t *testing.T) {
	engine, w := newEngine(t), watch.New()
	put(t, w, track(t, engine, sla.Issue{ID: "A", CreatedAt: start, Attributes: map[string]any{"priority": "urgent"}}))
	for range w.DueBy(start.Add(time.Hour)) {
		break
	}
	put(t, w, track(t, engine, sla.Issue{ID: "B", CreatedAt: start.Add(-10 * time.Minute), Attributes: map[string]any{"priority": "urgent"}}))
	if got := slices.Collect(w.DueBy(start.Add(10 * time.Minute))); len(got) > 0 {
		t.Errorf("too early: %v", short(got))
	}
	if next, _ := w.Next(); !next.Equal(start.Add(20 * time.Minute)) {
		t.Errorf("next is %v", next)
	}
	got := short(slices.Collect(w.DueBy(start.Add(30 * time.Minute))))
	want := []string{
		"20m0s B first_response escalated 50%", "20m0s B first_response escalated 30m before",
		"30m0s A first_response escalated 30m before",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Of several transitions at one instant, a snapshot and a removed track have none until the
// last was yielded, also after a loop that ended early.
func TestEarlyEndOfLoopKeepsInstantsWhole(t *testing.T) {
	engine, w := newEngine(t), watch.New()
	issue := sla.Issue{ID: "A", CreatedAt: start, Attributes: map[string]any{"priority": "urgent"}}
	put(t, w, track(t, engine, issue))
	both := []string{"30m0s A first_response escalated 50%", "30m0s A first_response escalated 30m before"}
	due := func(tr *sla.Track, want []string) {
		t.Helper()
		got, err := tr.AdvanceTo(start.Add(30 * time.Minute))
		if err != nil || !slices.Equal(short(got), want) {
			t.Errorf("the track gives %q, %v, want %q", short(got), err, want)
		}
	}
	restored := func() *sla.Track {
		t.Helper()
		snapshot, err := w.Snapshot("A")
		if err != nil {
			t.Fatal(err)
		}
		tr, err := engine.Restore(snapshot)
		if err != nil {
			t.Fatal(err)
		}
		return tr
	}
	for range w.DueBy(start.Add(30 * time.Minute)) {
		break
	}
	due(restored(), both)
	due(w.Remove("A"), both)

	put(t, w, track(t, engine, issue))
	for range w.DueBy(start.Add(30 * time.Minute)) {
	}
	due(restored(), nil)
	due(w.Remove("A"), nil)
}

// At one instant issues are yielded by ID, also after a loop that ended early.
func TestEarlyEndOfLoopKeepsOrderOfIDs(t *testing.T) {
	engine, w := newEngine(t), watch.New()
	for _, id := range []string{"B", "A"} {
		put(t, w, track(t, engine, sla.Issue{ID: id, CreatedAt: start, Attributes: map[string]any{"priority": "urgent"}}))
	}
	var got []string
	for range 2 {
		for tr := range w.DueBy(start.Add(30 * time.Minute)) {
			if got = append(got, tr.IssueID); len(got) == 1 {
				break
			}
		}
	}
	if want := []string{"A", "A", "B", "B"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What the body of a loop was handling when it panicked is yielded again.
func TestPanicLosesNothing(t *testing.T) {
	engine, w := newEngine(t), watch.New()
	put(t, w, track(t, engine, sla.Issue{ID: "A", CreatedAt: start, Attributes: map[string]any{"priority": "urgent"}}))
	panics := func(f func()) (did bool) {
		defer func() { did = recover() != nil }()
		f()
		return false
	}
	if !panics(func() {
		for range w.DueBy(start.Add(time.Hour)) {
			panic("broken")
		}
	}) {
		t.Error("the panic does not reach the caller")
	}
	if got := slices.Collect(w.DueBy(start.Add(30 * time.Minute))); len(got) != 2 {
		t.Errorf("after a panic: %v", short(got))
	}
}

// A track without an engine cannot be followed.
func TestPutRefusesUnboundTrack(t *testing.T) {
	if err := watch.New().Put(new(sla.Track)); !errors.Is(err, sla.ErrUnbound) {
		t.Errorf("got %v, want ErrUnbound", err)
	}
}

// Loops, events and snapshots in several goroutines yield every transition.
func TestConcurrentUseYieldsEverything(t *testing.T) {
	engine, w := newEngine(t), watch.New()
	const n = 200
	want := 0
	for i := range n {
		issue := sla.Issue{ID: fmt.Sprint("I", i), CreatedAt: start.Add(time.Duration(i) * time.Second), Attributes: map[string]any{"priority": "urgent"}}
		put(t, w, track(t, engine, issue))
		r, err := engine.EvaluateAt(issue, start.Add(100*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		want += len(r.Transitions) - 2 // without the starts
	}
	var mu sync.Mutex
	seen := make(map[string]int)
	note := func(list ...sla.Transition) {
		mu.Lock()
		defer mu.Unlock()
		for _, tr := range list {
			seen[tr.ID()]++
		}
	}
	var all sync.WaitGroup
	for k := range 4 {
		all.Go(func() {
			for round := range 20 {
				for tr := range w.DueBy(start.Add(time.Duration(round) * 5 * time.Hour)) {
					note(tr)
					if len(tr.ID())%7 == k {
						break
					}
				}
				id := fmt.Sprint("I", (round*37+k*11)%n)
				if _, err := w.Snapshot(id); err != nil {
					t.Error(err)
				}
				if more, err := w.Apply(id, sla.NoteBy("ann", start.Add(200*time.Hour+time.Duration(round*10+k)))); err == nil {
					note(more...)
				}
			}
		})
	}
	all.Wait()
	for tr := range w.DueBy(start.Add(300 * time.Hour)) {
		note(tr)
	}
	for id, times := range seen {
		if times > 2 { // Apply may return what a loop is still handling
			t.Errorf("%s was yielded %d times", id, times)
		}
	}
	if len(seen) != want {
		t.Errorf("%d were yielded, want %d", len(seen), want)
	}
}
