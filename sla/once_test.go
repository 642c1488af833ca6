package sla_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/sla"
)

// A host is what a host stores about an issue: the events received so far, the track, and the
// announcements, under a unique key.
type host struct {
	engine    *sla.Engine
	issue     sla.Issue
	track     []byte
	announced []sla.Transition
}

// handle applies an event, or none, as of now, in one transaction. It returns the database
// afterwards. The caller keeps it, or drops it to simulate a crash.
func (h host) handle(t *rapid.T, e *sla.Event, now time.Time) host {
	track, err := h.engine.Restore(h.track)
	if err != nil {
		t.Fatal(err)
	}
	var came []sla.Transition
	if e != nil {
		if !slices.ContainsFunc(h.issue.Events, func(f sla.Event) bool { return f.ID == e.ID }) {
			h.issue.Events = append(slices.Clip(h.issue.Events), *e)
		}
		came, err = track.Apply(*e)
		if errors.Is(err, sla.ErrEarlier) {
			track, came, err = h.engine.Track(h.issue) // with the whole history
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	due, err := track.AdvanceTo(now)
	if err != nil {
		t.Fatal(err)
	}
	h.announced = slices.Clip(h.announced)
	for _, tr := range append(came, due...) {
		if !slices.ContainsFunc(h.announced, func(a sla.Transition) bool { return a.ID() == tr.ID() }) {
			h.announced = append(h.announced, tr)
		}
	}
	h.track = []byte(document(track))
	return h
}

// Whatever the order in which events are delivered, and whenever the host crashes, every
// transition is announced exactly once. If no event is late, nothing else is announced.
func TestEveryTransitionIsAnnouncedExactlyOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		events := inOrder(w.issue)
		for i := range events {
			events[i].ID = fmt.Sprint("e", i)
		}
		end := w.issue.CreatedAt
		for _, e := range events {
			end = latest(end, e.At)
		}
		end = end.Add(200 * time.Hour)

		// Events are delivered at or after their instants, so late ones are out of order. Some
		// are delivered twice.
		type delivery struct {
			at    time.Time
			event int
		}
		late := chance(t, 2, "late")
		var deliveries []delivery
		for i, e := range events {
			at := e.At
			if late && chance(t, 3, "is late") {
				at = at.Add(time.Duration(rapid.Int64Range(0, int64(48*time.Hour)).Draw(t, "by")))
			}
			deliveries = append(deliveries, delivery{at, i})
			if chance(t, 3, "again") {
				deliveries = append(deliveries, delivery{at.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "hours")) * time.Hour), i})
			}
		}
		slices.SortStableFunc(deliveries, func(a, b delivery) int { return a.at.Compare(b.at) })

		h := host{engine: w.engine, issue: w.issue}
		h.issue.Events = nil
		track, first, err := h.engine.Track(h.issue)
		if err != nil {
			t.Fatal(err)
		}
		h.track, h.announced = []byte(document(track)), first
		for i, d := range deliveries {
			// A worker sometimes advances to now, but never past an event that will be delivered
			// in time.
			if chance(t, 3, "looks") {
				h = h.handle(t, nil, d.at.Add(-1))
			}
			for chance(t, 4, "crashes") {
				h.handle(t, &events[d.event], d.at)
			}
			now := d.at
			if i+1 < len(deliveries) && !deliveries[i+1].at.After(now) {
				now = now.Add(-1) // another event of this instant follows
			}
			h = h.handle(t, &events[d.event], now)
		}
		h = h.handle(t, nil, end)

		seen := make(map[string]bool)
		for _, tr := range h.announced {
			if id := tr.ID(); seen[id] {
				t.Fatalf("announced twice: %s\n%v", document(tr), w)
			} else {
				seen[id] = true
			}
		}
		want := evaluate(t, w.engine, h.issue, end)
		ids := make(map[string]bool)
		for _, tr := range want.Transitions {
			id := tr.ID()
			if ids[id] {
				t.Fatalf("two transitions have one ID: %s\n%v", document(tr), w)
			}
			ids[id] = true
		}
		changes := sla.Diff(h.announced, want.Transitions)
		var announced []string
		for _, tr := range h.announced {
			announced = append(announced, tr.ID())
		}
		if added, premature := sla.DiffIDs(announced, want.Transitions); len(added) != len(changes.New) || len(premature) != len(changes.Premature) {
			t.Fatalf("by IDs %d are new and %d premature, want %d and %d", len(added), len(premature), len(changes.New), len(changes.Premature))
		}
		if len(changes.New) > 0 {
			t.Fatalf("never announced: %s\n%v", document(changes.New), w)
		}
		if !late && len(changes.Premature) > 0 {
			t.Fatalf("premature: %s\n%v", document(changes.Premature), w)
		}
		if len(changes.Standing) != len(want.Transitions) || len(changes.Premature) != len(h.announced)-len(want.Transitions) {
			t.Fatalf("%d stand and %d were premature, of %d announced and %d\n%v", len(changes.Standing), len(changes.Premature), len(h.announced), len(want.Transitions), w)
		}
	})
}
