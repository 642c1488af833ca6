package watch_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/punctualgo/punctual/clock"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/watch"
)

// A host keeps its open issues in memory, and a watcher says what comes due.
func Example() {
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{
		ID: "standard", Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)},
		Escalations: []policy.Escalation{{At: "50%", Name: "warn"}},
	}}}, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	nine := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	w := watch.New()
	for i, id := range []string{"ISS-1", "ISS-2"} {
		track, _, err := engine.Track(sla.Issue{ID: id, CreatedAt: nine.Add(time.Duration(i) * 10 * time.Minute)})
		if err != nil {
			log.Fatal(err)
		}
		if err := w.Put(track); err != nil {
			log.Fatal(err)
		}
	}
	if _, err := w.Apply("ISS-1", sla.MessageFrom(sla.Agent, nine.Add(35*time.Minute))); err != nil {
		log.Fatal(err)
	}
	next, _ := w.Next()
	fmt.Println("sleep until", next.Format(time.TimeOnly))
	for t := range w.DueBy(nine.Add(2 * time.Hour)) {
		fmt.Println(t.At.Format(time.TimeOnly), t.IssueID, t.Kind, t.Step)
	}
	// Output:
	// sleep until 09:40:00
	// 09:40:00 ISS-2 escalated warn
	// 10:10:00 ISS-2 breached
}

// Run announces what comes due until its context is done.
func ExampleWatcher_Run() {
	engine, err := sla.New(&policy.Config{Policies: []policy.Policy{{
		ID: "standard", Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(time.Hour)},
	}}}, sla.Options{})
	if err != nil {
		log.Fatal(err)
	}
	now := clock.NewManual(time.Date(2026, 3, 9, 11, 0, 0, 0, time.UTC))
	track, _, err := engine.Track(sla.Issue{ID: "ISS-1", CreatedAt: now.Now().Add(-2 * time.Hour)})
	if err != nil {
		log.Fatal(err)
	}
	w := watch.New()
	if err := w.Put(track); err != nil {
		log.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	err = w.Run(ctx, now, func(_ context.Context, t sla.Transition) error {
		fmt.Println(t.IssueID, t.Kind)
		cancel()
		return nil
	})
	fmt.Println(err)
	// Output:
	// ISS-1 breached
	// context canceled
}
