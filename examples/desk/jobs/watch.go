package jobs

import (
	"context"
	"log/slog"
	"time"

	"github.com/punctualgo/punctual/examples/desk/desk"
)

// poll is how long the loop sleeps at most, because another process may have changed something, clocks
// are set, and machines are suspended.
const poll = time.Second

// Watch takes what time brings: it sleeps until the first issue or alert is due, advances issues, and
// makes messages of their alerts. It returns when ctx is done. Several processes may watch one
// database.
func Watch(ctx context.Context, d *desk.Desk, log *slog.Logger) {
	changes := d.Changes()
	lately := time.Time{} // when stragglers of a takeover were last looked for
	for ctx.Err() == nil {
		next, err := d.NextWake(ctx)
		if err == nil && !next.IsZero() && !next.After(d.Now()) {
			err = pass(ctx, d)
			if err == nil {
				continue
			}
		}
		if err == nil && time.Since(lately) > 10*time.Second {
			err = d.TakeOverLate(ctx)
			lately = time.Now()
		}
		if err != nil && ctx.Err() == nil {
			log.Error("watching", "error", err)
		}
		sleep := poll
		if err == nil && !next.IsZero() {
			sleep = min(poll, max(next.Sub(d.Now()), 0))
		}
		rest(ctx, changes, sleep)
	}
}

// rest sleeps, or until something has changed, but for a moment at least, so that many changes are one.
func rest(ctx context.Context, changes <-chan struct{}, d time.Duration) {
	const moment = 20 * time.Millisecond
	timer := time.NewTimer(max(d, time.Millisecond))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-changes:
		time.Sleep(min(d, moment))
	}
}

// pass does all that is due.
func pass(ctx context.Context, d *desk.Desk) error {
	if _, err := d.Advance(ctx); err != nil {
		return err
	}
	_, err := d.Dispatch(ctx)
	return err
}
