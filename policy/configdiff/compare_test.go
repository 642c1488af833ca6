package configdiff_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/policy/configdiff"
)

// parse returns a configuration of policies on the schedule "desk". What else it has goes
// ahead of the policies.
func parse(t testing.TB, rest, policies string) *policy.Config {
	t.Helper()
	if !strings.Contains(rest, `"schedules"`) {
		rest = `"schedules": [{"name": "desk", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}}], ` + rest
	}
	cfg, err := policy.Parse([]byte("{" + rest + `"policies": [` + policies + "]}"))
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

func TestComparePolicies(t *testing.T) {
	tests := []struct {
		name                string
		before, after, want string
	}{
		{"a time",
			`{"id": "p", "schedule": "desk", "targets": {"first_response": "1h"}}`,
			`{"id": "p", "schedule": "desk", "targets": {"first_response": "1h30m"}}`,
			"p: first response 1h → 1h30m\n"},
		{"a time of one choice",
			`{"id": "p", "targets": {"first_response": {"by": "priority", "values": {"urgent": "1h", "high": "2h"}, "default": "4h"}}}`,
			`{"id": "p", "targets": {"first_response": {"by": "priority", "values": {"urgent": "30m", "high": "2h"}, "default": "4h"}}}`,
			"p, urgent: first response 1h → 30m\n"},
		{"a choice in place of one time",
			`{"id": "p", "targets": {"first_response": "4h"}}`,
			`{"id": "p", "targets": {"first_response": {"by": "priority", "values": {"urgent": "1h", "low": "4h"}}}}`,
			"p, urgent: first response 4h → 1h\np, any other priority: first response removed: 4h on 24x7\n"},
		{"choices by different fields",
			`{"id": "p", "targets": {"resolution": {"by": "priority", "values": {"urgent": "1h"}, "default": "4h"}}}`,
			`{"id": "p", "targets": {"resolution": {"by": "tier", "values": {"gold": "1h"}, "default": "4h"}}}`,
			"p, urgent, any other tier: resolution 1h → 4h\np, any other priority, gold: resolution 4h → 1h\n"},
		{"another form",
			`{"id": "p", "targets": {"resolution": "8h"}}`,
			`{"id": "p", "targets": {"resolution": {"business_days": 2, "at": "12:00", "cutoff": "15:00"}}}`,
			"p: resolution 8h → 2 business days at 12:00, cutoff 15:00\n"},
		{"the same in another form",
			`{"id": "p", "targets": {"resolution": {"by": "priority", "values": {"urgent": "60m"}, "default": "1h"}}}`,
			`{"id": "p", "schedule": "24x7", "targets": {"resolution": {"within": "1h"}}}`,
			""},
		{"a schedule of all promises",
			`{"id": "p", "targets": {"first_response": "1h", "resolution": "8h"}}`,
			`{"id": "p", "schedule": "desk", "targets": {"first_response": "2h", "resolution": "8h"}}`,
			"p: first response 1h → 2h\np: schedule 24x7 → desk\n"},
		{"a schedule of one",
			`{"id": "p", "targets": {"first_response": "1h", "resolution": "8h"}}`,
			`{"id": "p", "targets": {"first_response": {"within": "1h", "schedule": "desk"}, "resolution": "8h"}}`,
			"p: first response schedule 24x7 → desk\n"},
		{"steps and a pause",
			`{"id": "p", "targets": {"resolution": "8h"}, "escalations": [{"at": "75%"}]}`,
			`{"id": "p", "targets": {"resolution": {"within": "8h", "pause": {"field": "status", "op": "in", "value": ["new", "open"]}}},
			  "escalations": [{"at": "50%", "name": "warn"}, {"at": "breach", "every": "1h", "times": 2, "do": [{"type": "flag"}]}]}`,
			"p: resolution pause as the metric says → status in \"new\", \"open\"\n" +
				"p: resolution steps 75% → 50% warn, breach repeated 2 times every 1h {\"type\":\"flag\"}\n"},
		{"a condition and a period",
			`{"id": "p", "when": {"field": "seats", "op": "gte", "value": 100}, "targets": {"resolution": "8h"}}`,
			`{"id": "p", "when": {"all": [{"field": "vip", "op": "exists"}, {"any": [{"field": "a", "op": "eq", "value": true}, {"not": {"field": "b", "op": "missing"}}]}]},
			  "effective": {"from": "2026-01-01T00:00:00Z"}, "targets": {"resolution": "8h"}}`,
			"policy p: when seats gte 100 → vip exists and (a eq true or not (b missing))\npolicy p: effective from any time → 2026-01-01T00:00:00Z\n"},
		{"conditions of one condition", // need no parentheses
			`{"id": "p", "when": {"all": [{"any": [{"field": "a", "op": "exists"}, {"field": "b", "op": "exists"}]}]}, "targets": {}}`,
			`{"id": "p", "when": {"all": [{"any": [{"field": "a", "op": "exists"}]}, {"all": [{"field": "b", "op": "exists"}]}]}, "targets": {}}`,
			"policy p: when a exists or b exists → a exists and b exists\n"},
		{"a group of one that holds a larger one",
			`{"id": "p", "when": {"all": [{"field": "a", "op": "exists"}, {"all": [{"any": [{"field": "b", "op": "exists"}, {"field": "c", "op": "exists"}]}]}]}, "targets": {}}`,
			`{"id": "p", "when": {"any": [{"any": [{"all": [{"field": "a", "op": "exists"}, {"field": "b", "op": "exists"}]}]}, {"field": "c", "op": "exists"}]}, "targets": {}}`,
			"policy p: when a exists and (b exists or c exists) → (a exists and b exists) or c exists\n"},
		{"a policy that is renamed",
			`{"id": "p", "name": "P", "targets": {"resolution": "8h"}}, {"id": "q", "when": {"field": "a", "op": "exists"}, "targets": {"resolution": "9h"}}`,
			`{"id": "p2", "name": "P2", "targets": {"resolution": "8h"}}, {"id": "q2", "when": {"field": "a", "op": "exists"}, "targets": {"resolution": "10h"}}`,
			"policy p2: ID p → p2\npolicy q2: ID q → q2\nq2: resolution 9h → 10h\n"},
		{"policies that come and go",
			`{"id": "p", "name": "Old", "when": {"field": "a", "op": "exists"}, "targets": {"resolution": "8h"}}`,
			`{"id": "q", "targets": {"first_response": {"by": "tier", "values": {"gold": "1h"}}}}`,
			"policy q: added: for all issues; first response: 1h on 24x7 (gold)\npolicy p (Old): removed: when a exists; resolution: 8h on 24x7\n"},
		{"another order",
			`{"id": "p", "targets": {}}, {"id": "q", "targets": {}}, {"id": "r", "targets": {}}`,
			`{"id": "r", "targets": {}}, {"id": "p", "targets": {}}, {"id": "q", "targets": {}}`,
			"policy r: place 3 → 1\n"},
		{"two that change places", // the one that comes first now stays
			`{"id": "p", "targets": {}}, {"id": "q", "targets": {}}`,
			`{"id": "q", "targets": {}}, {"id": "p", "targets": {}}`,
			"policy p: place 1 → 2\n"},
		{"two that change places before a third",
			`{"id": "p", "targets": {}}, {"id": "q", "targets": {}}, {"id": "r", "targets": {}}`,
			`{"id": "q", "targets": {}}, {"id": "p", "targets": {}}, {"id": "r", "targets": {}}`,
			"policy p: place 1 → 2\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, words(configdiff.Compare(parse(t, "", tt.before), parse(t, "", tt.after)))); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCompareTheRest(t *testing.T) {
	const p = `{"id": "p", "targets": {"resolution": "8h"}}`
	tests := []struct {
		name                string
		before, after, want string
	}{
		{"settings", ``, `"match": "each", "on_change": "keep", "exact_fit": "close", `,
			"setting match: first → each\nsetting on_change: recalculate → keep\n"},
		{"statuses", ``, `"statuses": {"new": "open", "open": "open", "closed": "resolved", "vendor": "hold", "*": "open"}, `,
			"status *: added: open\nstatus hold: removed: hold\nstatus in_progress: removed: open\nstatus on_customer: removed: pending\n" +
				"status on_hold: removed: hold\nstatus on_you: removed: open\nstatus pending: removed: pending\nstatus resolved: removed: resolved\n" +
				"status solved: removed: resolved\nstatus vendor: added: hold\nstatus waiting_on_customer: removed: pending\nstatus waiting_on_you: removed: open\n"},
		{"fields", `"fields": {"a": {"type": "text"}}, `, `"fields": {"a": {"type": "text", "values": ["x", "y"]}}, `,
			"field a: text → text of x, y\n"},
		{"a metric", ``, `"metrics": {"resolution": {"start": ["created"], "stop": ["resolved"], "resume": ["reopened"]}}, `,
			"metric resolution: start created if status_category ne \"resolved\"; reopened → created\nmetric resolution: pause status_category in \"pending\", \"hold\" → never\n"},
		{"hours", ``, `"schedules": [{"name": "desk", "time_zone": "Europe/Paris", "weekly": {"mon-fri": ["08:00-17:00"], "sat": []}, "holidays": [{"calendar": "fr", "except": ["Armistice de 1918"]}, {"date": "2026-12-28"}], "exceptions": {"12-24": ["09:00-12:00"]}, "revisions": [{"from": "2027-01-01", "weekly": {"mon": ["09:00-10:00"]}}]}], `,
			"schedule desk: time zone UTC → Europe/Paris\nschedule desk: mon-fri 09:00-17:00 → 08:00-17:00\nschedule desk: sat added: closed\n" +
				"schedule desk: holiday 2026-12-28 added\nschedule desk: holiday fr added: except Armistice de 1918\nschedule desk: on 12-24 added: 09:00-12:00\nschedule desk: from 2027-01-01 added: mon 09:00-10:00\n"},
		{"a schedule that is renamed", `"defaults": {"schedule": "desk"}, `,
			`"schedules": [{"name": "support", "time_zone": "UTC", "weekly": {"mon-fri": ["09:00-17:00"]}}], "defaults": {"schedule": "support"}, `,
			"schedule support: name desk → support\n"},
		{"schedules that come and go", `"schedules": [{"name": "a", "always": true}], `,
			`"schedules": [{"name": "b", "weekly": {"mon": ["09:00-10:00"]}, "time_zone": "UTC"}, {"name": "c", "any_of": ["b"]}, {"name": "d", "any_of": ["24x7"], "none_of": ["b", "c"]}], `,
			"schedule a: removed: always open\nschedule b: added: mon 09:00-10:00 in UTC\nschedule c: added: any of b\n" +
				"schedule d: added: any of 24x7, none of b, c\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, words(configdiff.Compare(parse(t, tt.before, p), parse(t, tt.after, p)))); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
		})
	}
}

// Choices whose combinations are too many are compared as they are written.
func TestCompareIsBounded(t *testing.T) {
	before := parse(t, "", choicesBy("a", 150, "b", 150))
	after := parse(t, "", choicesBy("a", 150, "c", 150))
	if got := configdiff.Compare(before, after); len(got) != 1 || got[0].What != "resolution" {
		t.Errorf("got %d changes", len(got))
	}
	if got := configdiff.Compare(before, before); len(got) != 0 {
		t.Errorf("got %d changes of the same", len(got))
	}
}

// Up to 10,000 combinations are listed. Those with any other value count, although nothing is
// promised for them here.
func TestPromisesAreBounded(t *testing.T) {
	for _, tt := range []struct{ first, second, want int }{
		{99, 100, 9900}, // 99 * 101 + 1 combinations
		{100, 99, 1},    // 100 * 100 + 1
	} {
		cfg := parse(t, "", choicesBy("a", tt.first, "b", tt.second))
		got := configdiff.Promises(cfg, &cfg.Policies[0])
		if len(got) != tt.want {
			t.Errorf("%d by %d choices: got %d promises, want %d", tt.first, tt.second, len(got), tt.want)
		}
		if many := strings.Contains(got[0].Allows, "too many"); many != (tt.want == 1) {
			t.Errorf("%d by %d choices: the first promise is %v", tt.first, tt.second, got[0])
		}
	}
}

// choicesBy returns a policy that chooses the time by n values of one field, and the schedule
// by m values of another one.
func choicesBy(first string, n int, second string, m int) string {
	values := func(n int, inner string) string {
		var list []string
		for i := range n {
			list = append(list, fmt.Sprintf(`"%d": %s`, i, inner))
		}
		return "{" + strings.Join(list, ", ") + "}"
	}
	return `{"id": "p", "targets": {"resolution": {"within": {"by": "` + first + `", "values": ` + values(n, `"1h"`) +
		`}, "schedule": {"by": "` + second + `", "values": ` + values(m, `"desk"`) + `}}}}`
}

// Only what is in both configurations has a new ID.
func TestRenamed(t *testing.T) {
	before := parse(t, "", `{"id": "p", "targets": {"resolution": "8h"}}, {"id": "q", "targets": {"resolution": "9h"}},
		{"id": "gone", "name": "Gone", "when": {"field": "a", "op": "exists"}, "targets": {}}`)
	after := parse(t, "", `{"id": "new", "name": "New", "when": {"field": "b", "op": "exists"}, "targets": {"resolution": "7h"}},
		{"id": "p2", "targets": {"resolution": "8h"}}, {"id": "q", "targets": {"resolution": "10h"}}`)
	want := map[string]string{"p": "p2", "q": "q"}
	if diff := cmp.Diff(want, configdiff.Renamed(before, after)); diff != "" {
		t.Errorf("new IDs (-want +got):\n%s", diff)
	}
}

// A configuration does not differ from itself, nor from what it is when it is written and
// read again; and of two that differ, what is added one way is removed the other way.
func TestCompareConformanceCases(t *testing.T) {
	var previous *policy.Config
	for _, c := range conformanceCases(t, 300) {
		cfg, err := policy.Parse(c.Config)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(cfg)
		if err != nil {
			t.Fatal(err)
		}
		again, err := policy.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := configdiff.Compare(cfg, again); len(got) != 0 {
			t.Fatalf("%s\n%s", text, words(got))
		}
		if previous != nil {
			there, back := configdiff.Compare(previous, cfg), configdiff.Compare(cfg, previous)
			if got, want := count(there), count(back); got[0] != want[1] || got[1] != want[0] {
				t.Fatalf("%v there, %v back:\n%s\n%s", got, want, words(there), words(back))
			}
		}
		previous = cfg
	}
}

// conformanceCases returns the first n cases that evaluate an issue.
func conformanceCases(t *testing.T, n int) (cases []conformanceCase) {
	t.Helper()
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
	for len(cases) < n && lines.Scan() {
		var c conformanceCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, c)
	}
	if err := lines.Err(); err != nil || len(cases) == 0 {
		t.Fatal("no cases", err)
	}
	return cases
}

// count returns how many changes add promises, and how many remove them.
func count(changes []configdiff.Change) (n [2]int) {
	for _, c := range changes {
		if c.Kind != configdiff.KindStatus && c.Kind != configdiff.KindSchedule {
			continue
		}
		if c.Before == "" {
			n[0]++
		}
		if c.After == "" {
			n[1]++
		}
	}
	return n
}

// words returns a line for each change.
func words(changes []configdiff.Change) string {
	var b strings.Builder
	for _, c := range changes {
		fmt.Fprintln(&b, c)
	}
	return b.String()
}
