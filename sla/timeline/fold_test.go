package timeline_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/timeline"
)

// All that happens, happens at closing, so that all open hours are folded: a closed night then
// touches the folds on both sides of an instant, and they stay apart.
func TestFoldsStayApart(t *testing.T) {
	closing := time.Date(2024, 3, 11, 21, 0, 0, 0, time.UTC) // 17:00 in New York
	s := storyOf(t, "closing", `{
	  "schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}}],
	  "policies": [{"id": "p", "schedule": "desk", "targets": {
	    "first_response": {"within": "1ns", "pause": {"not": {"field": "assignee", "op": "contains", "value": "e"}}},
	    "next_response": {"business_days": 0}}}]}`,
		closing.AddDate(0, 6, 18), sla.MessageFrom(sla.Customer, closing.AddDate(0, 0, 1)), sla.MessageFrom(sla.Agent, closing.AddDate(0, 0, 2)))
	s.Issue.CreatedAt, s.Issue.Attributes = closing, map[string]any{"status": "new"}
	for _, width := range []int{0, 360, 400, 640, 960, 1600} {
		checkWellFormed(t, s.draw(t, timeline.Options{Width: width}))
	}
}

// torn returns the torn folds of a picture, and seams its seams.
func torn(t *testing.T, picture []byte) []element  { return drawn(t, picture, "path", "fold") }
func seams(t *testing.T, picture []byte) []element { return drawn(t, picture, "path", "seam") }

// A clock that is late counts on, and yet a month of that is folded: also if it began to count in time.
func TestLateStretchIsFolded(t *testing.T) {
	start := at(4, 9, 0)
	s := storyOf(t, "late", `{"policies": [{"id": "p", "targets": {"resolution": "4h"}}]}`, start.AddDate(0, 1, 0),
		sla.Event{At: at(4, 16, 0), Type: sla.Note})
	list := torn(t, s.draw(t, timeline.Options{}))
	if len(list) != 1 || !strings.HasSuffix(list[0].Title, "nothing happened; Resolution counted past the target") {
		t.Errorf("torn folds %+v", list)
	}
}

// A stretch in which nothing happens and no clock counts in time is folded if it has a day or more,
// and a sixth of the picture.
func TestLongPauseIsFolded(t *testing.T) {
	for _, tt := range []struct {
		name            string
		total, from, to float64 // hours
		kind            sla.SegmentKind
		want            int
	}{
		{"a sixth", 288, 96, 144, sla.SegmentPaused, 1},
		{"less than a sixth", 288, 96, 143.9, sla.SegmentPaused, 0},
		{"a fifth", 240, 96, 144, sla.SegmentPaused, 1},
		{"a day", 96, 36, 60, sla.SegmentPaused, 1},
		{"less than a day", 96, 36, 59.9, sla.SegmentPaused, 0},
		{"a day that counts", 96, 36, 60, sla.SegmentCounted, 0},
	} {
		start := at(4, 9, 0)
		hour := func(n float64) time.Time { return start.Add(time.Duration(n * float64(time.Hour))) }
		a := account("resolution", 1, sla.Running, start, happening{hour(tt.from), sla.KindPaused, false}, happening{hour(tt.to), sla.KindResumed, false})
		a.Segments = []sla.Segment{
			{From: start, To: hour(tt.from), Kind: sla.SegmentCounted, Counted: hour(tt.from).Sub(start)},
			{From: hour(tt.from), To: hour(tt.to), Kind: tt.kind},
			{From: hour(tt.to), To: hour(tt.total), Kind: sla.SegmentCounted, Counted: hour(tt.total).Sub(hour(tt.to))},
		}
		if tt.kind == sla.SegmentCounted {
			a.Segments[1].Counted = time.Hour
		}
		got := timeline.SVG(sla.Issue{ID: "I", CreatedAt: start}, sla.Explanation{AsOf: hour(tt.total), Clocks: []sla.ClockAccount{a}}, timeline.Options{Until: hour(tt.total)})
		if n := len(torn(t, got)); n != tt.want {
			t.Errorf("%s: %d folds, want %d", tt.name, n, tt.want)
		}
	}
}

// Where marks are crowded, nearer than 14 pixels to each other, stretches in which nothing happens
// make room for them, if a fold of these is much narrower than they are. There is one fold for each
// 110 pixels at most.
func TestFoldsMakeRoom(t *testing.T) {
	// notes are the minutes of notes that are a distance apart, with gaps after some of them.
	notes := func(distance float64, groups []int, gaps ...float64) (minutes []float64) {
		at := 0.0
		for i, n := range groups {
			for k := range n {
				minutes = append(minutes, at)
				if k < n-1 {
					at += distance
				}
			}
			if i < len(gaps) {
				at += gaps[i]
			}
		}
		return minutes
	}
	for _, tt := range []struct {
		name    string
		width   int     // 44 more than the axis has
		total   float64 // minutes
		minutes []float64
		want    int
	}{
		{"13.9 pixels apart", 344, 300, notes(13.9, []int{8, 8}, 100), 1},
		{"14 pixels apart", 344, 300, notes(14, []int{8, 8}, 100), 0},
		{"a gap of 80 pixels", 344, 300, notes(13, []int{10, 8}, 80), 1},
		{"a gap of 60 pixels", 344, 300, notes(13, []int{10, 10}, 60), 0},
		{"two gaps, of 48 pixels", 344, 300, notes(5, []int{6, 4, 3}, 200, 48), 2},
		{"two gaps, of 47 pixels", 344, 300, notes(5, []int{6, 4, 3}, 200, 47), 0},
		{"three gaps", 386, 316, notes(7, []int{4, 4, 4, 4}, 77, 77, 77), 3},
		{"three gaps, two of which may be folds", 360, 316, notes(7, []int{4, 4, 4, 4}, 77, 77, 77), 0},
	} {
		start := at(4, 9, 0)
		end := start.Add(time.Duration(tt.total) * time.Minute)
		a := account("resolution", 1, sla.Running, start)
		a.Segments = []sla.Segment{{From: start, To: end, Kind: sla.SegmentCounted, Counted: end.Sub(start)}}
		issue := sla.Issue{ID: "I", CreatedAt: start}
		for _, n := range tt.minutes {
			issue.Events = append(issue.Events, sla.NoteBy("ann", start.Add(time.Duration(n*float64(time.Minute)))))
		}
		got := timeline.SVG(issue, sla.Explanation{AsOf: end.Add(time.Second), Clocks: []sla.ClockAccount{a}}, timeline.Options{Width: tt.width, Until: end})
		if n := len(torn(t, got)); n != tt.want {
			t.Errorf("%s: %d folds, want %d", tt.name, n, tt.want)
		}
	}
}

// A fold leaves half of what it is made of, if it is short: what is near the marks stays visible.
// This desk is open on Mondays.
func TestFoldKeepsItsEnds(t *testing.T) {
	s := storyOf(t, "mondays", `{
	  "schedules": [{"name": "mondays", "time_zone": "America/New_York", "weekly": {"mon": ["09:00-17:00"]}}],
	  "policies": [{"id": "p", "schedule": "mondays", "targets": {"resolution": "100h"}}]}`, at(11, 9, 30))
	for _, start := range []time.Time{at(4, 9, 0), at(4, 15, 48), at(11, 9, 0)} {
		for n := range 9 {
			if e := start.Add(time.Duration(21*n) * time.Minute); e.Before(at(4, 17, 0)) || e.After(at(11, 0, 0)) && e.Before(s.AsOf) {
				s.Issue.Events = append(s.Issue.Events, sla.NoteBy("ann", e))
			}
		}
	}
	got := s.draw(t, timeline.Options{Width: 344, Until: s.AsOf})
	if list := torn(t, got); len(list) != 1 || list[0].Title != "2h not shown: nothing happened; Resolution counted" {
		t.Errorf("torn folds %+v", list)
	}
	checkLabels(t, got, "6d 15h closed")
}

// Closed hours are a seam if that saves room: if they would take more than 20 pixels. All of them
// have a quarter of the picture at most: of more seams, those of nights go, or else all.
func TestSeamsSaveRoom(t *testing.T) {
	const days = `{"name": "desk", "time_zone": "UTC", "weekly": {"mon-sun": ["06:00-17:00"]}}`
	for _, tt := range []struct {
		name, schedule string
		width          int
		from, until    string
		want           int
	}{
		{"20 pixels", `{"name": "desk", "time_zone": "UTC", "weekly": {"mon-sun": ["00:00-24:00"]}, "exceptions": {"2026-05-07": ["00:00-07:00", "17:00-24:00"]}}`, 344, "2026-05-04 00:00:00", "2026-05-10 12:00:00", 1},
		{"less than 20 pixels", `{"name": "desk", "time_zone": "UTC", "weekly": {"mon-sun": ["00:00-24:00"]}, "exceptions": {"2026-05-07": ["00:00-07:00", "16:59-24:00"]}}`, 344, "2026-05-04 00:00:00", "2026-05-10 12:00:00", 0},
		{"ten nights", days, 364, "2026-05-04 06:00:00", "2026-05-14 17:00:00", 10},
		{"eleven nights", days, 364, "2026-05-04 06:00:00", "2026-05-15 17:00:00", 0},
		{"ten nights and a day", `{"name": "desk", "time_zone": "UTC", "weekly": {"mon-sun": ["06:00-17:00"]}, "exceptions": {"2026-05-10": ["17:00-24:00"]}}`, 364, "2026-05-04 06:00:00", "2026-05-16 17:00:00", 1},
	} {
		from, until := instant(t, tt.from, time.UTC), instant(t, tt.until, time.UTC)
		s := storyOf(t, "seams", `{"schedules": [`+tt.schedule+`], "policies": [{"id": "p", "schedule": "desk", "targets": {"resolution": "1000h"}}]}`, until)
		s.Issue.CreatedAt = from
		if n := len(seams(t, s.draw(t, timeline.Options{Width: tt.width, Until: until}))); n != tt.want {
			t.Errorf("%s: %d seams, want %d", tt.name, n, tt.want)
		}
	}
}

// A picture with more than 10,000 instants and open spans has no seams.
func TestVeryManyEventsHaveNoSeams(t *testing.T) {
	for n, want := range map[int]int{9_993: 4, 9_994: 0} {
		s := storyOf(t, "notes", `{
		  "schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}}],
		  "policies": [{"id": "p", "schedule": "desk", "targets": {"resolution": "100h"}}]}`, at(8, 17, 0))
		// Beside the notes there are five open spans, the creation and the present.
		for i := range n {
			s.Issue.Events = append(s.Issue.Events, sla.NoteBy("ann", at(4, 9, 0).Add(time.Duration(i+1)*time.Second)))
		}
		if got := len(seams(t, s.draw(t, timeline.Options{Until: s.AsOf}))); got != want {
			t.Errorf("%d notes: %d seams, want %d", n, got, want)
		}
	}
}

// The title of a fold says which metrics it hides something of, and what.
func TestFoldSaysWhatItHides(t *testing.T) {
	const pause = `"pause": {"field": "status_category", "op": "eq", "value": "pending"}`
	config := func(metrics, targets string) string {
		return `{
		  "schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}}],
		  "metrics": {` + metrics + `}, "policies": [{"id": "p", "targets": {` + targets + `}}]}`
	}
	pending := sla.SetAttribute("status", "pending", at(4, 9, 25))
	for _, tt := range []struct {
		name, config string
		asOf         time.Time
		events       []sla.Event
		label, title string
	}{
		{"one of each", config(
			`"waiting": {"start": ["created"], `+pause+`}, "running": {"start": ["created"]}, "late": {"start": ["created"], "pause": {"field": "blocked", "op": "exists"}}`,
			`"waiting": "100h", "running": "100h", "late": "15m"`),
			at(4, 14, 0), []sla.Event{pending, sla.SetAttribute("blocked", true, at(4, 9, 20)), sla.SetAttribute("blocked", nil, at(4, 9, 22))}, "quiet", "nothing happened; Waiting paused; Running counted; Late counted past the target"},
		{"three", config(
			`"a": {"start": ["created"], `+pause+`}, "b": {"start": ["created"], `+pause+`}, "c": {"start": ["created"], `+pause+`}`,
			`"a": "100h", "b": "100h", "c": "100h"`),
			at(4, 14, 0), []sla.Event{pending}, "paused", "nothing happened; A, B, C paused"},
		{"four", config(
			`"a": {"start": ["created"], `+pause+`}, "b": {"start": ["created"], `+pause+`}, "c": {"start": ["created"], `+pause+`}, "d": {"start": ["created"], `+pause+`}`,
			`"a": "100h", "b": "100h", "c": "100h", "d": "100h"`),
			at(4, 14, 0), []sla.Event{pending}, "paused", "nothing happened; A, B, C and 1 more paused"},
		{"late, but closed", config(
			`"waiting": {"start": ["created"], `+pause+`}, "late": {"start": ["created"]}`,
			`"waiting": "900h", "late": {"within": "15m", "schedule": "desk"}`),
			at(11, 17, 0), []sla.Event{pending, sla.NoteBy("ann", at(8, 18, 0)), sla.NoteBy("ann", at(10, 20, 0))}, "paused", "nothing happened; Waiting paused"},
	} {
		s := storyOf(t, "fold", tt.config, tt.asOf, tt.events...)
		for _, hour := range []int{9, 13} {
			for n := range 9 {
				s.Issue.Events = append(s.Issue.Events, sla.NoteBy("ann", at(4, hour, 6*n)))
			}
		}
		got := s.draw(t, timeline.Options{Width: 344, Until: tt.asOf})
		var titles []string
		for _, e := range torn(t, got) {
			_, title, _ := strings.Cut(e.Title, " not shown: ")
			titles = append(titles, title)
		}
		if !slices.Contains(titles, tt.title) {
			t.Errorf("%s: folds with the titles %q, none with %q", tt.name, titles, tt.title)
		}
		if !slices.ContainsFunc(labels(t, got), func(s string) bool { return strings.HasSuffix(s, " "+tt.label) }) {
			t.Errorf("%s: no fold is %s: %q", tt.name, tt.label, labels(t, got))
		}
	}
}

// A line says that there are closed hours too short to show, such as a break of five minutes. What a
// fold hides does not count.
func TestHoursInFoldsAreNotTooShort(t *testing.T) {
	s := storyOf(t, "pauses", `{
	  "schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}}],
	  "policies": [{"id": "p", "schedule": "desk", "targets": {"resolution": "200h"}}]}`, at(28, 17, 0),
		sla.SetAttribute("status", "pending", at(5, 12, 0)), sla.SetAttribute("status", "open", at(14, 12, 0)),
		sla.SetAttribute("status", "pending", at(15, 12, 0)), sla.SetAttribute("status", "open", at(27, 12, 0)))
	got := s.draw(t, timeline.Options{Until: s.AsOf})
	if n := len(torn(t, got)); n != 2 {
		t.Errorf("%d folds", n)
	}
	const note = "Some closed hours are too short to show."
	if list := labels(t, got); slices.Contains(list, note) {
		t.Errorf("texts %q", list)
	}
	s = storyOf(t, "breaks", `{
	  "schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-12:00", "12:05-17:00"]}}],
	  "policies": [{"id": "p", "schedule": "desk", "targets": {"resolution": "200h"}}]}`, at(7, 17, 0))
	s.Issue.CreatedAt = at(4, 14, 0)
	got = s.draw(t, timeline.Options{Until: s.AsOf})
	if n := len(seams(t, got)); n != 3 {
		t.Errorf("%d seams", n)
	}
	checkLabels(t, got, note)
}
