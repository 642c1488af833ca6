package slatest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/sla"
)

// ExactlyOnce checks that a host with a [TrackStore] announces every transition of an issue
// once, however late or often events are delivered, and whenever the host crashes; and that
// it announces nothing else if no event is late.
func ExactlyOnce(t T, c Case) {
	t.Helper()
	vary(t, func(r *rapid.T) { exactlyOnce(t, r, &c, newMemoryStore(), time.Nanosecond) })
}

// exactlyOnce delivers the events of a case to a host with a store that keeps instants up to a
// tick.
func exactlyOnce(t T, r *rapid.T, c *Case, store TrackStore, tick time.Duration) {
	t.Helper()
	h := &host{t: t, Case: c, store: store, issue: c.Issue}
	events := inOrder(c.Issue)
	end := c.Issue.CreatedAt
	for i := range events {
		events[i].ID = fmt.Sprint("e", i)
		end = latest(end, events[i].At)
	}
	end = end.Add(200 * time.Hour)
	deliveries, late := drawDeliveries(r, events, tick)

	h.issue.Events = nil
	h.begin()
	for i, d := range deliveries {
		// A worker looks at what is due now and then: never ahead of an event that is
		// delivered in time.
		if chance(r, 3, "looks") {
			h.look(d.at.Add(-tick))
		}
		for chance(r, 4, "crashes") {
			h.crash(&events[d.event], d.at)
		}
		now := d.at
		if i+1 < len(deliveries) && !deliveries[i+1].at.After(now) {
			now = now.Add(-tick) // more is to come at this instant
		}
		h.handle(&events[d.event], now)
	}
	h.look(end)
	h.judge(end, late)
}

// A delivery is the delivery of an event.
type delivery struct {
	at    time.Time
	event int
}

// drawDeliveries draws when events are delivered: at or after their instants, and so in another
// order if some are late; and some are delivered again.
func drawDeliveries(r *rapid.T, events []sla.Event, tick time.Duration) (deliveries []delivery, late bool) {
	late = chance(r, 2, "late")
	for i, e := range events {
		at := e.At
		if late && chance(r, 3, "is late") {
			at = at.Add(time.Duration(rapid.IntRange(0, 48*60).Draw(r, "by")) * time.Minute)
		}
		deliveries = append(deliveries, delivery{at, i})
		if chance(r, 3, "again") {
			deliveries = append(deliveries, delivery{at.Add(time.Duration(rapid.IntRange(0, 100).Draw(r, "hours")) * time.Hour), i})
		}
	}
	slices.SortStableFunc(deliveries, func(a, b delivery) int { return a.at.Compare(b.at) })
	return deliveries, late
}

// A host handles the events of one issue with a store.
type host struct {
	*Case
	t         T
	store     TrackStore
	issue     sla.Issue        // with the events that have been handled: the host's history
	next      time.Time        // next check of the track that is stored
	announced []sla.Transition // what has been announced, each once
}

var errCrash = errors.New("the host crashes")

// begin stores the track of the issue without events.
func (h *host) begin() {
	h.t.Helper()
	h.change(func([]byte) (*sla.Track, []sla.Transition, error) { return h.Engine.Track(h.issue) })
}

// change changes what is stored of the issue.
func (h *host) change(change func(track []byte) (*sla.Track, []sla.Transition, error)) {
	h.t.Helper()
	var next time.Time
	var came []sla.Transition
	err := h.store.Change(context.Background(), h.issue.ID, func(text []byte) (row TrackChange, err error) {
		track, transitions, err := change(text)
		if err == nil {
			row, next, came = rowOf(track, transitions), track.NextCheck(), transitions
		}
		return row, err
	})
	if err != nil {
		h.t.Fatalf("%v\n%s", err, h.Case)
	}
	h.next = next
	for _, tr := range came {
		if !slices.ContainsFunc(h.announced, func(a sla.Transition) bool { return a.ID() == tr.ID() }) {
			h.announced = append(h.announced, tr)
		}
	}
}

// rowOf returns what is stored of a track, and of transitions that are to be announced.
func rowOf(track *sla.Track, transitions []sla.Transition) TrackChange {
	row := TrackChange{Track: []byte(document(track)), NextCheck: track.NextCheck()}
	for _, tr := range transitions {
		row.Announce = append(row.Announce, Announcement{tr.ID(), []byte(document(tr))})
	}
	return row
}

// fold applies an event, or nothing, to the track that is stored, as of now. History is that of
// the issue with the event.
func (h *host) fold(text []byte, e *sla.Event, history sla.Issue, now time.Time) (*sla.Track, []sla.Transition, error) {
	track, err := h.Engine.Restore(text)
	if err != nil {
		return nil, nil, fmt.Errorf("what the store had of the track is refused: %w", err)
	}
	var came []sla.Transition
	if e != nil {
		came, err = track.Apply(*e)
		if errors.Is(err, sla.ErrEarlier) {
			track, came, err = h.Engine.Track(history) // all of it anew
		}
		if err != nil {
			return nil, nil, err
		}
	}
	due, err := track.AdvanceTo(now)
	return track, append(came, due...), err
}

// with returns the history with an event.
func (h *host) with(e *sla.Event) sla.Issue {
	history := h.issue
	if e != nil && !slices.ContainsFunc(history.Events, func(f sla.Event) bool { return f.ID == e.ID }) {
		history.Events = append(slices.Clip(history.Events), *e)
	}
	return history
}

// handle applies an event, or nothing, as of now.
func (h *host) handle(e *sla.Event, now time.Time) {
	h.t.Helper()
	history := h.with(e)
	h.change(func(text []byte) (*sla.Track, []sla.Transition, error) { return h.fold(text, e, history, now) })
	h.issue = history
}

// crash handles an event, and crashes before the transaction ends.
func (h *host) crash(e *sla.Event, now time.Time) {
	h.t.Helper()
	err := h.store.Change(context.Background(), h.issue.ID, func(text []byte) (row TrackChange, err error) {
		track, came, err := h.fold(text, e, h.with(e), now)
		if err != nil {
			return row, err
		}
		return rowOf(track, came), errCrash
	})
	if !errors.Is(err, errCrash) {
		h.t.Fatalf("the change failed with %v, and the store says %v\n%s", errCrash, err, h.Case)
	}
}

// look lets the worker that follows Due do its work as of now.
func (h *host) look(now time.Time) {
	h.t.Helper()
	due, err := h.store.Due(context.Background(), now, 1)
	if err != nil {
		h.t.Fatalf("due: %v", err)
	}
	want := !h.next.IsZero() && !h.next.After(now)
	if got := slices.Contains(due, h.issue.ID); got != want {
		h.t.Fatalf("at %v, with the next check at %v, the issue is due: %v, want %v\n%s", now, h.next, got, want, h.Case)
	}
	if want {
		h.handle(nil, now)
	}
}

// judge compares what was announced with what the issue has come to.
func (h *host) judge(end time.Time, late bool) {
	h.t.Helper()
	ids := announcedIDs(h.t, h.store, h.issue.ID)
	want := evaluate(h.t, h.Engine, h.issue, end)
	changes := sla.Diff(h.announced, want.Transitions)
	added, premature := sla.DiffIDs(ids, want.Transitions)
	switch {
	case len(added) > 0:
		h.t.Fatalf("never announced: %s\n%s", document(added), h.Case)
	case !late && len(premature) > 0:
		h.t.Fatalf("announced, and not so: %s\n%s", document(changes.Premature), h.Case)
	case len(ids) != len(h.announced):
		h.t.Fatalf("%d are announced, want %d\n%s", len(ids), len(h.announced), h.Case)
	case len(changes.New) > 0 || len(premature) != len(changes.Premature):
		h.t.Fatalf("by IDs %d are new and %d premature, want %d and %d\n%s", len(added), len(premature), len(changes.New), len(changes.Premature), h.Case)
	case len(changes.Standing) != len(want.Transitions) || len(changes.Premature) != len(h.announced)-len(want.Transitions):
		h.t.Fatalf("%d stand and %d were premature, of %d announced and %d\n%s", len(changes.Standing), len(changes.Premature), len(h.announced), len(want.Transitions), h.Case)
	}
}

// announcedIDs returns the IDs that a store has announced of an issue, each once.
func announcedIDs(t T, store TrackStore, issue string) (ids []string) {
	t.Helper()
	list, err := store.Announced(context.Background(), issue)
	if err != nil {
		t.Fatalf("announced: %v", err)
	}
	for _, a := range list {
		if slices.Contains(ids, a.ID) {
			t.Fatalf("announced twice: %s, %s", a.ID, a.JSON)
		}
		ids = append(ids, a.ID)
	}
	return ids
}
