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
			cfg, _, err := p.convert([]byte(tt.policies), schedules)
			if cfg != nil || err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s: %s, %s: error %v, want %q", p.name, tt.policies, tt.schedules, err, tt.want)
			}
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
