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
		fmt.Println(t.IssueID, t.Kind) // or store its alerts, to be checked when they are sent
		cancel()
		return nil
	})
	fmt.Println(err)
	// Output:
	// ISS-1 breached
	// context canceled
}
