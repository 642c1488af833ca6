package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/policy"
)

const untidy = `{"policies":[{"targets":{"resolution":{"within":"90m"},"first_response":"1h0m0s"},"id":"p","escalations":[{"at":"breach","name":"1h0m","every":"2h","times":1}],
"when":{"field":"customer.tier","op":"in","value":["gold","platinum"]}}],"defaults":{"schedule":"desk"},
"schedules":[{"weekly":{"mon-fri":["09:00-17:00"]},"time_zone":"UTC","name":"desk"}]}`

const tidy = `{
  "schedules": [
    {"name": "desk", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}}
  ],
  "defaults": {"schedule": "desk"},
  "policies": [
    {
      "id": "p",
      "when": {"field": "customer.tier", "op": "in", "value": ["gold", "platinum"]},
      "targets": {"first_response": "1h", "resolution": "1h30m"},
      "escalations": [{"at": "breach", "name": "1h0m", "every": "2h", "times": 1}]
    }
  ]
}
`

func TestFmt(t *testing.T) {
	inDirectory(t, map[string]string{"a.json": untidy, "b.json": tidy, "bad.json": "{"})
	tests := []struct {
		name   string
		stdin  string
		args   []string
		want   string // on standard output
		status int
	}{
		{"a file", "", []string{"a.json"}, tidy, 0},
		{"the canonical form", "", []string{"b.json"}, tidy, 0},
		{"standard input", untidy, []string{"-"}, tidy, 0},
		{"a list", "", []string{"-l", "a.json", "b.json"}, "a.json\n", 1},
		{"an empty list", "", []string{"-l", "b.json"}, "", 0},
		{"an invalid file", "", []string{"bad.json", "b.json"}, tidy, 1},
		{"in place", "", []string{"-l", "-w", "a.json", "b.json"}, "a.json\n", 0},
		{"in place again", "", []string{"-l", "-w", "a.json", "b.json"}, "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, _, status := slacheck(t, tt.stdin, append([]string{"fmt"}, tt.args...)...)
			if diff := cmp.Diff(tt.want, out); diff != "" || status != tt.status {
				t.Errorf("status %d, want %d; (-want +got):\n%s", status, tt.status, diff)
			}
		})
	}
	if text, err := os.ReadFile("a.json"); err != nil || string(text) != tidy {
		t.Errorf("%v: %s", err, text)
	}
	runUsageTests(t, []usageTest{
		{"no file", "", []string{"fmt"}, 2, "fmt needs a file"},
		{"standard input in place", untidy, []string{"fmt", "-w", "-"}, 2, "-w cannot write standard input"},
		{"a compressed file in place", "", []string{"fmt", "-w", writeFile(t, "c.json.gz", gzipped(t, untidy))}, 2, "-w cannot write a file that is compressed"},
		{"an invalid file", "", []string{"fmt", "bad.json"}, 1, "bad.json:1: "},
	})
}

// A text that only looks like a duration stays as it is.
func TestFmtKeepsTexts(t *testing.T) {
	const text = `{
  "policies": [
    {
      "id": "1h0m0s",
      "targets": {"resolution": "8h0m0s"}
    }
  ]
}
`
	out, _, _ := slacheck(t, text, "fmt", "-")
	cfg, err := policy.Parse([]byte(out))
	if err != nil || cfg.Policies[0].ID != "1h0m0s" {
		t.Errorf("%v:\n%s", err, out)
	}
}

// A value is in one line if that has at most 100 characters, with a comma, and else in several. A
// list without elements is in one line wherever it is.
func TestFmtBreaksLongLines(t *testing.T) {
	text := func(n int) string {
		return `{"policies": [{"id": "p", "description": "` + strings.Repeat("é", n) + `", "targets": {"resolution": "8h"}}]}`
	}
	short := strings.Repeat("é", 32)
	for n, want := range map[int]string{
		32: "{\n  \"policies\": [\n    {\"id\": \"p\", \"description\": \"" + short + "\", \"targets\": {\"resolution\": \"8h\"}}\n  ]\n}\n",
		33: "{\n  \"policies\": [\n    {\n      \"id\": \"p\",\n      \"description\": \"é" + short + "\",\n      \"targets\": {\"resolution\": \"8h\"}\n    }\n  ]\n}\n",
	} {
		if out, errs, _ := slacheck(t, text(n), "fmt", "-"); out != want {
			t.Errorf("%d characters: %s%s\nwant %s", n, errs, out, want)
		}
	}
	for _, want := range []string{
		"{\n  \"policies\": []\n}\n",
		"{\n  \"policies\": [\n    {\"id\": \"p\", \"description\": \"a \\\"b\\\\\\\" {c,\", \"targets\": {\"resolution\": \"8h\"}, \"escalations\": []}\n  ]\n}\n",
	} {
		if out, errs, _ := slacheck(t, want, "fmt", "-"); out != want {
			t.Errorf("%s%s\nwant %s", errs, out, want)
		}
	}
}

// The canonical form means the same, and is its own canonical form.
func TestFmtConformanceCases(t *testing.T) {
	f, err := os.Open("../../testdata/conformance/evaluate.jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<24)
	n := 0
	for ; n < 300 && lines.Scan(); n++ {
		var c struct{ Config json.RawMessage }
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		once, err := canonical("", c.Config)
		if err != nil {
			t.Fatal(err)
		}
		twice, err := canonical("", once)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(once), string(twice)); diff != "" {
			t.Fatal(diff)
		}
		before, err := policy.Parse(c.Config)
		if err != nil {
			t.Fatal(err)
		}
		text, err := compactJSON(before)
		if err != nil || !same(once, text) {
			t.Fatalf("%v: %s\nhas become\n%s", err, text, once)
		}
	}
	if n == 0 {
		t.Fatal("no cases", lines.Err())
	}
}
