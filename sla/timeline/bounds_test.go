package timeline_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/timeline"
)

// manyPolicies is an issue with clocks of five hundred policies.
func manyPolicies(t testing.TB) story {
	t.Helper()
	var policies []string
	for i := range 500 {
		policies = append(policies, fmt.Sprintf(`{"id": "p%d", "schedule": "desk", "targets": {"resolution": "%dh", "agent_work": "20h"}}`, i, 1+i))
	}
	s := storyOf(t, "policies", `{
	  "match": "each",
	  "schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-12:00", "13:00-17:00"]}}],
	  "policies": [`+strings.Join(policies, ",")+`]}`, at(20, 12, 0))
	for i := range 40 {
		s.Issue.Events = append(s.Issue.Events, sla.SetAttribute("status", []string{"pending", "open"}[i%2], at(4, 9, 0).Add(time.Duration(7*i)*time.Hour)))
	}
	return s
}

// manyClocks is an issue with some ten thousand clocks.
func manyClocks(t testing.TB) story {
	t.Helper()
	s := storyOf(t, "clocks", `{"policies": [{"id": "p", "targets": {"next_response": "1m", "periodic_update": "4h"}, "escalations": [{"at": "50%"}, {"at": "breach"}]}]}`, at(30, 12, 0))
	for i := range 10_000 {
		s.Issue.Events = append(s.Issue.Events, sla.MessageFrom([]sla.Party{sla.Agent, sla.Customer}[i%2], at(4, 9, 0).Add(time.Duration(i)*2*time.Minute)))
	}
	return s
}

// manyEvents is an issue with as many events as there may be.
func manyEvents(t testing.TB) story {
	t.Helper()
	s := storyOf(t, "events", updates, at(30, 12, 0))
	for i := range 100_000 {
		when := at(4, 9, 0).Add(time.Duration(i) * time.Minute / 4)
		s.Issue.Events = append(s.Issue.Events, []sla.Event{
			sla.NoteBy("ann", when), sla.SetAttribute("seats", i, when), sla.CustomEvent("seen", when), sla.MessageFrom(sla.Bot, when), sla.SetAttribute("priority", fmt.Sprint("p", i%7), when),
		}[i%5])
	}
	return s
}

// manySteps is an issue with two clocks that reach many steps, of which each is repeated.
func manySteps(t testing.TB) story {
	t.Helper()
	var steps []string
	for i := range 64 {
		steps = append(steps, fmt.Sprintf(`{"at": "%d%%", "every": "1h", "times": 60}`, 7*i+7))
	}
	return storyOf(t, "steps", `{"policies": [{"id": "p", "targets": {"first_response": "1h", "resolution": "90h"}, "escalations": [`+strings.Join(steps, ",")+`]}]}`, at(30, 12, 0))
}

// A picture is small, whatever it shows: it has 40 lanes at most, and merges what would overlap.
func TestPicturesAreBounded(t *testing.T) {
	for _, s := range []story{manyPolicies(t), manyClocks(t), manyEvents(t), manySteps(t)} {
		engine, err := sla.New(&s.Config, sla.Options{})
		if err != nil {
			t.Fatal(err)
		}
		x, err := engine.ExplainAt(s.Issue, s.AsOf)
		if err != nil {
			t.Fatal(err)
		}
		for _, options := range []timeline.Options{{Width: 960}, {Width: 960, EachCycle: true}, {Width: 2400}} {
			got := timeline.SVG(s.Issue, x, options)
			checkWellFormed(t, got)
			elements, lanes := bytes.Count(got, []byte("\n<")), marks(got, "text", "lane clear")
			if lanes > 41 || elements > 100+lanes*options.Width*2/3 || len(got) > 250*elements+20_000 {
				t.Errorf("%s, %d pixels, each cycle %t: %d elements, %d bytes, %d lanes", s.ID, options.Width, options.EachCycle, elements, len(got), lanes)
			}
		}
	}
}

// Lanes with a breach are not among those left out.
func TestLanesLeftOutAreCounted(t *testing.T) {
	s := manyPolicies(t)
	got := s.draw(t, timeline.Options{})
	list := labels(t, got)
	if !slices.ContainsFunc(list, func(s string) bool { return strings.HasPrefix(s, "And 960 more lanes: ") }) {
		t.Errorf("no text says what is left out: %q", list)
	}
	if missed := strings.Count(strings.Join(list, "\n"), "✕ overdue by "); missed != 40 {
		t.Errorf("%d of 40 lanes are overdue", missed)
	}
}
