package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/alert"
)

// This file is the SLA core: what a host does with an event, and when time has passed. Each of its
// functions works in one transaction, in which the row of the issue is locked. It needs four
// tables: issues with their tracks, events, transitions and alerts.

// apply stores an event, applies it to the track of its issue, and announces what follows. It
// reports whether the event is new: one that is delivered again changes nothing.
func (d *Desk) apply(ctx context.Context, tx *store.Tx, issue *store.Issue, e sla.Event, body string) (bool, error) {
	if fresh, err := insertEvent(ctx, tx, issue, &e, body); err != nil || !fresh {
		return false, err
	}
	if err := d.catchUp(ctx, tx, issue, e.At); err != nil {
		return false, err
	}
	setup, track, err := d.restore(ctx, tx, issue)
	var transitions []sla.Transition
	if err == nil {
		transitions, err = track.Apply(e)
	}
	if needsHistory(err) { // the event came late
		return true, d.replay(ctx, tx, issue)
	}
	if err != nil {
		return false, err
	}
	if err := updateFields(issue, setup.Policy, &e); err != nil {
		return false, err
	}
	return true, d.save(ctx, tx, issue, track, e.At, era{setup: setup, transitions: transitions})
}

// advance takes what time has brought by now.
func (d *Desk) advance(ctx context.Context, tx *store.Tx, issue *store.Issue, now time.Time) error {
	setup, track, err := d.restore(ctx, tx, issue)
	if needsHistory(err) {
		return d.replay(ctx, tx, issue)
	}
	if err != nil {
		return err
	}
	return d.save(ctx, tx, issue, track, now, era{setup: setup})
}

// An era is what happened to the clocks of an issue under one configuration.
type era struct {
	setup       *Setup
	transitions []sla.Transition
	old         bool // it happened before the desk knew the issue: nobody is told
}

// replay tracks an issue again, with its whole history and through all configurations that it was
// under. What was announced stays announced, what is new is announced now, and what was announced
// too early is marked as such.
func (d *Desk) replay(ctx context.Context, tx *store.Tx, issue *store.Issue) error {
	track, eras, err := d.trackAgain(ctx, tx, issue)
	if err != nil {
		return err
	}
	now := d.Now()
	last := &eras[len(eras)-1]
	came, err := track.AdvanceTo(now)
	if err != nil {
		return err
	}
	last.transitions = append(last.transitions, came...)
	var all []sla.Transition
	for _, e := range eras {
		all = append(all, e.transitions...)
	}
	announced, err := tx.TransitionIDs(ctx, issue.ID)
	if err != nil {
		return err
	}
	_, premature := sla.DiffIDs(announced, all) // save knows by their key which are new
	for _, id := range premature {
		if err := tx.TakeBackTransition(ctx, id); err != nil {
			return err
		}
	}
	return d.save(ctx, tx, issue, track, now, eras...)
}

// takeOver moves an issue to another configuration as of now, without its history. What was counted
// stays as it was counted, and what was announced is not announced again.
func (d *Desk) takeOver(ctx context.Context, tx *store.Tx, issue *store.Issue, to *Setup, now time.Time) error {
	from, track, err := d.restore(ctx, tx, issue)
	if needsHistory(err) { // the library stores tracks in another form now
		if err = d.replay(ctx, tx, issue); err == nil {
			from, track, err = d.restore(ctx, tx, issue)
		}
	}
	if err != nil {
		return err
	}
	came, err := track.AdvanceTo(now) // what came due before belongs to the old configuration
	if err != nil {
		return err
	}
	moved, err := d.rebase(ctx, tx, issue, track, to, now)
	if err != nil {
		return err
	}
	return d.save(ctx, tx, issue, track, now, era{setup: from, transitions: came}, era{setup: to, transitions: moved})
}

// save stores a track with its next check, and announces what happened in some eras, and what
// time has brought since.
func (d *Desk) save(ctx context.Context, tx *store.Tx, issue *store.Issue, track *sla.Track, now time.Time, eras ...era) error {
	if present := d.Now(); present.After(now) {
		now = present
	}
	came, err := track.AdvanceTo(now)
	if err != nil {
		return err
	}
	result, err := track.ResultAt(now)
	if err != nil {
		return err
	}
	last := &eras[len(eras)-1]
	last.transitions = append(last.transitions, came...)
	for _, e := range eras {
		for _, t := range e.transitions {
			if err := d.announce(ctx, tx, issue, &e, t, &result, now); err != nil {
				return err
			}
		}
	}
	if issue.Track, err = track.MarshalJSON(); err != nil {
		return err
	}
	issue.Config, issue.NextCheck = last.setup.Version, track.NextCheck()
	summarize(issue, &result)
	if err := tx.WakeAlerts(ctx, issue.ID, now); err != nil { // what waits may have been decided
		return err
	}
	return tx.UpdateIssue(ctx, issue)
}

// announce stores a transition, whose ID is a unique key, and if it is new, the alerts of its step.
func (d *Desk) announce(ctx context.Context, tx *store.Tx, issue *store.Issue, e *era, t sla.Transition, result *sla.Result, now time.Time) error {
	row := store.Transition{
		ID: t.ID(), Issue: issue.ID, At: t.At, Kind: string(t.Kind), Metric: t.Metric, Cycle: int64(t.Cycle),
		Policy: t.Policy, Step: t.Step, RecordedAt: now,
	}
	fresh, err := tx.InsertTransition(ctx, &row)
	if err != nil {
		return err
	}
	if !fresh { // a late event may have moved it
		return tx.MoveTransition(ctx, row.ID, t.At)
	}
	if t.Kind != sla.KindEscalated || e.old {
		return nil
	}
	alerts, err := e.setup.Planner.Alerts(withLookup(ctx, tx, issue, warns(&t, result)), t, d.alertIssue(issue), *result)
	if err != nil {
		return err
	}
	for _, a := range alerts {
		if err := d.queueAlert(ctx, tx, issue, row.ID, a, now); err != nil {
			return err
		}
	}
	return nil
}

// queueAlert stores an alert, to be checked when it is due. A webhook is a record of what happened:
// it is sent at once, whatever happens next.
func (d *Desk) queueAlert(ctx context.Context, tx *store.Tx, issue *store.Issue, transition string, a alert.Alert, now time.Time) error {
	text, err := json.Marshal(a)
	if err != nil {
		return err
	}
	row := store.Alert{
		ID: a.ID, Issue: issue.ID, Transition: transition, Type: a.Type, Channel: a.Channel, Headline: headline(&a), Alert: text,
		State: store.Queued, PlannedAt: a.At, CheckAt: a.At, CreatedAt: now,
	}
	if a.At.After(now) {
		row.State, row.Reason = store.Held, waitsForHours
	}
	if a.Type != policy.ActionWebhook {
		_, err = tx.InsertAlert(ctx, &row)
		return err
	}
	row.State, row.CheckAt, row.Message = store.Sending, time.Time{}, a.ID
	if fresh, err := tx.InsertAlert(ctx, &row); err != nil || !fresh {
		return err
	}
	m, err := d.messageOf(&a, now)
	if err != nil {
		return err
	}
	return d.queueMessage(ctx, tx, m)
}

// restore returns the track of an issue, and the configuration that it is under.
func (d *Desk) restore(ctx context.Context, tx *store.Tx, issue *store.Issue) (*Setup, *sla.Track, error) {
	setup, err := d.setup(ctx, tx, issue.Config)
	if err != nil {
		return nil, nil, err
	}
	track, err := setup.Engine.Restore(issue.Track)
	if err != nil {
		return nil, nil, fmt.Errorf("issue %s: %w: %w", issue.ID, errNoTrack, err)
	}
	return setup, track, nil
}

// errNoTrack is returned for a stored track that cannot be read: another version of the library stored
// it, or it is damaged.
var errNoTrack = errors.New("the stored track is of no use")

// needsHistory reports whether a track cannot go on, so that the issue is to be tracked again.
func needsHistory(err error) bool {
	return errors.Is(err, errNoTrack) || errors.Is(err, sla.ErrEarlier)
}
