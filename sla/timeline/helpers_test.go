package timeline_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/timeline"
)

// A story is an issue under a configuration, as of an instant.
type story struct {
	ID     string        `json:"id"`
	Config policy.Config `json:"config"`
	Issue  sla.Issue     `json:"issue"`
	AsOf   time.Time     `json:"as_of"`
}

// draw returns the picture of s.
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

// stories returns the conformance stories.
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

// desk is a configuration with the metrics that most desks have.
const desk = `{
  "schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [{"calendar": "us"}]}],
  "policies": [{"id": "gold", "schedule": "desk", "targets": {
    "first_response": "4h", "next_response": "4h", "resolution": {"within": {"by": "priority", "values": {"urgent": "8h"}, "default": "24h"}}},
    "escalations": [{"at": "75%", "name": "warn"}, {"at": "breach", "name": "tell the lead", "every": "2h", "times": 2}]}]
}`

// week is an issue that takes a week with a holiday and waits most of the time.
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

// year is an issue that takes a year and has many cycles.
func year(t testing.TB) story {
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

// minutes is an issue that was resolved within minutes, as of a year later.
func minutes(t testing.TB) story {
	t.Helper()
	s := week(t)
	s.ID = "minutes"
	at := func(minute int) time.Time { return s.Issue.CreatedAt.Add(time.Duration(minute) * time.Minute) }
	s.Issue.Events = []sla.Event{
		sla.MessageFrom(sla.Agent, at(4)), sla.MessageFrom(sla.Customer, at(7)),
		sla.MessageFrom(sla.Agent, at(9)), sla.SetAttribute("status", "resolved", at(10)),
	}
	s.AsOf = s.Issue.CreatedAt.AddDate(1, 0, 0)
	return s
}

// goldenStories are the stories whose pictures testdata keeps.
func goldenStories(t testing.TB) (list []story) {
	keep := []string{"story-1", "story-2", "story-9", "story-11", "story-12", "story-13", "story-26", "story-30", "story-32", "story-33", "story-36", "story-37", "story-39", "story-43", "story-44"}
	for _, s := range stories(t) {
		if slices.Contains(keep, s.ID) {
			list = append(list, s)
		}
	}
	return append(list, week(t), year(t), minutes(t))
}

// checkWellFormed checks that a picture is XML, has a title and a description, and neither
// runs nor loads anything.
func checkWellFormed(t interface{ Fatalf(string, ...any) }, svg []byte) {
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

// An element is an element of a picture, with the attributes that it may have.
type element struct {
	XMLName xml.Name
	Class   string  `xml:"class,attr"`
	Data    string  `xml:"d,attr"`
	Title   string  `xml:"title"`
	Text    string  `xml:",chardata"`
	X       float64 `xml:"x,attr"` // of a path, where it begins
	Y       float64 `xml:"y,attr"`
	Height  float64 `xml:"height,attr"`
	X1      float64 `xml:"x1,attr"`
	X2      float64 `xml:"x2,attr"`
	Y1      float64 `xml:"y1,attr"`
}

// elementsOf returns the elements of a picture, in the order in which they are drawn.
func elementsOf(t testing.TB, picture []byte) []element {
	t.Helper()
	var root struct {
		Elements []element `xml:",any"`
	}
	if err := xml.Unmarshal(picture, &root); err != nil {
		t.Fatal(err)
	}
	for i := range root.Elements {
		if e := &root.Elements[i]; e.Data != "" {
			if _, err := fmt.Sscanf(e.Data, "M%f %f", &e.X, &e.Y); err != nil {
				t.Fatalf("path %s: %v", e.Data, err)
			}
		}
	}
	return root.Elements
}

// drawn returns the elements of a class that are above the axis, so not in the legend.
func drawn(t testing.TB, picture []byte, name, class string) (list []element) {
	t.Helper()
	elements := elementsOf(t, picture)
	bottom := elements[slices.IndexFunc(elements, func(e element) bool { return e.Class == "axis" && e.X1 != e.X2 })].Y1
	for _, e := range elements {
		if e.XMLName.Local == name && e.Class == class && e.Y < bottom {
			list = append(list, e)
		}
	}
	return list
}

// inOrder joins texts in the order of their places.
func inOrder(texts map[float64]string) string {
	var list []string
	for _, x := range slices.Sorted(maps.Keys(texts)) {
		list = append(list, texts[x])
	}
	return strings.Join(list, ", ")
}

// A happening is what happens to a clock at an instant.
type happening struct {
	at   time.Time
	kind sla.Kind
	met  bool
}

// account returns the account of a clock that ends with the last of what happens to it or, if it is
// open, does not end.
func account(metric string, cycle int, state sla.State, started time.Time, happened ...happening) sla.ClockAccount {
	a := sla.ClockAccount{
		Clock: sla.Clock{Metric: metric, Cycle: cycle, Policy: "p", Schedule: "24x7", Target: 4 * time.Hour, State: state, StartedAt: started},
	}
	end := started
	for _, h := range happened {
		t := sla.CausedTransition{Transition: sla.Transition{At: h.at, Kind: h.kind, Metric: metric, Cycle: cycle, Policy: "p", Met: h.met}}
		t.Cause.Text = "a reason"
		switch h.kind {
		case sla.KindBreached:
			a.Breached, a.BreachedAt = true, h.at
		case sla.KindStopped:
			a.Breached = a.Breached || !h.met
		case sla.KindEscalated:
			t.Step = "warn"
		case sla.KindRetargeted:
			t.Allowed = 4 * time.Hour
		}
		a.Transitions = append(a.Transitions, t)
		end = h.at
	}
	if !a.Open() {
		a.EndedAt = end
	}
	return a
}

// minute returns an instant of the pictures that grid draws.
func minute(n float64) time.Time {
	return at(4, 9, 0).Add(time.Duration(n * float64(time.Minute)))
}

// grid draws eight hours in which each minute has a pixel: minute 0 is at 20, and minute 480 at 500.
func grid(events []sla.Event, clocks ...sla.ClockAccount) []byte {
	issue := sla.Issue{ID: "I", CreatedAt: minute(-60), Events: events}
	x := sla.Explanation{AsOf: minute(600), Clocks: clocks}
	return timeline.SVG(issue, x, timeline.Options{Width: 524, From: minute(0), Until: minute(480)})
}

// segment returns a part of a clock's life, in minutes.
func segment(kind sla.SegmentKind, from, to float64) sla.Segment {
	return sla.Segment{Kind: kind, From: minute(from), To: minute(to)}
}

// places says where elements are, in minutes of the grid.
func places(list []element) string {
	var out []string
	for _, e := range list {
		out = append(out, fmt.Sprint(e.X-20))
	}
	return strings.Join(out, " ")
}

// titles returns the titles of elements, without their instants.
func titles(list []element) (out []string) {
	for _, e := range list {
		var parts []string
		for part := range strings.SplitSeq(e.Title, "; ") {
			text, _, _ := strings.Cut(part, ", Mon 4 May ")
			parts = append(parts, text)
		}
		out = append(out, strings.Join(parts, "; "))
	}
	return out
}
