package timeline_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/sla"
	"github.com/punctualgo/punctual/sla/timeline"
)

// Whatever an issue, its policies and its events are called, its picture is well-formed XML, the
// same each time.
func FuzzSVG(f *testing.F) {
	f.Add("ISS-1", "Gold", "ann", "open", "Europe/Berlin", uint16(30), int64(90))
	f.Add("]]>", "</svg><script>", "&amp;", "a\x0bb", "", uint16(0), int64(0))
	f.Add("\u202e", "\u0301", "\ufffe", "\ufffd\U0010ffff", "Local", uint16(9999), int64(-1))
	f.Fuzz(func(t *testing.T, id, name, by, status, zone string, hours uint16, minutes int64) {
		config := &policy.Config{
			Statuses: map[string]policy.Category{policy.OtherStatuses: policy.Pending},
			Policies: []policy.Policy{{
				ID: "p", Name: name, Targets: map[string]policy.Target{policy.FirstResponse: policy.Within(2 * time.Hour), policy.Resolution: policy.Within(8 * time.Hour)},
				Escalations: policy.Steps(policy.Escalation{At: "50%", Name: name}, policy.Escalation{At: "breach", Every: time.Hour, Times: 3}),
			}},
		}
		engine, err := sla.New(config, sla.Options{})
		if err != nil {
			return // such as a name with a control character
		}
		start := time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)
		at := start.Add(time.Duration(minutes%10_000) * time.Minute)
		note := sla.NoteBy(by, at)
		issue := sla.Issue{ID: id, CreatedAt: start, Events: []sla.Event{sla.SetAttribute("status", status, at), note, sla.MessageFrom(sla.Agent, at.Add(time.Minute))}}
		x, err := engine.ExplainAt(issue, start.Add(time.Duration(hours)*time.Hour))
		if err != nil {
			return // such as an event before the creation
		}
		location, err := time.LoadLocation(zone)
		if err != nil {
			location = nil
		}
		options := timeline.Options{Zone: location}
		picture := timeline.SVG(issue, x, options)
		checkWellFormed(t, picture)
		if again := timeline.SVG(issue, x, options); !bytes.Equal(again, picture) {
			t.Errorf("drawn as\n%s\nthen as\n%s", picture, again)
		}
	})
}
