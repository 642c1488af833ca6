package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/punctualgo/punctual/examples/desk/store"
	"github.com/punctualgo/punctual/sla"
)

// ErrConflict is returned for an event or issue whose ID another one has.
var ErrConflict = errors.New("the ID is taken by something else")

// insertEvent adds an event to the history of an issue, and reports whether it is new.
func insertEvent(ctx context.Context, tx *store.Tx, issue *store.Issue, e *sla.Event, body string) (bool, error) {
	text, err := e.MarshalJSON()
	if err != nil {
		return false, err
	}
	row := store.Event{Issue: issue.ID, ID: e.ID, Seq: issue.Version, At: e.At, Event: text, Body: body}
	fresh, err := tx.InsertEvent(ctx, &row)
	if err != nil || fresh {
		return fresh, err
	}
	was, err := tx.Event(ctx, issue.ID, e.ID)
	if err != nil {
		return false, err
	}
	if string(was.Event) != string(text) || was.Body != body {
		return false, fmt.Errorf("event %q: %w", e.ID, ErrConflict)
	}
	return false, nil
}

// issueOf returns the document of an issue: how it was created, and what happened.
func issueOf(row *store.Issue, events []store.Event) (sla.Issue, error) {
	issue := sla.Issue{ID: row.ID, CreatedAt: row.CreatedAt, CreatedBy: sla.Party(row.CreatedBy)}
	var err error
	if issue.Attributes, err = attributes(row.Initial); err != nil {
		return issue, err
	}
	issue.Events = make([]sla.Event, len(events))
	for i := range events {
		if err := json.Unmarshal(events[i].Event, &issue.Events[i]); err != nil {
			return issue, fmt.Errorf("event %s of issue %s: %w", events[i].ID, row.ID, err)
		}
	}
	return issue, nil
}

// attributes reads the attributes of an issue.
func attributes(text string) (map[string]any, error) {
	var m map[string]any
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		return nil, err
	}
	for name, v := range m {
		list, ok := v.([]any)
		if !ok {
			continue
		}
		texts := make([]string, len(list))
		for i, v := range list {
			texts[i], _ = v.(string)
		}
		m[name] = texts
	}
	return m, nil
}

// trackAgain tracks an issue from its history. The track was under one configuration after the other,
// and moves from one to the next as it did then.
func (d *Desk) trackAgain(ctx context.Context, tx *store.Tx, row *store.Issue) (*sla.Track, []era, error) {
	events, err := tx.Events(ctx, row.ID)
	if err != nil {
		return nil, nil, err
	}
	issue, err := issueOf(row, events)
	if err != nil {
		return nil, nil, err
	}
	moves, err := tx.Takeovers(ctx, row.ID)
	if err != nil {
		return nil, nil, err
	}
	setup, err := d.setup(ctx, tx, row.ConfigFirst)
	if err != nil {
		return nil, nil, err
	}
	parts := cutAt(issue.Events, moves)
	issue.Events = parts[0]
	track, transitions, err := setup.Engine.Track(issue)
	if err != nil {
		return nil, nil, err
	}
	fields := fieldsAfter(issue.Attributes, parts[0])
	eras := []era{{setup: setup, transitions: transitions}}
	for i, move := range moves {
		last := &eras[len(eras)-1]
		came, err := track.AdvanceTo(move.At)
		if err != nil {
			return nil, nil, err
		}
		last.transitions = append(last.transitions, came...)
		if setup, err = d.setup(ctx, tx, move.Config); err != nil {
			return nil, nil, err
		}
		transitions, err := playOn(track, setup, fields, move.At, parts[i+1])
		if err != nil {
			return nil, nil, err
		}
		fields = fieldsAfter(fields, parts[i+1])
		eras = append(eras, era{setup: setup, transitions: transitions})
	}
	return track, eras, d.updateFromHistory(row, setup, fields, events)
}

// cutAt cuts events, which are in order, at the moves to other configurations. Those at the instant of
// a move came before it.
func cutAt(events []sla.Event, moves []store.Takeover) [][]sla.Event {
	parts := make([][]sla.Event, 0, len(moves)+1)
	for _, move := range moves {
		n := 0
		for n < len(events) && !events[n].At.After(move.At) {
			n++
		}
		parts = append(parts, events[:n])
		events = events[n:]
	}
	return append(parts, events)
}

// playOn moves a track to another configuration and applies the events that came after it.
func playOn(track *sla.Track, to *Setup, fields map[string]any, at time.Time, events []sla.Event) ([]sla.Transition, error) {
	transitions, err := track.RebaseAt(to.Engine, fields, at)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		more, err := track.Apply(e)
		if err != nil {
			return nil, err
		}
		transitions = append(transitions, more...)
	}
	return transitions, nil
}

// catchUp moves an issue to the configuration that is in force, before an event at an instant: it
// was resolved when that came into force, or the work in the background has not reached it yet.
func (d *Desk) catchUp(ctx context.Context, tx *store.Tx, issue *store.Issue, at time.Time) error {
	version, err := tx.ConfigAt(ctx, d.Now())
	if err != nil || version <= issue.Config {
		return err
	}
	to, err := d.setup(ctx, tx, version)
	if err != nil {
		return err
	}
	if at.After(to.EffectiveAt) {
		err = d.takeOver(ctx, tx, issue, to, at.Add(-1))
	}
	if errors.Is(err, sla.ErrEarlier) { // the event is late; the move comes later
		return nil
	}
	return err
}

// rebase moves a track to another configuration, and remembers when, for a late event.
func (d *Desk) rebase(ctx context.Context, tx *store.Tx, issue *store.Issue, track *sla.Track, to *Setup, at time.Time) ([]sla.Transition, error) {
	fields, err := attributes(issue.Attributes)
	if err != nil {
		return nil, err
	}
	moved, err := track.RebaseAt(to.Engine, fields, at)
	if err != nil {
		return nil, err
	}
	return moved, tx.InsertTakeover(ctx, &store.Takeover{Issue: issue.ID, At: at, Config: to.Version})
}
