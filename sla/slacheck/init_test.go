package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/punctualgo/punctual/policy"
)

// Every template makes a start that is sound: it passes lint and its scenarios, and is in
// the canonical form.
func TestInit(t *testing.T) {
	for _, template := range policy.Templates() {
		dir := filepath.Join(t.TempDir(), "sla")
		out, errs, status := slacheck(t, "", "init", "-template", template.Name, dir)
		config, scenarios := filepath.Join(dir, "config.json"), filepath.Join(dir, "scenarios.json")
		if want := "Next: slacheck lint " + config + " && slacheck test " + scenarios + "\n"; status != 0 || errs != "" || !strings.HasSuffix(out, want) || strings.Contains(out, "your values") {
			t.Errorf("%s: status %d %s%s", template.Name, status, errs, out)
		}
		for _, args := range [][]string{{"lint", "-strict", config}, {"test", scenarios}, {"test", dir}, {"fmt", "-l", config}, {"check", config}} {
			if out, errs, status := slacheck(t, "", args...); status != 0 {
				t.Errorf("%s: %v: status %d %s%s", template.Name, args, status, errs, out)
			}
		}
	}
}

// With values of one's own, the scenarios expect what comes of them.
func TestInitSetsParameters(t *testing.T) {
	dir := t.TempDir()
	out, errs, status := slacheck(t, "", "init", "-set", "zone=Asia/Tokyo", dir)
	if status != 0 || !strings.Contains(out, "read it before you rely on it") {
		t.Fatalf("status %d %s%s", status, errs, out)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "config.json")); err != nil || !strings.Contains(string(text), "Asia/Tokyo") {
		t.Errorf("%v: %s", err, text)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "scenarios.json")); err != nil || !strings.Contains(string(text), `"zone": "Asia/Tokyo"`) {
		t.Errorf("%v: %s", err, text)
	}
	if out, errs, status := slacheck(t, "", "test", dir); status != 0 {
		t.Errorf("status %d %s%s", status, errs, out)
	}
}

func TestInitReportsProblems(t *testing.T) {
	dir := writeFiles(t, map[string]string{"scenarios.json": "{}", "file": ""})
	templates := policy.Templates()
	first, last := templates[0].Name, templates[len(templates)-1].Name
	if out, _, _ := slacheck(t, "", "init", "-list", "-template", last); strings.Contains(out, first+": ") {
		t.Errorf("the list of one template has another:\n%s", out)
	}
	runUsageTests(t, []usageTest{
		{"a list", "", []string{"init", "-list"}, 0, first + ": "},
		{"a parameter in the list", "", []string{"init", "-list"}, 0, "\n  zone="},
		{"the last one of a list", "", []string{"init", "-list"}, 0, "\n" + last + ": "},
		{"a list of one", "", []string{"init", "-list", "-template", last}, 0, last + ": "},
		{"an unknown template", "", []string{"init", "-template", "priorty", dir}, 2, `-template: there is no "priorty"; did you mean "priority"?`},
		{"a file that exists", "", []string{"init", dir}, 2, "scenarios.json exists; init does not replace files"},
		{"an unknown parameter", "", []string{"init", "-set", "zon=UTC", dir}, 2, "-set: zon: is not a parameter of template"},
		{"a bad value", "", []string{"init", "-set", "zone=Mars", dir}, 2, "-set: zone: "},
		{"no value", "", []string{"init", "-set", "zone", dir}, 2, "write name=value"},
		{"two directories", "", []string{"init", "a", "b"}, 2, "init takes one directory"},
		{"a directory that cannot be made", "", []string{"init", filepath.Join(dir, "file", "x")}, 2, "file"},
	})
	if _, err := os.Stat(filepath.Join(dir, "config.json")); err == nil {
		t.Error("config.json was written")
	}
}
