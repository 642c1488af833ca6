package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/punctualgo/punctual/policy"
)

// sampleOf returns the path of a sample of another product.
func sampleOf(name string) string {
	return filepath.Join("..", "..", "policy", "migrate", "testdata", name)
}

// What is printed is a configuration, and the scenarios pass with it.
func TestImport(t *testing.T) {
	for _, tt := range []struct{ product, policies, schedules string }{
		{"zendesk", "zendesk_policies.json", "zendesk_schedules.json"},
		{"freshdesk", "freshdesk_policies.json", "freshdesk_hours.json"},
		{"chatwoot", "chatwoot_policies.json", "chatwoot_inboxes.json"},
		{"zammad", "zammad_slas.json", "zammad_calendars.json"},
	} {
		t.Run(tt.product, func(t *testing.T) {
			promises := filepath.Join(t.TempDir(), "promises.json")
			out, notes, status := slacheck(t, "", "import", "-from", tt.product, "-schedules", sampleOf(tt.schedules), "-scenarios", promises, sampleOf(tt.policies))
			if status != 0 {
				t.Fatalf("status %d: %s", status, notes)
			}
			if _, err := policy.Parse([]byte(out)); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(notes) {
				if !strings.HasPrefix(line, sampleOf(tt.policies)+": ") && !strings.HasPrefix(line, sampleOf(tt.schedules)+": ") {
					t.Errorf("note without a file: %s", line)
				}
			}
			config := writeFile(t, "config.json", []byte(out))
			if out, errs, status := slacheck(t, "", "test", "-config", config, promises); status != 0 {
				t.Errorf("%s%s", out, errs)
			}
			if out, errs, status := slacheck(t, "", "lint", "-strict", config); status != 0 {
				t.Errorf("%s%s", out, errs)
			}
		})
	}
}

func TestImportStandardInput(t *testing.T) {
	data, err := os.ReadFile(sampleOf("chatwoot_policies.json"))
	if err != nil {
		t.Fatal(err)
	}
	out, notes, status := slacheck(t, string(data), "import", "-from", "chatwoot", "-")
	const note = "-: payload[1].only_during_business_hours: there are no working hours; the targets count at all times; " +
		"convert the inboxes together with the policies, or name a schedule\n"
	if status != 0 || notes != note || !strings.HasPrefix(out, "{\n  \"statuses\": {") {
		t.Errorf("status %d, notes %q, output %s", status, notes, out)
	}
}

func TestImportUsage(t *testing.T) {
	runUsageTests(t, []usageTest{
		{"no product", "", []string{"import", "x.json"}, 2, "import needs -from: chatwoot, freshdesk, zammad, zendesk"},
		{"misspelled product", "", []string{"import", "-from", "zendesc", "x.json"}, 2, `unknown product "zendesc"; did you mean "zendesk"?`},
		{"no file", "", []string{"import", "-from", "zammad"}, 2, "import needs a file"},
		{"two files", "", []string{"import", "-from", "zammad", "a", "b"}, 2, "import takes one file"},
		{"standard input twice", "", []string{"import", "-from", "zammad", "-schedules", "-", "-"}, 2, "only one of the files"},
		{"not JSON", "{", []string{"import", "-from", "zammad", "-"}, 1, "migrate: policies: line 1"},
		{"help", "", []string{"import", "-h"}, 0, "-scenarios"},
	})
}
