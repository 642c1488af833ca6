package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// An independent reference answered the conformance cases.
func TestAllConformanceCasesPass(t *testing.T) {
	files, err := filepath.Glob("../../testdata/conformance/*.jsonl*")
	if err != nil || len(files) != 6 {
		t.Fatalf("conformance files: %q, %v", files, err)
	}
	out, errs, status := slacheck(t, "", append([]string{"conform"}, files...)...)
	if status != 0 || out != "4747 passed, 0 failed\n" {
		t.Errorf("status %d\n%s%s", status, out, errs)
	}
}

func TestConformShowsDifferences(t *testing.T) {
	stories, err := os.ReadFile("../../testdata/conformance/stories.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	wrong := strings.Replace(string(stories), `"elapsed":"3h29m0s"`, `"elapsed":"3h30m0s"`, 1)
	out, _, status := slacheck(t, wrong, "conform", "-")
	if status != 1 || !strings.HasSuffix(out, "\n46 passed, 1 failed\n") || strings.Contains(out, "not shown") {
		t.Errorf("status %d, want 1 and one failure:\n%s", status, out)
	}
	for _, want := range []string{"-:1: story-1 (A customer who chases", "3h30m0s", "3h29m0s"} {
		if !strings.Contains(out, want) {
			t.Errorf("the difference does not show %q:\n%s", want, out)
		}
	}
}

func TestConformShowsTenDifferences(t *testing.T) {
	bad := strings.Repeat(`{"id":"x","schedules":[],"schedule":"24x7","op":"open","at":"2026-01-01T00:00:00Z","want":false}`+"\n", 25)
	good := strings.Replace(bad[:strings.IndexByte(bad, '\n')+1], `"want":false`, `"want":true`, 1)
	out, _, status := slacheck(t, bad+good, "conform", "-")
	if status != 1 || !strings.HasSuffix(out, "\nmore cases failed; they are not shown\n1 passed, 25 failed\n") {
		t.Errorf("status %d:\n%s", status, out)
	}
	if n, more := strings.Count(out, "differs"), strings.Count(out, "more cases failed"); n != 10 || more != 1 {
		t.Errorf("%d differences shown and %d notes, want 10 and one", n, more)
	}
}

// Numbers of reports may differ by rounding: by a billionth, of the number if it is more than one.
func TestConformComparesNumbers(t *testing.T) {
	lines := strings.Join(strings.Split(strings.TrimSpace(team), "\n"), ",")
	want, errs, status := slacheck(t, team, "report", "-config", writeFile(t, "c.json", []byte(desk)), "-as-of", "2026-03-31T00:00:00Z", "-format", "json", "-")
	if status != 0 || !strings.Contains(want, `"clocks": 4,`) || !strings.Contains(want, `"overdue": 0,`) {
		t.Fatalf("status %d %s%s", status, errs, want)
	}
	for _, tt := range []struct {
		old, new string
		same     bool
	}{
		{`"clocks": 4,`, `"clocks": 4,`, true},
		{`"clocks": 4,`, `"clocks": 4.000000003,`, true},
		{`"clocks": 4,`, `"clocks": 4.000000005,`, false},
		{`"clocks": 4,`, `"clocks": 5,`, false},
		{`"overdue": 0,`, `"overdue": 1e-9,`, true},
		{`"overdue": 0,`, `"overdue": 1.1e-9,`, false},
	} {
		text := `{"id":"r","config":` + desk + `,"issues":[` + lines + `],"as_of":"2026-03-31T00:00:00Z","request":{},"want":` + strings.Replace(want, tt.old, tt.new, 1) + `}`
		out, _, status := slacheck(t, strings.ReplaceAll(text, "\n", "")+"\n", "conform", "-")
		if (status == 0) != tt.same || !tt.same && !strings.Contains(out, "differs") {
			t.Errorf("%s for %s: status %d %s", tt.new, tt.old, status, out)
		}
	}
}

func TestConformRunsEachOperation(t *testing.T) {
	const schedules = `"schedules":[{"name":"desk","time_zone":"America/New_York","weekly":{"mon-fri":["09:00-17:00"]}}],"schedule":"desk","at":"2026-03-06T21:00:00Z"`
	for _, tail := range []string{
		`"op":"between","until":"2026-03-09T13:30:00Z","want":"1h30m0s"`, // across a clock change
		`"op":"add","duration":"2h","want":"2026-03-09T14:00:00Z"`,
		`"op":"open","want":true`,
		`"op":"next_open","want":"2026-03-06T21:00:00Z"`,
		`"op":"next_close","want":"2026-03-06T22:00:00Z"`,
		`"op":"spans","until":"2026-03-09T14:00:00Z","want":[["2026-03-06T21:00:00Z","2026-03-06T22:00:00Z"],["2026-03-09T13:00:00Z","2026-03-09T14:00:00Z"]]`,
	} {
		if out, _, status := slacheck(t, `{"id":"h",`+schedules+`,`+tail+`}`, "conform", "-"); status != 0 {
			t.Errorf("%s:\n%s", tail, out)
		}
	}
}

func TestConformAcceptsNullForNoInstant(t *testing.T) {
	always := `{"id":"h","schedules":[],"schedule":"24x7","at":"2026-03-06T21:00:00Z","op":"next_close","want":null}`
	if out, _, status := slacheck(t, always, "conform", "-"); status != 0 {
		t.Errorf("status %d:\n%s", status, out)
	}
}

func TestConformRejectsBadCases(t *testing.T) {
	runUsageTests(t, []usageTest{
		{"an unknown operation", `{"id":"h","schedules":[],"schedule":"24x7","op":"beetween","want":"1h"}`, []string{"conform", "-"}, 1, `h: unknown op "beetween"`},
		{"an unknown schedule", `{"id":"h","schedules":[],"schedule":"desk","op":"open","want":true}`, []string{"conform", "-"}, 1, `h: no schedule "desk"`},
		{"an issue instead of a case", issueLine("a"), []string{"conform", "-"}, 1, `a: not a case: it has neither "config" nor "op"`},
		{"no cases", "", []string{"conform", os.DevNull}, 1, "no cases"},
		{"no file", "", []string{"conform"}, 2, "conform needs a file"},
	})
}

func TestConformHelpDescribesCases(t *testing.T) {
	runUsageTests(t, []usageTest{{"help", "", []string{"conform", "-h"}, 0, "where op is between"}})
}
