package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// faster is desk with half the time, under another name and ID.
var faster = strings.NewReplacer(`"2h"`, `"1h"`, `"p"`, `"p2"`).Replace(desk)

func TestDiff(t *testing.T) {
	answered := func(id string, minutes int) string {
		return fmt.Sprintf(`{"id": %q, "created_at": "2026-03-09T09:00:00Z", "events": [{"at": "2026-03-09T%02d:%02d:00Z", "type": "message", "from": "agent"}]}`+"\n", id, 9+minutes/60, minutes%60)
	}
	inDirectory(t, map[string]string{
		"old.json": desk, "new.json": faster, "none.json": `{"policies": []}`,
		"issues.jsonl": answered("a", 30) + answered("b", 90) + answered("c", 150) + issueLine("open"),
	})
	const changes = "policy p2: ID p → p2\np2: first response 2h → 1h\n"
	tests := []struct {
		name   string
		args   []string
		want   string
		status int
	}{
		{"nothing", []string{"-exit-code", "old.json", "old.json"}, "nothing changes\n", 0},
		{"changes", []string{"old.json", "new.json"}, changes, 0},
		{"changes that fail", []string{"-exit-code", "old.json", "new.json"}, changes, 1},
		{"issues", []string{"-issues", "issues.jsonl", "old.json", "new.json"},
			changes + "\nissues that change: 4 of 4\n  first response: 1 met → missed, 1 open → overdue, 4 due earlier\n", 0},
		{"nothing, for issues", []string{"-exit-code", "-issues", "issues.jsonl", "old.json", "old.json"}, "nothing changes\n\nissues that change: 0 of 4\n", 0},
		{"issues with more time", []string{"-issues", "issues.jsonl", "new.json", "old.json"},
			"policy p: ID p2 → p\np: first response 1h → 2h\n\nissues that change: 4 of 4\n  first response: 1 missed → met, 1 overdue → open, 4 due later\n", 0},
		{"issues that do not change", []string{"-issues", "issues.jsonl", "old.json", "old.json"}, "nothing changes\n\nissues that change: 0 of 4\n", 0},
		{"issues that lose their promises", []string{"-issues", "issues.jsonl", "-as-of", "created", "old.json", "none.json"},
			"schedule desk: removed: mon-fri 09:00-17:00 in UTC\npolicy p: removed: for all issues; first response: 2h on desk\n" +
				"\nissues that change: 4 of 4\n  first response: 4 open → none\n", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, errs, status := slacheck(t, "", append([]string{"diff"}, tt.args...)...)
			if diff := cmp.Diff(tt.want, out); diff != "" || errs != "" || status != tt.status {
				t.Errorf("status %d, want %d; %s(-want +got):\n%s", status, tt.status, errs, diff)
			}
		})
	}

	out, _, _ := slacheck(t, "", "diff", "-format", "json", "-issues", "issues.jsonl", "old.json", "new.json")
	var report diffReport
	if err := json.Unmarshal([]byte(out), &report); err != nil || len(report.Changes) != 2 || report.Changes[1].After != "1h" ||
		report.Issues.Changed != 4 || report.Issues.Metrics[0].Outcomes["met → missed"] != 1 {
		t.Errorf("%v: %s", err, out)
	}
	out, _, _ = slacheck(t, "", "diff", "-format", "json", "old.json", "old.json")
	if out != "{\n  \"changes\": []\n}\n" {
		t.Errorf("nothing changes: %s", out)
	}
}

// Where every policy has clocks of its own, those of a renamed one are the same clocks.
func TestDiffOfEachPolicy(t *testing.T) {
	each := func(config string) string { return `{"match": "each",` + strings.TrimPrefix(config, "{") }
	inDirectory(t, map[string]string{"old.json": each(desk), "new.json": each(faster), "issues.jsonl": issueLine("a")})
	out, _, _ := slacheck(t, "", "diff", "-issues", "issues.jsonl", "old.json", "new.json")
	if want := "issues that change: 1 of 1\n  first response: 1 open → overdue, 1 due earlier\n"; !strings.HasSuffix(out, want) {
		t.Errorf("got %s\nwant %s", out, want)
	}
	// The clocks of two policies are told apart, although both are the first ones of their metric.
	two := func(config string) string {
		return strings.Replace(each(config), `"policies": [`, `"policies": [{"id": "q", "schedule": "desk", "targets": {"first_response": "3h"}}, `, 1)
	}
	inDirectory(t, map[string]string{"old.json": two(desk), "new.json": two(faster), "issues.jsonl": issueLine("a")})
	for args, want := range map[[2]string]string{
		{"old.json", "new.json"}: "issues that change: 1 of 1\n  first response: 1 open → overdue, 1 due earlier\n",
		{"old.json", "old.json"}: "issues that change: 0 of 1\n",
	} {
		if out, _, _ := slacheck(t, "", "diff", "-issues", "issues.jsonl", args[0], args[1]); !strings.HasSuffix(out, want) {
			t.Errorf("%v: got %s\nwant %s", args, out, want)
		}
	}
}

func TestDiffReportsProblems(t *testing.T) {
	inDirectory(t, map[string]string{"a.json": desk, "bad.json": "{\n\"polices\": []}", "issues.jsonl": issueLine("a") + "{\"id\": 1}\n"})
	runUsageTests(t, []usageTest{
		{"one configuration", "", []string{"diff", "a.json"}, 2, "diff takes two configurations"},
		{"a missing file", "", []string{"diff", "a.json", "none.json"}, 2, "none.json"},
		{"two bad configurations", "", []string{"diff", "bad.json", "bad.json"}, 1, "bad.json:2: polices: unknown field; did you mean \"policies\"?\nbad.json:2: polices"},
		{"an unknown format", "", []string{"diff", "-format", "yaml", "a.json", "a.json"}, 2, "is neither text nor json"},
		{"a bad instant", "", []string{"diff", "-as-of", "then", "a.json", "a.json"}, 2, "-as-of: "},
		{"missing issues", "", []string{"diff", "-issues", "none.jsonl", "a.json", "a.json"}, 2, "none.jsonl"},
		{"a bad issue", "", []string{"diff", "-issues", "issues.jsonl", "a.json", "a.json"}, 1, "issues.jsonl:2: id: must be a text"},
		{"and the others", "", []string{"diff", "-issues", "issues.jsonl", "a.json", "a.json"}, 1, "issues that change: 0 of 1"},
	})
}
