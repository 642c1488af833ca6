package timeline_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/punctualgo/punctual/sla"
)

// Updates that are more than 2.5 pixels apart have ticks of their own. Messages that are drawn as
// one hide the ticks behind them, and tell them.
func TestTicksOfEventsShow(t *testing.T) {
	update := func(at float64) sla.Event { return sla.SetAttribute("seats", at, minute(at)) }
	note := func(at float64) sla.Event { return sla.NoteBy("ann", minute(at)) }
	wrote := func(at float64) sla.Event { return sla.MessageFrom(sla.Customer, minute(at)) }
	for _, tt := range []struct {
		name         string
		events       []sla.Event
		ticks, notes string
		title        string // of the messages
	}{
		{name: "2.5 apart", events: []sla.Event{update(100), update(102.5)}, ticks: "100"},
		{name: "2.6 apart", events: []sla.Event{update(100), update(102.6)}, ticks: "100 102.6"},
		{name: "a note and an update", events: []sla.Event{note(100), update(101)}, ticks: "101", notes: "100"},
		{name: "an update and a note", events: []sla.Event{update(100), note(101)}, ticks: "100"},
		{name: "beside one message", events: []sla.Event{wrote(100), update(101)}, ticks: "101", title: "customer wrote"},
		// Two messages are drawn from 91.5 to 107.5.
		{name: "left of messages", events: []sla.Event{update(91), wrote(100), wrote(100)}, ticks: "91", title: "customer wrote; customer wrote"},
		{name: "at the left of messages", events: []sla.Event{update(91.5), wrote(100), wrote(100)}, title: "customer wrote; customer wrote; an update"},
		{name: "at the right of messages", events: []sla.Event{update(107.5), wrote(100), wrote(100)}, title: "customer wrote; customer wrote; an update"},
		{name: "right of messages", events: []sla.Event{update(108), wrote(100), wrote(100)}, ticks: "108", title: "customer wrote; customer wrote"},
	} {
		got := grid(tt.events)
		if ticks, notes := places(drawn(t, got, "path", "tick")), places(drawn(t, got, "path", "axis")); ticks != tt.ticks || notes != tt.notes {
			t.Errorf("%s: ticks at %q and %q, want %q and %q", tt.name, ticks, notes, tt.ticks, tt.notes)
		}
		if list := drawn(t, got, "path", "full"); tt.title != "" {
			title := strings.NewReplacer(", Mon 4 May 14:40 UTC", "", ", Mon 4 May 14:31:30 UTC", "", ", Mon 4 May 14:47:30 UTC", "").Replace(list[0].Title)
			if title != tt.title {
				t.Errorf("%s: title %q, want %q", tt.name, title, tt.title)
			}
		}
	}
}

// Of the texts of events in one place, within 3 pixels, the last one stands. A text that has no room
// above its event, or to the right, ends there.
func TestTextsOfEvents(t *testing.T) {
	status := func(at float64, text string) sla.Event { return sla.SetAttribute("status", text, minute(at)) }
	for distance, want := range map[float64]int{3: 2, 2.9: 1} {
		list := labels(t, grid([]sla.Event{status(100, "waiting"), status(100+distance, "open")}))
		if !slices.Contains(list, "open") || slices.Contains(list, "waiting") != (want == 2) {
			t.Errorf("%v pixels apart: %q", distance, list)
		}
	}
	wide := strings.Repeat("w", 24)
	for _, b := range textsOf(t, grid([]sla.Event{status(200, wide), status(210, wide), sla.CustomEvent("dispatched", minute(100))})) {
		if b.text == "dispatched" && (b.left != 20+100+4-64 || b.right != 20+100+4) {
			t.Errorf("the text is from %v to %v", b.left, b.right)
		}
	}
}

// Texts in a row are 6 pixels apart, whichever of them comes first. These are 32 pixels wide.
func TestTextsInARowAreApart(t *testing.T) {
	custom := func(name string, at float64) sla.Event { return sla.CustomEvent(name, minute(at)) }
	status := func(name string, at float64) sla.Event { return sla.SetAttribute("status", name, minute(at)) }
	for _, tt := range []struct {
		name         string
		events       []sla.Event
		alpha, bravo float64
	}{
		{"6 pixels between them", []sla.Event{custom("alpha", 100), custom("bravo", 138)}, 100, 138},
		{"5 pixels between them", []sla.Event{custom("alpha", 100), custom("bravo", 137)}, 100, 149}, // it begins at its event
		{"6 pixels, the right one first", []sla.Event{custom("alpha", 100), status("bravo", 138)}, 100, 138},
		{"5 pixels, the right one first", []sla.Event{custom("alpha", 100), status("bravo", 137)}, 88, 137}, // it ends at its event
	} {
		for _, b := range textsOf(t, grid(tt.events)) {
			middle := (b.left+b.right)/2 - 20
			if b.text == "alpha" && middle != tt.alpha || b.text == "bravo" && middle != tt.bravo {
				t.Errorf("%s: the middle of %s is at %v, want %v and %v", tt.name, b.text, middle, tt.alpha, tt.bravo)
			}
		}
	}
}
