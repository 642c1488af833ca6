package lint_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/punctualgo/punctual/policy"
	"github.com/punctualgo/punctual/policy/lint"
)

// brief returns findings as texts: line, level, rule and path.
func brief(found []lint.Finding) (texts []string) {
	for _, f := range found {
		texts = append(texts, fmt.Sprintf("%d %s %s %s", f.Line, f.Level, f.Rule, f.Path))
	}
	return texts
}

// Findings are in the order of the text, and at one place in the order of the rules.
func TestOrder(t *testing.T) {
	doc := []byte(`{
  "policies": [
    {"id": "b", "targets": {
      "resolution": "8h",
      "first_response": {"by": "tags", "values": {"*": "9h"}, "default": "1h"}
    }},
    {"when": {"field": "status", "op": "eq", "value": "wip"}, "id": "a", "targets": {"assignment": "1h"}}
  ],
  "schedules": [{"name": "desk", "weekly": {"mon": ["09:00-23:59"]}, "time_zone": "UTC"}]
}`)
	want := []string{
		"3 warning implied-24x7 policies[0]",
		"5 warning target-order policies[0].targets.first_response",
		"5 warning list-as-text policies[0].targets.first_response.by",
		`5 warning star-value policies[0].targets.first_response.values["*"]`,
		"7 warning shadowed-policy policies[1]",
		"7 warning implied-24x7 policies[1]",
		"7 warning never-true policies[1].when",
		"9 info no-holidays schedules[0]",
		"9 info unused schedules[0]",
		"9 warning minute-missing schedules[0].weekly.mon[0]",
	}
	if diff := cmp.Diff(want, brief(lint.CheckText(doc, lint.Options{AsOf: present}))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	var without []string
	for _, w := range want {
		if !strings.Contains(w, "implied-24x7") && !strings.Contains(w, "star-value") {
			without = append(without, w)
		}
	}
	options := lint.Options{AsOf: present, Disable: []string{"star-value", "implied-24x7", "no-such-rule"}}
	if diff := cmp.Diff(without, brief(lint.CheckText(doc, options))); diff != "" {
		t.Errorf("findings without some rules (-want +got):\n%s", diff)
	}
}

// An invalid configuration has its problems, and nothing else.
func TestInvalid(t *testing.T) {
	doc := []byte(`{"policies": [
  {"id": "a", "when": {"field": "p", "op": "in", "value": []},
   "targets": {"resolutoin": "8h", "assignment": "-1h"}}
]}`)
	want := []lint.Finding{
		{Rule: "invalid", Level: lint.Error, Path: "policies[0].targets.assignment", Line: 3, What: "must be more than 0s, got -1h0m0s"},
		{Rule: "invalid", Level: lint.Error, Path: "policies[0].targets.resolutoin", Line: 3, What: `unknown metric "resolutoin"`, Mend: `did you mean "resolution"?`},
	}
	if diff := cmp.Diff(want, lint.CheckText(doc, lint.Options{})); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	withZones := lint.Options{Location: func(string) (*time.Location, error) { return time.UTC, nil }}
	if diff := cmp.Diff(want[:1], lint.CheckText(doc, withZones)); diff != "" {
		t.Errorf("findings with zones of one's own (-want +got):\n%s", diff)
	}
	doc = bytes.Replace(doc, []byte("-1h"), []byte("99999h"), 1)
	want[0].What = "99999h0m0s is longer than 87600h (10 years)"
	if diff := cmp.Diff(want, lint.CheckText(doc, withZones)); diff != "" {
		t.Errorf("findings with zones of one's own (-want +got):\n%s", diff)
	}
	var cfg policy.Config
	if err := json.Unmarshal(doc, &cfg); err != nil {
		t.Fatal(err)
	}
	want[0].Path += ".within"
	want[0].Line, want[1].Line = 0, 0
	if diff := cmp.Diff(want, lint.Check(&cfg, lint.Options{})); diff != "" {
		t.Errorf("findings of a value (-want +got):\n%s", diff)
	}
	if found := lint.CheckText(doc, lint.Options{Disable: []string{"invalid"}}); found != nil {
		t.Errorf("findings of a disabled rule: %v", found)
	}
	for _, broken := range []string{"", "{", "null", `{"policies": 1}`, "\xff"} {
		if found := lint.CheckText([]byte(broken), lint.Options{}); len(found) == 0 || found[0].Rule != "invalid" {
			t.Errorf("findings in %q: %v", broken, found)
		}
	}
	if found := lint.Check(nil, lint.Options{}); len(found) != 1 || found[0].Rule != "invalid" {
		t.Errorf("findings in no configuration: %v", found)
	}
	many := &policy.Config{Policies: make([]policy.Policy, 200)}
	if found := lint.Check(many, lint.Options{}); len(found) != 100 || !strings.HasPrefix(found[99].What, "and ") {
		t.Errorf("%d findings, the last: %v", len(found), found[len(found)-1])
	}
}

// The problems of a configuration whose zones are the caller's own have the lines of the
// document, and what to do about them apart from what is wrong.
func TestInvalidWithZonesOfOnesOwn(t *testing.T) {
	options := lint.Options{Location: func(string) (*time.Location, error) { return time.UTC, nil }}
	doc := []byte(`{"defaults": {"schedule": "a\"; b"},
  "policies": [
    {"schedule": "24/7", "targets": {}}
  ]}`)
	want := []lint.Finding{
		{Rule: "invalid", Level: lint.Error, Path: "defaults.schedule", Line: 1, What: `unknown schedule "a\"; b"`},
		{Rule: "invalid", Level: lint.Error, Path: "policies[0].id", Line: 3, What: "is required"},
		{Rule: "invalid", Level: lint.Error, Path: "policies[0].schedule", Line: 3, What: `unknown schedule "24/7"`, Mend: `did you mean "24x7"?`},
	}
	if diff := cmp.Diff(want, lint.CheckText(doc, options)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// A configuration as large as it may be is read with the caller's own zones.
func TestLargestConfiguration(t *testing.T) {
	options := lint.Options{Location: func(name string) (*time.Location, error) { return time.FixedZone(name, 3600), nil }}
	doc := "{" + schedule(`"time_zone": "Base/Camp", "weekly": {"sat": ["09:00-17:00"]}`) + "}"
	doc += strings.Repeat(" ", policy.MaxConfigSize-len(doc))
	if found := lint.CheckText([]byte(doc), options); found != nil {
		t.Errorf("findings: %v", found)
	}
	if found := lint.CheckText([]byte(doc+" "), options); len(found) != 1 || found[0].What != "configuration of 1048577 bytes is larger than 1048576" {
		t.Errorf("findings in a byte more: %v", found)
	}
}

// Findings say what is wrong in terms of the document.
func TestWhatIsWrong(t *testing.T) {
	lacking := func(values string) string {
		return policies(`{"id": "a", "targets": {"assignment": {"by": "p", "values": {"x": "1h"}}}}`, `{"id": "b", "when": {"field": "p", "op": "in", "value": [`+values+`]}, "targets": {}}`)
	}
	order := func(response, resolution string) string {
		return targets(`"first_response": ` + response + `, "resolution": ` + resolution)
	}
	zone := func(name string) string {
		return schedule(`"time_zone": "` + name + `", "weekly": {"sat": ["09:00-17:00"]}`)
	}
	const days = `if days are meant, write {"business_days": `
	for _, test := range []struct{ rule, doc, what, mend string }{
		{"no-default", lacking(`"a", "b", "c"`), `gives nothing for values of p that are used elsewhere: "a", "b", "c"`, "add a default, or these values"},
		{"no-default", lacking(`"a", "b", "c", "d", "e"`), `gives nothing for values of p that are used elsewhere: "a", "b", "c", "d", "e"`, "add a default, or these values"},
		{"no-default", lacking(`"a", "b", "c", "d", "e", "f"`), `gives nothing for values of p that are used elsewhere: "a", "b", "c", "d", "e", …`, "add a default, or these values"},

		{"target-order", order(`"9h"`, `"8h"`), "allows 9h0m0s where resolution allows 8h0m0s on the same schedule", "swap or correct the two"},
		{"target-order", order(`{"by": "p", "values": {"x": "9h"}}`, `"8h"`), `allows 9h0m0s where resolution allows 8h0m0s on the same schedule, for "x"`, "swap or correct the two"},
		{"target-order", order(`"9h"`, `{"by": "p", "values": {"x": "8h"}}`), `allows 9h0m0s where resolution allows 8h0m0s on the same schedule, for "x"`, "swap or correct the two"},
		{"target-order", order(`{"by": "p", "values": {"x": "9h"}, "default": "1h"}`, `{"by": "p", "values": {"y": "8h"}, "default": "7h"}`),
			`allows 9h0m0s where resolution allows 7h0m0s on the same schedule, for "x"`, "swap or correct the two"},
		{"target-order", order(`{"by": "p", "values": {"x": "1h"}, "default": "9h"}`, `{"by": "p", "values": {"y": "8h"}, "default": "99h"}`),
			`allows 9h0m0s where resolution allows 8h0m0s on the same schedule, for "y"`, "swap or correct the two"},
		{"target-order", order(`{"by": "p", "values": {"x": "1h"}, "default": "9h"}`, `"8h"`), `allows 9h0m0s where resolution allows 8h0m0s on the same schedule, for other values`, "swap or correct the two"},

		{"fixed-offset-zone", zone("Etc/GMT+5"), "is a fixed offset without summer time: 5 hours behind UTC", `write the zone of a place, such as "America/New_York"`},
		{"fixed-offset-zone", zone("Etc/GMT-14"), "is a fixed offset without summer time: 14 hours ahead of UTC", `write the zone of a place, such as "America/New_York"`},

		{"hours-as-days", schedule(workdays) + ", " + targets(`"assignment": "48h"`), "48h0m0s of open time is more than 2 days on this schedule, which is open 8h0m0s a day at most", days + "2}"},

		{"overlapping-hours", schedule(`"time_zone": "UTC", "weekly": {"sat": ["11:00-13:00", "14:00-16:00", "09:00-10:00", "15:00-17:00"]}`),
			"overlaps schedules[0].weekly.sat[1]", "merge the two, or correct one; their union counts"},
		{"overlapping-hours", schedule(`"time_zone": "UTC", "weekly": {"sat": ["12:00-14:00"], "sat-sun": ["11:00-15:00"]}`),
			"overlaps schedules[0].weekly.sat[0]", "merge the two, or correct one; their union counts"},
	} {
		doc := []byte("{" + test.doc + "}")
		var got []lint.Finding
		for _, f := range lint.CheckText(doc, lint.Options{AsOf: present}) {
			if f.Rule == test.rule {
				got = append(got, f)
			}
		}
		if len(got) != 1 || got[0].What != test.what || got[0].Mend != test.mend {
			t.Errorf("%s in %s: %+v\nwant %s (%s)", test.rule, doc, got, test.what, test.mend)
		}
	}
}

// An interval that overlaps several overlaps the first of them in the document.
func TestTheFirstOverlapIsNamed(t *testing.T) {
	doc := []byte("{" + schedule(`"time_zone": "UTC", "weekly": {"sat": ["11:00-13:00", "09:00-12:30", "12:00-14:00"]}`) + "}")
	var got []string
	for _, f := range lint.CheckText(doc, lint.Options{AsOf: present}) {
		got = append(got, f.Path+" "+f.What)
	}
	want := []string{"schedules[0].weekly.sat[1] overlaps schedules[0].weekly.sat[0]", "schedules[0].weekly.sat[2] overlaps schedules[0].weekly.sat[0]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// Without a present, nothing that depends on it is found.
func TestNoPresent(t *testing.T) {
	doc := []byte("{" + schedule(workdays+`, "holidays": [{"date": "2025-12-24"}, {"date": "2025-12-25"}]`) + "," +
		policies(`{"id": "a", "effective": {"until": "2026-01-01T00:00:00Z"}, "when": {"field": "p", "op": "exists"}, "targets": {}}`) + "}")
	if found := lint.CheckText(doc, lint.Options{}); found != nil {
		t.Errorf("findings: %v", found)
	}
	if found := lint.CheckText(doc, lint.Options{AsOf: present}); len(found) != 3 {
		t.Errorf("findings: %v", found)
	}
	for effective, want := range map[string][]string{
		"": {"1 warning paused-from-start policies[0].targets.resolution.pause"},
		`"effective": {"from": "2026-01-01T00:00:00Z"}, `: nil,
	} {
		doc := "{" + policies(`{"id": "a", `+effective+`"targets": {"resolution": {"within": "1h", "pause": {"field": "p", "op": "missing"}}}}`) + "}"
		if diff := cmp.Diff(want, brief(lint.CheckText([]byte(doc), lint.Options{}))); diff != "" {
			t.Errorf("findings in %s (-want +got):\n%s", doc, diff)
		}
	}
}

func TestRules(t *testing.T) {
	seen := make(map[string]bool)
	for _, r := range lint.Rules() {
		if r.Name == "" || r.Level == "" || !strings.HasSuffix(r.Doc, ".") || seen[r.Name] {
			t.Errorf("incomplete or repeated rule %+v", r)
		}
		seen[r.Name] = true
	}
}

// The configurations of the examples are as they should be.
func TestExamplesAreClean(t *testing.T) {
	files, err := filepath.Glob("../../examples/*/config.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, file := range files {
		doc, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range lint.CheckText(doc, lint.Options{AsOf: present}) {
			t.Errorf("%s: %+v", file, f)
		}
	}
}

// In all configurations of the conformance cases, paths of findings exist and are in
// order, disabled rules find nothing, and twice the same is found.
func TestConformanceConfigurations(t *testing.T) {
	files, err := filepath.Glob("../../testdata/conformance/*.jsonl*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	configurations := 0
	rules := make(map[string]int)
	for _, file := range files {
		for line := range lines(t, file) {
			var one struct {
				Config    json.RawMessage `json:"config"`
				Schedules json.RawMessage `json:"schedules"`
			}
			if err := json.Unmarshal(line, &one); err != nil {
				t.Fatal(err)
			}
			doc := one.Config
			if doc == nil {
				doc = []byte(`{"schedules": ` + string(one.Schedules) + `}`)
			}
			if configurations++; configurations%8 > 0 { // some are enough
				continue
			}
			found := lint.CheckText(doc, lint.Options{AsOf: present})
			checkFindings(t, doc, found)
			for _, f := range found {
				rules[f.Rule]++
			}
			if len(found) > 0 {
				rule := found[configurations%len(found)].Rule
				for _, f := range lint.CheckText(doc, lint.Options{AsOf: present, Disable: []string{rule}}) {
					if f.Rule == rule {
						t.Fatalf("a disabled rule found %+v", f)
					}
				}
			}
		}
	}
	t.Logf("%d configurations, findings %v", configurations, rules)
	if rules["invalid"] > 0 {
		t.Errorf("invalid configurations: %d", rules["invalid"])
	}
}

// lines yields the lines of a file, which may be gzipped.
func lines(t *testing.T, file string) func(yield func([]byte) bool) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(file, ".gz") {
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if data, err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
	}
	return func(yield func([]byte) bool) {
		s := bufio.NewScanner(bytes.NewReader(data))
		s.Buffer(nil, 1<<24)
		for s.Scan() {
			if !yield(s.Bytes()) {
				return
			}
		}
		if err := s.Err(); err != nil {
			t.Fatal(err)
		}
	}
}

func FuzzCheckText(f *testing.F) {
	f.Add([]byte(`{"policies": [{"id": "a", "targets": {"assignment": {"by": "p", "values": {"x": {"until": "due"}}}}}]}`))
	f.Add([]byte("{" + schedule(workdays) + "," + when(`{"not": {"field": "p", "op": "in", "value": []}}`) + "}"))
	f.Add([]byte("{" + targets(`"first_response": "9h", "resolution": {"by": "priority", "values": {"low": "8h", "High": "9h"}}`) + "}"))
	f.Fuzz(func(t *testing.T, doc []byte) {
		found := lint.CheckText(doc, lint.Options{AsOf: present})
		if _, err := policy.Parse(doc); err == nil {
			checkFindings(t, doc, found)
		}
	})
}
