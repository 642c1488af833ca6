package policy_test

import (
	"strings"
	"testing"

	"github.com/punctualgo/punctual/policy"
)

// Parse does not panic. Every problem is short and has a line. What it accepts is valid, and
// is read again from what is written.
func FuzzParse(f *testing.F) {
	f.Add(base)
	for _, part := range []string{
		`"profile": "pylon", "match": "each", "on_change": "keep", "exact_fit": "next_open", "statuses": {"*": "open"}`,
		`"statuses": {"*": "open"}, "STATUSES": {}, "statuses": null`,
		`"fields": {"priority": {"type": "text", "values": ["high", "\u00e9"]}, "status": {"type": "text"}, "due": {"type": "instant"}}`,
		`"escalations": {"usual": [{"at": "75%"}], "": 1}, "defaults": {"schedule": {"by": "a", "values": {"x": {"by": "b", "values": {"y": "desk"}}}}, "escalations": "usual"}`,
	} {
		f.Add(edit(f, `"statuses": {"new": "open", "*": "resolved"}`, part))
	}
	for _, part := range []string{
		`"resolution": {"by": "priority", "values": {"urgent": "15m", "": "1.5s"}, "default": "87600h"}`,
		`"resolution": {"within": {"by": "a]b", "values": {"a[b": "1ns", "\ud83d\ude00": "-1h"}}, "schedule": "desk", "escalations": []}`,
		`"resolution": {"by": "a", "values": {"x": "1h", "y": {"business_days": 2, "at": "start"}, "within": {"by": "b", "values": {"z": "2h"}}}, "default": {"until": "due"}}`,
		`"resolution": {"by": "a", "values": {"x": {"within": "1h"}}, "default": {"by": "b", "values": {}, "default": {"by": "c"}}}`,
		`"resolution": {"low": "1h", "within": {"high": 1}, "until": 5}`, `"resolution": "PT4H"`, `"ttr": "4 hours"`,
		`"resolution": {"within": "1h", "business_days": 0, "at": "24:00:00"}, "ownership": {"business_days": 0, "at": "24:00"}`,
	} {
		f.Add(edit(f, `"resolution": "8h"`, part))
	}
	for _, part := range []string{
		`{"all": [{"any": []}, {"not": {"field": "tags", "op": "contains_all", "value": []}}, {"field": "a", "op": "missing"}]}`,
		`{"field": "a", "op": "in", "value": ["x", -1.50e1, true, ["y"]]}`,
		`{"field": "a", "op": "eq", "value": 9007199254740993}`,
		`{"field": "a", "op": "matches", "value": "(?i)\\bv\u0069p{2,9}[^\\pL]$"}`,
		`{"field": "created_at", "op": "before", "value": "2026-01-01T00:00:00.5+01:00"}`,
		`{"field": "created_at", "op": "in_hours", "value": "24x7"}`,
		`{"priority": "high", "tags": ["a"], "x": {"y": null}}`,
		strings.Repeat(`{"not": `, 40) + `{}` + strings.Repeat("}", 40),
	} {
		f.Add(edit(f, `{"field": "priority", "op": "eq", "value": "high"}`, part))
	}
	for _, part := range []string{
		`{"at": "breach", "name": "n", "do": [{"type": "slack", "n": [1e400, -0, null, {"<": ">"}]}, {}]}`,
		`{"at": "1%", "do": [{"type": "slak"}, {"type": "email", "to": ["asignee", "team-a"]}, {"type": "update", "set": {"priority": 1}, "add": {"x": ["y"]}}]}`,
		`{"at": "30m before"}, {"at": "1001%"}, {"at": "2h after", "every": "1µs", "times": 1000}`,
	} {
		f.Add(edit(f, `{"at": "75%", "every": "1h", "times": 3}`, part))
	}
	for _, part := range []string{
		`[{"on": "set:team", "if": {"field": "event.by", "op": "ne", "value": "bot"}}, "created:third_party"], "repeat": true, "resume": []`,
		`["custom:\u00e9", "set:responded"], "pause": {"any": []}`,
	} {
		f.Add(edit(f, `["custom:engineer"]`, part))
	}
	for _, part := range []string{
		`"id": "g", "name": "", "description": "\u2028\u0000", "effective": {"from": "2026-01-01T00:00:00Z", "until": "2026-07-01T00:00:00.000000001-05:00"}`,
		`"id": "g", "effective": {"from": "0001-01-01T00:00:00Z"}`,
	} {
		f.Add(edit(f, `"id": "gold"`, part))
	}
	f.Add(edit(f, `"time_zone": "UTC"`, `"time_zone": "Europe/Berlin", "holidays": [{"every": "12-31"}], "exceptions": {"2026-01-02": []}`))
	f.Fuzz(func(t *testing.T, doc string) {
		c, err := policy.Parse([]byte(doc))
		if err == nil {
			checkRoundTrip(t, c)
			return
		}
		for _, text := range problems(t, err) {
			if !strings.HasPrefix(text, "line ") && len(doc) <= policy.MaxConfigSize {
				t.Errorf("problem %q has no line", text)
			}
		}
		if c != nil {
			t.Error("Parse returns a configuration and an error")
		}
	})
}

// Whatever the values of a template's parameters are, its document is a valid configuration, or
// each problem names a parameter.
func FuzzTemplate(f *testing.F) {
	f.Add(uint8(0), uint8(0), "Europe/Berlin", "4h")
	f.Add(uint8(5), uint8(1), "\xff", "#support emea")
	f.Add(uint8(9), uint8(2), `"},{"`, "${channel}")
	templates := policy.Templates()
	f.Fuzz(func(t *testing.T, which, parameter uint8, value, other string) {
		template := templates[int(which)%len(templates)]
		parameters := template.Parameters
		if len(parameters) == 0 {
			return
		}
		values := map[string]string{
			parameters[(int(parameter)+1)%len(parameters)].Name: other,
			parameters[int(parameter)%len(parameters)].Name:     value,
		}
		text, err := template.Document(values)
		cfg, err2 := template.Config(values)
		if (err == nil) != (err2 == nil) {
			t.Fatalf("document: %v; configuration: %v", err, err2)
		}
		if err != nil {
			problems(t, err) // checks each
			return
		}
		again, err := policy.Parse(text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if got, want := marshal(t, again), marshal(t, cfg); string(got) != string(want) {
			t.Errorf("the document says\n%s\nthe configuration is\n%s", got, want)
		}
	})
}
