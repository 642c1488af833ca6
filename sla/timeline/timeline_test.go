package timeline_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/timeline"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A story is an issue under a configuration, as of an instant.
type story struct {
	ID     string        `json:"id"`
	Config policy.Config `json:"config"`
	Issue  sla.Issue     `json:"issue"`
	AsOf   time.Time     `json:"as_of"`
}

func (s *story) draw(t testing.TB, options timeline.Options) []byte {
	t.Helper()
	engine, err := sla.New(&s.Config, sla.Options{})
	if err != nil {
		t.Fatal(err)
	}
	x, err := engine.ExplainAt(s.Issue, s.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	return timeline.SVG(s.Issue, x, options)
}

func stories(t testing.TB) (list []story) {
	t.Helper()
	data, err := os.ReadFile("../../testdata/conformance/stories.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		var s story
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	return list
}

const desk = `{
  "schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [{"calendar": "us"}]}],
  "policies": [{"id": "gold", "schedule": "desk", "targets": {
    "first_response": "4h", "next_response": "4h", "resolution": {"within": {"by": "priority", "values": {"urgent": "8h"}, "default": "24h"}}},
    "escalations": [{"at": "75%", "name": "warn"}, {"at": "breach", "name": "tell the lead", "every": "2h", "times": 2}]}]
}`

// week is an issue of a week with a holiday, much of which is spent waiting.
func week(t testing.TB) story {
	t.Helper()
	cfg, err := policy.Parse([]byte(desk))
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 5, day, hour+4, minute, 0, 0, time.UTC) }
	return story{ID: "week", Config: *cfg, AsOf: at(29, 12, 0), Issue: sla.Issue{
		ID: "ISS-42", CreatedAt: at(21, 15, 30), Attributes: map[string]any{"priority": "normal"}, Events: []sla.Event{
			sla.MessageFrom(sla.Bot, at(21, 15, 31)), sla.NoteBy("ann", at(21, 16, 0)),
			sla.MessageFrom(sla.Agent, at(22, 10, 0)), sla.SetAttribute("status", "pending", at(22, 10, 0)),
			sla.MessageFrom(sla.Customer, at(23, 22, 0)), sla.SetAttribute("status", "open", at(23, 22, 0)),
			sla.SetAttribute("priority", "urgent", at(26, 11, 0)), sla.MessageFrom(sla.Customer, at(26, 12, 0)),
			sla.MessageFrom(sla.Agent, at(27, 14, 0)), sla.CustomEvent("engineer_dispatched", at(27, 15, 0)),
			sla.SetAttribute("status", "resolved", at(28, 11, 0)),
		}}}
}

// long is an issue of a year, with many cycles.
func long(t testing.TB) story {
	t.Helper()
	s := week(t)
	s.ID = "year"
	at := time.Date(2025, 6, 2, 14, 0, 0, 0, time.UTC)
	s.Issue = sla.Issue{ID: "ISS-7", CreatedAt: at, Attributes: map[string]any{"priority": "normal"}}
	for i := range 30 {
		at = at.Add(time.Duration(60+17*i) * time.Hour)
		s.Issue.Events = append(s.Issue.Events, []sla.Event{
			sla.MessageFrom(sla.Agent, at), sla.SetAttribute("status", "pending", at), sla.MessageFrom(sla.Customer, at), sla.SetAttribute("status", "open", at),
		}[i%4])
	}
	s.AsOf = time.Date(2026, 6, 5, 14, 0, 0, 0, time.UTC)
	return s
}

// pictures are the stories that are drawn and kept.
func pictures(t testing.TB) (list []story) {
	keep := []string{"story-1", "story-2", "story-9", "story-11", "story-12", "story-13", "story-26", "story-30", "story-32", "story-33", "story-36"}
	for _, s := range stories(t) {
		if slices.Contains(keep, s.ID) {
			list = append(list, s)
		}
	}
	short := week(t)
	short.ID = "minutes"
	short.Issue.Events = []sla.Event{sla.MessageFrom(sla.Agent, short.Issue.CreatedAt.Add(4*time.Minute)), sla.MessageFrom(sla.Customer, short.Issue.CreatedAt.Add(7*time.Minute)), sla.MessageFrom(sla.Agent, short.Issue.CreatedAt.Add(9*time.Minute)), sla.SetAttribute("status", "resolved", short.Issue.CreatedAt.Add(10*time.Minute))}
	short.AsOf = short.Issue.CreatedAt.AddDate(1, 0, 0) // of another year than the day that is drawn
	return append(list, week(t), long(t), short)
}

// The pictures were looked at; they change only when somebody looks at them again.
func TestPictures(t *testing.T) {
	for _, s := range pictures(t) {
		t.Run(s.ID, func(t *testing.T) {
			got := s.draw(t, timeline.Options{})
			file := filepath.Join("testdata", s.ID+".svg")
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s is drawn otherwise: look at it, and run the test with -update", file)
			}
		})
	}
}

// wellFormed checks that a picture is XML, has a title and a description, and nothing
// that runs or loads anything.
func wellFormed(t interface{ Fatalf(string, ...any) }, svg []byte) {
	d := xml.NewDecoder(bytes.NewReader(svg))
	seen := make(map[string]int)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v:\n%s", err, svg)
		}
		if e, ok := token.(xml.StartElement); ok {
			seen[e.Name.Local]++
			for _, a := range e.Attr {
				if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") || a.Name.Local == "href" {
					t.Fatalf("<%s %s=%q>", e.Name.Local, a.Name.Local, a.Value)
				}
				if strings.Contains(a.Value, "NaN") || strings.Contains(a.Value, "Inf") {
					t.Fatalf("<%s %s=%q>", e.Name.Local, a.Name.Local, a.Value)
				}
			}
		}
	}
	if seen["svg"] != 1 || seen["desc"] != 1 || seen["title"] == 0 || seen["script"]+seen["image"]+seen["foreignObject"] > 0 {
		t.Fatalf("elements %v", seen)
	}
}

// Whatever people write, and however long an issue takes, its picture is one.
func TestAnyPicture(t *testing.T) {
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
			return // an id or a name that is refused
		}
		wellFormed(t, timeline.SVG(issue, x, timeline.Options{Width: rapid.SampledFrom([]int{0, 1, 480, 2000}).Draw(t, "width")}))
	})
}

func TestPictureOfNothing(t *testing.T) {
	wellFormed(t, timeline.SVG(sla.Issue{}, sla.Explanation{}, timeline.Options{}))
	s := week(t)
	s.AsOf = s.Issue.CreatedAt.Add(-time.Hour)
	wellFormed(t, s.draw(t, timeline.Options{}))
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	s = week(t)
	if got := s.draw(t, timeline.Options{Zone: tokyo}); !bytes.Contains(got, []byte("Asia/Tokyo")) {
		t.Error("the zone is not that of the options")
	}
}

func ExampleSVG() {
	cfg, err := policy.Parse([]byte(desk))
	if err != nil {
		fmt.Println(err)
		return
	}
	engine, err := sla.New(cfg, sla.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	issue := sla.Issue{ID: "ISS-42", CreatedAt: time.Date(2026, 5, 22, 19, 30, 0, 0, time.UTC)}
	x, err := engine.ExplainAt(issue, issue.CreatedAt.Add(time.Hour))
	if err != nil {
		fmt.Println(err)
		return
	}
	svg := timeline.SVG(issue, x, timeline.Options{}) // to a file or a page
	fmt.Println(string(svg[:4]))
	// Output:
	// <svg
}

// Zones whose clocks change at midnight have ticks, too.
func TestZonesWithoutMidnight(t *testing.T) {
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
				wellFormed(t, s.draw(t, timeline.Options{Zone: zone, Width: wide}))
			}
		}
	}
}

// Many clocks are drawn in time that grows with them.
func TestPictureOfMany(t *testing.T) {
	s := week(t)
	s.Issue.Events = nil
	at := s.Issue.CreatedAt
	for i := range 20_000 {
		at = at.Add(time.Minute)
		s.Issue.Events = append(s.Issue.Events, []sla.Event{sla.MessageFrom(sla.Agent, at), sla.MessageFrom(sla.Customer, at)}[i%2])
	}
	s.AsOf = at.Add(400 * time.Hour)
	if svg := s.draw(t, timeline.Options{}); len(svg) > 2_000_000 {
		t.Errorf("a picture of %d bytes", len(svg))
	}
}

// Events that cannot be told apart are not drawn one over the other.
func TestPictureOfManyEvents(t *testing.T) {
	s := week(t)
	at := s.Issue.CreatedAt
	for i := range 50_000 {
		at = at.Add(time.Second)
		s.Issue.Events = append(s.Issue.Events, []sla.Event{sla.NoteBy("ann", at), sla.SetAttribute("seats", i, at), sla.CustomEvent("seen", at)}[i%3])
	}
	s.AsOf = at.Add(400 * time.Hour)
	if svg := s.draw(t, timeline.Options{}); len(svg) > 200_000 {
		t.Errorf("a picture of %d bytes", len(svg))
	}
}

// Several pictures in one page have names of their own.
func TestPicturesInOnePage(t *testing.T) {
	a, b := week(t), long(t)
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
