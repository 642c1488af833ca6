package scenario_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/policy/migrate"
	"github.com/punctualgo/punctual/sla/scenario"
)

// toldOf returns the scenarios of a configuration, which pass.
func toldOf(t *testing.T, cfg *policy.Config) (string, *scenario.File) {
	t.Helper()
	text, err := scenario.Of(cfg)
	if err != nil {
		t.Fatal(err)
	}
	file, err := scenario.Parse(text, scenario.Options{Config: cfg})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	failures, err := file.Run()
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for _, f := range failures {
		t.Errorf("%v\n%s", f, text)
	}
	return string(text), file
}

// What a converted configuration promises, and a later edit that changes it.
func TestOfConverted(t *testing.T) {
	dir := filepath.Join("..", "..", "policy", "migrate", "testdata")
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	cfg, _, err := migrate.Zendesk(read("zendesk_policies.json"), read("zendesk_schedules.json"))
	if err != nil {
		t.Fatal(err)
	}
	text, file := toldOf(t, cfg)
	for _, want := range []string{
		// The policy of contracts needs an organization, a priority and either of three.
		`"name": "901"`, `"organization_id":"360033549136"`,
		// An urgent issue of everyone is due around the clock, and another in office hours.
		`"name": "902, priority urgent"`, `"first_response": {"policy": "902", "target": "1h", "due": "Mon 2026-06-01 11:00"}`,
		`"name": "902, priority normal"`, `"first_response": {"policy": "902", "schedule": "Head office", "target": "8h", "due": "Tue 2026-06-02 10:00"}`,
		`"name": "902, priority normal, schedule_id 72"`, `"schedule": "Night line"`,
		// The first answer starts the clocks of updates, and a message then that of the next response.
		`{"at": "+0s", "message": "agent", "expect": {`, `{"at": "+0s", "message": "customer", "expect": {`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	edited := *cfg
	edited.Policies = cfg.Policies[:1]
	if again, err := scenario.Parse([]byte(text), scenario.Options{Config: &edited}); err == nil {
		if failures, err := again.Run(); err != nil || len(failures) == 0 {
			t.Errorf("without a policy, the scenarios pass: %v", err)
		}
	}
	if len(file.Scenarios) < 10 {
		t.Errorf("only %d scenarios", len(file.Scenarios))
	}
}

// A policy that never applies is told as such, unless each has clocks of its own.
func TestOfShadowed(t *testing.T) {
	const policies = `"policies": [
		{"id": "all", "targets": {"resolution": "8h"}},
		{"id": "gold", "when": {"field": "customer.tier", "op": "eq", "value": "gold"}, "targets": {"resolution": "4h"}}
	]}`
	const want = `      "name": "gold: found no issue to which it applies",
      "issue": {"attributes": {"customer.tier":"gold"}},
      "story": [
        {"at": "Mon 2026-06-01 10:00", "expect": {
          "resolution": {"policy": "all", "target": "8h", "due": "Mon 2026-06-01 18:00"}
        }}
      ]`
	for _, match := range []string{"", `"match": "first", `} {
		if text := toldOfText(t, "{"+match+policies); !strings.Contains(text, want) {
			t.Errorf("got\n%s\nwant\n%s", text, want)
		}
	}
	if text := toldOfText(t, `{"match": "each", `+policies); strings.Contains(text, "found no issue") {
		t.Errorf("each: %s", text)
	}
}

// toldOfText returns the text of the scenarios of a configuration, which pass.
func toldOfText(t *testing.T, config string) string {
	t.Helper()
	cfg, err := policy.Parse([]byte(config))
	if err != nil {
		t.Fatal(err)
	}
	text, _ := toldOf(t, cfg)
	return text
}

// namesOf returns the names of the scenarios of a configuration, which pass.
func namesOf(t *testing.T, config string) (names []string) {
	t.Helper()
	cfg, err := policy.Parse([]byte(config))
	if err != nil {
		t.Fatal(err)
	}
	_, file := toldOf(t, cfg)
	for _, s := range file.Scenarios {
		names = append(names, s.Name)
	}
	return names
}

// There is a scenario for each combination of values, or, where these are many, for each value;
// none that the policy does not apply to, or that is told already. Each has a name of its own.
func TestOfNames(t *testing.T) {
	combined := func(first, second int) string {
		values := func(n int) string {
			var list []string
			for i := range n {
				list = append(list, fmt.Sprintf(`"%d": "1h"`, i))
			}
			return `"values": {` + strings.Join(list, ", ") + `}, "default": "2h"`
		}
		return `{"policies": [{"id": "p", "targets": {"first_response": {"by": "a", ` + values(first) + `}, "resolution": {"by": "b", ` + values(second) + `}}}]}`
	}
	if names := namesOf(t, combined(5, 3)); len(names) != 6*4 || names[0] != "p" || names[23] != "p, a 4, b 2" {
		t.Errorf("24 combinations: %d scenarios, %q", len(names), names)
	}
	if names := namesOf(t, combined(4, 4)); len(names) != 1+4+4 || names[8] != "p, b 3" {
		t.Errorf("25 combinations: %d scenarios, %q", len(names), names)
	}
	long := strings.Repeat("x", 64)
	for config, want := range map[string][]string{
		`{"policies": [{"id": "p", "when": {"field": "priority", "op": "in", "value": ["high", "low"]}, "targets": {"resolution": {"by": "priority", "values": {"high": "1h", "low": "2h", "none": "3h"}}}}]}`: {"p", "p, priority low"},
		`{"policies": [
			{"id": "a", "when": {"field": "x", "op": "eq", "value": "1"}, "targets": {"resolution": "1h"}},
			{"id": "b", "targets": {"resolution": {"by": "y", "values": {"1": "1h"}}}},
			{"id": "b, y 1 (2)", "when": {"field": "z", "op": "eq", "value": "1"}, "targets": {"resolution": "1h"}},
			{"id": "b, y 1", "when": {"field": "z", "op": "eq", "value": "2"}, "targets": {"resolution": "1h"}}
		], "match": "each"}`: {"a", "b", "b, y 1", "b, y 1 (2)", "b, y 1 (3)"},
		`{"policies": [{"id": "` + long + `", "targets": {"resolution": "1h"}}]}`:  {long},
		`{"policies": [{"id": "` + long + `x", "targets": {"resolution": "1h"}}]}`: {`"` + long + `"…`},
	} {
		if got := namesOf(t, config); !slices.Equal(got, want) {
			t.Errorf("%s:\ngot  %q\nwant %q", config, got, want)
		}
	}
}

// Issues are created while their policy is in force, as a rule on a Monday morning. What starts
// later is told at the steps at which it starts, and what a choice leaves without a target, at the
// last.
func TestOfStory(t *testing.T) {
	for name, tt := range map[string]struct{ config, want string }{
		"later": {`{"policies": [{"id": "p", "name": "The promise", "effective": {"from": "2027-01-01T00:00:00Z"}, "targets": {"next_response": "1h"}}]}`, `
      "name": "p",
      "why": "The promise",
      "story": [
        {"at": "Mon 2027-01-04 10:00"},
        {"at": "+0s", "message": "agent"},
        {"at": "+0s", "message": "customer", "expect": {
          "next_response": {"policy": "p", "target": "1h", "due": "Mon 2027-01-04 11:00"}
        }}
      ]`},
		"earlier": {`{"policies": [{"id": "p", "name": "p", "effective": {"until": "2026-01-01T00:00:00Z"}, "targets": {"resolution": "1h"}}]}`, `
      "name": "p",
      "story": [
        {"at": "Wed 2025-12-31 23:59", "expect": {
          "resolution": {"policy": "p", "target": "1h", "due": "Thu 2026-01-01 00:59"}
        }}
      ]`},
		"nothing starts": {`{"policies": [{"id": "p", "targets": {"ownership": {"by": "priority", "values": {"high": "1h"}}}}]}`, `
      "name": "p",
      "story": [
        {"at": "Mon 2026-06-01 10:00"}
      ]`},
		"no targets": {`{"policies": [{"id": "p", "targets": {"resolution": {"by": "priority", "values": {"high": {"within": "1h", "pause": {"field": "x", "op": "exists"}}}}, "first_response": {"within": {"by": "priority", "values": {"high": "1h"}}}, "periodic_update": "1h"}}]}`, `
      "name": "p",
      "story": [
        {"at": "Mon 2026-06-01 10:00"},
        {"at": "+0s", "message": "agent", "expect": {
          "periodic_update": {"policy": "p", "target": "1h", "due": "Mon 2026-06-01 11:00"}
        }},
        {"at": "+0s", "message": "customer", "expect": {
          "first_response": null,
          "resolution": null
        }}
      ]`},
		"without a new status": {`{"statuses": {"a": "pending", "b": "open", "c": "hold"}, "policies": [{"id": "p", "targets": {"resolution": "1h"}}]}`, `
      "issue": {"attributes": {"status":"b"}},
      "story": [`},
		"without an open status": {`{"statuses": {"b": "hold", "a": "pending", "c": "hold"}, "policies": [{"id": "p", "targets": {"resolution": "1h"}}]}`, `
      "issue": {"attributes": {"status":"a"}},
      "story": [`},
		"with its own status": {`{"statuses": {"a": "pending", "b": "open", "c": "hold"}, "policies": [{"id": "p", "when": {"field": "status", "op": "eq", "value": "c"}, "targets": {"resolution": "1h"}}]}`, `
      "issue": {"attributes": {"status":"c"}},
      "story": [`},
	} {
		if text := toldOfText(t, tt.config); !strings.Contains(text, tt.want) {
			t.Errorf("%s: got\n%s\nwant%s", name, text, tt.want)
		}
	}
}

// Conditions of all kinds are met.
func TestOfConditions(t *testing.T) {
	for _, when := range []string{
		`{"field": "a", "op": "ne", "value": "x"}`,
		`{"field": "a", "op": "in", "value": ["x", "y"]}`,
		`{"not": {"field": "a", "op": "missing"}}`,
		`{"field": "seats", "op": "gt", "value": 100}`,
		`{"all": [{"field": "tags", "op": "contains", "value": "x"}, {"field": "tags", "op": "contains_any", "value": ["y", "z"]}]}`,
		`{"any": [{"all": [{"field": "a", "op": "eq", "value": 1}, {"field": "a", "op": "eq", "value": 2}]}, {"field": "b", "op": "exists"}]}`,
		`{"field": "created_by", "op": "eq", "value": "agent"}`,
		`{"field": "status_category", "op": "eq", "value": "hold"}`,
		`{"field": "due", "op": "before", "value": "2026-01-01T00:00:00Z"}`,
		`{"field": "title", "op": "starts_with", "value": "Outage"}`,
		`{"field": "tags", "op": "contains_all", "value": ["x", "y"]}`,
		`{"all": [{"field": "a", "op": "eq", "value": "x"}, {"field": "a", "op": "in", "value": ["w", "x"]}]}`,
		`{"field": "seats", "op": "lt", "value": 3}`,
		`{"field": "visit", "op": "in_hours", "value": "saturday night"}`,
	} {
		text := toldOfText(t, `{
			"schedules": [{"name": "saturday night", "time_zone": "UTC", "weekly": {"sat": ["22:00-23:00"]}}],
			"policies": [{"id": "p", "when": `+when+`, "targets": {"resolution": "8h"}}]}`)
		if strings.Contains(text, "found no issue") {
			t.Errorf("%s:\n%s", when, text)
		}
	}
	for when, want := range map[string]string{ // of fields that are declared
		`{"field": "visit", "op": "exists"}`: `"visit":"2026-06-01T10:00:00Z"`,
		`{"all": [{"field": "region", "op": "exists"}, {"field": "region", "op": "ne", "value": "north"}]}`: `"region":"south"`,
		`{"field": "count", "op": "exists"}`:  `"count":1`,
		`{"field": "vip", "op": "exists"}`:    `"vip":true`,
		`{"field": "labels", "op": "exists"}`: `"labels":["other"]`,
		`{"field": "title", "op": "exists"}`:  `"title":"other"`,
	} {
		text := toldOfText(t, `{
			"fields": {"visit": {"type": "instant"}, "region": {"type": "text", "values": ["north", "south"]}, "count": {"type": "number"}, "vip": {"type": "boolean"}, "labels": {"type": "list"}, "title": {"type": "text"}},
			"policies": [{"id": "p", "when": `+when+`, "targets": {"resolution": "8h"}}]}`)
		if strings.Contains(text, "found no issue") || !strings.Contains(text, want) {
			t.Errorf("%s, with %s:\n%s", when, want, text)
		}
	}
	const never = `{"field": "tags", "op": "contains_any", "value": []}`
	if text := toldOfText(t, `{"policies": [{"id": "p", "when": `+never+`, "targets": {"resolution": "8h"}}, {"id": "q", "targets": {"resolution": "9h"}}]}`); !strings.Contains(text, "p: found no issue") {
		t.Errorf("%s is met:\n%s", never, text)
	}
}

// Values of a condition may be of any kind that a program has.
func TestOfConditionsOfAProgram(t *testing.T) {
	cfg := &policy.Config{Policies: []policy.Policy{{
		ID: "p", When: new(policy.If("a", policy.In, []any{"x", 3})), Targets: map[string]policy.Target{policy.Resolution: policy.Within(time.Hour)},
	}}}
	if text, _ := toldOf(t, cfg); !strings.Contains(text, `"attributes": {"a":"x"}`) {
		t.Error(text)
	}
}

// An issue of a later policy is one that no earlier policy takes, of which there may be fifty.
func TestOfLaterPolicy(t *testing.T) {
	var many strings.Builder
	for i := range 50 {
		fmt.Fprintf(&many, `{"id": "%d", "when": {"field": "x%d", "op": "missing"}, "targets": {"resolution": "8h"}}, `, i, i)
	}
	for _, earlier := range []string{
		`{"id": "a", "when": {"field": "priority", "op": "ne", "value": "low"}, "targets": {"resolution": "8h"}},
		{"id": "b", "when": {"field": "team", "op": "missing"}, "targets": {"resolution": "9h"}}, `,
		many.String(),
	} {
		if text := toldOfText(t, `{"policies": [`+earlier+`{"id": "c", "targets": {"resolution": "10h"}}]}`); strings.Contains(text, "found no issue") {
			t.Error(text)
		}
	}
}

func TestOfNothing(t *testing.T) {
	if text, err := scenario.Of(&policy.Config{}); err == nil {
		t.Errorf("got %s", text)
	}
	if text, err := scenario.Of(&policy.Config{Policies: []policy.Policy{{}}}); err == nil {
		t.Errorf("got %s", text)
	}
}

// The scenarios of the configurations of all conformance stories pass.
func TestOfStories(t *testing.T) {
	f, err := os.Open(filepath.Join("..", "..", "testdata", "conformance", "stories.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	seen := make(map[string]bool)
	found, missed := 0, 0
	for lines.Scan() {
		var story struct{ Config json.RawMessage }
		if json.Unmarshal(lines.Bytes(), &story) != nil || story.Config == nil || seen[string(story.Config)] {
			continue
		}
		seen[string(story.Config)] = true
		cfg, err := policy.Parse(bytes.TrimSpace(story.Config))
		if err != nil || len(cfg.Policies) == 0 {
			continue
		}
		text, _ := toldOf(t, cfg)
		found++
		if strings.Contains(text, "found no issue") {
			missed++
		}
	}
	t.Logf("%d configurations, in %d of which a policy applies to no issue that was found", found, missed)
	if found == 0 {
		t.Error("no configurations")
	}
}

// Whatever a valid configuration has, its scenarios can be read and pass.
func FuzzOf(f *testing.F) {
	f.Add([]byte(`{
		"schedules": [{"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}}],
		"statuses": {"a": "open", "b": "pending"}, "match": "each",
		"fields": {"priority": {"type": "text"}, "tags": {"type": "list"}, "seats": {"type": "number"}, "due": {"type": "instant"}},
		"policies": [{
			"id": "p", "name": "P", "effective": {"from": "2027-01-01T00:00:00Z", "until": "2027-01-01T00:00:01Z"},
			"when": {"any": [{"field": "tags", "op": "contains_all", "value": ["x", "y"]}, {"not": {"field": "seats", "op": "lte", "value": 3}}, {"field": "due", "op": "in_hours", "value": "desk"}]},
			"schedule": {"by": "priority", "values": {"low": "desk"}, "default": "24x7"},
			"targets": {
				"first_response": {"by": "priority", "values": {"urgent": "1h", "low": {"business_days": 2, "at": "12:00"}}},
				"periodic_update": {"within": {"by": "status", "values": {"b": "1h"}}, "pause": {"field": "status_category", "op": "eq", "value": "pending"}},
				"resolution": {"until": "due"}
			}
		}]
	}`))
	f.Add([]byte(`{"match": "first_per_metric", "policies": [
		{"id": "a/b", "when": {"field": "created_by", "op": "ne", "value": "customer"}, "targets": {"resolution": "4h"}},
		{"id": "c", "when": {"all": []}, "targets": {"next_response": {"by": "unanswered", "values": {"true": "4h"}}}}
	]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		cfg, err := policy.Parse(data)
		if err != nil {
			return
		}
		if len(cfg.Policies) > 0 {
			if _, err := scenario.Of(cfg); err == nil {
				toldOf(t, cfg)
			}
		}
	})
}
