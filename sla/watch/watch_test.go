package watch_test

import (
	"context"
	"encoding/json"
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
	"github.com/punctualgo/punctual/sla/watch"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func newEngine(t testing.TB) *sla.Engine {
	t.Helper()
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{
		ID: "p",
		Targets: map[string]policy.Target{
			policy.FirstResponse: policy.WithinBy("priority", map[string]time.Duration{"urgent": time.Hour}, 4*time.Hour),
			policy.NextResponse:  policy.Within(2 * time.Hour),
			policy.Resolution:    policy.WithinBy("priority", map[string]time.Duration{"urgent": 8 * time.Hour}, 24*time.Hour),
		},
		Escalations: policy.Steps(policy.Escalation{At: "50%"}, policy.Escalation{At: "30m before"}, policy.Escalation{At: "breach", Every: time.Hour, Times: 2}),
	}}}, sla.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

func track(t testing.TB, engine *sla.Engine, issue sla.Issue) *sla.Track {
	t.Helper()
	tr, _, err := engine.Track(issue)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// fatal is what tests, benchmarks and properties fail with.
type fatal interface {
	Helper()
	Fatal(args ...any)
}

// put has a watcher follow a track.
func put(t fatal, w *watch.Watcher, tr *sla.Track) {
	t.Helper()
	if err := w.Put(tr); err != nil {
		t.Fatal(err)
	}
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func short(list []sla.Transition) (lines []string) {
	for _, t := range list {
		lines = append(lines, fmt.Sprint(t.At.Sub(start), " ", t.IssueID, " ", t.Metric, " ", t.Kind, " ", t.Step))
	}
	return lines
}

// What comes due comes in order, over all issues, and once.
func TestDue(t *testing.T) {
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

	// The loop is left after one, and Apply comes in between.
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

	if _, err := w.Apply("I9", sla.NoteBy("ann", start)); !errors.Is(err, watch.ErrUnknown) {
		t.Errorf("got %v, want ErrUnknown", err)
	}
	if _, err := w.Apply("I1", sla.NoteBy("ann", start)); !errors.Is(err, sla.ErrEarlier) {
		t.Errorf("got %v, want ErrEarlier", err)
	}
	if w.Remove("I9") != nil || w.Remove("I1") == nil || w.Len() != 2 {
		t.Errorf("%d issues are left", w.Len())
	}
	if _, err := w.Snapshot("I1"); !errors.Is(err, watch.ErrUnknown) {
		t.Errorf("got %v, want ErrUnknown", err)
	}
	if _, err := w.ResultAt("I1", start); !errors.Is(err, watch.ErrUnknown) {
		t.Errorf("got %v, want ErrUnknown", err)
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

// What an event brings of what was left is not left any more.
func TestApplyTakesWhatIsLeft(t *testing.T) {
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
		t.Errorf("came due again: %v", short(got))
	}
}

// What fails to be announced while an event comes is brought by the event, and not lost.
func TestApplyWhileAnnouncing(t *testing.T) {
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
		t.Errorf("the event brings %v", short(got))
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
		t.Errorf("the snapshot has not heard of the event: %v, %v", r, err)
	}
	if due := slices.Collect(w.DueBy(now.Now())); len(due) > 0 {
		t.Errorf("came twice: %v", short(due))
	}
}

// An issue that is put again, or removed, has nothing pending.
func TestPutDropsPending(t *testing.T) {
	engine, w := newEngine(t), watch.New()
	issue := sla.Issue{ID: "I", CreatedAt: start, Attributes: map[string]any{"priority": "urgent"}}
	put(t, w, track(t, engine, issue))
	for range w.DueBy(start.Add(time.Hour)) {
		break
	}
	issue.Events = []sla.Event{sla.MessageFrom(sla.Agent, start.Add(10*time.Minute))} // it came late
	put(t, w, track(t, engine, issue))
	if got := slices.Collect(w.DueBy(start.Add(time.Hour))); len(got) > 0 {
		t.Errorf("what was rewritten came due: %v", short(got))
	}
}

// Run sleeps until something is due, wakes when that changes, and says why it ends.
func TestRun(t *testing.T) {
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

		// What could not be announced is not lost.
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

// A watcher of random issues yields what their evaluations have, in order.
func TestWatcherEqualsEvaluation(t *testing.T) {
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

// A host that stores in one transaction what was yielded and the snapshot, and crashes,
// is told the rest when it starts again: also of transitions of one instant.
func TestWatcherThroughCrashes(t *testing.T) {
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
				what := rapid.IntRange(0, 9).Draw(t, "what comes")
				if what == 0 {
					w = start() // it crashes before the transaction
					break
				}
				if what == 1 { // an event of the issue comes ahead of it, and brings what is left
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

// What is left of a loop keeps its place in the order, and does not come before it is
// due.
func TestLeftKeepsItsPlace(t *testing.T) {
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

// At one instant issues come by their IDs, also when a loop was left.
func TestLeftComesByID(t *testing.T) {
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

func TestPanics(t *testing.T) {
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
		t.Error("the panic of a body is lost")
	}
	if got := slices.Collect(w.DueBy(start.Add(30 * time.Minute))); len(got) != 2 {
		t.Errorf("after a panic: %v", short(got))
	}
	if err := w.Put(new(sla.Track)); !errors.Is(err, sla.ErrUnbound) {
		t.Error("a track without an engine is followed")
	}
}

// Several loops, events and looks at once announce each transition once.
func TestConcurrently(t *testing.T) {
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
		if times > 2 { // an event may bring what a loop has not handled yet
			t.Errorf("%s came %d times", id, times)
		}
	}
	if len(seen) != want {
		t.Errorf("%d came, want %d", len(seen), want)
	}
}
