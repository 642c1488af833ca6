package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const desk = `{
  "schedules": [{"name": "desk", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}}],
  "policies": [{"id": "p", "schedule": "desk", "targets": {"first_response": "2h"}, "escalations": [{"at": "50%"}]}]
}`

// write puts a file into a fresh folder and returns its path.
func write(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func issueLine(id string) string {
	return fmt.Sprintf(`{"id":%q,"created_at":"2026-03-09T13:30:00Z"}`+"\n", id)
}

func TestEvalAsOf(t *testing.T) {
	config := write(t, "config.json", []byte(desk))
	const clocks = `"clocks":[{"metric":"first_response","cycle":1,"policy":"p","schedule":"desk","target":"2h0m0s","state":"running",` +
		`"breached":%t,"at_risk":%t,"started_at":"2026-03-09T13:30:00Z","due_at":"2026-03-09T15:30:00Z"%s,"elapsed":%q,"remaining":%q}]`
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"now is the default", nil,
			`{"issue":"a",` + fmt.Sprintf(clocks, false, true, "", "1h30m0s", "30m0s") + `,"next_check":"2026-03-09T15:30:00Z"}`},
		{"created", []string{"-as-of", "created"},
			`{"issue":"a",` + fmt.Sprintf(clocks, false, false, "", "0s", "2h0m0s") + `,"next_check":"2026-03-09T14:30:00Z"}`},
		{"an instant, with an offset", []string{"-as-of", "2026-03-09T16:30:00+01:00", "-transitions"},
			`{"issue":"a",` + fmt.Sprintf(clocks, true, false, `,"breached_at":"2026-03-09T15:30:00Z"`, "2h0m0s", "0s") +
				`,"transitions":[{"at":"2026-03-09T13:30:00Z","kind":"started","metric":"first_response","cycle":1,"policy":"p"},` +
				`{"at":"2026-03-09T14:30:00Z","kind":"escalated","metric":"first_response","cycle":1,"policy":"p","step":"50%","repeat":0},` +
				`{"at":"2026-03-09T15:30:00Z","kind":"breached","metric":"first_response","cycle":1,"policy":"p"}],"next_check":null}`},
		{"before the creation", []string{"-as-of", "2026-03-01T00:00:00Z", "-transitions"},
			`{"issue":"a","clocks":[],"transitions":[],"next_check":null}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			args := append(append([]string{"eval", "-config", config}, tt.args...), "-")
			out, errs, status := slacheck(t, issueLine("a"), args...)
			if status != 0 || out != tt.want+"\n" {
				t.Errorf("status %d %s\n got %swant %s", status, errs, out, tt.want)
			}
		})
	}
}

// Lines come out in the order of the input, whatever core worked on them.
func TestEvalKeepsOrder(t *testing.T) {
	var plain, zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	const n = 5000
	for i := range n {
		plain.WriteString(issueLine(fmt.Sprint("plain-", i)))
		fmt.Fprintf(z, `{"truth":{"x":[1,null]},"issue":%s}`+"\n\n", strings.TrimSpace(issueLine(fmt.Sprint("zipped-", i))))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	out, errs, status := slacheck(t, "", "eval", "-config", write(t, "c.json", []byte(desk)),
		write(t, "plain.jsonl", plain.Bytes()), write(t, "zipped.jsonl.gz", zipped.Bytes()))
	if status != 0 {
		t.Fatalf("status %d: %s", status, errs)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 2*n {
		t.Fatalf("%d lines, want %d", len(lines), 2*n)
	}
	for i, line := range lines {
		want := fmt.Sprint("plain-", i)
		if i >= n {
			want = fmt.Sprint("zipped-", i-n)
		}
		if !strings.HasPrefix(line, fmt.Sprintf(`{"issue":%q,`, want)) {
			t.Fatalf("line %d is %.60s, want issue %s", i, line, want)
		}
	}
}

func TestEvalReportsBadLines(t *testing.T) {
	in := issueLine("a") + "\n" +
		`{"id":"b","created_at":"2026-03-09T13:30:00Z","events":[{"at":"2026-03-09T12:00:00Z","type":"note"},{"at":"2026-03-09T14:00:00Z","type":"message"}]}` + "\n" +
		"not json\n" +
		issueLine("c")
	out, errs, status := slacheck(t, in, "eval", "-config", write(t, "c.json", []byte(desk)), "-")
	if status != 1 {
		t.Errorf("status %d, want 1", status)
	}
	if n := strings.Count(out, "\n"); n != 2 || !strings.Contains(out, `"issue":"a"`) || !strings.Contains(out, `"issue":"c"`) {
		t.Errorf("the other lines do not come out:\n%s", out)
	}
	for _, want := range []string{
		"-:3: events[0].at: event at 2026-03-09T12:00:00Z is before the creation",
		"-:3: events[1].from: is required",
		"-:4: unexpected \"not\"\n",
	} {
		if !strings.Contains(errs, want) {
			t.Errorf("standard error does not say %q:\n%s", want, errs)
		}
	}
}

// A line with two issues is neither.
func TestEvalTwoIssuesOnALine(t *testing.T) {
	one := strings.TrimSpace(issueLine("a"))
	_, errs, status := slacheck(t, `{"issue":`+one+`,"issue":`+one+`}`, "eval", "-config", write(t, "c.json", []byte(desk)), "-")
	if status != 1 || errs != "-:1: issue: duplicate field\n" {
		t.Errorf("status %d: %s", status, errs)
	}
}

// Standard input may be gzipped, too.
func TestEvalGzippedInput(t *testing.T) {
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	fmt.Fprint(z, issueLine("a"))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	out, errs, status := slacheck(t, zipped.String(), "eval", "-config", write(t, "c.json", []byte(desk)), "-")
	if status != 0 || !strings.HasPrefix(out, `{"issue":"a",`) {
		t.Errorf("status %d: %s%s", status, out, errs)
	}
}

func TestUsage(t *testing.T) {
	config := write(t, "c.json", []byte(desk))
	tests := []struct {
		name   string
		args   []string
		status int
		want   string
	}{
		{"no command", nil, 2, "usage:"},
		{"unknown command", []string{"evaluate"}, 2, `unknown command "evaluate"`},
		{"help", []string{"help"}, 0, "usage:"},
		{"no configuration", []string{"eval", "-"}, 2, "eval needs -config"},
		{"no file", []string{"eval", "-config", config}, 2, "eval needs a file"},
		{"no such file", []string{"eval", "-config", config, "/no/such/file"}, 1, "/no/such/file"},
		{"not a gzip file", []string{"eval", "-config", config, write(t, "x.gz", []byte("x"))}, 1, "x.gz"},
		{"no such configuration", []string{"eval", "-config", "/no/such/file", "-"}, 1, "/no/such/file"},
		{"bad configuration", []string{"eval", "-config", write(t, "bad.json", []byte("{\n\"polices\": []}")), "-"}, 1, `line 2: polices: unknown field; did you mean "policies"?`},
		{"bad instant", []string{"eval", "-config", config, "-as-of", "yesterday", "-"}, 2, `-as-of: "yesterday" is not an instant`},
		{"flags behind a file", []string{"eval", "-config", config, "-", "-as-of", "created"}, 2, "-as-of is behind a file; flags come ahead"},
		{"no flag behind two dashes", []string{"eval", "-config", config, "--", "-i.jsonl"}, 1, "-i.jsonl: no such file"},
		{"an instant that is none", []string{"eval", "-config", config, "-as-of", "0001-01-01T00:00:00Z", "-"}, 2, "is not from 1900-01-01 to 2190-01-01"},
		{"help about flags", []string{"eval", "-h"}, 0, "-transitions"},
		{"help about cases", []string{"conform", "-h"}, 0, "where op is between"},
		{"nothing to evaluate", []string{"eval", "-config", config, os.DevNull}, 0, "no issues"},
		{"nothing to conform to", []string{"conform", os.DevNull}, 1, "there are no cases"},
		{"a document over several lines", []string{"eval", "-config", config, write(t, "a.json", []byte("{\n\"id\": \"a\"\n}"))}, 1, "eval reads one issue a line"},
		{"no creation", []string{"eval", "-config", config, "-as-of", "created", write(t, "b.json", []byte(`{"id": "a"}`))}, 1, "b.json:1: created_at: is required"},
		{"unknown flag", []string{"eval", "-confg", config, "-"}, 2, "-confg"},
		{"conform without file", []string{"conform"}, 2, "conform needs a file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, errs, status := slacheck(t, issueLine("a"), tt.args...)
			if status != tt.status || !strings.Contains(out+errs, tt.want) {
				t.Errorf("status %d, want %d, and %q in:\n%s%s", status, tt.status, tt.want, out, errs)
			}
		})
	}
}
