package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/clock"
)

func TestCheck(t *testing.T) {
	inDirectory(t, map[string]string{"a.json": `{
  "schedules": [
    {"name": "desk", "time_zone": "America/New_York", "weekly": {"mon-fri": ["09:00-17:00"]}, "holidays": [{"calendar": "us"}, {"date": "2026-03-10", "name": "Move"}]},
    {"name": "night", "time_zone": "UTC", "weekly": {"mon-fri": ["22:00-24:00"]}},
    {"name": "both", "any_of": ["desk", "night"]},
    {"name": "all", "always": true}
  ],
  "policies": [
    {"id": "gold", "name": "Gold", "when": {"field": "tier", "op": "eq", "value": "gold"}, "effective": {"from": "2027-01-01T00:00:00Z"},
     "targets": {"first_response": {"by": "priority", "values": {"urgent": "1h"}, "default": "4h"}, "resolution": {"business_days": 1, "at": "start"}}, "schedule": "desk"},
    {"id": "old", "effective": {"until": "2026-01-01T00:00:00Z"}, "targets": {"resolution": {"until": "due_date"}}},
    {"id": "rest", "targets": {"resolution": {"within": "40h", "schedule": {"by": "region", "values": {"emea": "night"}, "default": "both"}}}}
  ]
}`})
	want := `a.json: OK, 3 policies, 4 schedules
  policy gold (Gold), from 2027-01-01T00:00:00Z
    first response: 1h on desk (urgent)
    first response: 4h on desk (any other priority)
    resolution: 1 business day at the time of the start on desk
  policy old, until 2026-01-01T00:00:00Z
    resolution: until due_date on 24x7
  policy rest
    resolution: 40h on night (emea)
    resolution: 40h on both (any other region)
  schedule desk: next holidays Tue 2026-03-10 Move, Mon 2026-05-25 Memorial Day, Fri 2026-06-19 Juneteenth
  schedule night: no holidays
  schedule both: next holidays Tue 2026-03-10 Move, Mon 2026-05-25 Memorial Day, Fri 2026-06-19 Juneteenth
  schedule all: always open
`
	out, errs, status := slacheck(t, "", "check", "a.json")
	if diff := cmp.Diff(want, out); diff != "" || errs != "" || status != 0 {
		t.Errorf("status %d %s(-want +got):\n%s", status, errs, diff)
	}
}

func TestCheckReportsProblems(t *testing.T) {
	inDirectory(t, map[string]string{
		"bad.json":   "{\n\"polices\": [],\n\"match\": \"frist\"}",
		"good.json":  desk,
		"a.yaml":     "policies: []\n",
		"a.jsonc":    "{\n// none\n\"policies\": []}",
		"noted.json": "{\n/* none */\n\"policies\": []}",
	})
	runUsageTests(t, []usageTest{
		{"no file", "", []string{"check"}, 2, "check needs a file"},
		{"a missing file", "", []string{"check", "none.json"}, 2, "none.json"},
		{"all problems", "", []string{"check", "bad.json"}, 1, "bad.json:2: polices: unknown field; did you mean \"policies\"?\nbad.json:3: match: "},
		{"the others", "", []string{"check", "bad.json", "good.json"}, 1, "good.json: OK, 1 policy, 1 schedule\n"},
		{"standard input", desk, []string{"check", "-"}, 0, "-: OK"},
		{"YAML", "", []string{"check", "a.yaml"}, 1, `YAML is not read: convert it, as "yq -o=json . a.yaml" does`},
		{"JSON with comments", "", []string{"check", "a.jsonc"}, 1, `convert it, as "npx json5 a.jsonc" does`},
		{"comments", "", []string{"check", "noted.json"}, 1, `noted.json:2: expected a field name in quotes; JSON has no comments: convert the file, as "npx json5 noted.json" does`},
	})
}

// On a terminal, a caret points to the value.
func TestProblemsOnATerminal(t *testing.T) {
	long := strings.Repeat("x", 200)
	inDirectory(t, map[string]string{"a.json": "{\n\t\"match\": \"frist\",\n\t\"policies\": [{\"id\": \"é\", \"description\": \"" + long +
		"\", \"schedule\": \"dsk\", \"targets\": {\"resolution\": \"8h\"}, \"name\": \"" + long + "\"}]\n}",
		"desk.json": desk,
		"issues.jsonl": "\n{\"id\": \"a\", \"created_at\": \"2026-03-09T13:30:00Z\", \"created_by\": \"me\"}\n" +
			"{\"truth\": 1, \"issue\": {\"created_at\": \"2026-03-09T13:30:00Z\", \"created_by\": \"me\"}}\n"})
	tests := []struct {
		args []string
		want string
	}{
		{[]string{"check", "a.json"}, `a.json:2: match: unknown "frist"; must be one of first, first_per_metric, each
     2 |  "match": "frist",
       |           ^
a.json:3: policies[0].schedule: unknown schedule "dsk"
     3 | …xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "schedule": "dsk", "targets": {"resolution": "8h"}, "name": "…
       |                                                    ^
`},
		{[]string{"lint", "-disable", "no-holidays", "a.json"}, `a.json:2: error: invalid: match: unknown "frist"; must be one of first, first_per_metric, each
     2 |  "match": "frist",
       |           ^
`},
		{[]string{"eval", "-config", "desk.json", "-as-of", "created", "issues.jsonl"}, `issues.jsonl:2: created_by: unknown party "me"; it is customer, agent, bot or third_party
     2 | {"id": "a", "created_at": "2026-03-09T13:30:00Z", "created_by": "me"}
       |                                                                 ^
issues.jsonl:3: created_by: unknown party "me"; it is customer, agent, bot or third_party
     3 | {"truth": 1, "issue": {"created_at": "2026-03-09T13:30:00Z", "created_by": "me"}}
       |                                                                            ^
`},
	}
	onTerminal := func(args ...string) string {
		var out bytes.Buffer
		run(args, environment{stdin: strings.NewReader(""), stdout: &out, stderr: &out, present: clock.NewManual(present), terminal: true})
		return out.String()
	}
	for _, tt := range tests {
		if got := onTerminal(tt.args...); !strings.HasPrefix(got, tt.want) {
			t.Errorf("%v (-want +got):\n%s", tt.args, cmp.Diff(tt.want, got))
		}
	}

	// A line is shown from 50 characters before the problem if it has more than 100, and as many as
	// have room after it.
	line := func(pad int, tail string) string {
		return `{"id": "` + strings.Repeat("i", pad) + `", "created_by": "me", "created_at": "2026-03-09T13:30:00Z"` + tail + `}`
	}
	tail := `, "attributes": {"x": "` + long + `"}`
	for _, l := range []struct {
		line, before, shown string
	}{
		{line(25, tail), line(25, tail)[:50], line(25, tail)[:100] + "…"},
		{line(26, tail), line(26, tail)[:51], "…" + line(26, tail)[1:100] + "…"},
		{line(32, ""), line(32, "")[:57], line(32, "")}, // 100 characters
		{line(33, ""), line(33, "")[:51], "…" + line(33, "")[8:]},
		{`  {"id": "a"}`, "  ", `  {"id": "a"}`}, // created_at is missing
	} {
		file := writeFile(t, "i.jsonl", []byte(l.line+"\n"))
		want := fmt.Sprintf("\n     1 | %s\n       | %*s^\n", l.shown, len(l.before), "")
		if got := onTerminal("eval", "-config", "desk.json", "-as-of", "created", file); !strings.Contains(got, want) {
			t.Errorf("%s: there is no\n%s in\n%s", l.line, want, got)
		}
	}
}
