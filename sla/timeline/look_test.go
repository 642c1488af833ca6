package timeline_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/timeline"
)

// at returns an instant of May 2026 in New York.
func at(day, hour, minute int) time.Time {
	return time.Date(2026, 5, day, hour+4, minute, 0, 0, time.UTC)
}

// storyOf returns a story of an issue that was created on Monday 4 May 2026 at 09:00.
func storyOf(t testing.TB, id, config string, asOf time.Time, events ...sla.Event) story {
	t.Helper()
	cfg, err := policy.Parse([]byte(config))
	if err != nil {
		t.Fatal(err)
	}
	return story{ID: id, Config: *cfg, AsOf: asOf, Issue: sla.Issue{ID: id, CreatedAt: at(4, 9, 0), Attributes: map[string]any{"priority": "normal"}, Events: events}}
}

// quiet is an issue that nobody has touched for two years after two days.
func quiet(t testing.TB) story {
	t.Helper()
	return storyOf(t, "quiet", desk, at(4, 9, 0).AddDate(2, 0, 0),
		sla.MessageFrom(sla.Agent, at(4, 10, 0)), sla.MessageFrom(sla.Customer, at(4, 14, 0)),
		sla.MessageFrom(sla.Agent, at(4, 14, 20)), sla.SetAttribute("status", "pending", at(5, 9, 30)), sla.SetAttribute("status", "open", at(5, 11, 0)))
}

// each is an issue under three policies, each with clocks of its own.
func each(t testing.TB) story {
	t.Helper()
	return storyOf(t, "each", `{
	  "match": "each",
	  "schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}}],
	  "policies": [
	    {"id": "contract", "schedule": "desk", "targets": {"first_response": "4h", "resolution": "16h"}},
	    {"id": "internal", "schedule": "desk", "targets": {"first_response": "1h", "resolution": "8h"}},
	    {"id": "always", "targets": {"resolution": "24h"}}
	  ]}`, at(5, 15, 0), sla.MessageFrom(sla.Agent, at(4, 11, 0)))
}

// labels returns the texts of a picture.
func labels(t testing.TB, picture []byte) (list []string) {
	t.Helper()
	for _, b := range textsOf(t, picture) {
		list = append(list, b.text)
	}
	return list
}

// checkLabels checks that a picture has texts, in this order from top to bottom.
func checkLabels(t testing.TB, picture []byte, want ...string) {
	t.Helper()
	list := labels(t, picture)
	rest := list
	for _, text := range want {
		i := slices.Index(rest, text)
		if i < 0 {
			t.Errorf("no %q among the texts\n%q", text, list)
			return
		}
		rest = rest[i+1:]
	}
}

// marks counts the elements of a class.
func marks(picture []byte, element, class string) int {
	return bytes.Count(picture, []byte("<"+element+` class="`+class+`"`))
}

const updates = `{
  "schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}}],
  "policies": [{"id": "gold", "schedule": "desk", "targets": {"next_response": "2h"}}]
}`

// cycles is an issue with four cycles of next response: the second is missed, and the last is open.
func cycles(t testing.TB) story {
	t.Helper()
	return storyOf(t, "cycles", updates, at(8, 10, 0),
		sla.MessageFrom(sla.Agent, at(4, 9, 30)),
		sla.MessageFrom(sla.Customer, at(4, 10, 0)), sla.MessageFrom(sla.Agent, at(4, 11, 0)),
		sla.MessageFrom(sla.Customer, at(5, 10, 0)), sla.MessageFrom(sla.Agent, at(5, 14, 0)),
		sla.MessageFrom(sla.Customer, at(6, 10, 0)), sla.MessageFrom(sla.Agent, at(6, 10, 30)),
		sla.MessageFrom(sla.Customer, at(8, 9, 0)))
}

// The label of a lane sums up all cycles: a breach of an earlier one shows.
func TestLaneSumsUpItsCycles(t *testing.T) {
	s := cycles(t)
	checkLabels(t, s.draw(t, timeline.Options{}), "Next response", "✕ 1 missed, 1 open,", "2 met", "now 1h left", "2h on desk")
	s.AsOf = at(6, 12, 0)
	checkLabels(t, s.draw(t, timeline.Options{}), "Next response", "✕ 1 missed, 2 met", "2h on desk")
}

func TestEachCycleHasItsLane(t *testing.T) {
	s := cycles(t)
	checkLabels(t, s.draw(t, timeline.Options{EachCycle: true}),
		"Next response", "✓ met, 1h left", "Next response 2", "✕ missed by 2h", "Next response 3", "✓ met, 1h 30m left", "Next response 4", "1h left")
}

// A picture may show some metrics, or a part of the life. Clocks outside of it do not count.
func TestPictureShowsAPart(t *testing.T) {
	s := week(t)
	if list := labels(t, s.draw(t, timeline.Options{Metrics: []string{policy.Resolution}})); !slices.Contains(list, "Resolution") || slices.Contains(list, "First response") {
		t.Errorf("texts %q", list)
	}
	s = cycles(t)
	checkLabels(t, s.draw(t, timeline.Options{From: at(5, 9, 0), Until: at(6, 9, 0)}), "Next response", "✕ missed by 2h", "2h on desk", "Tue 5 May")
	checkLabels(t, s.draw(t, timeline.Options{From: at(6, 9, 0)}), "Next response", "1 open, 1 met", "now 1h left")
	checkLabels(t, s.draw(t, timeline.Options{Until: at(4, 12, 0)}), "Next response", "✓ met, 1h left")
	checkWellFormed(t, s.draw(t, timeline.Options{From: at(6, 9, 0), Until: at(5, 9, 0)}))
	checkWellFormed(t, s.draw(t, timeline.Options{Metrics: []string{"no such metric"}}))
}

// Ten answers within a minute are one mark in a picture of a month.
func TestMarksThatWouldOverlapAreOne(t *testing.T) {
	s := storyOf(t, "talk", updates, at(29, 17, 0))
	for i := range 10 {
		s.Issue.Events = append(s.Issue.Events, sla.MessageFrom(sla.Customer, at(4, 10, 0).Add(time.Duration(6*i)*time.Second)), sla.MessageFrom(sla.Agent, at(4, 10, 0).Add(time.Duration(6*i+3)*time.Second)))
	}
	s.Issue.Events = append(s.Issue.Events, sla.MessageFrom(sla.Customer, at(28, 10, 0)))
	got := string(s.draw(t, timeline.Options{From: at(4, 9, 0), Until: at(30, 9, 0)}))
	// The second to the ninth cycle started within the mark, which hides their starts.
	for _, want := range []string{`<text class="count onfull"`, `<text class="count ongood"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	// Ten messages of each side are two signs, and the nine answers of which each met a target one.
	if strings.Count(got, ">10</text>") != 2 || strings.Count(got, ">9</text>") != 1 {
		t.Errorf("the counts are wrong in\n%s", got)
	}
	if n := marks([]byte(got), "path", "good"); n != 2 { // one is in the legend
		t.Errorf("%d signs of what was met", n)
	}
}

// A step at the instant of the breach is told by the mark of the breach.
func TestStepAtABreachBelongsToItsMark(t *testing.T) {
	s := storyOf(t, "steps", `{"policies": [{"id": "p", "targets": {"resolution": "4h"}, "escalations": [{"at": "50%", "name": "half"}, {"at": "breach", "name": "tell the lead"}]}]}`, at(4, 16, 0))
	got := s.draw(t, timeline.Options{})
	checkLabels(t, got, "half", "✕ overdue by 3h")
	if !bytes.Contains(got, []byte("<title>breached, step tell the lead, ")) || slices.Contains(labels(t, got), "tell the lead") {
		t.Errorf("%s", got)
	}
}

// The end of a clock that was reopened is hollow, and the breach before it is full.
func TestEndBeforeAReopeningIsHollow(t *testing.T) {
	s := storyOf(t, "reopened", `{"policies": [{"id": "p", "targets": {"resolution": "4h"}}]}`, at(5, 18, 0),
		sla.SetAttribute("status", "resolved", at(4, 15, 0)), sla.SetAttribute("status", "open", at(4, 20, 0)), sla.SetAttribute("status", "resolved", at(5, 12, 0)))
	got := s.draw(t, timeline.Options{})
	if hollow, full := marks(got, "path", "void badly"), marks(got, "path", "bad"); hollow != 1 || full != 4 { // two are in the legend
		t.Errorf("%d hollow and %d full signs\n%s", hollow, full, got)
	}
	checkLabels(t, got, "reopened", "no longer stands")
}

// The breach of a target that was replaced is hollow, and the breach of the next target is full.
func TestEarlierBreachIsHollow(t *testing.T) {
	s := storyOf(t, "retargeted", `{
	  "policies": [{"id": "p", "targets": {"resolution": {"within": {"by": "priority", "values": {"urgent": "2h", "low": "30h"}, "default": "4h"}}}}]
	}`, at(6, 18, 0), sla.SetAttribute("priority", "low", at(4, 21, 0)))
	got := s.draw(t, timeline.Options{})
	if hollow, full := marks(got, "path", "void badly"), marks(got, "path", "bad"); hollow != 1 || full != 2 { // one is in the legend
		t.Errorf("%d hollow and %d full breaches\n%s", hollow, full, got)
	}
	checkLabels(t, got, "30h target", "no longer stands")
}

// An instant at which a clock was due is shown where it tells something, and once.
func TestWasDueTellsSomething(t *testing.T) {
	count := func(s story) (n int) {
		for _, text := range labels(t, s.draw(t, timeline.Options{})) {
			if text == "was due" {
				n++
			}
		}
		return n
	}
	if n := count(cycles(t)); n != 0 {
		t.Errorf("%d in a lane of several cycles", n)
	}
	s := storyOf(t, "breached", updates, at(6, 10, 0), sla.MessageFrom(sla.Agent, at(4, 9, 30)), sla.MessageFrom(sla.Customer, at(4, 10, 0)))
	if n := count(s); n != 0 {
		t.Errorf("%d beside a breach at the same instant", n)
	}
	s.Issue.Events = append(s.Issue.Events, sla.MessageFrom(sla.Agent, at(4, 10, 30)), sla.NoteBy("ann", at(4, 15, 0)))
	s.AsOf = at(4, 10, 30)
	if n := count(s); n != 0 {
		t.Errorf("%d after the end of the picture", n)
	}
}

// The start of a second cycle shows, although the first one ends at that instant.
func TestSecondStartShows(t *testing.T) {
	s := storyOf(t, "starts", `{"policies": [{"id": "p", "targets": {"periodic_update": "4h"}}]}`, at(4, 14, 0),
		sla.MessageFrom(sla.Agent, at(4, 10, 0)), sla.MessageFrom(sla.Agent, at(4, 12, 0)))
	if n := marks(s.draw(t, timeline.Options{}), "path", "start"); n != 3 { // one is in the legend
		t.Errorf("%d starts", n)
	}
}

// Two years in which nothing happens take little room, and the picture says so.
func TestLongQuietIsFolded(t *testing.T) {
	s := quiet(t)
	for _, width := range []int{400, 960} {
		got := s.draw(t, timeline.Options{Width: width})
		if marks(got, "path", "fold") < 2 { // one is in the legend
			t.Fatalf("no fold in\n%s", got)
		}
		list := labels(t, got)
		if !slices.ContainsFunc(list, func(s string) bool {
			return strings.HasPrefix(s, "72") && strings.HasSuffix(s, "d quiet") || strings.Contains(s, "h quiet")
		}) {
			t.Errorf("no text says how long the fold is: %q", list)
		}
		checkLabels(t, got, "now")
	}
}

// If the first schedule always runs, the zone is that of another one.
func TestZoneIsThatOfAPlace(t *testing.T) {
	s := storyOf(t, "zones", `{
	  "schedules": [{"name": "all day", "time_zone": "UTC", "weekly": {"mon-sun": ["00:00-24:00"]}}, {"name": "desk", "time_zone": "Asia/Tokyo", "weekly": {"mon-fri": ["09:00-17:00"]}}],
	  "policies": [{"id": "p", "targets": {"first_response": {"within": "4h", "schedule": "all day"}, "resolution": {"within": "8h", "schedule": "desk"}}}]}`, at(4, 10, 0))
	checkLabels(t, s.draw(t, timeline.Options{}), "Asia/Tokyo")
}

// Policies with clocks of their own have lanes of their own, with their names.
func TestEachPolicyHasItsLanes(t *testing.T) {
	s := each(t)
	checkLabels(t, s.draw(t, timeline.Options{}), "First response", "contract", "Resolution", "contract", "Resolution", "internal", "Resolution", "always", "America/New_York")
}

// The description is the summary of the explanation, and the title counts the clocks.
func TestDescriptionIsTheSummary(t *testing.T) {
	s := cycles(t)
	got := string(s.draw(t, timeline.Options{}))
	if want := ">Service level clocks of cycles: 1 missed, 1 open, 2 met</title>"; !strings.Contains(got, want) {
		t.Errorf("no %s in\n%s", want, got)
	}
	if want := "Next response: 1 missed, 1 open, 2 met. Worst, the 2nd: missed by 2h"; !strings.Contains(got, want) {
		t.Errorf("no %s in\n%s", want, got)
	}
}
