package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestEvalEvaluatesAsOfAnInstant(t *testing.T) {
	config := writeFile(t, "config.json", []byte(desk))
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

func TestEvalKeepsTheOrderOfTheInput(t *testing.T) {
	var plain, zipped strings.Builder
	const n = 5000
	for i := range n {
		plain.WriteString(issueLine(fmt.Sprint("plain-", i)))
		fmt.Fprintf(&zipped, `{"truth":{"x":[1,null]},"issue":%s}`+"\n\n", strings.TrimSpace(issueLine(fmt.Sprint("zipped-", i))))
	}
	out, errs, status := slacheck(t, "", "eval", "-config", writeFile(t, "c.json", []byte(desk)),
		writeFile(t, "plain.jsonl", []byte(plain.String())), writeFile(t, "zipped.jsonl.gz", gzipped(t, zipped.String())))
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

// A line may be longer than what is read at once.
func TestEvalReadsLongLines(t *testing.T) {
	long := `{"truth":"` + strings.Repeat("x", 2*batchBytes) + `","issue":{"id":"long","created_at":"2026-03-09T13:30:00Z"}}` + "\n"
	out, errs, status := slacheck(t, long+issueLine("a")+long, "eval", "-config", writeFile(t, "c.json", []byte(desk)), "-")
	if status != 0 || strings.Count(out, "\n") != 3 || strings.Count(out, `"issue":"long"`) != 2 {
		t.Errorf("status %d %s%s", status, errs, out)
	}
}

func TestEvalReportsBadLinesAndGoesOn(t *testing.T) {
	in := issueLine("a") + "\n" +
		`{"id":"b","created_at":"2026-03-09T13:30:00Z","events":[{"at":"2026-03-09T12:00:00Z","type":"note"},{"at":"2026-03-09T14:00:00Z","type":"message"}]}` + "\n" +
		"not json\n" +
		issueLine("c")
	out, errs, status := slacheck(t, in, "eval", "-config", writeFile(t, "c.json", []byte(desk)), "-")
	if status != 1 {
		t.Errorf("status %d, want 1", status)
	}
	if n := strings.Count(out, "\n"); n != 2 || !strings.Contains(out, `"issue":"a"`) || !strings.Contains(out, `"issue":"c"`) {
		t.Errorf("the other lines are missing:\n%s", out)
	}
	for _, want := range []string{
		"-:3: events[0].at: event at 2026-03-09T12:00:00Z is before the creation",
		"-:3: events[1].from: is required",
		"-:4: unexpected \"not\"\n", // without a hint, as it is no object
	} {
		if !strings.Contains(errs, want) {
			t.Errorf("standard error does not contain %q:\n%s", want, errs)
		}
	}
}

func TestEvalRejectsTwoIssuesOnALine(t *testing.T) {
	one := strings.TrimSpace(issueLine("a"))
	_, errs, status := slacheck(t, `{"issue":`+one+`,"issue":`+one+`}`, "eval", "-config", writeFile(t, "c.json", []byte(desk)), "-")
	if status != 1 || errs != "-:1: issue: duplicate field\n" {
		t.Errorf("status %d: %s", status, errs)
	}
}

func TestEvalReadsGzippedStandardInput(t *testing.T) {
	out, errs, status := slacheck(t, string(gzipped(t, issueLine("a"))), "eval", "-config", writeFile(t, "c.json", []byte(desk)), "-")
	if status != 0 || !strings.HasPrefix(out, `{"issue":"a",`) {
		t.Errorf("status %d: %s%s", status, out, errs)
	}
}
