package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/punctualgo/punctual/clock"
)

func TestExplainPrintsWordsAndDraws(t *testing.T) {
	config := writeFile(t, "config.json", []byte(desk))
	picture := filepath.Join(t.TempDir(), "a.svg")
	out, errs, status := slacheck(t, issueLine("a"), "explain", "-config", config, "-svg", picture, "-")
	want := `a as of Mon 9 Mar 2026 15:00
All times are in UTC.

First response  30m left, due Mon 9 Mar 15:30

Next
  Mon 9 Mar 15:30  first response is due

First response: 30m left, due Mon 9 Mar 15:30
  Due on Monday 9 March 15:30: 1h 30m of 2h of support hours have passed since the customer created the issue on Monday 9 March 13:30, 30m are left.
  Mon 9 Mar 13:30  started: the customer created the issue; policy p gives 2h on desk
  Mon 9 Mar 13:30  counted 1h 30m until Mon 9 Mar 15:00
  Mon 9 Mar 14:30  step 50%

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

// Flags select clocks, and say in which form to tell them.
func TestExplainTellsWhatFlagsSay(t *testing.T) {
	lives := "../../testdata/lives/"
	data, err := os.ReadFile(lives + "issues.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(data), "\n")
	for _, tt := range []struct {
		args []string
		want []string
		not  []string
	}{
		{[]string{"-summary"}, []string{"HD-1004526 as of Sat 1 Apr 2023 03:00\nAll times are in Asia/Amman.\n\nFirst response   missed by 42h 52m; assigned to nobody all the time\n"}, []string{"Policies", "started"}},
		{[]string{"-metric", "next_response"}, []string{"Next response: missed by 43h 26m\n", "Its target was 4h, and became 2h on Tue 25 Jan 2022 13:46: priority became high."}, []string{"First response", "Policies"}},
		{[]string{"-metric", "periodic_update,assignment", "-cycle", "3"}, []string{"Periodic update (3): missed by 40h 7m\n"}, []string{"Assignment", "Periodic update (4)"}},
		{[]string{"-only", "breached", "-order", "start"}, []string{"First response: missed"}, []string{"Resolution"}},
		{[]string{"-only", "open"}, []string{"No clock is selected."}, []string{"Resolution"}},
		{[]string{"-full"}, []string{"step breach, repeated (2)", "Periodic update (2): met"}, []string{"Other clocks", "…"}},
		{[]string{"-zone", "Europe/Berlin"}, []string{"as of Sat 1 Apr 2023 02:00\nAll times are in Europe/Berlin.\n", "Its schedule keeps the time of Asia/Amman."}, nil},
		{[]string{"-format", "markdown"}, []string{"# HD-1004526 as of", "\n## Agent work: missed by 61h 49m\n", "| Wed 19 Jan 2022 09:37 | breached |\n", `status became waiting\_on\_customer`}, []string{"  started"}},
		{[]string{"-format", "html"}, []string{"<!DOCTYPE html>", "<h2>Agent work: missed by 61h 49m</h2>", "prefers-color-scheme:dark", "</html>\n"}, []string{"<script", "http:"}},
		{[]string{"-format", "json", "-metric", "assignment"}, []string{`"metric": "assignment"`, `"sentence"`}, []string{`"metric": "resolution"`}},
		{[]string{"-format", "json", "-summary"}, []string{`"late": "42h52m49s"`, `"outcomes": {`}, []string{`"segments"`}},
	} {
		args := append([]string{"explain", "-config", lives + "config.json", "-as-of", "2023-04-01T00:00:00Z"}, tt.args...)
		out, errs, status := slacheck(t, lines[1], append(args, "-")...)
		if status != 0 {
			t.Fatalf("%q: status %d %s", tt.args, status, errs)
		}
		for _, part := range tt.want {
			if !strings.Contains(out, part) {
				t.Errorf("%q does not print %q:\n%s", tt.args, part, out)
			}
		}
		for _, part := range tt.not {
			if strings.Contains(out, part) {
				t.Errorf("%q prints %q:\n%s", tt.args, part, out)
			}
		}
		if tt.args[0] == "-format" && tt.args[1] == "json" && !json.Valid([]byte(out)) {
			t.Errorf("%q prints what is not JSON", tt.args)
		}
	}
}

// Clocks come in the order of their start as JSON, and else the worst first, if -order does not say
// otherwise.
func TestExplainOrdersClocks(t *testing.T) {
	lives := "../../testdata/lives/"
	data, err := os.ReadFile(lives + "issues.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	explain := func(flags ...string) string {
		args := append([]string{"explain", "-config", lives + "config.json", "-as-of", "2023-04-01T00:00:00Z"}, flags...)
		out, errs, status := slacheck(t, strings.Split(string(data), "\n")[1], append(args, "-")...)
		if status != 0 {
			t.Fatalf("%q: status %d %s", flags, status, errs)
		}
		return out
	}
	for format, order := range map[string]string{"json": "start", "text": "worst", "markdown": "worst"} {
		byDefault := explain("-format", format)
		for _, other := range []string{"start", "worst"} {
			if same := explain("-format", format, "-order", other) == byDefault; same != (other == order) {
				t.Errorf("%s: the order without -order is that with -order %s: %t", format, other, same)
			}
		}
	}
}

// The present is told without fractions of a second, and an instant that is given as it is.
func TestExplainAsOfAFraction(t *testing.T) {
	config := writeFile(t, "config.json", []byte(desk))
	for asOf, want := range map[string]string{
		"now":                    `"as_of": "2026-03-09T15:00:07Z"`,
		"2026-03-09T15:00:07.5Z": `"as_of": "2026-03-09T15:00:07.5Z"`,
	} {
		var out bytes.Buffer
		status := run([]string{"explain", "-config", config, "-as-of", asOf, "-json", "-"}, environment{
			stdin: strings.NewReader(issueLine("a")), stdout: &out, stderr: &out, present: clock.NewManual(present.Add(7500 * time.Millisecond))})
		if status != 0 || !strings.Contains(out.String(), want) {
			t.Errorf("as of %s: status %d %s", asOf, status, out.String())
		}
	}
}

func TestExplainReportsProblems(t *testing.T) {
	config := writeFile(t, "config.json", []byte(desk))
	// Each cycle of this issue reaches 64,000 steps.
	steps := strings.Repeat(`, {"at": "breach", "every": "1s", "times": 1000}`, 64)
	work := writeFile(t, "work.json", []byte(`{"policies": [{"id": "p", "targets": {"first_response": "1s"}, "escalations": [`+steps[2:]+`]}]}`))
	var events []string
	for hour := range 12 {
		events = append(events, fmt.Sprintf(`{"at": "2026-03-09T%02d:00:00Z", "type": "update", "set": {"status": "resolved"}}, {"at": "2026-03-09T%02d:30:00Z", "type": "update", "set": {"status": "open"}}, {"at": "2026-03-09T%02d:30:00Z", "type": "message", "from": "customer"}`, hour+1, hour+1, hour+1))
	}
	busy := writeFile(t, "busy.json", []byte(`{"id": "a", "created_at": "2026-03-09T00:00:00Z", "events": [`+strings.Join(events, ",")+`]}`))
	runUsageTests(t, []usageTest{
		{"a problem of no line", "", []string{"explain", "-config", work, busy}, 1, "busy.json: sla: more than 200000 transitions\n"},
		{"no configuration", "", []string{"explain", "-"}, 2, "explain needs -config"},
		{"no file", "", []string{"explain", "-config", config}, 2, "explain needs a file"},
		{"a flag after the file", "", []string{"explain", "-config", config, "a", "-json"}, 2, "-json must come before a"},
		{"two files", "", []string{"explain", "-config", config, "a", "b"}, 2, "explain takes one file"},
		{"a bad instant", "", []string{"explain", "-config", config, "-as-of", "noon", "-"}, 2, "-as-of: "},
		{"an unknown flag", "", []string{"explain", "-picture", "x"}, 2, "-picture"},
		{"an unknown metric", "", []string{"explain", "-config", config, "-metric", "resolutoin", "-"}, 2, `did you mean "resolution"?`},
		{"a bad cycle", "", []string{"explain", "-config", config, "-cycle", "-1", "-"}, 2, "-cycle must be"},
		{"only what there is not", "", []string{"explain", "-config", config, "-only", "late", "-"}, 2, "-only: \"late\" is none of breached, open"},
		{"an unknown order", "", []string{"explain", "-config", config, "-order", "end", "-"}, 2, "-order: "},
		{"an unknown format", "", []string{"explain", "-config", config, "-format", "pdf", "-"}, 2, "-format: \"pdf\" is none of text, markdown, json, html"},
		{"an unknown zone", "", []string{"explain", "-config", config, "-zone", "Berlin", "-"}, 2, "-zone: \"Berlin\" is no time zone"},
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
