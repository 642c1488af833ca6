package scenario_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

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

// A policy that never applies is told as such.
func TestOfShadowed(t *testing.T) {
	cfg, err := policy.Parse([]byte(`{"policies": [
		{"id": "all", "targets": {"resolution": "8h"}},
		{"id": "gold", "when": {"field": "customer.tier", "op": "eq", "value": "gold"}, "targets": {"resolution": "4h"}}
	]}`))
	if err != nil {
		t.Fatal(err)
	}
	text, _ := toldOf(t, cfg)
	const want = `      "name": "gold: found no issue to which it applies",
      "issue": {"attributes": {"customer.tier":"gold"}},
      "story": [
        {"at": "Mon 2026-06-01 10:00", "expect": {
          "resolution": {"policy": "all", "target": "8h", "due": "Mon 2026-06-01 18:00"}
        }}
      ]`
	if !strings.Contains(text, want) {
		t.Errorf("got\n%s\nwant\n%s", text, want)
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
	} {
		cfg, err := policy.Parse([]byte(`{"policies": [{"id": "p", "when": ` + when + `, "targets": {"resolution": "8h"}}]}`))
		if err != nil {
			t.Fatal(err)
		}
		if text, _ := toldOf(t, cfg); strings.Contains(text, "found no issue") {
			t.Errorf("%s:\n%s", when, text)
		}
	}
}

// An issue of a later policy is one that no earlier policy takes.
func TestOfLaterPolicy(t *testing.T) {
	cfg, err := policy.Parse([]byte(`{"policies": [
		{"id": "a", "when": {"field": "priority", "op": "ne", "value": "low"}, "targets": {"resolution": "8h"}},
		{"id": "b", "when": {"field": "team", "op": "missing"}, "targets": {"resolution": "9h"}},
		{"id": "c", "targets": {"resolution": "10h"}}
	]}`))
	if err != nil {
		t.Fatal(err)
	}
	if text, _ := toldOf(t, cfg); strings.Contains(text, "found no issue") {
		t.Error(text)
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
