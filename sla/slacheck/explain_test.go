package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestExplainPrintsWordsAndDraws(t *testing.T) {
	config := writeFile(t, "config.json", []byte(desk))
	picture := filepath.Join(t.TempDir(), "a.svg")
	out, errs, status := slacheck(t, issueLine("a"), "explain", "-config", config, "-svg", picture, "-")
	want := `a as of Mon 9 Mar 2026 15:00 UTC

First response: running, at risk
  Mon 9 Mar 13:30 UTC  started: the customer created the issue; policy p gives 2h of support hours on desk
  Mon 9 Mar 13:30 UTC  counted 1h 30m of support hours until Mon 9 Mar 15:00 UTC: 1h 30m in all
  Mon 9 Mar 14:30 UTC  step 50%
  Due on Monday 9 March 15:30 UTC: 1h 30m of 2h of support hours have passed since the customer created the issue on Monday 9 March 13:30 UTC, 30m are left.

Policies
  p is in force for first response
`
	if status != 0 || !strings.HasPrefix(out, want) {
		t.Errorf("status %d %s\n got %swant %s", status, errs, out, want)
	}
	if svg, err := os.ReadFile(picture); err != nil || !strings.HasPrefix(string(svg), "<svg") {
		t.Errorf("%v: %.100s", err, svg)
	}
}

func TestExplainDrawsAPart(t *testing.T) {
	config := writeFile(t, "config.json", []byte(desk))
	picture := filepath.Join(t.TempDir(), "a.svg")
	_, errs, status := slacheck(t, issueLine("a"), "explain", "-config", config, "-as-of", "2026-03-09T15:00:00Z", "-svg", picture,
		"-svg-width", "400", "-svg-metrics", "resolution,next_response", "-svg-from", "2026-03-09T14:00:00Z", "-svg-until", "2026-03-09T16:00:00Z", "-svg-cycles", "-")
	svg, err := os.ReadFile(picture)
	if status != 0 || err != nil || !strings.Contains(string(svg), `width="400"`) || strings.Contains(string(svg), ">First response</text>") {
		t.Errorf("status %d %s %v\n%s", status, errs, err, svg)
	}
}

func TestExplainPrintsJSON(t *testing.T) {
	config := writeFile(t, "config.json", []byte(desk))
	file := writeFile(t, "issue.json.gz", gzipped(t, issueLine("a")))
	out, errs, status := slacheck(t, "", "explain", "-config", config, "-as-of", "created", "-json", file)
	if status != 0 || !json.Valid([]byte(out)) || !strings.Contains(out, `"as_of": "2026-03-09T13:30:00Z"`) {
		t.Errorf("status %d %s\n got %s", status, errs, out)
	}
}

func TestExplainReportsProblems(t *testing.T) {
	config := writeFile(t, "config.json", []byte(desk))
	runUsageTests(t, []usageTest{
		{"no configuration", "", []string{"explain", "-"}, 2, "explain needs -config"},
		{"no file", "", []string{"explain", "-config", config}, 2, "explain needs a file"},
		{"a flag after the file", "", []string{"explain", "-config", config, "a", "-json"}, 2, "-json must come before a"},
		{"two files", "", []string{"explain", "-config", config, "a", "b"}, 2, "explain takes one file"},
		{"a bad instant", "", []string{"explain", "-config", config, "-as-of", "noon", "-"}, 2, "-as-of: "},
		{"an unknown flag", "", []string{"explain", "-picture", "x"}, 2, "-picture"},
		{"a missing configuration", "", []string{"explain", "-config", "none.json", "-"}, 2, "none.json"},
		{"a missing file", "", []string{"explain", "-config", config, "none.json"}, 2, "none.json"},
		{"a bad document", "{\n\"id\": 1}", []string{"explain", "-config", config, "-"}, 1, "-:2: id: must be a text"},
		{"a bad issue", `{"id":"a","created_at":"2026-03-09T13:30:00Z","created_by":"customer","events":[{"at":"2026-03-01T00:00:00Z","type":"note"}]}`, []string{"explain", "-config", config, "-"}, 1, "events[0].at: event at 2026-03-01T00:00:00Z is before the creation"},
		{"a bad issue over several lines", "{\n\"id\": \"a\",\n\"created_by\": \"me\"\n}", []string{"explain", "-config", config, "-"}, 1, "-:1: created_at: is required\n-:3: created_by: unknown party"},
		{"a bad issue in another document", "{\"truth\": 1,\n\"issue\": {\"created_at\": \"2026-03-09T13:30:00Z\",\n\"created_by\": \"me\"}}", []string{"explain", "-config", config, "-"}, 1, "-:3: created_by: unknown party"},
		{"an instant out of range", issueLine("a"), []string{"explain", "-config", config, "-as-of", "2400-01-01T00:00:00Z", "-"}, 2, "-as-of: 2400-01-01T00:00:00Z is not from 1900"},
		{"a picture that cannot be written", issueLine("a"), []string{"explain", "-config", config, "-svg", "/nowhere/a.svg", "-"}, 2, "/nowhere/a.svg"},
		{"a bad instant of a picture", issueLine("a"), []string{"explain", "-config", config, "-svg", "a.svg", "-svg-from", "noon", "-"}, 2, "-svg-from: "},
		{"help", "", []string{"explain", "-h"}, 0, "-svg"},
	})
}

// The README shows what the command prints and the picture that it draws.
func TestREADMEShowsExplain(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	picture := filepath.Join(t.TempDir(), "why.svg")
	out, errs, status := slacheck(t, "", "explain", "-config", "../../examples/explain/config.json", "-as-of", "2026-05-26T17:00:00-04:00", "-svg", picture, "../../examples/explain/issue.json")
	if status != 0 {
		t.Fatal(errs)
	}
	_, shown, _ := strings.Cut(string(readme), "examples/explain/issue.json\n…\n")
	shown, _, _ = strings.Cut(shown, "…\n")
	if shown == "" || !strings.Contains(out, shown) {
		t.Errorf("the command prints\n%s\nthe README shows\n%s", out, shown)
	}
	got, err := os.ReadFile(picture)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../../examples/explain/why.svg")
	if err != nil || string(got) != string(want) {
		t.Errorf("%v: examples/explain/why.svg is not what the command draws", err)
	}
}
