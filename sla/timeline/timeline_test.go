package timeline_test

import (
	"bytes"
	"flag"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/slatest"
	"github.com/punctualgo/punctual/sla/timeline"
)

var update = flag.Bool("update", false, "update the pictures in testdata")

// Somebody has looked at the pictures in testdata. After a change, look again.
func TestPicturesMatchTestdata(t *testing.T) {
	for _, s := range goldenStories(t) {
		t.Run(s.ID, func(t *testing.T) {
			checkGolden(t, filepath.Join("testdata", s.ID+".svg"), s.draw(t, timeline.Options{}))
		})
	}
}

// checkGolden checks that a picture is the one in a file.
func checkGolden(t *testing.T, file string, got []byte) {
	t.Helper()
	checkWellFormed(t, got)
	if *update {
		writeGolden(t, file, got)
	}
	if !bytes.Equal(got, readGolden(t, file)) {
		t.Errorf("the picture differs from %s; run the test with -update and look at it", file)
	}
}

func TestAnyIssueHasAWellFormedPicture(t *testing.T) {
	base := week(t)
	engine, err := sla.New(&base.Config, sla.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.OneOf(rapid.StringN(0, 40, 200), rapid.SampledFrom([]string{"<script>alert(1)</script>", "]]>", "&amp;", "\x00\x1f\u202e", `"'`}))
		issue := sla.Issue{ID: texts.Draw(t, "id"), CreatedAt: base.Issue.CreatedAt}
		at := issue.CreatedAt
		for range rapid.IntRange(0, 12).Draw(t, "events") {
			at = at.Add(time.Duration(rapid.Int64Range(0, int64(rapid.SampledFrom([]time.Duration{time.Second, time.Hour, 300 * time.Hour, 9000 * time.Hour}).Draw(t, "scale"))).Draw(t, "later")))
			issue.Events = append(issue.Events, rapid.SampledFrom([]sla.Event{
				sla.MessageFrom(sla.Agent, at), sla.MessageFrom(sla.Customer, at), sla.MessageFrom(sla.ThirdParty, at), sla.SetAttribute("status", "pending", at), sla.SetAttribute("status", "open", at),
				sla.SetAttribute("priority", "urgent", at), sla.SetAttribute("priority", texts.Draw(t, "priority"), at), sla.SetAttribute("status", "resolved", at), sla.CustomEvent("x<y", at), sla.CancelFor("<b>", at),
			}).Draw(t, "event"))
		}
		now := at.Add(time.Duration(rapid.Int64Range(-int64(time.Hour), int64(1000*time.Hour)).Draw(t, "as of")))
		x, err := engine.ExplainAt(issue, now)
		if err != nil {
			return // a text is not allowed in its place
		}
		checkWellFormed(t, timeline.SVG(issue, x, timeline.Options{Width: rapid.SampledFrom([]int{0, 1, 480, 2000}).Draw(t, "width")}))
	})
}

func TestAnyConfigurationHasAWellFormedPicture(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := slatest.Cases(slatest.Domain{}).Draw(t, "case")
		x, err := c.Engine.ExplainAt(c.Issue, c.Now)
		if err != nil {
			t.Fatal(err)
		}
		checkWellFormed(t, timeline.SVG(c.Issue, x, timeline.Options{}))
	})
}

func TestIssueWithoutClocksHasAPicture(t *testing.T) {
	checkWellFormed(t, timeline.SVG(sla.Issue{}, sla.Explanation{}, timeline.Options{}))
	s := week(t)
	s.AsOf = s.Issue.CreatedAt.Add(-time.Hour)
	checkWellFormed(t, s.draw(t, timeline.Options{}))
}

func TestZoneOfOptionsIsUsed(t *testing.T) {
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	s := week(t)
	if got := s.draw(t, timeline.Options{Zone: tokyo}); !bytes.Contains(got, []byte("Asia/Tokyo")) {
		t.Error("the picture does not name the zone of the options")
	}
}

func TestZonesThatSkipMidnightHavePictures(t *testing.T) {
	for _, tt := range []struct{ zone, at string }{
		{"America/Santiago", "2026-09-04T14:00:00Z"}, {"America/Havana", "2014-03-07T14:00:00Z"}, {"America/Asuncion", "2014-10-03T14:00:00Z"},
		{"America/Sao_Paulo", "2014-10-17T14:00:00Z"}, {"Africa/Cairo", "2026-04-22T14:00:00Z"}, {"Asia/Beirut", "2026-03-27T14:00:00Z"},
		{"Pacific/Apia", "2011-12-28T14:00:00Z"}, {"Pacific/Kwajalein", "1993-08-19T14:00:00Z"}, {"America/New_York", "2026-03-06T14:00:00Z"},
	} {
		zone, err := time.LoadLocation(tt.zone)
		if err != nil {
			t.Fatal(err)
		}
		at, err := time.Parse(time.RFC3339, tt.at)
		if err != nil {
			t.Fatal(err)
		}
		cfg, err := policy.Parse([]byte(`{"policies": [{"id": "p", "targets": {"resolution": "40000h"}}]}`))
		if err != nil {
			t.Fatal(err)
		}
		for _, days := range []int{1, 2, 3, 4, 5, 7, 10, 14, 30, 100, 1000} {
			s := story{Config: *cfg, Issue: sla.Issue{ID: "I", CreatedAt: at}, AsOf: at.AddDate(0, 0, days)}
			for _, wide := range []int{480, 960, 2400} {
				checkWellFormed(t, s.draw(t, timeline.Options{Zone: zone, Width: wide}))
			}
		}
	}
}

func TestPictureOfManyClocksIsSmall(t *testing.T) {
	s := week(t)
	s.Issue.Events = nil
	at := s.Issue.CreatedAt
	for i := range 20_000 {
		at = at.Add(time.Minute)
		s.Issue.Events = append(s.Issue.Events, []sla.Event{sla.MessageFrom(sla.Agent, at), sla.MessageFrom(sla.Customer, at)}[i%2])
	}
	s.AsOf = at.Add(400 * time.Hour)
	if svg := s.draw(t, timeline.Options{}); len(svg) > 2_000_000 {
		t.Errorf("the picture has %d bytes", len(svg))
	}
}

// Of events that would cover each other, only the first is drawn.
func TestPictureOfManyEventsIsSmall(t *testing.T) {
	s := week(t)
	at := s.Issue.CreatedAt
	for i := range 50_000 {
		at = at.Add(time.Second)
		s.Issue.Events = append(s.Issue.Events, []sla.Event{sla.NoteBy("ann", at), sla.SetAttribute("seats", i, at), sla.CustomEvent("seen", at)}[i%3])
	}
	s.AsOf = at.Add(400 * time.Hour)
	if svg := s.draw(t, timeline.Options{}); len(svg) > 200_000 {
		t.Errorf("the picture has %d bytes", len(svg))
	}
}

// One page can have several pictures.
func TestElementIDsDifferBetweenPictures(t *testing.T) {
	a, b := week(t), year(t)
	for _, id := range []string{"title-", "desc-", "hatch-"} {
		cut := func(svg []byte) string {
			_, rest, _ := strings.Cut(string(svg), `id="`+id)
			name, _, _ := strings.Cut(rest, `"`)
			return name
		}
		one, other := cut(a.draw(t, timeline.Options{})), cut(b.draw(t, timeline.Options{}))
		if one == "" || one == other {
			t.Errorf("%s is %q and %q", id, one, other)
		}
	}
}
