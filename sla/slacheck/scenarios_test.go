package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// promise returns a scenario file in which an issue of Monday 09:00 is due at an instant.
func promise(config, due string) string {
	return `{"config": ` + config + `, "scenarios": [
  {"name": "a promise", "why": "It is in the contract.", "story": [{"at": "Mon 2026-03-09 09:00", "expect": {"first_response": {"due": "` + due + `"}}}]},
  {"name": "an answer", "story": [{"at": "Mon 2026-03-09 09:00"}, {"at": "+2h", "message": "agent", "expect": {"first_response": {"outcome": "met"}}}]}
]}`
}

const (
	dueThen    = "Mon 2026-03-09 11:00" // under desk
	notDueThen = "Mon 2026-03-09 12:00"
)

// writeFiles writes files in a new directory and returns it.
func writeFiles(t *testing.T, files map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestTestPrintsFailures(t *testing.T) {
	file := writeFile(t, "a.json", []byte(promise(desk, notDueThen)))
	out, errs, status := slacheck(t, "", "test", file)
	want := file + `: a promise
  why: It is in the contract.
  line 5: scenarios[0].story[0].expect.first_response.due
    at        Mon 2026-03-09 09:00
    expected  Mon 2026-03-09 12:00
    got       Mon 2026-03-09 11:00
  First response: 2h left, due Mon 9 Mar 11:00 UTC
    Due on Monday 9 March 11:00 UTC: 0m of 2h of support hours have passed since the customer created the issue on Monday 9 March 09:00 UTC, 2h are left.
    Mon 9 Mar 09:00 UTC  started: the customer created the issue; policy p gives 2h on desk
`
	if status != 1 || errs != "" || !strings.HasPrefix(out, want) || !strings.HasSuffix(out, "\n1 passed, 1 failed\n") {
		t.Errorf("status %d %s\n got %s\nwant %s", status, errs, out, want)
	}
}

// Failures of one clock in one step share an explanation, which comes behind the last of them.
func TestTestExplainsAClockOnce(t *testing.T) {
	inDirectory(t, map[string]string{"a.json": `{"config": ` + desk + `, "scenarios": [
  {"name": "two of one", "story": [
    {"at": "Mon 2026-03-09 09:00", "expect": {"first_response": {"due": "Mon 2026-03-09 12:00", "remaining": "3h"}}},
    {"at": "+1h", "expect": {"first_response": {"due": "Mon 2026-03-09 12:00"}}}]}
]}`})
	for _, format := range []string{"text", "tap"} {
		out, _, _ := slacheck(t, "", "test", "-format", format, "a.json")
		var got []string
		for line := range strings.Lines(out) {
			for _, part := range []string{".due", ".remaining", "First response: 2h left", "First response: 1h left"} {
				if strings.Contains(line, part) {
					got = append(got, part)
				}
			}
		}
		want := ".due .remaining First response: 2h left .due First response: 1h left"
		if got := strings.Join(got, " "); got != want {
			t.Errorf("as %s: %s, want %s, in\n%s", format, got, want, out)
		}
	}
}

func TestTestRunsTheFilesOfADirectory(t *testing.T) {
	dir := writeFiles(t, map[string]string{
		"config.json":        desk,
		"a.json":             promise(`"config.json"`, dueThen),
		"teams/b.json":       promise(`"../config.json"`, dueThen),
		"teams/README.md":    "x",
		"teams/unnamed.json": desk,
	})
	out, errs, status := slacheck(t, "", "test", dir)
	if status != 0 || errs != "" || out != "4 passed, 0 failed\n" {
		t.Errorf("status %d %s%s", status, out, errs)
	}
	out, errs, status = slacheck(t, "", "test", filepath.Join(dir, "a.json"), filepath.Join(dir, "teams"))
	if status != 0 || out != "4 passed, 0 failed\n" {
		t.Errorf("status %d %s%s", status, out, errs)
	}
}

func TestTestUnderAnotherConfiguration(t *testing.T) {
	config := writeFile(t, "other.json", []byte(strings.ReplaceAll(desk, "2h", "3h")))
	out, errs, status := slacheck(t, promise(`"none.json"`, notDueThen), "test", "-config", config, "-")
	if status != 0 || out != "2 passed, 0 failed\n" {
		t.Errorf("status %d %s%s", status, out, errs)
	}
}

func TestTestPrintsJSON(t *testing.T) {
	dir := writeFiles(t, map[string]string{"a.json": promise(desk, notDueThen), "b.json": "{\n\"zone\": \"Mars\"}"})
	out, errs, status := slacheck(t, "", "test", "-format", "json", dir)
	var report struct {
		Passed, Failed int
		Failures       []struct {
			File, Scenario, At, Path, Want, Got, Explanation string
			Step, Line                                       int
		}
		Problems []struct {
			File, Path, What string
			Line             int
		}
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if status != 1 || report.Passed != 1 || report.Failed != 2 || len(report.Failures) != 1 || len(report.Problems) != 3 {
		t.Fatalf("status %d %s\n%s", status, errs, out)
	}
	if f := report.Failures[0]; f.File != filepath.Join(dir, "a.json") || f.Scenario != "a promise" || f.Line != 5 || f.Got != dueThen || f.Explanation == "" {
		t.Errorf("%+v", f)
	}
	if p := report.Problems[2]; p.File != filepath.Join(dir, "b.json") || p.Path != "zone" || p.Line != 2 || !strings.Contains(p.What, "time zone") {
		t.Errorf("%+v", p)
	}
}

func TestTestUpdatesFiles(t *testing.T) {
	file := writeFile(t, "a.json", []byte(promise(desk, notDueThen)))
	out, errs, status := slacheck(t, "", "test", "-update", file)
	if want := file + ":5: a promise: scenarios[0].story[0].expect.first_response.due: Mon 2026-03-09 12:00 becomes Mon 2026-03-09 11:00\n2 passed, 0 failed\n"; status != 0 || out != want {
		t.Errorf("status %d %s\n got %swant %s", status, errs, out, want)
	}
	text, err := os.ReadFile(file)
	if err != nil || string(text) != promise(desk, dueThen) {
		t.Errorf("%v\n%s", err, text)
	}
	if out, _, status := slacheck(t, "", "test", "-update", file); status != 0 || out != "2 passed, 0 failed\n" {
		t.Errorf("again: status %d %s", status, out)
	}
}

func TestTestReportsProblems(t *testing.T) {
	good := promise(desk, dueThen)
	bad := writeFiles(t, map[string]string{"a.json": promise(`"c.json"`, dueThen), "c.json": `{"polices": []}`})
	runUsageTests(t, []usageTest{
		{"no file", "", []string{"test"}, 2, "test needs a file"},
		{"help", "", []string{"test", "-h"}, 0, "-update"},
		{"another format", good, []string{"test", "-format", "xml", "-"}, 2, `-format: "xml" is none of text, json, junit and tap`},
		{"a missing file", "", []string{"test", "none.json"}, 2, "none.json"},
		{"an empty directory", "", []string{"test", t.TempDir()}, 2, "has no scenario file"},
		{"a missing configuration", good, []string{"test", "-config", "none.json", "-"}, 2, "none.json"},
		{"a bad configuration", good, []string{"test", "-config", writeFile(t, "c.json", []byte(`{"polices": []}`)), "-"}, 1, "c.json:1: polices: unknown field"},
		{"a configuration that the file names and that is missing", promise(`"none.json"`, dueThen), []string{"test", "-"}, 1, "-:1: config: open none.json: no such file"},
		{"a configuration that the file names and that is bad", "", []string{"test", filepath.Join(bad, "a.json")}, 1, "a.json:1: config: c.json: line 1: polices: unknown field"},
		{"bad scenarios", `{"scenarios": 1}`, []string{"test", "-"}, 1, "-:1: scenarios: must be a list, got a number"},
		{"bad scenarios are counted", "x", []string{"test", "-"}, 1, "0 passed, 1 failed\n"},
		{"other problems", good[:len(good)-3], []string{"test", "-"}, 1, "-:6: scenarios[1]: expected a comma"},
		{"a directory with another document", "", []string{"test", writeFiles(t, map[string]string{"a.json": `{"x": 1}`})}, 1, "a.json:1: x: unknown field"},
		{"standard input cannot be updated", promise(desk, notDueThen), []string{"test", "-update", "-"}, 2, "-update cannot write standard input"},
		{"a compressed file cannot be updated", "", []string{"test", "-update", writeFile(t, "a.json.gz", gzipped(t, promise(desk, notDueThen)))}, 2, "-update cannot write a file that is compressed"},
		{"a compressed file", "", []string{"test", writeFile(t, "a.json.gz", gzipped(t, good))}, 0, "2 passed, 0 failed\n"},
		{"too much work", tooMuchWork(), []string{"test", "-"}, 1, "more than"},
	})
}

// tooMuchWork returns a scenario whose issue has too many transitions.
func tooMuchWork() string {
	return `{"config": {"policies": [{"id": "p", "targets": {"resolution": {"by": "priority", "values": {"a": "1s"}}, "first_response": "1s"},
"escalations": [` + strings.Repeat(`{"at": "breach", "every": "1s", "times": 1000},`, 63) + `{"at": "breach", "every": "1s", "times": 1000}]}]},
"scenarios": [{"name": "x", "issue": {"attributes": {"priority": "a"}}, "story": [{"at": "2026-03-09 09:00"}` + strings.Repeat(`, {"at": "+1h", "set": {"status": "resolved"}}, {"at": "+1h", "set": {"status": "open"}}, {"at": "+0s", "message": "customer"}`, 10) + `]}]}`
}
