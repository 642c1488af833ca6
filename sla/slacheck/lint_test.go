package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/policy/lint"
)

// questionable is a configuration with a warning and, as of 2027, another finding.
const questionable = `{
  "policies": [
    {"id": "p", "effective": {"until": "2027-01-01T00:00:00Z"},
     "targets": {"first_response": "9h", "resolution": "8h"}}
  ]
}`

// inDirectory writes files into a new directory and makes it the current one.
func inDirectory(t *testing.T, files map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
}

func TestLintPrintsFindings(t *testing.T) {
	inDirectory(t, map[string]string{"a.json": questionable, "b.json": "{\n\"polices\": []}", "c.json": `{"policies": []}`,
		"d.yaml": "policies:\n- id: p\n", "e.yaml": questionable, "f.json": `{"policies": [], "scenarios": []}`})
	const warning = "a.json:4: warning: target-order: policies[0].targets.first_response: " +
		"allows 9h0m0s where resolution allows 8h0m0s on the same schedule; swap or correct the two\n"
	const problem = "b.json:2: error: invalid: polices: unknown field; did you mean \"policies\"?\n"
	const expired = "a.json:3: info: expired-policy: policies[0].effective.until: " +
		"is no longer effective since 2027-01-01T00:00:00Z; remove the policy once no open issue needs it, or extend it\n"
	const silent = "a.json:2: info: no-catch-all: policies: issues to which no condition applies have no targets; add a last policy without \"when\"\n"
	tests := []struct {
		name   string
		args   []string
		want   string
		status int
	}{
		{"a warning", []string{"a.json"}, warning, 0},
		{"a warning that fails", []string{"-strict", "a.json"}, warning, 1},
		{"a disabled rule", []string{"-strict", "-disable", "target-order, star-value", "a.json"}, "", 0},
		{"an error", []string{"c.json", "b.json", "a.json"}, problem + warning, 1},
		{"another present", []string{"-strict", "-as-of", "2027-01-01T00:00:00Z", "a.json"}, silent + expired, 0},
		{"YAML", []string{"d.yaml", "e.yaml"}, "d.yaml:1: error: invalid: unexpected 'p'; YAML is not read: convert it, as \"yq -o=json . d.yaml\" does\n" +
			strings.ReplaceAll(warning, "a.json", "e.yaml"), 1}, // JSON is YAML, too
		{"scenarios", []string{"f.json"}, "f.json:1: error: invalid: scenarios: unknown field; a file of scenarios is run with \"slacheck test\"\n", 1},
		{"nothing", []string{"-strict", "c.json"}, "", 0},
		{"nothing, as JSON", []string{"-format", "json", "c.json"}, "[]\n", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, errs, status := slacheck(t, "", append([]string{"lint"}, tt.args...)...)
			if diff := cmp.Diff(tt.want, out); diff != "" || errs != "" || status != tt.status {
				t.Errorf("status %d, want %d; standard error %q; standard output (-want +got):\n%s", status, tt.status, errs, diff)
			}
		})
	}
}

func TestLintPrintsJSON(t *testing.T) {
	inDirectory(t, map[string]string{"a.json": questionable, "b.json": questionable})
	out, errs, status := slacheck(t, questionable, "lint", "-format", "json", "a.json", "-", "b.json")
	var got []lint.Finding
	if err := json.Unmarshal([]byte(out), &got); err != nil || status != 0 || errs != "" {
		t.Fatalf("status %d, %v: %s", status, err, errs)
	}
	want := lint.Finding{
		File: "a.json", Rule: "target-order", Level: lint.Warning, Path: "policies[0].targets.first_response", Line: 4,
		What: "allows 9h0m0s where resolution allows 8h0m0s on the same schedule", Mend: "swap or correct the two",
	}
	all := []lint.Finding{want, want, want}
	all[1].File, all[2].File = "-", "b.json"
	if diff := cmp.Diff(all, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	var keys []map[string]any
	if err := json.Unmarshal([]byte(out), &keys); err != nil || len(keys[0]) != 7 {
		t.Errorf("%v: keys %v", err, keys[0])
	}
}

func TestLintReportsProblems(t *testing.T) {
	config := writeFile(t, "c.json", []byte(desk))
	runUsageTests(t, []usageTest{
		{"no file", "", []string{"lint"}, 2, "lint needs a file"},
		{"a missing file", "", []string{"lint", "/no/such/file"}, 2, "/no/such/file"},
		{"an unknown format", "", []string{"lint", "-format", "yaml", config}, 2, `-format: "yaml" is none of text, json, github and sarif`},
		{"an unknown rule", "", []string{"lint", "-disable", "unused,nohollidays", config}, 2, `-disable: unknown rule "nohollidays"; did you mean "no-holidays"?`},
		{"a bad instant", "", []string{"lint", "-as-of", "tomorrow", config}, 2, `-as-of: "tomorrow" is not an instant such as "2026-03-06T21:30:00Z" or "now"`},
		{"as of the creation", "", []string{"lint", "-as-of", "created", config}, 2, `"created" is not an instant`},
		{"a flag after a file", "", []string{"lint", config, "-strict"}, 2, "-strict must come before"},
		{"a gzipped file", "", []string{"lint", writeFile(t, "c.json.gz", gzipped(t, desk))}, 0, "c.json.gz:2: info: no-holidays: schedules[0]: "},
		{"help", "", []string{"lint", "-h"}, 0, "usage: slacheck lint [-format FORMAT] [-strict]"},
		{"help about rules", "", []string{"lint", "-h"}, 0, "paused-from-start"},
	})
}
