package main

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/policy/lint"
)

func TestLintPrintsAnnotations(t *testing.T) {
	inDirectory(t, map[string]string{"a,b.json": questionable, "c.json": "{\n\"polices\": []}"})
	out, errs, status := slacheck(t, "", "lint", "-format", "github", "-as-of", "2027-01-01T00:00:00Z", "-disable", "no-catch-all", "a,b.json", "c.json")
	want := "::notice file=a%2Cb.json,line=3,title=expired-policy::policies[0].effective.until: " +
		"is no longer effective since 2027-01-01T00:00:00Z; remove the policy once no open issue needs it, or extend it\n" +
		"::error file=c.json,line=2,title=invalid::polices: unknown field; did you mean \"policies\"?\n"
	if diff := cmp.Diff(want, out); diff != "" || errs != "" || status != 1 {
		t.Errorf("status %d %s(-want +got):\n%s", status, errs, diff)
	}
	if got := escapeData.Replace("100%\n"); got != "100%25%0A" {
		t.Errorf("escaped: %q", got)
	}
}

func TestLintPrintsSARIF(t *testing.T) {
	inDirectory(t, map[string]string{"a b.json": questionable})
	out, errs, status := slacheck(t, "", "lint", "-format", "sarif", "-strict", "a b.json")
	var log sarifLog
	if err := json.Unmarshal([]byte(out), &log); err != nil || errs != "" || status != 1 {
		t.Fatalf("status %d, %v: %s", status, err, errs)
	}
	if len(log.Runs) != 1 || len(log.Runs[0].Results) != 1 || len(log.Runs[0].Tool.Driver.Rules) != len(lint.Rules()) {
		t.Fatal(out)
	}
	run := log.Runs[0]
	r := run.Results[0]
	at := r.Locations[0]
	if r.RuleID != "target-order" || run.Tool.Driver.Rules[r.RuleIndex].ID != "target-order" || r.Level != "warning" ||
		at.Physical.Artifact.URI != "a%20b.json" || at.Physical.Region.StartLine != 4 || at.Logical[0].Name != "policies[0].targets.first_response" {
		t.Errorf("result %+v", r)
	}
	out, _, _ = slacheck(t, "", "lint", "-format", "sarif", "-disable", "target-order", "a b.json")
	if !strings.Contains(out, `"results": []`) {
		t.Errorf("no findings: %s", out)
	}
}

// What is about a whole file, such as how many problems are not listed, has no line.
func TestLintWithoutLines(t *testing.T) {
	inDirectory(t, map[string]string{"a.json": `{"policies": [` + strings.Repeat(`{"id": "p", "targets": {"resolution": "x"}},`, 150) + `{}]}`})
	lint := func(format string) (last, out string) {
		out, errs, status := slacheck(t, "", "lint", "-format", format, "a.json")
		if status != 1 || errs != "" {
			t.Fatalf("as %s: status %d %s", format, status, errs)
		}
		lines := strings.Split(strings.TrimSpace(out), "\n")
		return lines[len(lines)-1], out
	}
	if got, _ := lint("text"); !strings.HasPrefix(got, "a.json: error: invalid: and ") || !strings.HasSuffix(got, " more problems") {
		t.Errorf("as text: %s", got)
	}
	if got, _ := lint("github"); !strings.HasPrefix(got, "::error file=a.json,title=invalid::and ") {
		t.Errorf("as annotations: %s", got)
	}
	_, out := lint("sarif")
	var log sarifLog
	if err := json.Unmarshal([]byte(out), &log); err != nil {
		t.Fatal(err)
	}
	results := log.Runs[0].Results
	if r := results[len(results)-1]; r.Locations[0].Physical.Region != nil || results[0].Locations[0].Physical.Region == nil {
		t.Errorf("as SARIF: %+v", r)
	}
}

// reportFiles are a scenario file in which one of two fails, and one with a problem.
func reportFiles(t *testing.T) {
	inDirectory(t, map[string]string{"a.json": promise(desk, notDueThen), "b.json": `{"scenarios": [{"name": "x # 1"}]}`})
}

func TestTestPrintsJUnit(t *testing.T) {
	reportFiles(t)
	out, errs, status := slacheck(t, "", "test", "-format", "junit", "a.json", "b.json")
	if status != 1 || !strings.HasPrefix(errs, "b.json:1: ") {
		t.Errorf("status %d: %s", status, errs)
	}
	var report junitReport
	if err := xml.Unmarshal([]byte(out), &report); err != nil {
		t.Fatal(err)
	}
	if report.Tests != 3 || report.Failures != 1 || report.Errors != 1 || len(report.Suites) != 2 {
		t.Fatalf("report: %s", out)
	}
	for i, want := range []junitSuite{{Name: "a.json", Tests: 2, Failures: 1}, {Name: "b.json", Tests: 1, Errors: 1}} {
		if s := report.Suites[i]; s.Name != want.Name || s.Tests != want.Tests || s.Failures != want.Failures || s.Errors != want.Errors {
			t.Errorf("suite %d: %d tests, %d failures, %d errors in %s", i, s.Tests, s.Failures, s.Errors, s.Name)
		}
	}
	failed, passed, bad := report.Suites[0].Cases[0], report.Suites[0].Cases[1], report.Suites[1].Cases[0]
	if failed.Name != "a promise" || failed.Failure == nil || !strings.Contains(failed.Failure.Text, "expected  Mon 2026-03-09 12:00") ||
		passed.Failure != nil || passed.Error != nil || bad.Error == nil || !strings.HasPrefix(bad.Error.Message, "b.json:1: ") {
		t.Errorf("report: %s", out)
	}
}

func TestTestPrintsTAP(t *testing.T) {
	reportFiles(t)
	out, _, status := slacheck(t, "", "test", "-format", "tap", "a.json", "b.json")
	want := `TAP version 14
1..3
not ok 1 - a.json: a promise
  ---
  message: |-
    line 5: scenarios[0].story[0].expect.first_response.due
      at        Mon 2026-03-09 09:00
`
	if status != 1 || !strings.HasPrefix(out, want) || !strings.Contains(out, "\nok 2 - a.json: an answer\nnot ok 3 - b.json: the file can be run\n  ---\n  message: |-\n    b.json:1: ") ||
		!strings.HasSuffix(out, "\n  ...\n") {
		t.Errorf("status %d\n%s", status, out)
	}
	if got := escapeTAP.Replace(`a\b # c`); got != `a\\b \# c` {
		t.Errorf("escaped: %s", got)
	}
}
