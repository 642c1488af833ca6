package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// answeredLine returns the line of an issue of an assignee that was created at nine on a day of
// March 2026 and answered some minutes later.
func answeredLine(id, assignee string, day, minutes int) string {
	return fmt.Sprintf(`{"id":%q,"created_at":"2026-03-%02dT09:00:00Z","attributes":{"assignee":%q},"events":[{"at":"2026-03-%02dT%02d:%02d:00Z","type":"message","from":"agent"}]}`+"\n",
		id, day, assignee, day, 9+minutes/60, minutes%60)
}

// team is a month of two people.
var team = answeredLine("a", "ann", 2, 30) + answeredLine("b", "ann", 3, 115) + answeredLine("c", "bo", 9, 180) + answeredLine("d", "bo", 10, 60)

func TestReportGroupsIssues(t *testing.T) {
	config := writeFile(t, "c.json", []byte(desk))
	out, errs, status := slacheck(t, team, "report", "-config", config, "-as-of", "2026-03-31T00:00:00Z", "-by", "assignee", "-")
	want := `
assignee  clocks  issues  met  missed  overdue  open  dropped  void    rate  95% interval  near  elapsed p50  elapsed p90  late p90  paused
ann            2       2    2       0        0     0        0     0  100.0%        34–100     1          30m       1h 55m         –    0.0%
bo             2       2    1       1        0     0        0     0   50.0%          9–91     0           1h           3h        1h    0.0%
total          4       4    3       1        0     0        0     0   75.0%         30–95     1           1h           3h        1h    0.0%
`[1:]
	if status != 0 || out != want {
		t.Errorf("status %d %s\n got %s\nwant %s", status, errs, out, want)
	}
}

func TestReportTakesAllOfARequest(t *testing.T) {
	config := writeFile(t, "c.json", []byte(desk))
	args := []string{"report", "-config", config, "-as-of", "2026-03-31T00:00:00Z", "-format", "csv",
		"-by", "decided.week,outcome", "-metrics", "first_response", "-where", `{"field": "assignee", "op": "eq", "value": "bo"}`,
		"-on", "started", "-from", "2026-03-01", "-until", "2026-03-10", "-zone", "Europe/Berlin",
		"-unit", "issue", "-denominator", "completed", "-near", "20%", "-goal", "95%", "-"}
	out, errs, status := slacheck(t, team, args...)
	lines := strings.Split(out, "\n")
	if status != 0 || len(lines) != 4 || !strings.HasPrefix(lines[0], "decided.week,outcome,clocks,") || !strings.HasPrefix(lines[1], "2026-W11,missed,1,1,0,1,0,0,0,0,0,") || !strings.HasSuffix(lines[1], ",false,-1") {
		t.Errorf("status %d %s\n%s", status, errs, out)
	}
	request := writeFile(t, "r.json", []byte(`{"by": ["decided.week", "outcome"], "metrics": ["first_response"], "where": {"field": "assignee", "op": "eq", "value": "bo"},
		"on": "started", "from": "2026-02-28T23:00:00Z", "until": "2026-03-09T23:00:00Z", "zone": "Europe/Berlin", "unit": "issue", "denominator": "completed", "near": "20%", "goal": "95%"}`))
	same, errs, status := slacheck(t, team, "report", "-config", config, "-as-of", "2026-03-31T00:00:00Z", "-format", "csv", "-request", request, "-")
	if status != 0 || same != out {
		t.Errorf("from a file: status %d %s\n%s", status, errs, same)
	}
}

// Dates of -from and -until begin in the zone of the report.
func TestDatesBeginInTheZone(t *testing.T) {
	config := writeFile(t, "c.json", []byte(desk))
	const late = `{"id":"late","created_at":"2026-03-08T23:30:00Z"}` + "\n" // the ninth in Berlin
	for _, tt := range []struct {
		flags []string
		want  string
	}{{nil, "total 1"}, {[]string{"-zone", "UTC"}, "total 1"}, {[]string{"-zone", "Europe/Berlin"}, "total 0"}} {
		args := append([]string{"report", "-config", config, "-as-of", "2026-03-31T00:00:00Z", "-by", "metric", "-on", "started", "-until", "2026-03-09"}, tt.flags...)
		out, errs, status := slacheck(t, late, append(args, "-")...)
		if got := strings.Join(strings.Fields(out), " "); status != 0 || !strings.Contains(got, tt.want+" ") {
			t.Errorf("%q: status %d %s%s, want %s", tt.flags, status, errs, out, tt.want)
		}
	}
}

// A dimension that no issue has a value of is suspicious, unless there is no issue.
func TestReportTellsOfDimensionsWithoutValues(t *testing.T) {
	config := writeFile(t, "c.json", []byte(desk))
	for assignee, want := range map[string]bool{"bo": true, "cy": false} {
		_, errs, status := slacheck(t, team, "report", "-config", config, "-as-of", "2026-03-31T00:00:00Z", "-by", "colour", "-where", `{"field": "assignee", "op": "eq", "value": "`+assignee+`"}`, "-")
		if got := strings.Contains(errs, `"colour" has no value in any issue`); status != 0 || got != want {
			t.Errorf("issues of %s: status %d %s", assignee, status, errs)
		}
	}
}

func TestReportListsTheWorst(t *testing.T) {
	config := writeFile(t, "c.json", []byte(desk))
	out, errs, status := slacheck(t, team, "report", "-config", config, "-as-of", "2026-03-31T00:00:00Z", "-worst", "1", "-")
	want := `
issue  metric          cycle  policy  outcome  target  left
c      first_response      1  p       missed       2h   -1h
b      first_response      1  p       met          2h    5m
`[1:]
	if status != 0 || !strings.HasSuffix(out, "\nThe worst:\n\n"+want) {
		t.Errorf("status %d %s\n%s", status, errs, out)
	}
}

func TestPagesListTheWorst(t *testing.T) {
	config := writeFile(t, "c.json", []byte(desk))
	args := []string{"report", "-config", config, "-as-of", "2026-03-31T00:00:00Z", "-format", "html", "-by", "assignee"}
	page, errs, status := slacheck(t, team, append(args, "-worst", "1", "-")...)
	if status != 0 || !strings.Contains(page, ">The worst</h2>") || !strings.Contains(page, "-1h") {
		t.Errorf("status %d %s\n%s", status, errs, page)
	}
	page, errs, status = slacheck(t, team, append(args, "-")...)
	if status != 0 || strings.Contains(page, "The worst") || strings.Contains(page, "Pauses worth a look") {
		t.Errorf("without -worst: status %d %s\n%s", status, errs, page)
	}
}

func TestReportListsPauses(t *testing.T) {
	config := writeFile(t, "c.json", []byte(strings.Replace(desk, `"first_response": "2h"`, `"resolution": "2h"`, 1)))
	issues := `{"id":"a","created_at":"2026-03-02T09:00:00Z","events":[{"at":"2026-03-02T10:00:00Z","type":"update","set":{"status":"pending"}}]}
{"id":"b","created_at":"2026-03-02T09:00:00Z","events":[{"at":"2026-03-02T10:00:00Z","type":"update","set":{"status":"resolved"}}]}
`
	args := []string{"report", "-config", config, "-as-of", "2026-03-04T00:00:00Z", "-worst", "1", "-"}
	out, errs, status := slacheck(t, issues, args...)
	want := `
Pauses worth a look:

issue  metric      cycle  policy  outcome  paused  of life  unanswered  ongoing  why
a      resolution      1  p       open        38h    97.4%         38h      38h  paused while the customer waited for an answer; paused for more than half of its life
`
	if status != 0 || !strings.HasSuffix(out, want) || strings.Contains(out, "The worst:") {
		t.Errorf("status %d %s\n%s", status, errs, out)
	}
	out, errs, status = slacheck(t, issues, slices.Insert(args, 1, "-format", "markdown")...)
	if status != 0 || !strings.Contains(out, "\nPauses worth a look:\n\n| issue | metric | cycle |") {
		t.Errorf("status %d %s\n%s", status, errs, out)
	}
}

func TestReportRefusesBadRequests(t *testing.T) {
	config := writeFile(t, "c.json", []byte(desk))
	if _, errs, _ := slacheck(t, team, "report", "-config", config, "-by", "decided.weeks", "-goal", "95", "-"); strings.Contains(errs, "more problems") {
		t.Errorf("both problems are listed, and more: %s", errs)
	}
	runUsageTests(t, []usageTest{
		{"dimensions", team, []string{"report", "-config", config, "-by", "decided.weeks,metric@end", "-"}, 2, "slacheck: -by: unknown dimension \"decided.weeks\""},
		{"every problem", team, []string{"report", "-config", config, "-by", "decided.weeks", "-goal", "95", "-"}, 2, "\nslacheck: -goal: "},
		{"very many problems", team, []string{"report", "-config", config, "-by", strings.Repeat("7,", 500) + "7", "-"}, 2, "\nslacheck: and "},
		{"an issue of several lines", "{\n\"id\": \"a\"}\n", []string{"report", "-config", config, "-"}, 1, `-:1: expected a field name in quotes; a line is one issue: write each on a line of its own`},
		{"where", team, []string{"report", "-config", config, "-where", "priority=high", "-"}, 2, "-where: write a condition in JSON"},
		{"a format", team, []string{"report", "-config", config, "-format", "xml", "-"}, 2, `-format: "xml" is none of text, json, csv, markdown, html, svg and part`},
		{"another present for each issue", team, []string{"report", "-config", config, "-as-of", "created", "-"}, 2, `-as-of: "created" is a different instant for each issue`},
		{"a date as the present", team, []string{"report", "-config", config, "-as-of", "2026-03-01", "-"}, 2, `such as "2026-03-06T21:30:00Z" or "now"; for the beginning of that day in UTC, write 2026-03-01T00:00:00Z`},
		{"a file and flags", team, []string{"report", "-config", config, "-request", config, "-by", "metric", "-"}, 2, "exclude each other"},
		{"no field", team, []string{"held", "-config", config, "-"}, 2, "held needs -field"},
		{"no goal", team, []string{"targets", "-config", config, "-"}, 2, "targets needs -goal"},
		{"a bad goal", team, []string{"targets", "-config", config, "-goal", "95", "-"}, 2, `slacheck: -goal: "95" is not a percentage`},
		{"a field of a file", team, []string{"report", "-config", config, "-request", config, "-"}, 1, "c.json:"},
		{"an operator", team, []string{"report", "-config", config, "-where", `{"field": "priority", "op": "is", "value": "high"}`, "-"}, 2, "-where: op: unknown operator"},
		{"no proposal", team, []string{"whatif", "-config", config, "-"}, 2, "whatif needs -proposed"},
		{"an empty directory", "", []string{"report", "-config", config, t.TempDir()}, 2, "has no *.jsonl"},
		{"a part of nothing", "{}", []string{"merge", "-"}, 1, "-: is not a part, as report"},
	})
}

func TestReportNotesWhatIsEmpty(t *testing.T) {
	config := writeFile(t, "c.json", []byte(desk))
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"report", "-by", "assignee"}, ""},
		{[]string{"report", "-by", "assignee,asignee"}, "slacheck: \"asignee\" has no value in any issue\n"},
		{[]string{"report", "-by", "metrc"}, "slacheck: \"metrc\" has no value in any issue; did you mean \"metric\"?\n"},
		{[]string{"report", "-by", "week"}, "slacheck: \"week\" has no value in any issue; for a part of the calendar, name an instant, as in \"created.week\" or \"decided.week\"\n"},
		{[]string{"report", "-metrics", "resolution"}, "slacheck: no promise matches\n"},
		{[]string{"report", "-by", "week", "-format", "part"}, ""},
		{[]string{"held", "-field", "asignee"}, "slacheck: \"asignee\" has no value in any issue\n"},
		{[]string{"targets", "-goal", "95%", "-by", "asignee"}, "slacheck: \"asignee\" has no value in any issue\n"},
	} {
		args := append(tt.args, "-config", config, "-as-of", "2026-03-31T00:00:00Z", "-")
		if _, errs, status := slacheck(t, team, args...); status != 0 || errs != tt.want {
			t.Errorf("%q: status %d, %q, want %q", tt.args, status, errs, tt.want)
		}
	}
}

func TestReportLeavesOutBadLines(t *testing.T) {
	config := writeFile(t, "c.json", []byte(desk))
	out, errs, status := slacheck(t, team+"nonsense\n", "report", "-config", config, "-as-of", "2026-03-31T00:00:00Z", "-")
	if status != 1 || !strings.Contains(errs, "-:5: unexpected") || !strings.Contains(errs, "1 of 5 issues are left out") || !strings.Contains(out, "     4 ") {
		t.Errorf("status %d\n%s%s", status, out, errs)
	}
}

func TestReportReadsDirectories(t *testing.T) {
	config := writeFile(t, "c.json", []byte(desk))
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "march"), 0o700); err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(team, "\n")
	for name, data := range map[string][]byte{
		"a.jsonl": []byte(lines[0] + lines[1]), "march/b.jsonl.gz": gzipped(t, lines[2]+lines[3]), "notes.txt": []byte("not issues"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	args := []string{"report", "-config", config, "-as-of", "2026-03-31T00:00:00Z", "-format", "json"}
	out, errs, status := slacheck(t, "", append(args, dir)...)
	want, _, _ := slacheck(t, team, append(args, "-")...)
	if status != 0 || out != want {
		t.Errorf("status %d %s\n%s", status, errs, out)
	}
}

func TestHeldAndTargets(t *testing.T) {
	config := writeFile(t, "c.json", []byte(desk))
	tests := []struct {
		args []string
		want string
	}{
		{[]string{"held", "-field", "assignee"}, `
assignee  clocks    held  share  breached
bo             2      4h  62.3%         1
ann            2  2h 25m  37.6%         0
`},
		{[]string{"targets", "-goal", "75%", "-ladder", "1h,90m,2h,4h"}, `
metric            now  95% interval  target   then  95% interval   exact
first_response  75.0%         30–95      2h  75.0%         30–95  1h 55m
`},
	}
	for _, tt := range tests {
		args := append(tt.args, "-config", config, "-as-of", "2026-03-31T00:00:00Z", "-")
		if out, errs, status := slacheck(t, team, args...); status != 0 || out != tt.want[1:] {
			t.Errorf("%s: status %d %s\n got %s\nwant %s", tt.args, status, errs, out, tt.want[1:])
		}
	}
}

func TestMergeJoinsParts(t *testing.T) {
	config := writeFile(t, "c.json", []byte(desk))
	shorter := writeFile(t, "s.json", []byte(strings.Replace(desk, "2h", "1h", 1)))
	lines := strings.SplitAfter(team, "\n")
	for _, kind := range [][]string{
		{"report", "-by", "assignee", "-goal", "90%"}, {"held", "-field", "assignee"}, {"targets", "-goal", "75%"}, {"whatif", "-proposed", shorter, "-by", "assignee", "-show", "0"},
	} {
		args := append(kind, "-config", config, "-as-of", "2026-03-31T00:00:00Z")
		part := func(in string) string {
			out, errs, status := slacheck(t, in, append(args, "-format", "part", "-")...)
			if status != 0 {
				t.Fatalf("%s: status %d %s", kind, status, errs)
			}
			return writeFile(t, "part.json", []byte(out))
		}
		a, b := part(lines[0]+lines[2]), part(lines[3]+lines[1])
		for _, format := range []string{"text", "json", "csv", "markdown", "part"} {
			want, _, _ := slacheck(t, team, append(args, "-format", format, "-")...)
			got, errs, status := slacheck(t, "", "merge", "-format", format, b, a)
			if format == "json" && kind[0] == "whatif" { // a merged one has no flips
				_, want, _ = strings.Cut(want, `],"current"`)
				_, got, _ = strings.Cut(got, `],"current"`)
			}
			if status != 0 || got != want {
				t.Errorf("%s as %s: status %d %s\n got %s\nwant %s", kind, format, status, errs, got, want)
			}
		}
	}
	other, _, _ := slacheck(t, team, "held", "-field", "assignee", "-config", config, "-format", "part", "-")
	mine, _, _ := slacheck(t, team, "held", "-field", "priority", "-config", config, "-format", "part", "-")
	_, errs, status := slacheck(t, "", "merge", writeFile(t, "a", []byte(mine)), writeFile(t, "b", []byte(other)))
	if status != 1 || !strings.Contains(errs, "made for another configuration, instant or request") {
		t.Errorf("status %d %s", status, errs)
	}
}

func TestWhatifComparesConfigurations(t *testing.T) {
	config := writeFile(t, "c.json", []byte(desk))
	shorter := writeFile(t, "s.json", []byte(strings.Replace(desk, "2h", "1h", 1)))
	flips := filepath.Join(t.TempDir(), "flips.csv")
	args := []string{"whatif", "-config", config, "-proposed", shorter, "-as-of", "2026-03-31T00:00:00Z", "-by", "assignee", "-flips", flips}
	out, errs, status := slacheck(t, team, append(args, "-")...)
	want := `
4 issues. Behaviour is taken as it was: under other promises, people might have acted otherwise.

total          current  proposed  change
clocks               4         4       0
met                  3         2      -1
missed               1         2      +1
overdue              0         0       0
open                 0         0       0
dropped              0         0       0
void                 0         0       0
rate             75.0%     50.0%   -25.0
near misses          1         1       0
breach alerts        1         2      +1
escalations          2         3      +1

By group:
assignee  clocks  proposed clocks    rate  proposed rate  change
ann            2                2  100.0%          50.0%   -50.0
bo             2                2   50.0%          50.0%    +0.0

What flips:
was  becomes  clocks
met  missed        1

Flips:
issue  metric          cycle  policy  started at            was  becomes  why
b      first_response      1  p       2026-03-03T09:00:00Z  met  missed   a shorter target: 1h in place of 2h
`[1:]
	if status != 0 || out != want {
		t.Errorf("status %d %s\n got %s\nwant %s", status, errs, out, want)
	}
	text, err := os.ReadFile(flips)
	if err != nil || string(text) != "issue,metric,cycle,policy,started_at,was,becomes,why\nb,first_response,1,p,2026-03-03T09:00:00Z,met,missed,a shorter target: 1h in place of 2h\n" {
		t.Errorf("%v\n%s", err, text)
	}
	for _, tt := range []struct {
		args  []string
		first string
	}{
		{append(args, "-format", "csv", "-"), "assignee,"},
		{append(args[:7:7], "-format", "csv", "-"), "total,"},
	} {
		if out, errs, _ := slacheck(t, team, tt.args...); !strings.HasPrefix(out, tt.first) {
			t.Errorf("%q does not begin with %s: %s%s", tt.args, tt.first, errs, out)
		}
	}
	if _, errs, status := slacheck(t, team+"{}\n", append(args, "-")...); status != 1 || !strings.Contains(errs, "1 of 5 issues are left out") {
		t.Errorf("with a line that is no issue: status %d %s", status, errs)
	}
	out, _, _ = slacheck(t, team, append(args, "-format", "json", "-")...)
	if !strings.HasPrefix(out, `{"flips":[{"issue":"b","metric":"first_response","cycle":1,"policy":"p","started_at":"2026-03-03T09:00:00Z","was":"met","becomes":"missed"}],"current":{"as_of":`) ||
		!strings.HasSuffix(out, `"alerts":{"current":{"breached":1,"escalated":2},"proposed":{"breached":2,"escalated":3}},"idle":{"current":[],"proposed":[]}}`+"\n") {
		t.Errorf("%s", out)
	}
}
