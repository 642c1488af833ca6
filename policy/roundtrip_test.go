package policy_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/punctualgo/punctual/businesshours"
	"github.com/punctualgo/punctual/policy"
	"pgregory.net/rapid"
)

// Parse reads what Marshal has written, and Marshal writes it again as it was.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkRoundTrip(t, configs().Draw(t, "config")) })
}

// Spaces, the order of fields and escapes do not matter.
func TestSpellingDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := configs().Draw(t, "config")
		doc, err := json.Marshal(c)
		if err != nil {
			t.Fatalf("Marshal: %v", err)
		}
		var any map[string]any // which is written in the order of its keys, and without escapes
		d := json.NewDecoder(bytes.NewReader(doc))
		d.UseNumber()
		if err := d.Decode(&any); err != nil {
			t.Fatalf("Decode: %v", err)
		}
		var other bytes.Buffer
		e := json.NewEncoder(&other)
		e.SetEscapeHTML(false)
		e.SetIndent("\r\n", "\t")
		if err := e.Encode(any); err != nil {
			t.Fatalf("Encode: %v", err)
		}
		read, err := policy.Parse(other.Bytes())
		if err != nil {
			t.Fatalf("Parse: %v\n%s", err, other.Bytes())
		}
		if diff := cmp.Diff(c, read); diff != "" {
			t.Fatalf("another spelling is read otherwise (-written +read):\n%s", diff)
		}
	})
}

// encoding/json reads a configuration, and each of its parts, as Parse does.
func TestUnmarshalReadsAsParse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := configs().Draw(t, "config")
		doc, err := json.Marshal(c)
		if err != nil {
			t.Fatalf("Marshal: %v", err)
		}
		read := policy.Config{Profile: "left over"}
		if err := json.Unmarshal(doc, &read); err != nil {
			t.Fatalf("Unmarshal: %v\n%s", err, doc)
		}
		if diff := cmp.Diff(c, &read); diff != "" {
			t.Fatalf("Unmarshal (-written +read):\n%s", diff)
		}
		checkPart(t, c.Defaults)
		for _, field := range c.Fields {
			checkPart(t, field)
		}
		for _, p := range c.Policies {
			checkPart(t, p)
			if !p.Schedule.IsZero() {
				checkPart(t, p.Schedule)
			}
			if !p.Escalations.IsZero() {
				checkPart(t, p.Escalations)
			}
			checkPart(t, p.Effective)
			for _, target := range p.Targets {
				checkPart(t, target)
				if !target.Within.IsZero() {
					checkPart(t, target.Within)
				}
			}
			for _, e := range p.Escalations.Steps {
				checkPart(t, e)
			}
			if p.When != nil {
				checkPart(t, *p.When)
			}
		}
		for _, m := range c.Metrics {
			checkPart(t, m)
			checkPart(t, m.Start[0])
		}
	})
}

// A configuration written in Go and the same one in JSON are equal.
func TestGoAndJSON(t *testing.T) {
	pending := policy.If(policy.StatusCategory, policy.Eq, "pending")
	want := &policy.Config{
		Schedules: []businesshours.Schedule{
			{Name: "london", TimeZone: "Europe/London", Weekly: businesshours.Weekly{"mon-fri": {"09:00-17:00"}}},
			{
				Name: "us-east", TimeZone: "America/New_York",
				Weekly:     businesshours.Weekly{"mon-thu": {"09:00-12:00", "13:00-17:30"}, "sat": {"22:00-02:00"}},
				Holidays:   []businesshours.Holiday{{Calendar: "us"}, {Date: "2026-12-24", Name: "Christmas Eve"}, {Every: "12-31"}},
				Exceptions: map[string][]string{"2026-12-24": {"09:00-12:00"}, "2026-11-28": {}},
				Revisions:  []businesshours.Revision{{From: "2026-07-01", Weekly: businesshours.Weekly{"mon-fri": {"08:00-18:00"}}}},
			},
			{Name: "world", AnyOf: []string{"us-east", "london"}, NoneOf: []string{"never-mind"}},
			{Name: "never-mind", Always: true},
		},
		Statuses: map[string]policy.Category{"new": policy.Open, "waiting": policy.Pending, "done": policy.Resolved, "*": policy.Hold},
		Metrics: map[string]policy.Metric{"on_site": {
			Start:  []policy.Trigger{{On: "custom:engineer_requested"}, {On: "set:priority", If: new(policy.If("event.by", policy.Ne, "bot"))}},
			Stop:   []policy.Trigger{{On: "custom:engineer_arrived"}},
			Cancel: []policy.Trigger{{On: "resolved"}},
			Resume: []policy.Trigger{},
			Pause:  new(pending),
			Repeat: true,
		}},
		Profile:  policy.Pylon,
		Match:    policy.MatchFirstPerMetric,
		OnChange: policy.CarryOver,
		ExactFit: policy.AtNextOpen,
		Policies: []policy.Policy{{
			ID: "enterprise", Name: "Enterprise", Description: "24 <& 7>",
			When: new(policy.All(
				policy.If("customer.tier", policy.Eq, "enterprise"),
				policy.Any(policy.If("seats", policy.Gte, 100.0), policy.If("tags", policy.ContainsAny, []string{"vip", "beta"})),
				policy.Not(policy.If("assignee", policy.Missing, nil)),
				policy.If("plan", policy.In, []any{"pro", 2.0, true, []string{"a"}}),
				policy.Any(), policy.All(),
			)),
			Effective: policy.Effective{From: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2027, 1, 1, 0, 0, 0, 0, time.FixedZone("", 3600))},
			Schedule:  policy.UseBy("customer.region", map[string]string{"emea": "london"}, "us-east"),
			Targets: map[string]policy.Target{
				policy.FirstResponse: policy.WithinBy("priority", map[string]time.Duration{"urgent": 15 * time.Minute, "high": time.Hour}, 4*time.Hour),
				policy.NextResponse:  policy.Within(4 * time.Hour),
				policy.Resolution: {
					Within:      policy.Choice[time.Duration]{Value: 16 * time.Hour},
					Schedule:    policy.Use("24x7"),
					Pause:       new(pending),
					Escalations: policy.Steps(),
				},
				policy.Assignment: {BusinessDays: &policy.BusinessDays{Days: 1, At: "12:00", Cutoff: "15:00"}},
				"on_site": {
					Within:   policy.WithinBy("priority", map[string]time.Duration{"high": time.Hour}, 0).Within,
					Schedule: policy.Use("world"),
				},
			},
			Escalations: policy.Steps(
				policy.Escalation{At: "75%", Name: "warn", Do: []policy.Action{{"type": "slack", "channel": "#support", "retries": json.Number("3")}}},
				policy.Escalation{At: "30m before"},
				policy.Escalation{At: "breach", Every: time.Hour, Times: 3},
				policy.Escalation{At: "2h after", Do: []policy.Action{}},
			),
		}},
	}
	const doc = `{
		"schedules": [
			{"name": "london", "time_zone": "Europe/London", "weekly": {"mon-fri": ["09:00-17:00"]}},
			{"name": "us-east", "time_zone": "America/New_York",
				"weekly": {"mon-thu": ["09:00-12:00", "13:00-17:30"], "sat": ["22:00-02:00"]},
				"holidays": [{"calendar": "us"}, {"date": "2026-12-24", "name": "Christmas Eve"}, {"every": "12-31"}],
				"exceptions": {"2026-12-24": ["09:00-12:00"], "2026-11-28": []},
				"revisions": [{"from": "2026-07-01", "weekly": {"mon-fri": ["08:00-18:00"]}}]},
			{"name": "world", "any_of": ["us-east", "london"], "none_of": ["never-mind"]},
			{"name": "never-mind", "always": true}
		],
		"statuses": {"new": "open", "waiting": "pending", "done": "resolved", "*": "hold"},
		"metrics": {"on_site": {
			"start": ["custom:engineer_requested", {"on": "set:priority", "if": {"field": "event.by", "op": "ne", "value": "bot"}}],
			"stop": ["custom:engineer_arrived"],
			"cancel": [{"on": "resolved"}],
			"resume": [],
			"pause": {"field": "status_category", "op": "eq", "value": "pending"},
			"repeat": true
		}},
		"profile": "pylon", "match": "first_per_metric", "on_change": "carry_over", "exact_fit": "next_open",
		"policies": [{
			"id": "enterprise", "name": "Enterprise", "description": "24 <\u0026 7>",
			"when": {"all": [
				{"field": "customer.tier", "op": "eq", "value": "enterprise"},
				{"any": [{"field": "seats", "op": "gte", "value": 1e2}, {"field": "tags", "op": "contains_any", "value": ["vip", "beta"]}]},
				{"not": {"field": "assignee", "op": "missing"}},
				{"field": "plan", "op": "in", "value": ["pro", 2, true, ["a"]]},
				{"any": []}, {"all": []}
			]},
			"effective": {"from": "2026-01-01T00:00:00.000Z", "until": "2026-12-31T23:00:00Z"},
			"schedule": {"by": "customer.region", "values": {"emea": "london"}, "default": "us-east"},
			"targets": {
				"first_response": {"by": "priority", "values": {"urgent": "15m", "high": "1h"}, "default": "4h"},
				"next_response": {"within": "240m"},
				"resolution": {"within": "16h", "schedule": "24x7", "pause": {"field": "status_category", "op": "eq", "value": "pending"}, "escalations": []},
				"assignment": {"business_days": 1, "at": "12:00", "cutoff": "15:00"},
				"on_site": {"within": {"by": "priority", "values": {"high": "1h"}}, "schedule": "world"}
			},
			"escalations": [
				{"at": "75%", "name": "warn", "do": [{"type": "slack", "channel": "#support", "retries": 3}]},
				{"at": "30m before"}, {"at": "breach", "every": "1h", "times": 3}, {"at": "2h after", "do": []}
			]
		}]
	}`
	if diff := cmp.Diff(want, mustParse(t, []byte(doc))); diff != "" {
		t.Errorf("Parse (-Go +JSON):\n%s", diff)
	}
	checkRoundTrip(t, want)
}

// Parts are written in their short form, absent ones are omitted, durations are text, and
// instants are in UTC.
func TestMarshal(t *testing.T) {
	for _, test := range []struct {
		value any
		want  string
	}{
		{&policy.Config{}, `{}`},
		{policy.Config{Policies: []policy.Policy{}}, `{"policies":[]}`},
		{policy.Policy{ID: "p"}, `{"id":"p"}`},
		{policy.Policy{ID: "p", Schedule: policy.Use("desk")}, `{"id":"p","schedule":"desk"}`},
		{policy.Within(90 * time.Minute), `"1h30m0s"`},
		{policy.WithinBy("priority", map[string]time.Duration{"low": 1500 * time.Microsecond, "high": time.Second}, 0),
			`{"by":"priority","values":{"high":"1s","low":"1.5ms"}}`},
		{policy.Target{Within: policy.Choice[time.Duration]{Value: time.Hour}, Escalations: policy.Steps()}, `{"within":"1h0m0s","escalations":[]}`},
		{policy.Target{BusinessDays: &policy.BusinessDays{}}, `{"business_days":0}`},
		{policy.Target{BusinessDays: &policy.BusinessDays{Days: 2, At: "12:00"}, Schedule: policy.Use("desk")}, `{"business_days":2,"at":"12:00","schedule":"desk"}`},
		{policy.Effective{Until: time.Date(2026, 1, 1, 1, 30, 0, 500, time.FixedZone("", 5400))}, `{"until":"2026-01-01T00:00:00.0000005Z"}`},
		{policy.Trigger{On: "created"}, `"created"`},
		{policy.Trigger{On: "created", If: new(policy.All())}, `{"on":"created","if":{"all":[]}}`},
		{policy.If("a", policy.Exists, nil), `{"field":"a","op":"exists"}`},
		{policy.If("a", policy.Eq, false), `{"field":"a","op":"eq","value":false}`},
		{policy.If("a", policy.Lt, 3), `{"field":"a","op":"lt","value":3}`},
		{policy.Not(policy.Any()), `{"not":{"any":[]}}`},
		{policy.Escalation{At: "breach"}, `{"at":"breach"}`},
		{policy.Escalation{At: "breach", Every: time.Hour, Times: 1}, `{"at":"breach","every":"1h0m0s","times":1}`},
	} {
		if got := string(marshal(t, test.value)); got != test.want {
			t.Errorf("Marshal(%+v) = %s, want %s", test.value, got, test.want)
		}
	}
}

// Of the values that have no JSON form, the first in the document is reported.
func TestMarshalReportsTheFirstUnsupportedValue(t *testing.T) {
	for _, part := range []any{
		policy.If("a", policy.Eq, make(chan int)),
		policy.All(policy.If("a", policy.Eq, 1), policy.If("a", policy.Eq, make(chan int)), policy.If("a", policy.Eq, func() {})),
		policy.Escalation{At: "75%", Do: []policy.Action{{"type": "flag"}, {"x": make(chan int)}, {"x": func() {}}}},
	} {
		_, err := json.Marshal(part)
		if problem, ok := errors.AsType[*json.UnsupportedTypeError](err); !ok || problem.Type.Kind() != reflect.Chan {
			t.Errorf("%T: %v, want the error of the channel", part, err)
		}
	}
}

func TestReadDurations(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"90m": 90 * time.Minute, "1h30m": 90 * time.Minute, "1.5h": 90 * time.Minute, "0h90m0s": 90 * time.Minute,
		"1ns": 1, "0.000000001s": 1, "1.9ns": 1, "0.000001ms": 1,
		"1us": time.Microsecond, "1µs": time.Microsecond, "0.5ms": 500 * time.Microsecond,
		"1h2m3s4ms5us6ns":             time.Hour + 2*time.Minute + 3*time.Second + 4*time.Millisecond + 5*time.Microsecond + 6,
		"00000000000000000000000001h": time.Hour,
		"0.100000000000000000000000h": 6 * time.Minute,
		"87599h59m59.999999999s":      policy.MaxAllowance - 1,
	} {
		var target policy.Target
		if err := json.Unmarshal(marshal(t, text), &target); err != nil || target.Within.Value != want {
			t.Errorf("%q is read as %v, %v, want %v", text, target.Within.Value, err, want)
		}
	}
}

func TestReadTexts(t *testing.T) {
	for text, want := range map[string]string{
		`\"\\\/`: `"\/`, `\b\f\n\r\t`: "\b\f\n\r\t", `é\u00e9\u00E9`: "ééé", `\u0000`: "\x00",
		`\ud83d\ude00`: "😀", `\uFFFD�`: "��", "\x7f\u2028": "\x7f\u2028", ``: "",
	} {
		var p policy.Policy
		if err := json.Unmarshal([]byte(`{"description": "`+text+`"}`), &p); err != nil || p.Description != want {
			t.Errorf("%s is read as %q, %v, want %q", text, p.Description, err, want)
		}
	}
}

// Effective is half-open, and a zero instant is no bound.
func TestEffectiveContains(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2026, 3, day, 0, 0, 0, 0, time.UTC) }
	for _, test := range []struct {
		effective policy.Effective
		at        time.Time
		want      bool
	}{
		{policy.Effective{}, at(1), true},
		{policy.Effective{From: at(2)}, at(2).Add(-1), false},
		{policy.Effective{From: at(2)}, at(2), true},
		{policy.Effective{From: at(2)}, at(9), true},
		{policy.Effective{Until: at(4)}, at(1), true},
		{policy.Effective{Until: at(4)}, at(4).Add(-1), true},
		{policy.Effective{Until: at(4)}, at(4), false},
		{policy.Effective{From: at(2), Until: at(4)}, at(3), true},
		{policy.Effective{From: at(2), Until: at(4)}, at(1), false},
		{policy.Effective{From: at(2), Until: at(4)}, at(5), false},
	} {
		if got := test.effective.Contains(test.at); got != test.want {
			t.Errorf("%v contains %v: %v, want %v", test.effective, test.at, got, test.want)
		}
	}
}

// The configurations of the conformance cases are valid and keep their meaning when
// written.
func TestConformanceConfigs(t *testing.T) {
	const dir = "../testdata/conformance"
	for _, name := range []string{"stories.jsonl", "evaluate.jsonl.gz"} {
		file, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			return
		}
		defer file.Close()
		var cases io.Reader = file
		if strings.HasSuffix(name, ".gz") {
			if cases, err = gzip.NewReader(file); err != nil {
				t.Fatal(err)
			}
		}
		for d := json.NewDecoder(cases); d.More(); {
			var test struct {
				ID     string
				Config json.RawMessage
			}
			if err := d.Decode(&test); err != nil {
				t.Fatal(err)
			}
			checkRoundTrip(t, mustParse(t, test.Config))
		}
	}
}
