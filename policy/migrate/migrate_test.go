package migrate_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/policy/lint"
	"github.com/punctualgo/punctual/policy/migrate"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

type convert func(policies, schedules []byte) (*policy.Config, []migrate.Note, error)

var products = []struct {
	name                string
	convert             convert
	policies, schedules string
}{
	{"zendesk", migrate.Zendesk, "zendesk_policies.json", "zendesk_schedules.json"},
	{"freshdesk", migrate.Freshdesk, "freshdesk_policies.json", "freshdesk_hours.json"},
	{"chatwoot", migrate.Chatwoot, "chatwoot_policies.json", "chatwoot_inboxes.json"},
	{"zammad", migrate.Zammad, "zammad_slas.json", "zammad_calendars.json"},
}

func sample(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The configurations and notes of the samples are in testdata, for review.
func TestSamples(t *testing.T) {
	for _, p := range products {
		t.Run(p.name, func(t *testing.T) {
			cfg, notes, err := p.convert(sample(t, p.policies), sample(t, p.schedules))
			if err != nil {
				t.Fatal(err)
			}
			var lines strings.Builder
			for _, n := range notes {
				lines.WriteString(n.String() + "\n")
			}
			golden(t, p.name+".golden.json", indented(t, cfg))
			golden(t, p.name+".notes.txt", []byte(lines.String()))
			for _, f := range lint.Check(cfg, lint.Options{}) {
				if f.Level != lint.Info {
					t.Errorf("%s: %s: %s: %s; %s", f.Level, f.Rule, f.Path, f.What, f.Mend)
				}
			}
			checkRoundTrip(t, cfg)
		})
	}
}

// Without schedules, everything counts at all times, and each place is noted.
func TestWithoutSchedules(t *testing.T) {
	for _, p := range products {
		t.Run(p.name, func(t *testing.T) {
			cfg, notes, err := p.convert(sample(t, p.policies), nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(cfg.Schedules) > 0 {
				t.Errorf("schedules: %v", cfg.Schedules)
			}
			found := false
			for _, n := range notes {
				found = found || strings.Contains(n.What, "at all times")
			}
			if !found {
				t.Errorf("no note about business hours: %v", notes)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	tests := []struct{ policies, schedules, want string }{
		{`{`, ``, "migrate: policies: line 1: "},
		{`{"sla_policies": [], "sla_policies": []}`, ``, "migrate: policies: line 1: sla_policies: duplicate field"},
		{`1`, ``, "the document is neither a list nor an object"},
		{`[]`, ``, "the document has no policy to convert"},
		{`{"schedules": [], "policies": []}`, ``, "no id, name or title: give what the API of the product returns"},
		{`[]`, `{`, "migrate: schedules: line 1: "},
	}
	for _, tt := range tests {
		for _, p := range products {
			var schedules []byte
			if tt.schedules != "" {
				schedules = []byte(tt.schedules)
			}
			cfg, notes, err := p.convert([]byte(tt.policies), schedules)
			if cfg != nil || err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s: %s, %s: error %v, want %q", p.name, tt.policies, tt.schedules, err, tt.want)
			}
			if len(notes) > 0 {
				t.Errorf("%s: %s, %s: notes about nothing: %v", p.name, tt.policies, tt.schedules, notes)
			}
		}
	}
}

// The error about a document of something else says what the document should have.
func TestErrorOfADocumentOfSomethingElse(t *testing.T) {
	for product, want := range map[string]string{
		"zendesk":   "has no sla_policies or sla_policy, and no id, name or title:",
		"freshdesk": "has no sla_policies or sla_policy, and no id, name or title:",
		"chatwoot":  "has no payload or sla_policy, and no id, name or title:",
		"zammad":    "has no id, name or title:",
	} {
		for _, p := range products {
			if p.name != product {
				continue
			}
			_, _, err := p.convert([]byte(`{"error": "forbidden"}`), nil)
			if err == nil || !strings.Contains(err.Error(), "policies: the document "+want) {
				t.Errorf("%s: error %v, want %q", product, err, want)
			}
		}
	}
}

// Policies are in the order in which the product looks for the first that applies.
func TestPoliciesAreInOrder(t *testing.T) {
	for _, tt := range []struct {
		name, policies string
		convert        convert
		want           []string
	}{
		{"Zendesk, by position", `[{"id": 1}, {"id": 2, "position": 2}, {"id": 3, "position": 1}, {"id": 4}]`, migrate.Zendesk, []string{"3", "2", "1", "4"}},
		{"Freshdesk, the default last", `[{"id": 1, "position": 1, "is_default": true}, {"id": 2}, {"id": 3, "position": 3}, {"id": 4, "position": 2}]`, migrate.Freshdesk, []string{"4", "3", "2", "1"}},
		{"Zammad, by name, those without a condition last", `[{"id": 1, "name": "a"}, {"id": 2, "name": "c", "condition": {"ticket.group_id": {"operator": "is", "value": "1"}}},
			{"id": 3, "name": "0", "condition": {}}, {"id": 4, "name": "b", "condition": {"ticket.group_id": {"operator": "is", "value": "2"}}}]`, migrate.Zammad, []string{"4", "2", "3", "1"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cfg, _, err := tt.convert([]byte(tt.policies), nil)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range cfg.Policies {
				got = append(got, p.ID)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("IDs (-want +got):\n%s", diff)
			}
		})
	}
}

// Times of escalations are before the breach if they are negative, and up to ten years away.
func TestFreshdeskEscalations(t *testing.T) {
	for _, tt := range []struct{ step, want, note string }{
		{`{"escalation_time": -1800, "agent_ids": [7]}`, `[{"at":"30m0s before","name":"reminder_response","do":[{"agent_ids":["7"],"type":"notify"}]}]`, ""},
		{`{"escalation_time": 0, "agent_ids": []}`, `[{"at":"breach","name":"reminder_response"}]`, ""},
		{`{"escalation_time": 5400}`, `[{"at":"1h30m0s after","name":"reminder_response"}]`, ""},
		{`{"escalation_time": -315360000}`, `[{"at":"87600h0m0s before","name":"reminder_response"}]`, ""},
		{`{"escalation_time": 315360000}`, `[{"at":"87600h0m0s after","name":"reminder_response"}]`, ""},
		{`{"escalation_time": -315360001}`, `null`, "reminder_response.escalation_time: is not a number of seconds"},
		{`{"escalation_time": 315360001}`, `null`, "reminder_response.escalation_time: is not a number of seconds"},
		{`{"escalation_time": 0.5}`, `null`, "reminder_response.escalation_time: is not a number of seconds"},
		{`{"agent_ids": [7]}`, `null`, "reminder_response.escalation_time: is not a number of seconds"},
	} {
		cfg, notes, err := migrate.Freshdesk([]byte(`[{"id": 1, "name": "p", "sla_target": {"priority_4": {"respond_within": 3600, "escalation_enabled": true}},
			"escalation": {"reminder_response": `+tt.step+`}}]`), nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := json.Marshal(cfg.Policies[0].Targets[policy.FirstResponse].Escalations.Steps)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != tt.want {
			t.Errorf("%s: got %s, want %s", tt.step, got, tt.want)
		}
		last := notes[len(notes)-1].String()
		if len(notes) != 2 && tt.note == "" || tt.note != "" && !strings.Contains(last, tt.note) {
			t.Errorf("%s: notes %v, want %q", tt.step, notes, tt.note)
		}
	}
}

func FuzzConvert(f *testing.F) {
	for i, p := range products {
		f.Add(uint8(i), sample(f, p.policies), sample(f, p.schedules))
	}
	f.Fuzz(func(t *testing.T, product uint8, policies, schedules []byte) {
		cfg, _, err := products[int(product)%len(products)].convert(policies, schedules)
		if (cfg == nil) != (err != nil) {
			t.Fatalf("configuration %v, error %v", cfg, err)
		}
		if err != nil {
			return
		}
		if err := cfg.Validate(); err != nil {
			t.Fatal(err)
		}
		checkRoundTrip(t, cfg)
	})
}

// checkRoundTrip checks that cfg is the same when it is written and read again.
func checkRoundTrip(t *testing.T, cfg *policy.Config) {
	t.Helper()
	data, err := json.Marshal(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if len(data) > policy.MaxConfigSize {
		return
	}
	again, err := policy.Parse(data)
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	written, err := json.Marshal(again)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(data), string(written)); diff != "" {
		t.Errorf("round trip (-want +got):\n%s", diff)
	}
}

func indented(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(data, '\n')
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(filepath.Join("testdata", name), got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(sample(t, name)), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// Policies without an id, or with that of another, get IDs of their own.
func TestPoliciesGetIDs(t *testing.T) {
	cfg, _, err := migrate.Zendesk([]byte(`{"sla_policies": [{"title": "a", "policy_metrics": []}, {"id": 7, "policy_metrics": []}, {"id": 7, "policy_metrics": []}, {"id": 7, "title": "b", "policy_metrics": []}]}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, p := range cfg.Policies {
		ids = append(ids, p.ID)
	}
	if diff := cmp.Diff([]string{"policy-1", "7", "policy-2", "policy-3"}, ids); diff != "" {
		t.Errorf("IDs mismatch (-want +got):\n%s", diff)
	}
}
